public import Quantities

/// What a valuer says the equity is worth (资产评估).
public struct Appraisal: Hashable, Sendable {
  /// The value of the whole holding, or of the company before a conversion.
  public let value: Fen
  /// The day that it is about (评估基准日).
  public let asOf: CivilDate
  /// The number under which it was filed; empty when it was not (备案号).
  public let filing: String

  /// Creates an appraisal.
  public init(value: Fen, asOf: CivilDate, filing: String = "") {
    self.value = value
    self.asOf = asOf
    self.filing = filing
  }
}

/// A later day by which the right has to become equity (转股展期).
public struct DeadlineExtended: Hashable, Sendable {
  /// The last day.
  public let until: CivilDate

  /// Creates the fact.
  public init(until: CivilDate) { self.until = until }
}

/// What a company made in a year (产值).
public struct OutputReport: Hashable, Sendable {
  /// The year.
  public let year: Int
  /// The value of what it made.
  public let amount: Fen

  /// Creates a report.
  public init(year: Int, amount: Fen) {
    self.year = year
    self.amount = amount
  }
}

/// A reward for a result (奖励), paid beside the proceeds and never out of them.
public struct Reward: Hashable, Sendable {
  /// Who gets it.
  public let payee: String
  /// As what.
  public let role: Role
  /// The number of the document that was the result.
  public let basis: String
  /// How much it is.
  public let amount: Fen

  /// As what somebody is rewarded.
  public enum Role: String, Hashable, Sendable, CaseIterable {
    /// 管理人
    case manager
    /// 技术经理人
    case techBroker = "tech_broker"
  }

  /// Creates a reward.
  public init(payee: String, role: Role, basis: String, amount: Fen) {
    self.payee = payee
    self.role = role
    self.basis = basis
    self.amount = amount
  }
}

/// What else public bodies stand for with the same company (同一企业的其他敞口).
public struct Exposure: Hashable, Sendable {
  /// Its code.
  public let code: String
  /// What it is.
  public let kind: Kind
  /// Who stands for it: a guarantor, bank or insurer.
  public let party: String
  /// How much it is.
  public let amount: Fen
  /// The last day.
  public let until: CivilDate

  /// What can stand beside the money invested first.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// 担保
    case guarantee
    /// 贷款
    case loan
    /// 保险
    case insurance
  }

  /// Creates an exposure.
  public init(code: String, kind: Kind, party: String, amount: Fen, until: CivilDate) {
    self.code = code
    self.kind = kind
    self.party = party
    self.amount = amount
    self.until = until
  }
}

/// The end of an exposure (敞口解除).
public struct ExposureEnd: Hashable, Sendable {
  /// The code of the exposure.
  public let code: String

  /// Creates the fact.
  public init(code: String) { self.code = code }
}

/// What a holder promises about the equity (代持承诺).
public struct Commitment: Hashable, Sendable {
  /// Its code.
  public let code: String
  /// Who promises.
  public let holder: String
  /// What, in words.
  public let text: String

  /// Creates a promise.
  public init(code: String, holder: String, text: String) {
    self.code = code
    self.holder = holder
    self.text = text
  }
}

/// Money that comes back after a loss was written off (核销后收回).
public struct Recovery: Hashable, Sendable {
  /// How much came back.
  public let amount: Fen

  /// Creates the fact.
  public init(amount: Fen) { self.amount = amount }
}
