package import InvestFirst
import Policies
import Quantities

/// A conversion compiled from a policy (转股内核).
///
/// The same registered capital as ``Conversion/quote(_:policy:rates:)``, to the fen, without the
/// explanation. It answers `nil` where the policy's full rule has to be asked: when a price cannot
/// be, when a cap that binds raises it, when the base bears interest or amounts are huge. It is a
/// class, so that asking it copies nothing.
package final class ConversionKernel: Sendable {
  private let rule: ConversionTerms.PriceRule
  private let isInside: Bool
  /// What is left of the price, the greatest valuation, the founders' part and the agreed share.
  private let left, valuationCap, concession, agreed: Int128
  private let holdMax: Int128
  private let notLargest: Bool
  private let excess: ConversionTerms.Excess?
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
    /// What may not convert, and what becomes of it.
    package let excess: Int64
    package let excessGoes: ConversionTerms.Excess?
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
    excess = terms.excess.value
    self.rounding = rounding
    weights = Dictionary(uniqueKeysWithValues: kinds.map { ($0.kind, $0.weight) })
  }

  /// Whether anything of such a payment counts.
  package func counts(_ kind: SupportKind) -> Bool { (weights[kind] ?? .zero) != .zero }

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
    var taken = Taken(capital: full, excess: 0)
    if isBeyond(full, before, others, facts.largest) {
      guard let limited = limited(base, price, before, others, facts.largest) else { return nil }
      taken = limited
    }
    let given =
      concession == 0 ? 0 : Rounding.halfUp.divide(taken.capital * concession, by: 1_000_000)
    guard let fund = Int64(exactly: taken.capital - given), fund > 0,
      let after = Int64(exactly: before + others + taken.capital)
    else { return nil }
    return Figures(
      capitalToFund: fund,
      capitalAfter: after,
      excess: Int64(taken.excess),
      excessGoes: taken.excess > 0 ? excess : nil
    )
  }

  private struct Taken {
    let capital, excess: Int128
  }

  private func isBeyond(
    _ full: Int128,
    _ before: Int128,
    _ others: Int128,
    _ largest: Int64?
  ) -> Bool {
    holdMax < 1_000_000 && full * (1_000_000 - holdMax) > (before + others) * holdMax
      || notLargest && full > below(before, others, largest)
  }

  private func below(_ before: Int128, _ others: Int128, _ largest: Int64?) -> Int128 {
    max(largest.map { Int128($0) } ?? before, others) - 1
  }

  /// What converts up to the cap: the money and the capital are both rounded down.
  private func limited(
    _ base: Int128,
    _ price: Price,
    _ before: Int128,
    _ others: Int128,
    _ largest: Int64?
  ) -> Taken? {
    var most = notLargest ? Ratio(below(before, others, largest)) : nil
    if holdMax < 1_000_000 {
      let share = Ratio((before + others) * holdMax, over: 1_000_000 - holdMax)
      most = most.map { min($0, share) } ?? share
    }
    let conversion = Ratio(price.conversionAbove, over: price.conversionBelow)
    guard let most, most > .zero, let money = try? most.multiplied(by: conversion).rounded(.down)
    else { return nil }
    let capital = most.rounded(.down)
    // Only rounding up would break the cap.
    if money >= base { return Taken(capital: capital, excess: 0) }
    guard let excess, excess != .reducePrice else { return nil }
    let bought = rounding.divide(money * price.conversionBelow, by: price.conversionAbove)
    return Taken(capital: min(bought, capital), excess: base - money)
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
