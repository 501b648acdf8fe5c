import ArgumentParser
import Quantities

/// What adopting a file is told.
struct AdoptionOptions: ParsableArguments {
  @Option(
    help: help("决定日期, 默认为今天", "day of the decision; today by default", value: "date"),
    transform: Read.date
  )
  var on: CivilDate?

  @Option(help: help("原因", "why", value: "text"))
  var reason: String?

  @OptionGroup var signing: SigningOptions
}

/// `xiantou policy adopt FILE…`.
struct PolicyAdopt: Command {
  static let page = Page(
    "adopt",
    "采用政策、分录模板: 文件及签字人记入日志",
    "Adopt policies and posting templates: the file and its signers enter the log",
    examples: [
      .init("xiantou policy adopt 政策.json 模板.json --as 张敏", "提请采用", "propose to adopt"),
      .init(
        "xiantou policy adopt 政策.json --on 2025-01-01 --signed 张敏,王磊,周正 --as 陈立",
        "登记已签的文件",
        "enter files that were signed on paper"
      ),
    ]
  ).noting(
    "种类由文件内容识别。采用不改变已签约项目: 合同冻结签约时的版本。",
    "A file says itself what it is. Contracts keep the version that they were signed under."
  )

  @Argument(help: help("政策或模板文件", "policies or templates", value: "file"))
  var files: [String]

  @OptionGroup var adoption: AdoptionOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou policy list`.
struct PolicyList: Command {
  static let page = Page(
    "list",
    "列出已采用的文件",
    "List the adopted files",
    examples: [.init("xiantou policy list", "已采用的文件", "the adopted files")]
  )

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou rate` (利率).
struct RateCommand: Command {
  static let page = Page(
    "rate",
    "公布利率: 登记、更正、查询",
    "Published rates: load, correct, look up",
    examples: [
      .init("xiantou rate load lpr.csv --as 张敏", "登记利率文件", "load a file of rates"),
      .init("xiantou rate show lpr_1y --on 2025-06-30", "某日利率", "the rate of a day"),
    ]
  )
  static let verbs: [any Command.Type] = [RateLoad.self, RateList.self, RateShow.self]
}

/// `xiantou rate load FILE`.
struct RateLoad: Command {
  static let page = Page(
    "load",
    "采用利率文件; 更正已登记的值须说明原因",
    "Adopt a file of rates; a correction needs a reason",
    examples: [
      .init("xiantou rate load lpr.csv --as 张敏", "登记", "load"),
      .init(
        "xiantou rate load 更正.csv --reason 原登记有误 --as 张敏",
        "更正, 原记录保留",
        "correct; the former record stays"
      ),
    ]
  ).noting(
    "列: series,from,rate_ppm,unchanged_through。后登记的同日报价优先。",
    "Columns: series,from,rate_ppm,unchanged_through. A later word about a day comes first."
  )

  @Argument(help: help("利率文件", "file of rates", value: "file"))
  var file: String

  @OptionGroup var adoption: AdoptionOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou rate list`.
struct RateList: Command {
  static let page = Page(
    "list",
    "列出现行报价",
    "List the quotations in force",
    examples: [.init("xiantou rate list", "全部报价", "all quotations")]
  )

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou rate show SERIES`.
struct RateShow: Command {
  static let page = Page(
    "show",
    "某日适用的利率; 缺月拒绝",
    "The rate of a day; a missing month refuses",
    examples: [.init("xiantou rate show lpr_1y --on 2025-06-30", "某日利率", "the rate of a day")]
  )

  @Argument(help: help("序列, 如 lpr_1y", "series, like lpr_1y", value: "series"))
  var series: String

  @Option(
    help: help("日期, 默认为今天", "day; today by default", value: "date"),
    transform: Read.date
  )
  var on: CivilDate?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou book role`.
struct BookRoleCommand: Command {
  static let page = Page(
    "role",
    "账簿分工: 谁的账在哪个账套",
    "Whose book is whose",
    examples: [
      .init("xiantou book role --role unit --code 001 --as 陈立", "单位账", "the unit's book"),
      .init(
        "xiantou book role --role holder --party SOE1 --code 002 --as 陈立",
        "代持单位账",
        "the book of a holder"
      ),
    ]
  )

  @Option(
    help: help(
      "角色: treasury、unit、holder、former_holder、landlord、control、pool、manager",
      "treasury, unit, holder, former_holder, landlord, control, pool or manager",
      value: "role"
    )
  )
  var role: String

  @Option(help: help("单位编码, 省略为其余各单位", "which body; all others without it", value: "party"))
  var party: String?

  @Option(help: help("账套编码", "code of the book", value: "code"))
  var code: String

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
