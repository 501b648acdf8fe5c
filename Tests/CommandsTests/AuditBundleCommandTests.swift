import Foundation
import Testing

@testable import Commands

/// Exporting a bundle and verifying it, as people do.
@Suite struct AuditBundleCommandTests {
  private let desk: Desk
  private let folder: String
  private let options: String

  init() throws {
    desk = try Desk(ThreeYears.posted)
    folder = desk.folder.path
    try KeyCommandTests.makeKeys(desk, "keys")
    options = "--keys \(desk.folder.path)/keys"
    let ids = try desk.json("key show \(desk.folder.path)/keys")["keys"].list
    let pins = ids.compactMap { $0["spki_sha256"].text }.joined(separator: "\n")
    _ = try desk.save(pins + "\n", "pins")
  }

  private func verify(_ name: String, _ more: String = "") -> Run {
    desk.run("audit verify \(folder)/\(name) --pin \(folder)/pins \(more)")
  }

  @Test func `a ledger, a month and a project are exported and verify`() throws {
    let whole = try desk.json("audit export \(options) --to \(folder)/1 --tar \(folder)/1.tar")
    #expect(whole.keys == ["size", "root_sha256", "root_sm3", "files", "path", "tar"])
    #expect(verify("1").exit == .ok && verify("1.tar").exit == .ok)
    let verdict = try Found(verify("1", "--json").output)
    #expect(verdict.keys == ["valid", "size", "root_sha256", "root_sm3", "checks", "failed"])
    #expect(verdict["valid"].flag == true && verdict["failed"].isNull)
    #expect(verdict["size"].number == whole["size"].number)
    #expect(verdict["root_sm3"].text == whole["root_sm3"].text)
    let month = desk.run("audit export \(options) --to \(folder)/2 --period 2025-12")
    let project = desk.run("audit export \(options) --to \(folder)/3 --project P001")
    #expect(month.exit == .ok && project.exit == .ok, "\(month.messages)\(project.messages)")
    let since = "--since \(folder)/1/heads/checkpoint"
    #expect(verify("2", since).exit == .ok && verify("3", since).exit == .ok)
    // Each bundle's statement is in the log, and so in the history of the next.
    #expect(try desk.text("3/heads/history.jsonl").split(separator: "\n").count == 2)
    #expect(desk.run("book check").exit == .ok)
  }

  @Test func `a changed byte and a strange key are refused by name`() throws {
    try ThreeYears.done(desk.run("audit export \(options) --to \(folder)/1"))
    let page = "\(folder)/1/README.en.txt"
    try Data("Trust me.\n".utf8).write(to: URL(filePath: page))
    let changed = verify("1", "--json")
    #expect(changed.exit == .verifyFailed)
    #expect(try Found(changed.output)["failed"].text == "digests")
    let table = verify("1", "--lang en")
    #expect(table.exit == .verifyFailed)
    #expect(table.output.contains("✗ digests       README.en.txt has another SHA-256 digest"))
    _ = try desk.save("# nobody\n", "pins")
    #expect(try Found(verify("1", "--json").output)["failed"].text == "pins")
  }

  @Test func `what is there already stays, and what is missing is named`() throws {
    let before = try desk.json("book info")["records"].number
    for (line, exit) in [
      ("audit export \(options) --to \(folder)/keys", ExitCode.conflict),
      ("audit export \(options) --to \(folder)/1 --tar \(folder)/pins", .conflict),
      ("audit export \(options) --to \(folder)/1 --project 无此项目", .notFound),
      ("audit export \(options) --to \(folder)/1 --project P001 --period 2025-12", .usage),
      ("audit export --keys \(folder)/nothing --to \(folder)/1", .notFound),
      ("audit export \(options) --to \(folder)/1 --dry-run", .ok),
      ("audit verify \(folder)/1 --pin \(folder)/pins", .notFound),
      ("audit verify \(folder)/keys --pin \(folder)/nothing", .notFound),
      ("audit verify \(folder)/keys --pin \(folder)/pins", .verifyFailed),
      ("audit verify \(folder)/keys", .usage),
    ] {
      let run = desk.run(line)
      #expect(run.exit == exit, "\(line): \(run.messages)")
    }
    #expect(try desk.json("book info")["records"].number == before)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names.allSatisfy { !$0.hasSuffix(".part") && $0 != "1" })
  }

  @Test func `what another signer signed meanwhile leaves no bundle`() throws {
    try ThreeYears.done(desk.run("audit checkpoint \(options)"))
    try ThreeYears.done(desk.run("audit export \(options) --to \(folder)/1"))
    try ThreeYears.done(desk.run("audit checkpoint \(options)"))
    try ThreeYears.done(desk.run("audit export \(options) --to \(folder)/2"))
    #expect(verify("2", "--since \(folder)/1/statement.txt").exit == .ok)
    #expect(verify("1", "--since \(folder)/2/statement.txt").exit == .verifyFailed)
  }

  @Test func `two bundles of one ledger are compared, of two ledgers refused`() throws {
    try ThreeYears.done(desk.run("audit export \(options) --to \(folder)/1"))
    try ThreeYears.done(desk.run("audit export \(options) --to \(folder)/2 --period 2025-12"))
    let line = "audit compare \(folder)/2 \(folder)/1"
    let run = desk.run("\(line) --pin \(folder)/pins --json")
    let found = try Found(run.output)
    #expect(run.exit == .ok, "\(run.messages)")
    #expect(
      found.keys == [
        "consistent", "relation", "pinned", "bundles", "first_difference", "added", "vouchers",
        "files",
      ]
    )
    #expect(found["relation"].text == "adds" && found["pinned"].flag == true)
    #expect(found["added"].list.map { $0["type"].text } == ["checkpoint"])
    #expect(found["files"].list.contains { $0["change"].text == "changed" })
    let text = desk.run("\(line) --lang en")
    #expect(text.exit == .ok && text.output.contains("without --pin"))
    #expect(text.output.contains("only adds: 1 records shown"))
    // The same ledger under other keys parts where the keys begin; another one shares nothing.
    for (other, relation) in [
      (try Desk(ThreeYears.posted), "contradicts"), (try ThreeYears.empty(), "other-log"),
    ] {
      let path = other.folder.path
      try KeyCommandTests.makeKeys(other, "keys")
      try ThreeYears.done(other.run("audit export --keys \(path)/keys --to \(path)/1"))
      let strange = desk.run("audit compare \(folder)/1 \(path)/1 --json")
      #expect(strange.exit == .verifyFailed)
      #expect(try Found(strange.output)["relation"].text == relation)
      let unknown = desk.run("audit compare \(folder)/1 \(path)/1 --pin \(folder)/pins --json")
      #expect(try Found(unknown.output)["relation"].text == "invalid")
    }
    #expect(desk.run("audit compare \(folder)/1 \(folder)/no").exit == .notFound)
  }

  @Test func `without an answer of the time stamping authority nothing is exported`() throws {
    for (address, reason) in [
      ("ftp://tsa.example", "does not begin with http://"),
      ("http://127.0.0.1:1/", "did not answer (curl exit 7)"),
    ] {
      let line = "audit export \(options) --to \(folder)/1 --tsa \(address) --lang en"
      let run = desk.run(line)
      #expect(run.exit == .failed && run.messages.contains("E-TIMESTAMP"), "\(run.messages)")
      #expect(run.messages.contains(reason) && run.messages.contains("--tsa"), "\(run.messages)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/1"))
    }
  }

  @Test func `a certificate beside the keys has to speak for its key`() throws {
    _ = try desk.save("no certificate\n", "keys/sm2.crt")
    let run = desk.run("audit export \(options) --to \(folder)/1 --lang en")
    #expect(run.messages.contains("E-KEY-FILE") && run.messages.contains("sm2.crt"))
    #expect(run.messages.contains("not PEM certificates"), "\(run.messages)")
  }
}
