public import Policies
public import Quantities

/// How the money of a sale is split (收益分配): costs, principal, hurdle, founders, the rest.
///
/// Principal and gain are never netted: the principal that comes back reduces expenditure, the gain
/// is revenue (财预〔2015〕210号 第二十五条).
public struct Proceeds: Hashable, Sendable {
  /// What was paid.
  public let price: Fen
  /// The costs of the sale.
  public let fees: Fen
  /// The principal that was sold.
  public let principal: Fen
  /// What came back of it.
  public let principalReturned: Fen
  /// What came in above principal and costs; negative for a loss.
  public let gain: Fen
  /// The part of the gain that founders do not share in.
  public let hurdle: Fen
  /// What founders get of the gain.
  public let concession: Fen
  /// The manager's reward; paid from its own line, not out of these proceeds.
  public let managerReward: Fen
  /// The technology broker's reward; likewise.
  public let brokerReward: Fen
  /// The part of the gain that is kept.
  public let gainReturned: Fen
  /// What goes back to the treasury or the pool: principal and gain.
  public let toTreasury: Fen

  /// What was lost of the principal.
  public var loss: Fen { Fen(max(0, principal.rawValue - principalReturned.rawValue)) }

  /// Splits what a sale brought in.
  /// - Throws: the open values of the policy that the split needs.
  public static func split(
    price: Fen,
    fees: Fen = .zero,
    principal: Fen,
    terms: ExitTerms
  ) throws(Refusal) -> Explained<Proceeds> {
    var needs = Needs()
    let settled = SplitTerms(terms, &needs)
    try needs.check()
    guard let settled else { preconditionFailure("needs are met") }
    return try settled.split(price: price, fees: fees, principal: principal)
  }
}

/// The terms of a split that leave nothing open.
struct SplitTerms {
  let hurdle: PPM
  let concession: PPM
  let cap: PPM
  let managerReward: PPM
  let brokerReward: PPM
  let mode: Rounding
  let terms: ExitTerms

  init?(_ terms: ExitTerms, _ needs: inout Needs) {
    let (hurdle, concession) = (needs.take(terms.hurdle), needs.take(terms.gainConcession))
    let (cap, manager) = (needs.take(terms.gainCapMultiple), needs.take(terms.managerReward))
    let (broker, mode) = (needs.take(terms.techBroker), needs.take(terms.roundMode))
    guard let hurdle, let concession, let cap, let manager, let broker, let mode else {
      return nil
    }
    self.hurdle = hurdle
    self.concession = concession
    self.cap = cap
    managerReward = manager
    brokerReward = broker
    self.mode = mode
    self.terms = terms
  }

  func split(
    price: Fen,
    fees: Fen,
    principal: Fen
  ) throws(Refusal) -> Explained<Proceeds> {
    try exactly { () throws(Overflow) in
      let net = try price.adding(try fees.negated())
      let gain = try net.adding(try principal.negated())
      let profit = max(gain, .zero)
      let threshold = min(profit, try share(hurdle, of: principal))
      let shared = try profit.adding(try threshold.negated())
      var given = try share(concession, of: shared)
      if cap != .zero {
        let most = try share(cap, of: principal)
        given = max(given, try profit.adding(try most.negated()))
      }
      let rewarded = try shared.adding(try min(given, shared).negated())
      let proceeds = Proceeds(
        price: price,
        fees: fees,
        principal: principal,
        principalReturned: max(.zero, min(net, principal)),
        gain: gain,
        hurdle: threshold,
        concession: given,
        managerReward: try share(managerReward, of: rewarded),
        brokerReward: try share(brokerReward, of: rewarded),
        gainReturned: try profit.adding(try given.negated()),
        toTreasury: try net.adding(try given.negated())
      )
      return Explained(proceeds, trace: trace(proceeds, shared: shared, rewarded: rewarded))
    }
  }

  private func share(_ share: PPM, of amount: Fen) throws(Overflow) -> Fen {
    try Fen(try Ratio(amount).multiplied(by: share.ratio), mode)
  }

  private func trace(_ proceeds: Proceeds, shared: Fen, rewarded: Fen) -> [Step] {
    var steps = [
      Step(
        "收益",
        formula: "价款 − 费用 − 本金",
        ["价款": proceeds.price, "费用": proceeds.fees, "本金": proceeds.principal],
        value: proceeds.gain
      )
    ]
    if hurdle != .zero {
      steps.append(
        Step(
          "门槛收益",
          clause: terms.hurdle.clause,
          formula: "取小(收益, 本金 × 门槛)",
          ["本金": proceeds.principal, "门槛": hurdle],
          value: proceeds.hurdle
        )
      )
    }
    if proceeds.concession != .zero || concession != .zero {
      steps.append(
        Step(
          "让利",
          clause: terms.gainConcession.clause,
          formula: cap == .zero
            ? "门槛以上收益 × 让利比例" : "取大(门槛以上收益 × 让利比例, 收益 − 本金 × 收益上限)",
          cap == .zero
            ? ["门槛以上收益": shared, "让利比例": concession]
            : ["门槛以上收益": shared, "让利比例": concession, "收益上限": cap],
          value: proceeds.concession
        )
      )
    }
    for (name, terms, rate, reward) in [
      ("管理人奖励", terms.managerReward, managerReward, proceeds.managerReward),
      ("技术经理人奖励", terms.techBroker, brokerReward, proceeds.brokerReward),
    ] where rate != .zero {
      steps.append(
        Step(
          name,
          clause: terms.clause,
          formula: "让利后收益 × 奖励比例, 另行列支, 不从价款中扣除",
          ["让利后收益": rewarded, "奖励比例": rate],
          value: reward
        )
      )
    }
    steps.append(
      Step(
        "上缴",
        formula: "价款 − 费用 − 让利; 其中收回本金冲减支出, 收益列收入",
        [
          "价款": proceeds.price, "费用": proceeds.fees, "让利": proceeds.concession,
          "收回本金": proceeds.principalReturned, "留存收益": proceeds.gainReturned,
        ],
        value: proceeds.toTreasury
      )
    )
    return steps
  }
}
