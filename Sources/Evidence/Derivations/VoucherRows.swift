import Accounting
import Quantities

/// The rows of one voucher as auditors keep them (凭证表), one for each line.
///
/// Cells that all lines share are there once: they are more than half of a row.
struct VoucherRows {
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

  /// The first cells of every row.
  let head: [String]
  /// Of each line the cells that follow.
  let lines: [[String]]
  /// The cells of every row behind those; AO's own table ends with them.
  let middle: [String]
  /// Of each line the cells that follow.
  let details: [[String]]
  /// The last cells of every row.
  let end: [String]

  /// Makes the cells; counter accounts only when every line is shown.
  init(
    of record: RecordedVoucher,
    leaf: String,
    chart: ChartOfAccounts,
    hasAllLines: Bool = true
  ) {
    let month = MonthText(record.number.period)
    let voucher = record.voucher
    head = [
      record.book, month.year, month.month, "\(voucher.date)", record.number.word.text,
      VoucherNumber.digits(record.number.number),
    ]
    middle = [
      "\(voucher.attachments)", record.signatures.preparedBy ?? "",
      record.signatures.reviewedBy ?? "", record.signatures.approvedBy ?? "", record.by,
      voucher.reverses.map { "\($0)" } ?? "", "1",
    ]
    end = ["\(record.seq)", leaf]
    let counters = PostedLine.counterAccounts(of: voucher.postings, chart: chart)
    lines = voucher.postings.enumerated().map { index, posting in
      let counter = hasAllLines ? counters[index] : []
      return [
        "\(record.lines[index].number)", posting.summary, posting.account.text,
        chart[posting.account]?.name ?? "", "\(posting.debit)", "\(posting.credit)", "CNY", "1",
        counter.map(\.text).joined(separator: ","),
        counter.map { chart[$0]?.name ?? "" }.joined(separator: ","),
      ]
    }
    details = voucher.postings.enumerated().map { index, posting in
      [
        record.lines[index].aspect.rawValue, posting.quantity.map { "\($0)" } ?? "",
        posting.dimensions.tags.map { "\($0.kind.code)=\($0.value)" }.joined(separator: ";"),
        posting.reference,
      ]
    }
  }

  /// All cells of each row.
  var all: [[String]] {
    lines.indices.map { head + lines[$0] + middle + details[$0] + end }
  }
}
