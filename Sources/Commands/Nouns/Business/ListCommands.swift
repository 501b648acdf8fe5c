import ArgumentParser
import Quantities

/// `xiantou project list`.
struct ProjectList: Command {
  static let page = Page(
    "list",
    "项目台账",
    "List the projects",
    examples: [.init("xiantou project list", "全部项目", "all projects")]
  )

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou project show P001`.
struct ProjectShow: Command {
  static let page = Page(
    "show",
    "一个项目的全貌: 状态、合同、资金、股权、租金、单据",
    "All about one project: state, contract, money, owners, rents, documents",
    examples: [.init("xiantou project show P001", "查看", "show it")]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou project timeline P001`.
struct ProjectTimeline: Command {
  static let page = Page(
    "timeline",
    "按时间列出项目的单据",
    "The documents of a project in their order",
    examples: [.init("xiantou project timeline P001", "时间线", "the timeline")]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou convert list`.
struct ConvertList: Command {
  static let page = Page(
    "list",
    "转股台账",
    "List the conversions",
    examples: [.init("xiantou convert list", "全部转股", "all conversions")]
  )

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou convert show P001`.
struct ConvertShow: Command {
  static let page = Page(
    "show",
    "一个项目的转股和计算过程",
    "The conversion of a project with its steps",
    examples: [.init("xiantou convert show P001", "查看", "show it")]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou custody list`.
struct CustodyList: Command {
  static let page = Page(
    "list",
    "代持台账",
    "List the holdings",
    examples: [.init("xiantou custody list", "全部代持", "all holdings")]
  )

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou dividend list`.
struct DividendList: Command {
  static let page = Page(
    "list",
    "股利台账",
    "List the dividends",
    examples: [.init("xiantou dividend list", "全部股利", "all dividends")]
  )

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou exit list`.
struct ExitList: Command {
  static let page = Page(
    "list",
    "退出台账",
    "List the exits",
    examples: [.init("xiantou exit list", "全部退出", "all exits")]
  )

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou writeoff list`.
struct WriteOffList: Command {
  static let page = Page(
    "list",
    "核销台账",
    "List the write-offs",
    examples: [.init("xiantou writeoff list", "全部核销", "all write-offs")]
  )

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou project alerts`.
struct ProjectAlerts: Command {
  static let page = Page(
    "alerts",
    "需要处理的事项: 闲置、逾期、到期、超额",
    "What somebody should look at: idle money, deadlines, quotas",
    examples: [.init("xiantou project alerts --on 2025-12-31", "今天的提醒", "what is due today")]
  )

  @Option(
    help: help("日期, 默认为今天", "day; today by default", value: "date"),
    transform: Read.date
  )
  var on: CivilDate?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou project targets`.
struct ProjectTargets: Command {
  static let page = Page(
    "targets",
    "考核目标的进度, 由单据统计",
    "Progress towards the targets, counted from documents",
    examples: [.init("xiantou project targets --on 2025-12-31", "目标进度", "the progress")]
  )

  @Option(
    help: help("日期, 默认为今天", "day; today by default", value: "date"),
    transform: Read.date
  )
  var on: CivilDate?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
