import Reports

/// The tables that can be imported, by the headings that people fill in (导入模板).
struct ImportTemplate: Sendable {
  /// The word on the command line.
  let name: String
  /// What the table holds.
  let title: Phrase
  /// The headings, in the order in which the example data has them.
  let columns: [String]

  private init(_ name: String, _ chinese: String, _ english: String, _ columns: String) {
    self.name = name
    title = Phrase(chinese, english)
    self.columns = columns.split(separator: " ").map(String.init)
  }

  /// The template with a name.
  static func named(_ name: String) -> ImportTemplate? { all.first { $0.name == name } }

  /// The templates, master data first.
  static let all: [ImportTemplate] = [
    .init("account", "科目", "accounts", "科目编码 科目名称 余额方向 辅助核算 是否末级 要素"),
    .init("opening", "期初余额", "opening balances", "科目编码 借方金额 贷方金额 项目 代持单位 合作银行 承载区 部门"),
    .init("zone", "承载区", "hosting zones", "承载区编码 承载区名称 运营单位"),
    .init("custodian", "代持单位", "custodians", "代持单位编码 代持单位名称"),
    .init("bank", "合作银行", "cooperating banks", "合作银行编码 合作银行名称 补偿比例(%) 年度补偿上限"),
    .init(
      "project",
      "项目",
      "projects",
      "项目编码 项目名称 企业名称 统一社会信用代码 承载区 技术来源 立项日期 批准资金 使用面积(㎡) 租金单价(元/㎡·月) 租金是否计入先投 结局"
    ),
    .init(
      "voucher",
      "凭证",
      "vouchers",
      "凭证日期 凭证字 凭证号 附件数 摘要 科目编码 借方金额 贷方金额 项目 代持单位 合作银行 承载区 部门 业务单号 制单人 复核人 审批人 冲销凭证号"
    ),
    .init("stage", "项目阶段", "project stages", "项目编码 阶段 日期 依据"),
    .init("milestone", "里程碑", "milestones", "项目编码 期次 里程碑 检查日期 结论 证据 检查人"),
    .init("tranche", "拨付", "tranches", "项目编码 期次 拨付日期 金额 业务单号"),
    .init("rent", "租金", "rents", "月份 项目编码 承载区 面积(㎡) 单价(元) 应收租金 补贴比例(%) 补贴金额 口径 支付日期"),
    .init(
      "conversion",
      "转股",
      "conversions",
      "转股单号 项目编码 转股日期 触发条件 先投项目款 先投租金 转股本金 投前估值 估值折扣(%) 投后估值 股比(%) 代持单位"
    ),
    .init("custody", "代持", "custody", "代持单号 项目编码 日期 移出方 移入方 事由 股比(%) 账面成本"),
    .init("dividend", "分红", "dividends", "股利单号 项目编码 宣告日 到账日 企业分红总额 股比(%) 应得金额 代持单位"),
    .init(
      "exit",
      "退出",
      "exits",
      "退出单号 项目编码 退出日期 方式 定价依据 退出股比(%) 退出成本 适当收益 成交价 损益 代持单位 受让方"
    ),
    .init("writeoff", "核销", "write-offs", "核销单号 项目编码 核销日期 原因 先投余额 清算收回 净损失 容错认定 批准文号"),
    .init("loan", "贷款", "loans", "贷款编号 合作银行 借款企业 发放日 到期日 金额 年利率(%) 担保方式 余额 状态"),
    .init("claim", "代偿", "claims", "代偿单号 贷款编号 合作银行 逾期日 拨付日 未偿本金 补偿比例(%) 应补偿 实补偿 状态"),
    .init("recovery", "追偿", "recoveries", "追偿单号 代偿单号 贷款编号 合作银行 收回日 银行收回本金 归还风险金"),
    .init(
      "statement",
      "银行流水",
      "bank statement",
      "交易日期 交易时间 支出 收入 余额 对方户名 对方账号 摘要 流水号"
    ),
    .init("lpr", "利率 (LPR)", "loan prime rates", "生效日期 一年期LPR(%)"),
  ]
}
