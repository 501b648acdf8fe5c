import Signing

/// A log at some size, under both algorithms (日志状态).
public struct TreeState: Hashable, Sendable {
  /// The number of records.
  public let size: Int64
  /// The roots of both trees.
  public let roots: DigestPair

  /// The log without records: the roots are the digests of nothing.
  public static let empty = TreeState(checked: 0, DigestPair.ofNothing)

  /// States a log.
  /// - Returns: `nil` for a negative size, and for roots that a log without records does not have,
  ///   or no other has.
  public init?(size: Int64, roots: DigestPair) {
    guard size >= 0, (size == 0) == (roots == .ofNothing) else { return nil }
    self.init(checked: size, roots)
  }

  private init(checked size: Int64, _ roots: DigestPair) {
    self.size = size
    self.roots = roots
  }
}

extension DigestPair {
  /// The digests of no bytes.
  static let ofNothing: DigestPair = {
    let sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    let sm3 = "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"
    guard let sha256 = Digest(hex: sha256), let sm3 = Digest(hex: sm3) else {
      preconditionFailure("these are digests")
    }
    return DigestPair(sha256: sha256, sm3: sm3)
  }()
}

/// A log and the state that the statement before spoke of (日志增长).
public struct TreeGrowth: Hashable, Sendable {
  /// The state of the statement before; ``TreeState/empty`` for the first.
  public let previous: TreeState
  /// The state now.
  public let head: TreeState

  /// Joins two states.
  /// - Returns: `nil` when the log would have shrunk, or changed without growing.
  public init?(from previous: TreeState = .empty, to head: TreeState) {
    guard previous.size < head.size || previous == head else { return nil }
    self.previous = previous
    self.head = head
  }
}
