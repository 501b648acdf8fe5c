import Foundation
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
}
