import Accounting
import Findings

/// Reads voucher files (凭证导入) in one pass, whatever their size.
///
/// Every row is read and every problem told; vouchers that keep all rules are handed on one by
/// one. Nothing is handed on any more once something has refused the file, and what was handed on
/// before must then be dropped: a file is taken whole or not at all, and the summary tells which.
package struct VoucherImport<Context: VoucherContext> {
  /// Takes a voucher.
  package typealias Sink = (ReadVoucher) throws(Context.Failure) -> Void
  /// Is told now and then how many bytes of how many have been read.
  package typealias Progress = (_ done: Int, _ total: Int) -> Void

  private let context: Context
  private let isPosting: Bool
  private let encoding: TextEncoding?

  /// Prepares an import.
  /// - Parameters:
  ///   - context: the ledger that the file is read for.
  ///   - isPosting: vouchers are to be posted with the numbers and people of the file; otherwise
  ///     they become drafts, and gaps in numbers and missing people do no harm.
  ///   - encoding: the encoding, when it is not to be found out.
  package init(context: Context, isPosting: Bool, encoding: TextEncoding? = nil) {
    self.context = context
    self.isPosting = isPosting
    self.encoding = encoding
  }

  /// Reads a file.
  package func read(
    _ source: ByteSource,
    progress: Progress = { _, _ in },
    into sink: Sink
  ) throws(ImportFailure<Context.Failure>) -> ImportSummary {
    var summary = ImportSummary(outcome: .reject)
    var list = FindingList()
    do throws(Interruption) {
      try run(source, &summary, &list, progress, sink)
    } catch {
      switch error {
      case .ledger(let failure): throw .ledger(failure)
      case .file(.input(let failure)): throw .input(failure)
      case .file(.findings(let findings)):
        // Once the encoding proves wrong, nothing read with it can be believed.
        if findings.contains(where: { $0.code == .encoding }) { list = FindingList() }
        for finding in findings { list.add(finding) }
      }
    }
    summary.outcome = list.outcome
    summary.findings = list.sorted
    summary.furtherFindings = list.further
    return summary
  }

  private enum Interruption: Error {
    case file(ReadFailure)
    case ledger(Context.Failure)
  }

  private func run(
    _ source: ByteSource,
    _ summary: inout ImportSummary,
    _ list: inout FindingList,
    _ progress: Progress,
    _ sink: Sink
  ) throws(Interruption) {
    let (chart, directory) = (context.chart, context.directory)
    var table = try file { () throws(ReadFailure) in
      try TableReader(
        source,
        kinds: [.vouchers],
        encoding: encoding,
        further: VoucherColumns.further(directory.kinds)
      )
    }
    summary.format = table.format
    summary.headerRow = table.map.headerRow
    let columns = VoucherColumns(table.map, kinds: directory.kinds)
    var stream = VoucherStream(columns, chart, directory)
    let wanted = try file { () throws(ReadFailure) in try stream.numbersReversed(in: &table) }
    var checker = VoucherChecker(context, directory, wanted, isPosting: isPosting)
    var row = Row()
    var told = 0
    while let draft = try file({ () throws(ReadFailure) in try stream.next(&table, &row, &list) }) {
      do {
        if let voucher = try checker.check(draft, &list), !list.hasErrors { try sink(voucher) }
      } catch { throw .ledger(error) }
      if table.position != told {
        told = table.position
        progress(told, table.size)
      }
    }
    checker.tellGaps(&list)
    if checker.rows == 0 { list.add(Finding(.empty, row: 1)) }
    summary.vouchers = checker.vouchers
    summary.rows = checker.rows
    summary.debit = stream.totals.all.debit
    summary.credit = stream.totals.all.credit
  }

  private func file<Result>(
    _ work: () throws(ReadFailure) -> Result
  ) throws(Interruption) -> Result {
    do { return try work() } catch { throw .file(error) }
  }
}
