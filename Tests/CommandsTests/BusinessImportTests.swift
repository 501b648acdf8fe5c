import Foundation
import Testing

@testable import Commands

/// Business tables of earlier years: linked to their vouchers, or booked as new documents.
@Suite struct BusinessImportTests {
  /// The tables of the example without its vouchers, beside the ledger.
  private func tables(_ desk: Desk, leaving out: Set<String> = ["vouchers.csv"]) throws -> String {
    let folder = desk.folder.appending(path: "资料")
    try FileManager.default.copyItem(atPath: ThreeYears.clean, toPath: folder.path)
    for name in out { try FileManager.default.removeItem(at: folder.appending(path: name)) }
    return folder.path
  }

  private func balances(_ desk: Desk) throws -> [String: String] {
    var found: [String: String] = [:]
    for (account, kinds) in [
      ("122101", ["项目"]), ("122102", ["项目"]), ("151101", ["代持单位", "项目"]),
    ] {
      let by = kinds.joined(separator: ",")
      let line = "report aux --as-of 2025-12-31 --account \(account) --by \(by)"
      for row in try desk.json(line)["rows"].list {
        let values = zip(kinds, ["value", "value_2"]).map { "\($0)=\(row[$1].text ?? "")" }
        found["\(account) \(values.joined(separator: " "))"] = row["balance"].text
      }
    }
    return found
  }

  @Test func `rows are linked to the vouchers that are there, and nothing is booked twice`() throws
  {
    let desk = try ThreeYears.empty()
    let folder = try tables(desk, leaving: [])
    let answer = try desk.json("import run \(folder) --post", as: "何伟")
    #expect(answer["vouchers"].number == 350)
    #expect(answer["documents"].number == 2_854)
    let codes = Set(answer["findings"].list.compactMap { $0["code"].text })
    #expect(codes.isSubset(of: ["W-TABLE-LEFT-OUT", "W-SAMPLE-POLICY", "W-BANK-ACCOUNT"]))
    let expected = try ThreeYears.expected("expected/aux_balances_2025-12-31.json").texts
    #expect(try balances(desk) == expected)
    #expect(desk.run("book check \(desk.path)").exit == .ok)
    let again = try desk.json("import run \(folder)/tranches.csv \(folder)/projects.csv", as: "何伟")
    #expect(again["documents"].number == 0)
  }

  @Test func `without vouchers the rows become documents that book themselves`() throws {
    let desk = try ThreeYears.empty()
    let folder = try tables(desk)
    let answer = try desk.json("import run \(folder) --book-events --post", as: "何伟")
    #expect(answer["documents"].number == 2_854)
    let expected = try ThreeYears.expected("expected/aux_balances_2025-12-31.json").texts
    #expect(try balances(desk) == expected)
    #expect(desk.run("book check \(desk.path)").exit == .ok)
  }

  @Test func `what a voucher books already is not booked again`() throws {
    let desk = try Desk(ThreeYears.withVouchers())
    let before = try desk.bytes
    let folder = try tables(desk)
    let run = desk.run("import run \(folder) --book-events --post --json", as: "何伟")
    #expect(run.exit == .conflict)
    let codes = Set(try Found(run.output)["findings"].list.compactMap { $0["code"].text })
    #expect(codes.contains("E-DOCUMENT-BOOKED"))
    #expect(try desk.bytes == before)
  }

  @Test func `a row that does not fit is told with its table and row`() throws {
    let desk = try ThreeYears.empty()
    let folder = try tables(desk)
    let path = "\(folder)/tranches.csv"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    let wrong = [lines[0], "P001,1,2023-13-09,600000.00,P001-拨1", "P099,1,2023-01-09,1.00,P099-拨1"]
    try (wrong.joined(separator: "\n") + "\n").write(
      toFile: path,
      atomically: false,
      encoding: .utf8
    )
    let refused = desk.run("import run \(folder) --book-events --post --json", as: "何伟")
    #expect(refused.exit == .data)
    let finding = try #require(
      try Found(refused.output)["findings"].list.first { $0["code"].text == "E-DATE-INVALID" }
    )
    #expect(finding["row"].number == 2 && finding["file"].text == "tranches.csv")
    try ([lines[0]] + wrong[2...]).joined(separator: "\n").write(
      toFile: path,
      atomically: false,
      encoding: .utf8
    )
    let unknown = desk.run("import run \(folder) --book-events --post --json", as: "何伟")
    let codes = try Found(unknown.output)["findings"].list.compactMap { $0["code"].text }
    #expect(unknown.exit == .conflict || unknown.exit == .data)
    #expect(codes.contains("E-PROJECT-UNKNOWN"))
    // Linked history tells it and takes the rest.
    let linked = try desk.json("import run \(folder)", as: "何伟")
    #expect(linked["findings"].list.contains { $0["code"].text == "W-HISTORY" })
    #expect(linked["findings"].list.contains { $0["code"].text == "W-VOUCHER-NOT-LINKED" })
  }
}

extension ThreeYears {
  /// The ledger with the vouchers alone, as it was before business tables were registered.
  fileprivate static func withVouchers() throws -> Data {
    let desk = try empty()
    let run = desk.run("voucher import \(clean)/vouchers.csv --post", as: "何伟")
    #expect(run.exit == .ok)
    return try desk.bytes
  }
}
