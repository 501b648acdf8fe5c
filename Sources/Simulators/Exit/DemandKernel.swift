import InvestFirst
import Policies
import Quantities

/// The least price of payments on one day, for whatever part of each was converted (应得内核).
///
/// Made of one quotation for the whole payments: their tiers, days and rates do not change with the
/// amounts. Only for tiers whose return is simple, of one rate and a whole number of millionths.
struct DemandKernel: Sendable {
  private let slices: [Slice]
  private let mode: Rounding
  private let isRoundedInAll: Bool

  private struct Slice: Sendable {
    /// Rate in millionths times days.
    let rateDays: Int128
    /// A million times the days of a year.
    let basis: Int128
  }

  /// Takes the slices of a quotation; `nil` when they say too little.
  init?(_ slices: [Exit.Slice], _ terms: ExitTerms) {
    guard let tiers = terms.tiers.value, let mode = terms.roundMode.value,
      let roundAt = terms.roundAt.value
    else { return nil }
    var taken: [Slice] = []
    for slice in slices {
      let tier = tiers[slice.tier]
      guard tier.base.value == .principal, tier.bound.value == .floor,
        slice.segments.count <= 1, let source = tier.interest.source.value
      else { return nil }
      if source == .none {
        taken.append(Slice(rateDays: 0, basis: 1))
        continue
      }
      guard tier.interest.compound.value == .simple, tier.interest.multiplier.value == .one,
        let dayCount = tier.interest.dayCount.value
      else { return nil }
      taken.append(
        Slice(
          rateDays: Int128(slice.rate.rawValue) * Int128(slice.days),
          basis: 1_000_000 * Int128(dayCount.basis)
        )
      )
    }
    // One denominator for all, or the sum would be of unlike fractions.
    isRoundedInAll = roundAt == .total
    if isRoundedInAll, Set(taken.map(\.basis)).count > 1 { return nil }
    self.slices = taken
    self.mode = mode
  }

  /// What must be paid when these parts of the payments are sold.
  func least(_ amounts: [Int64]) -> Int64 {
    var (sum, interest) = (Int128(0), Int128(0))
    for (amount, slice) in zip(amounts, slices) {
      sum += Int128(amount)
      let product = Int128(amount) * slice.rateDays
      interest += isRoundedInAll ? product : mode.divide(product, by: slice.basis)
    }
    if isRoundedInAll, let basis = slices.first?.basis {
      return Int64(clamping: mode.divide(sum * basis + interest, by: basis))
    }
    return Int64(clamping: sum + interest)
  }
}
