public import Accounting
import Quantities

/// The printed trial balance (科目余额表).
public struct TrialBalanceReport: Report {
  /// What to show of a trial balance.
  public struct Options: Hashable, Sendable {
    /// The levels of accounts shown (科目级次); all when `nil`.
    public var levels: ClosedRange<Int>?
    /// Whether only leaf accounts are shown (末级科目).
    public var leavesOnly: Bool
    /// Whether accounts that have nothing and moved nothing are shown.
    public var includesEmpty: Bool
    /// Where balances stand.
    public var balances: BalanceStyle

    /// Creates options.
    public init(
      levels: ClosedRange<Int>? = nil,
      leavesOnly: Bool = false,
      includesEmpty: Bool = false,
      balances: BalanceStyle = .columns
    ) {
      self.levels = levels
      self.leavesOnly = leavesOnly
      self.includesEmpty = includesEmpty
      self.balances = balances
    }
  }

  private let masthead: Masthead
  private let trial: TrialBalance
  private let options: Options
  private let state: PeriodState?
  private let rows: [TrialBalance.Row]

  /// Creates the report.
  /// - Parameters:
  ///   - masthead: The head of the book.
  ///   - trial: The figures.
  ///   - options: What to show.
  ///   - state: Whether the last period is closed, when that is to be said.
  public init(
    _ masthead: Masthead,
    _ trial: TrialBalance,
    options: Options = Options(),
    state: PeriodState? = nil
  ) {
    self.masthead = masthead
    self.trial = trial
    self.options = options
    self.state = state
    rows = trial.rows.filter { row in
      (options.levels?.contains(row.level) ?? true)
        && (row.account.isLeaf || !options.leavesOnly)
        && (options.includesEmpty || !row.isEmpty)
    }
  }

  /// The table for people: 期初, 本期 and 期末, each 借方 and 贷方.
  public var table: Table {
    var remarks = masthead.remarks(trial.range.coverage)
    if let state {
      remarks.append(state == .closed ? Phrase("已结账", "Closed") : Phrase("未结账", "Open"))
    }
    remarks.append(
      trial.isBalanced ? Phrase("试算平衡", "Balanced") : Phrase("试算不平衡", "NOT BALANCED")
    )
    var table = Table(
      title: Phrase("科目余额表", "Trial balance"),
      remarks: remarks,
      columns: [
        Table.Column(Phrase("编码", "Code"), .text), Table.Column(Phrase("名称", "Name"), .text),
      ] + Figures.columns(signed: isSigned)
    )
    var total = Figures()
    for row in rows {
      let figures = Figures(
        opening: Int128(row.opening.rawValue),
        debit: Int128(row.debit.rawValue),
        credit: Int128(row.credit.rawValue),
        on: options.balances == .natural ? row.account.normalSide : nil
      )
      if isFinest(row) { total.add(figures) }
      table.add(
        [.text(row.account.code.text), .text(row.account.name)]
          + figures.cells(signed: isSigned)
      )
    }
    table.add([.sum, .empty] + total.cells(signed: isSigned), kind: .total)
    let hidden = trial.rows.filter(\.isEmpty).count
    if hidden > 0, !options.includesEmpty {
      table.footnotes.append(
        Phrase(
          "(\(hidden) 个科目无余额、无发生额, 未列出)",
          "(\(hidden) accounts without balance and movement are not shown)"
        )
      )
    }
    return table
  }

  private var isSigned: Bool { options.balances == .signed }

  /// Whether a row's amounts stand in no deeper row, so that totals count them.
  private func isFinest(_ row: TrialBalance.Row) -> Bool {
    row.account.isLeaf || row.level == options.levels?.upperBound
  }

  /// `{"period","balanced","rows":[{"code","name","leaf","opening","debit","credit","closing"}],`
  /// `"totals":{"debit","credit"}}`.
  ///
  /// Opening and closing have debits positive; red movements are negative in their own column.
  public var json: JSON {
    let rows = rows.map { row -> JSON in
      [
        "code": .string(row.account.code.text), "name": .string(row.account.name),
        "leaf": .bool(row.account.isLeaf), "opening": .amount(row.opening),
        "debit": .amount(row.debit), "credit": .amount(row.credit),
        "closing": .amount(row.closing),
      ]
    }
    return [
      "period": .string("\(trial.range)"), "balanced": .bool(trial.isBalanced),
      "rows": .array(rows),
      "totals": [
        "debit": .amount(trial.totals.debit), "credit": .amount(trial.totals.credit),
      ],
    ]
  }
}
