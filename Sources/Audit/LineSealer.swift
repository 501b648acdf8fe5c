package import CanonicalJSON
import Signing

/// Seals the detail lines (明细行) of the record that is being made.
///
/// A line that belongs to a project names that project's previous line in the whole log, so that
/// an excerpt of one project can be shown to be complete.
package struct LineSealer: ~Copyable {
  var writer = CanonicalWriter(capacity: 16_384)
  var hasher: PairHasher
  var nonces: NonceSource
  var projects: ProjectHeads
  private var trees = TreePair()

  init(_ nonces: NonceSource, _ projects: ProjectHeads) throws(AuditError) {
    hasher = try PairHasher()
    self.nonces = nonces
    self.projects = projects
  }

  /// The number of lines sealed so far.
  package var count: Int64 { trees.sha256.size }

  mutating func reset() {
    writer.reset()
    trees.reset()
  }

  mutating func roots() throws(AuditError) -> DigestPair { try trees.roots(&hasher) }

  /// Seals the next line; `data` writes the members of its `data` object.
  package mutating func add(
    project: String? = nil,
    data: (inout CanonicalWriter) -> Void
  ) throws(AuditError) {
    let start = writer.count
    let nonce = try nonces.next()
    let head = project.map { projects[$0] }
    writer.fixed(#"{"data":"#)
    writer.object(data)
    writer.fixed(#","n":""#)
    writer.digits(count + 1)
    writer.fixed(#"","nonce":""#)
    writer.nonce(nonce)
    if let project, let head {
      writer.fixed(#"","pprev":""#)
      writer.digest(head.last)
      writer.fixed(#"","project":"#)
      writer.string(project)
      writer.fixed(#","pseq":""#)
      writer.digits(head.count + 1)
    }
    writer.fixed(#""}"#)
    let leaf = try hasher.leaf(writer, from: start)
    try trees.append(leaf, &hasher)
    if let project, let head { projects.advance(project, from: head, to: leaf.sha256) }
    try RecordFormat.checkLength(writer.count - start)
    writer.endLine()
  }
}

extension RecordFormat {
  static func checkLength(_ length: Int) throws(AuditError) {
    if length > lengthMax { throw .tooLong(length) }
  }
}

extension CanonicalWriter {
  mutating func digest(_ digest: Digest) {
    field(64) { digest.writeHex(to: &$0, at: $1) }
  }

  mutating func nonce(_ nonce: (high: UInt64, low: UInt64)) {
    field(32) {
      Hex.write(nonce.high, to: &$0, at: $1)
      Hex.write(nonce.low, to: &$0, at: $1 + 16)
    }
  }
}
