import ArgumentParser
import CanonicalJSON
import InvestFirst
/// `xiantou project stop P001`.
struct ProjectStop: StatementCommand {
  static let page = Page(
    "stop",
    "终止项目",
    "Stop the project",
    examples: [
      .init(
        "xiantou project stop P001 --reason 团队解散 --evidence 终止决定=决定.pdf --as 张敏",
        "终止",
        "stop"
      )
    ]
  )

  @Option(
    help: help("原因, 用政策中的说法", "why, in the words of the policy", value: "text")
  )
  var reason: String

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .stop,
      [
        "reason": .string(reason)
      ]
    )
  }
}

/// `xiantou project clawback P001`.
struct ProjectClawback: StatementCommand {
  static let page = Page(
    "clawback",
    "追缴",
    "Money is given back",
    examples: [
      .init(
        "xiantou project clawback P001 --amount 300000.00 --evidence 回单=回单.pdf --as 张敏",
        "收回追缴款",
        "money comes back"
      )
    ]
  )

  @Option(
    help: help("金额, 如 1000000.00", "amount, like 1000000.00", value: "yuan")
  )
  var amount: String

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .clawback,
      [
        "amount": .string(amount)
      ]
    )
  }
}

/// `xiantou project release P001`.
struct ProjectRelease: StatementCommand {
  static let page = Page(
    "release",
    "到期放弃权利",
    "Give the right up",
    examples: [
      .init(
        "xiantou project release P001 --evidence 集体决策记录=记录.pdf --as 张敏",
        "放弃",
        "give up"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.release)
  }
}

/// `xiantou project return P001`.
struct ProjectReturn: StatementCommand {
  static let page = Page(
    "return",
    "收回的款项上缴或滚存",
    "Hand money on to the treasury, or back to the pool",
    examples: [
      .init(
        "xiantou project return P001 --to treasury --evidence 回单=回单.pdf --as 张敏",
        "全部上缴",
        "hand all on"
      ),
      .init(
        "xiantou project return P001 --to pool --principal 1000000.00 --evidence 回单=回单.pdf --as 张敏",
        "本金滚存",
        "the principal rolls on"
      ),
    ]
  )

  @Option(
    help: help("去向: treasury 或 pool", "treasury or pool", value: "place")
  )
  var to: String

  @Option(
    help: help("本金", "principal", value: "yuan")
  )
  var principal: String?

  @Option(
    help: help("收益", "gain", value: "yuan")
  )
  var gain: String?

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .moneyReturned,
      [
        "to": .string(to),
        "principal": .given(principal),
        "gain": .given(gain),
      ]
    )
  }
}

/// `xiantou project close P001`.
struct ProjectClose: StatementCommand {
  static let page = Page(
    "close",
    "结项",
    "Close the project",
    examples: [
      .init(
        "xiantou project close P001 --evidence 结项报告=报告.pdf --as 张敏",
        "结项",
        "close"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.closing)
  }
}

/// `xiantou writeoff propose P001`.
struct WriteOffPropose: StatementCommand {
  static let page = Page(
    "propose",
    "提出核销, 进入审查",
    "Propose a write-off for review",
    examples: [
      .init(
        "xiantou writeoff propose P001 --evidence 破产裁定=裁定.pdf --as 张敏",
        "提出核销",
        "propose"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.writeOffReview)
  }
}

/// `xiantou writeoff decide P001`.
struct WriteOffDecide: StatementCommand {
  static let page = Page(
    "decide",
    "核销决定和容错认定",
    "Decide about a write-off, and who is free of blame",
    examples: [
      .init(
        "xiantou writeoff decide P001 --approve --outcome exempt --recovered 120000.00 "
          + "--evidence 专项审计=审计.pdf --as 张敏",
        "同意核销, 免责",
        "approve, free of blame"
      ),
      .init(
        "xiantou writeoff decide P001 --reject --outcome not_covered --evidence "
          + "集体决策记录=记录.pdf --as 张敏",
        "不同意",
        "reject"
      ),
    ]
  )

  @Flag(help: help("决定", "the decision"))
  var decision: Decision

  @Option(
    help: help(
      "容错认定: exempt、partly 或 not_covered",
      "exempt, partly or not_covered",
      value: "outcome"
    )
  )
  var outcome: String

  @Option(
    help: help("清算收回", "what liquidation brought in", value: "yuan")
  )
  var recovered: String?

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .writeOffDecided,
      [
        "approved": .string(decision == .approve ? "true" : "false"),
        "outcome": .string(outcome),
        "recovered": .given(recovered),
      ]
    )
  }
}

/// What was decided about a loss.
enum Decision: String, EnumerableFlag {
  case approve, reject

  static func help(for value: Decision) -> ArgumentHelp? {
    switch value {
    case .approve: Commands.help("同意", "approve")
    case .reject: Commands.help("不同意", "reject")
    }
  }
}
