import Signing

/// A proof together with the signed checkpoint it leads to (证明文件), to be checked offline.
///
/// The inclusion of a record is a C2SP tlog-proof; the growth since an earlier state is the body
/// of a request to a C2SP tlog-witness. Both can be used with either algorithm: which one it is
/// the origin of the checkpoint says.
public struct ProofFile: Hashable, Sendable {
  /// What is proved.
  public let claim: Claim
  /// The checkpoint that the proof leads to.
  public let checkpoint: Checkpoint
  /// The checkpoint with its signatures.
  public let note: SignedNote

  /// What a proof proves.
  public enum Claim: Hashable, Sendable {
    /// A record is in the log. The opaque bytes are not signed and prove nothing.
    case inclusion(InclusionProof, extra: [UInt8]?)
    /// The log begins with an earlier state.
    case consistency(ConsistencyProof)
  }

  private static let version = "c2sp.org/tlog-proof@v1"
  /// No path in a tree of 2^63 leaves is longer.
  private static let pathMax = 64

  /// Joins the proof of a record's place and the checkpoint of the same size.
  public init(_ proof: InclusionProof, extra: [UInt8]? = nil, _ note: SignedNote)
    throws(EvidenceSyntaxError)
  {
    let claim = Claim.inclusion(proof, extra: extra?.isEmpty == true ? nil : extra)
    try self.init(claim, size: proof.size, note)
  }

  /// Joins the proof of growth and the checkpoint of the later size.
  public init(_ proof: ConsistencyProof, _ note: SignedNote) throws(EvidenceSyntaxError) {
    try self.init(.consistency(proof), size: proof.second, note)
  }

  private init(_ claim: Claim, size: Int64, _ note: SignedNote) throws(EvidenceSyntaxError) {
    checkpoint = try Checkpoint(note.text)
    guard checkpoint.size == size else {
      throw EvidenceSyntaxError(text: .proof, line: 0, code: .contradiction)
    }
    self.claim = claim
    self.note = note
  }

  /// Reads a proof of either kind.
  public init(_ bytes: [UInt8]) throws(EvidenceSyntaxError) {
    var lines = try EvidenceLines(.proof, bytes, lengthMax: SignedNote.lengthMax * 2)
    if lines.upcoming?.starts(with: "old ".utf8) == true {
      let first = try lines.number("old")
      let (path, note) = try ProofFile.rest(&lines)
      let second = try Checkpoint(note.text).size
      guard let proof = ConsistencyProof(first: first, second: second, path: path) else {
        throw lines.error(.contradiction)
      }
      try self.init(proof, note)
    } else {
      try lines.expect(ProofFile.version, .version)
      var extra: [UInt8]?
      if lines.upcoming?.starts(with: "extra ".utf8) == true {
        extra = Base64.decode(try lines.field("extra"))
        guard extra != nil else { throw lines.error(.value) }
      }
      let index = try lines.number("index")
      let (path, note) = try ProofFile.rest(&lines)
      let size = try Checkpoint(note.text).size
      guard let proof = InclusionProof(index: index, size: size, path: path) else {
        throw lines.error(.contradiction)
      }
      try self.init(proof, extra: extra, note)
    }
  }

  /// The path, an empty line and the note.
  private static func rest(
    _ lines: inout EvidenceLines
  ) throws(EvidenceSyntaxError) -> ([Digest], SignedNote) {
    var path: [Digest] = []
    while case let line = try lines.line(), !line.isEmpty {
      guard path.count < pathMax else { throw lines.error(.length) }
      path.append(try lines.digest(line))
    }
    return (path, try SignedNote(lines.remainder()))
  }

  /// The proof as it is stored and handed over.
  public var bytes: [UInt8] {
    var text: String
    let path: [Digest]
    switch claim {
    case .inclusion(let proof, let extra):
      text = ProofFile.version + "\n"
      if let extra { text += "extra \(Base64.encode(extra))\n" }
      text += "index \(proof.index)\n"
      path = proof.path
    case .consistency(let proof):
      text = "old \(proof.first)\n"
      path = proof.path
    }
    for hash in path { text += Base64.encode(hash.bytes) + "\n" }
    return Array(text.utf8) + [UInt8(ascii: "\n")] + note.bytes
  }
}
