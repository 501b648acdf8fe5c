import ArgumentParser
import CanonicalJSON
import InvestFirst

/// `xiantou project correct P001`.
struct ProjectCorrect: StatementCommand {
  static let page = Page(
    "correct",
    "更正: 收回一张单据, 凭证红字冲销",
    "Take a document back; its vouchers are reversed in red",
    examples: [
      .init(
        "xiantou project correct P001 --of P001-拨2 --reason 金额有误 --evidence 更正说明=说明.pdf --as 张敏",
        "收回后重新办理",
        "take it back, then do it again"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @Option(help: help("业务单号", "number of the document", value: "number"))
  var of: String

  @Option(help: help("原因", "why", value: "text"))
  var reason: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .correction,
      [
        "of": .string(of),
        "reason": .string(reason),
      ]
    )
  }
}

/// `xiantou project appraise P001`.
struct ProjectAppraise: StatementCommand {
  static let page = Page(
    "appraise",
    "资产评估结果",
    "Enter an appraisal",
    examples: [
      .init(
        "xiantou project appraise P001 --worth 3000000.00 --as-of 2025-06-01 --filing BA1 "
          + "--evidence 评估报告=报告.pdf --as 张敏",
        "登记评估",
        "enter it"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @Option(help: help("评估值", "appraised value", value: "yuan"))
  var worth: String

  @Option(help: help("评估基准日", "the day it is about", value: "date"))
  var asOf: String

  @Option(help: help("备案号", "number of the filing", value: "number"))
  var filing: String?

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .appraisal,
      [
        "worth": .string(worth),
        "as_of": .string(asOf),
        "filing": .given(filing),
      ]
    )
  }
}

/// `xiantou project extend P001`.
struct ProjectExtend: StatementCommand {
  static let page = Page(
    "extend",
    "转股展期",
    "Extend the deadline to convert",
    examples: [
      .init(
        "xiantou project extend P001 --until 2028-12-31 --evidence 展期批复=批复.pdf --as 张敏",
        "展期",
        "extend"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @Option(help: help("新的最迟日", "the new last day", value: "date"))
  var until: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .deadlineExtended,
      [
        "until": .string(until)
      ]
    )
  }
}

/// `xiantou project output P001`.
struct ProjectOutput: StatementCommand {
  static let page = Page(
    "output",
    "企业产值",
    "What the company made in a year",
    examples: [
      .init(
        "xiantou project output P001 --year 2025 --amount 8000000.00 --evidence 年报=年报.pdf --as 张敏",
        "登记产值",
        "enter it"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @Option(help: help("年度", "year", value: "year"))
  var year: String

  @Option(help: help("产值", "value", value: "yuan"))
  var amount: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .output,
      [
        "year": .string(year),
        "amount": .string(amount),
      ]
    )
  }
}

/// `xiantou project reward P001`.
struct ProjectReward: StatementCommand {
  static let page = Page(
    "reward",
    "奖励技术经理人或管理人",
    "Reward a technology manager or the fund's manager",
    examples: [
      .init(
        "xiantou project reward P001 --payee 陈工 --role tech_broker --basis P001-退出1 --amount "
          + "20000.00 --evidence 奖励决定=决定.pdf --as 张敏",
        "登记奖励",
        "enter a reward"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @Option(help: help("受奖人", "who gets it", value: "name"))
  var payee: String

  @Option(help: help("身份: manager 或 tech_broker", "manager or tech_broker", value: "role"))
  var role: String

  @Option(help: help("依据的业务单号", "number of the document that was the result", value: "number"))
  var basis: String

  @Option(help: help("金额", "amount", value: "yuan"))
  var amount: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .reward,
      [
        "payee": .string(payee),
        "role": .string(role),
        "basis": .string(basis),
        "amount": .string(amount),
      ]
    )
  }
}

/// `xiantou writeoff recover P001`.
struct WriteOffRecover: StatementCommand {
  static let page = Page(
    "recover",
    "核销后收回(账销案存)",
    "Money that comes back after a write-off",
    examples: [
      .init(
        "xiantou writeoff recover P001 --amount 50000.00 --evidence 回单=回单.pdf --as 张敏",
        "核销后收回",
        "it comes back"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @Option(help: help("金额", "amount", value: "yuan"))
  var amount: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .recovery,
      [
        "amount": .string(amount)
      ]
    )
  }
}
