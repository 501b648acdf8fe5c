public import Quantities

/// What a maker writes down (记账凭证, before it is posted): it may still be wrong.
///
/// ``JournalEntry`` is the same after every rule has been checked; only that can be posted.
public struct Voucher: Hashable, Sendable {
  /// The date (凭证日期).
  public var date: CivilDate
  /// The word (凭证字).
  public var word: VoucherWord
  /// How many papers are attached (附单据数).
  public var attachments: Int
  /// The lines (分录).
  public var postings: [Posting]
  /// The entry that this voucher reverses line by line (冲销凭证号).
  public var reverses: VoucherNumber?

  /// Creates a voucher.
  public init(
    date: CivilDate,
    word: VoucherWord = .general,
    attachments: Int = 0,
    postings: [Posting],
    reverses: VoucherNumber? = nil
  ) {
    self.date = date
    self.word = word
    self.attachments = attachments
    self.postings = postings
    self.reverses = reverses
  }

  /// The period in which the voucher would be posted.
  public var period: FiscalPeriod { date.period }

  /// The largest number of lines of one voucher.
  public static let maximumLines = 100_000
}
