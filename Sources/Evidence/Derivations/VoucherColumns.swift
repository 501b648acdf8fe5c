import Accounting
import Quantities

/// The columns under which auditors keep vouchers (凭证表), one row for each line.
enum VoucherColumns {
  /// The headings, in order.
  static let headings = [
    "会计电子账簿编号", "会计年度", "会计月份", "记账凭证日期", "凭证类型编号", "记账凭证编号", "记账凭证行号", "记账凭证摘要",
    "会计科目编号", "会计科目名称", "借方发生额", "贷方发生额", "币种代码", "汇率", "对方科目编码", "对方科目名称", "附件数",
    "制单人员", "审核人员", "财务主管", "记账人员", "源凭证号", "记账标志", "核算面", "数量", "辅助核算", "业务单号", "seq",
    "leaf_sha256",
  ]

  /// The headings of AO's own table, which has no place for the last ones.
  static let headingsForAO = Array(headings.prefix(countForAO))

  /// How many columns AO's table has.
  private static let countForAO = 23

  /// The cells of all lines of a voucher; counter accounts only when every line is shown.
  static func rows(
    of record: RecordedVoucher,
    leaf: String,
    chart: ChartOfAccounts,
    hasAllLines: Bool = true
  ) -> [[String]] {
    let month = MonthText(record.number.period)
    let date = "\(record.voucher.date)"
    let number = VoucherNumber.digits(record.number.number)
    let attachments = "\(record.voucher.attachments)"
    let reversed = record.voucher.reverses.map { "\($0)" } ?? ""
    let seq = "\(record.seq)"
    let counter =
      hasAllLines
      ? PostedLine.lines(
        of: record.voucher.postings,
        date: record.voucher.date,
        number: record.number,
        chart: chart
      ).map(\.counterAccounts) : []
    return record.voucher.postings.enumerated().map { index, posting in
      let counter = hasAllLines ? counter[index] : []
      return [
        record.book, month.year, month.month, date, record.number.word.text, number,
        "\(record.lines[index].number)", posting.summary, posting.account.text,
        chart[posting.account]?.name ?? "", "\(posting.debit)", "\(posting.credit)", "CNY", "1",
        counter.map(\.text).joined(separator: ","),
        counter.map { chart[$0]?.name ?? "" }.joined(separator: ","), attachments,
        record.signatures.preparedBy ?? "", record.signatures.reviewedBy ?? "",
        record.signatures.approvedBy ?? "", record.by, reversed, "1",
        record.lines[index].aspect.rawValue, posting.quantity.map { "\($0)" } ?? "",
        posting.dimensions.tags.map { "\($0.kind.code)=\($0.value)" }.joined(separator: ";"),
        posting.reference, seq, leaf,
      ]
    }
  }

  /// What AO's table has of a row.
  static func forAO(_ row: [String]) -> ArraySlice<String> { row.prefix(countForAO) }
}
