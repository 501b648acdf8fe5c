import Accounting
import Findings
import Quantities

/// Holds each voucher of a file against the rules, the ledger and the vouchers before it.
struct VoucherChecker<Context: VoucherContext> {
  private let context: Context
  private let chart: ChartOfAccounts
  private let directory: DimensionDirectory
  private let startPeriod: FiscalPeriod
  private let isPosting: Bool
  /// The numbers that the file reverses.
  private let wanted: Set<VoucherNumber>

  private var register = NumberRegister()
  private var originals: [VoucherNumber: Voucher] = [:]
  private var reversed: Set<VoucherNumber> = []
  // Numbers to be reversed whose vouchers are refused: nothing can be held against them.
  private var unusable: Set<VoucherNumber> = []
  private var lastPeriod: (period: FiscalPeriod, isClosed: Bool)?
  // A voucher whose number or period is wrong leaves a gap that is no mistake of its own.
  private var hasUnplaced = false
  private var misplacedWords: Set<VoucherWord> = []

  /// How many vouchers and lines have been checked.
  private(set) var vouchers = 0
  private(set) var rows = 0

  init(
    _ context: Context,
    _ directory: DimensionDirectory,
    _ wanted: Set<VoucherNumber>,
    isPosting: Bool
  ) {
    self.context = context
    self.directory = directory
    self.wanted = wanted
    self.isPosting = isPosting
    chart = context.chart
    startPeriod = context.startPeriod
  }

  /// Checks a voucher and tells everything wrong with it.
  /// - Returns: the voucher, if nothing is.
  mutating func check(
    _ draft: VoucherDraft,
    _ list: inout FindingList
  ) throws(Context.Failure) -> ReadVoucher? {
    var draft = draft
    vouchers += 1
    rows += draft.lineCount
    let entry = list.isFull ? nil : checkEntry(&draft)
    var isConflict = false
    if let voucher = draft.voucher, let number = draft.key.number {
      let full = VoucherNumber(period: voucher.period, word: voucher.word, number: number)
      if try checkPeriod(voucher, &draft) {
        switch try enter(full, draft.firstRow) {
        case .new:
          if let red = draft.reverses { try checkReversal(of: red, voucher, &draft) }
        case let repeated:
          isConflict = repeated == .posted
          noteDuplicate(full, isConflict, &draft)
        }
      }
      if wanted.contains(full), originals[full] == nil {
        if let entry { originals[full] = entry.voucher } else { unusable.insert(full) }
      }
    } else {
      hasUnplaced = true
    }
    if isPosting {
      for var finding in draft.signatures.findings {
        finding.row = draft.firstRow
        draft.note(finding)
      }
    }
    for finding in draft.settledFindings {
      list.add(finding, isConflict: isConflict && finding.code == .voucherDuplicate)
    }
    list.drop(draft.furtherFindings)
    guard let entry, !draft.hasErrors, let number = draft.key.number else { return nil }
    return ReadVoucher(
      entry: entry,
      number: VoucherNumber(period: entry.date.period, word: entry.voucher.word, number: number),
      signatures: draft.signatures,
      rows: draft.rows
    )
  }

  /// The rules of double entry.
  private func checkEntry(_ draft: inout VoucherDraft) -> JournalEntry? {
    let findings: [Finding]
    if let voucher = draft.voucher, !draft.isIncomplete, !draft.hasErrors {
      do {
        return try JournalEntry(voucher, chart: chart, directory: directory)
      } catch {
        findings = error.list
      }
    } else {
      // No rule of this kind depends on the date.
      let voucher = Voucher(
        date: startPeriod.firstDay,
        postings: draft.postings,
        reverses: draft.reverses
      )
      findings = JournalEntry.findings(in: voucher, chart: chart, directory: directory)
    }
    draft.noteEntry(findings)
    return nil
  }

  /// Whether the voucher lies in an open period of the book.
  private mutating func checkPeriod(
    _ voucher: Voucher,
    _ draft: inout VoucherDraft
  ) throws(Context.Failure) -> Bool {
    let period = voucher.period
    let code: FindingCode
    if period < startPeriod {
      code = .beforeStart
    } else if try isClosed(period) {
      code = .periodClosed
    } else {
      return true
    }
    misplacedWords.insert(voucher.word)
    draft.note(
      Finding(
        code,
        row: draft.firstRow,
        column: Field.date,
        value: "\(voucher.date)",
        arguments: ["period": "\(period)", "start": "\(startPeriod)"]
      )
    )
    return false
  }

  private mutating func isClosed(_ period: FiscalPeriod) throws(Context.Failure) -> Bool {
    if let lastPeriod, lastPeriod.period == period { return lastPeriod.isClosed }
    let isClosed = try context.isClosed(period)
    lastPeriod = (period, isClosed)
    return isClosed
  }

  private mutating func enter(
    _ number: VoucherNumber,
    _ row: Int
  ) throws(Context.Failure) -> NumberRegister.Entry {
    let series = NumberRegister.Series(period: number.period, word: number.word)
    if !register.knows(series) {
      let highest = try context.highestNumber(in: series.period, word: series.word)
      register.begin(series, highestPosted: highest)
    }
    return register.enter(number.number, row, in: series)
  }

  private func noteDuplicate(
    _ number: VoucherNumber,
    _ isPosted: Bool,
    _ draft: inout VoucherDraft
  ) {
    draft.note(
      Finding(
        .voucherDuplicate,
        row: draft.firstRow,
        column: Field.number,
        value: number.short,
        arguments: ["number": "\(number)", "where": isPosted ? "ledger" : "file"]
      )
    )
  }

  /// A red entry mirrors, line by line, a voucher that nobody has withdrawn yet.
  private mutating func checkReversal(
    of number: VoucherNumber,
    _ red: Voucher,
    _ draft: inout VoucherDraft
  ) throws(Context.Failure) {
    func note(_ code: FindingCode) {
      draft.note(
        Finding(
          code,
          row: draft.firstRow,
          column: Field.reverses,
          value: "\(number)",
          arguments: ["number": "\(number)"]
        )
      )
    }
    guard !reversed.contains(number) else { return note(.reversedAlready) }
    let original: Voucher
    if let earlier = originals.removeValue(forKey: number) {
      original = earlier
    } else if let posted = try context.posted(number) {
      guard !posted.isReversed else { return note(.reversedAlready) }
      original = posted.voucher
    } else if unusable.contains(number) {
      return
    } else {
      return note(.reversalUnknown)
    }
    reversed.insert(number)
    guard !draft.isIncomplete, !draft.hasErrors else { return }
    draft.noteEntry(Reversal.findings(in: red, mirroring: original))
  }

  /// The gaps that the numbers of the file leave, once it has been read to the end.
  func tellGaps(_ list: inout FindingList) {
    guard !hasUnplaced else { return }
    for gap in register.gaps where !misplacedWords.contains(gap.number.word) {
      let (first, last) = (gap.firstMissing, gap.number.number - 1)
      var missing = first.short
      if last > first.number {
        let final = VoucherNumber(period: first.period, word: first.word, number: last)
        missing += (last == first.number + 1 ? ", " : "…") + final.short
      }
      list.add(
        Finding(
          isPosting ? .voucherGap : .voucherGapWarning,
          row: gap.row,
          column: Field.number,
          value: gap.number.short,
          arguments: ["missing": missing, "period": "\(gap.number.period)"]
        )
      )
    }
  }
}
