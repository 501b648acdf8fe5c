/// A value that a policy decides (政策参数): given with its source, or left open.
public enum Parameter<Value: Sendable>: Sendable {
  /// The policy gives the value.
  case given(Value, Provision)
  /// Somebody has yet to decide; whatever needs the value refuses and names its path.
  case open(path: String, Provision)

  /// The value, unless it is open.
  public var value: Value? { if case .given(let value, _) = self { value } else { nil } }

  /// Where the value stands in the policy.
  public var provision: Provision {
    switch self {
    case .given(_, let provision), .open(_, let provision): provision
    }
  }

  /// The clause for a trace: the article, or `默认` when the policy says nothing.
  public var clause: String { provision.cited }
}

extension Parameter: Equatable where Value: Equatable {}
extension Parameter: Hashable where Value: Hashable {}

/// Where a value comes from (依据): the clause of the policy and how sure we are of it.
public struct Provision: Hashable, Sendable {
  /// The clause, for example `第二十五条`; empty when none is named.
  public let clause: String
  /// How sure the value is; `nil` when the policy does not say.
  public let mark: Certainty?
  /// Whether the policy is silent, so that the value is the product's own default.
  public let isSilent: Bool

  /// Creates the source of a value.
  public init(clause: String, mark: Certainty?) {
    self.init(clause: clause, mark: mark, isSilent: false)
  }

  private init(clause: String, mark: Certainty?, isSilent: Bool) {
    self.clause = clause
    self.mark = mark
    self.isSilent = isSilent
  }

  /// The policy gives a value and no clause.
  public static let bare = Provision(clause: "", mark: nil)
  /// The policy says nothing.
  public static let silent = Provision(clause: "", mark: nil, isSilent: true)

  /// The clause for a trace.
  public var cited: String { isSilent ? "默认" : clause }
}

/// How sure a value is (可信程度).
public enum Certainty: String, Hashable, Sendable, CaseIterable {
  /// Read in the text of the policy, or in an official copy or reply.
  case verified = "V"
  /// Read in a news report that quotes the policy.
  case verifiedNews = "VN"
  /// Second-hand.
  case secondHand = "S"
  /// From memory.
  case memory = "M"
  /// Our own assumption.
  case assumed = "A"
}
