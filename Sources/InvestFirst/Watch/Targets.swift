public import Findings
public import Policies
public import Quantities

/// What a zone is measured by (考核指标), as data; what was reached is counted from documents.
public struct TargetSet: Sendable {
  /// The identity of the set.
  public let id: String
  /// What it is called.
  public let title: String
  /// Who set the targets.
  public let issuer: String
  /// Where they were read.
  public let sourceURL: String
  /// The last day.
  public let until: CivilDate
  /// The targets in the order of the file.
  public let targets: [Target]

  /// One target.
  public struct Target: Hashable, Sendable {
    /// Its code.
    public let code: String
    /// What it is called.
    public let title: String
    /// What is counted.
    public let measure: Measure
    /// How much is to be reached: projects, or fen.
    public let goal: Int64
    /// Where it stands.
    public let clause: String
    /// How sure goal and meaning are.
    public let mark: Certainty?
  }

  /// What is counted.
  public enum Measure: Hashable, Sendable {
    /// Projects that reached one of the stages.
    case projects([ProjectStage])
    /// The value of what companies made, over all years.
    case outputInAll
    /// The value of what companies made in the year of the day.
    case outputInYear
  }

  /// What was reached of a target.
  public struct Progress: Hashable, Sendable {
    /// The target.
    public let target: Target
    /// How much was reached: projects, or fen.
    public let reached: Int128
    /// The same by zone, zones with nothing left out.
    public let byZone: [String: Int128]

    /// Whether the goal is reached.
    public var isReached: Bool { reached >= Int128(target.goal) }
  }

  /// Reads a file of targets.
  /// - Throws: everything that is wrong with it.
  public init(_ bytes: [UInt8]) throws(Findings) {
    let log = FindingLog()
    let fields = Fields(try Document(bytes, .policy), log)
    let id = fields.required("targets", .identifier)
    title = fields.optional("title", .text) ?? ""
    issuer = fields.optional("issuer", .text) ?? ""
    sourceURL = fields.optional("source_url", .text) ?? ""
    let until = fields.required("until", .date)
    let targets = fields.required("list", .list(of: .target))
    fields.finish()
    try log.check()
    guard let id, let until, let targets else { preconditionFailure("complete without findings") }
    self.id = id
    self.until = until
    self.targets = targets
  }

  /// What was reached on a day, and by whom; nothing is typed in.
  public func progress(of projects: [Project], on date: CivilDate) -> [Progress] {
    targets.map { target in
      var byZone: [String: Int128] = [:]
      for project in projects {
        let reached = target.measure.reached(by: project, on: date)
        if reached != 0 { byZone[project.approval.zone, default: 0] += reached }
      }
      let reached = byZone.values.reduce(0, +)
      return Progress(target: target, reached: reached, byZone: byZone)
    }
  }
}

extension TargetSet.Measure {
  fileprivate func reached(by project: Project, on date: CivilDate) -> Int128 {
    switch self {
    case .projects(let stages):
      stages.contains { (project.stages[$0]).map { $0 <= date } ?? false } ? 1 : 0
    case .outputInAll: Fen.sum(project.outputs.filter { $0.key <= date.period.year }.values)
    case .outputInYear: Int128(project.outputs[date.period.year]?.rawValue ?? 0)
    }
  }
}

/// The words for what is counted.
private enum MeasureWord: String, CaseIterable {
  case projects
  case outputInAll = "output_in_all"
  case outputInYear = "output_in_year"
}

extension Notation where Value == TargetSet.Target {
  /// A target: projects by `stages` and `goal`, or money by `goal_fen`.
  fileprivate static let target = Notation.object { fields in
    let code = fields.required("target", .identifier)
    let title = fields.optional("title", .text) ?? ""
    let word = fields.required("measure", Notation<MeasureWord>.word)
    let clause = fields.optional("clause", .text) ?? ""
    let mark = fields.optional("mark", Notation<Certainty>.word)
    let measure: TargetSet.Measure?
    let goal: Int64?
    switch word {
    case .projects:
      measure = fields.required("stages", .list(of: Notation<ProjectStage>.word))
        .map { .projects($0) }
      goal = fields.required("goal", .integer(in: 0...1_000_000))
    case .outputInAll, .outputInYear:
      measure = word == .outputInAll ? .outputInAll : .outputInYear
      goal = fields.required("goal_fen", .fen)?.rawValue
    case nil: return nil
    }
    guard let code, let measure, let goal else { return nil }
    return TargetSet.Target(
      code: code,
      title: title,
      measure: measure,
      goal: goal,
      clause: clause,
      mark: mark
    )
  }
}
