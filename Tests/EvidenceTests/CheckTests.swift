import CanonicalJSON
import Foundation
import Reports
import Signing
import Testing

@testable import Audit
@testable import Evidence

/// What an attacker does to a bundle, and the check that tells.
struct Attack: CustomTestStringConvertible, Sendable {
  let check: Check
  let testDescription: String
  var project: String?
  let change: @Sendable (inout Workshop) throws -> Void

  init(
    _ check: Check,
    _ name: String,
    project: String? = nil,
    _ change: @escaping @Sendable (inout Workshop) throws -> Void
  ) {
    self.check = check
    testDescription = name
    self.project = project
    self.change = change
  }
}

@Suite struct CheckTests {
  static let entries = BundleFormat.entries(1)

  static let outside: [Attack] = [
    Attack(.files, "no statement") { $0.files[BundleFormat.statement] = nil },
    Attack(.files, "no list") { $0.files[BundleFormat.manifestSM3] = nil },
    Attack(.files, "a file that bundles do not have") { $0.files["run.sh"] = [0x0A] },
    Attack(.files, "another signature") { $0.files["sigs/statement.ed25519.sig"] = [0x0A] },
    Attack(.files, "a name with a space") { $0.files["reports/a b.csv"] = [0x0A] },
    Attack(.files, "a name that is not composed") { $0.files["reports/e\u{301}.csv"] = [0x0A] },
    Attack(.files, "a name like an option") { $0.files["reports/-rf.csv"] = [0x0A] },
    Attack(.files, "names that differ by case") {
      $0.files["reports/a.csv"] = [0x0A]
      $0.files["reports/A.csv"] = [0x0A]
    },
    Attack(.statement, "a longer statement") { $0.files[BundleFormat.statement]?.append(0x0A) },
    Attack(.statement, "another version") {
      $0.edit(BundleFormat.statement, "statement/v1", "statement/v2")
    },
    Attack(.statement, "an endless statement") {
      $0.files[BundleFormat.statement] = [UInt8](repeating: 0x61, count: 1 << 20)
    },
    Attack(.pins, "one algorithm less") {
      $0.edit(BundleFormat.statement, "require sm2-sm3 ecdsa-p256-sha256", "require sm2-sm3")
      let text = String(decoding: $0.files[BundleFormat.statement] ?? [], as: UTF8.self)
      let lines = text.split(separator: "\n").filter { !$0.hasPrefix("key ecdsa") }
      $0.files[BundleFormat.statement] = Array((lines.joined(separator: "\n") + "\n").utf8)
      try $0.sign()
    },
    Attack(.pins, "keys of somebody else") {
      let keys = SampleKeys.second
      let (sm2, old) = (keys.sm2.publicKey, $0.keys.sm2.publicKey)
      $0.edit(BundleFormat.statement, "\(old.id)", "\(sm2.id)")
      $0.files[BundleFormat.keySM2] = Array(sm2.pem.utf8)
      try $0.sign(by: keys)
    },
    Attack(.pins, "another key beside the statement") {
      $0.files[BundleFormat.keySM2] = Array(SampleKeys.second.sm2.publicKey.pem.utf8)
    },
    Attack(.pins, "a key in another spelling") { $0.files[BundleFormat.keySM2]?.append(0x0A) },
    Attack(.certificates, "a certificate that is none") {
      $0.files[BundleFormat.certificateSM2] = [0x0A]
      try $0.reseal()
    },
    Attack(.signatures, "no signature") { $0.files[BundleFormat.signatureP256] = nil },
    Attack(.signatures, "an empty signature") { $0.files[BundleFormat.signatureSM2] = [] },
    Attack(.signatures, "signatures of the wrong kind") {
      $0.files[BundleFormat.signatureSM2] = $0.files[BundleFormat.signatureP256]
    },
    Attack(.signatures, "a signature by somebody else") { try $0.sign(by: SampleKeys.second) },
    Attack(.signatures, "another statement") {
      $0.edit(BundleFormat.statement, "made-at 2026-01-05", "made-at 2026-01-04")
    },
    Attack(.timestamp, "a time stamp that is none") { $0.files[BundleFormat.token] = [0x30] },
    Attack(.timestamp, "the signature of no time stamp") {
      $0.files[BundleFormat.tokenSignature] = [0x30]
    },
    Attack(.manifest, "another list") { $0.files[BundleFormat.manifestSHA256]?.append(0x0A) },
    Attack(.manifest, "a list with a shorter path") {
      $0.edit(BundleFormat.manifestSHA256, "  README.en.txt\n", "  README.en\n")
      try $0.state()
      try $0.sign()
    },
    Attack(.manifest, "a list out of order") {
      let lines = String(decoding: $0.files[BundleFormat.manifestSM3] ?? [], as: UTF8.self)
        .split(separator: "\n").reversed()
      $0.files[BundleFormat.manifestSM3] = Array((lines.joined(separator: "\n") + "\n").utf8)
      try $0.state()
      try $0.sign()
    },
    Attack(.manifest, "one list with fewer files") {
      let lines = String(decoding: $0.files[BundleFormat.manifestSM3] ?? [], as: UTF8.self)
        .split(separator: "\n").dropLast()
      $0.files[BundleFormat.manifestSM3] = Array((lines.joined(separator: "\n") + "\n").utf8)
      try $0.state()
      try $0.sign()
    },
    Attack(.digests, "a file more") { $0.files["reports/more.csv"] = [0x0A] },
    Attack(.digests, "a file less") { $0.files["README.en.txt"] = nil },
    Attack(.digests, "another record") { $0.edit(entries, "300000.00", "800000.00") },
    Attack(.digests, "another list of digests by SM3 alone") {
      $0.edit(BundleFormat.manifestSM3, "a", "b")
      try $0.state()
      try $0.sign()
    },
  ]

  static let inside: [Attack] = [
    Attack(.records, "another amount") { $0.edit(entries, "300000.00", "800000.00") },
    Attack(.records, "a record cut off") { $0.files[entries]?.removeLast() },
    Attack(.records, "no records") { $0.files[entries] = nil },
    Attack(.records, "a file out of number") {
      $0.files[BundleFormat.entries(3)] = $0.files[entries]
    },
    Attack(.records, "a file that ends too early") {
      let bytes = $0.files[entries] ?? []
      let text = String(decoding: bytes, as: UTF8.self)
      let end = text.ranges(of: "\n{\"at\":").last?.lowerBound ?? text.endIndex
      $0.files[entries] = Array(text[..<end].utf8) + [0x0A]
      $0.files[BundleFormat.entries(2)] = Array(text[end...].utf8.dropFirst())
    },
    Attack(.records, "records left out at the end") {
      let text = String(decoding: $0.files[entries] ?? [], as: UTF8.self)
      let end = text.ranges(of: "\n{\"at\":").last?.lowerBound ?? text.endIndex
      $0.files[entries] = Array(text[..<end].utf8) + [0x0A]
    },
    Attack(.records, "another name of the log") {
      $0.edit(BundleFormat.statement, "origin xiantou/", "origin elsewhere/")
    },
    Attack(.tree, "another root") {
      let root = "root-sha256 "
      let text = String(decoding: $0.files[BundleFormat.statement] ?? [], as: UTF8.self)
      let line = text.split(separator: "\n").first { $0.hasPrefix(root) } ?? ""
      $0.edit(BundleFormat.statement, "\(line)", root + String(line.dropFirst(12).reversed()))
    },
    Attack(.tree, "proofs that nobody needs") { $0.files[BundleFormat.inclusionSM3] = [0x0A] },
    Attack(.tree, "a path less", project: "P001") {
      let path = BundleFormat.inclusionSM3
      let lines = String(decoding: $0.files[path] ?? [], as: UTF8.self).split(separator: "\n")
      $0.files[path] = Array((lines.dropLast().joined(separator: "\n") + "\n").utf8)
    },
    Attack(.tree, "a path more", project: "P001") {
      $0.files[BundleFormat.inclusionSHA256]? += Array("record 99\n".utf8)
    },
    Attack(.tree, "proofs of the other tree", project: "P001") {
      $0.files[BundleFormat.inclusionSHA256] = $0.files[BundleFormat.inclusionSM3]
    },
    Attack(.tree, "no proofs", project: "P001") { $0.files[BundleFormat.inclusionSM3] = nil },
    Attack(.keys, "another number of keys") {
      $0.edit(BundleFormat.statement, "key-epoch 4", "key-epoch 3")
    },
    Attack(.checkpoint, "another checkpoint") {
      $0.files[BundleFormat.checkpoint] = $0.files[BundleFormat.checkpointSM3]
    },
    Attack(.checkpoint, "a checkpoint that nobody signed") {
      $0.files[BundleFormat.checkpoint] = Array("a\n1\nb\n".utf8)
    },
    Attack(.checkpoint, "another Ed25519 key") {
      $0.files[BundleFormat.keyEd25519] = Array(SampleKeys.second.ed25519.publicKey.pem.utf8)
    },
    Attack(.history, "a head less") {
      let path = BundleFormat.history
      let lines = String(decoding: $0.files[path] ?? [], as: UTF8.self).split(separator: "\n")
      $0.files[path] = Array((lines.dropLast().joined(separator: "\n") + "\n").utf8)
    },
    Attack(.history, "a head more") { $0.files[BundleFormat.history]? += Array("{}\n".utf8) },
    Attack(.history, "a proof less") {
      let path = BundleFormat.consistencySHA256
      let text = String(decoding: $0.files[path] ?? [], as: UTF8.self)
      let end = text.ranges(of: "old ").last?.lowerBound ?? text.endIndex
      $0.files[path] = Array(text[..<end].utf8)
    },
    Attack(.history, "a proof of the other tree") {
      $0.files[BundleFormat.consistencySHA256] = $0.files[BundleFormat.consistencySM3]
    },
    Attack(.derived, "a table that nobody made") { $0.files["reports/001/more.csv"] = [0x0A] },
  ]

  @Test(arguments: outside)
  func `what changes a file from outside is named`(attack: Attack) throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    var workshop = try Workshop(bench.export(log), log.keys)
    try attack.change(&workshop)
    #expect(try workshop.verdict(in: bench).failed == attack.check)
  }

  @Test(arguments: inside)
  func `what the signer changes is named`(attack: Attack) throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    let scope = try #require(Statement.Scope(project: attack.project))
    var workshop = try Workshop(bench.export(log, scope), log.keys)
    try attack.change(&workshop)
    try workshop.reseal()
    let verdict = try workshop.verdict(in: bench)
    #expect(verdict.failed == attack.check, "\(verdict.lines(.english))")
  }

  @Test func `the attacks name every check that needs no particular log`() {
    let named = Set((Self.outside + Self.inside).map(\.check))
    #expect(Set(Check.allCases).subtracting(named) == [.since, .vouchers, .project])
  }

  @Test func `a project that is not at its end, or whose totals are wrong, is not complete`() throws
  {
    let scope = try #require(Statement.Scope(project: "P001"))
    let other = try SampleLog.rich()
    try other.projectHead(["P002"])
    let wrong = try SampleLog.rich()
    try wrong.projectHead(["P001"], wrongBy: 1)
    let both = try SampleLog.rich()
    try both.projectHead(["P001", "P002"])
    for log in [other, wrong] {
      let bench = try Bench()
      let folder = try bench.export(log, scope)
      let verdict = Verifier.verify(folder, Demands(pins: log.keys.pins))
      #expect(verdict.failed == .project)
    }
    let bench = try Bench()
    let verdict = Verifier.verify(
      try bench.export(both, scope),
      Demands(pins: both.keys.pins)
    )
    #expect(verdict.isValid)
  }

  @Test func `a voucher number that is missing is named`() throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    try log.voucher(
      "2025-02-记-0004",
      "2025-02-12",
      [("660101", "debit", 100, "P001"), ("100201", "credit", 100, nil)]
    )
    let verdict = Verifier.verify(try bench.export(log), Demands(pins: log.keys.pins))
    #expect(verdict.failed == .vouchers)
  }

  @Test func `a whole log with a wrong total fails too`() throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    try log.projectHead(["P002"], wrongBy: 1)
    let verdict = Verifier.verify(try bench.export(log), Demands(pins: log.keys.pins))
    #expect(verdict.failed == .project)
  }

  @Test func `a line of a project that is left out breaks its chain`() throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    let scope = try #require(Statement.Scope(project: "P001"))
    var workshop = try Workshop(bench.export(log, scope), log.keys)
    let text = String(decoding: workshop.files[Self.entries] ?? [], as: UTF8.self)
    let records = text.replacing("\n{\"at\":", with: "\n\u{1}{\"at\":").split(separator: "\u{1}")
    let place = try #require(records.firstIndex { $0.contains("2025-02-记-0001") })
    var fewer = records
    fewer.remove(at: place)
    workshop.files[Self.entries] = Array(fewer.joined().utf8)
    try workshop.reseal()
    #expect(try workshop.verdict(in: bench).failed == .records)
  }

  @Test(arguments: ["# nothing", "abc", "zz\(String(repeating: "0", count: 62))"])
  func `a pin file without these keys trusts nobody`(pins: String) throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    let workshop = try Workshop(bench.export(log), log.keys)
    #expect(try workshop.verdict(in: bench, pins: Array(pins.utf8)).failed == .pins)
  }

  @Test func `pins may be in capitals, with remarks and the line ends of Windows`() throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    let workshop = try Workshop(bench.export(log), log.keys)
    let ids = [log.keys.sm2, log.keys.p256].map { "\($0.publicKey.id)".uppercased() }
    let pins = Array("\r\n# keys\r\n\(ids[0]) *sm2\r\n\(ids[1])".utf8)
    #expect(try workshop.verdict(in: bench, pins: pins).isValid)
  }

  @Test func `authorities that are demanded have to be there`() throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    let folder = try bench.export(log)
    let first = Demands(pins: log.keys.pins, authorities: [0x0A])
    #expect(Verifier.verify(folder, first).failed == .certificates)
    let second = Demands(pins: log.keys.pins, stampAuthorities: [0x0A])
    #expect(Verifier.verify(folder, second).failed == .timestamp)
  }
}
