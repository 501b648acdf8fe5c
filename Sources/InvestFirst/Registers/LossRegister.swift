import Accounting
public import CanonicalJSON
import Findings
public import Policies
public import Quantities

/// What was written off (核销台账).
public struct LossRegister: Sendable {
  /// The decisions, by project and time.
  public let lines: [Line]

  /// A loss that was written off.
  public struct Line: Hashable, Sendable {
    /// The project.
    public let project: String
    /// The number of the document.
    public let document: String
    /// The day of the decision.
    public let date: CivilDate
    /// What the right and the equity had cost.
    public let cost: Fen
    /// What liquidation brought in.
    public let recovered: Fen
    /// What was lost.
    public let loss: Fen
    /// What was decided about blame.
    public let outcome: Tolerance.Outcome
    /// What came back later (核销后收回).
    public internal(set) var recoveredLater = Int128(0)
    /// The vouchers.
    public let vouchers: [String]
  }

  /// The write-offs of some files, until a day.
  public init(_ files: [ProjectFile], on date: CivilDate? = nil) {
    lines = files.flatMap { file in
      var lines: [Line] = []
      for entry in file.standing(on: date) {
        switch entry.document.event {
        case .writeOffDecided(let decision) where decision.isApproved:
          lines.append(
            Line(
              project: file.approval.project,
              document: entry.number,
              date: entry.date,
              cost: entry[.cost],
              recovered: entry[.recovered],
              loss: entry[.loss],
              outcome: decision.outcome,
              vouchers: entry.vouchers
            )
          )
        case .recovery:
          if let last = lines.indices.last { lines[last].recoveredLater += entry.wide(.recovered) }
        default: break
        }
      }
      return lines
    }
  }
}

/// Losses against the limits as they stood on a day (容错时点快照): what a decision was made on.
///
/// It is made once and kept; later documents do not change it.
public struct ToleranceSnapshot: Sendable {
  /// The day.
  public let date: CivilDate
  /// The policy under which it was made.
  public let policy: String
  /// Money and losses by stage class.
  public let classes: [Tolerance.Sums]
  /// How they stand against the limits.
  public let figures: Tolerance.Figures
  /// The steps.
  public let trace: [Step]

  /// The standing of some projects on a day.
  /// - Parameters:
  ///   - files: the projects.
  ///   - policy: the policy whose limits count.
  ///   - fundSize: the size of the fund, where a limit is a share of it.
  ///   - date: the day.
  /// - Throws: the open values that are needed.
  public init(
    _ files: [ProjectFile],
    policy: InvestFirstPolicy,
    fundSize: Fen? = nil,
    on date: CivilDate
  ) throws(Refusal) {
    let known = files.filter { $0.opening.date <= date }
    let decided = Dictionary(grouping: LossRegister(known, on: date).lines, by: \.project)
    var (classes, projects): ([Tolerance.Sums], [Tolerance.Project]) = ([], [])
    for file in known {
      let sums = try exactly { () throws(Overflow) in try file.sums(on: date) }
      if let place = classes.firstIndex(where: { $0.stage == sums.stage }) {
        let sum = classes[place]
        classes[place] = try exactly { () throws(Overflow) in try sum.adding(sums) }
      } else {
        classes.append(sums)
      }
      // Whether care was taken is what the decision says; without one nobody has judged.
      guard let outcome = decided[file.approval.project]?.last?.outcome else { continue }
      projects.append(
        Tolerance.Project(
          id: file.approval.project,
          sums: sums,
          diligent: outcome != .notCovered
        )
      )
    }
    var facts = Tolerance.Case()
    facts.classes = classes
    facts.projects = projects
    facts.fundSize = fundSize
    let judged = try Tolerance.judge(facts, policy: policy)
    self.date = date
    self.policy = policy.header.id
    self.classes = classes
    figures = judged.figures
    trace = judged.trace
  }

  /// The snapshot as a record holds it, to be signed and kept.
  public var json: JSONValue {
    .facts([
      "date": .text(date), "policy": .text(policy), "classes": .array(classes.map(\.json)),
      "limits": .array(figures.limits.map(\.json)),
      "projects": .array(figures.projects.map(\.json)), "trace": .array(trace.map(\.json)),
    ])
  }
}

extension ProjectFile {
  /// Money and losses of the project on a day.
  fileprivate func sums(on date: CivilDate) throws(Overflow) -> Tolerance.Sums {
    var balances = ProjectLedger.Balances()
    for entry in standing(on: date) { balances = balances.adding(entry.change) }
    let invested = try Fen(sum: balances.counted - balances.withdrawn)
    var sums = Tolerance.Sums(
      stage: approval.stage,
      invested: invested,
      lost: try Fen(sum: balances.lost)
    )
    sums.paidOut = try Fen(sum: balances.paid)
    sums.approved = approval.amount
    return sums
  }
}

extension Tolerance.Sums {
  fileprivate func adding(_ other: Tolerance.Sums) throws(Overflow) -> Tolerance.Sums {
    var sum = self
    sum.invested = try (invested ?? .zero).adding(other.invested ?? .zero)
    sum.paidOut = try (paidOut ?? .zero).adding(other.paidOut ?? .zero)
    sum.approved = try (approved ?? .zero).adding(other.approved ?? .zero)
    sum.lost = try lost.adding(other.lost)
    return sum
  }

  fileprivate var json: JSONValue {
    .facts([
      "stage": .unlessEmpty(stage), "invested": invested.map { .text($0) },
      "paid_out": paidOut.map { .text($0) }, "approved": approved.map { .text($0) },
      "lost": .text(lost),
    ])
  }
}

extension Tolerance.Standing {
  fileprivate var json: JSONValue {
    .facts([
      "scope": .word(scope), "stage": .unlessEmpty(stage), "loss_ppm": .text(loss.rawValue),
      "limit_ppm": .text(limit.rawValue), "within": .text(within),
    ])
  }
}

extension Tolerance.Judgement {
  fileprivate var json: JSONValue {
    .facts([
      "id": .text(id), "loss_ppm": loss.map { .text($0.rawValue) },
      "limit_ppm": limit.map { .text($0.rawValue) }, "outcome": .word(outcome),
    ])
  }
}
