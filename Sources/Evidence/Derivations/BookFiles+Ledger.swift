import Accounting
import Quantities

/// 总账.xml: vouchers while they come, accounts and balances at the end.
extension BookFiles {
  /// What stands before the vouchers.
  func writeLedgerHead() throws(EvidenceError) {
    try ledger.add(
      .ledger,
      [("结构分隔符", "-"), ("会计科目编号规则", ""), ("现金流量项目编码规则", "")]
    )
  }

  /// The lines of a voucher.
  func write(_ record: RecordedVoucher, _ masters: Masters) throws(EvidenceError) {
    let month = "\(record.number.period)"
    let head = [
      ("记账凭证日期", record.voucher.date.compact), ("会计年度", String(month.prefix(4))),
      ("会计期间号", String(month.suffix(2))), ("记账凭证类型编号", record.number.word.text),
      ("记账凭证编号", VoucherNumber.digits(record.number.number)),
    ]
    let tail = [
      ("汇率类型编号", ""), ("汇率", "1"), ("单价", ""), ("结算方式编码", ""), ("票据类型", ""),
      ("票据号", ""), ("票据日期", ""), ("附件数", "\(record.voucher.attachments)"),
      ("制单人", record.signatures.preparedBy ?? ""),
      ("审核人", record.signatures.reviewedBy ?? ""), ("记账人", record.by), ("记账标志", "1"),
      ("作废标志", "0"), ("凭证来源系统", "xiantou"),
    ]
    for (line, posting) in zip(record.lines, record.voucher.postings) {
      let quantity = posting.quantity.map { "\($0)" } ?? ""
      let (debit, credit) = ("\(posting.debit)", "\(posting.credit)")
      try ledger.add(
        .vouchers,
        head + [
          ("记账凭证行号", "\(line.number)"), ("记账凭证摘要", posting.summary),
          ("科目编号", posting.account.text),
        ] + masters.fields(posting.dimensions) + [
          ("币种编码", "CNY"), ("计量单位", ""),
          ("借方数量", posting.side == .debit ? quantity : ""), ("借方原币金额", debit),
          ("借方本币金额", debit), ("贷方数量", posting.side == .credit ? quantity : ""),
          ("贷方原币金额", credit), ("贷方本币金额", credit),
        ] + tail
      )
    }
  }

  /// The chart.
  func writeAccounts(_ masters: Masters) throws(EvidenceError) {
    let accounts = chart.accounts
    for account in accounts {
      try ledger.add(
        .accounts,
        [
          ("科目编号", account.code.text), ("科目名称", account.name),
          ("科目级次", "\(chart.level(of: account.code))"), ("科目类型", account.element.chinese),
          ("余额方向", account.normalSide.chinese),
        ]
      )
    }
    for account in accounts {
      for kind in account.requiredDimensions {
        let kind = masters.named(kind)
        try ledger.add(
          .accountKinds,
          [
            ("科目编号", account.code.text), ("辅助项编号", "\(masters.place(of: kind))"),
            ("辅助项名称", kind.name), ("对应档案", kind.code), ("辅助项描述", ""),
          ]
        )
      }
    }
  }

  /// The balances of one month, by account and dimensions.
  func write(
    _ balances: [AccountBalance],
    of period: FiscalPeriod,
    _ masters: Masters
  ) throws(EvidenceError) {
    let month = "\(period)"
    for balance in balances {
      let amounts = [
        ("期初", balance.opening.magnitude), ("借方", "\(balance.debit)"),
        ("贷方", "\(balance.credit)"), ("期末", balance.closing.magnitude),
      ]
      try ledger.add(
        .balances,
        [("科目编号", balance.account.text)] + masters.fields(balance.dimensions) + [
          ("期初余额方向", balance.opening.direction), ("期末余额方向", balance.closing.direction),
          ("币种编码", "CNY"), ("计量单位", ""), ("会计年度", String(month.prefix(4))),
          ("会计期间号", String(month.suffix(2))),
        ]
          + amounts.flatMap { name, amount in
            let kind = name.hasPrefix("期") ? "余额" : "金额"
            return [
              ("\(name)数量", ""), ("\(name)原币\(kind)", amount), ("\(name)本币\(kind)", amount),
            ]
          }
      )
    }
  }

  /// 公共档案.xml.
  func writePublicFiles(_ masters: Masters) throws(EvidenceError) {
    let file = try XMLFile("gbt24589/\(folder)/公共档案.xml", root: "公共档案", output)
    let shown = shownPeriods
    try file.add(
      .book,
      [
        ("电子账簿编号", book.code), ("电子账簿名称", book.name), ("会计核算单位", book.entity ?? book.name),
        ("组织机构代码", ""), ("单位性质", ""), ("行业", ""), ("开发单位", "xiantou"), ("版本号", "1"),
        ("本位币", "CNY"), ("会计年度", shown.last.map { String("\($0)".prefix(4)) } ?? ""),
        ("标准版本号", "GB/T 24589.1-2010"),
      ]
    )
    for period in shown {
      let month = "\(period)"
      try file.add(
        .periods,
        [
          ("会计年度", String(month.prefix(4))), ("会计期间号", String(month.suffix(2))),
          ("会计期间起始日期", period.firstDay.compact), ("会计期间结束日期", period.lastDay.compact),
        ]
      )
    }
    for word in Set(series.inOrder.map(\.word)).sorted() {
      try file.add(
        .voucherWords,
        [("记账凭证类型编号", word.text), ("记账凭证类型名称", word.text), ("记账凭证类型简称", word.text)]
      )
    }
    try file.add(.currencies, [("币种编码", "CNY"), ("币种名称", "人民币")])
    for person in masters.people {
      try file.add(.people, [("员工编码", person.name), ("员工姓名", person.name)])
    }
    try write(masters.directory, to: file)
    try file.close()
  }

  private func write(_ directory: DimensionDirectory, to file: XMLFile) throws(EvidenceError) {
    for kind in directory.kinds {
      try file.add(
        .kinds,
        [("档案编码", kind.code), ("档案名称", kind.name), ("档案描述", ""), ("是否有层级特征", "0")]
      )
    }
    for kind in directory.kinds {
      for value in directory.values(of: kind) {
        try file.add(
          .values,
          [
            ("档案编码", kind.code), ("档案值编码", value.code), ("档案值名称", value.name),
            ("档案值描述", ""), ("档案值父节点", ""), ("档案值级次", "1"),
          ]
        )
      }
    }
  }
}

extension Masters {
  /// A kind with the name it has by now.
  func named(_ kind: DimensionKind) -> DimensionKind {
    directory.kinds.first { $0 == kind } ?? kind
  }

  /// The fields of dimension values: 辅助项1编号 and so on, by the places of their kinds.
  fileprivate func fields(_ dimensions: Dimensions) -> [(String, String)] {
    if dimensions.isEmpty { return [] }
    return dimensions.tags.map { (place(of: $0.kind), $0.value) }
      .sorted { $0.0 < $1.0 }
      .map { ("辅助项\($0)编号", $1) }
  }
}

extension CivilDate {
  /// The day as `yyyyMMdd`.
  var compact: String { description.filter { $0 != "-" } }
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
