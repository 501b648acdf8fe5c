public import Signing

/// Those who sign the head of a log (签名者): one for each algorithm of statements, one for notes.
public struct HeadSigners: Sendable {
  /// The signers of the statement, in the order of ``RequiredKeys/algorithms``.
  public let statement: [any Signer]
  /// The signer of the note, with an Ed25519 key.
  public let note: any Signer

  /// All of them.
  public var all: [any Signer] { statement + [note] }

  /// Takes the signers in any order.
  /// - Returns: `nil` unless there is exactly one of each algorithm.
  public init?(_ signers: [any Signer]) {
    let sorted = (RequiredKeys.algorithms + [.ed25519]).compactMap { algorithm in
      signers.first { $0.publicKey.algorithm == algorithm }
    }
    guard sorted.count == KeyAlgorithm.allCases.count, signers.count == sorted.count,
      let note = sorted.last
    else { return nil }
    statement = sorted.dropLast()
    self.note = note
  }
}
