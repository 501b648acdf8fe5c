public import Signing

/// A text with signatures (签名便笺), C2SP signed-note.
///
/// The text may be used only after ``verdict(of:)`` said who signed it.
public struct SignedNote: Hashable, Sendable {
  /// What is signed: lines, each ended by a line feed.
  public let text: [UInt8]
  /// The signatures, known and unknown ones, in order.
  public let signatures: [NoteSignature]

  /// No note is longer.
  static let lengthMax = 1 << 20
  /// More signatures are refused; the format asks for at least 16.
  static let signaturesMax = 100
  /// What each line of a signature begins with: an em dash and a space.
  static let mark = Array("\u{2014} ".utf8)

  /// Joins a text and its signatures.
  package init(text: [UInt8], signatures: [NoteSignature]) {
    precondition(text.last == UInt8(ascii: "\n"), "the text of a note is lines")
    precondition((1...SignedNote.signaturesMax).contains(signatures.count), "a note is signed")
    self.text = text
    self.signatures = signatures
  }

  /// Reads a note.
  public init(_ bytes: [UInt8]) throws(EvidenceSyntaxError) {
    func error(_ code: EvidenceSyntaxError.Code) -> EvidenceSyntaxError {
      EvidenceSyntaxError(text: .note, line: 0, code: code)
    }
    guard bytes.count <= SignedNote.lengthMax else { throw error(.length) }
    guard String(validating: bytes, as: UTF8.self) != nil,
      bytes.allSatisfy({ $0 >= 0x20 || $0 == UInt8(ascii: "\n") })
    else { throw error(.encoding) }
    // The last empty line ends the text, which may have empty lines itself.
    let feed = UInt8(ascii: "\n")
    guard bytes.count >= 2,
      let end = (1..<bytes.count).last(where: { bytes[$0] == feed && bytes[$0 - 1] == feed })
    else { throw error(.truncated) }
    text = Array(bytes[..<end])
    var lines = try EvidenceLines(.note, Array(bytes[(end + 1)...]), lengthMax: bytes.count)
    var signatures: [NoteSignature] = []
    while !lines.isAtEnd {
      guard let signature = NoteSignature(try lines.line()),
        signatures.count < SignedNote.signaturesMax
      else { throw lines.error(.signature) }
      signatures.append(signature)
    }
    guard !signatures.isEmpty else { throw error(.signature) }
    self.signatures = signatures
  }

  /// The note as it is stored and handed over.
  public var bytes: [UInt8] {
    text + [UInt8(ascii: "\n")] + signatures.flatMap { $0.line }
  }

  /// What signatures say.
  public enum Verdict: Hashable, Sendable {
    /// These keys signed, and no known key has a wrong signature.
    case signed([NoteKey])
    /// No known key signed.
    case unknown
    /// A signature that claims to be of this known key is not.
    case wrong(NoteKey)
  }

  /// Who of the known keys signed the text.
  ///
  /// Signatures of other keys say nothing. A wrong signature of a known key spoils the note.
  /// - Throws: ``SigningError`` when OpenSSL does not offer the algorithm.
  public func verdict(of known: [NoteKey]) throws(SigningError) -> Verdict {
    var signers: [NoteKey] = []
    for signature in signatures {
      for key in known where key.name == signature.name && key.id == signature.keyID {
        guard let detached = try? Signature(.ed25519, signature.bytes),
          try key.publicKey.verifies(detached, of: text)
        else { return .wrong(key) }
        if !signers.contains(key) { signers.append(key) }
      }
    }
    return signers.isEmpty ? .unknown : .signed(signers)
  }
}

/// One signature of a note: who made it, and its bytes.
public struct NoteSignature: Hashable, Sendable {
  /// The name of the key.
  public let name: String
  /// The short number that the key is found by; it proves nothing.
  public let keyID: UInt32
  /// The signature, whatever its algorithm.
  public let bytes: [UInt8]

  package init(key: NoteKey, bytes: [UInt8]) {
    name = key.name
    keyID = key.id
    self.bytes = bytes
  }

  /// Reads a line without its line feed.
  init?(_ line: ArraySlice<UInt8>) {
    let mark = SignedNote.mark
    guard line.starts(with: mark) else { return nil }
    let parts = line.dropFirst(mark.count).split(
      separator: UInt8(ascii: " "),
      omittingEmptySubsequences: false
    )
    guard parts.count == 2, let name = NoteKey.name(parts[0]),
      let bytes = Base64.decode(parts[1]), bytes.count > 4
    else { return nil }
    self.name = name
    keyID = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    self.bytes = Array(bytes.dropFirst(4))
  }

  /// The line with its line feed.
  var line: [UInt8] {
    let id = (0..<4).map { UInt8(truncatingIfNeeded: keyID >> UInt32(24 - 8 * $0)) }
    let text = Base64.encode(id + bytes)
    return SignedNote.mark + Array("\(name) \(text)\n".utf8)
  }
}
