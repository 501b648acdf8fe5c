import CanonicalJSON
public import Signing

/// One record of a log (记录), read from its bytes.
///
/// A record that exists is in its one canonical form, and its lines have the count and the roots
/// that its header states. Whether it belongs where it stands is for ``LogReplay`` to say.
public struct Record: Sendable {
  /// The header and the lines, each ended by a line feed.
  public let body: [UInt8]
  /// The leaf hashes of the header: the record's place in both trees.
  public let leaf: DigestPair
  /// The leaf hashes of the lines, in order.
  public let lineLeaves: [DigestPair]
  /// Where the parts lie in ``body``.
  package let layout: RecordLayout

  /// Reads a record.
  /// - Throws: ``AuditError/differs(_:)`` with the first thing that is wrong.
  public init(body: [UInt8]) throws(AuditError) {
    var layout = RecordLayout()
    try layout.read(body.span)
    var hasher = try PairHasher()
    var tree = TreePair()
    var leaves: [DigestPair] = []
    for line in layout.lines {
      let leaf = try hasher.leaf(body.span.extracting(line.bytes))
      leaves.append(leaf)
      try tree.append(leaf, &hasher)
    }
    let roots = try tree.roots(&hasher)
    for (code, stated, found) in [
      (LogDifference.Code.linesSHA256, layout.roots.sha256, roots.sha256),
      (LogDifference.Code.linesSM3, layout.roots.sm3, roots.sm3),
    ] where stated != found {
      throw .differs(
        LogDifference(code, seq: layout.seq, expected: "\(found)", found: "\(stated)")
      )
    }
    leaf = try hasher.leaf(body.span.extracting(layout.header))
    lineLeaves = leaves
    self.body = body
    self.layout = layout
  }

  /// The place in the log, from 0.
  public var seq: Int64 { layout.seq }
  /// The type.
  public var type: String { String(copying: body.span, layout.type) }
  /// The code of the book; empty when the record concerns the ledger as a whole.
  public var book: String { layout.text(layout.book, in: body.span) }
  /// The person; empty when there is none.
  public var by: String { layout.text(layout.by, in: body.span) }
  /// When it was made.
  public var at: RecordTime { layout.at }
  /// The SHA-256 leaf hash of the record before, zeros for the first.
  public var previous: Digest { layout.previous }
}
