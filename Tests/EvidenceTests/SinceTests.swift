import Foundation
import Signing
import Testing

@testable import Audit
@testable import Evidence

@Suite struct SinceTests {
  /// What an auditor may have kept of a log.
  private func kept(_ log: SampleLog, _ algorithm: DigestAlgorithm = .sha256) throws -> [UInt8] {
    let state = try log.state()
    let origin = Origin(firstLeaf: log.leaves[0].sha256)
    return Checkpoint(
      origin,
      algorithm,
      size: state.size,
      root: state.roots.root(algorithm)
    ).text
  }

  private func verdict(
    _ log: SampleLog,
    since: [UInt8],
    project: String? = nil
  ) throws -> Verdict {
    let bench = try Bench()
    let scope = try #require(Statement.Scope(project: project))
    let folder = try bench.export(log, scope)
    return Verifier.verify(folder, Demands(pins: log.keys.pins, since: since))
  }

  @Test(arguments: DigestAlgorithm.allCases)
  func `a whole log grew from any size it had`(algorithm: DigestAlgorithm) throws {
    let log = try SampleLog.rich()
    var states = [try kept(log, algorithm)]
    try log.add("note")
    states.append(try kept(log, algorithm))
    try log.add("note")
    for state in states {
      #expect(try verdict(log, since: state).isValid)
      // What was copied from paper may lack its last line feed.
      #expect(try verdict(log, since: state.dropLast()).isValid)
    }
  }

  @Test func `a project's log grew from each signed head`() throws {
    let log = try SampleLog.rich()
    let unsigned = try kept(log)
    let signed = try Checkpoint(kept(log)).signed(by: log.keys.ed25519).bytes
    #expect(try verdict(log, since: signed, project: "P001").isValid)
    try log.checkpoint()
    try log.add("note")
    let between = try kept(log)
    try log.projectHead(["P001"])
    #expect(try verdict(log, since: unsigned, project: "P001").isValid)
    #expect(try verdict(log, since: between, project: "P001").failed == .since)
  }

  @Test func `a statement serves as well`() throws {
    let log = try SampleLog.rich()
    let bench = try Bench()
    let old = try Workshop(bench.export(log), log.keys).files[BundleFormat.statement] ?? []
    try log.add("note")
    #expect(try verdict(log, since: old).isValid)
  }

  @Test func `what was changed, cut off or exchanged since is named`() throws {
    let log = try SampleLog.rich()
    let text = String(decoding: try kept(log), as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    let root = Base64.encode(Digest.zero.bytes)
    let others = [
      [lines[0], lines[1], root],
      [lines[0], "\(log.size + 1)", lines[2]],
      [lines[0], "\(log.size - 1)", lines[2]],
      [lines[0], "0", lines[2]],
      ["gov.example/other", lines[1], lines[2]],
      ["no checkpoint"],
      [""],
    ]
    for other in others {
      let bytes = Array((other.joined(separator: "\n") + "\n").utf8)
      #expect(try verdict(log, since: bytes).failed == .since, "\(other)")
      #expect(try verdict(log, since: bytes, project: "P001").failed == .since, "\(other)")
    }
    let empty = Checkpoint(
      Origin(firstLeaf: log.leaves[0].sha256),
      .sm3,
      size: 0,
      root: TreeState.empty.roots.sm3
    ).text
    #expect(try verdict(log, since: empty).isValid)
  }
}
