import Accounting
import Quantities

/// 总账.xml: vouchers while they come, accounts and balances at the end.
extension BookFiles {
  /// What stands before the vouchers.
  func writeLedgerHead() throws(EvidenceError) {
    try ledger.add(.ledger) { $0.field("结构分隔符", "-") }
  }

  /// The lines of a voucher.
  func write(_ record: RecordedVoucher, _ masters: Masters) throws(EvidenceError) {
    let head = XMLFile.Row.shared { row in
      let month = MonthText(record.number.period)
      row.field("记账凭证日期", record.voucher.date.compact)
      row.field("会计年度", month.year)
      row.field("会计期间号", month.month)
      row.field("记账凭证类型编号", record.number.word.text)
      row.field("记账凭证编号", VoucherNumber.digits(record.number.number))
    }
    let signing = VoucherSigning(
      attachments: record.voucher.attachments,
      signatures: record.signatures,
      by: record.by
    )
    if signing != lastSigning.signing { lastSigning = (signing, signing.fields) }
    let end = lastSigning.fields
    for (line, posting) in zip(record.lines, record.voucher.postings) {
      let quantity = posting.quantity.map { "\($0)" } ?? ""
      try ledger.add(.vouchers) { row in
        row.copy(head)
        row.field("记账凭证行号", "\(line.number)")
        row.field("记账凭证摘要", posting.summary)
        row.field("科目编号", posting.account.text)
        masters.write(posting.dimensions, to: &row)
        row.field("币种编码", "CNY")
        row.field(posting.side == .debit ? "借方数量" : "贷方数量", quantity)
        row.field("借方原币金额", posting.debit)
        row.field("借方本币金额", posting.debit)
        row.field("贷方原币金额", posting.credit)
        row.field("贷方本币金额", posting.credit)
        row.copy(end)
      }
    }
  }

  /// The chart.
  func writeAccounts(_ masters: Masters) throws(EvidenceError) {
    let accounts = chart.accounts
    for account in accounts {
      try ledger.add(.accounts) { row in
        row.field("科目编号", account.code.text)
        row.field("科目名称", account.name)
        row.field("科目级次", "\(chart.level(of: account.code))")
        row.field("科目类型", account.element.chinese)
        row.field("余额方向", account.normalSide.chinese)
      }
    }
    for account in accounts {
      for kind in account.requiredDimensions {
        let kind = masters.named(kind)
        try ledger.add(.accountKinds) { row in
          row.field("科目编号", account.code.text)
          row.field("辅助项编号", "\(masters.place(of: kind))")
          row.field("辅助项名称", kind.name)
          row.field("对应档案", kind.code)
        }
      }
    }
  }

  /// The balances of one month, by account and dimensions.
  func write(
    _ balances: [AccountBalance],
    of period: FiscalPeriod,
    _ masters: Masters
  ) throws(EvidenceError) {
    let month = MonthText(period)
    for balance in balances {
      try ledger.add(.balances) { row in
        row.field("科目编号", balance.account.text)
        masters.write(balance.dimensions, to: &row)
        row.field("期初余额方向", balance.opening.direction)
        row.field("期末余额方向", balance.closing.direction)
        row.field("币种编码", "CNY")
        row.field("会计年度", month.year)
        row.field("会计期间号", month.month)
        row.field("期初原币余额", balance.opening.magnitude)
        row.field("期初本币余额", balance.opening.magnitude)
        row.field("借方原币金额", balance.debit)
        row.field("借方本币金额", balance.debit)
        row.field("贷方原币金额", balance.credit)
        row.field("贷方本币金额", balance.credit)
        row.field("期末原币余额", balance.closing.magnitude)
        row.field("期末本币余额", balance.closing.magnitude)
      }
    }
  }

  /// 公共档案.xml.
  func writePublicFiles(_ masters: Masters) throws(EvidenceError) {
    let file = try XMLFile("gbt24589/\(folder)/公共档案.xml", root: "公共档案", output)
    let shown = shownPeriods
    try file.add(.book) { row in
      row.field("电子账簿编号", book.code)
      row.field("电子账簿名称", book.name)
      row.field("会计核算单位", book.entity ?? book.name)
      row.field("开发单位", "xiantou")
      row.field("本位币", "CNY")
      row.field("会计年度", shown.last.map { MonthText($0).year } ?? "")
      row.field("标准版本号", "GB/T 24589.1-2010")
    }
    for period in shown {
      try file.add(.periods) { row in
        row.field("会计年度", MonthText(period).year)
        row.field("会计期间号", MonthText(period).month)
        row.field("会计期间起始日期", period.firstDay.compact)
        row.field("会计期间结束日期", period.lastDay.compact)
      }
    }
    for word in Set(series.inOrder.map(\.word)).sorted() {
      try file.add(.voucherWords) { row in
        row.field("记账凭证类型编号", word.text)
        row.field("记账凭证类型名称", word.text)
      }
    }
    try file.add(.currencies) { row in
      row.field("币种编码", "CNY")
      row.field("币种名称", "人民币")
    }
    for person in masters.people {
      try file.add(.people) { row in
        row.field("员工编码", person.name)
        row.field("员工姓名", person.name)
      }
    }
    try write(masters.directory, to: file)
    try file.close()
  }

  private func write(_ directory: DimensionDirectory, to file: XMLFile) throws(EvidenceError) {
    for kind in directory.kinds {
      try file.add(.kinds) { row in
        row.field("档案编码", kind.code)
        row.field("档案名称", kind.name)
      }
    }
    for kind in directory.kinds {
      for value in directory.values(of: kind) {
        try file.add(.values) { row in
          row.field("档案编码", kind.code)
          row.field("档案值编码", value.code)
          row.field("档案值名称", value.name)
          row.field("档案值级次", "1")
        }
      }
    }
  }
}

/// A period in two fields: four digits of the year, two of the month.
struct MonthText {
  /// The year.
  let year: String
  /// The month.
  let month: String

  init(_ period: FiscalPeriod) {
    let text = "\(period)"
    year = String(text.prefix(4))
    month = String(text.suffix(2))
  }
}

extension Masters {
  /// A kind with the name it has by now.
  func named(_ kind: DimensionKind) -> DimensionKind {
    directory.kinds.first { $0 == kind } ?? kind
  }

  /// The fields of dimension values: 辅助项1编号 and so on, by the places of their kinds.
  fileprivate func write(_ dimensions: Dimensions, to row: inout XMLFile.Row) {
    if dimensions.isEmpty { return }
    for (place, value) in dimensions.tags.map({ (place(of: $0.kind), $0.value) })
      .sorted(by: { $0.0 < $1.0 })
    {
      row.dimension(place, value)
    }
  }
}

extension CivilDate {
  /// The day as `yyyyMMdd`.
  var compact: String {
    let text = description.utf8.filter { $0 != UInt8(ascii: "-") }
    return String(decoding: text, as: UTF8.self)
  }
}

extension Fen {
  /// The amount without its sign, as it stands beside a direction.
  var magnitude: String {
    let value = Int128(rawValue)
    return Fen.yuan(value < 0 ? -value : value)
  }

  /// The direction of a balance: 借, 贷, or 平 when there is none.
  var direction: String { self == .zero ? "平" : self > .zero ? "借" : "贷" }
}

extension Side {
  /// 借 or 贷.
  var chinese: String { self == .debit ? "借" : "贷" }
}

extension Element {
  /// The name of the element.
  var chinese: String {
    switch self {
    case .asset: "资产"
    case .liability: "负债"
    case .netAssets: "净资产"
    case .income: "收入"
    case .expense: "费用"
    }
  }
}

/// What nearly every voucher says at the end of its rows: who signed it, and with what.
struct VoucherSigning: Equatable {
  let attachments: Int
  let signatures: Signatures
  let by: String

  /// The fields as they stand in a row.
  var fields: [UInt8] {
    XMLFile.Row.shared { row in
      row.field("汇率", "1")
      row.field("附件数", "\(attachments)")
      row.field("制单人", signatures.preparedBy ?? "")
      row.field("审核人", signatures.reviewedBy ?? "")
      row.field("记账人", by)
      row.field("记账标志", "1")
      row.field("作废标志", "0")
      row.field("凭证来源系统", "xiantou")
    }
  }
}
