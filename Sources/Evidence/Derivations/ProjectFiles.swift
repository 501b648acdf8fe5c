import Accounting
import Quantities
import Reports

/// The files about one project in one book: its lines with running totals, and a small report.
final class ProjectFiles: BookDerivation {
  private let book: Book
  private let folder: String
  private let project: String
  private let period: PeriodRange?
  private let output: any DerivedOutput
  private var table: TableFile?
  private var balances = RecordedBalances()
  private var lines = 0
  private(set) var chart = ChartOfAccounts()

  init(_ book: Book, _ folder: String, _ scope: EvidenceScope, _ output: any DerivedOutput) {
    self.book = book
    self.folder = folder
    project = scope.project ?? ""
    period = scope.period
    self.output = output
  }

  func add(_ accounts: [Account]) {
    for account in accounts { chart.add(account) }
  }

  func note(_ period: FiscalPeriod) {}

  func add(
    _ voucher: RecordedVoucher,
    leaf: String,
    _ masters: Masters,
    _ running: Balance
  ) throws(EvidenceError) {
    if let period, !period.contains(voucher.number.period) { return }
    let table: TableFile
    if let begun = self.table {
      table = begun
    } else {
      table = try TableFile(
        "data/csv/\(folder)/vouchers.csv",
        VoucherRows.headings + ["项目累计借方", "项目累计贷方"],
        output
      )
      self.table = table
    }
    var running = running
    let rows = VoucherRows(of: voucher, leaf: leaf, chart: chart, hasAllLines: false)
    for (row, posting) in zip(rows.all, voucher.voucher.postings) {
      do throws(Overflow) {
        running = try running.adding(posting)
        try balances.add(posting, in: voucher.number.period)
      } catch {
        throw .record(RecordFault(seq: voucher.seq, member: "amount", kind: .overflow))
      }
      try table.add(row + ["\(running.debit)", "\(running.credit)"])
      lines += 1
    }
  }

  func finish(_ masters: Masters) throws(EvidenceError) {
    guard let table else { return }
    try table.close()
    let report = try report(masters)
    let file = try TextFile("reports/\(folder)/project.txt", output)
    try file.write(report.table.text(in: .chinese))
    try file.close()
  }

  private func report(_ masters: Masters) throws(EvidenceError) -> ProjectReport {
    var sums: [AccountCode: Balance] = [:]
    do throws(Overflow) {
      let all = balances.periods
      if let first = all.first, let last = all.last, let range = PeriodRange(first, through: last) {
        for balance in try balances.balances(in: range) {
          let moved = Balance(debit: balance.debit, credit: balance.credit)
          sums[balance.account] = try (sums[balance.account] ?? .zero).adding(moved)
        }
      }
    } catch { throw .record(RecordFault(seq: 0, member: "amount", kind: .overflow)) }
    let name = masters.directory[.project, project]?.name
    return ProjectReport(
      Masthead(book: book),
      project: name.map { "\(project) \($0)" } ?? project,
      balances: chart.accounts.compactMap { account in
        sums[account.code].map { (account, $0) }
      },
      lines: lines
    )
  }
}

extension PeriodRange {
  /// Whether a period lies in the range.
  func contains(_ period: FiscalPeriod) -> Bool { first <= period && period <= last }
}
