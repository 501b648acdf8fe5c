public import Findings
public import Policies
public import Quantities

/// What may be lost without blame (容错).
public enum Tolerance {
  /// Money and losses of a stage class, or of the fund (容错算例).
  public struct Sums: Hashable, Sendable {
    /// The stage class.
    public var stage: String
    /// What was invested; `nil` when nobody says.
    public var invested: Fen?
    /// What was paid out.
    public var paidOut: Fen?
    /// What was approved.
    public var approved: Fen?
    /// What was lost.
    public var lost: Fen

    /// Creates the sums of a class.
    public init(stage: String, invested: Fen?, lost: Fen) {
      self.stage = stage
      self.invested = invested
      self.lost = lost
    }
  }

  /// A project and what was lost of it.
  public struct Project: Hashable, Sendable {
    /// Its number.
    public var id: String
    /// Its stage and sums.
    public var sums: Sums
    /// Whether the duty of care was kept (尽职); `nil` when nobody says.
    public var diligent: Bool?

    /// Creates a project's sums.
    public init(id: String, sums: Sums, diligent: Bool?) {
      self.id = id
      self.sums = sums
      self.diligent = diligent
    }
  }

  /// What losses are judged from.
  public struct Case: Sendable {
    /// The classes.
    public var classes: [Sums] = []
    /// The projects.
    public var projects: [Project] = []
    /// The size of the fund.
    public var fundSize: Fen?

    /// Creates a case without facts.
    public init() {}

    /// Reads a case file.
    /// - Throws: everything that is wrong with it.
    package init(_ document: Document) throws(Findings) {
      let log = FindingLog()
      let fields = Fields(document, log)
      classes = fields.optional("classes", .list(of: .object { Sums($0) })) ?? []
      projects = fields.optional("projects", .list(of: .object { Project($0) })) ?? []
      fundSize = fields.optional("fund_size", .amount)
      fields.finish()
      try log.check()
    }

    /// Reads a case file.
    /// - Throws: everything that is wrong with it.
    public init(_ bytes: [UInt8]) throws(Findings) { try self.init(Document(bytes, .case)) }
  }

  /// How losses stand against the limits.
  public struct Figures: Hashable, Sendable {
    /// The limits of classes and of the fund.
    public let limits: [Standing]
    /// The projects.
    public let projects: [Judgement]
  }

  /// A limit and how much of it is used.
  public struct Standing: Hashable, Sendable {
    /// What is looked at as a whole.
    public let scope: ToleranceLimit.Scope
    /// The stage class; empty for the fund.
    public let stage: String
    /// What was lost.
    public let loss: PPM
    /// What may be lost.
    public let limit: PPM
    /// Whether the loss is inside the limit, exactly.
    public let within: Bool
  }

  /// What becomes of a project's loss.
  public struct Judgement: Hashable, Sendable {
    /// The project.
    public let id: String
    /// What was lost of it.
    public let loss: PPM?
    /// What may be lost; `nil` when no limit speaks of such projects.
    public let limit: PPM?
    /// The verdict.
    public let outcome: Outcome
  }

  /// The verdicts on a loss.
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// All of it is inside the limit, and the duty of care was kept (免责).
    case exempt
    /// The part up to the limit is (部分免责).
    case partly
    /// None of it is (不在容错范围).
    case notCovered = "not_covered"
  }

  /// Judges losses and explains the verdicts.
  /// - Throws: the open values that are needed, or what the case lacks.
  public static func judge(
    _ facts: Case,
    policy: InvestFirstPolicy
  ) throws(Refusal) -> Explained<Figures> {
    var judge = try ToleranceJudge(facts, policy.fail.tolerance)
    return try judge.run()
  }
}

extension Tolerance.Sums {
  fileprivate init?(_ fields: Fields) {
    stage = fields.optional("stage", .text) ?? ""
    invested = fields.optional("invested", .amount)
    paidOut = fields.optional("paid_out", .amount)
    approved = fields.optional("approved", .amount)
    guard let lost = fields.required("lost", .amount) else { return nil }
    self.lost = lost
  }
}

extension Tolerance.Project {
  fileprivate init?(_ fields: Fields) {
    let id = fields.required("id", .text)
    diligent = fields.optional("diligent", .flag)
    guard let id, let sums = Tolerance.Sums(fields) else { return nil }
    self.id = id
    self.sums = sums
  }
}

/// Holds losses against limits (容错判定).
private struct ToleranceJudge {
  private let facts: Tolerance.Case
  private let limits: [Limit]
  private var trace: [Step] = []

  /// A limit that leaves nothing open.
  private struct Limit {
    let scope: ToleranceLimit.Scope
    let stage: String
    let share: PPM
    let denominator: ToleranceLimit.Denominator
    let condition: ToleranceLimit.Condition
    let clause: String
  }

  init(_ facts: Tolerance.Case, _ parameter: Parameter<[ToleranceLimit]>) throws(Refusal) {
    self.facts = facts
    var needs = Needs()
    var limits: [Limit] = []
    for limit in needs.take(parameter) ?? [] {
      let (scope, share) = (needs.take(limit.scope), needs.take(limit.limit))
      let denominator = needs.take(limit.denominator)
      guard let condition = needs.take(limit.condition), let scope, let share, let denominator
      else { continue }
      limits.append(
        Limit(
          scope: scope,
          stage: limit.stage,
          share: share,
          denominator: denominator,
          condition: condition,
          clause: limit.limit.clause.isEmpty ? parameter.clause : limit.limit.clause
        )
      )
    }
    try needs.check()
    self.limits = limits
  }

  mutating func run() throws(Refusal) -> Explained<Tolerance.Figures> {
    var standings: [Tolerance.Standing] = []
    for limit in limits where limit.scope != .project {
      for (sums, place) in try classes(for: limit) {
        standings.append(try standing(limit, sums, place))
      }
    }
    var judgements: [Tolerance.Judgement] = []
    for (index, project) in facts.projects.enumerated() {
      judgements.append(try judge(project, "projects[\(index)]"))
    }
    return Explained(Tolerance.Figures(limits: standings, projects: judgements), trace: trace)
  }

  /// The sums that a limit looks at: each class it speaks of, or the fund as a whole.
  ///
  /// Where the case
  /// names no classes they are made of its projects.
  private func classes(for limit: Limit) throws(Refusal) -> [(Tolerance.Sums, String)] {
    var classes = facts.classes.enumerated().map { ($1, "classes[\($0)]") }
    if classes.isEmpty {
      for (index, project) in facts.projects.enumerated() {
        let place = "projects[\(index)]"
        if let known = classes.firstIndex(where: { $0.0.stage == project.sums.stage }) {
          classes[known].0 = try ToleranceJudge.total([classes[known].0, project.sums])
        } else {
          classes.append((project.sums, place))
        }
      }
    }
    switch limit.scope {
    case .project: return []
    case .class: return classes.filter { limit.stage.isEmpty || $0.0.stage == limit.stage }
    case .fund:
      guard let first = classes.first else { return [] }
      var total = try ToleranceJudge.total(classes.map(\.0))
      total.stage = ""
      return [(total, first.1)]
    }
  }

  private static func total(_ sums: [Tolerance.Sums]) throws(Refusal) -> Tolerance.Sums {
    func sum(_ amount: (Tolerance.Sums) -> Fen?) throws(Refusal) -> Fen? {
      let amounts = sums.compactMap(amount)
      guard amounts.count == sums.count else { return nil }
      return try exactly { () throws(Overflow) in try Fen(sum: Fen.sum(amounts)) }
    }
    var total = Tolerance.Sums(stage: sums.first?.stage ?? "", invested: nil, lost: .zero)
    total.invested = try sum(\.invested)
    total.paidOut = try sum(\.paidOut)
    total.approved = try sum(\.approved)
    total.lost = try sum(\.lost) ?? .zero
    return total
  }

  private mutating func standing(
    _ limit: Limit,
    _ sums: Tolerance.Sums,
    _ place: String
  ) throws(Refusal) -> Tolerance.Standing {
    let (loss, denominator) = try loss(limit, sums, place)
    let rounded = try exactly { () throws(Overflow) in try PPM(nearest: loss) }
    let within = loss <= limit.share.ratio
    trace.append(
      Step(
        limit.scope == .fund ? "基金整体" : "阶段 \(sums.stage)",
        clause: limit.clause,
        formula: "损失 ÷ \(limit.denominator.chinese) ≤ 容错比例",
        [
          "损失": sums.lost, limit.denominator.chinese: denominator, "损失率": rounded,
          "容错比例": limit.share,
        ],
        value: within ? "在容错比例内" : "超出容错比例"
      )
    )
    return Tolerance.Standing(
      scope: limit.scope,
      stage: sums.stage,
      loss: rounded,
      limit: limit.share,
      within: within
    )
  }

  private mutating func judge(
    _ project: Tolerance.Project,
    _ place: String
  ) throws(Refusal) -> Tolerance.Judgement {
    let rules = limits.filter { $0.scope == .project }
    let stage = project.sums.stage
    guard
      let limit = rules.first(where: { $0.stage == stage }) ?? rules.first(where: \.stage.isEmpty)
    else {
      trace.append(
        Step("项目 \(project.id)", formula: "该阶段没有单项目容错比例", ["阶段": stage], value: "不在容错范围")
      )
      return .init(id: project.id, loss: nil, limit: nil, outcome: .notCovered)
    }
    let (loss, denominator) = try loss(limit, project.sums, place)
    if limit.condition == .diligent, project.diligent == nil {
      throw Refusal(.needed("\(place).diligent"))
    }
    let isCareful = limit.condition == .none || project.diligent == true
    let within = loss <= limit.share.ratio
    let isPartly = isCareful && !within && limit.share > .zero
    let outcome: Tolerance.Outcome =
      isCareful && within ? .exempt : isPartly ? .partly : .notCovered
    let rounded = try exactly { () throws(Overflow) in try PPM(nearest: loss) }
    trace.append(
      Step(
        "项目 \(project.id)",
        clause: limit.clause,
        formula: "尽职 且 损失 ÷ \(limit.denominator.chinese) ≤ 容错比例",
        [
          "损失": project.sums.lost, limit.denominator.chinese: denominator, "损失率": rounded,
          "容错比例": limit.share, "尽职": isCareful ? "是" : "否",
        ],
        value: outcome.chinese
      )
    )
    return .init(id: project.id, loss: rounded, limit: limit.share, outcome: outcome)
  }

  private func loss(
    _ limit: Limit,
    _ sums: Tolerance.Sums,
    _ place: String
  ) throws(Refusal) -> (Ratio, Fen) {
    let (amount, field) =
      switch limit.denominator {
      case .invested: (sums.invested, "\(place).invested")
      case .paidOut: (sums.paidOut, "\(place).paid_out")
      case .approved: (sums.approved, "\(place).approved")
      case .fundSize: (facts.fundSize, "fund_size")
      }
    guard let amount else { throw Refusal(.needed(field)) }
    if sums.lost == .zero { return (.zero, amount) }
    guard amount > .zero else {
      throw Refusal(
        Finding(.fieldValue, column: field, value: "\(amount)", arguments: ["range": "> 0.00"])
      )
    }
    return (Ratio(Int128(sums.lost.rawValue), over: Int128(amount.rawValue)), amount)
  }
}

extension ToleranceLimit.Denominator {
  /// The denominator in words.
  fileprivate var chinese: String {
    switch self {
    case .invested: "投资额"
    case .paidOut: "已拨付额"
    case .approved: "批准额"
    case .fundSize: "基金规模"
    }
  }
}

extension Tolerance.Outcome {
  /// The verdict in words.
  fileprivate var chinese: String {
    switch self {
    case .exempt: "免责"
    case .partly: "部分免责"
    case .notCovered: "不在容错范围"
    }
  }
}
