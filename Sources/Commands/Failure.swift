import Findings
import Reports

/// Why a command did not do its work: a stable code, an exit code, and everything found.
struct Failure: Error {
  /// The stable code, `E-…`.
  let code: String
  /// What the shell is told.
  let exit: ExitCode
  /// The message for people; `nil` when the findings say it all.
  let message: Message?
  /// Everything wrong with the input, warnings included.
  let findings: [Finding]
  /// What a refused command can still tell, beside `error` and `findings` in its JSON.
  var result: [JSON.Member] = []
  /// What the failure's own object tells beside its code and message.
  var details: [JSON.Member] = []
  /// Whether the command has printed its answer, so that only the exit code is left to tell.
  private(set) var isToldAlready = false

  /// A failure of the surroundings or of the command line.
  init(_ code: FailureCode, _ arguments: [String: String] = [:]) {
    self.code = code.rawValue
    exit = code.exit
    message = Message(.failure(code), arguments)
    findings = []
  }

  /// An exit code for scripts when the answer has been printed already.
  init(silent code: FailureCode) {
    self.init(code)
    isToldAlready = true
  }

  /// A refusal because of `findings`, at least one of which is an error.
  ///
  /// - Parameters:
  ///   - findings: all that was found, warnings included.
  ///   - exit: the exit code when the caller knows better than the codes.
  init(_ findings: [Finding], exit: ExitCode? = nil) {
    let decisive = Failure.decisive(findings.filter { $0.severity == .error })
    code = decisive.code.rawValue
    self.exit = exit ?? ExitCode(decisive.category)
    message = nil
    self.findings = findings
    let open = findings.filter { $0.code == .valueOpen }
    if !open.isEmpty { details = [.init("open", .array(open.map { .string($0.column) }))] }
  }

  /// A refusal by a lower room.
  init(_ refusal: Findings, exit: ExitCode? = nil) { self.init(refusal.list, exit: exit) }

  /// The finding that decides the exit code: a closed period whatever else is found, else the first
  /// error in what was handed in, else the first of the rest.
  private static func decisive(_ errors: [Finding]) -> Finding {
    let ranked =
      errors.first { $0.code == .periodClosed }
      ?? errors.first { $0.category == .data }
      ?? errors.first
    guard let ranked else { preconditionFailure("a refusal names at least one error") }
    return ranked
  }
}

extension Finding {
  /// The kind of refusal; a number that a posted voucher has is a clash, one twice in a file not.
  fileprivate var category: FindingCode.Category {
    code == .voucherDuplicate && arguments["where"] == "ledger" ? .conflict : code.category
  }
}

extension ExitCode {
  /// The exit code of a kind of refusal.
  init(_ category: FindingCode.Category) {
    self =
      switch category {
      case .data: .data
      case .conflict: .conflict
      case .notFound: .notFound
      case .denied: .denied
      }
  }
}

/// The codes of failures that are not findings: the world is wrong, or the command line.
enum FailureCode: String, CaseIterable, Sendable {
  // MARK: The command line
  case usage = "E-USAGE"
  case commandUnknown = "E-COMMAND-UNKNOWN"
  case answerNeeded = "E-ANSWER-NEEDED"
  case answerWrong = "E-ANSWER-WRONG"
  case settings = "E-SETTINGS"
  case bookUnnamed = "E-BOOK-UNNAMED"
  case setAmbiguous = "E-SET-AMBIGUOUS"
  case userUnnamed = "E-USER-UNNAMED"
  case templateUnknown = "E-TEMPLATE-UNKNOWN"

  // MARK: Files
  case fileMissing = "E-FILE-MISSING"
  case fileExists = "E-FILE-EXISTS"
  case fileRead = "E-FILE-READ"
  case fileWrite = "E-FILE-WRITE"
  case diskFull = "E-DISK-FULL"
  case outputEncoding = "E-OUT-ENCODING"

  // MARK: Keys
  case keyMissing = "E-KEY-MISSING"
  case keyFile = "E-KEY-FILE"
  case keyExposed = "E-KEY-EXPOSED"
  case keyPassword = "E-KEY-PASSWORD"
  case passwordNeeded = "E-PASSWORD-NEEDED"
  case passwordEmpty = "E-PASSWORD-EMPTY"
  case signer = "E-SIGNER"
  case timestamp = "E-TIMESTAMP"
  case headMissing = "E-HEAD-MISSING"

  // MARK: The ledger file
  case notALedger = "E-NOT-A-LEDGER"
  case ledgerNewer = "E-LEDGER-NEWER"
  case ledgerOlder = "E-LEDGER-OLDER"
  case ledgerCorrupt = "E-LEDGER-CORRUPT"
  case ledgerReadOnly = "E-LEDGER-READ-ONLY"
  case ledgerBusy = "E-BUSY"
  case subjectMissing = "E-NOT-FOUND"

  // MARK: Results that scripts test for
  case verification = "E-VERIFY"
  case policyOpen = "E-POLICY-OPEN"
  case differences = "E-DIFFERENCES"

  // MARK: The run itself
  case interrupted = "E-INTERRUPTED"
  case bug = "E-BUG"

  /// The exit code that goes with the code.
  var exit: ExitCode {
    switch self {
    case .usage, .commandUnknown, .answerNeeded, .answerWrong, .settings, .bookUnnamed,
      .setAmbiguous, .userUnnamed, .passwordNeeded:
      .usage
    case .keyFile, .passwordEmpty: .data
    case .keyExposed, .keyPassword: .denied
    case .fileMissing, .subjectMissing, .templateUnknown, .keyMissing, .headMissing:
      .notFound
    case .fileExists: .conflict
    case .fileRead, .fileWrite, .diskFull, .outputEncoding, .notALedger, .ledgerNewer,
      .ledgerOlder, .ledgerCorrupt, .ledgerReadOnly, .signer, .timestamp:
      .failed
    case .ledgerBusy: .busy
    case .verification: .verifyFailed
    case .policyOpen: .policy
    case .differences: .differences
    case .interrupted: .interrupted
    case .bug: .bug
    }
  }
}
