import Accounting
import Audit
import Foundation
import Store
import Testing

@testable import Commands

/// Simulations on which decisions were founded, in the ledger's log.
@Suite struct SimulationRecordTests {
  private static let scenario = ThreeYears.folder.deletingLastPathComponent()
    .appending(path: "scenarios/reference-pool.json").path

  private static func result(_ fund: Fund, shard: String = "0/1") throws -> String {
    let file = fund.desk.folder.appending(path: "结果.run").path
    let line = "sim pool --scenario \(scenario) --paths 4200 --seed 11 --shard \(shard) -o \(file)"
    try ThreeYears.done(fund.desk.run(line))
    return file
  }

  @Test func `three persons put a run on record, and it is drawn again from the ledger alone`()
    throws
  {
    let fund = try Fund()
    let file = try Self.result(fund)
    let digest = try fund.desk.json("sim show \(file)")["digest"].text
    let made = try fund.desk.json(
      "sim record \(file) --on 2026-01-08 --reason 核定池规模",
      as: "张敏"
    )
    #expect(made["files"][0]["kind"].text == "simulation")
    #expect(try fund.desk.json("sim list")["simulations"].list.isEmpty)
    #expect(try fund.post(made["files"][0]["draft"].text ?? "")["state"].text == "posted")
    try FileManager.default.removeItem(atPath: file)

    let run = try fund.desk.json("sim list")["simulations"][0]
    #expect(run["digest"].text == digest && run["seed"].number == 11)
    #expect(run["paths"].number == 4_200 && run["reason"].text == "核定池规模")
    #expect(run["prepared_by"].text == "张敏" && run["approved_by"].text == "周正")
    let number = run["record"].number ?? 0
    let shown = try fund.desk.json("sim show --recorded \(number)")
    #expect(shown["figures"][0]["figure"].text == "Claims due")
    let again = try fund.desk.json("sim show --recorded \(number) --again")
    #expect(again["digest"].text == digest)
    #expect(again["expected_claims"]["value"].text == shown["figures"][0]["value"].text)
    #expect(fund.desk.run("sim show --recorded \(number) --lang en").output.contains("In words:"))
    #expect(try fund.desk.json("book check")["ok"].flag == true)
    // A simulation is no policy.
    #expect(try fund.desk.json("policy list")["files"].list.count == 3)
  }

  @Test func `what was signed on paper is the chief's to enter, once, whole and by three`() throws {
    let fund = try Fund()
    let file = try Self.result(fund)
    let line = "sim record \(file) --on 2026-01-08"
    #expect(fund.desk.run(line).exit == .usage)
    #expect(fund.desk.run("\(line) \(Fund.signed)", as: "张敏").exit == .denied)
    let alone = fund.desk.run("\(line) --signed 张敏,张敏,周正", as: "何伟")
    #expect(alone.messages.contains("E-SOD"), "\(alone.messages)")
    try ThreeYears.done(fund.desk.run("\(line) \(Fund.signed)", as: "何伟"))
    let twice = fund.desk.run("\(line) \(Fund.signed)", as: "何伟")
    #expect(twice.messages.contains("E-CODE-DUP"), "\(twice.messages)")
    let part = try Self.result(fund, shard: "0/2")
    let half = fund.desk.run("sim record \(part) \(Fund.signed)", as: "何伟")
    #expect(half.exit == .data && half.messages.contains("E-RUN-PARTS"), "\(half.messages)")
    let other = fund.desk.run("sim record \(Self.scenario) \(Fund.signed)", as: "何伟")
    #expect(other.exit == .data && other.messages.contains("E-RUN-FILE"), "\(other.messages)")
  }

  @Test(arguments: [
    (#""seed":"11""#, #""seed":"12""#, true),
    (#""rate_ppm":"500000""#, #""rate_ppm":"510000""#, false),
  ])
  func `a record that says something else is told`(
    _ part: String,
    _ other: String,
    _ isSound: Bool
  ) throws {
    let fund = try Fund()
    let file = try Self.result(fund)
    try ThreeYears.done(fund.desk.run("sim record \(file) \(Fund.signed)", as: "何伟"))
    let ledger = try LedgerFile(path: fund.desk.path, mode: .write)
    let time = try #require(RecordTime(secondsSince1970: 4_000_000_000))
    let number = try ledger.write(by: "何伟", at: time) { (write) throws(StoreError) in
      let kept = try write.adoptions(.simulation)[0].file
      let text = String(decoding: kept.bytes, as: UTF8.self).replacing(part, with: other)
      return try write.adopt(
        AdoptedFile(
          kind: .simulation,
          code: kept.code,
          name: kept.name,
          date: kept.date,
          signatures: kept.signatures,
          bytes: Array(text.utf8)
        )
      )
    }
    let again = fund.desk.run("sim show --recorded \(number) --again")
    #expect(again.exit == .verifyFailed && again.messages.contains("E-VERIFY"))
    let check = fund.desk.run("book check")
    #expect((check.exit == .ok) == isSound, "\(check.messages)")
  }

  @Test(arguments: [
    "sim show", "sim show x.run --recorded 3", "sim show x.run --again",
    "sim show --recorded 3 --html x.html", "sim show --recorded x",
  ])
  func `what to show is said once`(_ line: String) throws {
    #expect(try Fund().desk.run(line).exit == .usage)
  }

  @Test func `a record that is no simulation is not found`() throws {
    let run = try Fund().desk.run("sim show --recorded 1")
    #expect(run.exit == .notFound && run.messages.contains("E-NOT-FOUND"))
  }
}
