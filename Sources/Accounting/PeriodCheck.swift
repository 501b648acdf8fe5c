public import Quantities

/// What the checks before closing a period look at (结账检查).
public struct PeriodFacts: Sendable {
  /// The period to be closed.
  public var period: FiscalPeriod
  /// Used periods before it that are open.
  public var earlierOpen: [FiscalPeriod]
  /// The numbers of the entries posted in it, in any order.
  public var numbers: [VoucherNumber]
  /// How many drafts dated in it or before are not posted.
  public var drafts: Int
  /// Its balances, by account and dimensions.
  public var balances: [AccountBalance]
  /// How many bank lines or bank postings are not matched.
  public var bankDifferences: Int
  /// The projects that were paid more than was approved.
  public var paidOverApproval: [String]

  /// Creates facts.
  public init(
    period: FiscalPeriod,
    earlierOpen: [FiscalPeriod] = [],
    numbers: [VoucherNumber] = [],
    drafts: Int = 0,
    balances: [AccountBalance] = [],
    bankDifferences: Int = 0,
    paidOverApproval: [String] = []
  ) {
    self.period = period
    self.earlierOpen = earlierOpen
    self.numbers = numbers
    self.drafts = drafts
    self.balances = balances
    self.bankDifferences = bankDifferences
    self.paidOverApproval = paidOverApproval
  }
}

/// The outcome of one check before closing a period.
public struct PeriodCheck: Hashable, Sendable {
  /// The checks, in the order in which they are shown.
  public enum Name: String, Sendable, CaseIterable {
    /// 断号: numbers missing between the first and the last of a word
    case numberGaps = "number_gaps"
    /// 重号: one number twice
    case numberDuplicates = "number_duplicates"
    /// 未记账凭证
    case drafts
    /// 借贷平衡, in each aspect
    case balance
    /// 以前期间未结账
    case earlierPeriods = "earlier_periods"
    /// 损益未结转, in the last month of the year
    case carryForward = "carry_forward"
    /// 银行未达
    case bank
    /// 反向余额
    case oppositeBalances = "opposite_balances"
    /// 超批复支付
    case approvals
  }

  /// Which check.
  public let name: Name
  /// Whether nothing was found.
  public let isOK: Bool
  /// Whether a failure keeps the period from closing.
  public let isBlocking: Bool
  /// What was found, as text for people to look up: numbers, periods, codes, amounts.
  public let subjects: [String]

  init(_ name: Name, isBlocking: Bool = true, subjects: [String]) {
    self.name = name
    self.isBlocking = isBlocking
    self.subjects = subjects
    isOK = subjects.isEmpty
  }

  /// Runs every check that applies to the period.
  ///
  /// Bank differences, opposite balances and payments over approval only warn.
  /// - Throws: ``Overflow`` when balances do not add up to amounts.
  public static func all(
    _ facts: PeriodFacts,
    chart: ChartOfAccounts
  ) throws(Overflow) -> [PeriodCheck] {
    let numbering = VoucherNumbering(facts.numbers)
    let trial = try TrialBalance(
      range: PeriodRange(facts.period),
      balances: facts.balances,
      chart: chart
    )
    var checks = [
      PeriodCheck(.numberGaps, subjects: numbering.missing.map(\.description)),
      PeriodCheck(.numberDuplicates, subjects: numbering.repeated.map(\.description)),
      PeriodCheck(.drafts, subjects: facts.drafts == 0 ? [] : ["\(facts.drafts)"]),
      PeriodCheck(.balance, subjects: trial.unbalanced.map(\.rawValue)),
      PeriodCheck(.earlierPeriods, subjects: facts.earlierOpen.map(\.description)),
    ]
    if facts.period.month == 12 {
      let left = facts.balances.filter { balance in
        balance.closing != .zero && chart[balance.account]?.element.isCarriedForward == true
      }
      let accounts = Set(left.map(\.account)).sorted().map(\.text)
      checks.append(PeriodCheck(.carryForward, subjects: accounts))
    }
    let opposite = trial.rows.filter { $0.account.isLeaf && $0.isOpposite }.map(\.account.code.text)
    let bank = facts.bankDifferences == 0 ? [] : ["\(facts.bankDifferences)"]
    checks += [
      PeriodCheck(.bank, isBlocking: false, subjects: bank),
      PeriodCheck(.oppositeBalances, isBlocking: false, subjects: opposite),
      PeriodCheck(.approvals, isBlocking: false, subjects: facts.paidOverApproval),
    ]
    return checks
  }
}

extension TrialBalance.Row {
  /// Whether the closing balance stands on the side that is not natural for the account (反向余额).
  public var isOpposite: Bool {
    account.normalSide == .debit ? closing < .zero : closing > .zero
  }
}
