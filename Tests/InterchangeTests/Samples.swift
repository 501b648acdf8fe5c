import Accounting
import Foundation
import Interchange
import Quantities

/// The three-year data set of the repository.
enum Samples {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Examples/three-years")

  static func source(_ name: String) throws -> ByteSource {
    try ByteSource(path: folder.appending(path: name).path)
  }

  static func json(_ name: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appending(path: name)))
  }

  /// The book with the clean set imported, December 2025 closed and January 2026 open.
  static let book: MemoryBook = {
    do {
      var book = try MemoryBook.empty()
      let summary = try book.load(source("clean/vouchers.csv"))
      precondition(summary.outcome == .accept, "\(summary.findings)")
      book.closedThrough = FiscalPeriod(iso: "2025-12")
      return book
    } catch { preconditionFailure("\(error)") }
  }()
}

/// A ledger in memory, as an import sees it.
struct MemoryBook: VoucherContext {
  var chart: ChartOfAccounts
  var directory = DimensionDirectory()
  var startPeriod: FiscalPeriod
  var closedThrough: FiscalPeriod?
  var vouchers: [VoucherNumber: Voucher] = [:]
  var order: [VoucherNumber] = []
  var reversed: Set<VoucherNumber> = []
  var highest: [String: Int] = [:]

  /// The master data of the samples, without vouchers.
  static func empty() throws -> MemoryBook {
    let accounts = try AccountsImport.read(Samples.source("clean/accounts.csv"))
    precondition(accounts.findings.isEmpty, "\(accounts.findings)")
    guard let start = FiscalPeriod(iso: "2023-01") else { preconditionFailure("a period") }
    var book = MemoryBook(chart: ChartOfAccounts(accounts.values), startPeriod: start)
    for name in ["zones", "custodians", "banks", "projects"] {
      let values = try DimensionImport.read(Samples.source("clean/\(name).csv"))
      precondition(values.findings.isEmpty, "\(values.findings)")
      for value in values.values { book.directory.add(value) }
    }
    return book
  }

  /// Posts a file.
  mutating func load(_ source: ByteSource) throws -> ImportSummary {
    var read: [ReadVoucher] = []
    let summary = try VoucherImport(context: self, isPosting: true)
      .read(source) { voucher in read.append(voucher) }
    for voucher in read {
      vouchers[voucher.number] = voucher.entry.voucher
      order.append(voucher.number)
      if let original = voucher.entry.voucher.reverses { reversed.insert(original) }
      let series = "\(voucher.number.period)\(voucher.number.word)"
      highest[series] = max(highest[series] ?? 0, voucher.number.number)
    }
    return summary
  }

  func isClosed(_ period: FiscalPeriod) -> Bool {
    closedThrough.map { period <= $0 } ?? false
  }

  func highestNumber(in period: FiscalPeriod, word: VoucherWord) -> Int {
    highest["\(period)\(word)"] ?? 0
  }

  func posted(_ number: VoucherNumber) -> PostedVoucher? {
    vouchers[number].map { PostedVoucher(voucher: $0, isReversed: reversed.contains(number)) }
  }
}

extension VoucherImport where Context == MemoryBook {
  /// Reads a file as drafts and returns only the summary.
  static func summary(
    _ source: ByteSource,
    isPosting: Bool = false,
    context: MemoryBook = Samples.book
  ) throws -> ImportSummary {
    try VoucherImport(context: context, isPosting: isPosting).read(source) { _ in }
  }
}
