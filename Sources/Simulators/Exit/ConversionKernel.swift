package import InvestFirst
import Policies
import Quantities

/// A conversion compiled from a policy (转股内核).
///
/// The same registered capital as ``Conversion/quote(_:policy:rates:)``, to the fen, without the
/// explanation. It answers `nil` where the policy's full rule has to be asked: when a cap on the
/// holding binds, when a price cannot be, when the base bears interest or amounts are huge.
package struct ConversionKernel: Sendable {
  private let rule: ConversionTerms.PriceRule
  private let isInside: Bool
  /// What is left of the price, the greatest valuation, the founders' part and the agreed share.
  private let left, valuationCap, concession, agreed: Int128
  private let holdMax: Int128
  private let notLargest: Bool
  private let rounding: Rounding
  private let weights: [SupportKind: PPM]

  /// What converts, and at what.
  package struct Facts: Hashable, Sendable {
    package var base: Int64
    package var value: Int64
    package var capital: Int64
    package var cash: Int64
    package var largest: Int64?

    /// Creates facts.
    package init(base: Int64, value: Int64, capital: Int64, cash: Int64, largest: Int64?) {
      self.base = base
      self.value = value
      self.capital = capital
      self.cash = cash
      self.largest = largest
    }
  }

  /// What comes of it.
  package struct Figures: Hashable, Sendable {
    package let capitalToFund: Int64
    package let capitalAfter: Int64
  }

  /// Compiles a policy; `nil` when its base bears interest, or something it needs is open.
  package init?(_ policy: InvestFirstPolicy) {
    let terms = policy.convert
    guard let kinds = policy.count.kinds.value, let rule = terms.priceRule.value,
      let discount = terms.discount.value, let cap = terms.valuationCap.value,
      case .some(.none) = terms.baseInterest.value, let holdMax = terms.holdMax.value,
      let notLargest = terms.notLargest.value, let concession = terms.shareConcession.value,
      let rounding = terms.shareRound.value
    else { return nil }
    let isSilent = terms.includeInPre.provision.isSilent && rule != .roundPrice
    guard let include = isSilent ? .outside : terms.includeInPre.value else { return nil }
    if rule == .agreedRatio, terms.agreedRatio.value == nil { return nil }
    self.rule = rule
    isInside = include == .inside
    left = 1_000_000 - Int128(discount.rawValue)
    valuationCap = Int128(cap.rawValue)
    self.concession = Int128(concession.rawValue)
    agreed = Int128(terms.agreedRatio.value?.rawValue ?? 0)
    self.holdMax = Int128(holdMax.rawValue)
    self.notLargest = notLargest
    self.rounding = rounding
    weights = Dictionary(uniqueKeysWithValues: kinds.map { ($0.kind, $0.weight) })
  }

  /// What counts of a payment.
  package func counted(_ payment: Disbursement) -> Int64 {
    let weight = Int128(weights[payment.kind]?.rawValue ?? 0)
    return Int64(
      Rounding.halfUp.divide(Int128(payment.amount.rawValue) * weight, by: 1_000_000)
    )
  }

  /// Converts; `nil` where the policy's full rule has to be asked.
  package func convert(_ facts: Facts) -> Figures? {
    let limit: Int64 = 1 << 50
    guard facts.base > 0, facts.base < limit, facts.value < limit, facts.capital > 0,
      facts.capital < limit, facts.cash < limit, let price = price(facts)
    else { return nil }
    let (base, before) = (Int128(facts.base), Int128(facts.capital))
    let others = rounding.divide(Int128(facts.cash) * price.below, by: price.above)
    let full = rounding.divide(base * price.conversionBelow, by: price.conversionAbove)
    if holdMax < 1_000_000, full * (1_000_000 - holdMax) > (before + others) * holdMax {
      return nil
    }
    if notLargest, full > max(facts.largest.map { Int128($0) } ?? before, others) - 1 {
      return nil
    }
    let given = concession == 0 ? 0 : Rounding.halfUp.divide(full * concession, by: 1_000_000)
    guard let fund = Int64(exactly: full - given), fund > 0,
      let after = Int64(exactly: before + others + full)
    else { return nil }
    return Figures(capitalToFund: fund, capitalAfter: after)
  }

  /// What others and the fund pay for a yuan of capital, as fractions.
  private struct Price {
    let above, below: Int128
    let conversionAbove, conversionBelow: Int128
  }

  private func price(_ facts: Facts) -> Price? {
    let (base, before) = (Int128(facts.base), Int128(facts.capital))
    var (above, below) = (Int128(1), Int128(1))
    switch rule {
    case .agreedRatio:
      guard agreed > 0, agreed < 1_000_000 else { return nil }
      let (up, down) = (base * (1_000_000 - agreed), before * agreed)
      return Price(above: up, below: down, conversionAbove: up, conversionBelow: down)
    case .par: break
    case .roundPrice, .appraisal, .netAssets:
      above = Int128(facts.value) - (isInside ? base : 0)
      below = before
    }
    guard above > 0 else { return nil }
    var (lowered, parts) = (above * left, below * 1_000_000)
    if valuationCap > 0, lowered * before > valuationCap * parts {
      (lowered, parts) = (valuationCap, before)
    }
    return Price(above: above, below: below, conversionAbove: lowered, conversionBelow: parts)
  }
}
