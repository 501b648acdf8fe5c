import Accounting
import Findings
import Quantities
import Reports
import Store

/// A command that takes one step with vouchers.
protocol StepCommand: RunnableCommand {
  /// The step.
  static var step: VoucherStep { get }
  /// The vouchers, and why.
  var options: StepOptions { get }
}

extension StepCommand {
  func execute(in session: Session) throws(Failure) {
    let step = Self.step
    let reason = options.reason ?? ""
    let request = ["voucher \(step.rawValue)", reason] + options.vouchers.map { "\($0)" }
    try session.write(request) { (write, book) throws(StoreError) in
      var drafts: [Draft] = []
      for reference in options.vouchers {
        let draft = try write.openDraft(reference, for: step, in: book)
        drafts.append(try write.take(step, draft: draft.id, in: book, reason: reason))
      }
      return Answer(drafts: drafts, session.language)
    }
  }
}

extension VoucherSubmit: StepCommand {}
extension VoucherReturn: StepCommand {}
extension VoucherWithdraw: StepCommand {}
extension VoucherReview: StepCommand {}
extension VoucherApprove: StepCommand {}
extension VoucherPost: StepCommand {}

extension Answer {
  /// Drafts and how far they are.
  init(drafts: [Draft], _ language: Language) {
    let list = drafts.map { draft in
      JSON.object([
        .init("draft", .string(draft.label)),
        .init("number", .optional(draft.posted?.description)),
        .init("state", .string(draft.position.state.rawValue)),
      ])
    }
    self.init(
      json: .object([.init("vouchers", .array(list))]),
      lines: drafts.map { draft in
        let state = language.term("state", draft.position.state.rawValue)
        let name = draft.posted.map { "\(draft.label) → \($0)" } ?? draft.label
        let summary = draft.voucher.postings.first?.summary ?? ""
        return "\(name)  \(state)  \(summary)"
      }
    )
  }
}

extension VoucherNew: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    guard let word = VoucherWord(word), attachments >= 0 else {
      throw Failure(.usage, ["detail": "--word \(word) --attachments \(attachments)"])
    }
    let request = ["voucher new", "\(on)", summary] + (debit + credit).map { "\($0)" }
    try session.write(request) { (write, book) throws(StoreError) in
      try write.actor([.maker])
      let lines = debit.map { (Side.debit, $0) } + credit.map { (Side.credit, $0) }
      let postings = try lines.map { side, line throws(StoreError) in
        Posting(
          summary: summary,
          account: line.account,
          side: side,
          amount: line.amount,
          dimensions: try write.dimensions(line.dimensions)
        )
      }
      let voucher = Voucher(date: on, word: word, attachments: attachments, postings: postings)
      let id = try write.saveDraft(
        write.checkedEntry(voucher, in: book),
        in: book,
        position: WorkflowPosition(
          state: .draft,
          signatures: Signatures(preparedBy: write.person)
        )
      )
      return Answer(drafts: [try write.draft(id, in: book)], session.language)
    }
  }
}

extension VoucherReverse: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let request = ["voucher reverse", "\(voucher)", "\(on)", reason] + correct.map { "\($0)" }
    try session.write(request) { (write, book) throws(StoreError) in
      try write.actor([.maker])
      guard reason.contains(where: { !$0.isWhitespace }) else {
        throw .findings(Findings(Finding(.reasonMissing, value: "\(voucher)")))
      }
      guard case .posted(let original, _) = try write.voucher(voucher, in: book) else {
        throw .findings(Findings(Finding(.state, value: "draft", arguments: ["step": "reverse"])))
      }
      let book = try write.book(original.book)
      let red: Voucher
      do throws(Overflow) {
        red = try Reversal.red(of: original.voucher, number: original.number, on: on)
      } catch { throw .findings(Findings(Finding(.overflow))) }
      var vouchers = [red]
      if !correct.isEmpty {
        let values = try write.dimensions(correct).tags
        vouchers.append(
          Reversal.blue(
            of: original.voucher,
            number: original.number,
            on: on,
            correcting: values
          )
        )
      }
      let drafts = try vouchers.map { voucher throws(StoreError) in
        try write.submit(voucher, in: book, reason: reason)
      }
      return Answer(drafts: drafts, session.language)
    }
  }
}

extension LedgerTransaction {
  /// Saves a voucher that its maker hands in at once.
  func submit(_ voucher: Voucher, in book: Book, reason: String) throws(StoreError) -> Draft {
    let event = WorkflowEvent(
      time: time,
      person: person,
      step: VoucherStep.submit.rawValue,
      reason: reason
    )
    let id = try saveDraft(
      checkedEntry(voucher, in: book),
      in: book,
      position: WorkflowPosition(state: .submitted, signatures: Signatures(preparedBy: person)),
      history: [event]
    )
    return try draft(id, in: book)
  }

  /// The dimension values that options name; whether they exist is judged with the voucher.
  /// - Throws: `E-AUX-UNKNOWN` for a kind that the ledger does not know.
  func dimensions(_ options: [DimensionOption]) throws(StoreError) -> Dimensions {
    Dimensions(
      try options.map { option throws(StoreError) in
        (try kind(named: option.kind), option.value)
      }
    )
  }
}
