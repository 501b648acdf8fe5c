import Accounting
import Interchange
import Quantities
import Store

/// What an import asks the ledger that it writes to.
struct LedgerContext: VoucherContext {
  private let snapshot: LedgerSnapshot
  private let book: Book
  private let calendar: FiscalCalendar
  let chart: ChartOfAccounts
  let directory: DimensionDirectory

  /// Looks at a book.
  init(_ snapshot: LedgerSnapshot, _ book: Book) throws(StoreError) {
    self.snapshot = snapshot
    self.book = book
    calendar = try snapshot.calendar(of: book)
    chart = try snapshot.chart(of: book)
    directory = try snapshot.directory()
  }

  var startPeriod: FiscalPeriod { book.startPeriod }

  func isClosed(_ period: FiscalPeriod) throws(StoreError) -> Bool { calendar.isClosed(period) }

  func highestNumber(
    in period: FiscalPeriod,
    word: VoucherWord
  ) throws(StoreError) -> Int {
    try snapshot.highestNumber(in: period, word: word, of: book)
  }

  func posted(_ number: VoucherNumber) throws(StoreError) -> PostedVoucher? {
    try snapshot.postedEntry(number, in: book).map {
      PostedVoucher(voucher: $0.voucher, isReversed: $0.reversedBy != nil)
    }
  }
}
