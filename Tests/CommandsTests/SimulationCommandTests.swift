import Foundation
import Reports
import Testing

@testable import Commands

@Suite struct SimulationCommandTests {
  private static let examples = ThreeYears.folder.deletingLastPathComponent()
    .appending(path: "scenarios").path
  private static let pool = "\(examples)/reference-pool.json"
  private static let exits = "\(examples)/exits.json"

  @Test func `the reference pool answers as scripts expect`() throws {
    let desk = try Desk()
    let found = try desk.json("sim pool --scenario \(Self.pool) --paths 4096 --seed 7")
    #expect(found["paths"].number == 4_096 && found["seed"].number == 7)
    #expect(found["digest"].text?.count == 64 && found["policy_sha256"].text?.count == 64)
    let ends = found["expected_claims"]["ci95"].list.compactMap { $0.text.flatMap(Double.init) }
    // Four standard errors are twice the interval's half.
    let value = Double(found["expected_claims"]["value"].text ?? "") ?? 0
    #expect((value - 9_000_000).magnitude < (ends[1] - ends[0]) * 1.1)
    #expect(found["p_unpaid_by_year"].list.count == 1)
    #expect(found["quantiles"].keys == ["0.95", "0.99", "0.999"])
    #expect(found["expected_shortfall"].keys == ["0.95", "0.99", "0.999"])
    let assumed = found["assumptions"].list.compactMap { $0["field"].text }
    #expect(assumed.contains("claim_delay_months") && !assumed.contains("new_lending"))
    #expect(found["sentence"].text?.isEmpty == false)
  }

  /// One project and one year: enough for commands, and quick.
  private static func smallExits(_ desk: Desk) throws -> String {
    let text = try String(contentsOf: URL(filePath: exits), encoding: .utf8)
      .replacing("../policies/", with: "\(examples)/../policies/")
      .replacing("\"count\": 6", with: "\"count\": 1").replacing(
        "\"count\": 4",
        with: "\"count\": 0"
      )
      .replacing(": 120,", with: ": 24,")
    return try desk.save(text, "exits.json")
  }

  @Test(arguments: ["pool", "exit"])
  func `parts join to the bytes of one run, for any threads`(_ kind: String) throws {
    let desk = try Desk()
    let folder = desk.folder.path
    let scenario = kind == "pool" ? Self.pool : try Self.smallExits(desk)
    let line = "sim \(kind) --scenario \(scenario) --paths 8200 --seed 3"
    let rates = kind == "exit" ? " --rates \(Self.rates)" : ""
    let one = try desk.json("\(line)\(rates) --threads 1 -o \(folder)/one.run")
    for part in 0..<3 {
      let run = desk.run(
        "\(line)\(rates) --threads 2 --shard \(part)/3 -o \(folder)/\(part).run -q"
      )
      #expect(run.exit == .ok, "\(run.messages)")
    }
    let merge = "sim merge \(folder)/2.run \(folder)/0.run \(folder)/1.run -o \(folder)/all.run"
    let joined = try desk.json(merge)
    #expect(joined["digest"].text == one["digest"].text)
    let files = try ["one", "all"].map {
      try Data(contentsOf: desk.folder.appending(path: $0 + ".run"))
    }
    #expect(files[0] == files[1])
    let gap = desk.run("sim merge \(folder)/2.run \(folder)/0.run -o \(folder)/gap.run --json")
    #expect(gap.exit == .data && gap.output.contains("E-RUN-PARTS"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/gap.run"))
    let shown = desk.run("sim show \(folder)/all.run --lang en")
    #expect(shown.exit == .ok && shown.output.contains("In words:"), "\(shown.messages)")
  }

  private static let rates = ThreeYears.folder.deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "policies/rates/lpr.csv").path

  @Test(arguments: [
    (#""pd_year":"0.03""#, #""pd_year":"1.03""#, ExitCode.data, "E-FIELD-VALUE"),
    (#""rho_global":"0.12""#, #""rho_global":"1.2""#, .data, "E-FIELD-VALUE"),
    (#""count":200"#, #""count":0"#, .data, "E-PORTFOLIO-EMPTY"),
    (#""rate_ppm":"500000""#, #""rate_ppm":"?""#, .policy, "tiers[0].rate_ppm"),
    ("{", "", .data, "E-JSON"), (#""opening""#, #""openning""#, .data, "E-FIELD-UNKNOWN"),
  ])
  func `what cannot be simulated is refused before the first path`(
    _ part: String,
    _ replacement: String,
    _ exit: ExitCode,
    _ word: String
  ) throws {
    let desk = try Desk()
    let text = try String(contentsOf: URL(filePath: Self.pool), encoding: .utf8)
      .replacing(": ", with: ":")
    let scenario = try desk.save(text.replacing(part, with: replacement, maxReplacements: 1), "s")
    let file = desk.folder.appending(path: "out.run").path
    let run = desk.run("sim pool --scenario \(scenario) --paths 10 -o \(file) --json")
    #expect(run.exit == exit, "\(run.output)")
    #expect(run.output.contains(word), "\(run.output)")
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  @Test func `open values are told in the pass that tells what is wrong`() throws {
    let desk = try Desk()
    let text = try String(contentsOf: URL(filePath: Self.pool), encoding: .utf8)
      .replacing(": ", with: ":").replacing("\"500000\"", with: "\"?\"")
      .replacing("\"0.03\"", with: "\"1.03\"")
    let scenario = try desk.save(text, "s.json")
    let run = desk.run("sim pool --scenario \(scenario) --json")
    let found = try Found(run.output)
    #expect(run.exit == .data && found["error"]["code"].text == "E-FIELD-VALUE")
    #expect(found["error"]["open"].list.map(\.text) == ["policy.tiers[0].rate_ppm"])
    let codes = found["findings"].list.compactMap { $0["code"].text }
    #expect(codes == ["E-FIELD-VALUE", "E-PORTFOLIO-EMPTY", "E-VALUE-OPEN"], "\(codes)")
  }

  @Test func `what would not fit into memory is refused, and what just does is not`() {
    let room = RunRoom(paths: 100_000_000, needed: 3 << 30)
    #expect(throws: Never.self) { try room.check(memory: 3 << 30) }
    do throws(Failure) {
      try room.check(memory: 2 << 30)
      Issue.record("refused")
    } catch {
      #expect(error.code == "E-RUN-MEMORY" && error.exit == .data)
    }
    let parts = RunRoom(joining: Array(repeating: 1 << 20, count: 1_000))
    #expect(throws: Never.self) { try parts.check(memory: 5 << 29) }
    do throws(Failure) {
      try parts.check(memory: 1 << 30)
      Issue.record("refused")
    } catch {
      #expect(error.code == "E-RUN-MEMORY" && error.exit == .data)
      #expect(error.lines(.english)[0].contains("joining 1000 files may take"))
    }
    #expect(System.size(of: Self.pool) > 500 && System.size(of: "/nowhere") == 0)
    #expect(System.memory > 1 << 20)
  }

  @Test func `Ctrl-C in the middle of studies leaves no file`() async {
    await #expect(processExitsWith: .exitCode(130)) {
      listen()
      let desk = try Desk()
      let file = desk.folder.appending(path: "x.run").path
      let pipe = Pipe()
      Thread.detachNewThread {
        var seen = Data()
        while !String(decoding: seen, as: UTF8.self).contains(", 共 20 项") {
          seen += pipe.fileHandleForReading.availableData
        }
        kill(getpid(), SIGINT)
      }
      let output = pipe.fileHandleForWriting.fileDescriptor
      let console = Console(
        output: TextSink(),
        messages: TextSink(descriptor: output, path: "-", encoding: .utf8),
        environment: Environment(),
        ask: nil
      )
      let line =
        "sim pool --scenario \(Self.pool) --paths 256 --studies --progress plain -o \(file)"
      let code = Program.run(line.split(separator: " ").map(String.init), on: console)
      let isThere = withExtendedLifetime(desk) { FileManager.default.fileExists(atPath: file) }
      exit(isThere ? 1 : code.rawValue)
    }
  }

  @Test(arguments: ["--paths 0", "--seed -1", "--shard 5/4", "--threads x", "--variance wild"])
  func `a draw that cannot be is a wrong command line`(_ option: String) throws {
    #expect(try Desk().run("sim pool --scenario \(Self.pool) \(option)").exit == .usage)
  }

  @Test func `a page needs nothing else and shows the digest`() throws {
    let desk = try Desk()
    let (file, page) = ("\(desk.folder.path)/r.run", "\(desk.folder.path)/r.html")
    let made = try desk.json("sim pool --scenario \(Self.pool) --paths 4096 -o \(file)")
    #expect(desk.run("sim show \(file) --html \(page)").exit == .ok)
    let text = try desk.text("r.html")
    #expect(text.contains(made["digest"].text ?? "-") && text.contains("default-src 'none'"))
    #expect(!text.contains("<script") && !text.contains(" src="))
    #expect(text.split(separator: "</svg>").count > 5)
  }

  @Test func `a spreadsheet gets every table`() throws {
    let text = try Desk().run("sim pool --scenario \(Self.pool) --paths 64 --csv --lang en").output
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines.first == "Figure,Estimate,95% from,to,Method")
    for title in ["Year by year", "What binds", "Not given, and taken for granted"] {
      #expect(lines.contains("\"\(title)\""), "\(title)")
    }
  }

  @Test func `two schemes are compared on the same luck`() throws {
    let desk = try Desk()
    let text = try String(contentsOf: URL(filePath: Self.pool), encoding: .utf8)
    let richer = try desk.save(text.replacing("30000000.00", with: "60000000.00"), "b.json")
    let found = try desk.json("sim compare \(Self.pool) \(richer) --paths 2048 --seed 1")
    #expect(found["claims"]["value"].text == "0.00")
    #expect(found["broken"]["value"].number == 0)
    let paid = Double(found["paid"]["value"].text ?? "") ?? 0
    #expect(paid > 0)
  }

  @Test func `companies must be worth more for a higher goal`() throws {
    let desk = try Desk()
    let scenario = try Self.smallExits(desk)
    let line = "sim exit --scenario \(scenario) --rates \(Self.rates) --paths 64 --solve-for value"
    let low = try desk.json("\(line) --target tvpi=0.6")
    let high = try desk.json("\(line) --target tvpi=0.8")
    let multiples = [low, high].map { ($0["multiple"]["value"].value as? Double) ?? 0 }
    #expect(multiples[0] > 0 && multiples[0] < multiples[1], "\(multiples)")
    #expect(desk.run("sim exit --scenario \(Self.exits) --solve-for value").exit == .usage)
  }

  @Test(arguments: [
    (#""pd_year":"0.03""#, #""pd_year":"0""#, "没有一条路径发生补偿"),
    (#""pd_year":"0.03""#, #""pd_year":"1""#, "每一条路径都付不足补偿"),
    (#""opening":"30000000.00""#, #""opening":"300000000.00""#, "现有资金足够"),
    (#""rho_global":"0.12""#, #""rho_global":"1""#, "付不足补偿"),
    (#""rho_global":"0.12""#, #""rho_global":"0""#, "次里有 1 次)付不足补偿"),
    (#""count":200"#, #""count":1"#, "付不足补偿"),
    (#""horizon_months":12"#, #""horizon_months":600"#, "50 年内"),
    (#""horizon_months":12"#, #""horizon_months":7"#, "7 个月内"),
  ])
  func `odd pools have answers in numbers and in words`(
    _ part: String,
    _ other: String,
    _ words: String
  ) throws {
    let desk = try Desk()
    let text = try String(contentsOf: URL(filePath: Self.pool), encoding: .utf8)
      .replacing(": ", with: ":")
    let scenario = try desk.save(text.replacing(part, with: other, maxReplacements: 1), "s.json")
    let run = desk.run("sim pool --scenario \(scenario) --paths 256 --json")
    let sentence = try Found(run.output)["sentence"].text ?? ""
    #expect(run.exit == .ok && sentence.contains(words), "\(sentence)")
    let lower = run.output.lowercased()
    #expect(!lower.contains("nan") && !lower.contains("inf") && !lower.contains("null"))
    let english = desk.run("sim pool --scenario \(scenario) --paths 64 --lang en")
    #expect(english.output.contains("In words: within "))
  }

  @Test func `everything that is wrong is told at once, in both languages`() throws {
    let desk = try Desk()
    let text = """
      {"scenario":"pool","policy":{"policy":"risk_pool","policy_id":"x","coverage":
      {"base":"net_principal_loss"},"tiers":[{"rate_ppm":"1500000"}]},"horizon_months":601,
      "pool":{"opening":"-1.00"},"loans":{"groups":[],"list":[{"principal":"1.00",
      "pd_year":"-0.1","from":"2026-02-01","to":"2026-01-01"}]},"factors":{"rho_global":"0.5",
      "sectors":[{"name":"A"},{"name":"B"}],"correlation":[["1","0.2"],["0.3","1"]]}}
      """
    let scenario = try desk.save(text, "s.json")
    for language in ["zh-CN", "en"] {
      let run = desk.run("sim pool --scenario \(scenario) --lang \(language)")
      #expect(run.exit == .data)
      for word in [
        "rate_ppm", "horizon_months", "pool.opening", "pd_year", "loans.list[0].to",
        "E-DATE-ORDER", "E-CORRELATION", "E-PORTFOLIO-EMPTY",
      ] {
        #expect(run.messages.contains(word), "\(word): \(run.messages)")
      }
    }
    let many = desk.run("sim pool --scenario \(Self.pool) --paths 99999999999")
    #expect(many.exit == .data && many.messages.contains("paths"), "\(many.messages)")
  }

  @Test func `exits are compared on the same luck and studied`() throws {
    let desk = try Desk()
    let scenario = try Self.smallExits(desk)
    let text = try String(contentsOfFile: scenario, encoding: .utf8)
    let other = try desk.save(
      text.replacing("\"20000000.00\"", with: "\"40000000.00\""),
      "dear.json"
    )
    let line = "sim compare \(scenario) \(other) --rates \(Self.rates) --paths 64"
    let found = try desk.json(line)
    #expect(found["invested"]["value"].text == "0.00" && found["tvpi"]["ci95"].list.count == 2)
    #expect(found["sentence"].text?.contains("与甲相比") == true)
    let same = desk.run(
      "sim compare \(scenario) \(scenario) --rates \(Self.rates) --paths 64 --lang en"
    )
    #expect(same.output.contains("within chance"), "\(same.output)")
    let file = desk.folder.appending(path: "x.run").path
    let run =
      "sim exit --scenario \(scenario) --rates \(Self.rates) --paths 32 --studies -o \(file)"
    let studies = try desk.json(run)["studies"]
    #expect(studies["tornado"].list.count > 5 && studies["stresses"].list.count > 2)
    #expect(studies["curve"]["routes"].list.isEmpty == false)
    let page = "\(desk.folder.path)/x.html"
    #expect(desk.run("sim show \(file) --studies --html \(page)").exit == .ok)
    #expect(try desk.text("x.html").split(separator: "</svg>").count > 7)
  }
}
