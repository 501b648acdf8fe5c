public import Findings
package import Policies
public import Quantities

/// A payment or other support that counts, or does not, as money invested first (拨付).
public struct Disbursement: Hashable, Sendable {
  /// The day on which it was paid.
  public let date: CivilDate
  /// What was given.
  public let kind: SupportKind
  /// How much it was.
  public let amount: Fen
  /// Out of which money (资金来源); empty when nobody asks.
  public let source: String

  /// Creates a payment.
  public init(date: CivilDate, kind: SupportKind = .cash, amount: Fen, source: String = "") {
    self.date = date
    self.kind = kind
    self.amount = amount
    self.source = source
  }

  /// A part of the payment.
  func part(_ amount: Fen) -> Disbursement {
    Disbursement(date: date, kind: kind, amount: amount, source: source)
  }
}

/// Published rates by their source (利率表).
public struct RateTable: Sendable {
  private let series: [InterestTerms.RateSource: RateSeries]

  /// Creates a table.
  public init(_ series: [InterestTerms.RateSource: RateSeries] = [:]) { self.series = series }

  /// The series of a source.
  public subscript(source: InterestTerms.RateSource) -> RateSeries? { series[source] }

  /// The first quotation that says something else than a checked series does on the same day.
  ///
  /// Public copies of the LPR are known to be wrong; two sources that agree are a check.
  /// - Throws: `E-RATE-CONFLICT` for each quotation that differs.
  public func confirm(against checked: RateTable) throws(Findings) {
    var findings: [Finding] = []
    for (source, series) in series.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      guard let reference = checked[source] else { continue }
      for quote in series.quotes {
        guard let expected = reference.rate(on: quote.from), expected != quote.rate else {
          continue
        }
        findings.append(
          Finding(
            .rateConflict,
            value: "\(quote.rate)",
            arguments: [
              "series": source.rawValue, "date": "\(quote.from)", "expected": "\(expected)",
            ]
          )
        )
      }
    }
    if !findings.isEmpty { throw Findings(findings) }
  }
}

extension Finding {
  /// The refusal of a case that lacks a field that the rule needs.
  static func needed(_ path: String) -> Finding { Finding(.fieldMissing, column: path) }
}

/// Runs exact arithmetic; figures beyond 128 bits refuse.
func exactly<Value>(_ work: () throws(Overflow) -> Value) throws(Refusal) -> Value {
  do throws(Overflow) { return try work() } catch { throw Refusal(error) }
}

extension Notation where Value == Disbursement {
  /// A payment: `date`, `kind` (cash when missing), `amount`.
  package static let disbursement = Notation.object { fields in
    let date = fields.required("date", .date)
    let kind = fields.optional("kind", Notation<SupportKind>.word) ?? .cash
    guard let date, let amount = fields.required("amount", .amount) else { return nil }
    return Disbursement(date: date, kind: kind, amount: amount)
  }
}

extension Notation where Value == RateTable {
  /// A list of quotations: `series`, `from`, `rate_ppm`; nothing is due by the month.
  package static let rates = Notation { node, log in
    let row = Notation<(InterestTerms.RateSource, RateSeries.Quote)>.object { fields in
      let source = fields.required("series", .rateSource)
      let from = fields.required("from", .date)
      let rate = fields.required("rate_ppm", .ppm(in: -1_000_000...1_000_000))
      guard let source, let from, let rate else { return nil }
      return (source, RateSeries.Quote(from: from, rate: rate))
    }
    guard
      let rows = Notation<[(InterestTerms.RateSource, RateSeries.Quote)]>.list(of: row)
        .read(node, log)
    else { return nil }
    var series: [InterestTerms.RateSource: RateSeries] = [:]
    for (source, rows) in Dictionary(grouping: rows, by: \.0) {
      do throws(RateSeries.DuplicateDay) {
        series[source] = try RateSeries(rows.map(\.1), isMonthly: false)
      } catch {
        log.add(.fieldValue, node, ["range": "\(source.rawValue) \(error.date) × 1"])
      }
    }
    return RateTable(series)
  }
}
