import Findings
import Signing

/// A digest of what a request brings along (请求指纹), so that a key is not used for other content.
public struct RequestFingerprint: Sendable {
  /// The digest so far, 64 hexadecimal digits.
  public private(set) var text = Digest.zero.description

  /// A fingerprint of nothing.
  public init() {}

  /// Adds a piece of content; where content is cut into pieces makes a difference.
  public mutating func add(_ bytes: [UInt8]) throws(StoreError) {
    text = try SHA256.digest(Array(text.utf8) + bytes).description
  }
}

/// Answers to keyed requests (幂等键): a request that arrives again gets its first answer and changes
/// nothing.
extension LedgerTransaction {
  /// Runs `body` once for a key.
  ///
  /// - Parameters:
  ///   - key: chosen by the caller; `nil` runs `body` without remembering it.
  ///   - request: everything that was asked, so that a key used for something else is noticed.
  ///   - body: does the work and gives the answer.
  /// - Returns: the first answer, and whether it is a replay.
  /// - Throws: `E-KEY-REUSED` when the key stood for another request.
  public func once(
    _ key: String?,
    request: [String],
    _ body: () throws(StoreError) -> String
  ) throws(StoreError) -> (answer: String, isReplay: Bool) {
    guard let key else { return (try body(), false) }
    let digest = try SHA256.digest(Array(request.joined(separator: "\u{0}").utf8)).bytes
    let find = try database.statement("SELECT request, answer FROM idempotency WHERE key = ?1")
    defer { find.reset() }
    find.bind(key, 1)
    if try find.step() {
      guard find.blob(0) == digest else { throw .finding(.keyReused, value: key) }
      return (find.text(1), true)
    }
    let answer = try body()
    let insert = try database.statement(
      "INSERT INTO idempotency (key, request, answer, at) VALUES (?1, ?2, ?3, ?4)"
    )
    insert.bind(key, 1)
    insert.bind(blob: digest, 2)
    insert.bind(answer, 3)
    insert.bind(time, 4)
    try insert.run()
    return (answer, false)
  }
}
