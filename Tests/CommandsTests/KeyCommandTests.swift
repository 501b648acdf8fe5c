import Audit
import Foundation
import Signing
import Testing

@testable import Commands

/// Making, showing, replacing and revoking keys, and signing the head of a log with them.
@Suite struct KeyCommandTests {
  /// A desk with a ledger and a folder of plain keys.
  static func desk(keys: String = "keys") throws -> Desk {
    let desk = try Desk()
    try ThreeYears.done(desk.run("book init \(desk.path) --name 示例 --start 2025-11"))
    try makeKeys(desk, keys)
    return desk
  }

  static func makeKeys(_ desk: Desk, _ folder: String, _ options: String = "") throws {
    for name in KeyName.allCases {
      let line = "key new --alg \(name.rawValue) --out \(desk.folder.path)/\(folder) \(options)"
      try ThreeYears.done(desk.run(line))
    }
  }

  static func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test(arguments: KeyName.allCases)
  func `a new key is for its owner alone, and never takes the place of another`(
    _ name: KeyName
  ) throws {
    let desk = try Desk()
    let folder = "\(desk.folder.path)/deep/keys"
    let line = "key new --alg \(name.rawValue) --out \(folder) --json"
    let run = Run(line.split(separator: " ").map(String.init))
    #expect(run.exit == .ok && run.messages.contains("--password-file"))
    let made = try Found(run.output)
    #expect(made.keys == ["key_id", "spki_sha256", "public"])
    #expect(made["public"].text == "\(folder)/\(name.rawValue).pub")
    #expect(try Self.mode("\(folder)/\(name.rawValue).key") == 0o600)
    let key = try PublicKey(pem: try System.read("\(folder)/\(name.rawValue).pub"))
    #expect(made["spki_sha256"].text == key.id.description && key.algorithm == name.algorithm)
    let before = try System.read("\(folder)/\(name.rawValue).key")
    #expect(Run(line.split(separator: " ").map(String.init)).exit == .conflict)
    #expect(try System.read("\(folder)/\(name.rawValue).key") == before)
    let shown = try Found(Run(["key", "show", folder, "--json"]).output)["keys"][0]
    #expect(shown["key_id"].text == key.id.description && shown["private"].text == "file")
  }

  @Test func `a rehearsal makes no key`() throws {
    let desk = try Desk()
    let run = desk.run("key new --alg sm2 --out \(desk.folder.path)/keys --dry-run")
    #expect(run.exit == .ok && !System.isFolder("\(desk.folder.path)/keys"))
  }

  @Test func `a head is signed, and openssl and the note's reader agree`() throws {
    let desk = try Self.desk()
    let keys = "\(desk.folder.path)/keys"
    let answer = try desk.json("audit checkpoint --keys \(keys)")
    #expect(answer.keys == ["size", "root_sha256", "root_sm3", "note"])
    let size = try #require(answer["size"].number)
    let path = try #require(answer["note"].text)
    #expect(path == "\(desk.path).heads/\(size).checkpoint")
    let note = try SignedNote(try System.read(path))
    let checkpoint = try Checkpoint(note.text)
    #expect(checkpoint.size == Int64(size))
    #expect(checkpoint.root.description == answer["root_sha256"].text)
    let key = try PublicKey(pem: try System.read("\(keys)/ed25519.pub"))
    let noteKey = try #require(try NoteKey(name: checkpoint.origin, key))
    #expect(try note.verdict(of: [noteKey]) == .signed([noteKey]))
    let statement = "\(desk.path).heads/\(size).statement"
    #expect(try desk.text("账.xiantou.heads/\(size).statement.txt").contains("\nproject -\n"))
    for (digest, name) in [
      ("-sm3 -sigopt distid:1234567812345678", "sm2"), ("-sha256", "p256"),
    ] {
      let status = try Self.openssl(
        "dgst \(digest) -verify \(keys)/\(name).pub -signature \(statement).\(name).sig "
          + "\(statement).txt"
      )
      #expect(status == 0, "\(name)")
    }
    #expect(desk.run("book check").exit == .ok)
    let ring = try desk.json("key show")
    #expect(ring["epoch"].number == 3 && ring["size"].number == size + 1)
    #expect(ring["keys"].list.allSatisfy { $0["to_size"].isNull && $0["state"].text == "valid" })
  }

  static func openssl(_ arguments: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments.split(separator: " ").map(String.init)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test func `a rehearsal and a forged file leave no trace and no doubt`() throws {
    let desk = try Self.desk()
    let before = try desk.json("book info")["records"].number
    let keys = "\(desk.folder.path)/keys"
    try ThreeYears.done(desk.run("audit checkpoint --keys \(keys) --dry-run"))
    #expect(try desk.json("book info")["records"].number == before)
    #expect(!System.isFolder("\(desk.path).heads"))
    #expect(desk.run("audit checkpoint --keys \(keys)", as: "无名").exit == .denied)
    try ThreeYears.done(desk.run("audit checkpoint --keys \(keys) --key once"))
    let again = desk.run("audit checkpoint --keys \(keys) --key once")
    #expect(again.exit == .ok)
    #expect(try desk.json("book info")["records"].number == (before ?? 0) + 4)
  }

  @Test func `a closed period takes its signed head along`() throws {
    let desk = try Desk(ThreeYears.posted)
    try Self.makeKeys(desk, "keys")
    let keys = "\(desk.folder.path)/keys"
    let closed = try desk.json("period close 2023-01 --keys \(keys) --yes", as: "何伟")
    #expect(closed.keys == ["period", "state", "checks", "checkpoint"])
    #expect(closed["checkpoint"].keys == ["size", "root_sha256", "root_sm3", "note"])
    let path = try #require(closed["checkpoint"]["note"].text)
    #expect(try Checkpoint(try SignedNote(try System.read(path)).text).size > 0)
    #expect(desk.run("book check").exit == .ok)
  }

  // MARK: What is refused

  @Test func `encrypted keys want their password`() throws {
    let desk = try Desk()
    try ThreeYears.done(desk.run("book init \(desk.path) --name 示例 --start 2025-11"))
    let secret = try desk.save("一把钥匙\r\n第二行\n", "密码.txt")
    let wrong = try desk.save("别的钥匙\n", "错.txt")
    let empty = try desk.save("\n密码\n", "空.txt")
    try Self.makeKeys(desk, "keys", "--password-file \(secret)")
    let keys = "\(desk.folder.path)/keys"
    #expect(try desk.text("keys/sm2.key").hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
    for (options, code, exit) in [
      ("", "E-PASSWORD-NEEDED", ExitCode.usage),
      ("--password-file \(wrong)", "E-KEY-PASSWORD", .denied),
      ("--password-file \(empty)", "E-PASSWORD-EMPTY", .data),
      ("--password-file \(keys)/none", "E-FILE-MISSING", .notFound),
    ] {
      let run = desk.run("audit checkpoint --keys \(keys) \(options) --json")
      #expect(try Found(run.output)["error"]["code"].text == code)
      #expect(run.exit == exit)
    }
    let done = desk.run("audit checkpoint --keys \(keys) --password-file \(secret)")
    #expect(done.exit == .ok)
  }

  /// A change to a good key folder, and what it makes of it.
  struct Fault: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let code: String
    let change: @Sendable (URL) throws -> Void

    init(_ name: String, _ code: String, _ change: @escaping @Sendable (URL) throws -> Void) {
      (testDescription, self.code, self.change) = (name, code, change)
    }

    static func file(_ name: String, _ text: String, mode: Int = 0o600)
      -> @Sendable (URL) throws
      -> Void
    {
      { folder in
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
      }
    }
  }

  @Test(arguments: [
    Fault("no key", "E-KEY-MISSING") { try remove("p256.key", $0) },
    Fault("no folder", "E-FILE-MISSING") { try FileManager.default.removeItem(at: $0) },
    Fault("open to all", "E-KEY-EXPOSED") { folder in
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o644],
        ofItemAtPath: folder.appending(path: "sm2.key").path
      )
    },
    Fault("no key inside", "E-KEY-FILE", Fault.file("sm2.key", "text\n")),
    Fault("no public key inside", "E-KEY-FILE", Fault.file("ed25519.pub", "text\n")),
    Fault("another algorithm", "E-KEY-FILE") { folder in
      try remove("sm2.key", folder)
      try remove("sm2.pub", folder)
      try FileManager.default.copyItem(
        at: folder.appending(path: "p256.key"),
        to: folder.appending(path: "sm2.key")
      )
    },
    Fault("another pair", "E-KEY-FILE") { folder in
      let made = try PEMSigner(new: .sm2).publicKey.pem
      try Fault.file("sm2.pub", made)(folder)
    },
    Fault("a program without path", "E-KEY-FILE") { folder in
      try remove("p256.key", folder)
      try Fault.file("p256.signer", "sign\n")(folder)
    },
    Fault("a program that others may change", "E-KEY-EXPOSED") { folder in
      try remove("p256.key", folder)
      try Fault.file("p256.signer", "/bin/false\n", mode: 0o622)(folder)
    },
    Fault("a program that fails", "E-SIGNER") { folder in
      try remove("p256.key", folder)
      try Fault.file("p256.signer", "/bin/false\n")(folder)
    },
  ])
  func `a key folder that is not as it should be is refused with a reason`(_ fault: Fault) throws {
    let desk = try Self.desk()
    let before = try desk.json("book info")["records"].number
    try fault.change(desk.folder.appending(path: "keys"))
    let run = desk.run("audit checkpoint --keys \(desk.folder.path)/keys --json")
    let error = try Found(run.output)["error"]
    #expect(error["code"].text == fault.code)
    #expect(error["message"].text?.contains("{") == false)
    #expect(try desk.json("book info")["records"].number == before)
    #expect(!System.isFolder("\(desk.path).heads"))
  }

  static func remove(_ name: String, _ folder: URL) throws {
    try FileManager.default.removeItem(at: folder.appending(path: name))
  }

  @Test func `a program can sign instead of a file`() throws {
    let desk = try Self.desk()
    let keys = desk.folder.appending(path: "keys")
    let held = try desk.save(try desk.text("keys/p256.key"), "held.pem")
    try Self.remove("p256.key", keys)
    let command = "/usr/bin/openssl\ndgst\n-sha256\n-sign\n\(held)\n"
    try Fault.file("p256.signer", command)(keys)
    #expect(desk.run("audit checkpoint --keys \(keys.path)").exit == .ok)
    let shown = try desk.json("key show \(keys.path)")["keys"].list
    #expect(shown.map { $0["private"].text } == ["file", "program", "file"])
    #expect(desk.run("book check").exit == .ok)
  }

  // MARK: The life of keys

  @Test func `keys are replaced and revoked, and what they signed stays`() throws {
    let desk = try Self.desk()
    try Self.makeKeys(desk, "new")
    let (old, new) = ("\(desk.folder.path)/keys", "\(desk.folder.path)/new")
    try ThreeYears.done(desk.run("audit checkpoint --keys \(old)"))
    let other = desk.run("audit checkpoint --keys \(new) --json")
    #expect(try Found(other.output)["error"]["code"].text == "E-KEY-OTHER")
    #expect(other.exit == .conflict && other.output.contains("key rotate"))
    let rotated = try desk.json("key rotate --keys \(old) --new \(new)")
    #expect(rotated["rotated"].list.count == 3)
    try ThreeYears.done(desk.run("audit checkpoint --keys \(new)"))
    #expect(desk.run("audit checkpoint --keys \(old)").exit == .conflict)
    #expect(desk.run("key rotate --keys \(new) --new \(old)").exit == .conflict)
    let id = try #require(rotated["rotated"][0]["to"].text)
    #expect(desk.run("key revoke \(id) --reason stolen").exit == .usage)
    #expect(desk.run("key revoke abc --reason lost").exit == .usage)
    let late = desk.run("key revoke \(id) --reason compromised --since 999 --json")
    #expect(try Found(late.output)["error"]["code"].text == "E-KEY-SINCE")
    try ThreeYears.done(desk.run("key revoke \(id) --reason compromised --since 5"))
    #expect(desk.run("key revoke \(id) --reason lost").exit == .notFound)
    let revoked = try desk.json("key show")["keys"].list.first { $0["key_id"].text == id }
    #expect(revoked?["state"].text == "revoked" && revoked?["since"].number == 5)
    #expect(desk.run("audit checkpoint --keys \(new)").exit == .conflict)
    #expect(desk.run("book check").exit == .ok)
  }
}
