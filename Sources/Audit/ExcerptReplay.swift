import Signing

/// Confirms the records of one project that were taken out of a log (项目摘录核对).
///
/// Records come in the order of the log, with gaps; of most only the project's lines are there.
/// That what is shown is in the log its inclusion proofs tell, from the leaves that ``confirm(_:)``
/// gives; that nothing is missing the project's own chain tells.
package struct ExcerptReplay: ~Copyable {
  /// The types of which every record is there, with all its lines.
  package static let wholeTypes: [StaticString] = ["book", "accounts", "key", "checkpoint"]

  /// The parts of the record confirmed last; the ranges lie in the body that was given.
  package private(set) var layout = RecordLayout()
  /// The end of the project's chain so far.
  package var projectHead: ProjectHead { projects[project] }
  private let project: String
  private let size: Int64
  private var last: (seq: Int64, leaf: Digest) = (-1, .zero)
  private var projects = ProjectHeads()
  private var hasher: PairHasher
  private var lines = TreePair()

  /// What the proofs have to start from.
  package struct Leaves: Sendable {
    /// The leaf hashes of the header.
    package let header: DigestPair
    /// The leaf hashes of the lines that are shown.
    package let lines: [DigestPair]
  }

  /// Starts an excerpt from the first `size` records of a log.
  package init(of project: String, size: Int64) throws(AuditError) {
    self.project = project
    self.size = size
    hasher = try PairHasher()
  }

  /// Confirms the next record.
  /// - Throws: ``AuditError/differs(_:)`` with the first difference; nothing after it has meaning.
  package mutating func confirm(_ body: Span<UInt8>) throws(AuditError) -> Leaves {
    try layout.read(body, at: last.seq + 1, isExcerpt: true)
    let seq = layout.seq
    guard seq > last.seq, seq < size, last.seq >= 0 || seq == 0 else {
      let place = last.seq + 1
      throw .differs(LogDifference(.sequence, seq: place, expected: "\(place)", found: "\(seq)"))
    }
    if seq == last.seq + 1 {
      try LogDifference.agree(.previous, last.leaf, layout.previous, seq: seq)
    }
    let header = try hasher.leaf(body.extracting(layout.header))
    let shown = try confirmLines(body)
    last = (seq, header.sha256)
    return Leaves(header: header, lines: shown)
  }

  private mutating func confirmLines(_ body: Span<UInt8>) throws(AuditError) -> [DigestPair] {
    let seq = layout.seq
    let mustBeWhole =
      seq == 0 || ExcerptReplay.wholeTypes.contains { layout.isType($0, in: body) }
    var shown: [DigestPair] = []
    lines.reset()
    for line in layout.lines {
      let leaf = try hasher.leaf(body.extracting(line.bytes))
      shown.append(leaf)
      try lines.append(leaf, &hasher)
      let owner = line.chain.map { layout.text($0.project, in: body) }
      if let chain = line.chain, owner == project {
        let place = (seq, Int(line.number))
        try projects.follow(chain, of: project, to: leaf.sha256, at: place)
      } else if !mustBeWhole {
        throw .differs(
          LogDifference(
            .foreignLine,
            seq: seq,
            line: Int(line.number),
            expected: project,
            found: owner ?? "-"
          )
        )
      }
    }
    let count = Int64(shown.count)
    if mustBeWhole || count == layout.lineCount {
      try LogDifference.agree(.lineCount, layout.lineCount, count, seq: seq)
      let roots = try lines.roots(&hasher)
      try LogDifference.agree(.linesSHA256, roots.sha256, layout.roots.sha256, seq: seq)
      try LogDifference.agree(.linesSM3, roots.sm3, layout.roots.sm3, seq: seq)
    } else if count == 0 {
      throw .differs(LogDifference(.lineCount, seq: seq, expected: "1", found: "0"))
    }
    return shown
  }
}
