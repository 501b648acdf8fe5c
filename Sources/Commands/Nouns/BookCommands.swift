import Accounting
import ArgumentParser
import Quantities

/// `xiantou book` (账本).
struct BookCommand: Command {
  static let page = Page(
    "book",
    "账本文件和账套",
    "The ledger file and its books",
    examples: [
      .init(
        "xiantou book init 先投.xiantou --name 示例新区先投专项资金 --start 2023-01",
        "建立账本",
        "create a ledger"
      ),
      .init("xiantou book check 先投.xiantou", "重放日志, 核对全部数据", "replay the log"),
    ]
  )
  static let verbs: [any Command.Type] = [
    BookInit.self, BookInfo.self, BookCheck.self, BookBackup.self, BookUpgrade.self, BookAdd.self,
    BookRoleCommand.self,
  ]
}

/// What a new book needs to be told.
struct NewBookOptions: ParsableArguments {
  @Option(help: help("账套名称", "name of the book", value: "name"))
  var name: String

  @Option(
    help: help("启用期间, 例如 2023-01", "first period, for example 2023-01", value: "period"),
    transform: Read.period
  )
  var start: FiscalPeriod

  @Option(
    help: help(
      "科目表文件, 或内置科目表 fund; 省略时以后再导入科目",
      "chart of accounts: a file, or the built-in fund; without it accounts come later",
      value: "file"
    )
  )
  var chart: String?
}

/// `xiantou book init FILE`.
struct BookInit: Command {
  static let page = Page(
    "init",
    "建立账本文件和第一个账套",
    "Create a ledger file with its first book",
    examples: [
      .init(
        "xiantou book init 先投.xiantou --name 示例新区先投专项资金 --start 2023-01 --chart fund",
        "用内置科目表建账",
        "create a ledger with the built-in chart"
      ),
      .init(
        "xiantou book init 先投.xiantou --name 示例 --start 2023-01 --chart accounts.csv",
        "用自己的科目表建账",
        "create a ledger with a chart of your own"
      ),
    ]
  )

  @Argument(help: help("要建立的账本文件", "the ledger file to create", value: "file"))
  var file: String

  @Option(help: help("账套编码", "code of the book", value: "code"))
  var code = "001"

  @OptionGroup var new: NewBookOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou book add CODE`.
struct BookAdd: Command {
  static let page = Page(
    "add",
    "在账本中增加一个账套",
    "Add a book to the ledger file",
    examples: [
      .init(
        "xiantou book add 002 --name 风险补偿金 --start 2024-01 --book 先投.xiantou --as 陈立",
        "增加第二个账套",
        "add a second book"
      )
    ]
  )

  @Argument(help: help("账套编码", "code of the book", value: "code"))
  var code: String

  @OptionGroup var new: NewBookOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou book info`.
struct BookInfo: Command {
  static let page = Page(
    "info",
    "查看账本概况",
    "Show what the ledger holds",
    examples: [
      .init("xiantou book info 先投.xiantou", "查看账套、期间和记录数", "show books, periods and records")
    ]
  )

  @Argument(help: help("账本文件, 也可用 --book", "ledger file, instead of --book", value: "file"))
  var file: String?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou book check`.
struct BookCheck: Command {
  static let page = Page(
    "check",
    "重放日志, 核对分录、余额与日志一致",
    "Replay the log and prove that entries and balances agree with it",
    examples: [
      .init("xiantou book check 先投.xiantou", "核对整个账本", "check the whole ledger"),
      .init("xiantou book check 先投.xiantou --json", "结果供脚本使用", "the result for scripts"),
    ]
  ).noting(
    "不一致时指出第一处差异, 退出码 7。",
    "Names the first difference and exits with 7 when there is one."
  )

  @Argument(help: help("账本文件, 也可用 --book", "ledger file, instead of --book", value: "file"))
  var file: String?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou book backup FILE`.
struct BookBackup: Command {
  static let page = Page(
    "backup",
    "备份账本, 备份时可以继续记账",
    "Back up the ledger while others keep working",
    examples: [
      .init(
        "xiantou book backup 备份.xiantou --book 先投.xiantou",
        "备份到另一个文件",
        "back up to another file"
      )
    ]
  )

  @Argument(help: help("备份文件, 必须尚不存在", "the backup, which must not exist", value: "file"))
  var file: String

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou book upgrade`.
struct BookUpgrade: Command {
  static let page = Page(
    "upgrade",
    "把旧格式的账本升级到当前格式",
    "Bring an old ledger file to the present format",
    examples: [
      .init("xiantou book upgrade --book 先投.xiantou", "升级; 会先备份", "upgrade, after a backup")
    ]
  )

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
