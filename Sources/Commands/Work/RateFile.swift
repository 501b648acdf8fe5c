import Findings
import InvestFirst
import Quantities
import Reports

extension Session {
  /// The published rates for a rule: from the file that is named, else from the one beside the
  /// policy, if there is one.
  func rates(_ options: RateOptions, beside policy: String) throws(Failure) -> RateTable {
    let standard = System.folder(of: policy) + "/rates/lpr.csv"
    let path = options.rates ?? standard
    if options.rates == nil, case .missing = System.kind(of: path) { return RateTable() }
    let table = try RateFile.read(try bytes(of: path), named: path)
    // Public copies of the LPR are often wrong: another file must agree with the checked one.
    if options.rates != nil, case .file = System.kind(of: standard) {
      let checked = try RateFile.read(try bytes(of: standard), named: standard)
      do throws(Findings) { try table.confirm(against: checked) } catch {
        throw Failure(error.list.map { $0.about(path) })
      }
    }
    return table
  }
}

/// A file of published rates (利率文件): `series,from,rate_ppm,unchanged_through`, one quotation a
/// line; the last column may be empty.
enum RateFile {
  private static let heading = ["series", "from", "rate_ppm", "unchanged_through"]

  /// Reads a file.
  /// - Throws: everything that is wrong with it.
  static func read(_ bytes: [UInt8], named path: String) throws(Failure) -> RateTable {
    var quotes: [InterestTerms.RateSource: [RateSeries.Quote]] = [:]
    var findings: [Finding] = []
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in lines.enumerated() where !line.isEmpty {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if index == 0 {
        if cells != heading {
          findings.append(Finding(.headerMissing, row: 1, column: heading.joined(separator: ",")))
        }
        continue
      }
      guard let (source, quote) = row(cells, index + 1, &findings) else { continue }
      quotes[source, default: []].append(quote)
    }
    var series: [InterestTerms.RateSource: RateSeries] = [:]
    for (source, quotes) in quotes {
      do throws(RateSeries.DuplicateDay) {
        series[source] = try RateSeries(quotes, isMonthly: source.isMonthly)
      } catch {
        findings.append(Finding(.codeDuplicate, value: "\(source.rawValue) \(error.date)"))
      }
    }
    if !findings.isEmpty { throw Failure(findings.map { $0.about(path) }) }
    return RateTable(series)
  }

  private static func row(
    _ cells: [String],
    _ number: Int,
    _ findings: inout [Finding]
  ) -> (InterestTerms.RateSource, RateSeries.Quote)? {
    guard cells.count == heading.count else {
      findings.append(
        Finding(
          .ragged,
          row: number,
          arguments: ["cells": "\(cells.count)", "columns": "\(heading.count)"]
        )
      )
      return nil
    }
    let source = InterestTerms.RateSource(rawValue: cells[0])
    let from = CivilDate(iso: cells[1])
    let rate = Int64(cells[2])
    let through = FiscalPeriod(iso: cells[3])
    for (index, isWrong, shape) in [
      (0, source == nil, ""), (1, from == nil, "date"), (2, rate == nil, "ppm"),
      (3, through == nil && !cells[3].isEmpty, "month"),
    ] where isWrong {
      let choices = InterestTerms.RateSource.allCases.map(\.rawValue).joined(separator: "|")
      findings.append(
        Finding(
          .fieldValue,
          row: number,
          column: heading[index],
          value: cells[index],
          arguments: shape.isEmpty ? ["choices": choices] : ["expected": shape]
        )
      )
    }
    guard let source, let from, let rate, through != nil || cells[3].isEmpty else { return nil }
    return (source, .init(from: from, rate: PPM(rate), unchangedThrough: through))
  }
}
