import Accounting
import ArgumentParser
import Quantities
import Reports

/// `xiantou report` (账表).
struct ReportCommand: Command {
  static let page = Page(
    "report",
    "账簿和报表",
    "Books and reports",
    examples: [
      .init("xiantou report tb --period 2025-12", "科目余额表", "the trial balance"),
      .init("xiantou report ledger --account 100201 --period 2025", "明细账", "an account's ledger"),
    ]
  )
  static let verbs: [any Command.Type] = [
    ReportJournal.self, ReportLedger.self, ReportGeneralLedger.self, ReportColumns.self,
    ReportTrialBalance.self, ReportAux.self, ReportSearch.self,
  ]
}

/// The stretch of time that a report covers, and the state of knowledge.
struct PeriodOptions: ParsableArguments {
  @Option(
    help: help(
      "期间, 例如 2025-12、2025、2025Q4、2025-01..2025-12",
      "period, for example 2025-12, 2025, 2025Q4, 2025-01..2025-12",
      value: "period"
    ),
    transform: Read.periods
  )
  var period: PeriodRange

  @OptionGroup var knowledge: KnowledgeOptions
}

/// The state of knowledge that a report is made of.
struct KnowledgeOptions: ParsableArguments {
  @Option(
    help: help("按日志中此位置时的账面", "as the books stood at this place of the log", value: "seq"),
    transform: Read.count
  )
  var knownAt: Int?
}

/// Which part of a long list to show.
struct RowOptions: ParsableArguments {
  @Option(help: help("最多几行", "how many rows at most", value: "count"), transform: Read.count)
  var limit: Int?

  @Option(help: help("跳过几行", "how many rows to skip", value: "count"))
  var skip = 0
}

/// `xiantou report journal`.
struct ReportJournal: Command {
  static let page = Page(
    "journal",
    "序时账",
    "The journal: entries in the order of time",
    examples: [.init("xiantou report journal --period 2025-12", "十二月的序时账", "December's journal")]
  )

  @OptionGroup var range: PeriodOptions
  @OptionGroup var rows: RowOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou report ledger`.
struct ReportLedger: Command {
  static let page = Page(
    "ledger",
    "明细账: 期初、每笔、本期合计、本年累计",
    "An account's ledger: opening, lines, totals of the period and the year",
    examples: [
      .init("xiantou report ledger --account 100201 --period 2025-12", "银行明细账", "the bank account"),
      .init(
        "xiantou report ledger --account 122101 --aux 项目=P024 --period 2023-01..2025-12",
        "一个项目的明细账",
        "one project"
      ),
    ]
  )

  @Option(
    help: help("科目, 非末级时含全部下级", "account, with all below it", value: "code"),
    transform: Read.account
  )
  var account: AccountCode

  @Option(
    help: help("只看此辅助核算, 可重复", "only this dimension; may be repeated", value: "kind=code"),
    transform: Read.dimension
  )
  var aux: [DimensionOption] = []

  @OptionGroup var range: PeriodOptions
  @OptionGroup var rows: RowOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou report gl`.
struct ReportGeneralLedger: Command {
  static let page = Page(
    "gl",
    "总账: 每科目每月的发生额和余额",
    "The general ledger: each account, each month",
    examples: [.init("xiantou report gl --period 2025", "全年总账", "a year")]
  )

  @Option(help: help("科目范围", "accounts", value: "codes"), transform: Read.accounts)
  var account: ClosedRange<AccountCode>?

  @OptionGroup var range: PeriodOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou report columns`.
struct ReportColumns: Command {
  static let page = Page(
    "columns",
    "多栏账: 按下级科目或辅助核算分栏",
    "A columnar ledger: by sub-account or dimension",
    examples: [
      .init("xiantou report columns --account 5001 --period 2025", "按下级科目分栏", "by sub-account"),
      .init("xiantou report columns --account 122101 --by 承载区 --period 2025", "按承载区分栏", "by zone"),
    ]
  )

  @Option(help: help("科目", "account", value: "code"), transform: Read.account)
  var account: AccountCode

  @Option(
    help: help("分栏的辅助核算; 省略时按下级科目", "dimension of the columns, else sub-accounts", value: "kind")
  )
  var by: String?

  @OptionGroup var range: PeriodOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou report tb`.
struct ReportTrialBalance: Command {
  static let page = Page(
    "tb",
    "科目余额表",
    "The trial balance",
    examples: [
      .init("xiantou report tb --period 2025-12 --level 1", "一级科目", "top accounts"),
      .init(
        "xiantou report tb --period 2025 --leaf --csv -o 余额表.csv",
        "末级科目, 导出 CSV",
        "leaf accounts as CSV"
      ),
    ]
  )

  @Option(
    help: help("级次, 例如 1 或 1-2", "levels, for example 1 or 1-2", value: "levels"),
    transform: Read.levels
  )
  var level: ClosedRange<Int>?

  @Flag(help: help("只列末级科目", "leaf accounts only"))
  var leaf = false

  @Flag(help: help("包括没有余额和发生额的科目", "with accounts without balance and movement"))
  var all = false

  @Option(
    help: help(
      "反方向余额: columns 列在另一栏, natural 列在本栏为负, signed 只用一栏",
      "unusual balances: columns, natural (negative) or signed (one column)",
      value: "form"
    ),
    transform: Read.word
  )
  var balance = BalanceStyle.columns

  @OptionGroup var range: PeriodOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou report aux`.
struct ReportAux: Command {
  static let page = Page(
    "aux",
    "辅助余额表",
    "Balances by dimension",
    examples: [
      .init(
        "xiantou report aux --as-of 2025-12-31 --account 122101 --by 项目",
        "每个项目的先投余额",
        "the balance of each project"
      )
    ]
  )

  @Option(help: help("截至日期", "as of this day", value: "date"), transform: Read.date)
  var asOf: CivilDate

  @Option(help: help("科目", "account", value: "code"), transform: Read.account)
  var account: AccountCode

  @Option(help: help("辅助核算, 例如 项目", "dimension, for example project", value: "kind"))
  var by: String

  @Flag(help: help("包括余额为 0 的", "with zero balances"))
  var all = false

  @OptionGroup var knowledge: KnowledgeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou report search`.
struct ReportSearch: Command {
  static let page = Page(
    "search",
    "查找分录: 摘要、对方科目、金额、制单人",
    "Find lines by summary, counter account, amount or maker",
    examples: [
      .init("xiantou report search --text 租金 --period 2025", "摘要含“租金”", "summaries with 租金"),
      .init(
        "xiantou report search --account 100201 --counter 5001 --amount 100000.00..",
        "十万元以上的费用支出",
        "expenses of 100,000 or more"
      ),
    ]
  )

  @Option(help: help("摘要包含", "the summary contains", value: "text"))
  var text: String?

  @Option(help: help("科目范围", "accounts", value: "codes"), transform: Read.accounts)
  var account: ClosedRange<AccountCode>?

  @Option(help: help("对方科目范围", "counter accounts", value: "codes"), transform: Read.accounts)
  var counter: ClosedRange<AccountCode>?

  @Option(
    help: help(
      "金额区间, 例如 1000.00..50000.00",
      "amounts, for example 1000.00..50000.00",
      value: "amounts"
    ),
    transform: Read.amounts
  )
  var amount: AmountRange?

  @Option(help: help("制单人", "maker", value: "user"))
  var maker: String?

  @Option(
    help: help("辅助核算, 可重复", "dimension; may be repeated", value: "kind=code"),
    transform: Read.dimension
  )
  var aux: [DimensionOption] = []

  @Option(help: help("期间", "periods", value: "period"), transform: Read.periods)
  var period: PeriodRange?

  @OptionGroup var rows: RowOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
