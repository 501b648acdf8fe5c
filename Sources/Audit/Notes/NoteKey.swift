import CanonicalJSON
public import Signing

/// A public key of notes (便笺公钥): an Ed25519 key under a name, C2SP signed-note type 1.
public struct NoteKey: Hashable, Sendable {
  /// The name, usually that of the log.
  public let name: String
  /// The key.
  public let publicKey: PublicKey
  /// The first four bytes of the SHA-256 of name, line feed, type and key.
  public let id: UInt32

  private static let type: UInt8 = 1

  /// Gives a key a name.
  /// - Returns: `nil` when the name is empty or has spaces or `+`, or the key is not Ed25519.
  /// - Throws: ``SigningError`` when OpenSSL does not offer the algorithm.
  public init?(name: String, _ publicKey: PublicKey) throws(SigningError) {
    guard NoteKey.name(Array(name.utf8)[...]) != nil, publicKey.algorithm == .ed25519 else {
      return nil
    }
    self.name = name
    self.publicKey = publicKey
    var hasher = try TreeHasher(.sha256)
    let named = Array(name.utf8) + [UInt8(ascii: "\n"), NoteKey.type] + publicKey.point
    id = try hasher.hash(named.span).bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Reads `name+id+key`, the form in which keys of logs are published.
  public init(_ text: [UInt8]) throws(EvidenceSyntaxError) {
    func error(_ code: EvidenceSyntaxError.Code) -> EvidenceSyntaxError {
      EvidenceSyntaxError(text: .noteKey, line: 1, code: code)
    }
    // A key in base 64 may hold a plus sign itself.
    let parts = text.split(
      separator: UInt8(ascii: "+"),
      maxSplits: 2,
      omittingEmptySubsequences: false
    )
    guard parts.count == 3, let name = NoteKey.name(parts[0]) else { throw error(.field) }
    guard let bytes = Base64.decode(parts[2]), bytes.first == NoteKey.type,
      let publicKey = try? PublicKey(.ed25519, point: bytes.dropFirst()),
      let key = try? NoteKey(name: name, publicKey)
    else { throw error(.key) }
    guard parts[1].elementsEqual(key.idDigits.utf8) else { throw error(.contradiction) }
    self = key
  }

  private var idDigits: String {
    let digits = String(id, radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }

  /// Takes bytes as the name of a key.
  ///
  /// Beyond what the format asks, a name is text as records have it: two names that are equal have
  /// the same bytes.
  static func name(_ bytes: ArraySlice<UInt8>) -> String? {
    guard let name = String(validating: bytes, as: UTF8.self), !name.isEmpty,
      RecordText.isAcceptable(name),
      !name.unicodeScalars.contains(where: { $0 == "+" || $0.properties.isWhitespace })
    else { return nil }
    return name
  }
}

extension NoteKey: CustomStringConvertible {
  /// `name+id+key`.
  public var description: String {
    "\(name)+\(idDigits)+\(Base64.encode([NoteKey.type] + publicKey.point))"
  }
}
