import CanonicalJSON
import Signing

/// Checks a log from its first record to its last (日志重放).
///
/// It is given each record's body with the leaf hashes that were stored beside it, and confirms
/// form, order, hashes, the small tree of each record's lines and the chain of each project, while
/// it grows the same trees that the log grew. At the end the stored heads are compared.
package struct LogReplay: ~Copyable {
  private var chain: ChainReplay
  private var sm3: HashLane

  /// Starts at the beginning of the log, or behind records that are known to be good.
  package init(
    head: LogHead = LogHead(),
    projects: ProjectHeads = ProjectHeads()
  ) throws(AuditError) {
    self.init(
      chain: try ChainReplay(head: head, projects: projects),
      sm3: try LogReplay.lane(after: head.sm3)
    )
  }

  private init(chain: consuming ChainReplay, sm3: consuming HashLane) {
    self.chain = chain
    self.sm3 = sm3
  }

  private static func lane(after tree: CompactRange) throws(AuditError) -> HashLane {
    do throws(SigningError) {
      return try HashLane(.sm3, after: tree)
    } catch { throw .signing(error) }
  }

  /// The end of what has been confirmed.
  package var head: LogHead {
    LogHead(last: chain.last, TreePair(sha256: chain.tree, sm3: sm3.tree))
  }

  /// The parts of the record confirmed last; the ranges lie in the body that was given.
  package var layout: RecordLayout { chain.layout }

  /// The heads of all projects in what has been confirmed.
  package var projectHeads: [String: ProjectHead] { chain.projectHeads }

  /// Confirms the next record.
  /// - Throws: ``AuditError/differs(_:)`` with the first difference; nothing after it has meaning.
  package mutating func confirm(
    _ body: Span<UInt8>,
    stored: DigestPair
  ) throws(AuditError) {
    let seq = chain.tree.size
    try chain.confirm(body)
    let hashes: HashLane.Hashes
    do throws(SigningError) { hashes = try sm3.take(body) } catch { throw .signing(error) }
    try LogDifference.agree(.linesSM3, hashes.lines, chain.layout.roots.sm3, seq: seq)
    try LogDifference.agree(.leafSHA256, stored.sha256, chain.last, seq: seq)
    try LogDifference.agree(.leafSM3, stored.sm3, hashes.leaf, seq: seq)
  }

  /// Compares the end of the log with the heads that were stored for it.
  /// - Throws: ``AuditError/differs(_:)`` with the first difference.
  package func confirmEnd(
    _ stated: LogHead,
    projects statedProjects: [String: ProjectHead]
  ) throws(AuditError) {
    let head = head
    try agree(.size, stated.size, head.size)
    try agree(.previous, stated.last, head.last)
    let (expected, found) = (try stated.roots(), try head.roots())
    try agree(.treeSHA256, expected.sha256, found.sha256)
    try agree(.treeSM3, expected.sm3, found.sm3)
    let replayed = projectHeads
    for project in Set(replayed.keys).union(statedProjects.keys).sorted() {
      let (expected, found) = (statedProjects[project], replayed[project])
      if expected == found { continue }
      try agree(
        .projectHead,
        "\(project) \(expected ?? .empty)",
        "\(project) \(found ?? .empty)"
      )
    }
  }

  private func agree<Value: Equatable & CustomStringConvertible>(
    _ code: LogDifference.Code,
    _ expected: Value,
    _ found: Value
  ) throws(AuditError) {
    try LogDifference.agree(code, expected, found, seq: chain.tree.size)
  }
}
