import Audit
import CSQLite
import Foundation
import Quantities
import Reports
import Signing
import Testing

@testable import Commands

/// What an auditor asks of a ledger: proofs, operations, the way of a project.
@Suite struct AuditorCommandTests {
  /// The example with a reversal that four people have signed.
  static func desk() throws -> Desk {
    let desk = try Desk(ThreeYears.posted)
    let reverse = "voucher reverse 2025-12-记-0002 --on 2026-01-09 --reason 项目挂错 --correct 项目=P043"
    try ThreeYears.done(desk.run(reverse, as: "张敏"))
    for (step, person) in [("review", "王磊"), ("approve", "周正"), ("post", "何伟")] {
      try ThreeYears.done(desk.run("voucher \(step) D-000001 D-000002", as: person))
    }
    return desk
  }

  /// Posts one more voucher, and gives its number.
  @discardableResult
  static func postLate(_ desk: Desk) throws -> String {
    let history = """
      凭证日期,凭证字,凭证号,摘要,科目编码,借方金额,贷方金额,制单人,复核人,审批人
      2026-02-05,记,1,拨款,100202,700.00,,张敏,王磊,周正
      2026-02-05,记,1,拨款,100201,,700.00,张敏,王磊,周正
      """
    let file = try desk.save(history, "后.csv")
    try ThreeYears.done(desk.run("voucher import \(file) --post", as: "何伟"))
    return "2026-02-记-0001"
  }

  static func digest(_ found: Found) throws -> Digest {
    try #require(found.text.flatMap(Digest.init(hex:)))
  }

  /// Whether the paths of an object lead from its leaf hashes to its roots.
  static func holds(_ proof: Found, index: Int, of size: Int) throws -> Bool {
    try DigestAlgorithm.allCases.allSatisfy { algorithm in
      let name = algorithm.rawValue
      let path = try proof["path_\(name)"].list.map(digest)
      let inclusion = InclusionProof(index: Int64(index), size: Int64(size), path: path)
      let (leaf, root) = (try digest(proof["leaf_\(name)"]), try digest(proof["root_\(name)"]))
      return try #require(inclusion).leads(from: leaf, to: root, algorithm)
    }
  }

  static func leaf(_ text: String?) throws -> Digest {
    var hasher = try TreeHasher(.sha256)
    return try hasher.leaf(Array(try #require(text).utf8).span)
  }

  // MARK: prove

  @Test(arguments: ["2025-12-记-0002", "001/2025-12-记-0002", "2023-01-记-0001", "D-000001"])
  func `a voucher is proved in both trees, and a line of it`(_ number: String) throws {
    let desk = try Self.desk()
    let proof = try desk.json("audit prove \(number)")
    let hashes = ["leaf", "path", "root"].flatMap { ["\($0)_sha256", "\($0)_sm3"] }
    #expect(proof.keys == Set(["seq", "size", "line"] + hashes))
    let (seq, size) = (try #require(proof["seq"].number), try #require(proof["size"].number))
    let records = try desk.json("book info")["records"].number
    #expect(proof["line"].isNull && size == records)
    #expect(try Self.holds(proof, index: seq, of: size))
    let shown = try desk.json("voucher show \(number)")
    #expect(shown["leaf_sha256"].text == proof["leaf_sha256"].text)
    #expect(shown["seq"].number == seq)
    for number in 1...2 {
      let line = try desk.json("audit prove \(shown["number"].text ?? "") --line \(number)")["line"]
      #expect(line.keys == Set(["line", "count", "text", "header"] + hashes))
      let count = try #require(line["count"].number)
      #expect(line["line"].number == number && count == shown["lines"].list.count)
      #expect(try Self.holds(line, index: number - 1, of: count))
      #expect(try Self.leaf(line["text"].text) == Self.digest(line["leaf_sha256"]))
      #expect(try Self.leaf(line["header"].text) == Self.digest(proof["leaf_sha256"]))
      let root = try #require(line["root_sha256"].text)
      #expect(line["header"].text?.contains(#""sha256":"\#(root)""#) == true)
    }
  }

  @Test(arguments: [Language.chinese, .english])
  func `people can read a proof`(_ language: Language) throws {
    let desk = try Self.desk()
    let line = "audit prove 2025-12-记-0002 --line 1 --lang \(language.rawValue)"
    let (text, proof) = (desk.run(line).output, try desk.json(line))
    for hash in [proof["leaf_sha256"], proof["root_sm3"], proof["line"]["path_sha256"][0]] {
      #expect(text.contains(try #require(hash.text)))
    }
    #expect(text.contains(language == .chinese ? "第 1 行, 共 2 行" : "line 1 of 2"))
  }

  @Test func `a proof file leads to the last signed head that has the voucher`() throws {
    let desk = try Self.desk()
    let file = "\(desk.folder.path)/证.tlog-proof"
    let early = desk.run("audit prove 2025-12-记-0002 -o \(file) --json")
    #expect(early.exit == .notFound && !FileManager.default.fileExists(atPath: file))
    #expect(try Found(early.output)["error"]["code"].text == "E-HEAD-MISSING")
    try KeyCommandTests.makeKeys(desk, "keys")
    try ThreeYears.done(desk.run("audit checkpoint --keys \(desk.folder.path)/keys"))
    let size = try #require(try desk.json("audit prove 2025-12-记-0002")["size"].number)
    let answer = try desk.json("audit prove 2025-12-记-0002 -o \(file)")
    let proof = try ProofFile(try System.read(file))
    guard case .inclusion(let inclusion, nil) = proof.claim else {
      Issue.record("no inclusion")
      return
    }
    #expect(inclusion.size == proof.checkpoint.size && Int(inclusion.size) == size - 1)
    #expect(Int(inclusion.index) == answer["seq"].number)
    let leaf = try Self.digest(answer["leaf_sha256"])
    #expect(try inclusion.leads(from: leaf, to: proof.checkpoint.root, .sha256))
    let key = try PublicKey(pem: try System.read("\(desk.folder.path)/keys/ed25519.pub"))
    let noteKey = try #require(try NoteKey(name: proof.checkpoint.origin, key))
    #expect(try proof.note.verdict(of: [noteKey]) == .signed([noteKey]))
    let piped = desk.run("audit prove 2025-12-记-0002 -o -").output
    #expect(Array(piped.utf8) == proof.bytes)
    // What is posted after the head is not under it.
    let number = try Self.postLate(desk)
    #expect(desk.run("audit prove \(number)").exit == .ok)
    #expect(desk.run("audit prove \(number) -o \(file)").exit == .notFound)
    #expect(try System.read(file) == proof.bytes)
  }

  @Test(arguments: [
    ("audit prove 2025-12-记-9999", "E-VOUCHER-UNKNOWN", ExitCode.notFound),
    ("audit prove D-000999", "E-DRAFT-UNKNOWN", .notFound),
    ("audit prove 009/2025-12-记-0002", "E-BOOK-UNKNOWN", .notFound),
    ("audit prove 2025-12-记-0002 --line 3", "E-NOT-FOUND", .notFound),
    ("audit prove 2025-12-记-0002 --line 0", "E-USAGE", .usage),
    ("audit prove D-000003", "E-STATE", .conflict),
    ("audit walk P999", "E-PROJECT-UNKNOWN", .notFound),
    ("audit log --type posting", "E-USAGE", .usage),
    ("audit log --from 2025-13-01", "E-USAGE", .usage),
  ])
  func `what is not there is refused`(_ line: String, _ code: String, _ exit: ExitCode) throws {
    let desk = try Self.desk()
    let draft = "voucher new --on 2026-01-10 --summary 拨 --debit 100202:1.00 --credit 100201:1.00"
    try ThreeYears.done(desk.run(draft, as: "张敏"))
    let run = desk.run(line + " --json")
    #expect(run.exit == exit)
    let error = try Found(run.output)["error"]
    #expect(error["code"].text == code)
    #expect(error["message"].text?.contains("{") != true)
  }

  // MARK: log

  @Test func `the log tells who did what, the steps of a voucher included`() throws {
    let desk = try Self.desk()
    let log = try desk.json("audit log --contains 2026-01-记-0001")
    #expect(log.keys == ["records", "rows"])
    let rows = log["rows"].list
    #expect(rows.map { $0["by"].text } == ["张敏", "王磊", "周正", "何伟"])
    #expect(Set(rows.map { $0["seq"].number }).count == 1)
    #expect(
      rows[0].keys == ["seq", "at", "by", "book", "type", "what", "leaf_sha256"]
    )
    #expect(rows[0]["what"].text?.hasSuffix("冲销 2025-12-记-0002, 原因: 项目挂错") == true)
    let all = try desk.json("audit log")["rows"].list
    let records = try #require(try desk.json("book info")["records"].number)
    #expect(all.count == records + 6)
    #expect(Set(all.compactMap { $0["seq"].number }) == Set(0..<records))
    #expect(all.allSatisfy { $0["what"].text?.isEmpty == false })
  }

  @Test func `every type of record has words in both languages`() throws {
    let desk = try Self.desk()
    try KeyCommandTests.makeKeys(desk, "keys")
    try KeyCommandTests.makeKeys(desk, "new")
    let (keys, new) = ("\(desk.folder.path)/keys", "\(desk.folder.path)/new")
    let close = "period close 2023-01 --keys \(keys) --yes"
    try ThreeYears.done(desk.run(close, as: "何伟"))
    try ThreeYears.done(desk.run("period reopen 2023-01 --reason 补记 --yes", as: "何伟"))
    try ThreeYears.done(desk.run(BankCommandTests.line("100201"), as: "何伟"))
    let rotated = try desk.json("key rotate --keys \(keys) --new \(new)")["rotated"]
    let id = try #require(rotated[0]["to"].text)
    try ThreeYears.done(desk.run("key revoke \(id) --reason compromised --since 5"))
    for type in OperationType.allCases {
      let line = "audit log --type \(type.rawValue)"
      let rows = try desk.json(line)["rows"].list
      #expect(!rows.isEmpty && rows.allSatisfy { $0["type"].text == type.rawValue })
      for language in Language.allCases {
        let text = desk.run("\(line) --lang \(language.rawValue)").output
        #expect(!text.contains("{") && !text.contains(type.rawValue + "\n"), "\(text)")
        #expect(language.catalogue.glossary["operation.\(type.rawValue)"] != nil)
      }
    }
    #expect(desk.run("audit log --type key").output.contains("吊销密钥 \(id), 泄露, 自 5 条记录起存疑"))
    #expect(desk.run("audit log --type period_reopen").output.contains("反结账 2023-01, 原因: 补记"))
  }

  @Test func `filters hold together, and pages and files are cut from what is left`() throws {
    let desk = try Self.desk()
    let mine = try desk.json("audit log --by 王磊 --type voucher --type person")["rows"].list
    #expect(mine.count == 2 && mine.allSatisfy { $0["by"].text == "王磊" })
    let day = String(try #require(mine[0]["at"].text).prefix(10))
    #expect(try desk.json("audit log --from \(day) --to \(day) --by 王磊")["rows"].list.count >= 2)
    #expect(try desk.json("audit log --to 2020-01-01")["rows"].list.isEmpty)
    #expect(try desk.json("audit log --from 9999-01-01")["rows"].list.isEmpty)
    let all = try desk.json("audit log")["rows"].list.map { $0["seq"].number }
    let page = try desk.json("audit log --skip 3 --limit 4")["rows"].list.map { $0["seq"].number }
    #expect(page == Array(all[3..<7]))
    let csv = desk.run("audit log --by 王磊 --csv").output
    #expect(csv.hasPrefix("位置,时间,操作人,账套,类型,内容\r\n") && csv.contains("复核 2026-01-记-0001 "))
    #expect(desk.run("audit log --contains 租金 --plain").output.split(separator: "\n").count > 10)
    try ThreeYears.done(desk.run("book add 002 --name 乙 --start 2026-01", as: "何伟"))
    let second = try desk.json("audit log --set 002")["rows"].list
    #expect(!second.isEmpty && second.allSatisfy { $0["book"].text != "001" })
    #expect(desk.run("audit log").exit == .ok)
  }

  // MARK: walk

  @Test(arguments: ["P001", "P043", "P045", "P060"])
  func `a walk has every line of the project, and its totals`(_ project: String) throws {
    let desk = try Self.desk()
    let walk = try desk.json("audit walk \(project)")
    let rows = walk["rows"].list
    #expect(walk["complete"].flag == true && walk["first_difference"].isNull)
    #expect(rows.compactMap { $0["pseq"].number } == Array(1...rows.count))
    #expect(walk["count"].number == rows.count && rows[0]["type"].text == "dimension_values")
    let found = try desk.json("report search --aux 项目=\(project)")["rows"].list
    let booked = rows.filter { $0["type"].text == "voucher" }
    #expect(booked.count == found.count)
    for side in ["debit", "credit"] {
      let sum = Fen.sum(found.compactMap { $0[side].text.flatMap(Fen.init(canonical:)) })
      #expect(walk["totals"][side].text == Fen.yuan(sum))
      #expect(rows.last?["total_\(side)"].text == Fen.yuan(sum))
    }
    for row in booked.prefix(3) {
      let shown = try desk.json("voucher show \(row["number"].text ?? "")")
      #expect(row["record_sha256"].text == shown["leaf_sha256"].text)
      #expect(row["prepared_by"].text == shown["prepared_by"].text)
      let proof = "audit prove \(row["number"].text ?? "") --line \(row["line"].number ?? 0)"
      #expect(try desk.json(proof)["line"]["leaf_sha256"].text == row["leaf_sha256"].text)
    }
  }

  @Test func `a walk names signatures with their times, reversals and totals of the log`() throws {
    let desk = try Self.desk()
    try ThreeYears.done(desk.run("period close 2023-01 --yes", as: "何伟"))
    let walk = try desk.json("audit walk P045")
    let rows = walk["rows"].list
    let red = try #require(rows.first { $0["number"].text == "2026-01-记-0001" })
    #expect(red["reverses"].text == "2025-12-记-0002" && red["debit"].text == "-300000.00")
    let original = try #require(rows.first { $0["number"].text == "2025-12-记-0002" })
    #expect(original["reversed_by"].text == "2026-01-记-0001" && original["prepared_at"].isNull)
    for step in ["prepared", "reviewed", "approved", "posted"] {
      #expect(red["\(step)_at"].text?.hasSuffix("Z") == true, "\(step)")
    }
    #expect(rows.last?["type"].text == "project_head" && walk["complete"].flag == true)
    let text = desk.run("audit walk P045").output
    #expect(text.contains("已被 2026-01-记-0001 冲销") && text.contains("链条完整: 项目序号 1 至 "))
    let english = desk.run("audit walk P045 --lang en").output
    #expect(english.contains("the chain is complete: pseq 1 to \(rows.count) without gap"))
    let csv = desk.run("audit walk P045 --csv").output
    #expect(csv.split(separator: "\r\n").count == rows.count + 1)
    #expect(csv.hasPrefix("位置,项目序号,类型,日期,凭证号,行号,"))
  }

  @Test func `a chain that ends early is told, with exit code 7`() throws {
    let desk = try Self.desk()
    try Self.sql("UPDATE project_head SET count = count + 1 WHERE project = 'P045'", desk.path)
    let run = desk.run("audit walk P045 --json")
    #expect(run.exit == .verifyFailed)
    let walk = try Found(run.output)
    #expect(walk["complete"].flag == false)
    #expect(
      walk["first_difference"]["where"].text?.hasSuffix(LogDifference.Code.projectHead.rawValue)
        == true
    )
    let text = desk.run("audit walk P045")
    #expect(text.exit == .verifyFailed && text.output.contains("链条不完整"))
    #expect(desk.run("audit walk P043").exit == .ok)
  }

  @Test func `a changed record is neither walked nor proved`() throws {
    let desk = try Self.desk()
    try Self.sql(
      """
      DROP TRIGGER record_update;
      UPDATE record SET body = replace(body, '拨付P045', '拨付P046')
      WHERE instr(body, '"number":"2025-12-记-0002","prepared_by"');
      """,
      desk.path
    )
    #expect(desk.run("audit walk P045").exit == .failed)
    #expect(desk.run("audit prove 2025-12-记-0002").exit == .failed)
  }

  static func sql(_ text: String, _ path: String) throws {
    var database: OpaquePointer?
    defer { sqlite3_close(database) }
    try #require(sqlite3_open(path, &database) == SQLITE_OK)
    try #require(sqlite3_exec(database, text, nil, nil, nil) == SQLITE_OK)
  }
}
