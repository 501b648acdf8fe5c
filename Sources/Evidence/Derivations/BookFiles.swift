import Accounting
import Exports
import Quantities

/// All files about one book, except those that only its end can tell, see `finish`.
final class BookFiles: BookDerivation {
  let book: Book
  let folder: String
  let period: PeriodRange?
  let output: any DerivedOutput
  private(set) var chart = ChartOfAccounts()
  private(set) var balances = RecordedBalances()
  private(set) var series = NumberSeries()
  private(set) var turnover: [Aspect: (debit: Int128, credit: Int128)] = [:]
  private(set) var counts = (vouchers: 0, lines: 0)
  /// The periods that records closed, which have balances to assert though nobody used them.
  private(set) var noted: Set<FiscalPeriod> = []
  /// The last record that was added, for errors that belong to the sum of all.
  private(set) var lastSeq: Int64 = 0
  let ledger: XMLFile
  let hledger: TextFile
  let beancount: TextFile
  var hledgerExport: HledgerExport
  var beancountExport: BeancountExport
  /// The last fields of the voucher before, which mostly are those of the next one.
  var lastSigning: (signing: VoucherSigning?, fields: [UInt8]) = (nil, [])
  private var hasNewAccounts = false
  private let vouchers: TableFile
  private let vouchersForAO: TableFile

  init(
    _ book: Book,
    _ folder: String,
    _ period: PeriodRange?,
    _ output: any DerivedOutput
  ) throws(EvidenceError) {
    self.book = book
    self.folder = folder
    self.period = period
    self.output = output
    hledgerExport = HledgerExport(chart: ChartOfAccounts())
    beancountExport = BeancountExport(
      chart: ChartOfAccounts(),
      title: book.name,
      start: book.startPeriod.firstDay
    )
    vouchers = try TableFile(
      "data/csv/\(folder)/vouchers.csv",
      VoucherRows.headings,
      output
    )
    vouchersForAO = try TableFile(
      "ao/\(folder)/pzb.csv",
      VoucherRows.headingsForAO,
      output,
      TableFile.forAO
    )
    ledger = try XMLFile("gbt24589/\(folder)/总账.xml", root: "总账", output)
    hledger = try TextFile("journals/\(folder).hledger", output)
    beancount = try TextFile("journals/\(folder).beancount", output)
    try hledger.write(hledgerExport.head)
    try beancount.write(beancountExport.head)
    try writeLedgerHead()
  }

  func add(_ accounts: [Account]) {
    for account in accounts { chart.add(account) }
    hasNewAccounts = true
  }

  /// Tells the journals of new accounts, not before they are needed: charts come in many records.
  func nameAccounts() {
    guard hasNewAccounts else { return }
    hasNewAccounts = false
    hledgerExport.use(chart)
    beancountExport.use(chart)
  }

  func note(_ period: FiscalPeriod) { noted.insert(period) }

  func add(
    _ voucher: RecordedVoucher,
    leaf: String,
    _ masters: Masters,
    _ running: Balance
  ) throws(EvidenceError) {
    let month = voucher.number.period
    lastSeq = voucher.seq
    if let period, month > period.last { return }
    for posting in voucher.voucher.postings {
      do throws(Overflow) { try balances.add(posting, in: month) } catch { throw overflow }
    }
    nameAccounts()
    let entry = ExportedEntry(number: voucher.number, voucher: voucher.voucher)
    try hledger.write { hledgerExport.append(entry, to: &$0) }
    try beancount.write { beancountExport.append(entry, to: &$0) }
    if let period, month < period.first { return }
    series.add(voucher.number)
    counts.vouchers += 1
    counts.lines += voucher.lines.count
    for (line, posting) in zip(voucher.lines, voucher.voucher.postings) {
      let moved = turnover[line.aspect] ?? (0, 0)
      turnover[line.aspect] = (
        moved.debit + Int128(posting.debit.rawValue), moved.credit + Int128(posting.credit.rawValue)
      )
    }
    let rows = VoucherRows(of: voucher, leaf: leaf, chart: chart)
    try vouchers.add(rows)
    try vouchersForAO.add(rows, isForAO: true)
    try write(voucher, masters)
  }

  /// Ends the files that were written while the vouchers came.
  func closeVouchers() throws(EvidenceError) {
    try vouchers.close()
    try vouchersForAO.close()
    try ledger.close()
    try hledger.close()
    try beancount.close()
  }

  /// The error of a sum that does not fit.
  var overflow: EvidenceError {
    .record(RecordFault(seq: lastSeq, member: "amount", kind: .overflow))
  }
}
