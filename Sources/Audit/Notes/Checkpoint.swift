import CanonicalJSON
public import Signing

/// The size and root of a log's tree (检查点), C2SP tlog-checkpoint.
///
/// Three lines that fit on paper. Whoever keeps them outside can prove later that nothing before
/// them was changed.
public struct Checkpoint: Hashable, Sendable {
  /// The name of the log; the SM3 tree is a log of its own, see ``sm3Suffix``.
  public let origin: String
  /// The number of records.
  public let size: Int64
  /// The root of the tree.
  public let root: Digest
  /// Further lines; ours have none.
  public let extensions: [String]

  /// What the name of the SM3 tree has behind the name of the SHA-256 tree.
  ///
  /// Under one name two roots for one size would be a fork, and witnesses would refuse it.
  public static let sm3Suffix = "/sm3"

  private static let lengthMax = 16_384

  /// States a tree.
  public init(_ origin: Origin, _ algorithm: DigestAlgorithm, size: Int64, root: Digest) {
    precondition(size >= 0, "a tree has no negative number of leaves")
    self.origin = origin.name + (algorithm == .sm3 ? Checkpoint.sm3Suffix : "")
    self.size = size
    self.root = root
    extensions = []
  }

  /// Reads the text of a note.
  public init(_ text: [UInt8]) throws(EvidenceSyntaxError) {
    var lines = try EvidenceLines(.checkpoint, text, lengthMax: Checkpoint.lengthMax)
    let origin = try lines.line()
    guard !origin.isEmpty else { throw lines.error(.value) }
    self.origin = try lines.text(origin)
    size = try lines.number(lines.line())
    root = try lines.digest(lines.line())
    var extensions: [String] = []
    while !lines.isAtEnd {
      let line = try lines.line()
      guard !line.isEmpty else { throw lines.error(.trailing) }
      extensions.append(try lines.text(line))
    }
    self.extensions = extensions
  }

  /// The text of the note: origin, size and root in base 64, one a line.
  public var text: [UInt8] {
    let lines = [origin, "\(size)", Base64.encode(root.bytes)] + extensions
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// The checkpoint as a note signed under the name of its log.
  /// - Parameter signer: holds an Ed25519 key.
  /// - Returns: the note with one signature.
  /// - Throws: ``SigningError`` when the signer does not sign.
  public func signed(by signer: any Signer) throws(SigningError) -> SignedNote {
    guard let key = try NoteKey(name: origin, signer.publicKey) else {
      preconditionFailure("a checkpoint is signed with Ed25519 under a name without spaces")
    }
    let signature = try signer.sign(text)
    return SignedNote(
      text: text,
      signatures: [NoteSignature(key: key, bytes: signature.bytes)]
    )
  }
}

/// The name under which a ledger's log is known outside (日志名称), as `gov.example/funds/zj`.
///
/// It is printable ASCII without space and `+`, so that it can stand in every file of the evidence
/// and look like nothing else.
public struct Origin: Hashable, Sendable {
  /// The name.
  public let name: String

  /// The most bytes of a name.
  public static let lengthMax = 200

  /// Takes a name.
  /// - Returns: `nil` when it is empty, too long, or has other characters, or says that it is the
  ///   name of an SM3 tree.
  public init?(_ name: String) {
    let bytes = name.utf8
    guard (1...Origin.lengthMax).contains(bytes.count), name != "-",
      bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "+") }),
      !name.hasSuffix(Checkpoint.sm3Suffix)
    else { return nil }
    self.name = name
  }

  /// The name of the log of a ledger that nobody gave one: made from its first record.
  /// - Parameter first: the SHA-256 leaf hash of record 0.
  public init(firstLeaf first: Digest) {
    name = "xiantou/\(first.description.prefix(32))"
  }
}

extension Origin: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
