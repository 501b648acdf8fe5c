public import Signing

/// The keys that have to sign a statement (必需签名), and the keyring they are taken from.
public struct RequiredKeys: Hashable, Sendable {
  /// One key: its algorithm and its id.
  public struct Key: Hashable, Sendable {
    /// The algorithm.
    public let algorithm: KeyAlgorithm
    /// The SHA-256 digest of the public key, see ``Signing/PublicKey/id``.
    public let id: Digest

    /// Names a key.
    public init(_ algorithm: KeyAlgorithm, _ id: Digest) {
      self.algorithm = algorithm
      self.id = id
    }
  }

  /// The keys, in the order of ``algorithms``.
  public let keys: [Key]
  /// The number of key records in the log at the size that is stated (密钥版本).
  ///
  /// It tells whether a keyring that is shown is the whole one.
  public let epoch: Int64

  /// The algorithms that can sign statements, in the order in which they are written; both are
  /// required unless somebody decides otherwise.
  public static let algorithms: [KeyAlgorithm] = [.sm2, .p256]

  /// Names the keys.
  /// - Returns: `nil` when there are none, two of one algorithm, one of an algorithm that does not
  ///   sign statements, another order than that of ``algorithms``, or a negative epoch.
  public init?(_ keys: [Key], epoch: Int64) {
    let order = keys.map { RequiredKeys.algorithms.firstIndex(of: $0.algorithm) ?? -1 }
    guard !keys.isEmpty, epoch >= 0, order.allSatisfy({ $0 >= 0 }),
      zip(order, order.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    self.keys = keys
    self.epoch = epoch
  }
}
