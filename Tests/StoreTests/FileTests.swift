import Glibc
import Store
import Testing
import Trials

/// Files that are not a ledger, or not a whole one, or not ours to write.
@Suite struct FileTests {
  /// What opening a file and checking it says; the case of the error only.
  private func outcome(_ path: String, _ mode: LedgerFile.Mode) -> String {
    do {
      let ledger = try LedgerFile(path: path, mode: mode)
      let report = try ledger.read { (read) throws(StoreError) in try read.check() }
      return report.firstDifference.map { $0.place } ?? "sound"
    } catch {
      return String(describing: error).prefix { $0 != "(" }.description
    }
  }

  private static let foreign: [(String, String, @Sendable (String) throws -> Void)] = [
    ("an empty file", "notALedger", { try write("", to: $0) }),
    ("a short text", "notALedger", { try write("ledger\n", to: $0) }),
    (
      "a long text", "notALedger",
      { try write(String(repeating: "2025-12-22 拨付 300.00\n", count: 500), to: $0) }
    ),
    ("zeros", "notALedger", { try write([UInt8](repeating: 0, count: 8_192), to: $0) }),
    (
      "another program's database", "notALedger",
      { path in
        let program = try ForeignProgram(path)
        try program.run(
          "PRAGMA application_id = 4660; CREATE TABLE t (a); INSERT INTO t VALUES (1)"
        )
      }
    ),
    (
      "another program's database with a log", "notALedger",
      { path in
        let program = try ForeignProgram(path)
        try program.run("PRAGMA journal_mode = WAL; CREATE TABLE entry (a)")
      }
    ),
    (
      "a database without a name", "notALedger",
      { path in
        try ForeignProgram(path).run("CREATE TABLE record (seq, body, sha256, sm3)")
      }
    ),
    (
      "a newer ledger", "newerSchema",
      { path in
        try write(SampleLedger.made.bytes, to: path)
        try ForeignProgram(path).run("PRAGMA user_version = 99")
      }
    ),
    (
      "a ledger without one of its triggers", "schema trigger entry_seal",
      { path in
        try write(SampleLedger.made.bytes, to: path)
        try ForeignProgram(path).run("DROP TRIGGER entry_seal")
      }
    ),
  ]

  @Test(arguments: foreign.indices)
  func `a file that is no ledger of ours is named, and left as it is`(index: Int) throws {
    let (name, expected, make) = Self.foreign[index]
    let fixture = Fixture()
    try make(fixture.path)
    let (before, names) = (try bytes(of: fixture.path), fixture.names)
    for mode in [LedgerFile.Mode.read, .write] {
      #expect(outcome(fixture.path, mode) == expected, "\(name)")
      #expect(throws: StoreError.exists(path: fixture.path)) {
        try LedgerFile.create(path: fixture.path)
      }
    }
    #expect(try bytes(of: fixture.path) == before, "\(name)")
    #expect(fixture.names == names, "\(name)")
  }

  @Test func `what is not there is not made by opening it`() {
    let fixture = Fixture()
    #expect(outcome(fixture.path, .write) == "notFound")
    #expect(outcome(fixture.folder, .read) != "sound")
    #expect(fixture.names == [])
  }

  @Test(arguments: [1, 99, 100, 512, 4_095, 4_096, 4_097, 12_288, 40_960, -4_096, -1])
  func `a truncated ledger is never taken for a sound one`(length: Int) throws {
    let fixture = Fixture()
    let whole = SampleLedger.made.bytes
    let part = Array(whole.prefix(length > 0 ? length : whole.count + length))
    try write(part, to: fixture.path)
    for mode in [LedgerFile.Mode.read, .write] {
      let outcome = outcome(fixture.path, mode)
      #expect(outcome != "sound", "\(length)")
    }
    #expect(try bytes(of: fixture.path) == part)
  }

  @Test func `a rotten byte is found, or was in nothing that counts`() throws {
    var random = Seeded(InterruptionTests.seed)
    let whole = SampleLedger.made.bytes
    let content = try content(of: whole)
    for _ in 0..<300 {
      let fixture = Fixture()
      var rotten = whole
      let place = Int.random(in: 0..<whole.count, using: &random)
      rotten[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
      try write(rotten, to: fixture.path)
      guard outcome(fixture.path, .read) == "sound" else { continue }
      let kept = (try? self.content(of: rotten)) == content
      #expect(kept, "byte \(place) XIANTOU_SEED=\(InterruptionTests.seed)")
    }
  }

  /// Everything that the check answers for.
  private func content(of file: [UInt8]) throws -> [String] {
    let fixture = Fixture()
    try write(file, to: fixture.path)
    let program = try ForeignProgram(fixture.path)
    return try ["record", "entry", "posting", "balance", "account", "period", "person"].flatMap {
      try program.rows("SELECT * FROM \($0)")
    }
  }

  // MARK: What the system does not allow

  @Test func `a write-protected ledger can be read, and says that it cannot be written`() throws {
    let (fixture, places) = try SampleLedger.copy()
    let sound = "read \(places.next) true"
    for (folder, file) in [(0o755, 0o444), (0o555, 0o444), (0o555, 0o644)] as [(mode_t, mode_t)] {
      chmod(fixture.path, file)
      chmod(fixture.folder, folder)
      let end = try Child.run([InterruptionTests.workload, "look", fixture.path, "1"])
      chmod(fixture.folder, 0o755)
      #expect(end.lines == ["\(sound)", "write readOnly", "create readOnly"], "\(folder) \(file)")
    }
    #expect(try bytes(of: fixture.path) == SampleLedger.made.bytes)
  }

  @Test func `a ledger that may not be read says so`() throws {
    let (fixture, _) = try SampleLedger.copy()
    chmod(fixture.folder, 0o755)
    chmod(fixture.path, 0o000)
    let end = try Child.run([InterruptionTests.workload, "look", fixture.path, "1"])
    #expect(end.lines.first != nil && end.lines[0] == "read inputOutput", "\(end.lines)")
  }

  @Test(arguments: [100_000, 150_000, 200_000, 300_000, 600_000])
  func `a file that may not grow refuses new entries and keeps the old ones`(limit: Int) throws {
    let fixture = Fixture()
    let command = [InterruptionTests.workload, "limit", fixture.path, "1", "\(limit)"]
    let end = try Child.run(command)
    let last = end.lines.last ?? ""
    #expect(["error diskFull", "error inputOutput"].contains(last), "\(last)")
    let receipts = end.lines.compactMap { Workload.Receipt($0) }.filter { $0.key != "error" }
    #expect(try Verification.faults(in: fixture.path, acknowledged: receipts) == [])
  }
}
