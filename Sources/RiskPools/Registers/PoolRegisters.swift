public import Policies
public import Quantities

/// Claims by the limit that decided them (按约束上限统计): which clause matters.
public struct BindingLimit: Hashable, Sendable {
  /// The limit, by its name in ``Claim/Binding``; `raw` where no cap cut.
  public let limit: String
  /// How many claims it decided.
  public internal(set) var claims = 0
  /// Base by rate of them.
  public internal(set) var raw = Int128(0)
  /// What was paid of it.
  public internal(set) var paid = Int128(0)

  /// What the limit, or another one with it, cut off.
  public var cut: Int128 { raw - paid }
}

/// What is lent, owed and failing in one sector, or by one firm (敞口).
public struct ExposureRow: Hashable, Sendable {
  /// The bank, sector, district or firm; empty where nobody said.
  public let name: String
  /// The figures.
  public internal(set) var exposure = Exposure()
  /// What the fund has invested in the firm (先投余额).
  public internal(set) var invested = Fen.zero
  /// The banks that lend to the firm.
  public internal(set) var banks: [String] = []
}

/// By what exposures are listed (敞口口径).
public enum ExposureKey: String, Hashable, Sendable, CaseIterable {
  case bank, sector, firm, district
}

/// The loans of one quarter, and how many of them failed since (放款季度).
public struct Vintage: Hashable, Sendable {
  /// The year of the lending.
  public let year: Int
  /// The quarter of the lending, from 1.
  public let quarter: Int
  /// What was lent in it.
  public internal(set) var lent = Int128(0)
  /// What had failed by the end of each quarter of age, that of the lending first.
  public internal(set) var failed: [Int128]
  /// What had been paid for it by then.
  public internal(set) var paid: [Int128]
}

extension Pool {
  /// Claims by the limits that decided them, in the order of the limits.
  ///
  /// A claim on which several limits fall counts for each of them.
  public var bindingLimits: [BindingLimit] {
    var rows: [String: BindingLimit] = [:]
    for claim in claims.values {
      guard let decision = claim.decision, claim.state != .refused else { continue }
      let cutting = claim.binding.subtracting(.raw)
      for name in (cutting.isEmpty ? claim.binding : cutting).names {
        rows[name, default: BindingLimit(limit: name)].claims += 1
        rows[name]?.raw += Int128(decision.claim.raw.rawValue)
        rows[name]?.paid += Int128(claim.netPaid.rawValue)
      }
    }
    return Claim.Binding(rawValue: .max).names.compactMap { rows[$0] }
  }

  /// What is lent, owed and failing, by the names of a key, the largest balance first.
  public func exposures(by key: ExposureKey) -> [ExposureRow] {
    var rows: [String: ExposureRow] = [:]
    for loan in loans.values {
      let name =
        switch key {
        case .bank: loan.bank
        case .sector: loan.sector
        case .firm: loan.borrower
        case .district: loan.facts.region ?? ""
        }
      var row = rows[name] ?? ExposureRow(name: name)
      row.exposure.add(loan.exposure)
      for claim in loan.claims.compactMap({ claims[$0] }) {
        row.exposure.paid += Int128(claim.netPaid.rawValue)
        row.exposure.recovered += Int128(claim.recovered.rawValue)
      }
      if key == .firm {
        row.invested = firms[name]?.invested ?? .zero
        if !row.banks.contains(loan.bank) { row.banks.append(loan.bank) }
      }
      rows[name] = row
    }
    return rows.values.map { row in
      var row = row
      row.banks.sort()
      return row
    }.sorted { left, right in
      let (first, second) = (left.exposure.balance, right.exposure.balance)
      return first == second ? left.name < right.name : first > second
    }
  }

  /// What breakers watch today, by the pool's own figures, and which are in force.
  ///
  /// Those that need a figure from outside stand as they were last reviewed.
  /// - Throws: what the scheme leaves open.
  public func breakerReadings(on day: CivilDate) throws(Refusal) -> [PoolReading] {
    var found: [PoolReading] = []
    for scope in scopes {
      let state = breakers[scope] ?? scheme.breakers.initial
      for (index, armed) in scheme.breakers.breakers.enumerated() where armed.level == scope.level {
        guard let (over, under) = try figures(armed.breaker, scope, nil, on: day) else {
          found += readings.filter { $0.scope == scope && $0.breaker == index + 1 }
          continue
        }
        found.append(
          PoolReading(
            breaker: index + 1,
            measure: armed.breaker.measure.value?.rawValue ?? "",
            scope: scope,
            numerator: over,
            denominator: under,
            threshold: armed.threshold,
            day: day,
            trippedOn: state.trippedOn[index]
          )
        )
      }
    }
    return found
  }

  /// The loans by the quarter of their lending, with what failed by each later quarter (放款季度三角).
  public func vintages(through day: CivilDate) -> [Vintage] {
    let last = Quarter(day)
    var rows: [Quarter: Vintage] = [:]
    for loan in loans.values where loan.lent <= day {
      let quarter = Quarter(loan.lent)
      let ages = [Int128](repeating: 0, count: last.ordinal - quarter.ordinal + 1)
      var row =
        rows[quarter]
        ?? Vintage(year: quarter.year, quarter: quarter.number, failed: ages, paid: ages)
      row.lent += Int128(loan.principal.rawValue)
      for (date, amount) in failures(of: loan) where date <= day {
        row.failed.add(amount, from: max(Quarter(date).ordinal - quarter.ordinal, 0))
      }
      for payment in loan.claims.compactMap({ claims[$0] }).flatMap(\.payments)
      where payment.date <= day {
        let age = max(Quarter(payment.date).ordinal - quarter.ordinal, 0)
        row.paid.add(Int128(payment.amount.rawValue), from: age)
      }
      rows[quarter] = row
    }
    return rows.sorted { $0.key.ordinal < $1.key.ordinal }.map(\.value)
  }

  /// When a loan failed, and with how much.
  private func failures(of loan: PooledLoan) -> [(CivilDate, Int128)] {
    let first = loan.claims.compactMap { claims[$0] }.first { $0.state != .refused }
    if let first { return [(first.triggeredOn, Int128(first.outstanding.rawValue))] }
    guard let day = loan.failedOn else { return [] }
    return [(day, Int128(loan.outstanding.rawValue))]
  }
}

extension [Int128] {
  /// Adds an amount from one place on.
  fileprivate mutating func add(_ amount: Int128, from first: Int) {
    for index in indices.dropFirst(first) { self[index] += amount }
  }
}

/// A quarter of a year (季度).
struct Quarter: Hashable {
  let year: Int
  /// From 1.
  let number: Int

  init(_ day: CivilDate) {
    year = day.period.year
    number = (day.period.month - 1) / 3 + 1
  }

  init(ordinal: Int) {
    year = ordinal / 4
    number = ordinal % 4 + 1
  }

  /// Quarters since year 0.
  var ordinal: Int { year * 4 + number - 1 }
  /// The first day.
  var firstDay: CivilDate { FiscalPeriod(ordinal: year * 12 + (number - 1) * 3).firstDay }
  /// The last day.
  var lastDay: CivilDate { FiscalPeriod(ordinal: year * 12 + number * 3 - 1).lastDay }
}
