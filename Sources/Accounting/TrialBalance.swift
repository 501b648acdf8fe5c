public import Quantities

/// The trial balance (科目余额表) of a range of periods: every account with its opening, movements
/// and closing, parents holding what their children hold.
public struct TrialBalance: Hashable, Sendable {
  /// One account.
  public struct Row: Hashable, Sendable {
    /// The account.
    public let account: Account
    /// Its level in the chart, 1 at the top (科目级次).
    public let level: Int
    /// The balance before the range (期初余额), debit positive.
    public let opening: Fen
    /// The debit movement (本期借方), red amounts negative.
    public let debit: Fen
    /// The credit movement (本期贷方), red amounts negative.
    public let credit: Fen
    /// The balance after the range (期末余额), debit positive.
    public let closing: Fen

    /// Whether the account had nothing and moved nothing.
    public var isEmpty: Bool { opening == .zero && debit == .zero && credit == .zero }
  }

  /// The periods covered.
  public let range: PeriodRange
  /// Every account of the chart in the order of codes.
  public let rows: [Row]
  /// The movements of all accounts together, each counted once.
  public let totals: Balance
  /// The aspects (核算面) that do not balance; none in a sound book.
  public let unbalanced: [Aspect]

  /// Whether opening and closing balances sum to zero and debits equal credits in each aspect
  /// (试算平衡).
  public var isBalanced: Bool { unbalanced.isEmpty }

  /// Adds up a trial balance.
  ///
  /// Several balances of one account, one for each combination of dimensions, become one row.
  /// - Parameters:
  ///   - range: The periods that the movements belong to.
  ///   - balances: Balances of accounts that the chart holds.
  ///   - chart: The accounts, each of which becomes a row.
  /// - Throws: ``Overflow`` when a sum does not fit.
  public init(
    range: PeriodRange,
    balances: [AccountBalance],
    chart: ChartOfAccounts
  ) throws(Overflow) {
    let accounts = chart.accounts
    var sums = [Sums](repeating: Sums(), count: accounts.count)
    var next = 0
    for balance in balances {
      // Balances come in the order of accounts, or nearly.
      let isNext = next < accounts.count && accounts[next].code == balance.account
      guard let position = isNext ? next : chart.position(of: balance.account) else {
        preconditionFailure("a balance belongs to an account of the chart")
      }
      sums[position].add(balance)
      next = position + 1
    }
    var total = Sums()
    var aspects: [Aspect: Sums] = [:]
    for index in accounts.indices where !sums[index].isZero {
      total.add(sums[index])
      aspects[accounts[index].aspect, default: Sums()].add(sums[index])
    }
    // In the order of codes all accounts below one follow it, so going back every account has its
    // children's sums before it hands its own to its parent.
    for index in accounts.indices.reversed() {
      if let parent = chart.path(at: index).parent { sums[parent].add(sums[index]) }
    }
    var rows: [Row] = []
    rows.reserveCapacity(accounts.count)
    for index in accounts.indices {
      rows.append(try sums[index].row(accounts[index], chart.path(at: index).level))
    }
    self.range = range
    self.rows = rows
    totals = Balance(debit: try Fen(sum: total.debit), credit: try Fen(sum: total.credit))
    unbalanced = Aspect.allCases.filter { aspects[$0]?.isBalanced == false }
  }

  /// Sums wide enough for any ledger, narrowed only at the end.
  private struct Sums {
    var opening: Int128 = 0
    var debit: Int128 = 0
    var credit: Int128 = 0

    mutating func add(_ balance: AccountBalance) {
      opening += Int128(balance.opening.rawValue)
      debit += Int128(balance.debit.rawValue)
      credit += Int128(balance.credit.rawValue)
    }

    mutating func add(_ other: Sums) {
      opening += other.opening
      debit += other.debit
      credit += other.credit
    }

    var isZero: Bool { opening == 0 && debit == 0 && credit == 0 }

    /// With these two the closing balances sum to zero as well.
    var isBalanced: Bool { opening == 0 && debit == credit }

    func row(_ account: Account, _ level: Int) throws(Overflow) -> Row {
      Row(
        account: account,
        level: level,
        opening: try Fen(sum: opening),
        debit: try Fen(sum: debit),
        credit: try Fen(sum: credit),
        closing: try Fen(sum: opening + debit - credit)
      )
    }
  }
}
