import Accounting
import CanonicalJSON
import Findings
import Quantities
import Reports
import Signing
import Simulators
import Store

/// A simulation as the ledger keeps it (已登记的模拟): what it said on the day of the decision, and all
/// that it takes to draw it again.
struct RecordedRun {
  /// The bytes that are kept: one JSON object in canonical form.
  let bytes: [UInt8]
  private let file: JSONValue

  /// Puts a record together from a result that is whole.
  init(_ run: OpenedRun, _ stamp: RunStamp) {
    let scenario = (try? JSONValue(stamp.header.scenario, profile: .case)) ?? .object([])
    let texts = [
      ("simulation", stamp.header.kind), ("name", stamp.name), ("author", stamp.author),
      ("date", stamp.date), ("paths", "\(stamp.header.paths)"), ("seed", "\(stamp.header.seed)"),
      ("digest", "\(stamp.digest)"), ("policy_sha256", "\(stamp.policy)"),
      ("program", Program.version), ("sentence_zh", run.sentence.chinese),
      ("sentence_en", run.sentence.english),
    ]
    file = .object(
      texts.map { .init($0.0, .string($0.1)) } + [
        .init("figures", .array(run.figures.map(\.recorded))), .init("scenario", scenario),
      ]
    )
    var writer = CanonicalWriter()
    writer.value(file)
    bytes = writer.bytes
  }

  /// Reads a record.
  init(_ bytes: [UInt8]) throws(Failure) {
    self.bytes = bytes
    do throws(JSONSyntaxError) { file = try JSONValue(bytes, profile: .case) } catch {
      throw Failure([Finding(.runFile)])
    }
  }

  subscript(key: String) -> String { file[key]?.text ?? "" }

  /// The figures as they were printed.
  var figures: [RunFigure] {
    guard case .array(let rows)? = file["figures"] else { return [] }
    return rows.map(RunFigure.init(recorded:))
  }

  /// What mattered most, in words.
  var sentence: Phrase { Phrase(self["sentence_zh"], self["sentence_en"]) }

  /// The SHA-256 of the policy in its scenario.
  private var policyDigest: String? {
    guard let scenario = file["scenario"] else { return nil }
    return (try? RunStamp.policy(in: scenario)).map { "\($0)" }
  }

  /// Holds every recorded simulation against itself; the log has held its bytes against its digest.
  /// - Returns: the first that does not say which policy it was drawn under.
  static func check(_ snapshot: LedgerSnapshot) throws(StoreError) -> CheckDifference? {
    for adopted in try snapshot.adoptions(.simulation) {
      let run: RecordedRun? = try? RecordedRun(adopted.file.bytes)
      let (expected, found) = (run?.policyDigest, run?["policy_sha256"])
      if expected == nil || expected != found {
        return CheckDifference(
          "record \(adopted.sequence) policy_sha256",
          expected: expected ?? "a simulation",
          found: found ?? "another file"
        )
      }
    }
    return nil
  }

  /// Draws every path again, from the record alone.
  /// - Throws: `E-VERIFY` when what comes out has another digest.
  func drawnAgain(in session: Session, threads: Int?) throws(Failure) -> RunResult {
    guard let scenario = file["scenario"], let paths = Int(self["paths"]),
      let seed = UInt64(self["seed"])
    else { throw Failure([Finding(.runFile)]) }
    var writer = CanonicalWriter()
    writer.value(scenario)
    let result: RunResult
    do {
      let plan = try RunPlan(seed: seed, paths: paths)
      result =
        self["simulation"] == "exit"
        ? try session.drawn(ExitScenario(writer.bytes), plan, threads: threads)
        : try session.drawn(PoolScenario(writer.bytes), plan, threads: threads)
    } catch { throw Failure(simulation: error) }
    let digest: Digest
    do throws(SigningError) { digest = try result.digest() } catch { throw Failure(error) }
    guard "\(digest)" == self["digest"] else {
      let made = "xiantou \(self["program"])"
      throw Failure(
        .verification,
        ["where": made, "expected": self["digest"], "found": "\(digest)"]
      )
    }
    return result
  }
}

extension RunFigure {
  /// The figure as a record keeps it.
  fileprivate var recorded: JSONValue {
    let texts = [
      ("zh", name.chinese), ("en", name.english), ("value", value.plain), ("low", low.plain),
      ("high", high.plain), ("method", method),
    ]
    return .object(texts.filter { !$0.1.isEmpty }.map { .init($0.0, .string($0.1)) })
  }

  /// A figure out of a record.
  fileprivate init(recorded: JSONValue) {
    func cell(_ key: String) -> Table.Cell {
      guard let text = recorded[key]?.text else { return .empty }
      return Fen(canonical: text).map { .amount($0) } ?? .text(text)
    }
    self.init(
      name: Phrase(recorded["zh"]?.text ?? "", recorded["en"]?.text ?? ""),
      value: cell("value"),
      low: cell("low"),
      high: cell("high"),
      method: recorded["method"]?.text ?? ""
    )
  }
}

extension Table.Cell {
  /// Amounts with two decimals, everything else as it is shown.
  fileprivate var plain: String {
    if case .money(let sum) = self { return Fen.yuan(sum) }
    return shown(in: .english)
  }
}

/// One recorded simulation (已登记模拟).
struct RecordedRunReport: Report {
  let adopted: RecordedAdoption
  let run: RecordedRun

  var table: Table {
    var table = RunFigure.table(Phrase("已登记的模拟", "Recorded simulation"), run.figures)
    table.remarks = [Phrase("单位:元", "CNY yuan")]
    table.footnotes = [run.sentence]
    return table
  }

  func text(in language: Language) -> String {
    var about = Table(
      title: Phrase("记录 \(adopted.sequence)", "Record \(adopted.sequence)"),
      remarks: [],
      columns: [.init(Phrase("项目", "Item"), .text), .init(Phrase("内容", "Content"), .text)]
    )
    for (name, value) in lines where !value.isEmpty { about.add([.phrase(name), .text(value)]) }
    return table.text(in: language) + "\n" + about.text(in: language)
  }

  private var lines: [(Phrase, String)] {
    let signed = adopted.file.signatures
    return [
      (Phrase("方案", "Scenario"), run["name"]), (Phrase("编写", "Author"), run["author"]),
      (Phrase("方案日期", "Dated"), run["date"]), (Phrase("路径", "Paths"), run["paths"]),
      (Phrase("种子", "Seed"), run["seed"]), (Phrase("结果摘要", "Result SHA-256"), run["digest"]),
      (Phrase("政策摘要", "Policy SHA-256"), run["policy_sha256"]),
      (Phrase("程序", "Program"), "xiantou \(run["program"])"),
      (Phrase("决定日期", "Decided on"), "\(adopted.file.date)"),
      (Phrase("制单", "Prepared by"), signed.preparedBy ?? ""),
      (Phrase("复核", "Reviewed by"), signed.reviewedBy ?? ""),
      (Phrase("审批", "Approved by"), signed.approvedBy ?? ""),
      (Phrase("原因", "Reason"), adopted.file.reason),
      (Phrase("登记时间", "Recorded at"), adopted.time),
    ]
  }

  var json: JSON {
    let figures = run.figures.map { figure -> JSON in
      [
        "figure": .string(figure.name.english), "value": .string(figure.value.plain),
        "low": .string(figure.low.plain), "high": .string(figure.high.plain),
        "method": .string(figure.method),
      ]
    }
    return .object(adopted.recordedRun(run) + [.init("figures", .array(figures))])
  }
}

/// The recorded simulations (已登记模拟表).
struct RecordedRunList: Report {
  let runs: [(adopted: RecordedAdoption, run: RecordedRun)]

  var table: Table {
    var table = Table(
      title: Phrase("已登记的模拟", "Recorded simulations"),
      remarks: [Phrase("\(runs.count) 个", "\(runs.count)")],
      columns: [
        .init(Phrase("记录", "Record"), .integer), .init(Phrase("种类", "Kind"), .text),
        .init(Phrase("方案", "Scenario"), .text), .init(Phrase("日期", "Date"), .date),
        .init(Phrase("路径", "Paths"), .text), .init(Phrase("种子", "Seed"), .text),
        .init(Phrase("结果摘要", "Digest"), .text), .init(Phrase("审批", "Approved by"), .text),
        .init(Phrase("原因", "Reason"), .text),
      ]
    )
    for (adopted, run) in runs {
      table.add([
        .integer(Int(adopted.sequence)), .text(run["simulation"]), .text(run["name"]),
        .date(adopted.file.date), .text(run["paths"]), .text(run["seed"]),
        .text(String(run["digest"].prefix(16))), .text(adopted.file.signatures.approvedBy ?? ""),
        .text(adopted.file.reason),
      ])
    }
    return table
  }

  var json: JSON { ["simulations": .array(runs.map { .object($0.adopted.recordedRun($0.run)) })] }
}

extension RecordedAdoption {
  /// What is known about a recorded simulation, for programs.
  fileprivate func recordedRun(_ run: RecordedRun) -> [JSON.Member] {
    let signed = file.signatures
    return [
      .init("record", .integer(sequence)), .init("at", .string(time)),
      .init("on", .string("\(file.date)")), .init("sha256", .string(digest)),
      .init("scenario", .string(run["simulation"])), .init("name", .string(run["name"])),
      .init("author", .string(run["author"])), .init("date", .string(run["date"])),
      .init("paths", .whole(run["paths"])), .init("seed", .whole(run["seed"])),
      .init("digest", .string(run["digest"])),
      .init("policy_sha256", .string(run["policy_sha256"])),
      .init("program", .string(run["program"])),
      .init("prepared_by", .optional(signed.preparedBy)),
      .init("reviewed_by", .optional(signed.reviewedBy)),
      .init("approved_by", .optional(signed.approvedBy)), .init("reason", .string(file.reason)),
    ]
  }
}
