import Findings
import Policies
import Quantities

/// The rates of a scheme, compiled (比例编译): what ``RatePicker`` does, in integers.
struct KernelRates: Sendable {
  private var tiers: [Tier] = []
  private var addons: [Addon] = []
  private let combination: TierCombination
  private let cap: Int64
  /// What is open; a tier or an addon refers to its place here.
  private var open: [String] = []
  /// The attributes on which rates can turn, one bit for each.
  private(set) var uses: UInt32 = 0

  private struct Tier {
    let condition: KernelConditions.Condition?
    let rate: Int64?
    let open: Int
  }

  private struct Addon {
    let condition: KernelConditions.Condition?
    let points: Int64?
    let isPerYear: Bool
    let most: Int64
    let open: Int
  }

  init(_ scheme: Scheme, _ conditions: inout KernelConditions, _ gaps: inout Gaps) {
    combination = gaps.take(scheme.tierCombination, else: .max)
    cap = gaps.take(scheme.rateCap, else: .zero).rawValue
    for (index, tier) in gaps.take(scheme.tiers, else: []).enumerated() {
      let condition = tier.when.value.flatMap {
        conditions.add($0.condition, "tiers[\(index)].when", &gaps)
      }
      uses |= condition?.uses ?? 0
      let rate = tier.rate.value?.rawValue
      tiers.append(Tier(condition: condition, rate: rate, open: open.count))
      if condition == nil { open.append(tier.when.path) } else { open.append(tier.rate.path) }
    }
    for (index, addon) in gaps.take(scheme.addons, else: []).enumerated() {
      let condition = addon.when.value.flatMap {
        conditions.add($0.condition, "addons[\(index)].when", &gaps)
      }
      uses |= condition?.uses ?? 0
      let missing = [addon.points.path, addon.isPerYear.path, addon.cap.path].filter { !$0.isEmpty }
      addons.append(
        Addon(
          condition: condition,
          points: missing.isEmpty ? addon.points.value?.rawValue : nil,
          isPerYear: addon.isPerYear.value ?? false,
          most: (addon.cap.value ?? nil)?.rawValue ?? .max,
          open: open.count
        )
      )
      open.append(condition == nil ? addon.when.path : missing.first ?? "")
    }
  }

  /// The rate for a loan.
  /// - Throws: the first value that it turns on and that is open, or not known of the loan.
  func rate(_ loan: KernelLoan, _ conditions: KernelConditions) throws(Refusal) -> Int64 {
    let combined = try tierRate(loan, conditions)
    var points: Int64 = 0
    for index in addons.indices {
      let addon = addons[index]
      guard try fits(addon.condition, loan, conditions, addon.open) else { continue }
      guard var more = addon.points else { throw .open([open[addon.open]]) }
      if addon.isPerYear {
        guard let months = loan.termMonths else { throw unknown(.termMonths) }
        more *= max(months / 12 - 1, 0)
      }
      points += min(more, addon.most)
    }
    return min(combined + points, cap)
  }

  private func tierRate(
    _ loan: KernelLoan,
    _ conditions: KernelConditions
  ) throws(Refusal) -> Int64 {
    var combined: Int64?
    for index in tiers.indices {
      let tier = tiers[index]
      guard try fits(tier.condition, loan, conditions, tier.open) else { continue }
      guard let rate = tier.rate else { throw .open([open[tier.open]]) }
      switch combination {
      case .first: return rate
      case .max: combined = max(combined ?? rate, rate)
      case .min: combined = min(combined ?? rate, rate)
      case .sumCapped: combined = min((combined ?? 0) + rate, cap)
      }
    }
    return combined ?? 0
  }

  private func fits(
    _ condition: KernelConditions.Condition?,
    _ loan: KernelLoan,
    _ conditions: KernelConditions,
    _ place: Int
  ) throws(Refusal) -> Bool {
    guard let condition else { throw .open([open[place]]) }
    return try conditions.hold(condition, loan)
  }

  private func unknown(_ attribute: LoanAttribute) -> Refusal {
    Refusal(Finding(.fieldMissing, column: "loan.\(attribute.rawValue)"))
  }
}

extension Parameter {
  /// The path of a value that is open; nothing for one that is given.
  var path: String { if case .open(let path, _) = self { path } else { "" } }
}
