public import Quantities

/// A loan that comes under the scheme (贷款备案).
public struct Enrolment: Hashable, Sendable {
  /// The loan; number, borrower, bank and principal must be there.
  public let loan: LoanFacts
  /// The day it was lent.
  public let lent: CivilDate
  /// The day it is due.
  public let due: CivilDate
  /// The borrower's sector; empty when nobody said.
  public let sector: String
  /// The rate above its benchmark, in basis points; `nil` when nobody said.
  public let spreadBasisPoints: Int64?
  /// What the fund has invested in the same firm (先投余额), as its books say.
  public let invested: Fen
  /// Other schemes in which the loan already is (重复享受的政策).
  public let otherSchemes: [String]

  /// Creates an enrolment.
  public init(
    loan: LoanFacts,
    lent: CivilDate,
    due: CivilDate,
    sector: String = "",
    spreadBasisPoints: Int64? = nil,
    invested: Fen = .zero,
    otherSchemes: [String] = []
  ) {
    self.loan = loan
    self.lent = lent
    self.due = due
    self.sector = sector
    self.spreadBasisPoints = spreadBasisPoints
    self.invested = invested
    self.otherSchemes = otherSchemes
  }
}

/// What a bank says it is owed (银行报送余额).
public struct BalanceReport: Hashable, Sendable {
  /// The bank.
  public let bank: String
  /// The day the figures are of.
  public let asOf: CivilDate
  /// The sum over all its loans under the scheme.
  public let total: Fen
  /// Loans with what is left of them; a report may give the sum alone.
  public let loans: [Line]

  /// What is left of one loan.
  public struct Line: Hashable, Sendable {
    /// The loan.
    public let loan: String
    /// What is not paid back.
    public let outstanding: Fen

    /// Creates a line.
    public init(loan: String, outstanding: Fen) {
      self.loan = loan
      self.outstanding = outstanding
    }
  }

  /// Creates a report.
  public init(bank: String, asOf: CivilDate, total: Fen, loans: [Line] = []) {
    self.bank = bank
    self.asOf = asOf
    self.total = total
    self.loans = loans
  }
}

/// A payment that did not come (逾期).
public struct LoanOverdue: Hashable, Sendable {
  /// The loan.
  public let loan: String
  /// The first day it was missing.
  public let since: CivilDate

  /// Creates the fact.
  public init(loan: String, since: CivilDate) {
    self.loan = loan
    self.since = since
  }
}

/// How good a loan is (贷款五级分类).
public enum LoanGrade: String, Hashable, Sendable, CaseIterable {
  /// 正常
  case normal
  /// 关注
  case specialMention = "special_mention"
  /// 次级
  case substandard
  /// 可疑
  case doubtful
  /// 损失
  case loss

  /// Whether it counts as non-performing (不良).
  public var isNonPerforming: Bool {
    switch self {
    case .normal, .specialMention: false
    case .substandard, .doubtful, .loss: true
    }
  }
}

/// A bank's judgement of a loan (五级分类).
public struct LoanClassification: Hashable, Sendable {
  /// The loan.
  public let loan: String
  /// How good it is.
  public let grade: LoanGrade

  /// Creates a judgement.
  public init(loan: String, grade: LoanGrade) {
    self.loan = loan
    self.grade = grade
  }
}

/// A step against a borrower that may start a claim (触发事件).
public struct LoanTrigger: Hashable, Sendable {
  /// The loan.
  public let loan: String
  /// Which step.
  public let step: Step

  /// Steps against a borrower, by the names of the schemes' triggers.
  public enum Step: String, Hashable, Sendable, CaseIterable {
    /// 起诉
    case lawsuitFiled = "lawsuit_filed"
    /// 判决生效
    case judgment
    /// 执行终结
    case enforcementEnded = "enforcement_ended"
    /// 银行核销
    case writeOff = "write_off"
  }

  /// Creates the fact.
  public init(loan: String, step: Step) {
    self.loan = loan
    self.step = step
  }
}

/// A loan that is due later than it was (续贷、展期).
public struct LoanExtension: Hashable, Sendable {
  /// The loan.
  public let loan: String
  /// The day it is due now.
  public let due: CivilDate

  /// Creates the fact.
  public init(loan: String, due: CivilDate) {
    self.loan = loan
    self.due = due
  }
}

/// A loan that was paid back (结清).
public struct LoanSettlement: Hashable, Sendable {
  /// The loan.
  public let loan: String

  /// Creates the fact.
  public init(loan: String) { self.loan = loan }
}
