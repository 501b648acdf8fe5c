import Findings
import Policies
import Quantities
import Reports
import RiskPools

extension RuleClaim: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let (statement, trace) = try session.riskPool(
      rule,
      { (file) throws(Findings) in try ClaimCase(file) }
    ) { (facts, scheme) throws(Refusal) in try ClaimRule(scheme).explain(facts) }
    let claim = statement.claim
    let report = RuleReport(
      title: Phrase("补偿试算", "Claim"),
      figures: [
        ("loss", Phrase("损失", "Loss"), .amount(claim.loss)),
        ("base", Phrase("补偿基数", "Base"), .amount(claim.base)),
        ("rate_ppm", Phrase("补偿比例(百万分率)", "Rate in ppm"), .ppm(claim.rate)),
        ("raw", Phrase("补偿额", "Base by rate"), .amount(claim.raw)),
        ("entitlement", Phrase("应补偿", "Entitlement"), .amount(claim.entitlement)),
        ("due", Phrase("本次应付", "Due now"), .amount(claim.due)),
        ("pay", Phrase("本次支付", "Paid now"), .amount(claim.pay)),
        ("unpaid", Phrase("资金不足未付", "Not paid for want of cash"), .amount(claim.unpaid)),
        ("clawback", Phrase("应收回", "Claimed back"), .amount(claim.clawback)),
        (
          "binding", Phrase("起约束的上限", "Binding limits"),
          .array(claim.binding.names.map { .string($0) })
        ),
      ],
      lists: [
        .init("shares", .shares(statement.shares)),
        .init("absorbed", .shares(statement.absorbed)),
        .init("limits", .array(statement.limits.map(RuleClaim.json))),
        .init("findings", .array(statement.warnings.map { $0.json(session.language) })),
      ],
      trace: trace
    )
    try session.warn(statement.warnings)
    try session.show(report, rule)
  }

  private static func json(_ limit: ClaimStatement.Limit) -> JSON {
    [
      "name": .string(limit.name), "limit": .amount(limit.limit), "used": .amount(limit.used),
      "remaining": .amount(limit.remaining), "clause": .string(limit.clause),
    ]
  }
}

extension RuleRecovery: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let (recovery, trace) = try session.riskPool(
      rule,
      { (file) throws(Findings) in try RecoveryCase(file) }
    ) { (facts, scheme) throws(Refusal) in try Recovery.share(facts, under: scheme) }
    let report = RuleReport(
      title: Phrase("追偿试算", "Recovery"),
      figures: [
        ("net", Phrase("可分配", "To be shared"), .amount(recovery.net)),
        ("fund", Phrase("基金收回", "The fund"), .amount(recovery.fundPart)),
        ("bank", Phrase("银行所得", "The bank"), .amount(recovery.bankPart)),
      ],
      lists: [
        .init("shares", .shares(recovery.shares)),
        .init("funders", .shares(recovery.funderShares)),
        .init("findings", .array(recovery.warnings.map { $0.json(session.language) })),
      ],
      trace: trace
    )
    try session.warn(recovery.warnings)
    try session.show(report, rule)
  }
}

extension JSON {
  /// Amounts of parties.
  fileprivate static func shares(_ shares: [ClaimStatement.Share]) -> JSON {
    .array(
      shares.map { ["party": .string($0.party), "amount": .amount($0.amount)] }
    )
  }
}

extension Session {
  /// Reads the scheme and the case, and runs a rule of risk compensation on them.
  fileprivate func riskPool<Facts, Figures>(
    _ options: RuleOptions,
    _ read: (Document) throws(Findings) -> Facts,
    _ rule: (Facts, Scheme) throws(Refusal) -> Explained<Figures>
  ) throws(Failure) -> (Figures, [Step]) {
    let scheme = try document(options.policy, .policy) { (document) throws(Findings) in
      try Scheme(document)
    }
    let facts = try document(options.facts, .case, read)
    let explained = try ruled(options) { () throws(Refusal) in try rule(facts, scheme) }
    return (explained.figures, explained.trace)
  }
}
