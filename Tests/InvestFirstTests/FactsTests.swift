import CanonicalJSON
import Findings
import Policies
import Quantities
import Testing

@testable import InvestFirst

@Suite struct FactsTests {
  /// A value after it was written as a record and read again.
  private static func recorded(_ value: JSONValue) throws -> JSONValue {
    var writer = CanonicalWriter()
    writer.value(value)
    #expect(writer.refusal == nil)
    return try JSONDocument(writer.bytes, profile: .record).value
  }

  private static func application() throws -> Application {
    let day = try Sample.date("2023-06-01")
    return Application(founderCash: Fen(1), cost: Fen(2), founded: day, applied: day)
  }

  private static func read(_ kind: ProjectEvent.Kind, _ text: String) throws -> ProjectEvent {
    let facts = try JSONDocument(Array(text.utf8), profile: .policy).value
    return try ProjectEvent(kind, facts: facts) { _ throws(Findings) in
      do { return try Life.policy() } catch {
        throw Findings(Finding(.valueUnknown, column: "digest"))
      }
    }
  }

  /// The facts of every document of random lives, their figures and steps, are what was written.
  @Test func `records give back the events, figures and steps of random lives`() throws {
    var seen: Set<ProjectEvent.Kind> = []
    let templates = try Life.keyedInTemplates("neutral")
    for seed in UInt64(1)...60 {
      var life = RandomLife(seed)
      let approval = Approval(
        project: "P001",
        zone: "绿色化工",
        stage: seed % 2 == 0 ? "seed" : "",
        amount: Fen(200_000_000),
        application: seed % 3 == 0 ? try Self.application() : nil
      )
      #expect(try Approval(facts: Self.recorded(approval.facts)) == approval)
      var project = try Project(approval, Life.head("0", try Sample.date("2024-01-01")))
      // Few lives come as far as equity by chance.
      if seed % 2 == 0 { project = try Life.Story.held().project }
      for step in 100...200 {
        guard let kind = life.next(project) else { break }
        let event = try life.event(kind, project)
        let date = project.lastDate.adding(days: Int32(life.random.below(20)))
        let document = ProjectDocument(Life.head("\(step)", date, kind), event)
        guard
          let proposal = try? project.propose(
            document,
            templates: templates,
            roles: [.unit, .control]
          )
        else { continue }
        let policy = life.policy
        let again = try ProjectEvent(kind, facts: Self.recorded(event.facts)) {
          digest throws(Findings) in
          guard let policy, digest == Life.digest else {
            throw Findings(Finding(.valueUnknown, column: "digest", value: digest))
          }
          return policy
        }
        #expect(again == event, "seed \(seed) step \(step)")
        let figures = try Movement.amounts(of: Self.recorded(proposal.figures.figures))
        #expect(figures == proposal.figures.amounts, "seed \(seed) step \(step)")
        let steps = try proposal.trace.map { try Step(json: Self.recorded($0.json)) }
        #expect(steps == proposal.trace, "seed \(seed) step \(step)")
        project = proposal.project
        seen.insert(kind)
      }
    }
    #expect(Set(ProjectEvent.Kind.allCases).subtracting(seen) == [])
  }

  @Test(arguments: [
    (ProjectEvent.Kind.tranche, #"{"amount":"1.00","kind":"cash"}"#, ["number"]),
    (.tranche, #"{"amount":"1","kind":"gold","number":"0"}"#, ["number", "amount", "kind"]),
    (.tranche, #"{"amount":"1.00","kind":"cash","number":"01"}"#, ["number"]),
    (.acceptance, #"{"note":"x"}"#, ["note"]),
    (.stop, #"{"reason":["x"]}"#, ["reason"]),
    (.clawback, #"["1.00"]"#, [""]),
    (
      .conversion,
      #"{"capital_to_fund":"1.00","holder":"S","others":{"crowd":"1.00"},"used":"-1.00"}"#,
      ["used", "others.crowd"]
    ),
    (
      .contract, #"{"digest":"00","policy":"x","weights":{"cash":"2000000"}}"#,
      ["digest", "weights.cash"]
    ),
    (.rentAccrued, #"{"amount":"1.00","lease":"L1","month":"2025-13"}"#, ["month"]),
  ])
  func `facts that are not as they must be are refused by their path`(
    _ kind: ProjectEvent.Kind,
    _ text: String,
    _ paths: [String]
  ) throws {
    do {
      _ = try Self.read(kind, text)
      Issue.record("\(text) was read")
    } catch let findings as Findings {
      #expect(findings.list.map(\.column) == paths)
    }
  }

  @Test func `a contract is refused under another policy than it names`() throws {
    let text = #"{"digest":"\#(Life.digest)","policy":"other","weights":{}}"#
    let error = #expect(throws: Findings.self) { _ = try Self.read(.contract, text) }
    #expect(error?.list.map(\.column) == ["policy"])
  }

  @Test func `numbers and flags are no facts`() {
    let facts = JSONValue.object([.init("amount", .integer(1)), .init("lease", .bool(true))])
    let error = #expect(throws: Findings.self) { _ = try Approval(facts: facts) }
    #expect(error?.list.map(\.code) == [.fieldType, .fieldType])
  }
}
