/// How far a technology is on its way to the market (阶段), in its order.
public enum ProjectStage: String, Hashable, Comparable, Sendable, CaseIterable {
  /// 研发
  case research
  /// 概念验证
  case conceptProof = "concept_proof"
  /// 小试
  case smallTrial = "small_trial"
  /// 中试
  case pilot
  /// 产业化
  case industry

  /// Orders stages by the way to the market.
  public static func < (left: ProjectStage, right: ProjectStage) -> Bool {
    left.place < right.place
  }

  private var place: Int {
    switch self {
    case .research: 0
    case .conceptProof: 1
    case .smallTrial: 2
    case .pilot: 3
    case .industry: 4
    }
  }
}

/// A stage that a project reached on the day of the document (进入阶段).
public struct StageReached: Hashable, Sendable {
  /// The stage.
  public let stage: ProjectStage

  /// Creates the fact.
  public init(_ stage: ProjectStage) { self.stage = stage }
}
