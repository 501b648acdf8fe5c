import Accounting
import CanonicalJSON
import Findings
import Policies
import Quantities
import Registers
import Reports
import RiskPools
import Store

extension JSONValue {
  /// Whether a list holds a text.
  func items(contain text: String) -> Bool {
    if case .array(let items) = self { items.contains(.string(text)) } else { false }
  }
}

extension PoolClaimShow: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let code = try session.pool(which.pool)
    let page = try session.registers { (snapshot) throws(RegisterError) in
      let pool = try PoolRegister(snapshot).pool(code)
      guard let claim = pool.claims[about.claim] else {
        throw .refused(.findings(Findings(Finding(.valueUnknown, value: about.claim))))
      }
      let documents = try RegisterError.stored { () throws(StoreError) in
        try snapshot.documents(.pool, of: code)
      }
      let numbers = Set(claim.documents)
      let steps = documents.filter { numbers.contains($0.document.head.number) }
        .flatMap(\.document.trace).compactMap { try? Step(json: $0) }
      return ClaimPage(claim: claim, trace: steps)
    }
    try session.print(page.json) { page.lines(session.language, explains: explain) }
  }
}

extension PoolClaimQuote: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let code = try session.pool(which.pool)
    let day = try session.day(quote.on)
    let explained = try session.registers { (snapshot) throws(RegisterError) in
      let register = PoolRegister(snapshot)
      guard case .claimDecided(let decision) = try register.event(
        PoolEvent.Kind.claimDecided.rawValue,
        decision.facts(of: about.claim)
      ) else { preconditionFailure("a decision is read as one") }
      return try register.quoteClaim(
        about.claim,
        of: code,
        on: day,
        filing: try filing(in: register.pool(code)),
        decision: decision,
        account: account
      )
    }
    let page = ClaimPage(claim: explained.figures, trace: explained.trace)
    try session.print(page.json) {
      page.lines(session.language, explains: quote.explain)
        + [Phrase("试算, 未写入", "computed, nothing written").text(in: session.language)]
    }
  }

  /// The claim itself, when nobody has filed it yet.
  private func filing(in pool: Pool) throws(RegisterError) -> ClaimFiling? {
    guard let loan else { return nil }
    let known = pool.loans[loan]?.outstanding ?? .zero
    guard let left = outstanding.map({ Fen(canonical: $0) }) ?? known else {
      let shape = ["expected": "amount"]
      let finding = Finding(
        .fieldValue,
        column: "outstanding",
        value: outstanding ?? "",
        arguments: shape
      )
      throw .refused(.findings(Findings(finding)))
    }
    return ClaimFiling(
      claim: about.claim,
      loan: loan,
      kind: kind?.kind ?? .final,
      outstanding: left
    )
  }
}

/// A claim with what decided it (补偿页).
struct ClaimPage {
  let claim: PoolClaim
  let trace: [Step]

  var json: JSON {
    var members: [JSON.Member] = [
      .init("claim", .string(claim.id)), .init("loan", .string(claim.loan)),
      .init("bank", .string(claim.bank)), .init("kind", .string(claim.kind.rawValue)),
      .init("state", .string(claim.state.rawValue)),
      .init("next", .array(claim.state.next.map { .string($0.rawValue) })),
      .init("filed_on", .string("\(claim.filedOn)")),
      .init("triggered_on", .string("\(claim.triggeredOn)")),
      .init("scheme_sha256", .string(claim.scheme)),
      .init("outstanding", .amount(claim.outstanding)),
    ]
    if let decision = claim.decision {
      members += figures(decision.claim).map { .init($0.key, $0.value) }
      let limits = decision.limits.map { limit -> JSON in
        [
          "name": .string(limit.name), "limit": .amount(limit.limit), "used": .amount(limit.used),
          "remaining": .amount(limit.remaining), "clause": .string(limit.clause),
        ]
      }
      members.append(.init("limits", .array(limits)))
    }
    members += [
      .init("binding", .array(claim.binding.names.map { .string($0) })),
      .init("payable", .amount(claim.payable)), .init("waiting", .amount(claim.waiting)),
      .init("paid", .amount(claim.paid)), .init("overpaid", .amount(claim.overpaid)),
      .init("returned", .amount(claim.returned)), .init("recovered", .amount(claim.recovered)),
      .init("right", .amount(claim.right)), .init("shares", shares),
      .init("handlers", handlers),
      .init("documents", .array(claim.documents.map { .string($0) })),
      .init("outcome", .optional(claim.outcome?.rawValue)), .init("tolerance", tolerance),
    ]
    if !trace.isEmpty { members.append(.init("trace", .array(trace.map(\.json)))) }
    return .object(members)
  }

  private var handlers: JSON {
    .object(
      claim.handlers.map { JSON.Member($0.key.rawValue, .string($0.value)) }
        .sorted { $0.key < $1.key }
    )
  }

  private var shares: JSON {
    let shares = claim.shares.isEmpty ? claim.decision?.shares ?? [] : claim.shares
    return .array(
      shares.map { ["party": .string($0.party), "amount": .amount($0.amount)] }
    )
  }

  private var tolerance: JSON {
    guard let tolerance = claim.tolerance else { return .null }
    return .array(
      tolerance.measures.map { measure in
        [
          "measure": .string(measure.name), "numerator": .string(Fen.yuan(measure.numerator)),
          "denominator": .string(Fen.yuan(measure.denominator)),
          "limit_ppm": .ppm(measure.limit), "kept": .bool(measure.isKept),
        ]
      }
    )
  }

  private func figures(_ claim: Claim) -> [(key: String, value: JSON)] {
    [
      ("base", .amount(claim.base)), ("rate_ppm", .ppm(claim.rate)), ("raw", .amount(claim.raw)),
      ("entitlement", .amount(claim.entitlement)), ("due", .amount(claim.due)),
      ("clawback", .amount(claim.clawback)),
    ]
  }

  func lines(_ language: Language, explains: Bool) -> [String] {
    let state = language.term("claim_state", claim.state.rawValue)
    var lines = ["\(claim.id)  \(claim.loan)  \(claim.bank)  \(claim.filedOn)  \(state)"]
    func add(_ name: Phrase, _ amount: Fen, _ more: String = "") {
      let text = Fen.grouped(Int128(amount.rawValue))
      lines.append("  \(name.text(in: language)): \(text)\(more)")
    }
    add(Phrase("未偿本金", "outstanding"), claim.outstanding)
    if let decision = claim.decision {
      let figures = decision.claim
      add(Phrase("补偿基数", "base"), figures.base, " × \(figures.rate)")
      add(Phrase("补偿额", "base by rate"), figures.raw)
      for limit in decision.limits {
        let used = Fen.grouped(Int128(limit.used.rawValue))
        let note = Phrase("限额 \(language.term("limit", limit.name))", "limit: \(limit.name)")
        let more = Phrase(" (已用 \(used)) \(limit.clause)", " (used \(used)) \(limit.clause)")
        add(note, limit.limit, more.text(in: language))
      }
      add(Phrase("应补偿", "entitlement"), figures.entitlement)
      let binding = claim.binding.names.map { language.term("limit", $0) }
      let names = binding.joined(separator: language == .chinese ? "、" : ", ")
      if !names.isEmpty {
        lines.append("  " + Phrase("由此决定: \(names)", "decided by: \(names)").text(in: language))
      }
    }
    add(Phrase("待拨付", "approved, not paid"), claim.payable)
    add(Phrase("已拨付", "paid"), claim.paid)
    if claim.recovered != .zero { add(Phrase("已追偿", "recovered"), claim.recovered) }
    add(Phrase("待追偿债权", "right to recover"), claim.right)
    for share in claim.shares.isEmpty ? claim.decision?.shares ?? [] : claim.shares {
      add(Phrase("\(share.party) 承担", "borne by \(share.party)"), share.amount)
    }
    if explains, !trace.isEmpty { lines.append(StepTable.text(trace, language)) }
    return lines
  }
}
