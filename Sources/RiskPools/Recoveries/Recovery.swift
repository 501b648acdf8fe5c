public import Findings
public import Policies
public import Quantities

/// How a recovery is shared (追偿分配).
public struct Recovery: Hashable, Sendable {
  /// What is shared: what came in, without its cost where costs come first.
  public let net: Fen
  /// What the fund gets back.
  public let fundPart: Fen
  /// What the bank gets, with all that the fund may not keep.
  public let bankPart: Fen
  /// What each funder gets back of the fund's part.
  public let funderShares: [ClaimStatement.Share]
  /// What a person should look at.
  public let warnings: [Finding]

  /// What the fund and the bank get, in this order.
  public var shares: [ClaimStatement.Share] {
    [.init(party: "fund", amount: fundPart), .init(party: "bank", amount: bankPart)]
  }

  /// Shares a recovery by the rules of a scheme.
  ///
  /// The parts follow what each side really bore, or the rate of the scheme; floors of the whole,
  /// the bank taking what is left. The fund gets back no more than it paid and has not got back,
  /// unless the scheme says otherwise; the rest goes to the bank.
  /// - Throws: what is open in the policy or absent in the case, all together.
  public static func share(
    _ it: RecoveryCase,
    under scheme: Scheme
  ) throws(Refusal) -> Explained<Recovery> {
    var gaps = Gaps()
    var steps: [Step] = []
    let net = self.net(it, scheme.recovery, &gaps, &steps)
    let paid = gaps.field(it.fundPaid, "fund_paid", else: .zero)
    if it.fundRecoveredBefore > paid {
      gaps.note(
        Finding(
          .fieldValue,
          column: "fund_recovered_before",
          value: "\(it.fundRecoveredBefore)",
          arguments: ["range": "≤ \(paid)"]
        )
      )
    }
    let outstanding = max(Fen.zero, Fen(paid.rawValue - it.fundRecoveredBefore.rawValue))
    let isCapped = gaps.take(scheme.recovery.isCappedAtPaid, else: true)
    let part = fundPart(of: net, it, scheme, outstanding, &gaps, &steps)
    let fundPart = isCapped ? min(part, outstanding) : part
    let bankPart = Fen(net.rawValue - fundPart.rawValue)
    steps.append(
      Step(
        "基金收回",
        clause: scheme.recovery.isCappedAtPaid.clause,
        formula: isCapped ? "min(基金份额, 基金已付 − 已收回), 余额归银行" : "基金份额",
        ["基金份额": part, "基金已付": paid, "已收回": it.fundRecoveredBefore, "银行": bankPart],
        value: fundPart
      )
    )
    let funders = gaps.take(scheme.funders, else: []).inOrder(&gaps) { $0.order }
    let split = FunderSplit(funders, residual: scheme.rounding.residual, &gaps)
    try gaps.check()
    let recovery = Recovery(
      net: net,
      fundPart: fundPart,
      bankPart: bankPart,
      funderShares: split.shares(of: fundPart, cash: []),
      warnings: warnings(net, it)
    )
    return Explained(recovery, trace: steps)
  }

  /// What there is to share.
  private static func net(
    _ it: RecoveryCase,
    _ rule: RecoveryRule,
    _ gaps: inout Gaps,
    _ steps: inout [Step]
  ) -> Fen {
    let gross = gaps.field(it.gross, "gross", else: .zero)
    let costFirst = gaps.take(rule.costFirst, else: true)
    let left = costFirst ? gross.rawValue - it.cost.rawValue : gross.rawValue
    let net = Fen(max(left, 0))
    steps.append(
      Step(
        "可分配",
        clause: rule.costFirst.clause,
        formula: costFirst ? "max(0, 追偿所得 − 费用)" : "追偿所得",
        ["追偿所得": gross, "费用": it.cost],
        value: net
      )
    )
    return net
  }

  /// The fund's part before it is held to what the fund paid.
  private static func fundPart(
    of net: Fen,
    _ it: RecoveryCase,
    _ scheme: Scheme,
    _ outstanding: Fen,
    _ gaps: inout Gaps,
    _ steps: inout [Step]
  ) -> Fen {
    let rule = scheme.recovery
    let part: Fen
    let formula: String
    var weights: [Int64] = []
    switch gaps.take(rule.order, else: .fundFirst) {
    case .fundFirst:
      part = min(net, outstanding)
      formula = "基金优先"
    case .bankFirst:
      let loss = gaps.field(it.bankLoss, "bank_loss", else: .zero)
      part = Fen(net.rawValue - min(net, loss).rawValue)
      formula = "银行优先"
    case .proRata:
      if gaps.take(rule.shareBasis, else: .actualBorne) == .nominal {
        let rate = nominalRate(it, scheme, &gaps)
        weights = [rate.rawValue, 1_000_000 - rate.rawValue]
        formula = "⌊可分配 × 补偿比例⌋"
      } else {
        let paid = gaps.field(it.fundPaid, "fund_paid", else: .zero)
        let loss = gaps.field(it.bankLoss, "bank_loss", else: .zero)
        weights = [paid.rawValue, loss.rawValue]
        formula = "⌊可分配 × 基金已付 ÷ (基金已付 + 银行损失)⌋"
      }
      part = Allocation.split(net, by: weights).first ?? .zero
    }
    steps.append(
      Step(
        "基金份额",
        clause: weights.isEmpty ? rule.order.clause : rule.shareBasis.clause,
        formula: formula,
        ["可分配": net, "权重": weights.map(String.init).joined(separator: ":")],
        value: part
      )
    )
    return part
  }

  /// The rate of the claim: as the case says, as its loan decides, or the only one of the scheme.
  private static func nominalRate(
    _ it: RecoveryCase,
    _ scheme: Scheme,
    _ gaps: inout Gaps
  ) -> PPM {
    if let rate = it.rate { return rate }
    let rates = RatePicker(scheme, &gaps)
    if let loan = it.loan { return rates.pick(loan, &gaps).rate }
    return gaps.field(rates.only(&gaps), "rate_ppm", else: .zero)
  }

  /// More came in than was lost: possible with interest, but somebody should look.
  private static func warnings(_ net: Fen, _ it: RecoveryCase) -> [Finding] {
    guard let paid = it.fundPaid, let loss = it.bankLoss else { return [] }
    let lost = Int128(paid.rawValue) + Int128(loss.rawValue)
    guard Int128(net.rawValue) + Int128(it.fundRecoveredBefore.rawValue) > lost else { return [] }
    let limit = ["limit": Fen.yuan(lost)]
    return [Finding(.recoveryAboveLoss, column: "gross", value: "\(net)", arguments: limit)]
  }
}
