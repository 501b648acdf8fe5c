public import Findings
public import Quantities

/// Red-letter reversal (红字冲销): a new entry that mirrors a posted one line by line with negative
/// amounts in the same columns, so that the books show the mistake and its withdrawal.
///
/// The wording of summaries follows 会计基础工作规范 (注销 / 订正 某月某日某号凭证).
public enum Reversal {
  /// The red voucher that withdraws `original`.
  /// - Throws: ``Overflow`` for the one amount without an opposite.
  public static func red(
    of original: Voucher,
    number: VoucherNumber,
    on date: CivilDate
  ) throws(Overflow) -> Voucher {
    var postings: [Posting] = []
    postings.reserveCapacity(original.postings.count)
    for posting in original.postings {
      postings.append(
        Posting(
          summary: "注销\(original.date.chinese)\(number.short)号凭证",
          account: posting.account,
          side: posting.side,
          amount: try posting.amount.negated(),
          quantity: try posting.quantity?.negated(),
          dimensions: posting.dimensions,
          reference: posting.reference
        )
      )
    }
    return Voucher(date: date, word: number.word, postings: postings, reverses: number)
  }

  /// The blue voucher that books `original` again with some dimension values corrected.
  ///
  /// A value replaces the one the original line has; lines without that kind stay as they were.
  public static func blue(
    of original: Voucher,
    number: VoucherNumber,
    on date: CivilDate,
    correcting values: [Dimensions.Tag]
  ) -> Voucher {
    let postings = original.postings.map { posting in
      var dimensions = posting.dimensions
      for tag in values where dimensions[tag.kind] != nil { dimensions[tag.kind] = tag.value }
      return Posting(
        summary: "订正\(original.date.chinese)\(number.short)号凭证",
        account: posting.account,
        side: posting.side,
        amount: posting.amount,
        quantity: posting.quantity,
        dimensions: dimensions,
        reference: posting.reference
      )
    }
    return Voucher(date: date, word: number.word, postings: postings)
  }

  /// What keeps `red` from mirroring `original` line by line; `row` is the line's number from 1.
  public static func findings(in red: Voucher, mirroring original: Voucher) -> [Finding] {
    guard red.postings.count == original.postings.count else {
      return [
        Finding(
          .reversalMismatch,
          row: 1,
          column: Field.reverses,
          arguments: [
            "lines": "\(red.postings.count)", "expected": "\(original.postings.count)",
          ]
        )
      ]
    }
    return zip(red.postings, original.postings).enumerated().compactMap { index, pair in
      let (line, mirrored) = pair
      guard let column = difference(line, mirrored) else { return nil }
      return Finding(.reversalMismatch, row: index + 1, column: column)
    }
  }

  private static func difference(_ red: Posting, _ original: Posting) -> String? {
    if red.account != original.account { return Field.account }
    let opposite = Int128(red.amount.rawValue) == -Int128(original.amount.rawValue)
    if red.side != original.side || !opposite {
      return red.side == .debit ? Field.debit : Field.credit
    }
    if red.dimensions != original.dimensions {
      let kinds = red.dimensions.tags.map(\.kind) + original.dimensions.tags.map(\.kind)
      return kinds.first { red.dimensions[$0] != original.dimensions[$0] }?.name ?? Field.account
    }
    if red.quantity != (try? original.quantity?.negated()) { return Field.quantity }
    return nil
  }
}
