import Foundation
import Testing

@testable import Commands

/// Every dirty file through `voucher import`, on a book whose 2025 is closed.
@Suite struct DirtyFilesTests {
  static let files: [String] = {
    let expected = try? ThreeYears.expected("dirty/expected.json")
    return (expected?.keys ?? []).sorted()
  }()

  @Test func `there are sixty-two of them`() { #expect(DirtyFilesTests.files.count == 62) }

  @Test(arguments: files)
  func `ends as listed, and keeps all or nothing`(_ file: String) throws {
    let desk = try Desk(ThreeYears.closed)
    let expected = try ThreeYears.expected("dirty/expected.json")[file]
    let path = ThreeYears.folder.appending(path: "dirty/\(file)").path
    let rehearsal = desk.run("voucher import \(path) --dry-run --json", as: "张敏")
    #expect(try desk.json("voucher list --state draft")["total"].number == 0)

    let run = desk.run("voucher import \(path) --json", as: "张敏")
    let found = try Found(run.output)
    #expect(run.exit.rawValue == Int32(expected["exit_code"].number ?? -1))
    #expect(found["outcome"].text == expected["outcome"].text)
    let wanted = expected["findings"].list.map(Self.place)
    #expect(found["findings"].list.map(Self.place) == wanted)
    #expect(found["findings"].list.allSatisfy { $0["message"].text?.isEmpty == false })
    #expect(try Found(rehearsal.output)["findings"].list.map(Self.place) == wanted)
    #expect(rehearsal.exit == run.exit)

    let isKept = run.exit == .ok
    #expect(found["error"].keys == (isKept ? [] : ["code", "message"]))
    #expect(found["rows"].number == (isKept ? expected["rows_accepted"].number : 0))
    #expect(found["debit"].text == found["credit"].text)
    let drafts = try desk.json("voucher list --state draft")["total"].number
    #expect(drafts == found["vouchers"].number)
  }

  private static func place(_ finding: Found) -> String {
    let row = finding["row"].number.map(String.init) ?? "-"
    return "\(finding["code"].text ?? "") \(row) \(finding["column"].text ?? "")"
  }
}
