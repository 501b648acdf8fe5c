import Policies

/// A question that texts of schemes leave open, and how a scheme answers it (歧义开关).
///
/// Eighteen of them were found in real schemes. Each is a switch with a default, so that nobody
/// has to guess which reading a figure rests on.
package struct Ambiguity: Hashable, Sendable {
  /// Its number, `A1` to `A18`.
  package let number: String
  /// The field of the policy that answers it.
  package let path: String
  /// The answer; `?` while it is open.
  package let choice: String
  /// Whether the policy is silent, so that the answer is ours.
  package let isDefault: Bool

  private init<Value>(
    _ number: Int,
    _ path: String,
    _ parameter: Parameter<Value>,
    _ text: (Value) -> String
  ) {
    self.number = "A\(number)"
    self.path = path
    choice = parameter.value.map(text) ?? "?"
    isDefault = parameter.provision.isSilent
  }

  private init<Word: RawRepresentable<String>>(
    _ number: Int,
    _ path: String,
    _ parameter: Parameter<Word>
  ) {
    self.init(number, path, parameter) { $0.rawValue }
  }

  /// How a scheme answers all of them, in order; several times where several breakers or funders
  /// answer.
  package static func all(in scheme: Scheme) -> [Ambiguity] {
    var answers = [
      Ambiguity(1, "tier_combine", scheme.tierCombination),
      Ambiguity(2, "tiers", scheme.tiers) { tiers in
        tiers.map { $0.when.value?.text ?? "?" }.filter { !$0.isEmpty }.joined(separator: "; ")
      },
      Ambiguity(3, "true_up", scheme.trueUp),
      Ambiguity(4, "coverage.base", scheme.coverage.base),
      Ambiguity(5, "year_basis", scheme.yearBasis),
      Ambiguity(5, "loss_dated_by", scheme.lossDatedBy),
    ]
    answers += breakers(scheme)
    answers += [
      Ambiguity(9, "allocation.cap_excess", scheme.shortage.capExcess),
      Ambiguity(10, "stack_reduces", scheme.stackReduces),
      Ambiguity(11, "recovery.share_basis", scheme.recovery.shareBasis),
      Ambiguity(12, "recovery.cost_first", scheme.recovery.costFirst) { "\($0)" },
      Ambiguity(12, "recovery.interest_to", scheme.recovery.interestTo),
      Ambiguity(13, "absorbers", scheme.absorbers) { absorbers in
        absorbers.map { $0.party.value ?? "?" }.joined(separator: " → ")
      },
    ]
    if let layer = scheme.layer.value ?? nil {
      answers.append(Ambiguity(14, "layer.attribution", layer.attribution))
    }
    answers += [
      Ambiguity(15, "rounding.mode", scheme.rounding.mode),
      Ambiguity(15, "rounding.unit", scheme.rounding.unit),
      Ambiguity(15, "rounding.residual", scheme.rounding.residual),
      Ambiguity(16, "replenish.top_up_to", scheme.replenishment.topUpTo),
    ]
    for (index, funder) in (scheme.funders.value ?? []).enumerated() {
      answers.append(Ambiguity(17, "funders[\(index)].on_empty", funder.onEmpty))
    }
    answers.append(Ambiguity(18, "leverage.basis", scheme.leverage.basis))
    return answers
  }

  private static func breakers(_ scheme: Scheme) -> [Ambiguity] {
    (scheme.breakers.value ?? []).enumerated().flatMap { index, breaker in
      let path = "breakers[\(index)]"
      return [
        Ambiguity(6, path + ".denominator", breaker.denominator),
        Ambiguity(6, path + ".numerator", breaker.numerator),
        Ambiguity(7, path + ".cmp", breaker.comparison),
        Ambiguity(8, path + ".hold_queue", breaker.holdsQueue) { "\($0)" },
        Ambiguity(8, path + ".resume", breaker.resume),
      ]
    }
  }
}
