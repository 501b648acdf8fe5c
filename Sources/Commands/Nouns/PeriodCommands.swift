import Accounting
import ArgumentParser
import Quantities

/// `xiantou period` (会计期间).
struct PeriodCommand: Command {
  static let page = Page(
    "period",
    "会计期间: 检查、结账、反结账、结转",
    "Periods: check, close, reopen, carry forward",
    examples: [
      .init("xiantou period check 2025-12", "逐项检查能否结账", "see whether a period can be closed"),
      .init("xiantou period close 2025-12 --as 陈立 --yes", "结账", "close it"),
    ]
  )
  static let verbs: [any Command.Type] = [
    PeriodList.self, PeriodCheck.self, PeriodClose.self, PeriodReopen.self, PeriodCarry.self,
  ]
}

/// `xiantou period list`.
struct PeriodList: Command {
  static let page = Page(
    "list",
    "列出期间和状态",
    "List the periods and their states",
    examples: [.init("xiantou period list", "列出期间", "list the periods")]
  )

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// The period that a command is about.
struct PeriodArgument: ParsableArguments {
  @Argument(
    help: help("期间, 例如 2025-12", "period, for example 2025-12", value: "period"),
    transform: Read.period
  )
  var period: FiscalPeriod
}

/// `xiantou period check YYYY-MM`.
struct PeriodCheck: Command {
  static let page = Page(
    "check",
    "结账前检查, 逐项列出",
    "Run the checks that come before closing",
    examples: [.init("xiantou period check 2025-12", "检查十二月", "check December")]
  ).noting("有不通过项时退出码 10。", "Exits with 10 when a check fails.")

  @OptionGroup var which: PeriodArgument
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou period close YYYY-MM`.
struct PeriodClose: Command {
  static let page = Page(
    "close",
    "结账: 之后该期间不再接受凭证",
    "Close a period: it takes no more vouchers",
    examples: [
      .init("xiantou period close 2025-12 --as 陈立 --yes", "结账, 不再询问", "close without asking"),
      .init(
        "xiantou period close 2025-12 --keys 密钥 --as 陈立 --yes",
        "结账并签署检查点",
        "close and sign the head of the log"
      ),
    ]
  )

  @OptionGroup var which: PeriodArgument

  @Option(help: help("签署检查点的密钥文件夹", "folder of the keys that sign the head", value: "folder"))
  var keys: String?

  @OptionGroup var password: PasswordOption
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou period reopen YYYY-MM`.
struct PeriodReopen: Command {
  static let page = Page(
    "reopen",
    "反结账: 只为补记新凭证, 已记账凭证仍不可改",
    "Reopen a period for new vouchers; what is posted stays",
    examples: [
      .init(
        "xiantou period reopen 2025-12 --reason 补记利息 --as 陈立 --yes",
        "反结账并说明原因",
        "reopen with a reason"
      )
    ]
  )

  @OptionGroup var which: PeriodArgument

  @Option(help: help("原因", "reason", value: "text"))
  var reason: String

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou period carry YYYY-MM`.
struct PeriodCarry: Command {
  static let page = Page(
    "carry",
    "期末结转: 生成结转损益的凭证草稿",
    "Carry forward: draft the voucher that moves income and expense",
    examples: [
      .init("xiantou period carry 2025-12 --dry-run", "先看结转凭证", "look at it first"),
      .init("xiantou period carry 2025-12 --as 张敏", "生成草稿", "make the draft"),
    ]
  )

  @OptionGroup var which: PeriodArgument

  @Option(
    help: help("转入的净资产科目, 可重复", "net-assets account to carry to; may be repeated", value: "code"),
    transform: Read.account
  )
  var to: [AccountCode] = []
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
