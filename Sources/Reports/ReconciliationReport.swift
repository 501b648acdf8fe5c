public import Accounting
import Quantities
public import Reconciliation

/// What book and bank differ in (银行对账结果).
public struct ReconciliationReport: Report {
  private let masthead: Masthead
  private let account: Account
  private let result: Reconciliation

  /// Creates the report.
  public init(_ masthead: Masthead, _ account: Account, _ result: Reconciliation) {
    self.masthead = masthead
    self.account = account
    self.result = result
  }

  /// The table for people: one row for each difference, the balances below.
  public var table: Table {
    var table = Table(
      title: Phrase(
        "银行对账 \(account.code) \(account.name)",
        "Bank: \(account.code) \(account.name)"
      ),
      remarks: masthead.remarks(Phrase("截至 \(result.asOf)", "as of \(result.asOf)")),
      columns: [
        Table.Column(Phrase("差异", "Difference"), .text), .date, .number,
        Table.Column(Phrase("收入", "Received"), .money), Table.Column(Phrase("支出", "Paid"), .money),
        Table.Column(Phrase("说明", "What"), .text),
      ]
    )
    for open in result.bookNotBank {
      let line = open.line
      table.add([
        .phrase(Phrase("账有银无", "book only")), .date(line.date),
        .text(masthead.cite(line.number)), .nonzero(line.received), .nonzero(line.paid),
        .phrase(
          Wording.of(line).joined(with: open.clearedOn.map(Wording.bankOn) ?? Wording.inTransit)
        ),
      ])
    }
    for open in result.bankNotBook {
      let line = open.line
      table.add([
        .phrase(Phrase("银有账无", "bank only")), .date(line.date), .empty,
        .nonzero(line.received), .nonzero(line.paid),
        .phrase(Wording.of(line).joined(with: open.clearedOn.map(Wording.bookedOn))),
      ])
    }
    for mismatch in result.mismatches {
      table.add([
        .phrase(Phrase("金额不符", "amounts differ")), .date(mismatch.bank.date),
        .text(masthead.cite(mismatch.book.number)), .nonzero(mismatch.bank.received),
        .nonzero(mismatch.bank.paid), .phrase(Wording.of(mismatch)),
      ])
    }
    table.footnotes = [counts, balances]
    if result.isSearchCutShort { table.footnotes.append(Wording.cutShort) }
    return table
  }

  private var counts: Phrase {
    let (single, groups) = (result.count(.oneToOne), result.count(.oneToMany))
    let (batches, pairs) = (result.count(.manyToOne), result.count(.cancelledInBook))
    let (bank, matched) = (result.bankLineCount, result.matchedBankLines)
    return Phrase(
      "流水 \(bank) 条, 账面 \(result.bookLineCount) 条; 自动匹配流水 \(matched) 条"
        + "(一对一 \(single), 一对多 \(groups) 组, 多对一 \(batches) 组), 红字与订正对冲 \(pairs) 对",
      "\(bank) lines at the bank, \(result.bookLineCount) in the books; \(matched) of the bank's "
        + "matched (\(single) one to one, \(groups) one to many, \(batches) many to one), "
        + "\(pairs) red pairs cancelled"
    )
  }

  private var balances: Phrase {
    let sums = result.balances
    let (book, adjustedBook) = (Fen.grouped(sums.book), Fen.grouped(sums.adjustedBook))
    let (bank, adjustedBank) = (Fen.grouped(sums.bank), Fen.grouped(sums.adjustedBank))
    let open = Fen.grouped(sums.unexplained)
    return Phrase(
      "余额调节表: 账面 \(book) → 调节后 \(adjustedBook);  银行 \(bank) → \(adjustedBank);  未解释 \(open)",
      "balances: books \(book) → adjusted \(adjustedBook);  bank \(bank) → \(adjustedBank);  "
        + "unexplained \(open)"
    )
  }

  /// `{"account","date","book_balance","bank_balance","booked_not_at_bank":[{"date","out","inn",`
  /// `"ref","voucher"}],"at_bank_not_booked":[{"date","out","inn","memo"}],"amount_mismatch",…}`.
  ///
  /// A line that the other side has after the day has `bank_date` or `book_date` besides.
  public var json: JSON {
    let sums = result.balances
    return .object(
      [
        .init("account", .string(account.code.text)), .init("date", .string("\(result.asOf)")),
        .init("book_balance", .string(Fen.yuan(sums.book))),
        .init("bank_balance", .string(Fen.yuan(sums.bank))),
        .init("booked_not_at_bank", .array(result.bookNotBank.map(json))),
        .init("at_bank_not_booked", .array(result.bankNotBook.map(json))),
        .init("amount_mismatch", result.mismatches.first.map(json) ?? .null),
        .init("amount_mismatches", .array(result.mismatches.map(json))),
        .init("adjusted_book", .string(Fen.yuan(sums.adjustedBook))),
        .init("adjusted_bank", .string(Fen.yuan(sums.adjustedBank))),
        .init("unexplained", .string(Fen.yuan(sums.unexplained))),
        .init("explained_by_mismatch", .string(Fen.yuan(sums.explainedByMismatch))),
        .init("remainder", .string(Fen.yuan(sums.remainder))),
      ] + countMembers
    )
  }

  private var countMembers: [JSON.Member] {
    let kinds: [Reconciliation.Match.Kind] = [
      .oneToOne, .oneToMany, .manyToOne, .cancelledInBook, .cancelledAtBank,
    ]
    return [
      .init("bank_lines", .integer(Int64(result.bankLineCount))),
      .init("book_lines", .integer(Int64(result.bookLineCount))),
      .init("bank_lines_matched", .integer(Int64(result.matchedBankLines))),
      .init("bank_through", .optional(result.bankThrough.map { "\($0)" })),
      .init(
        "matches",
        .object(kinds.map { .init($0.rawValue, .integer(Int64(result.count($0)))) })
      ),
      .init("search_cut_short", .bool(result.isSearchCutShort)),
    ]
  }

  private func json(_ open: Reconciliation.Open<BookLine>) -> JSON {
    var members: [JSON.Member] = [
      .init("date", .string("\(open.line.date)")), .init("out", .amount(open.line.paid)),
      .init("inn", .amount(open.line.received)), .init("ref", .string(open.line.reference)),
      .init("voucher", .string(masthead.cite(open.line.number))),
    ]
    if let day = open.clearedOn { members.append(.init("bank_date", .string("\(day)"))) }
    return .object(members)
  }

  private func json(_ open: Reconciliation.Open<BankLine>) -> JSON {
    var members: [JSON.Member] = [
      .init("date", .string("\(open.line.date)")), .init("out", .amount(open.line.paid)),
      .init("inn", .amount(open.line.received)), .init("memo", .string(open.line.memo)),
    ]
    if let day = open.clearedOn { members.append(.init("book_date", .string("\(day)"))) }
    return .object(members)
  }

  private func json(_ mismatch: Reconciliation.Mismatch) -> JSON {
    [
      "voucher": .string(masthead.cite(mismatch.book.number)),
      "book": .string(Fen.yuan(mismatch.expected.size)),
      "bank": .string(Fen.yuan(mismatch.bank.change.size)),
    ]
  }
}

extension Reconciliation {
  fileprivate func count(_ kind: Match.Kind) -> Int { matches.count { $0.kind == kind } }

  fileprivate var matchedBankLines: Int {
    matches.reduce(0) { $1.kind == .cancelledAtBank ? $0 : $0 + $1.bank.count }
  }
}

extension Int128 {
  /// The amount without its sign.
  fileprivate var size: Int128 { self < 0 ? -self : self }
}

/// What is said of single differences.
private enum Wording {
  static let inTransit = Phrase("(在途)", "(in transit)")

  static let cutShort = Phrase(
    "求和搜索已达上限, 个别一对多可能未列出",
    "the search for sums was cut short; some groups may have gone unseen"
  )

  static func bankOn(_ day: CivilDate) -> Phrase {
    Phrase("(在途, 银行 \(day))", "(in transit, at the bank on \(day))")
  }

  static func bookedOn(_ day: CivilDate) -> Phrase {
    Phrase("(记账 \(day))", "(booked on \(day))")
  }

  static func of(_ line: BookLine) -> Phrase {
    let text = line.reference.isEmpty ? line.summary : line.reference
    return Phrase(text, text)
  }

  static func of(_ line: BankLine) -> Phrase {
    let text = [line.counterparty, line.memo].filter { !$0.isEmpty }.joined(separator: " ")
    return Phrase(text, text)
  }

  static func of(_ mismatch: Reconciliation.Mismatch) -> Phrase {
    let book = Fen.grouped(mismatch.expected.size)
    let bank = Fen.grouped(mismatch.bank.change.size)
    let difference = Fen.grouped(mismatch.difference.size)
    return Phrase(
      "账 \(book)  银 \(bank)  (疑似数字颠倒, 差 \(difference) 可被 9 整除)",
      "book \(book), bank \(bank) (digits swapped? the difference \(difference) divides by 9)"
    )
  }
}

extension Phrase {
  fileprivate func joined(with other: Phrase?) -> Phrase {
    guard let other else { return self }
    return Phrase("\(chinese)  \(other.chinese)", "\(english)  \(other.english)")
  }
}
