extension Chinese {
  func wording(_ code: FailureCode) -> Wording {
    switch code {
    // 命令行
    case .usage: Wording("{detail}", "[说明: {help}]")
    case .commandUnknown: Wording("未知命令 '{value}'", "[您是不是要: {near}|可用命令见: {help}]")
    case .answerNeeded: Wording("需要回答, 但标准输入不是终端", "请加 {flag}")
    case .answerWrong: Wording("输入的“{value}”不是“{expected}”, 未做任何更改")
    case .settings: Wording("{origin}: “{value}” 不可用", "可用: {allowed}")
    case .bookUnnamed: Wording("没有指明账本文件", "请加 --book 文件, 或设置 XIANTOU_BOOK")
    case .setAmbiguous: Wording("账本里有几个账套: {codes}", "请加 --set 编码")
    case .userUnnamed: Wording("没有说明由谁操作", "请加 --as 用户, 或设置 XIANTOU_AS")
    case .templateUnknown: Wording("没有模板 '{value}'", "[您是不是要: {near}|可用模板见: {help}]")

    // 文件
    case .fileMissing: Wording("文件 {path} 不存在", "请核对路径")
    case .fileExists: Wording("文件 {path} 已存在", "请换一个名称")
    case .fileRead: Wording("无法读取 {path}[: {reason}]")
    case .fileWrite: Wording("无法写入 {path}[: {reason}]", "原文件未改动")
    case .diskFull: Wording("磁盘已满, 无法写入[ {path}]", "请腾出空间后重试; 已确认的数据没有丢失")
    case .outputEncoding: Wording("无法把输出转换为 {encoding}", "请改用 --out-encoding utf-8")

    // 密钥
    case .keyMissing, .keyFile, .keyExposed, .keyPassword, .passwordNeeded, .passwordEmpty, .signer,
      .timestamp, .headMissing:
      Chinese.evidence[code] ?? Wording("")

    // 账本文件
    case .notALedger: Wording("{path} 不是先投账本", "请核对路径; 新建账本用 xiantou book init")
    case .ledgerNewer:
      Wording("{path} 由更新版本的 xiantou 建立[(格式 {found}, 本程序 {known})]", "请升级 xiantou")
    case .ledgerOlder:
      Wording("{path} 是旧格式[(格式 {found}, 本程序 {known})]", "请先运行 xiantou book upgrade")
    case .ledgerCorrupt:
      Wording("{path} 已损坏[: {reason}]", "请从备份恢复; 可用 xiantou book check 查明位置")
    case .ledgerReadOnly: Wording("{path} 只读, 不能写入", "请检查文件和目录权限")
    case .ledgerBusy: Wording("账本正由另一个程序写入", "请稍后重试")
    case .subjectMissing: Wording("{kind} {value} 不存在")

    // 脚本要判断的结果
    case .verification: Wording("核验不通过[: {where}]", "[应为 {expected}, 实为 {found}]")
    case .policyOpen: Wording("政策参数未定: {open}", "请在政策文件中填写")
    case .differences: Wording("有 {count} 处差异")

    // 运行本身
    case .interrupted: Wording("已中断, 未写入任何数据")
    case .bug: Wording("程序内部错误: {reason}", "[报告已保存在 {path}]")
    }
  }

  func wording(_ key: TextKey) -> String {
    switch key {
    case .position: "[{file}] [{subject}] [第 {row} 行] {column}"
    case .refused: "检查未通过: {errors} 个错误, {warnings} 个警告; 未写入任何数据"
    case .warned: "{warnings} 个警告"
    case .examples: "示例:"
    case .secondsLeft: "剩余 {seconds} 秒"
    case .minutesLeft: "剩余 {minutes} 分 {seconds} 秒"
    case .secondsTaken: "{seconds} 秒"
    case .studyOf: "第 {number} 项, 共 {count} 项"
    case .trialOf: "第 {number} 次试算, 至多 {count} 次"
    case .typeToContinue: "确认? 输入 {expected} 继续: "
    case .originFlag: "选项 {name}"
    case .originEnvironment: "环境变量 {name}"
    case .originFile: "{path} 第 {line} 行"
    case .originBook: "账本设置"
    case .originLocale: "系统区域设置"
    case .originStandard: "默认"
    case .settingUnset: "(未设置)"
    case .expectPeriod: "请写成 2025-12"
    case .expectPeriodRange: "请写成 2025-12、2025、2025Q4 或 2025-01..2025-12"
    case .expectDate: "请写成 2026-01-08"
    case .expectAccount: "科目编码是 1 至 20 位数字或大写字母"
    case .expectAccountRange: "请写成 1221 或 1221..1222"
    case .expectRoles: "岗位用逗号分隔, 可用: {allowed}"
    case .expectWord: "可用: {allowed}"
    case .expectLevels: "请写成 1 或 1-2"
    case .expectAmountRange: "请写成 1000.00..50000.00, 可省略一端"
    case .expectLine: "请写成 122101:300000.00 或 122101:300000.00:项目=P045"
    case .expectDimension: "请写成 项目=P043"
    case .expectKey: "幂等键是 1 至 200 个可见的 ASCII 字符"
    case .expectDraft: "请写成 D-000123 或 2025-12-记-0002"
    case .expectCount: "请写成正整数"
    case .expectRunSeed: "请写成不小于 0 的 64 位整数"
    case .expectShard: "请写成 i/n, 如 0/8"
    case .expectGoal: "请写成 irr=3%, 或 moic、dpi、tvpi"
    case .expectBankFile: "请写成 100201=bank_100201.csv"
    case .expectDays: "请写成 0 至 366 的天数"
    case .expectKeyID: "公钥指纹是 64 位十六进制数字"
    case .expectLanguage: "可用: zh-CN、en"
    case .expectAmount: "请写成 5000000.00, 大于零"
    case .expectStrata: "请写成 100000.00,1000000.00, 从小到大"
    case .expectSeed: "种子是 1 至 64 个可见的 ASCII 字符"
    case .expectPaper: "请写成 验收报告=文件.pdf, 或 验收报告=sha256:摘要"
    case .expectSignatures: "请写成 制单,复核,审批 三个姓名"
    case .expectOwner: "请写成 founders:9000000.00"
    case .expectDocument: "请写成 B-000123"
    case .operationBook, .operationAccounts, .operationValues, .operationPerson, .operationStep,
      .operationLoad, .operationClose, .operationReopen, .operationBank, .operationKeyAdd,
      .operationKeyRotate, .operationKeyRevoke, .operationHeads, .operationCheckpoint,
      .operationOther:
      Chinese.operations[key] ?? ""
    }
  }

  var glossary: [String: String] {
    [
      "role.maker": "制单", "role.reviewer": "复核", "role.approver": "审批",
      "role.cashier": "出纳", "role.chief": "主管", "role.fund": "基金",
      "role.auditor": "审计", "role.sysadmin": "系统管理", "role.secadmin": "安全管理",
      "role.secaudit": "安全审计",

      "state.draft": "草稿", "state.submitted": "待复核", "state.reviewed": "待审批",
      "state.approved": "待记账", "state.posted": "已记账", "state.returned": "已退回",
      "state.withdrawn": "已撤回",

      "step.submit": "送审", "step.return": "退回", "step.withdraw": "撤回",
      "step.review": "复核", "step.approve": "审批", "step.post": "记账",
      "step.edit": "修改", "step.reverse": "冲销",

      "duty.submit": "不是制单人, 不能送审", "duty.withdraw": "不是制单人, 不能撤回",
      "duty.review": "不能复核自己的凭证", "duty.approve": "不能审批自己制单或复核的凭证",
      "duty.制单人": "不能兼任制单人", "duty.复核人": "不能复核自己的凭证",
      "duty.审批人": "不能审批自己制单或复核的凭证", "duty.claim": "不能办理同一申请的两个环节",

      "layer.financial": "", "layer.budget": "预算会计", "layer.control": "备查",
      "layer.commitment": "已承诺",

      "period_state.open": "未结账",
      "period_state.closed": "已结账",
      "check.number_gaps": "断号",
      "check.number_duplicates": "重号",
      "check.drafts": "有未记账凭证",
      "check.balance": "借贷不平",
      "check.earlier_periods": "上期未结账",
      "check.carry_forward": "损益未结转",
      "check.bank": "银行对账有差异",
      "check.opposite_balances": "反向余额",
      "check.approvals": "超过批准金额",
      "duplicate.file": "出现两次",
      "duplicate.ledger": "与已记账凭证重号",
      "table.accounts": "科目表",
      "table.zones": "承载区",
      "table.custodians": "代持单位",
      "table.banks": "合作银行",
      "table.departments": "部门",
      "table.fund_sources": "资金来源",
      "table.lpr": "利率",
      "table.projects": "项目",
      "table.openings": "期初余额",
      "table.vouchers": "凭证",
      "table.stages": "项目阶段",
      "table.milestones": "里程碑",
      "table.tranches": "拨付",
      "table.rents": "租金",
      "table.conversions": "转股",
      "table.custody": "代持变动",
      "table.dividends": "分红",
      "table.exits": "退出",
      "table.writeoffs": "核销",
      "table.loans": "贷款",
      "table.claims": "代偿",
      "table.recoveries": "追偿",
      "table.bank_statement": "银行流水",
      "passed.number_gaps": "凭证号连续",
      "passed.number_duplicates": "凭证号不重复",
      "passed.drafts": "凭证均已记账",
      "passed.balance": "试算平衡",
      "passed.earlier_periods": "以前期间已结账",
      "passed.carry_forward": "损益已结转",
      "passed.bank": "银行对账",
      "passed.opposite_balances": "余额方向",
      "passed.approvals": "支付未超批复",
      "content.zip": "损坏的压缩包",
      "content.xml": "损坏的 XML",
      "content.text": "纯文本",
      "content.html": " HTML(网页另存)",
    ].merging(Chinese.evidenceTerms) { first, _ in first }
      .merging(Chinese.policyTerms) { first, _ in first }
      .merging(Chinese.projectTerms) { first, _ in first }
      .merging(PoolTerms.table.mapValues(\.chinese)) { first, _ in first }
  }
}
