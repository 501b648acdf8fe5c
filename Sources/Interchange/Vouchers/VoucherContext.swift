package import Accounting
package import Findings
package import Quantities

/// What an import must know about the ledger it reads for.
package protocol VoucherContext<Failure> {
  /// What goes wrong when the ledger is asked, or takes a voucher.
  associatedtype Failure: Error

  /// The accounts.
  var chart: ChartOfAccounts { get }
  /// The dimension values.
  var directory: DimensionDirectory { get }
  /// The first period of the book.
  var startPeriod: FiscalPeriod { get }

  /// Whether a period is closed.
  func isClosed(_ period: FiscalPeriod) throws(Failure) -> Bool
  /// The highest number posted in a period under a word; 0 when there is none.
  func highestNumber(in period: FiscalPeriod, word: VoucherWord) throws(Failure) -> Int
  /// The posted voucher with a number, if there is one.
  func posted(_ number: VoucherNumber) throws(Failure) -> PostedVoucher?
}

/// A voucher that the ledger holds.
package struct PostedVoucher: Sendable {
  /// The voucher.
  package let voucher: Voucher
  /// Whether a red entry has withdrawn it.
  package let isReversed: Bool

  /// Creates the pair.
  package init(voucher: Voucher, isReversed: Bool) {
    self.voucher = voucher
    self.isReversed = isReversed
  }
}

/// A voucher read from a file that keeps every rule.
package struct ReadVoucher: Sendable {
  /// The checked entry.
  package let entry: JournalEntry
  /// Its number in the file.
  package let number: VoucherNumber
  /// Who made, reviewed and approved it, as far as the file says.
  package let signatures: Signatures
  /// The row of each line.
  package let rows: [Int]
}

/// How an import ended (导入结果).
package enum ImportOutcome: String, Sendable {
  /// Everything can be taken as it is.
  case accept
  /// Everything can be taken; somebody should look at the warnings.
  case warn
  /// Nothing is taken: the file is wrong.
  case reject
  /// Nothing is taken: the file clashes with what the ledger holds.
  case conflict
}

/// What an import found.
package struct ImportSummary: Sendable {
  /// How it ended.
  package var outcome: ImportOutcome
  /// How many vouchers were read, right or wrong.
  package var vouchers = 0
  /// How many lines they have.
  package var rows = 0
  /// The sum of all debits in fen.
  package var debit: Int128 = 0
  /// The sum of all credits in fen.
  package var credit: Int128 = 0
  /// What is wrong or worth knowing, in the order of rows.
  package var findings: [Finding] = []
  /// How many more there are, beyond those that are listed.
  package var furtherFindings = 0
  /// How the file is written; `nil` when that could not be found out.
  package var format: TableFormat?
  /// The row with the headings.
  package var headerRow: Int?
}

/// Why an import could not be carried through, the file being neither right nor wrong.
package enum ImportFailure<Other: Error>: Error {
  /// The file could not be read.
  case input(InputError)
  /// The ledger failed.
  case ledger(Other)
}
