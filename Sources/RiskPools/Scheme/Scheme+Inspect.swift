import Findings
import Policies
import Quantities

extension Scheme {
  /// What can hardly be meant although every field is well written.
  static func unlikely(
    _ tiers: Parameter<[Tier]>,
    _ addons: Parameter<[Addon]>,
    _ rateCap: Parameter<PPM>,
    _ combination: Parameter<TierCombination>,
    _ caps: Parameter<[Cap]>
  ) -> [Finding] {
    var findings: [Finding] = []
    if let tiers = tiers.value, let addons = addons.value {
      let rates = tiers.map(\.rate.value) + addons.map(\.points.value)
      if rates.allSatisfy({ $0 == .zero }) || rateCap.value == .zero {
        findings.append(Finding(.schemeNeverPays, column: "tiers"))
      }
      if tiers.count > 1, combination.provision.isSilent {
        findings.append(
          Finding(.tierCombinationMissing, column: "tier_combine", value: "max")
        )
      }
    }
    for (index, cap) in (caps.value ?? []).enumerated()
    where cap.amount.value == .some(.some(.zero)) || cap.share.value == .some(.some(.zero)) {
      findings.append(Finding(.schemeNeverPays, column: "caps[\(index)]", value: "0"))
    }
    return findings
  }
}
