public import Quantities

/// The amounts that a posting template may name (金额项): a closed list, principal and gain apart.
public enum Measure: String, Hashable, Sendable, CaseIterable {
  /// 实付金额: all that is paid, whether it counts or not
  case paid
  /// 本金: money paid that counts
  case principal
  /// 已结算租金: rent that was paid and counts
  case rent
  /// 未补偿租金: rent that the landlord bears and that counts
  case rentInKind = "rent_in_kind"
  /// 减免转出: rent that counted until it was waived
  case withdrawn
  /// 不计入先投: what does not count
  case uncounted
  /// 成本: what the right or the equity cost
  case cost
  /// 持股成本: the part of a loss that had become equity
  case heldCost = "held_cost"
  /// 价款: what was paid for equity, or paid back
  case price
  /// 收回本金: what came back of the cost
  case returned
  /// 收益: what came above the cost
  case gain
  /// 损失: what the cost came above
  case loss
  /// 费用: the costs of a sale
  case fees
  /// 让利: what founders get of a gain
  case concession
  /// 股利
  case dividend
  /// 清算收回: what liquidation brought in
  case recovered
  /// 奖励: what is paid for a result, beside the proceeds
  case reward
  /// 股本: registered capital
  case capital
}

/// What a document moves (变动): amounts by name, and between whom.
public struct Movement: Hashable, Sendable {
  /// The amounts; those that are zero are missing.
  public private(set) var amounts: [Measure: Fen] = [:]
  /// Who holds the equity after it.
  public internal(set) var holder: String?
  /// Who held the equity before it.
  public internal(set) var formerHolder: String?
  /// To whom rent is owed.
  public internal(set) var landlord: String?

  init() {}

  /// An amount; zero when it does not occur.
  public subscript(measure: Measure) -> Fen {
    get { amounts[measure] ?? .zero }
    set { amounts[measure] = newValue == .zero ? nil : newValue }
  }
}
