public import Signing

/// A signed state of a log as the log itself keeps it (检查点记录): the data of a record of type
/// `checkpoint`.
///
/// It holds all that was signed and every signature, so that the statement, the signatures and the
/// note can be written out again, and the history of the heads is part of the log.
public struct CheckpointRecord: Hashable, Sendable {
  /// What was signed.
  public let statement: Statement
  /// The signatures over the statement, in the order of its required keys.
  public let signatures: [Signature]
  /// The checkpoint of the SHA-256 tree with its signature.
  public let note: SignedNote
  /// Why it was made.
  public let occasion: Occasion

  /// The type of the records.
  public static let type = "checkpoint"

  /// The occasions on which heads are signed.
  public enum Occasion: String, CaseIterable, Sendable {
    /// Somebody asked for it.
    case demand
    /// A period was closed.
    case close
    /// Evidence was handed over.
    case export
  }

  /// Joins what was signed.
  public init(
    _ statement: Statement,
    _ signatures: [Signature],
    _ note: SignedNote,
    _ occasion: Occasion
  ) {
    self.statement = statement
    self.signatures = signatures
    self.note = note
    self.occasion = occasion
  }

  /// Has a statement signed by everybody who has to.
  /// - Throws: ``SigningError`` when one of them does not sign.
  public init(
    signing statement: Statement,
    by signers: HeadSigners,
    on occasion: Occasion
  ) throws(SigningError) {
    let signatures = try statement.signed(by: signers.statement)
    let checkpoint = CheckpointRecord.checkpoint(of: statement)
    self.init(statement, signatures, try checkpoint.signed(by: signers.note), occasion)
  }

  /// The state of the log that was signed.
  public var state: TreeState { statement.growth.head }

  /// The checkpoint of the SHA-256 tree that belongs to a statement.
  public static func checkpoint(of statement: Statement) -> Checkpoint {
    let head = statement.growth.head
    return Checkpoint(statement.origin, .sha256, size: head.size, root: head.roots.sha256)
  }
}

extension CheckpointRecord {
  /// What keeps a checkpoint from standing in a log.
  public enum Defect: String, CaseIterable, Sendable {
    /// It is about another log.
    case origin
    /// It speaks of records that come after it.
    case size
    /// It does not name the head that was signed before it.
    case previous
    /// It does not demand both algorithms.
    case required
    /// It does not state the number of key records at its size.
    case epoch
    /// A key that it names was not in use at its size.
    case keys
    /// A signature over the statement is missing or wrong.
    case signatures
    /// The note is not signed with the key in use.
    case note
  }

  /// Judges a checkpoint by what stands before it; only its roots are left to be compared with
  /// the trees of the log.
  /// - Parameters:
  ///   - seq: its place in the log.
  ///   - previous: the state that the checkpoint before speaks of; the empty log for the first.
  ///   - keyring: the keys of all records before.
  /// - Returns: the first defect, `nil` when there is none.
  /// - Throws: ``SigningError`` when OpenSSL does not offer an algorithm.
  public func defect(
    at seq: Int64,
    after previous: TreeState,
    under keyring: Keyring
  ) throws(SigningError) -> Defect? {
    guard statement.origin == keyring.origin else { return .origin }
    guard state.size <= seq else { return .size }
    guard statement.growth.previous == previous else { return .previous }
    let required = statement.keys
    guard required.keys.map(\.algorithm) == RequiredKeys.algorithms else { return .required }
    guard required.epoch == keyring.epoch(at: state.size) else { return .epoch }
    let keys = required.keys.compactMap { keyring.key(for: $0.algorithm, at: state.size) }
    guard keys.map(\.id) == required.keys.map(\.id) else { return .keys }
    guard signatures.map(\.algorithm) == RequiredKeys.algorithms,
      try statement.defects(of: signatures, trusting: keys).isEmpty
    else { return .signatures }
    guard let key = keyring.key(for: .ed25519, at: state.size),
      let noteKey = try NoteKey(name: statement.origin.name, key),
      note.text == CheckpointRecord.checkpoint(of: statement).text, note.signatures.count == 1,
      try note.verdict(of: [noteKey]) == .signed([noteKey])
    else { return .note }
    return nil
  }
}
