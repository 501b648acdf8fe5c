public import CanonicalJSON
public import Findings
import Policies
public import Quantities

/// The amounts that a posting template may name (金额项): a closed list.
///
/// What belongs to an earlier year than the payment it corrects has a name of its own, because
/// some charts book it elsewhere.
public enum PoolMeasure: String, Hashable, Sendable, CaseIterable {
  /// 期初结转
  case carried
  /// 财政出资
  case funding
  /// 合作方出资
  case partnerFunding = "partner_funding"
  /// 互助金
  case deposit
  /// 核定补充
  case topUpApproved = "top_up_approved"
  /// 补充到账
  case topUp = "top_up"
  /// 调拨
  case transferred
  /// 利息, kept in the pool
  case interest
  /// 应缴利息, not kept
  case interestDue = "interest_due"
  /// 费用
  case fee
  /// 上缴
  case treasury
  /// 在池贷款增加
  case enrolled
  /// 在池贷款减少
  case repaid
  /// 核定补偿
  case approved
  /// 拨付补偿
  case paid
  /// 多付, of a payment of this year
  case overpaid
  /// 多付, of a payment of an earlier year
  case overpaidPrior = "overpaid_prior"
  /// 多付退回
  case returned
  /// 追偿, of a claim paid this year
  case recovered
  /// 追偿, of a claim paid in an earlier year
  case recoveredPrior = "recovered_prior"
  /// 应缴追偿款, which the pool may not keep
  case recoveredDue = "recovered_due"
  /// 银行份额 of what the pool collected
  case bankPart = "bank_part"
  /// 转付银行
  case passedOn = "passed_on"
  /// 追偿费用
  case cost
  /// 待追偿债权减少, by recoveries and what was paid too much
  case rightReduced = "right_reduced"
  /// 待追偿债权核销
  case rightClosed = "right_closed"
  /// 清算分配
  case payout

  /// How the amount changes what the accounts hold; `nil` when no money moves.
  public var flow: PoolFlow? {
    switch self {
    case .carried: .opening
    case .funding, .partnerFunding, .deposit: .funding
    case .topUp: .topUps
    case .interest, .interestDue: .interest
    case .recovered, .recoveredPrior, .recoveredDue, .bankPart: .recoveries
    case .returned: .returns
    case .paid: .claims
    case .fee, .cost: .fees
    case .passedOn: .passedOn
    case .treasury: .treasury
    case .payout: .payouts
    case .topUpApproved, .transferred, .enrolled, .repaid, .approved, .overpaid, .overpaidPrior,
      .rightReduced, .rightClosed:
      nil
    }
  }
}

/// What a document moves (变动): amounts by name, and whose they are.
public struct PoolMovement: Hashable, Sendable {
  /// The parts, in the order in which they arose; none is zero.
  public private(set) var parts: [Part] = []

  /// An amount with the bank and the funder that it concerns.
  public struct Part: Hashable, Sendable {
    /// Which amount.
    public let measure: PoolMeasure
    /// How much.
    public let amount: Fen
    /// The bank.
    public let bank: String?
    /// The funder.
    public let funder: String?
  }

  init() {}

  /// Adds an amount.
  mutating func add(
    _ amount: Fen,
    _ measure: PoolMeasure,
    bank: String? = nil,
    funder: String? = nil
  ) {
    guard amount != .zero else { return }
    parts.append(Part(measure: measure, amount: amount, bank: bank, funder: funder))
  }

  /// The amounts by name, with the sums of those that have several parts.
  public var amounts: [PoolMeasure: Int128] {
    parts.reduce(into: [:]) { $0[$1.measure, default: 0] += Int128($1.amount.rawValue) }
  }

  /// An amount; zero when it does not occur.
  public subscript(measure: PoolMeasure) -> Int128 { amounts[measure] ?? 0 }
}

extension PoolMovement {
  /// The amounts as a record holds them; those that are zero are missing.
  public var figures: JSONValue {
    .facts(amounts.map { JSONValue.Member($0.rawValue, .string(Fen.yuan($1))) })
  }

  /// Reads the amounts of a record.
  /// - Throws: every name that is unknown and every amount that is none.
  public static func amounts(of figures: JSONValue) throws(Findings) -> [PoolMeasure: Fen] {
    let log = FindingLog()
    let fields = Fields(try Document(facts: figures), log)
    var amounts: [PoolMeasure: Fen] = [:]
    for measure in PoolMeasure.allCases {
      amounts[measure] = fields.optional(measure.rawValue, .amount)
    }
    fields.finish()
    try log.check()
    return amounts
  }
}
