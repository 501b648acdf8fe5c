package import CanonicalJSON
public import Signing

/// A change of the keys that sign for a log (密钥变更): the data of a record of type `key`.
public struct KeyRecord: Hashable, Sendable {
  /// What changes.
  public let change: Change
  /// The new key's signature over ``statement(of:in:)``, since its holder has it.
  ///
  /// None when a key ends.
  public let proof: Signature?
  /// The replaced key's signature over the same, `nil` when no key is replaced.
  public let release: Signature?

  /// The type of the records.
  public static let type = "key"

  /// Changes of keys.
  public enum Change: Hashable, Sendable {
    /// A key begins where its algorithm has none (启用).
    case add(PublicKey)
    /// A key takes the place of another of its algorithm (轮换).
    case rotate(from: Digest, to: PublicKey)
    /// A key ends without successor (吊销).
    case revoke(Digest, Revocation)
  }

  /// Why a key ends, and since when it may have been in other hands.
  public struct Revocation: Hashable, Sendable {
    /// Why.
    public let reason: Reason
    /// The size of the log from which on its signatures are in doubt, `nil` when none are.
    public let since: Int64?

    /// The reasons.
    public enum Reason: String, CaseIterable, Sendable {
      /// Somebody else had the key, or may have had it.
      case compromised
      /// The key or its passphrase is gone.
      case lost
      /// The key is no longer used.
      case retired
    }

    /// Gives a reason.
    /// - Returns: `nil` for a negative size.
    public init?(_ reason: Reason, since: Int64? = nil) {
      guard since ?? 0 >= 0 else { return nil }
      self.reason = reason
      self.since = since
    }
  }

  private init(_ change: Change, proof: Signature?, release: Signature?) {
    self.change = change
    self.proof = proof
    self.release = release
  }

  /// Begins a key.
  /// - Throws: ``SigningError`` when its holder does not sign.
  public init(adding signer: any Signer, in origin: Origin) throws(SigningError) {
    let change = Change.add(signer.publicKey)
    let proof = try signer.sign(KeyRecord.statement(of: change, in: origin))
    self.init(change, proof: proof, release: nil)
  }

  /// Replaces a key by another of its algorithm; both sign.
  /// - Throws: ``SigningError`` when one of the holders does not sign.
  public init(
    replacing old: any Signer,
    by new: any Signer,
    in origin: Origin
  ) throws(SigningError) {
    let change = Change.rotate(from: old.publicKey.id, to: new.publicKey)
    let bytes = KeyRecord.statement(of: change, in: origin)
    self.init(change, proof: try new.sign(bytes), release: try old.sign(bytes))
  }

  /// Ends a key.
  ///
  /// Nobody signs: the key may be lost, and the log is witness enough.
  public init(revoking id: Digest, _ revocation: Revocation) {
    self.init(.revoke(id, revocation), proof: nil, release: nil)
  }

  /// What the holders of the keys sign, format `funds-audit-key/v1`.
  public static func statement(of change: Change, in origin: Origin) -> [UInt8] {
    let (action, algorithm, id, replaced) =
      switch change {
      case .add(let key): ("add", key.algorithm.rawValue, key.id, "-")
      case .rotate(let old, let key): ("rotate", key.algorithm.rawValue, key.id, "\(old)")
      case .revoke(let id, _): ("revoke", "-", id, "-")
      }
    let lines = [
      "funds-audit-key/v1", "origin \(origin)", "change \(action)", "key \(algorithm) \(id)",
      "replaces \(replaced)",
    ]
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }
}

extension KeyRecord {
  /// Writes the members of the record's `data`.
  package func write(to data: inout CanonicalWriter) {
    switch change {
    case .add(let key):
      data.member("change", "add")
      write(key, to: &data)
    case .rotate(let old, let key):
      data.member("change", "rotate")
      write(key, to: &data)
      if let release { data.member("release", Base64.encode(release.bytes)) }
      data.member("replaces", old.description)
    case .revoke(let id, let revocation):
      data.member("change", "revoke")
      data.member("id", id.description)
      data.member("reason", revocation.reason.rawValue)
      if let since = revocation.since { data.member("since", String(since)) }
    }
  }

  private func write(_ key: PublicKey, to data: inout CanonicalWriter) {
    data.member("id", key.id.description)
    data.member("key", Base64.encode(key.der))
    if let proof { data.member("proof", Base64.encode(proof.bytes)) }
  }

  /// Reads a record's `data`: exactly the members that ``write(to:)`` gives.
  /// - Parameter data: the bytes of the object.
  /// - Throws: ``EvidenceSyntaxError`` for anything else. Whether the signatures are right only
  ///   ``Keyring`` says, which knows the key that is replaced.
  package init(data: [UInt8]) throws(EvidenceSyntaxError) {
    let members = try KeyMembers(data)
    switch members["change"] {
    case "add":
      try members.expect(["change", "id", "key", "proof"])
      let key = try members.publicKey()
      self.init(.add(key), proof: try members.signature("proof", key.algorithm), release: nil)
    case "rotate":
      try members.expect(["change", "id", "key", "proof", "release", "replaces"])
      let key = try members.publicKey()
      self.init(
        .rotate(from: try members.digest("replaces"), to: key),
        proof: try members.signature("proof", key.algorithm),
        release: try members.signature("release", key.algorithm)
      )
    case "revoke":
      let isDated = members["since"] != nil
      try members.expect(["change", "id", "reason"] + (isDated ? ["since"] : []))
      self.init(
        .revoke(try members.digest("id"), try members.revocation()),
        proof: nil,
        release: nil
      )
    default:
      throw KeyMembers.error(.version)
    }
  }
}
