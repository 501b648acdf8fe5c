/// The stable codes of everything that can be wrong with input.
///
/// `E-` codes refuse, `W-` codes only warn. A code never changes its meaning; a retired one is not
/// used again. Each has a message in Chinese and English and at least one test that produces it.
public enum FindingCode: String, CaseIterable, Sendable {
  // MARK: The file as a whole
  case encoding = "E-ENCODING"
  case format = "E-FORMAT"
  case empty = "E-EMPTY"
  case quote = "E-CSV-QUOTE"
  case ragged = "E-CSV-RAGGED"
  case headerMissing = "E-HEADER-MISSING"
  case headerDuplicate = "E-HEADER-DUP"
  case tableUnknown = "E-TABLE-UNKNOWN"
  case tooLarge = "E-TOO-LARGE"
  case totalMismatch = "E-TOTAL-MISMATCH"
  case totalRow = "W-TOTAL-ROW"
  case tableLeftOut = "W-TABLE-LEFT-OUT"

  // MARK: One cell
  case amountGrouping = "E-AMOUNT-GROUPING"
  case amountScale = "E-AMOUNT-SCALE"
  case amountScientific = "E-AMOUNT-SCI"
  case amountSyntax = "E-AMOUNT-SYNTAX"
  case amountRange = "E-AMOUNT-RANGE"
  case amountScaleZero = "W-AMOUNT-SCALE-ZERO"
  case floatNoise = "W-FLOAT-NOISE"
  case dateInvalid = "E-DATE-INVALID"
  case dateAmbiguous = "E-DATE-AMBIGUOUS"
  case dateSerial = "W-DATE-SERIAL"
  case numberInvalid = "E-NUMBER-INVALID"
  case textLength = "E-TEXT-LENGTH"
  case textCharacter = "E-TEXT-CHARACTER"
  case valueUnknown = "E-VALUE-UNKNOWN"
  case valueConflict = "E-VALUE-CONFLICT"
  case normFullwidth = "W-NORM-FULLWIDTH"
  case normCurrency = "W-NORM-CURRENCY"
  case normTrim = "W-NORM-TRIM"
  case normNewline = "W-NORM-NEWLINE"
  case normCase = "W-NORM-CASE"
  case numericCode = "W-NUMERIC-CODE"
  case formulaText = "W-FORMULA-TEXT"

  // MARK: A voucher
  case summaryEmpty = "E-SUMMARY-EMPTY"
  case accountUnknown = "E-ACCOUNT-UNKNOWN"
  case accountNotLeaf = "E-ACCOUNT-NOT-LEAF"
  case accountClosed = "E-ACCOUNT-CLOSED"
  case auxRequired = "E-AUX-REQUIRED"
  case auxUnknown = "E-AUX-UNKNOWN"
  case auxClosed = "E-AUX-CLOSED"
  case bothSides = "E-BOTH-SIDES"
  case noAmount = "E-NO-AMOUNT"
  case negative = "E-NEGATIVE"
  case unbalanced = "E-UNBALANCED"
  case overflow = "E-OVERFLOW"
  case tooFewLines = "E-LINES-FEW"
  case tooManyLines = "E-LINES-MANY"
  case periodClosed = "E-PERIOD-CLOSED"
  case beforeStart = "E-BEFORE-START"
  case voucherDuplicate = "E-VOUCHER-DUP"
  case voucherGap = "E-VOUCHER-GAP"
  case voucherGapWarning = "W-VOUCHER-GAP"
  case voucherPeopleMissing = "E-PEOPLE-MISSING"
  case separationOfDuties = "E-SOD"
  case reversalUnknown = "E-REVERSAL-UNKNOWN"
  case reversalMismatch = "E-REVERSAL-MISMATCH"
  case reversedAlready = "E-REVERSED"

  // MARK: Master data
  case codeDuplicate = "E-CODE-DUP"
  case codeConflict = "E-CODE-CONFLICT"
  case parentMissing = "E-PARENT-MISSING"
  case parentPosted = "E-PARENT-POSTED"
  case openingUnbalanced = "E-OPENING-UNBALANCED"
  case openingExists = "E-OPENING-EXISTS"

  // MARK: People, states, periods
  case userUnknown = "E-USER-UNKNOWN"
  case userExists = "E-USER-EXISTS"
  case roleMissing = "E-ROLE"
  case state = "E-STATE"
  case draftUnknown = "E-DRAFT-UNKNOWN"
  case voucherUnknown = "E-VOUCHER-UNKNOWN"
  case batchUnknown = "E-BATCH-UNKNOWN"
  case periodNotClosable = "E-PERIOD-CHECK"
  case periodState = "E-PERIOD-STATE"
  case bookUnknown = "E-BOOK-UNKNOWN"
  case bookExists = "E-BOOK-EXISTS"
  case keyReused = "E-KEY-REUSED"
  case reasonMissing = "E-REASON-MISSING"
  case nothingToCarry = "E-NOTHING-TO-CARRY"

  // MARK: Keys and signed heads
  case keyOther = "E-KEY-OTHER"
  case keyNotInUse = "E-KEY-NOT-IN-USE"
  case keyUsedBefore = "E-KEY-USED-BEFORE"
  case keySince = "E-KEY-SINCE"
  case headStale = "E-HEAD-STALE"
  case projectUnknown = "E-PROJECT-UNKNOWN"
  case poolUnknown = "E-POOL-UNKNOWN"

  // MARK: Policies and cases
  case jsonSyntax = "E-JSON"
  case fieldUnknown = "E-FIELD-UNKNOWN"
  case fieldMissing = "E-FIELD-MISSING"
  case fieldType = "E-FIELD-TYPE"
  case fieldValue = "E-FIELD-VALUE"
  case dateOrder = "E-DATE-ORDER"
  case predicate = "E-PREDICATE"
  case tierGap = "E-TIER-GAP"
  case tierOverlap = "E-TIER-OVERLAP"
  case rateGap = "E-RATE-GAP"
  case rateConflict = "E-RATE-CONFLICT"

  // MARK: The life of a project
  case eventOrder = "E-EVENT-ORDER"
  case documentDuplicate = "E-DOCUMENT-DUP"
  case documentStale = "E-DOCUMENT-STALE"
  case evidenceMissing = "E-EVIDENCE-MISSING"
  case milestoneNotPassed = "E-MILESTONE"
  case leaseOverlap = "E-LEASE-OVERLAP"
  case rentOpen = "E-RENT-OPEN"
  case exceeds = "E-EXCEEDS"
  case pledged = "E-PLEDGED"
  case holdCap = "E-HOLD-CAP"
  case holderOther = "E-HOLDER-OTHER"
  case sourceBarred = "E-SOURCE"
  case deadlinePassed = "E-DEADLINE"
  case appraisalExpired = "E-APPRAISAL"
  case screening = "E-SCREENING"
  case correctionBlocked = "E-CORRECTION"
  case templateMissing = "E-TEMPLATE-MISSING"
  case policyUnknown = "E-POLICY-UNKNOWN"
  case templatesUnknown = "E-TEMPLATES-UNKNOWN"
  case documentBooked = "E-DOCUMENT-BOOKED"
  case voucherNotLinked = "W-VOUCHER-NOT-LINKED"
  case historyMisfit = "W-HISTORY"
  case samplePolicy = "W-SAMPLE-POLICY"

  // MARK: Risk pools
  case schemeNeverPays = "W-POOL-NEVER-PAYS"
  case tierCombinationMissing = "W-TIER-COMBINE"
  case claimAboveLoan = "W-CLAIM-ABOVE-LOAN"
  case recoveryAboveLoss = "W-RECOVERY-ABOVE-LOSS"
  case ineligible = "E-POOL-INELIGIBLE"
  case poolStopped = "E-POOL-STOPPED"
  case triggerNotMet = "E-CLAIM-TRIGGER"
  case claimLate = "E-CLAIM-LATE"
  case notDiligent = "E-CLAIM-CHECKLIST"
  case balanceDisagrees = "W-POOL-BALANCE"
  case breakerTripped = "W-POOL-BREAKER"

  // MARK: Bank statements
  case bankBalance = "E-BANK-BALANCE"
  case bankSerialDuplicate = "E-BANK-SERIAL-DUP"
  case bankConflict = "E-BANK-CONFLICT"
  case bankGap = "W-BANK-GAP"
  case bankAccountUntold = "W-BANK-ACCOUNT"

  // MARK: Simulations
  case valueOpen = "E-VALUE-OPEN"
  case portfolioEmpty = "E-PORTFOLIO-EMPTY"
  case correlation = "E-CORRELATION"
  case modelScope = "E-MODEL-SCOPE"
  case runParts = "E-RUN-PARTS"
  case runOther = "E-RUN-OTHER"
  case runFile = "E-RUN-FILE"
  case runMemory = "E-RUN-MEMORY"

  /// Warnings start with `W-`; everything else refuses.
  public var severity: Finding.Severity { rawValue.hasPrefix("W-") ? .warning : .error }

  /// The kind of refusal, from which a caller derives its exit code or status.
  public var category: Category {
    switch self {
    case .periodClosed, .reversedAlready, .keyReused, .state, .periodState, .periodNotClosable,
      .codeConflict, .userExists, .bookExists, .openingExists, .parentPosted, .keyOther,
      .keyUsedBefore, .headStale, .eventOrder, .documentDuplicate, .correctionBlocked,
      .documentBooked, .documentStale, .bankConflict, .poolStopped:
      .conflict
    case .draftUnknown, .voucherUnknown, .batchUnknown, .bookUnknown, .keyNotInUse,
      .projectUnknown, .poolUnknown, .policyUnknown, .templatesUnknown:
      .notFound
    case .userUnknown, .roleMissing, .separationOfDuties:
      .denied
    default:
      .data
    }
  }

  /// Kinds of refusal.
  public enum Category: Sendable {
    /// The input itself is wrong.
    case data
    /// The input clashes with what the ledger already holds.
    case conflict
    /// What was named does not exist.
    case notFound
    /// The person may not do this.
    case denied
  }
}
