import ArgumentParser
import Accounting
import Quantities
import RiskPools

/// What every report on a pool is told.
struct PoolReportOptions: ParsableArguments {
  @OptionGroup var which: PoolOption

  @Option(
    help: help("截止日, 默认为今天", "last day that counts; today by default", value: "date"),
    transform: Read.date
  )
  var on: CivilDate?

  @OptionGroup var output: OutputOptions
}

/// `xiantou pool list`.
struct PoolList: Command {
  static let page = Page(
    "list",
    "资金池一览",
    "List the pools",
    examples: [.init("xiantou pool list", "全部", "all of them")]
  )

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou pool show`.
struct PoolShow: Command {
  static let page = Page(
    "show",
    "一个资金池: 办法、专户、出资、敞口、待办",
    "A pool: schemes, accounts, funders, exposure, what waits",
    examples: [.init("xiantou pool show", "唯一的资金池", "the only pool")]
  )

  @OptionGroup var report: PoolReportOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou pool timeline`.
struct PoolTimeline: Command {
  static let page = Page(
    "timeline",
    "全部单据和凭证",
    "Every document with its vouchers",
    examples: [
      .init("xiantou pool timeline", "全部", "all of them"),
      .init("xiantou pool timeline --about C-001", "一笔补偿的单据", "those about a claim"),
    ]
  )

  @Option(help: help("只看某笔贷款、补偿或追偿", "about one loan, claim or recovery", value: "subject"))
  var about: String?

  @OptionGroup var which: PoolOption
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou pool report` (报表).
struct PoolReportCommand: Command {
  static let page = Page(
    "report",
    "报表: 收支、补偿限额、敞口、熔断、放款季度、资金沉淀",
    "Reports: statement, binding limits, exposure, breakers, vintages, idle money",
    examples: [
      .init(
        "xiantou pool report statement --from 2025-01-01 --on 2025-12-31",
        "年度资金收支",
        "the money of a year"
      )
    ]
  )
  static let verbs: [any Command.Type] = [
    PoolReportStatement.self, PoolReportClaims.self, PoolReportExposure.self,
    PoolReportBreakers.self, PoolReportVintage.self, PoolReportIdle.self,
  ]
}

/// `xiantou pool report statement`.
struct PoolReportStatement: Command {
  static let page = Page(
    "statement",
    "资金收支表: 期初 + 收入 − 支出 = 期末 = 银行",
    "Opening and what came in, less what went out, is the closing and what the bank shows",
    examples: [
      .init(
        "xiantou pool report statement --from 2025-01-01 --on 2025-12-31",
        "年度",
        "a year"
      ),
      .init(
        "xiantou pool report statement --bank 100202 --on 2025-12-31 -o 收支表.csv",
        "与某账户的流水核对, 写入文件",
        "held against an account's lines, into a file"
      ),
    ]
  ).noting(
    "银行流水须先导入: xiantou bank import。与银行不一致时退出码 10。",
    "Import the bank's lines first: xiantou bank import. Exits with 10 when the bank differs."
  )

  @Option(
    help: help("首日, 默认从设立起", "first day; the opening by default", value: "date"),
    transform: Read.date
  )
  var from: CivilDate?

  @Option(help: help("只看一个专户", "one account alone", value: "name"))
  var account: String?

  @Option(
    name: .customLong("bank"),
    help: help(
      "专户对应的银行存款科目, 默认按专户名称",
      "the bank account in the chart; by default the account's name",
      value: "code"
    ),
    transform: Read.account
  )
  var bank: AccountCode?

  @OptionGroup var report: PoolReportOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou pool report claims`.
struct PoolReportClaims: Command {
  static let page = Page(
    "claims",
    "补偿按起约束的限额汇总",
    "Claims by the limits that decided them",
    examples: [.init("xiantou pool report claims --on 2025-12-31", "截至年底", "through a year's end")]
  ).noting(
    "几个限额同时起约束的补偿, 在每个限额下各计一次。",
    "A claim on which several limits fall counts for each of them."
  )

  @OptionGroup var report: PoolReportOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou pool report exposure`.
struct PoolReportExposure: Command {
  static let page = Page(
    "exposure",
    "敞口: 按银行、行业、企业或区县",
    "Exposure by bank, sector, firm or district",
    examples: [
      .init("xiantou pool report exposure --by firm", "按企业, 合并各银行", "by firm, all banks together")
    ]
  )

  @Option(help: help("口径: bank、sector、firm、district", "bank, sector, firm or district", value: "key"))
  var by: ExposureKeyOption = .bank

  @OptionGroup var report: PoolReportOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// By what exposures are listed.
enum ExposureKeyOption: String, ExpressibleByArgument, CaseIterable {
  case bank, sector, firm, district

  /// The key in the rules.
  var key: ExposureKey {
    switch self {
    case .bank: .bank
    case .sector: .sector
    case .firm: .firm
    case .district: .district
    }
  }
}

/// `xiantou pool report breakers`.
struct PoolReportBreakers: Command {
  static let page = Page(
    "breakers",
    "熔断现状和依据的数字",
    "Where each breaker stands, with the figures behind it",
    examples: [.init("xiantou pool report breakers --on 2025-12-31", "某日", "on a day")]
  )

  @OptionGroup var report: PoolReportOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou pool report vintage`.
struct PoolReportVintage: Command {
  static let page = Page(
    "vintage",
    "放款季度三角: 各季放款后来的不良和补偿",
    "Vintages: what failed and was paid of each quarter's lending, quarter by quarter",
    examples: [.init("xiantou pool report vintage --on 2025-12-31", "截至年底", "through a year's end")]
  )

  @OptionGroup var report: PoolReportOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou pool report idle`.
struct PoolReportIdle: Command {
  static let page = Page(
    "idle",
    "资金沉淀: 先进先出的账龄和使用率",
    "How long money has been lying there, first in, first out, and how much of it was used",
    examples: [.init("xiantou pool report idle --on 2025-12-31", "某日", "on a day")]
  )

  @OptionGroup var report: PoolReportOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou pool exposure --firm NAME`.
struct PoolExposure: Command {
  static let page = Page(
    "exposure",
    "同一企业: 各资金池各银行的贷款, 加先投",
    "One firm: its loans in every pool and at every bank, and what was invested first",
    examples: [.init("xiantou pool exposure --firm 示例科技", "一家企业", "one firm")]
  )

  @Option(help: help("企业名称", "the firm", value: "name"))
  var firm: String

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou pool check`.
struct PoolCheckCommand: Command {
  static let page = Page(
    "check",
    "审计检查: 重复补偿、重复享受、逾期后备案、余额不符等",
    "The auditors' tests: paid twice, two schemes, enrolled after default, balances, …",
    examples: [
      .init("xiantou pool check --on 2025-12-31", "全部检查", "all of them"),
      .init(
        "xiantou pool check --exclude 名单.txt -o 疑点.csv",
        "带禁止对象名单, 写入文件",
        "with a list of excluded firms, into a file"
      ),
    ]
  ).noting(
    "每个疑点列出依据的单据。有疑点时退出码 10。",
    "Each finding names the documents behind it. Exits with 10 when there are any."
  )

  @Option(help: help("禁止对象名单, 一行一家企业", "firms that may get nothing, one a line", value: "file"))
  var exclude: String?

  @OptionGroup var report: PoolReportOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou pool import FILE…`.
struct PoolImportCommand: Command {
  static let page = Page(
    "import",
    "导入贷款、补偿、追偿台账: 与已记账凭证关联, 或登记为新单据",
    "Import tables of loans, claims and recoveries: linked to vouchers, or booked",
    examples: [
      .init("xiantou pool import 台账/ --dry-run", "检查", "check them"),
      .init(
        "xiantou pool import loans.csv claims.csv recoveries.csv --book-events --as 陈立",
        "登记为新单据并记账",
        "book them as new documents"
      ),
    ]
  )

  @Argument(help: help("文件或文件夹", "files or folders", value: "path"))
  var paths: [String]

  @Option(help: help("输入编码; 省略时自动识别", "encoding of the input, else detected", value: "encoding"))
  var encoding: String?

  @Flag(help: help("把台账登记为新的业务单据并记账", "book the rows as new documents"))
  var bookEvents = false

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
