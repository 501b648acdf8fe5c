import Accounting
package import Audit
import Quantities

/// Makes every derived file from the records of a log, one after the other (派生文件).
///
/// Memory holds balances, charts, directories and the ends of number series, never the vouchers:
/// what lists vouchers is written while they come, what lists balances at the end.
package struct Derivations {
  private let scope: EvidenceScope
  private let output: any DerivedOutput
  private var reader: EventReader
  private var masters = Masters()
  private var books: [String: any BookDerivation] = [:]
  private var codes: [String] = []
  private var folders = BookFolders()
  private var running = Balance.zero

  /// Starts before the first record.
  package init(_ scope: EvidenceScope, to output: any DerivedOutput) throws(EvidenceError) {
    self.scope = scope
    self.output = output
    reader = EventReader(isPartial: scope.project != nil)
  }

  /// Takes the next record.
  package mutating func take(
    _ body: Span<UInt8>,
    _ layout: RecordLayout,
    leaf: DigestPair
  ) throws(EvidenceError) {
    try take(try reader.read(body, layout), seq: layout.seq, leaf: leaf)
  }

  /// Takes the next record, which has been read already.
  package mutating func take(
    _ event: RecordedEvent,
    seq: Int64,
    leaf: DigestPair
  ) throws(EvidenceError) {
    switch event {
    case .book(let book): try begin(book, seq)
    case .accounts(let accounts, let code): try book(code, seq)?.add(accounts)
    case .dimensionValues(let values):
      for value in values { masters.directory.add(value) }
    case .person(let person): masters.add(person)
    case .close(let period, let code), .reopen(let period, let code):
      try book(code, seq)?.note(period)
    case .voucher(let voucher): try take(voucher, leaf)
    case .other: break
    }
  }

  /// Writes what can be written only at the end, and ends all files.
  package mutating func finish() throws(EvidenceError) {
    for code in codes { try books[code]?.finish(masters) }
    books = [:]
  }

  private mutating func begin(_ book: Book, _ seq: Int64) throws(EvidenceError) {
    guard !codes.contains(book.code) else { throw fault(seq, "code", .repeated) }
    codes.append(book.code)
    let folder = folders.add(book.code)
    guard scope.book == nil || scope.book == book.code else { return }
    books[book.code] =
      scope.project == nil
      ? try BookFiles(book, folder, scope.period, output)
      : ProjectFiles(book, folder, scope, output)
  }

  /// The files of a book; none when the book is outside of the scope.
  private func book(
    _ code: String,
    _ seq: Int64
  ) throws(EvidenceError) -> (any BookDerivation)? {
    guard codes.contains(code) else { throw fault(seq, "book", .dangling) }
    return books[code]
  }

  private mutating func take(
    _ voucher: RecordedVoucher,
    _ leaf: DigestPair
  ) throws(EvidenceError) {
    if scope.project != nil {
      for posting in voucher.voucher.postings where posting.dimensions[.project] != scope.project {
        throw fault(voucher.seq, "dimensions.project", .illFormed)
      }
    }
    guard let book = try book(voucher.book, voucher.seq) else {
      // The totals of a project count all books.
      if scope.project != nil { running = try running.adding(voucher) }
      return
    }
    for (line, posting) in zip(voucher.lines, voucher.voucher.postings)
    where !book.chart.contains(posting.account) {
      throw .record(
        RecordFault(seq: voucher.seq, line: line.number, member: "account", kind: .dangling)
      )
    }
    try book.add(voucher, leaf: "\(leaf.sha256)", masters, running)
    if scope.project != nil { running = try running.adding(voucher) }
  }

  private func fault(_ seq: Int64, _ member: String, _ kind: RecordFault.Kind) -> EvidenceError {
    .record(RecordFault(seq: seq, member: member, kind: kind))
  }
}

/// The files of one book while they are made.
protocol BookDerivation: AnyObject {
  /// The accounts known so far.
  var chart: ChartOfAccounts { get }
  /// Adds accounts or replaces them.
  func add(_ accounts: [Account])
  /// Notes that a period was closed or opened again.
  func note(_ period: FiscalPeriod)
  /// Adds a voucher, all of whose accounts are known; `running` is what the lines of the scope's
  /// project sum up to before it.
  func add(
    _ voucher: RecordedVoucher,
    leaf: String,
    _ masters: Masters,
    _ running: Balance
  ) throws(EvidenceError)
  /// Ends the files.
  func finish(_ masters: Masters) throws(EvidenceError)
}

/// The names of the folders of books.
struct BookFolders {
  private var taken: Set<String> = []
  private var count = 0

  /// The folder of the next book: its code, unless that cannot be the name of a folder beside the
  /// others; then its place among the books of the log, a point and the code.
  mutating func add(_ code: String) -> String {
    count += 1
    let isFree = taken.insert(code.lowercased()).inserted
    return isFree && !code.hasPrefix("-") ? code : "\(count).\(code)"
  }
}

extension Balance {
  /// The balance after the lines of a voucher.
  func adding(_ record: RecordedVoucher) throws(EvidenceError) -> Balance {
    do throws(Overflow) {
      var balance = self
      for posting in record.voucher.postings { balance = try balance.adding(posting) }
      return balance
    } catch {
      throw .record(RecordFault(seq: record.seq, member: "amount", kind: .overflow))
    }
  }
}
