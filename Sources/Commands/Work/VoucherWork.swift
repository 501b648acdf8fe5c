import Accounting
import Findings
import Quantities
import Reports
import Store

/// A voucher as people name it: a draft or a posted entry.
enum FoundVoucher {
  case draft(Draft)
  case posted(PostedEntry, draft: String?)
}

extension LedgerSnapshot {
  /// The voucher that a reference names.
  ///
  /// A number that is not posted may be the one a draft had in the file it came from.
  /// - Throws: `E-DRAFT-UNKNOWN`, `E-VOUCHER-UNKNOWN` or `E-BOOK-UNKNOWN`.
  func voucher(_ reference: VoucherReference, in book: Book) throws(StoreError) -> FoundVoucher {
    switch reference {
    case .draft(let number):
      let draft = try draft(Int64(number), in: book)
      guard let posted = draft.posted, let entry = try postedEntry(posted, in: book) else {
        return .draft(draft)
      }
      return .posted(entry, draft: draft.label)
    case .posted(let set, let number):
      let book = try set.map { code throws(StoreError) in try self.book(code) } ?? book
      if let entry = try postedEntry(number, in: book) {
        return .posted(entry, draft: try draftLabel(of: entry))
      }
      let drafts = try drafts(in: book).filter {
        $0.fileNumber == number.number && $0.voucher.period == number.period
          && $0.voucher.word == number.word
      }
      guard drafts.count == 1, let only = drafts.first else {
        throw .findings(
          Findings(
            Finding(
              .voucherUnknown,
              value: "\(number)",
              arguments: ["voucher": "\(number)"]
            )
          )
        )
      }
      return .draft(only)
    }
  }

  /// The draft with which a step is to be taken.
  /// - Throws: `E-STATE` when it is posted already.
  func openDraft(
    _ reference: VoucherReference,
    for step: VoucherStep,
    in book: Book
  ) throws(StoreError) -> Draft {
    switch try voucher(reference, in: book) {
    case .draft(let draft): return draft
    case .posted(let entry, _):
      throw .findings(
        Findings(
          Finding(
            .state,
            value: VoucherState.posted.rawValue,
            arguments: ["voucher": "\(entry.number)", "step": step.rawValue]
          )
        )
      )
    }
  }
}

extension VoucherShow: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let sheet = try session.read { (snapshot, book) throws(StoreError) in
      try VoucherSheet(snapshot.voucher(voucher, in: book), book, snapshot)
    }
    if session.form == .json { return try session.console.output.line(sheet.json.text) }
    try session.console.output.line(sheet.text(in: session.language))
  }
}

extension VoucherPrint: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let sheets = try session.read { (snapshot, book) throws(StoreError) in
      try vouchers.map { reference throws(StoreError) in
        try VoucherSheet(snapshot.voucher(reference, in: book), book, snapshot)
      }
    }
    try session.write(output) { sink throws(Failure) in
      for sheet in sheets { try sink.line(sheet.text(in: session.language)) }
    }
  }
}

extension VoucherList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let wanted = Set(state)
    let rows = try session.read { (snapshot, book) throws(StoreError) in
      var rows: [Row] = []
      if wanted.isEmpty || wanted != [.posted] {
        for draft in try snapshot.drafts(in: book)
        where wanted.isEmpty || wanted.contains(draft.position.state) {
          if let period, !(period.first...period.last).contains(draft.voucher.period) { continue }
          rows.append(Row(draft))
        }
      }
      if wanted.isEmpty || wanted.contains(.posted) {
        let first = (period?.first ?? book.startPeriod.previous).firstDay
        let last = period?.lastDay ?? .last
        try snapshot.forEachEntry(in: book, from: first, through: last) {
          (entry) throws(StoreError) in rows.append(Row(entry))
        }
      }
      return rows
    }
    let shown = Array(rows.dropFirst(self.rows.skip).prefix(self.rows.limit ?? .max))
    try session.print(
      .object([
        .init("total", .integer(Int64(rows.count))), .init("vouchers", .array(shown.map(\.json))),
      ]),
      else: { shown.map { $0.line(session.language) } }
    )
  }

  private struct Row {
    let name: String
    let date: CivilDate
    let state: VoucherState
    let summary: String
    let amount: Int128
    let preparedBy: String?

    init(_ draft: Draft) {
      name = draft.label
      state = draft.position.state
      preparedBy = draft.position.signatures.preparedBy
      (date, summary, amount) = Row.content(draft.voucher)
    }

    init(_ entry: PostedEntry) {
      name = "\(entry.number)"
      state = .posted
      preparedBy = entry.signatures.preparedBy
      (date, summary, amount) = Row.content(entry.voucher)
    }

    private static func content(_ voucher: Voucher) -> (CivilDate, String, Int128) {
      (
        voucher.date, voucher.postings.first?.summary ?? "",
        Fen.sum(voucher.postings.map(\.debit))
      )
    }

    var json: JSON {
      .object([
        .init("voucher", .string(name)), .init("date", .string("\(date)")),
        .init("state", .string(state.rawValue)), .init("summary", .string(summary)),
        .init("amount", .string(Fen.yuan(amount))), .init("prepared_by", .optional(preparedBy)),
      ])
    }

    func line(_ language: Language) -> String {
      let state = language.term("state", state.rawValue)
      return "\(name)  \(date)  \(state)  \(Fen.yuan(amount))  \(preparedBy ?? "-")  \(summary)"
    }
  }
}

extension VoucherSheet {
  /// The sheet of a voucher.
  init(_ found: FoundVoucher, _ book: Book, _ snapshot: LedgerSnapshot) throws(StoreError) {
    let books = try snapshot.books()
    let directory = try snapshot.directory()
    switch found {
    case .draft(let draft):
      self.init(
        Masthead(book: book, citesBook: books.count > 1),
        draft: draft.label,
        state: draft.position.state,
        voucher: draft.voucher,
        signatures: draft.position.signatures,
        chart: try snapshot.chart(of: book),
        directory: directory
      )
    case .posted(let entry, let draft):
      let book = try snapshot.book(entry.book)
      self.init(
        Masthead(book: book, citesBook: books.count > 1),
        entry: entry,
        draft: draft,
        chart: try snapshot.chart(of: book),
        directory: directory
      )
    }
  }
}
