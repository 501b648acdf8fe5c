public import Accounting
public import Quantities

/// The general ledger (总账): for each account its opening, and 本期合计 and 本年累计 of each month.
public struct GeneralLedgerReport: Report {
  private struct Month {
    let period: FiscalPeriod
    let debit: Int128
    let credit: Int128
    let yearDebit: Int128
    let yearCredit: Int128
    let closing: Int128
  }

  private struct Section {
    let account: Account
    let opening: Int128
    let months: [Month]

    var isEmpty: Bool { opening == 0 && months.allSatisfy { $0.debit == 0 && $0.credit == 0 } }
  }

  private let masthead: Masthead
  private let range: PeriodRange
  private let sections: [Section]

  /// Creates a general ledger.
  /// - Parameters:
  ///   - masthead: The head of the book.
  ///   - range: The periods shown.
  ///   - months: The trial balances of single consecutive months over one chart, from January of
  ///     the range's first year (or the start of the book, when that is later) to its last period.
  ///   - part: The accounts shown; without it those at the top, the general ledger proper.
  ///   - includesEmpty: Whether accounts that have nothing and moved nothing are shown.
  public init(
    _ masthead: Masthead,
    range: PeriodRange,
    months: [TrialBalance],
    part: ClosedRange<AccountCode>? = nil,
    includesEmpty: Bool = false
  ) {
    precondition(
      zip(months, months.dropFirst()).allSatisfy { $0.range.first.next == $1.range.first }
        && months.allSatisfy { $0.range.first == $0.range.last },
      "the trial balances are of consecutive single months"
    )
    precondition(
      months.first.map { $0.range.first <= range.first } ?? false
        && months.last?.range.last == range.last,
      "the trial balances cover the range"
    )
    self.masthead = masthead
    self.range = range
    let rows = months[0].rows
    sections = rows.indices
      .filter { index in
        part.map { rows[index].account.code.lies(in: $0) } ?? (rows[index].level == 1)
      }
      .map { GeneralLedgerReport.section(at: $0, range, months) }
      .filter { includesEmpty || !$0.isEmpty }
  }

  private static func section(
    at index: Int,
    _ range: PeriodRange,
    _ trials: [TrialBalance]
  ) -> Section {
    var months: [Month] = []
    var opening: Int128 = 0
    var (yearDebit, yearCredit): (Int128, Int128) = (0, 0)
    for trial in trials {
      let (period, row) = (trial.range.first, trial.rows[index])
      if period.month == 1 { (yearDebit, yearCredit) = (0, 0) }
      let (debit, credit) = (Int128(row.debit.rawValue), Int128(row.credit.rawValue))
      yearDebit += debit
      yearCredit += credit
      guard period >= range.first, period <= range.last else { continue }
      if months.isEmpty { opening = Int128(row.opening.rawValue) }
      months.append(
        Month(
          period: period,
          debit: debit,
          credit: credit,
          yearDebit: yearDebit,
          yearCredit: yearCredit,
          closing: Int128(row.closing.rawValue)
        )
      )
    }
    return Section(account: trials[0].rows[index].account, opening: opening, months: months)
  }

  /// The table for people.
  public var table: Table {
    var table = Table(
      title: Phrase("总账", "General ledger"),
      remarks: masthead.remarks(range.coverage),
      columns: [
        .account, .accountName, Table.Column(Phrase("期间", "Period"), .text), .summary, .debit,
        .credit, .direction, .balance,
      ]
    )
    for section in sections {
      let account: [Table.Cell] = [.text(section.account.code.text), .text(section.account.name)]
      table.add(
        account + [.text("\(range.first)"), .opening, .empty, .empty]
          + [.direction(section.opening), section.opening.unsigned],
        kind: .subtotal
      )
      for month in section.months {
        let rows = [
          (Table.Cell.periodTotal, month.debit, month.credit),
          (Table.Cell.yearToDate, month.yearDebit, month.yearCredit),
        ]
        for (label, debit, credit) in rows {
          table.add(
            account + [.text("\(month.period)"), label, .money(debit), .money(credit)]
              + [.direction(month.closing), month.closing.unsigned]
          )
        }
      }
    }
    return table
  }

  /// `{"accounts":[{"code","name","opening","months":[{"period","debit","credit","year_debit",`
  /// `"year_credit","closing"}]}]}`, balances with debits positive.
  public var json: JSON {
    let accounts = sections.map { section -> JSON in
      [
        "code": .string(section.account.code.text), "name": .string(section.account.name),
        "opening": .string(Fen.yuan(section.opening)),
        "months": .array(
          section.months.map { month in
            [
              "period": .string("\(month.period)"), "debit": .string(Fen.yuan(month.debit)),
              "credit": .string(Fen.yuan(month.credit)),
              "year_debit": .string(Fen.yuan(month.yearDebit)),
              "year_credit": .string(Fen.yuan(month.yearCredit)),
              "closing": .string(Fen.yuan(month.closing)),
            ]
          }
        ),
      ]
    }
    return ["accounts": .array(accounts)]
  }
}
