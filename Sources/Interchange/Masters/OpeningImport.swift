package import Accounting
import Findings
import Quantities

/// Reads opening balances (期初余额).
package enum OpeningImport {
  /// Reads a table with a balance for each account and combination of dimensions.
  ///
  /// A balance stands in `期初借方` or `期初贷方`, or in `期初余额` on the account's natural side.
  /// Rows without a balance are left out. The postings balance in each aspect.
  package static func read(
    _ source: ByteSource,
    chart: ChartOfAccounts,
    directory: DimensionDirectory,
    encoding: TextEncoding? = nil
  ) throws(InputError) -> ReadTable<Posting> {
    try TableImport.read(
      source,
      kinds: [.openings],
      encoding: encoding,
      further: VoucherColumns.further(directory.kinds)
    ) { (table, list) throws(ReadFailure) in
      let columns = directory.kinds.compactMap { kind in
        table.map[kind.name].map { (kind, $0) }
      }
      let combined = table.map[VoucherColumns.combinedName]
      var reader = DimensionReader(columns, combined, directory)
      var postings: [Posting] = []
      var row = Row()
      var firstRow = 1
      while try table.next(&row) {
        if postings.isEmpty { firstRow = row.number }
        var cells = RowCells(row, table.map)
        if table.isRagged(row) { cells.note(.ragged, "") }
        if let posting = posting(&cells, &reader, chart) {
          let entry = Voucher(date: CivilDate(dayNumber: 0), postings: [posting])
          let findings = JournalEntry.findings(in: entry, chart: chart, directory: directory)
          for var finding in findings where finding.code.concernsLine {
            finding.row = row.number
            list.add(finding)
          }
          postings.append(posting)
        }
        for finding in cells.findings { list.add(finding) }
      }
      if postings.isEmpty, !list.hasErrors { list.add(Finding(.empty, row: 1)) }
      if !list.hasErrors {
        for finding in imbalances(postings, chart, firstRow) { list.add(finding) }
      }
      return postings
    }
  }

  private static func posting(
    _ cells: inout RowCells,
    _ reader: inout DimensionReader,
    _ chart: ChartOfAccounts
  ) -> Posting? {
    let text = cells.read(Field.account) { bytes, kind in
      CodeCell.read(bytes, kind) { AccountCode($0).map { chart[$0] != nil } ?? false }
    }
    let debit = cells.read("期初借方") { AmountCell.read($0, $1) }
    let credit = cells.read("期初贷方") { AmountCell.read($0, $1) }
    let balance = cells.read("期初余额") { AmountCell.read($0, $1) }
    let (dimensions, findings) = reader.read(cells.row)
    for finding in findings { cells.note(finding.code, finding.column) }
    guard let text else { return nil }
    guard let code = AccountCode(text), let account = chart[code] else {
      cells.note(.accountUnknown, Field.account, ["account": text])
      return nil
    }
    let sides = [(Side.debit, debit), (.credit, credit), (account.normalSide, balance)]
    let amounts = sides.compactMap { side, amount in
      amount.flatMap { $0 == .zero ? nil : (side, $0) }
    }
    guard amounts.count <= 1 else {
      cells.note(.bothSides, credit == nil || credit == .zero ? "期初余额" : "期初贷方")
      return nil
    }
    guard var (side, amount) = amounts.first else { return nil }
    // Opening entries are not red: what is less than nothing stands on the other side.
    if amount < .zero {
      guard let positive = try? amount.negated() else {
        cells.note(.amountRange, "期初余额")
        return nil
      }
      (side, amount) = (side.opposite, positive)
    }
    let summary = cells.text(Field.summary)
    return Posting(
      summary: summary.isEmpty ? "期初余额" : summary,
      account: code,
      side: side,
      amount: amount,
      dimensions: dimensions,
      reference: cells.text(Field.reference)
    )
  }

  private static func imbalances(
    _ postings: [Posting],
    _ chart: ChartOfAccounts,
    _ row: Int
  ) -> [Finding] {
    Aspect.allCases.compactMap { aspect in
      let own = postings.filter { chart[$0.account]?.aspect == aspect }
      let debit = Fen.sum(own.map(\.debit))
      let credit = Fen.sum(own.map(\.credit))
      guard debit != credit else { return nil }
      return Finding(
        .openingUnbalanced,
        row: row,
        arguments: [
          "aspect": aspect.rawValue, "debit": Fen.yuan(debit), "credit": Fen.yuan(credit),
        ]
      )
    }
  }
}

extension FindingCode {
  /// Whether a rule of vouchers speaks of one line, not of the voucher as a whole.
  fileprivate var concernsLine: Bool {
    switch self {
    case .unbalanced, .tooFewLines, .tooManyLines: false
    default: true
    }
  }
}
