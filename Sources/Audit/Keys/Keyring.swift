public import Signing

/// The keys that signed for a log, and when (密钥环): the key records one after the other.
///
/// A key is valid for sizes of the log, not for dates: its first statement is of a size that has
/// the record which began it, its last of a size that does not yet have the record which ended it.
public struct Keyring: Sendable {
  /// The log.
  public let origin: Origin
  /// All keys there ever were, in the order in which they began.
  public private(set) var entries: [Entry] = []
  /// The places of the key records so far.
  private var seqs: [Int64] = []

  /// Creates the keyring of a log without key records.
  public init(_ origin: Origin) { self.origin = origin }

  /// A key and the sizes of the log for which it is valid.
  public struct Entry: Hashable, Sendable {
    /// The key.
    public let key: PublicKey
    /// The record that began it.
    public let begin: Int64
    /// How it ended, `nil` while it has not.
    public fileprivate(set) var end: End?
  }

  /// How a key ended.
  public enum End: Hashable, Sendable {
    /// The record gave its place to another key.
    case replaced(seq: Int64)
    /// The record revoked it.
    case revoked(seq: Int64, KeyRecord.Revocation)

    /// The record.
    public var seq: Int64 {
      switch self {
      case .replaced(let seq), .revoked(let seq, _): seq
      }
    }
  }

  /// Why a key record cannot stand where it stands.
  public enum Refusal: Error, Hashable, Sendable {
    /// The records are not in the order of the log.
    case order
    /// The algorithm has a key already; it has to be replaced.
    case alreadyThere(Digest)
    /// The key that is to end is not one that is in use.
    case notInUse(Digest)
    /// The key was in use before. A key begins once.
    case usedBefore(Digest)
    /// A key can be replaced only by one of its algorithm.
    case otherAlgorithm(Digest)
    /// The new key did not sign.
    case notProved(Digest)
    /// The replaced key did not sign.
    case notReleased(Digest)
    /// Signatures are put in doubt from a size that the log had not reached.
    case future(Int64)
    /// OpenSSL failed.
    case signing(SigningError)
  }

  /// Takes in the next key record of the log.
  /// - Parameters:
  ///   - record: the record.
  ///   - seq: its place in the log.
  /// - Throws: ``Refusal``; then nothing has changed.
  public mutating func apply(_ record: KeyRecord, seq: Int64) throws(Refusal) {
    guard seq > seqs.last ?? -1 else { throw .order }
    switch record.change {
    case .add(let key):
      if let current = self.key(for: key.algorithm) { throw .alreadyThere(current.id) }
      try begin(key, by: record, seq: seq)
    case .rotate(let old, let key):
      let index = try indexInUse(old)
      guard entries[index].key.algorithm == key.algorithm else { throw .otherAlgorithm(key.id) }
      guard try isSigned(record, record.release, by: entries[index].key) else {
        throw .notReleased(old)
      }
      try begin(key, by: record, seq: seq)
      entries[index].end = .replaced(seq: seq)
    case .revoke(let id, let revocation):
      let index = try indexInUse(id)
      if let since = revocation.since, since > seq { throw .future(since) }
      entries[index].end = .revoked(seq: seq, revocation)
    }
    seqs.append(seq)
  }

  private mutating func begin(
    _ key: PublicKey,
    by record: KeyRecord,
    seq: Int64
  ) throws(Refusal) {
    guard !entries.contains(where: { $0.key == key }) else { throw .usedBefore(key.id) }
    guard try isSigned(record, record.proof, by: key) else { throw .notProved(key.id) }
    entries.append(Entry(key: key, begin: seq))
  }

  private func indexInUse(_ id: Digest) throws(Refusal) -> Int {
    guard let index = entries.firstIndex(where: { $0.key.id == id && $0.end == nil }) else {
      throw .notInUse(id)
    }
    return index
  }

  private func isSigned(
    _ record: KeyRecord,
    _ signature: Signature?,
    by key: PublicKey
  ) throws(Refusal) -> Bool {
    guard let signature else { return false }
    let bytes = KeyRecord.statement(of: record.change, in: origin)
    do throws(SigningError) {
      return try key.verifies(signature, of: bytes)
    } catch { throw .signing(error) }
  }
}

extension Keyring {
  /// What a key is worth at some size of the log.
  public enum Standing: Hashable, Sendable {
    /// The log does not know it.
    case unknown
    /// It begins later.
    case early
    /// It signs.
    case valid
    /// It signed, but may have been in other hands; a time stamp from before may save it.
    case doubtful
    /// Another key had taken its place.
    case replaced
    /// It had been revoked.
    case revoked
  }

  /// What a key is worth for a statement of some size.
  public func standing(of id: Digest, at size: Int64) -> Standing {
    guard let entry = entries.first(where: { $0.key.id == id }) else { return .unknown }
    guard size > entry.begin else { return .early }
    switch entry.end {
    case nil: return .valid
    case .replaced(let seq): return size > seq ? .replaced : .valid
    case .revoked(let seq, let revocation):
      if size > seq { return .revoked }
      guard let since = revocation.since else { return .valid }
      return size > since ? .doubtful : .valid
    }
  }

  /// The number of key records so far, see ``RequiredKeys/epoch``.
  public var epoch: Int64 { Int64(seqs.count) }

  /// The number of key records among the first `size` records of the log.
  public func epoch(at size: Int64) -> Int64 { Int64(seqs.count { $0 < size }) }

  /// The key of an algorithm that signs for a log of some size; its signatures may be in doubt.
  public func key(for algorithm: KeyAlgorithm, at size: Int64) -> PublicKey? {
    entries.first { entry in
      guard entry.key.algorithm == algorithm else { return false }
      switch standing(of: entry.key.id, at: size) {
      case .valid, .doubtful: return true
      case .unknown, .early, .replaced, .revoked: return false
      }
    }?.key
  }

  /// The key of an algorithm that is in use after all records so far.
  public func key(for algorithm: KeyAlgorithm) -> PublicKey? {
    entries.first { $0.key.algorithm == algorithm && $0.end == nil }?.key
  }

  /// The keys that have to sign the next statement, as it names them.
  /// - Parameter algorithms: the required ones.
  /// - Returns: `nil` when one of them has no key.
  public func required(
    _ algorithms: [KeyAlgorithm] = RequiredKeys.algorithms
  ) -> RequiredKeys? {
    let keys = algorithms.compactMap { algorithm in
      key(for: algorithm).map { RequiredKeys.Key(algorithm, $0.id) }
    }
    return keys.count == algorithms.count ? RequiredKeys(keys, epoch: epoch) : nil
  }
}
