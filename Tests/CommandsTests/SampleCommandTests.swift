import Foundation
import Quantities
import Reports
import Testing

@testable import Commands

/// Audit samples, as the command draws them.
@Suite struct SampleCommandTests {
  let desk: Desk

  init() throws { desk = try Desk(ThreeYears.posted) }

  static func fen(_ found: Found) -> Int128 {
    Fen.sum([found.text.flatMap(Fen.init(canonical:)) ?? .zero])
  }

  static let methods = [
    "--method random --size 20", "--method mus --interval 20000000.00", "--method mus --size 15",
    "--method stratified --size 12 --strata 50000.00,1000000.00",
  ]

  @Test(arguments: methods, ["--of lines", "--of vouchers"])
  func `a sample says what it was drawn of, and can be drawn again`(
    _ method: String,
    _ unit: String
  ) throws {
    let line = "audit sample \(method) \(unit) --period 2024-01..2025-12 --seed 2026-A1"
    let sample = try desk.json(line)
    #expect(
      sample.keys == [
        "method", "seed", "of", "book", "period", "account", "records", "population", "sample",
        "interval", "start", "strata", "rows",
      ]
    )
    let rows = sample["rows"].list
    #expect(sample["seed"].text == "2026-A1" && sample["period"].text == "2024-01..2025-12")
    #expect(sample["sample"]["count"].number == rows.count && !rows.isEmpty)
    let journal = try desk.json("report journal --period 2024-01..2025-12")["rows"].list
    if unit == "--of lines" {
      let amounts = journal.map { abs(Self.fen($0["debit"])) + abs(Self.fen($0["credit"])) }
      #expect(sample["population"]["count"].number == journal.count)
      #expect(sample["population"]["sum"].text == Fen.yuan(amounts.reduce(0, +)))
    } else {
      let numbers = Set(journal.map { $0["number"].text })
      #expect(sample["population"]["count"].number == numbers.count)
    }
    for row in rows.prefix(4) {
      let shown = try desk.json("voucher show \(row["number"].text ?? "")")
      #expect(shown["leaf_sha256"].text == row["leaf_sha256"].text)
      #expect(row["conclusion"].text == "")
      guard let number = row["line"].number else { continue }
      let posting = shown["lines"][number - 1]
      #expect(posting[row["side"].text ?? ""].text == row["amount"].text)
      #expect(posting["account"].text == row["account"].text)
    }
    #expect(desk.run(line).output == desk.run(line).output)
    let other = try desk.json(line.replacing("2026-A1", with: "2026-A2"))
    #expect(other["rows"].list.map { $0["number"].text } != rows.map { $0["number"].text })
  }

  @Test func `what is posted later does not change a sample of the log as it was`() throws {
    let line = "audit sample --method mus --size 10 --seed x --json"
    let before = try Found(desk.run(line).output)
    let records = try #require(before["records"].number)
    try AuditorCommandTests.postLate(desk)
    let now = try Found(desk.run(line).output)
    #expect(now["records"].number != records)
    #expect(now["population"]["count"].number != before["population"]["count"].number)
    let again = desk.run("\(line) --known-at \(records)").output
    #expect(
      try Found(again)["rows"].list.map { $0["seq"].number }
        == before["rows"].list.map { $0["seq"].number }
    )
    #expect(try Found(again)["records"].number == records)
  }

  @Test func `a monetary unit sample takes every line of an interval or more`() throws {
    let line = "audit sample --method mus --interval 4000000.00 --seed top --account 1002"
    let sample = try desk.json(line)
    let taken = Set(
      sample["rows"].list.map { "\($0["number"].text ?? "") \($0["line"].number ?? 0)" }
    )
    let large = try desk.json("report search --account 1002 --amount 4000000.00..")["rows"].list
    #expect(!large.isEmpty)
    for row in large {
      #expect(taken.contains("\(row["number"].text ?? "") \(row["line"].number ?? 0)"))
    }
    let hits = sample["rows"].list.compactMap { $0["hits"].number }.reduce(0, +)
    let (sum, start) = (Self.fen(sample["population"]["sum"]), Self.fen(sample["start"]))
    #expect(Int128(hits) == (sum - start) / 400_000_000 + 1)
    #expect(sample["rows"].list.allSatisfy { $0["account"].text?.hasPrefix("1002") == true })
  }

  @Test func `strata are counted, and all of them are in the sample`() throws {
    let line = "audit sample --method stratified --size 9 --strata 10000.00,500000.00 --seed s"
    let sample = try desk.json(line)
    let strata = sample["strata"].list
    #expect(strata.map { $0["from"].text } == ["0.00", "10000.00", "500000.00"])
    #expect(strata.compactMap { $0["sample"].number }.reduce(0, +) == 9)
    let count = strata.compactMap { $0["count"].number }.reduce(0, +)
    #expect(count == sample["population"]["count"].number)
    for row in sample["rows"].list {
      let stratum = try #require(row["stratum"].number)
      let amount = abs(Self.fen(row["amount"]))
      #expect(amount >= Self.fen(strata[stratum - 1]["from"]))
      if stratum < 3 { #expect(amount < Self.fen(strata[stratum]["from"])) }
    }
  }

  @Test func `working papers carry the basis and an empty column for the conclusion`() throws {
    let line = "audit sample --method random --size 5 --seed 2026-A1"
    let csv = desk.run("\(line) --csv").output.split(separator: "\r\n")
    #expect(csv.count == 6 && csv[0].hasSuffix("记录哈希,审计结论,抽样依据"))
    let basis = "method=random seed=2026-A1 of=lines book=001 records="
    #expect(csv.dropFirst().allSatisfy { $0.contains(",,\(basis)") })
    let file = "\(desk.folder.path)/抽样.csv"
    #expect(desk.run("\(line) -o \(file)").exit == .ok)
    #expect(try desk.text("抽样.csv").contains(basis))
    for language in Language.allCases {
      let text = desk.run("\(line) --lang \(language.rawValue)").output
      #expect(text.contains("\nseed=2026-A1\n") && text.contains("\npopulation=1460\n"))
    }
  }

  @Test(arguments: [
    ("--method random --seed a", "--size"), ("--method random --size 5", "--seed"),
    ("--method random --size 5 --seed a --interval 1.00", "--size"),
    ("--method random --size 5 --seed a --strata 1.00", "--size"),
    ("--method mus --size 5 --interval 1.00 --seed a", "--size | --interval"),
    ("--method mus --seed a", "--size | --interval"),
    ("--method stratified --size 5 --seed a", "--size --strata"),
    ("--method stratified --size 5 --strata 5.00,1.00 --seed a", "--strata"),
    ("--method stratified --size 5 --strata 5.00,5.00 --seed a", "--strata"),
    ("--method stratified --size 5 --strata 0.00 --seed a", "--strata"),
    ("--method mus --interval 0.00 --seed a", "--interval"),
    ("--method mus --interval -1.00 --seed a", "--interval"),
    ("--method mus --interval 1e3 --seed a", "--interval"),
    ("--method random --size 0 --seed a", "--size"),
    ("--method best --size 1 --seed a", "--method"),
    ("--method random --size 5 --seed 种子", "--seed"),
    ("--method random --size 5 --seed a --of pages", "--of"),
  ])
  func `what makes no sense together is refused`(_ options: String, _ named: String) throws {
    let run = desk.run("audit sample \(options) --json")
    let error = try Found(run.output)["error"]
    #expect(run.exit == .usage && error["code"].text == "E-USAGE")
    #expect(error["message"].text?.contains(named) == true)
  }

  @Test func `an account that is not there, and a period without vouchers`() throws {
    let unknown = desk.run("audit sample --method random --size 5 --seed a --account 9999")
    #expect(unknown.exit == .notFound)
    for method in Self.methods {
      let empty = try desk.json("audit sample \(method) --seed a --period 2020")
      #expect(empty["rows"].list.isEmpty && empty["population"]["count"].number == 0)
      #expect(empty["population"]["sum"].text == "0.00")
    }
  }
}
