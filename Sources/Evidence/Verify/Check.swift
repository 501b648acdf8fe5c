/// The checks of a bundle, in the order in which every verifier runs them (检查项).
public enum Check: String, CaseIterable, Sendable {
  /// The folder or tar file is as described.
  case files
  /// The statement is one.
  case statement
  /// The keys of the statement are pinned.
  case pins
  /// The certificates are those of the keys.
  case certificates
  /// The statement is signed.
  case signatures
  /// The time stamp is one of the statement.
  case timestamp
  /// The lists of files are those that were signed.
  case manifest
  /// The files are those of the lists.
  case digests
  /// The records are well formed and chained.
  case records
  /// The records lead to the signed roots.
  case tree
  /// The signing keys were in use.
  case keys
  /// The checkpoints state the same and are signed.
  case checkpoint
  /// All earlier heads are those of this log.
  case history
  /// What the auditor saw before is unchanged.
  case since
  /// The vouchers keep the rules.
  case vouchers
  /// The project is complete.
  case project
  /// The tables, reports and journals are what the records give.
  case derived
}

/// What became of each check (核验结论).
public struct Verdict: Hashable, Sendable {
  /// The checks in their order.
  public let results: [Result]
  /// The state of the log that the statement states; `nil` when there is no statement.
  public let head: Head?

  /// A check and what became of it.
  public struct Result: Hashable, Sendable {
    /// The check.
    public let check: Check
    /// What became of it.
    public let outcome: Outcome
  }

  /// What becomes of a check.
  public enum Outcome: Hashable, Sendable {
    /// It passed.
    case passed
    /// There was nothing to be checked, and nothing was asked for.
    case notNeeded
    /// It failed.
    case failed(Defect)
    /// An earlier one failed, without which it says nothing.
    case notRun
  }

  /// The state that a statement states.
  public struct Head: Hashable, Sendable {
    /// The number of records.
    public let size: Int64
    /// The root of the SHA-256 tree in hexadecimal digits.
    public let rootSHA256: String
    /// The root of the SM3 tree in hexadecimal digits.
    public let rootSM3: String
  }

  /// The first check that failed.
  public var failed: Check? {
    for result in results {
      if case .failed = result.outcome { return result.check }
    }
    return nil
  }

  /// Whether every check passed that was needed.
  public var isValid: Bool {
    results.allSatisfy { $0.outcome == .passed || $0.outcome == .notNeeded }
  }
}
