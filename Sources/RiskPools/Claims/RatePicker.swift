import Policies
import Quantities

/// Picks the rate for a loan: tiers, their combination, points on top, cap (补偿比例).
struct RatePicker: Sendable {
  private let tiers: [TierRule]
  let combination: TierCombination
  private let addons: [AddonRule]
  let cap: PPM
  /// The tiers as the scheme words them, in the same order.
  let sources: [Tier]
  private let addonSources: [Addon]

  /// What makes up the rate of a loan.
  struct Picked {
    var tiers = PPM.zero
    var points = PPM.zero
    var rate = PPM.zero
    /// The tiers that fit, where somebody reads it.
    var fitting: [Int] = []
  }

  /// A tier looked up; what is open in it is `nil` and matters only to the loans that need it.
  private struct TierRule: Sendable {
    let condition: LoanCondition?
    let rate: Int64?
  }

  private struct AddonRule: Sendable {
    let condition: LoanCondition?
    let points: Int64?
    let isPerYear: Bool?
    /// The most points, or no such limit.
    let cap: Int64??
  }

  init(_ scheme: Scheme, _ gaps: inout Gaps) {
    sources = gaps.take(scheme.tiers, else: [])
    combination = gaps.take(scheme.tierCombination, else: .max)
    addonSources = gaps.take(scheme.addons, else: [])
    cap = gaps.take(scheme.rateCap, else: .zero)
    tiers = sources.map {
      TierRule(condition: $0.when.value?.condition, rate: $0.rate.value?.rawValue)
    }
    addons = addonSources.map { addon in
      AddonRule(
        condition: addon.when.value?.condition,
        points: addon.points.value?.rawValue,
        isPerYear: addon.isPerYear.value,
        cap: addon.cap.value.map { $0?.rawValue }
      )
    }
  }

  /// The rate of a scheme that has but one, whatever the loan.
  func only(_ gaps: inout Gaps) -> PPM? {
    guard sources.count == 1, addonSources.isEmpty, let tier = sources.first else { return nil }
    return min(gaps.take(tier.rate, else: .zero), cap)
  }

  /// The rate for a loan.
  ///
  /// No tier that fits makes no rate; points are added to whatever it is.
  func pick(_ loan: LoanFacts, _ gaps: inout Gaps, listing: Bool = false) -> Picked {
    var picked = Picked()
    let combined = combine(loan, &gaps) { index in
      if listing { picked.fitting.append(index) }
    }
    picked.tiers = PPM(combined)
    var points: Int64 = 0
    for index in addons.indices {
      let fits = fits(addons[index].condition, loan, &gaps, else: addonSources[index].when)
      if fits { points += addonPoints(index, loan, &gaps) }
    }
    picked.points = PPM(points)
    picked.rate = min(PPM(combined + points), cap)
    return picked
  }

  private func combine(
    _ loan: LoanFacts,
    _ gaps: inout Gaps,
    _ note: (Int) -> Void
  ) -> Int64 {
    var combined: Int64?
    for index in tiers.indices {
      let tier = tiers[index]
      guard fits(tier.condition, loan, &gaps, else: sources[index].when) else { continue }
      note(index)
      let rate = tier.rate ?? gaps.take(sources[index].rate, else: .zero).rawValue
      switch combination {
      case .first: return rate
      case .max: combined = max(combined ?? rate, rate)
      case .min: combined = min(combined ?? rate, rate)
      case .sumCapped: combined = min((combined ?? 0) + rate, cap.rawValue)
      }
    }
    return combined ?? 0
  }

  /// The points of an addon that fits.
  private func addonPoints(_ index: Int, _ loan: LoanFacts, _ gaps: inout Gaps) -> Int64 {
    // The scheme's own words are copied only where something of them is open.
    var points = addons[index].points ?? gaps.take(addonSources[index].points, else: .zero).rawValue
    if addons[index].isPerYear ?? gaps.take(addonSources[index].isPerYear, else: false) {
      let months = gaps.field(loan.termMonths, "loan.term_months", else: 0)
      points *= max(months / 12 - 1, 0)
    }
    let most = addons[index].cap ?? gaps.take(addonSources[index].cap, else: nil)?.rawValue
    return min(points, most ?? points)
  }

  /// Whether a condition holds; one that turns on what is not known leaves a gap.
  private func fits(
    _ condition: LoanCondition?,
    _ loan: LoanFacts,
    _ gaps: inout Gaps,
    else open: @autoclosure () -> Parameter<LoanPredicate>
  ) -> Bool {
    guard let condition else {
      _ = gaps.take(open(), else: .always)
      return false
    }
    switch condition.judge(loan) {
    case .yes: return true
    case .no: return false
    case .unknown(let attribute):
      return gaps.field(nil, "loan.\(attribute.rawValue)", else: false)
    }
  }
}
