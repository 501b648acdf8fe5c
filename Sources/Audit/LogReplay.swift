import CanonicalJSON
import Signing

/// Checks a log from its first record to its last (日志重放).
///
/// It is given each record's body with the leaf hashes that were stored beside it, and confirms
/// form, order, hashes, the small tree of each record's lines and the chain of each project, while
/// it grows the same trees that the log grew. At the end the stored heads are compared.
package struct LogReplay: ~Copyable {
  /// The end of what has been confirmed.
  package private(set) var head: LogHead
  /// The parts of the record confirmed last; the ranges lie in the body that was given.
  package private(set) var layout = RecordLayout()
  private var projects: ProjectHeads
  private var hasher: PairHasher
  private var lines = TreePair()

  /// Starts at the beginning of the log, or behind records that are known to be good.
  package init(
    head: LogHead = LogHead(),
    projects: ProjectHeads = ProjectHeads()
  ) throws(AuditError) {
    self.head = head
    self.projects = projects
    hasher = try PairHasher()
  }

  /// The heads of all projects in what has been confirmed.
  package var projectHeads: [String: ProjectHead] { projects.all }

  /// Confirms the next record.
  /// - Throws: ``AuditError/differs(_:)`` with the first difference; nothing after it has meaning.
  package mutating func confirm(
    _ body: Span<UInt8>,
    stored: DigestPair
  ) throws(AuditError) {
    try layout.read(body, at: head.size)
    try agree(.sequence, head.size, layout.seq)
    try agree(.previous, head.last, layout.previous)
    let leaf = try hasher.leaf(body.extracting(layout.header))
    try agree(.leafSHA256, stored.sha256, leaf.sha256)
    try agree(.leafSM3, stored.sm3, leaf.sm3)
    try confirmLines(body)
    try head.append(leaf, &hasher)
  }

  private mutating func confirmLines(_ body: Span<UInt8>) throws(AuditError) {
    lines.reset()
    for index in layout.lines.indices {
      let line = layout.lines[index]
      let leaf = try hasher.leaf(body.extracting(line.bytes))
      try lines.append(leaf, &hasher)
      guard let chain = line.chain else { continue }
      let project = layout.text(chain.project, in: body)
      let last = projects[project]
      try agree(.projectSequence, last.count + 1, chain.seq, line: index + 1)
      try agree(.projectPrevious, last.last, chain.previous, line: index + 1)
      projects.advance(project, from: last, to: leaf.sha256)
    }
    let roots = try lines.roots(&hasher)
    try agree(.linesSHA256, roots.sha256, layout.roots.sha256)
    try agree(.linesSM3, roots.sm3, layout.roots.sm3)
  }

  /// Compares the end of the log with the heads that were stored for it.
  /// - Throws: ``AuditError/differs(_:)`` with the first difference.
  package func confirmEnd(
    _ stated: LogHead,
    projects statedProjects: [String: ProjectHead]
  ) throws(AuditError) {
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

  @inline(__always)
  private func agree<Value: Equatable & CustomStringConvertible>(
    _ code: LogDifference.Code,
    _ expected: Value,
    _ found: Value,
    line: Int = 0
  ) throws(AuditError) {
    if expected == found { return }
    throw .differs(
      LogDifference(
        code,
        seq: head.size,
        line: line,
        expected: expected.description,
        found: found.description
      )
    )
  }
}
