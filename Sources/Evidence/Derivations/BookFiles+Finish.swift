import Accounting
import CanonicalJSON
import Exports
import Quantities
import Reports

/// The files that only the end can tell: master data, balances, reports.
extension BookFiles {
  /// The months with vouchers that are shown.
  var shownPeriods: [FiscalPeriod] {
    balances.periods.filter { period?.contains($0) ?? true }
  }

  func finish(_ masters: Masters) throws(EvidenceError) {
    nameAccounts()
    try hledger.write(hledgerExport.foot)
    try beancount.write(beancountExport.foot)
    try writeMasters(masters)
    try writeNumbers()
    try writeAccounts(masters)
    try writeMonths(masters)
    try writePublicFiles(masters)
    try writeTrialBalance()
    try closeVouchers()
  }

  // MARK: Master data

  private func writeMasters(_ masters: Masters) throws(EvidenceError) {
    let accounts = try TableFile(
      "data/csv/\(folder)/accounts.csv",
      ["会计科目编号", "会计科目名称", "科目级次", "余额方向", "要素", "核算面", "末级", "启用", "辅助核算"],
      output
    )
    let forAO = try TableFile(
      "ao/\(folder)/km.csv",
      ["会计科目编号", "会计科目名称", "科目级次", "科目类型", "余额方向", "上级科目编号", "是否末级"],
      output,
      TableFile.forAO
    )
    for account in chart.accounts {
      let level = "\(chart.level(of: account.code))"
      try accounts.add([
        account.code.text, account.name, level, account.normalSide.chinese,
        account.element.rawValue, account.aspect.rawValue, account.isLeaf ? "1" : "0",
        account.isOpen ? "1" : "0", account.requiredDimensions.map(\.code).joined(separator: ";"),
      ])
      try forAO.add([
        account.code.text, account.name, level, account.element.chinese,
        account.normalSide.chinese, chart.parent(of: account.code)?.code.text ?? "",
        account.isLeaf ? "1" : "0",
      ])
    }
    try accounts.close()
    try forAO.close()
    try writeDimensions(masters.directory)
  }

  private func writeDimensions(_ directory: DimensionDirectory) throws(EvidenceError) {
    let table = try TableFile(
      "data/csv/\(folder)/dimensions.csv",
      ["档案编码", "档案名称", "档案值编码", "档案值名称", "启用", "其他"],
      output
    )
    for kind in directory.kinds {
      for value in directory.values(of: kind) {
        var writer = CanonicalWriter()
        writer.beginArray()
        for attribute in value.attributes {
          writer.beginArray()
          writer.string(attribute.name)
          writer.string(attribute.value)
          writer.endArray()
        }
        writer.endArray()
        try table.add([
          kind.code, value.kind.name, value.code, value.name, value.isOpen ? "1" : "0",
          String(decoding: writer.bytes, as: UTF8.self),
        ])
      }
    }
    try table.close()
  }

  private func writeNumbers() throws(EvidenceError) {
    let table = try TableFile(
      "data/csv/\(folder)/numbers.csv",
      ["会计期间", "凭证类型编号", "最小号", "最大号", "张数", "断号数"],
      output
    )
    for run in series.inOrder {
      try table.add([
        "\(run.period)", run.word.text, "\(run.first)", "\(run.last)", "\(run.count)",
        "\(run.missing)",
      ])
    }
    try table.close()
  }

  // MARK: Months

  private func writeMonths(_ masters: Masters) throws(EvidenceError) {
    let table = try TableFile(
      "data/csv/\(folder)/balances.csv",
      ["会计期间", "会计科目编号", "期初余额", "借方发生额", "贷方发生额", "期末余额"],
      output
    )
    let forAO = try TableFile(
      "ao/\(folder)/kmye.csv",
      [
        "会计年度", "会计月份", "会计科目编号", "会计科目名称", "期初余额方向", "期初余额", "借方发生额", "贷方发生额",
        "期末余额方向", "期末余额", "币种代码",
      ],
      output,
      TableFile.forAO
    )
    let shown = Set(shownPeriods)
    let asserted = assertedPeriods
    let general = generalLedgerMonths
    let all = shown.union(asserted).union(general?.months.each ?? [])
    var months: [TrialBalance] = []
    try balances.forEachMonth(
      all.sorted(),
      { (period, found) throws(EvidenceError) in
        let trial = try trialBalance(PeriodRange(period), found)
        if shown.contains(period) {
          for row in trial.rows where !row.isEmpty {
            if row.account.isLeaf { try table.add(BookFiles.cells(row, period)) }
            try forAO.add(BookFiles.cellsForAO(row, period))
          }
          try write(found, of: period, masters)
        }
        if asserted.contains(period) { try assert(trial, isLast: period == asserted.last) }
        if general?.months.contains(period) == true { months.append(trial) }
      },
      overflow: { _ in overflow }
    )
    try table.close()
    try forAO.close()
    if let general { try writeGeneralLedger(general.range, months) }
  }

  private static func cells(_ row: TrialBalance.Row, _ period: FiscalPeriod) -> [String] {
    [
      "\(period)", row.account.code.text, "\(row.opening)", "\(row.debit)", "\(row.credit)",
      "\(row.closing)",
    ]
  }

  private static func cellsForAO(_ row: TrialBalance.Row, _ period: FiscalPeriod) -> [String] {
    let month = MonthText(period)
    return [
      month.year, month.month, row.account.code.text, row.account.name,
      row.opening.direction, row.opening.magnitude, "\(row.debit)", "\(row.credit)",
      row.closing.direction, row.closing.magnitude, "CNY",
    ]
  }

  private func trialBalance(
    _ range: PeriodRange,
    _ balances: [AccountBalance]
  ) throws(EvidenceError) -> TrialBalance {
    do throws(Overflow) {
      return try TrialBalance(range: range, balances: balances, chart: chart)
    } catch { throw overflow }
  }

  // MARK: Journals

  /// The periods whose balances the journals assert: those used or closed from the first on.
  private var assertedPeriods: [FiscalPeriod] {
    Set(balances.periods).union(noted)
      .filter { $0 >= book.startPeriod && $0 <= period?.last ?? $0 }
      .sorted()
  }

  private func assert(_ trial: TrialBalance, isLast: Bool) throws(EvidenceError) {
    let rows = trial.rows.filter { row in
      row.account.isLeaf && (isLast ? !row.isEmpty : row.debit != .zero || row.credit != .zero)
    }
    if rows.isEmpty { return }
    let closing = ClosingBalances(
      day: trial.range.lastDay,
      balances: rows.map { ($0.account.code, $0.closing) }
    )
    try hledger.write(hledgerExport.assertion(of: closing))
    try beancount.write(beancountExport.assertion(of: closing))
  }

  // MARK: Reports

  /// The months that the reports cover: those asked for, otherwise those with vouchers from the
  /// book's first period on.
  private var reported: PeriodRange {
    if let period { return period }
    let used = balances.periods.filter { $0 >= book.startPeriod }
    let first = used.first ?? book.startPeriod
    return PeriodRange(first, through: used.last ?? first) ?? PeriodRange(first)
  }

  /// The range of the general ledger, which ends with the last month used and shows at most a
  /// hundred years, and the months it is added up from, January of its first year on.
  private var generalLedgerMonths: (range: PeriodRange, months: ClosedRange<FiscalPeriod>)? {
    let start = book.startPeriod
    let used = balances.periods.last ?? start
    let last = max(start, min(reported.last, used))
    let earliest = FiscalPeriod(ordinal: max(start.ordinal, last.ordinal - 1199))
    let first = min(last, max(reported.first, earliest))
    guard let range = PeriodRange(first, through: last) else { return nil }
    let january = FiscalPeriod(ordinal: first.ordinal - first.month + 1)
    return (range, max(january, start)...last)
  }

  private func writeGeneralLedger(
    _ range: PeriodRange,
    _ months: [TrialBalance]
  ) throws(EvidenceError) {
    try write(
      GeneralLedgerReport(Masthead(book: book), range: range, months: months),
      "general-ledger"
    )
  }

  private func writeTrialBalance() throws(EvidenceError) {
    let trial: TrialBalance
    do throws(Overflow) {
      trial = try TrialBalance(
        range: reported,
        balances: try balances.balances(in: reported),
        chart: chart
      )
    } catch { throw overflow }
    try write(TrialBalanceReport(Masthead(book: book), trial), "trial-balance")
    try writeChecks(trial)
  }

  private func write(_ report: some Report, _ name: String) throws(EvidenceError) {
    let file = try TextFile("reports/\(folder)/\(name).txt", output)
    try file.write(report.table.text(in: .chinese))
    try file.close()
  }
}

extension ClosedRange<FiscalPeriod> {
  /// Every month of the range.
  fileprivate var each: [FiscalPeriod] {
    (lowerBound.ordinal...upperBound.ordinal).map(FiscalPeriod.init(ordinal:))
  }
}
