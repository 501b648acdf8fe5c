package import Accounting
package import Audit
package import Quantities

/// What a record says, as values of accounting (记录事件).
package enum RecordedEvent: Sendable {
  /// A book began.
  case book(Book)
  /// Accounts of a book were added or changed.
  case accounts([Account], book: String)
  /// Dimension values were added or changed.
  case dimensionValues([DimensionValue])
  /// A person was added or changed.
  case person(Person)
  /// A voucher was posted.
  case voucher(RecordedVoucher)
  /// A period of a book was closed.
  case close(FiscalPeriod, book: String)
  /// A period of a book was opened again.
  case reopen(FiscalPeriod, book: String)
  /// Something that is no accounting: keys, heads, and types that came later.
  case other
}

/// A posted voucher as its record says (已记账凭证记录).
package struct RecordedVoucher: Sendable {
  /// The place of the record in the log.
  package let seq: Int64
  /// When it was posted.
  package let at: RecordTime
  /// Who posted it (记账人).
  package let by: String
  /// The code of the book.
  package let book: String
  /// The number.
  package let number: VoucherNumber
  /// Who made, reviewed and approved it.
  package let signatures: Signatures
  /// The steps that led to it.
  package let history: [RecordedStep]
  /// What was posted; of an excerpt only the lines that are shown.
  package let voucher: Voucher
  /// The lines beside their postings.
  package let lines: [Line]

  /// What a line says beside its posting.
  package struct Line: Hashable, Sendable {
    /// The number of the line within the voucher, from 1.
    package let number: Int
    /// The layer it stands in.
    package let aspect: Aspect
  }
}

/// One step of a voucher on its way into the books (流转记录).
package struct RecordedStep: Hashable, Sendable {
  /// When.
  package let at: RecordTime
  /// Who.
  package let by: String
  /// What.
  package let step: String
  /// Why; empty when no reason was given.
  package let reason: String
}
