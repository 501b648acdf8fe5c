/// The tables that can be told by their headings (表的种类).
package enum TableKind: String, Sendable, CaseIterable {
  // The order is the order of loading: what others refer to comes first.
  /// 科目
  case accounts
  /// 承载区
  case zones
  /// 代持单位
  case custodians
  /// 合作银行
  case banks
  /// 部门
  case departments
  /// 资金来源
  case fundSources = "fund_sources"
  /// 利率
  case lpr
  /// 项目
  case projects
  /// 期初余额
  case openings
  /// 凭证
  case vouchers
  /// 项目阶段
  case stages
  /// 里程碑
  case milestones
  /// 拨付
  case tranches
  /// 租金
  case rents
  /// 转股
  case conversions
  /// 代持变动
  case custody
  /// 分红
  case dividends
  /// 退出
  case exits
  /// 核销
  case writeoffs
  /// 贷款
  case loans
  /// 代偿
  case claims
  /// 追偿
  case recoveries
  /// 银行流水
  case bankStatement = "bank_statement"
}

extension TableKind {
  /// The columns of the table by interface 2.7, which is data.
  var columns: [Column] { TableKind.columnTable[self] ?? [] }

  var required: [Column] { columns.filter(\.isRequired) }

  /// The dimensions that every ledger knows; values stand in a column of their kind or together
  /// in one.
  private static let dimensionColumns: [Column] = [
    .optional("项目", "项目核算", "项目编码", "项目编号"),
    .optional("代持单位", "代持", "代持单位编码"), .optional("合作银行", "银行", "合作银行编码"),
    .optional("承载区", "园区", "承载区编码"), .optional("部门", "部门核算", "部门编码"),
    .optional("资金来源", "资金性质", "资金来源编码"), .optional("辅助核算", "辅助项", "核算项目"),
  ]

  private static let columnTable: [TableKind: [Column]] = [
    .accounts: [
      .required("科目编码", "科目代码", "科目编号", "会计科目编码", "会计科目编号", "编码"),
      .required("科目名称", "会计科目名称", "名称"),
      .required("余额方向", "方向", "科目方向"),
      .optional("辅助核算", "辅助核算项", "核算项目"),
      .optional("是否末级", "末级", "末级科目"),
      .optional("要素", "科目类型", "科目类别", "会计要素"),
      .optional("核算面", "核算类型"),
      .optional("启用", "是否启用"),
    ],
    .zones: [
      .required("承载区编码"), .required("承载区名称", "名称"), .optional("运营单位"),
    ],
    .custodians: [.required("代持单位编码"), .required("代持单位名称", "名称")],
    .banks: [
      .required("合作银行编码", "银行编码"), .required("合作银行名称", "银行名称", "名称"),
      .optional("补偿比例(%)"), .optional("年度补偿上限"),
    ],
    .departments: [.required("部门编码"), .required("部门名称", "名称")],
    .fundSources: [.required("资金来源编码"), .required("资金来源名称", "名称")],
    .lpr: [.required("生效日期", "日期"), .required("一年期LPR(%)", "LPR(%)", "LPR1Y")],
    .projects: [
      .required("项目编码", "项目编号"), .required("项目名称", "名称"),
      .optional("企业名称"), .optional("统一社会信用代码", "统一社会信用代码(虚构)"),
      .optional("承载区"), .optional("技术来源"), .optional("立项日期"), .optional("批准资金"),
      .optional("使用面积(㎡)"), .optional("租金单价(元/㎡·月)"), .optional("租金是否计入先投"),
      .optional("结局"),
    ],
    .openings: [
      .required("科目编码", "科目代码", "科目编号", "会计科目编码"),
      .required("期初余额", "年初余额"),
      .optional("科目名称"), .optional("期初借方", "期初借方余额", "年初借方"),
      .optional("期初贷方", "期初贷方余额", "年初贷方"), .optional("摘要"),
      .optional("业务单号"),
    ] + dimensionColumns,
    .vouchers: [
      .required("凭证日期", "日期", "制单日期", "记账凭证日期", "记账日期", "填制日期"),
      .required("凭证号", "号", "业务号", "凭证编号", "记账凭证编号", "凭证号数", "凭证字号"),
      .required("摘要", "记账凭证摘要", "分录摘要"),
      .required("科目编码", "科目代码", "科目编号", "会计科目编码", "会计科目编号", "会计科目代码"),
      .required("借方金额", "借方", "借方发生额", "金额借方", "借方本币", "本币借方金额"),
      .required("贷方金额", "贷方", "贷方发生额", "金额贷方", "贷方本币", "本币贷方金额"),
      .optional("凭证字", "凭证类别", "凭证类别字", "字", "记账凭证类型编号", "凭证类型"),
      .optional("附件数", "附单据数", "附件张数", "附单据"),
      .optional("会计年度", "年度"), .optional("会计期间", "会计月份", "期间"),
      .optional("行号", "分录号", "记账凭证行号", "分录行号"),
      .optional("科目名称", "会计科目", "会计科目名称"), .optional("数量"),
      .optional("冲销凭证号", "被冲凭证", "被冲凭证号", "红冲凭证号"),
      .optional("制单人", "制单", "制单人员", "填制人"),
      .optional("复核人", "复核", "审核人", "审核", "审核人员", "复核人员"),
      .optional("审批人", "审批", "批准人", "主管", "财务主管"),
      .optional("业务单号", "单据号", "源凭证号", fallbacks: ["备注"]),
    ] + dimensionColumns,
    .stages: [
      .required("项目编码"), .required("阶段"), .required("日期"), .optional("依据"),
    ],
    .milestones: [
      .required("项目编码"), .required("期次"), .required("里程碑"),
      .required("检查日期"), .required("结论"), .optional("证据"), .optional("检查人"),
    ],
    .tranches: [
      .required("项目编码"), .required("期次"), .required("拨付日期"), .required("金额"),
      .optional("业务单号"),
    ],
    .rents: [
      .required("月份"), .required("项目编码"), .required("应收租金"), .required("补贴金额"),
      .optional("承载区"), .optional("面积(㎡)"), .optional("单价(元)"), .optional("补贴比例(%)"),
      .optional("口径"), .optional("支付日期"),
    ],
    .conversions: [
      .required("转股单号"), .required("项目编码"), .required("转股日期"),
      .required("转股本金"), .required("投前估值"), .required("股比(%)"), .optional("触发条件"),
      .optional("先投项目款"), .optional("先投租金"), .optional("估值折扣(%)"),
      .optional("投后估值"), .optional("代持单位"),
    ],
    .custody: [
      .required("代持单号"), .required("项目编码"), .required("日期"), .required("移出方"),
      .required("移入方"), .required("股比(%)"), .required("账面成本"), .optional("事由"),
    ],
    .dividends: [
      .required("股利单号"), .required("项目编码"), .required("宣告日"), .required("应得金额"),
      .optional("到账日"), .optional("企业分红总额"), .optional("股比(%)"), .optional("代持单位"),
    ],
    .exits: [
      .required("退出单号"), .required("项目编码"), .required("退出日期"), .required("方式"),
      .required("退出成本"), .required("成交价"), .optional("定价依据"),
      .optional("退出股比(%)"), .optional("适当收益"), .optional("损益"), .optional("代持单位"),
      .optional("受让方"),
    ],
    .writeoffs: [
      .required("核销单号"), .required("项目编码"), .required("核销日期"),
      .required("先投余额"), .required("净损失"), .optional("原因"), .optional("清算收回"),
      .optional("容错认定"), .optional("批准文号"),
    ],
    .loans: [
      .required("贷款编号"), .required("合作银行"), .required("借款企业"), .required("发放日"),
      .required("到期日"), .required("金额"), .optional("年利率(%)"), .optional("担保方式"),
      .optional("余额"), .optional("状态"),
    ],
    .claims: [
      .required("代偿单号"), .required("贷款编号"), .required("逾期日"),
      .required("未偿本金"), .required("应补偿"), .optional("合作银行"), .optional("拨付日"),
      .optional("补偿比例(%)"), .optional("实补偿"), .optional("状态"),
    ],
    .recoveries: [
      .required("追偿单号"), .required("代偿单号"), .required("收回日"),
      .required("归还风险金"), .optional("贷款编号"), .optional("合作银行"),
      .optional("银行收回本金"),
    ],
    .bankStatement: [
      .required("交易日期", "记账日期", "日期", "交易日", "入账日期", "记账日"),
      .required("支出", "支出金额", "借方发生额", "借方金额", "借方", "付款金额", "转出金额", "支取金额"),
      .required("收入", "收入金额", "贷方发生额", "贷方金额", "贷方", "收款金额", "转入金额", "存入金额"),
      .required("余额", "账户余额", "交易后余额", "当前余额", "本次余额", "结余"),
      .optional("交易时间", "时间"),
      .optional(
        "对方户名",
        "对方名称",
        "对方单位",
        "对方单位名称",
        "对方账户名称",
        "对手户名",
        "交易对方"
      ),
      .optional("对方账号", "对方帐号", "对方账户", "对方卡号", "对手账号"),
      .optional("摘要", "交易摘要", fallbacks: ["附言", "用途", "备注"]),
      .optional("流水号", "交易流水号", "银行流水号", "交易流水", "交易序号", "核心流水号"),
    ],
  ]
}
