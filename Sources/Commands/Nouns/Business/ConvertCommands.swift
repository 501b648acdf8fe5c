import ArgumentParser
import CanonicalJSON
import InvestFirst

/// What a conversion is computed from (转股要素).
struct ConversionOptions: ParsableArguments {
  @Option(
    name: .customLong("before"),
    help: help(
      "转股前股东出资, 如 founders:9000000.00; 可以重复",
      "registered capital before, like founders:9000000.00; may be repeated",
      value: "class:yuan"
    ),
    transform: Read.owner
  )
  var before: [OwnerOption] = []

  @Option(help: help("投前估值", "value of the company before the round", value: "yuan"))
  var preMoney: String?

  @Option(help: help("本轮外部出资", "what new investors pay in the round", value: "yuan"))
  var roundCash: String?

  @Option(help: help("合作机构同时转股的金额", "what partners convert beside", value: "yuan"))
  var coConverting: String?

  @Option(help: help("评估值", "appraised value of the company", value: "yuan"))
  var appraised: String?

  @Option(help: help("净资产", "net assets of the company", value: "yuan"))
  var netAssets: String?

  @Option(help: help("约定股比(百万分率)", "agreed share in ppm", value: "ppm"))
  var ratio: String?

  @Option(
    help: help(
      "其他股东中最大一方的出资",
      "registered capital of the largest other holder",
      value: "yuan"
    )
  )
  var largest: String?

  @Option(help: help("代持单位, 默认按政策", "holder; the policy's by default", value: "holder"))
  var holder: String?

  /// The case.
  var stated: Stated {
    .case(
      .conversion,
      [
        "before": .owners(before), "pre_money": .given(preMoney),
        "round_cash": .given(roundCash), "co_converting": .given(coConverting),
        "appraised_value": .given(appraised), "net_assets": .given(netAssets),
        "agreed_ratio_ppm": .given(ratio), "largest_holding": .given(largest),
        "holder": .given(holder),
      ]
    )
  }
}

/// `xiantou convert` (转股).
struct ConvertCommand: Command {
  static let page = Page(
    "convert",
    "转股: 试算、办理、台账",
    "Conversions: quote, post, list",
    examples: [
      .init(
        "xiantou convert quote P001 --before founders:9000000.00 --pre-money 90000000.00 --explain",
        "试算并说明每一步",
        "compute and explain each step"
      )
    ]
  )
  static let verbs: [any Command.Type] = [
    ConvertQuote.self, ConvertPost.self, ConvertList.self, ConvertShow.self,
  ]
}

/// `xiantou convert quote P001`.
struct ConvertQuote: QuoteCommand {
  static let page = Page(
    "quote",
    "试算转股, 不写入",
    "Compute a conversion; nothing is written",
    examples: [
      .init(
        "xiantou convert quote P001 --before founders:9000000.00 --pre-money 90000000.00 --explain",
        "试算并说明每一步",
        "compute and explain each step"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var conversion: ConversionOptions
  @OptionGroup var quote: QuoteOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated() throws(Failure) -> Stated { conversion.stated }
}

/// `xiantou convert post P001`.
struct ConvertPost: StatementCommand {
  static let page = Page(
    "post",
    "办理转股: 按政策计算后制单",
    "Convert: computed under the policy and handed in",
    examples: [
      .init(
        "xiantou convert post P001 --before founders:9000000.00 --pre-money 90000000.00 "
          + "--evidence 增资协议=协议.pdf --as 张敏",
        "制单",
        "hand it in"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var conversion: ConversionOptions
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated { conversion.stated }
}
