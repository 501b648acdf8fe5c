import Findings
public import Policies
package import Quantities

/// The rules of a scheme made ready for claims (补偿规则).
///
/// Made once and used for any number of claims: what does not depend on the claim is looked up
/// here. Values that only some claims need may be open; such a claim is then refused.
public struct ClaimRule: Sendable {
  /// The scheme.
  public let scheme: Scheme
  let base: Coverage.Base
  let deductions: [Coverage.Deduction]
  let countedPerLoan: Fen?
  let countedPerBorrower: Fen?
  let absorbers: [AbsorberRule]
  let layer: LayerRule?
  let rates: RatePicker
  let caps: [CapRule]
  let rounding: RoundedParts
  let funders: [Funder]
  /// The trigger of an advance, if there is one.
  let advance: AdvanceRule?
  /// What is open of these two matters only to claims that settle an advance.
  let trueUp: TrueUp?
  let clawsBack: Bool?

  /// Makes the rules of a scheme ready.
  /// - Throws: ``Refusal/open(_:)`` when a value that every claim needs is open.
  public init(_ scheme: Scheme) throws(Refusal) {
    var gaps = Gaps()
    self.scheme = scheme
    base = gaps.take(scheme.coverage.base, else: .netPrincipalLoss)
    deductions = gaps.take(scheme.coverage.netOf, else: [])
    countedPerLoan = gaps.take(scheme.countedBaseCap.perLoan, else: nil)
    countedPerBorrower = gaps.take(scheme.countedBaseCap.perBorrower, else: nil)
    absorbers = gaps.take(scheme.absorbers, else: []).inOrder(&gaps) { $0.order }
      .map { AbsorberRule($0, &gaps) }
    layer = gaps.take(scheme.layer, else: nil).map { LayerRule($0, &gaps) }
    rates = RatePicker(scheme, &gaps)
    caps = gaps.take(scheme.caps, else: []).map { CapRule($0, &gaps) }
    rounding = RoundedParts(
      mode: gaps.take(scheme.rounding.mode, else: .floor).rounding,
      unit: gaps.take(scheme.rounding.unit, else: .fen)
    )
    funders = gaps.take(scheme.funders, else: []).inOrder(&gaps) { $0.order }
    advance = scheme.triggers.value?.first { $0.kind.value == .advance }.map { AdvanceRule($0) }
    trueUp = scheme.trueUp.value
    clawsBack = scheme.clawsBack.value
    try gaps.check()
  }

  /// The figures of a claim, without the words.
  /// - Throws: what is open in the policy or absent in the case, all together.
  public func settle(_ claimCase: ClaimCase) throws(Refusal) -> Claim {
    var notes = ClaimNotes(isKept: false)
    return try settle(claimCase, &notes)
  }

  /// The figures of a claim and how they came about.
  /// - Throws: what is open in the policy or absent in the case, all together.
  public func explain(_ claimCase: ClaimCase) throws(Refusal) -> Explained<ClaimStatement> {
    var notes = ClaimNotes(isKept: true)
    let claim = try settle(claimCase, &notes)
    let statement = ClaimStatement(
      claim: claim,
      shares: notes.shares,
      absorbed: notes.absorbed,
      limits: notes.limits,
      warnings: notes.warnings
    )
    return Explained(statement, trace: notes.steps)
  }

  /// One calculation for both: notes are only made where somebody reads them.
  private func settle(_ it: ClaimCase, _ notes: inout ClaimNotes) throws(Refusal) -> Claim {
    var gaps = Gaps()
    var claim = Claim()
    claim.loss = loss(it, &gaps, &notes)
    var base = try net(claim.loss, it, &gaps, &notes)
    base = absorb(base, it, &gaps, &notes)
    base = try inLayer(base, it, &gaps, &notes)
    claim.base = base
    claim.rate = reduced(rate(it.loan, &gaps, &notes), it, &notes)
    claim.raw = try rounding.part(base, claim.rate)
    let raw = claim.raw
    notes.step(
      Step(
        "补偿额",
        formula: "基数 × 比例",
        ["基数": base, "比例": claim.rate, "舍入": scheme.rounding.mode.value?.rawValue ?? ""],
        value: raw
      )
    )
    try limit(&claim, it, &gaps, &notes)
    try decideDue(&claim, it, &gaps, &notes)
    try pay(&claim, it, &gaps, &notes)
    try gaps.check()
    return claim
  }
}

/// Who bears a loss first, looked up (先行承担).
struct AbsorberRule: Sendable {
  let party: String
  let limit: Fen?
  let clause: String

  init(_ absorber: Absorber, _ gaps: inout Gaps) {
    party = gaps.take(absorber.party, else: "")
    limit = gaps.take(absorber.limit, else: nil)
    clause = absorber.party.clause
  }
}

/// The band of a year's loss, looked up (超赔层).
struct LayerRule: Sendable {
  let attach: PPM
  let detach: PPM?
  let isChronological: Bool
  let clause: String

  init(_ layer: Layer, _ gaps: inout Gaps) {
    attach = gaps.take(layer.attach, else: .zero)
    detach = gaps.take(layer.detach, else: nil)
    isChronological = gaps.take(layer.attribution, else: .proRata) == .chronological
    clause = layer.attach.clause
  }

  /// Where the band lies in a year, what of the year's loss or of this one is in it, and the part
  /// of the base that this makes.
  struct Band {
    let low: Fen
    let high: Fen
    let loss: Int128
    let part: Fen
  }

  /// The band for a base, in a year with these figures.
  func band(_ base: Fen, _ year: ClaimCase.LayerFigures) throws(Refusal) -> Band {
    let floor = RoundedParts(mode: .down, unit: .fen)
    let low = try floor.part(year.balance, attach)
    let high = if let detach { try floor.part(year.balance, detach) } else { year.loss }
    var (first, last) = (Int128(0), Int128(year.loss.rawValue))
    if isChronological {
      first = Int128((year.lossBefore ?? .zero).rawValue)
      last = first + Int128(base.rawValue)
    }
    let inBand = max(min(last, Int128(high.rawValue)) - max(first, Int128(low.rawValue)), 0)
    let whole = last - first
    let product = Int128(base.rawValue) * inBand
    let part = whole == 0 ? Fen.zero : Fen(Int64(product / whole))
    return Band(low: low, high: high, loss: inBand, part: part)
  }
}

/// The most that is paid, looked up (上限).
struct CapRule: Sendable {
  let kind: Claim.Binding
  let condition: LoanCondition
  let amount: Fen?
  let share: PPM?
  let of: Cap.Measure?
  let clause: String

  init(_ cap: Cap, _ gaps: inout Gaps) {
    condition = gaps.take(cap.when, else: .always).condition
    amount = gaps.take(cap.amount, else: nil)
    share = gaps.take(cap.share, else: nil)
    of = gaps.take(cap.of, else: nil)
    clause = cap.clause
    if of == .actualLiability {
      kind = .stackCap
    } else {
      kind =
        switch gaps.take(cap.scope, else: .loan) {
        case .loan: .loanCap
        case .borrower: .borrowerCap
        case .bank: .bankYearCap
        case .funder: .funderCap
        case .programme: .yearCap
        }
    }
  }
}

/// What is paid in advance, looked up (先行补偿).
struct AdvanceRule: Sendable {
  /// Its part of the whole; open values matter only to claims for an advance.
  let share: PPM?
  let source: Parameter<PPM>

  init(_ trigger: Trigger) {
    share = trigger.share.value
    source = trigger.share
  }
}

extension PPM {
  /// A part of a rate, rounded down to a millionth.
  package func part(of rate: PPM) -> PPM {
    PPM(Int64(Int128(rate.rawValue) * Int128(rawValue) / 1_000_000))
  }
}

/// Parts of amounts, rounded as a scheme rounds (舍入).
struct RoundedParts: Sendable {
  let mode: Rounding
  let unit: RoundingRule.Unit

  /// A part of an amount: `amount × share`, rounded once.
  func part(_ amount: Fen, _ share: PPM) throws(Refusal) -> Fen {
    let (narrow, isWide) = amount.rawValue.multipliedReportingOverflow(by: share.rawValue)
    if !isWide, narrow >= 0 {
      return unit == .fen ? Fen(part(narrow, 1_000_000)) : Fen(part(narrow, 100_000_000) * 100)
    }
    let product = Int128(amount.rawValue) * Int128(share.rawValue)
    let rounded =
      switch unit {
      case .fen: mode.divide(product, by: 1_000_000)
      case .yuan: mode.divide(product, by: 100_000_000) * 100
      }
    do throws(Overflow) { return try Fen(sum: rounded) } catch { throw Refusal(error) }
  }

  /// The same for what fits into one word, as nearly everything does: many times faster.
  @inline(__always) private func part(_ product: Int64, _ unit: Int64) -> Int64 {
    let (whole, rest) = product.quotientAndRemainder(dividingBy: unit)
    switch mode {
    case .down: return whole
    case .halfUp: return rest * 2 >= unit ? whole + 1 : whole
    case .halfEven:
      return rest * 2 > unit || rest * 2 == unit && whole % 2 == 1 ? whole + 1 : whole
    }
  }
}

extension Array {
  /// The elements by the numbers that some of them carry; the others keep their place in the list.
  func inOrder(_ gaps: inout Gaps, _ order: (Element) -> Parameter<Int64?>) -> [Element] {
    let numbered = enumerated().map { index, element in
      (place: gaps.take(order(element), else: nil) ?? Int64(index), index: index, element: element)
    }
    return numbered.sorted { ($0.place, $0.index) < ($1.place, $1.index) }.map(\.element)
  }
}
