import Quantities

/// What of every cap is used (已用额度): sums by whom and year, kept up with every claim.
struct CapUsage: Hashable, Sendable {
  private var entries: [String: Entry] = [:]
  private var sums: [Key: Sum] = [:]
  private var byFirm: [String: [String]] = [:]

  /// What one claim uses.
  struct Entry: Hashable, Sendable {
    var loan: String
    var bank: String
    var firm: String
    /// The day that puts it into a year.
    var date: CivilDate
    /// The year of the scheme.
    var year: Int
    var entitlement = Fen.zero
    var paid = Fen.zero
    /// What counts under the cap of the base.
    var base = Fen.zero
  }

  /// Whose cap, and over which time.
  struct Key: Hashable, Sendable {
    let scope: Scope
    /// The year; `nil` for all time.
    let year: Int?

    enum Scope: Hashable, Sendable {
      case programme
      case bank(String)
      case firm(String)
    }
  }

  /// Sums that any number of claims cannot overflow.
  struct Sum: Hashable, Sendable {
    var entitlement = Int128(0)
    var paid = Int128(0)

    fileprivate mutating func add(_ entry: Entry, sign: Int128) {
      entitlement += sign * Int128(entry.entitlement.rawValue)
      paid += sign * Int128(entry.paid.rawValue)
    }
  }

  subscript(claim: String) -> Entry? { entries[claim] }

  /// Sets what a claim uses, or removes it.
  mutating func set(_ claim: String, _ entry: Entry?) {
    if let old = entries[claim] { add(old, sign: -1) }
    guard let entry else {
      entries[claim] = nil
      return
    }
    if entries[claim] == nil { byFirm[entry.firm, default: []].append(claim) }
    entries[claim] = entry
    add(entry, sign: 1)
  }

  private mutating func add(_ entry: Entry, sign: Int128) {
    for scope in [Key.Scope.programme, .bank(entry.bank), .firm(entry.firm)] {
      for year in [entry.year, nil] {
        sums[Key(scope: scope, year: year), default: Sum()].add(entry, sign: sign)
      }
    }
  }

  /// What a scope used in a year or ever, without the claims of one loan.
  func used(_ scope: Key.Scope, year: Int?, without own: [String]) -> Sum {
    var sum = sums[Key(scope: scope, year: year)] ?? Sum()
    for claim in own {
      guard let entry = entries[claim], year == nil || entry.year == year else { continue }
      sum.add(entry, sign: -1)
    }
    return sum
  }

  /// What a scope used in the year that ends on a day, without the claims of one loan.
  func used(_ scope: Key.Scope, yearTo day: CivilDate, without own: [String]) -> Sum {
    let first = day.adding(days: -364)
    var sum = Sum()
    for (claim, entry) in entries where entry.date >= first && entry.date <= day {
      let belongs =
        switch scope {
        case .programme: true
        case .bank(let bank): entry.bank == bank
        case .firm(let firm): entry.firm == firm
        }
      if belongs, !own.contains(claim) { sum.add(entry, sign: 1) }
    }
    return sum
  }

  /// What of the other loans of a firm counts under the cap of the base.
  func countedBase(of firm: String, without loan: String) -> Int128 {
    let others = (byFirm[firm] ?? []).compactMap { entries[$0] }.filter { $0.loan != loan }
    return Fen.sum(others.map(\.base))
  }
}
