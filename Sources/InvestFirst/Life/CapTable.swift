public import Quantities

/// Who owns how much of a company (股权结构), in registered capital; shares are derived from it.
public struct CapTable: Hashable, Sendable {
  /// The classes of owners, some of which are not state money.
  public enum Class: String, Hashable, Sendable, CaseIterable {
    /// 创始团队
    case founders
    /// 先投基金
    case fund
    /// 外部投资人
    case investors
    /// 成果转化合作机构
    case partners
    /// 横向结余经费入股
    case researchers
    /// 员工持股
    case employees
  }

  /// The registered capital by class; nobody has less than nothing.
  public private(set) var capital: [Class: Fen]

  /// Creates a table; classes without capital may be missing.
  public init(_ capital: [Class: Fen] = [:]) { self.capital = capital.filter { $1 != .zero } }

  /// The registered capital of a class.
  public subscript(owner: Class) -> Fen { capital[owner] ?? .zero }

  /// All the registered capital.
  public var total: Int128 { Fen.sum(capital.values) }

  /// The share of a class, exact; zero of a company without capital.
  public func share(of owner: Class) -> Ratio {
    total == 0 ? .zero : Ratio(Int128(self[owner].rawValue), over: total)
  }

  /// The table after new capital for some.
  public func adding(_ other: CapTable) throws(Overflow) -> CapTable {
    var sum = self
    for owner in Class.allCases { try sum.add(other[owner], to: owner) }
    return sum
  }

  /// The table after a part of one class went to another.
  func moving(_ amount: Fen, from giver: Class, to taker: Class) throws(Overflow) -> CapTable {
    var moved = self
    try moved.add(try amount.negated(), to: giver)
    try moved.add(amount, to: taker)
    return moved
  }

  private mutating func add(_ amount: Fen, to owner: Class) throws(Overflow) {
    let sum = try self[owner].adding(amount)
    capital[owner] = sum == .zero ? nil : sum
  }
}

/// Equity in somebody's custody (代持股权).
public struct Holding: Hashable, Sendable {
  /// Who holds it.
  public internal(set) var holder: String
  /// Whether the holder has confirmed it (代持确认).
  public internal(set) var isConfirmed: Bool
  /// The registered capital: the truth that shares are derived from.
  public internal(set) var capital: Fen
  /// What it cost.
  public internal(set) var cost: Fen
  /// The payments that it was made of, as far as it is still here; they add up to the cost.
  public internal(set) var payments: [Disbursement]
  /// The registered capital under each pledge.
  public internal(set) var pledges: [String: Fen]

  /// Takes a part out of the payments, in proportion.
  mutating func use(_ cost: Fen) -> [Disbursement] {
    let parts = Allocation.largestRemainder(cost, by: payments.map(\.amount.rawValue))
    let sold = zip(payments, parts).map { $0.part($1) }
    payments = zip(payments, parts).map { $0.part(Fen($0.amount.rawValue - $1.rawValue)) }
    return sold.filter { $0.amount > .zero }
  }

  /// The registered capital that may leave.
  public var free: Int128 { Int128(capital.rawValue) - Fen.sum(pledges.values) }
}
