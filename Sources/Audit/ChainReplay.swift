package import Signing

/// Confirms what a log says about itself with SHA-256 alone: form, order, chains, and the root of
/// each record's lines (链式核对).
///
/// Nothing stored beside the records is needed. What SM3 has to say a ``HashLane`` finds, here or
/// on another thread.
package struct ChainReplay: ~Copyable {
  /// The parts of the record confirmed last; the ranges lie in the body that was given.
  package private(set) var layout = RecordLayout()
  /// The leaf hash of the header confirmed last, zeros at the beginning.
  package private(set) var last: Digest
  private var projects: ProjectHeads
  private var lane: HashLane

  /// Starts at the beginning of the log, or behind records that are known to be good.
  package init(
    head: LogHead = LogHead(),
    projects: ProjectHeads = ProjectHeads()
  ) throws(AuditError) {
    last = head.last
    self.projects = projects
    do throws(SigningError) {
      lane = try HashLane(.sha256, after: head.sha256)
    } catch { throw .signing(error) }
  }

  /// The tree of what has been confirmed.
  package var tree: CompactRange { lane.tree }

  /// The heads of all projects in what has been confirmed.
  package var projectHeads: [String: ProjectHead] { projects.all }

  /// The root of what has been confirmed.
  package mutating func root() throws(AuditError) -> Digest {
    do throws(SigningError) { return try lane.root() } catch { throw .signing(error) }
  }

  /// Confirms the next record.
  /// - Throws: ``AuditError/differs(_:)`` with the first difference; nothing after it has meaning.
  package mutating func confirm(_ body: Span<UInt8>) throws(AuditError) {
    let place = lane.tree.size
    try layout.read(body, at: place)
    try LogDifference.agree(.sequence, place, layout.seq, seq: place)
    try LogDifference.agree(.previous, last, layout.previous, seq: place)
    let hashes: HashLane.Hashes
    do throws(SigningError) { hashes = try lane.take(body) } catch { throw .signing(error) }
    for index in layout.lines.indices {
      guard let chain = layout.lines[index].chain else { continue }
      try projects.follow(
        chain,
        of: layout.text(chain.project, in: body),
        to: lane.lineLeaves[index],
        at: (place, index + 1)
      )
    }
    try LogDifference.agree(.linesSHA256, hashes.lines, layout.roots.sha256, seq: place)
    last = hashes.leaf
  }
}

extension ProjectHeads {
  /// Goes on by a line that says where it belongs.
  mutating func follow(
    _ chain: RecordLayout.Chain,
    of project: String,
    to leaf: Digest,
    at place: (seq: Int64, line: Int)
  ) throws(AuditError) {
    let head = self[project]
    let (seq, line) = place
    try LogDifference.agree(.projectSequence, head.count + 1, chain.seq, seq: seq, line: line)
    try LogDifference.agree(.projectPrevious, head.last, chain.previous, seq: seq, line: line)
    advance(project, from: head, to: leaf)
  }
}

extension LogDifference {
  /// Demands that two values are equal.
  @inline(__always)
  static func agree<Value: Equatable & CustomStringConvertible>(
    _ code: Code,
    _ expected: Value,
    _ found: Value,
    seq: Int64,
    line: Int = 0
  ) throws(AuditError) {
    if expected == found { return }
    throw .differs(
      LogDifference(
        code,
        seq: seq,
        line: line,
        expected: expected.description,
        found: found.description
      )
    )
  }
}
