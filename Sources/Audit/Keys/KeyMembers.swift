import CanonicalJSON
import Signing

/// The members of a key record's `data`, all of them texts.
struct KeyMembers {
  private let members: [(key: String, text: String)]

  static func error(_ code: EvidenceSyntaxError.Code) -> EvidenceSyntaxError {
    EvidenceSyntaxError(text: .key, line: 1, code: code)
  }

  init(_ data: [UInt8]) throws(EvidenceSyntaxError) {
    guard let value = try? JSONValue(data, profile: .record), case .object(let members) = value
    else { throw KeyMembers.error(.encoding) }
    var texts: [(key: String, text: String)] = []
    for member in members {
      guard case .string(let text) = member.value else { throw KeyMembers.error(.value) }
      texts.append((member.key, text))
    }
    self.members = texts
  }

  subscript(key: String) -> String? { members.first { $0.key == key }?.text }

  /// Demands these members and no others.
  func expect(_ keys: [String]) throws(EvidenceSyntaxError) {
    guard members.map(\.key) == keys else { throw KeyMembers.error(.field) }
  }

  func digest(_ key: String) throws(EvidenceSyntaxError) -> Digest {
    guard let digest = Digest(hex: self[key] ?? "") else { throw KeyMembers.error(.digest) }
    return digest
  }

  /// The key, whose digest is the stated `id`.
  func publicKey() throws(EvidenceSyntaxError) -> PublicKey {
    guard let der = Base64.decode(Array((self["key"] ?? "").utf8)),
      let key = try? PublicKey(der: der)
    else { throw KeyMembers.error(.key) }
    guard key.id == (try digest("id")) else { throw KeyMembers.error(.contradiction) }
    return key
  }

  func signature(
    _ key: String,
    _ algorithm: KeyAlgorithm
  ) throws(EvidenceSyntaxError) -> Signature {
    guard let bytes = Base64.decode(Array((self[key] ?? "").utf8)),
      let signature = try? Signature(algorithm, bytes)
    else { throw KeyMembers.error(.signature) }
    return signature
  }

  func revocation() throws(EvidenceSyntaxError) -> KeyRecord.Revocation {
    guard let reason = KeyRecord.Revocation.Reason(rawValue: self["reason"] ?? "") else {
      throw KeyMembers.error(.value)
    }
    var since: Int64?
    if let text = self["since"] {
      since = Int64(text)
      guard let size = since, text == String(size) else { throw KeyMembers.error(.number) }
    }
    guard let revocation = KeyRecord.Revocation(reason, since: since) else {
      throw KeyMembers.error(.number)
    }
    return revocation
  }
}
