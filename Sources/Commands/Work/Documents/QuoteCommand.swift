import Accounting
import ArgumentParser
import CanonicalJSON
import InvestFirst
import Policies
import Quantities
import Registers
import Reports
import Store

/// What every quote is told.
struct QuoteOptions: ParsableArguments {
  @Option(
    help: help("业务日期, 默认为今天", "day of the fact; today by default", value: "date"),
    transform: Read.date
  )
  var on: CivilDate?

  @Flag(help: help("说明每一步: 依据、公式、代入、结果", "explain each step"))
  var explain = false
}

/// A command that computes what a rule says about a project; nothing is written.
protocol QuoteCommand: RunnableCommand {
  /// The project's code.
  var project: String { get }
  /// The day, and whether to explain.
  var quote: QuoteOptions { get }
  /// The case.
  func stated() throws(Failure) -> Stated
}

extension QuoteCommand {
  func execute(in session: Session) throws(Failure) {
    let stated = try stated()
    let day = try session.day(quote.on)
    guard case .case(let facts) = stated.content,
      let kind = ProjectEvent.Kind(rawValue: stated.kind)
    else { throw Failure(.bug, ["reason": "quote without a case"]) }
    let (explained, project) = try session.registers { (snapshot) throws(RegisterError) in
      let register = ProjectRegister(snapshot)
      let explained = try register.quote(kind, facts, of: self.project, on: day)
      return (explained, try register.project(self.project))
    }
    let report = QuoteReport(kind: kind, date: day, project: project, quote: explained)
    try session.print(report.json) { report.lines(session.language, explains: quote.explain) }
  }
}

/// What a rule says about a project (试算).
struct QuoteReport {
  let kind: ProjectEvent.Kind
  let date: CivilDate
  let project: Project
  let quote: Explained<JSONValue>

  var json: JSON {
    [
      "project": .string(project.approval.project), "kind": .string(kind.rawValue),
      "date": .string("\(date)"), "policy": .optional(project.contract?.policy),
      "facts": quote.figures.shown, "trace": .array(quote.trace.map(\.json)),
    ]
  }

  func lines(_ language: Language, explains: Bool) -> [String] {
    var lines = [heading(language)]
    lines += WorkReport.pairs(quote.figures, "fact", of: kind.rawValue, language)
    if let price = figure("price") {
      lines.append(
        Phrase("  大写: 人民币\(price.capital)", "  in words: 人民币\(price.capital)").text(
          in: language
        )
      )
    }
    if explains { lines.append(StepTable.text(quote.trace, language)) }
    lines.append(Phrase("试算, 未写入", "computed, nothing written").text(in: language))
    return lines
  }

  private func heading(_ language: Language) -> String {
    let code = project.approval.project
    let policy = project.contract?.policy ?? ""
    let event = language.term("event", kind.rawValue)
    guard let holding = project.holding else { return "\(code)  \(event)  \(date)  \(policy)" }
    let share = (try? PPM(nearest: project.owners.share(of: .fund))).map { "\($0)" } ?? ""
    let cost = Fen.grouped(Int128(holding.cost.rawValue))
    return Phrase(
      "\(code)  \(event)  \(date)  \(policy)  代持 \(holding.holder)  股比 \(share)  成本 \(cost)",
      "\(code)  \(event)  \(date)  \(policy)  holder \(holding.holder)  share \(share)  "
        + "cost \(cost)"
    ).text(in: language)
  }

  private func figure(_ key: String) -> Fen? {
    guard case .string(let text)? = quote.figures[key] else { return nil }
    return Fen(canonical: text)
  }
}

extension Session {
  /// Shows what a document would do; nothing is written.
  func preview(
    _ stated: Stated,
    of subject: String,
    in area: BusinessDocument.Area = .project,
    _ options: QuoteOptions
  ) throws(Failure) {
    let statement = BusinessStatement(
      area,
      subject,
      kind: stated.kind,
      date: try day(options.on),
      evidence: [],
      content: stated.content
    )
    let work = try registers { (snapshot) throws(RegisterError) in
      switch area {
      case .project: try ProjectRegister(snapshot).rehearsal(of: statement)
      case .pool: try PoolRegister(snapshot).rehearsal(of: statement)
      }
    }
    let report = WorkReport(work: work)
    let head: [JSON.Member] = [
      .init(area.rawValue, .string(subject)), .init("kind", .string(stated.kind)),
    ]
    try print(.object(head + report.members(language))) {
      let event = language.term(Optional(area).eventTerm, stated.kind)
      return ["\(subject)  \(event)  \(work.head.date)"]
        + report.lines(language, in: area, explains: options.explain)
        + [Phrase("试算, 未写入", "computed, nothing written").text(in: language)]
    }
  }
}
