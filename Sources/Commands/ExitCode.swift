/// What a run of the tool tells the shell (退出码); stable, scripts rely on it.
public enum ExitCode: Int32, CaseIterable, Sendable {
  /// Done; warnings allowed.
  case ok = 0
  /// Another failure: the disk, an unreadable file.
  case failed = 1
  /// A wrong command or option, or a needed answer is missing.
  case usage = 2
  /// The input or the voucher was refused; the problems are listed.
  case data = 3
  /// The account, project, voucher, period or file does not exist.
  case notFound = 4
  /// The role or the separation of duties does not allow it.
  case denied = 5
  /// A closed period, a duplicate, a stale version, a key used for something else.
  case conflict = 6
  /// A signature, a hash chain or a control total does not match.
  case verifyFailed = 7
  /// The policy leaves a needed value open.
  case policy = 8
  /// Another writer holds the ledger.
  case busy = 9
  /// A comparison found differences, which is a result and not an error.
  case differences = 10
  /// A mistake in the tool itself.
  case bug = 70
  /// Stopped by Ctrl-C.
  case interrupted = 130
}
