import CanonicalJSON
import Foundation
import Quantities
import Reports
import Signing
import Testing

@testable import Audit
@testable import Evidence

@Suite struct RoundTripTests {
  static let scopes: [Statement.Scope] = [
    .all, Statement.Scope(periods: PeriodRange("2025-01")), Statement.Scope(project: "P001"),
  ].compactMap { $0 }

  @Test(arguments: scopes)
  func `what is exported verifies, as a folder and as a tar file`(scope: Statement.Scope) throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    let folder = try bench.export(log, scope)
    try TarFile.write(folder, to: bench("bundle.tar"))
    for path in [folder, bench("bundle.tar")] {
      let verdict = Verifier.verify(path, Demands(pins: log.keys.pins))
      #expect(verdict.isValid, "\(verdict.lines(.english))")
      #expect(verdict.failed == nil)
      #expect(verdict.head?.size == log.size)
      #expect(verdict.head?.rootSHA256 == "\(try log.state().roots.sha256)")
      #expect(verdict.results.map(\.check) == Check.allCases)
    }
  }

  @Test(arguments: scopes)
  func `the same log gives the same bytes but for the signatures`(scope: Statement.Scope) throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    let first = try Workshop(bench.export(log, scope, to: "1"), log.keys).files
    let second = try Workshop(bench.export(log, scope, to: "2"), log.keys).files
    #expect(first.keys == second.keys)
    let different = first.keys.filter { first[$0] != second[$0] }
    #expect(different.allSatisfy { $0.hasPrefix("sigs/") })
  }

  @Test func `the tar file is the same whenever it is made`() throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    let folder = try bench.export(log)
    for name in ["1.tar", "2.tar"] { try TarFile.write(folder, to: bench(name)) }
    let bytes = FileManager.default.contents(atPath: bench("1.tar"))
    #expect(bytes == FileManager.default.contents(atPath: bench("2.tar")))
    let own = Workshop.tar(try Workshop(folder, log.keys).sorted)
    #expect(bytes.map { Array($0) } == own)
    #expect(throws: EvidenceError.occupied(path: bench("1.tar"))) {
      try TarFile.write(folder, to: bench("1.tar"))
    }
  }

  @Test func `a project's bundle shows nothing of another`() throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    let scope = try #require(Statement.Scope(project: "P001"))
    let files = try Workshop(bench.export(log, scope), log.keys).files
    for (path, bytes) in files where !path.hasPrefix("verify/") && !path.hasPrefix("README") {
      #expect(!String(decoding: bytes, as: UTF8.self).contains("P002"), "\(path)")
    }
  }

  @Test func `a folder appears whole, and nothing is overwritten`() throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    let making = try #require(SampleLog.making)
    let export = try BundleExport(log, .all, log.keys.signers, making, to: bench("out"))
    #expect(!FileManager.default.fileExists(atPath: bench("out")))
    try FileManager.default.createDirectory(
      atPath: bench("out"),
      withIntermediateDirectories: false
    )
    try export.publish()
    #expect(FileManager.default.fileExists(atPath: bench("out/statement.txt")))
    #expect(throws: EvidenceError.occupied(path: bench("out"))) {
      try BundleExport(log, .all, log.keys.signers, making, to: bench("out"))
    }
    let dropped = try BundleExport(log, .all, log.keys.signers, making, to: bench("no"))
    dropped.discard()
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path) == ["out"])
  }

  @Test func `a damaged log is not signed`() throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    log.bodies[9][40] ^= 1
    #expect(throws: EvidenceError.self) { try bench.export(log) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path) == [])
  }

  @Test func `a key that is not in use does not sign`() throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    log.keys = SampleKeys.first
    #expect(throws: EvidenceError.self) { try bench.export(log) }
  }

  @Test func `records that fill more than one piece are read whole`() throws {
    let (bench, log) = (try Bench(), try SampleLog())
    try log.begin()
    try log.addKeys()
    let long = String(repeating: "长", count: 20_000)
    for place in 0..<40 {
      try log.add("note", data: { $0.member("text", "\(place)\(long)") })
    }
    let folder = try bench.export(log)
    let verdict = Verifier.verify(folder, Demands(pins: log.keys.pins))
    #expect(verdict.isValid, "\(verdict.lines(.english))")
  }

  @Test func `a verdict reads in both languages and as an object`() throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    let folder = try bench.export(log)
    let verdict = Verifier.verify(folder, Demands(pins: []))
    #expect(verdict.failed == .pins)
    #expect(verdict.lines(.chinese).first == "✓ files         文件与目录合乎格式")
    #expect(verdict.lines(.english)[2].hasPrefix("✗ pins          the sm2-sm3 key "))
    let json = verdict.json(.english)
    #expect(json["valid"] == .bool(false))
    #expect(json["failed"] == .string("pins"))
    #expect(json["size"] == .integer(log.size))
    guard case .array(let checks)? = json["checks"] else { return #expect(Bool(false)) }
    #expect(checks.count == Check.allCases.count)
    #expect(checks[1]["ok"] == .bool(true))
    #expect(checks[2]["ok"] == .bool(false))
    #expect(checks[8]["ok"] == .null)
  }
}
