import Accounting
import ArgumentParser
import Quantities

/// `xiantou voucher` (凭证).
struct VoucherCommand: Command {
  static let page = Page(
    "voucher",
    "凭证: 制单、送审、复核、审批、记账、冲销",
    "Vouchers: make, submit, review, approve, post, reverse",
    examples: [
      .init("xiantou voucher import 凭证.csv --dry-run", "检查一个文件", "check a file"),
      .init("xiantou voucher show 2025-12-记-0002", "查看一张凭证", "show a voucher"),
    ]
  ).noting(
    "草稿写作 D-000123, 已记账凭证写作 2025-12-记-0002。已记账凭证不能反记账, 只能红字冲销。",
    "A draft is D-000123, a posted voucher 2025-12-记-0002. Posting is final; correct by reversal."
  )
  static let verbs: [any Command.Type] = [
    VoucherNew.self, VoucherImport.self, VoucherList.self, VoucherShow.self, VoucherPrint.self,
    VoucherSubmit.self, VoucherReturn.self, VoucherWithdraw.self, VoucherReview.self,
    VoucherApprove.self, VoucherPost.self, VoucherReverse.self,
  ]
}

/// `xiantou voucher new`.
struct VoucherNew: Command {
  static let page = Page(
    "new",
    "填制一张凭证(草稿)",
    "Write a voucher (a draft)",
    examples: [
      .init(
        "xiantou voucher new --on 2026-01-09 --summary 拨付P045第4期 "
          + "--debit 122101:300000.00:项目=P045 --credit 100201:300000.00 --as 张敏",
        "一借一贷",
        "one debit, one credit"
      )
    ]
  ).noting(
    "分录写作 科目:金额[:辅助=编码,…]; 借方在前, 贷方在后。",
    "A line is ACCOUNT:AMOUNT[:KIND=CODE,…]; debits come before credits."
  )

  @Option(help: help("凭证日期", "date", value: "date"), transform: Read.date)
  var on: CivilDate

  @Option(help: help("摘要", "summary", value: "text"))
  var summary: String

  @Option(help: help("凭证字", "voucher word", value: "word"))
  var word = "记"

  @Option(help: help("附件数", "attached papers", value: "count"))
  var attachments = 0

  @Option(help: help("借方分录, 可重复", "a debit; may be repeated", value: "line"), transform: Read.line)
  var debit: [LineOption]

  @Option(help: help("贷方分录, 可重复", "a credit; may be repeated", value: "line"), transform: Read.line)
  var credit: [LineOption]

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou voucher import FILE`.
struct VoucherImport: Command {
  static let page = Page(
    "import",
    "导入凭证: CSV、TSV 或 XLSX, 整个文件或全不导入",
    "Import vouchers from CSV, TSV or XLSX: the whole file or nothing",
    examples: [
      .init("xiantou voucher import 凭证.csv --dry-run", "只检查", "check only"),
      .init("xiantou voucher import 凭证.csv --as 张敏", "导入为草稿", "import as drafts"),
      .init("xiantou voucher import 三年凭证.csv --post --as 陈立", "导入已记账的历史凭证", "load posted history"),
    ]
  )

  @OptionGroup var input: InputOptions

  @Flag(help: help("导入为已记账凭证, 保留原编号和签名", "load as posted, with the numbers and people of the file"))
  var post = false

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou voucher list`.
struct VoucherList: Command {
  static let page = Page(
    "list",
    "列出凭证",
    "List vouchers",
    examples: [
      .init("xiantou voucher list --period 2025-12", "某期间的凭证", "the vouchers of a period"),
      .init("xiantou voucher list --state submitted", "等待复核的凭证", "what waits for review"),
    ]
  )

  @Option(help: help("期间", "periods", value: "period"), transform: Read.periods)
  var period: PeriodRange?

  @Option(help: help("状态, 可重复", "state; may be repeated", value: "state"), transform: Read.word)
  var state: [VoucherState] = []

  @OptionGroup var rows: RowOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou voucher show NO`.
struct VoucherShow: Command {
  static let page = Page(
    "show",
    "查看凭证: 分录、签名、日志位置",
    "Show a voucher: lines, people, place in the log",
    examples: [
      .init("xiantou voucher show 2025-12-记-0002", "查看已记账凭证", "show a posted voucher"),
      .init("xiantou voucher show D-000123 --json", "查看草稿", "show a draft"),
    ]
  )

  @Argument(help: help("凭证号或草稿号", "voucher or draft", value: "voucher"), transform: Read.reference)
  var voucher: VoucherReference

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou voucher print NO…`.
struct VoucherPrint: Command {
  static let page = Page(
    "print",
    "按记账凭证格式打印, 含大写金额",
    "Print vouchers in the paper form, with amounts in words",
    examples: [.init("xiantou voucher print 2025-12-记-0002 -o 凭证.txt", "打印到文件", "print to a file")]
  )

  @Argument(
    help: help("凭证号或草稿号", "vouchers or drafts", value: "voucher"),
    transform: Read.reference
  )
  var vouchers: [VoucherReference]

  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou voucher reverse NO`.
struct VoucherReverse: Command {
  static let page = Page(
    "reverse",
    "红字冲销已记账凭证, 可同时订正",
    "Reverse a posted voucher in red, and correct it if asked",
    examples: [
      .init(
        "xiantou voucher reverse 2025-12-记-0002 --on 2026-01-09 --reason 项目挂错 "
          + "--correct 项目=P043 --as 张敏",
        "冲销并改挂到另一个项目",
        "reverse and book to another project"
      )
    ]
  )

  @Argument(
    help: help("要冲销的凭证号", "the voucher to reverse", value: "voucher"),
    transform: Read.reference
  )
  var voucher: VoucherReference

  @Option(help: help("冲销凭证的日期", "date of the reversal", value: "date"), transform: Read.date)
  var on: CivilDate

  @Option(help: help("原因", "reason", value: "text"))
  var reason: String

  @Option(
    help: help("订正的辅助核算, 可重复", "a corrected dimension; may be repeated", value: "kind=code"),
    transform: Read.dimension
  )
  var correct: [DimensionOption] = []

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
