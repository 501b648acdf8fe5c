import ArgumentParser
import CanonicalJSON
import InvestFirst

/// In which way a project leaves, or pays back (退出方式).
enum ExitKind: String, CaseIterable {
  case buyback, transfer, listing, ipo, merger, dividend, liquidation, repay

  /// The way in the words of the policy; `nil` when money is paid back that never became equity.
  var way: ExitTerms.Way? {
    switch self {
    case .buyback: .founderBuyback
    case .transfer: .holderTransfer
    case .listing: .exchangeListing
    case .ipo: .ipo
    case .merger: .merger
    case .dividend: .dividendRecoup
    case .liquidation: .liquidation
    case .repay: nil
    }
  }
}

/// What an exit is computed from (退出要素).
struct ExitOptions: ParsableArguments {
  @Option(
    help: help(
      "方式: buyback、transfer、listing、ipo、merger、dividend、liquidation、repay",
      "buyback, transfer, listing, ipo, merger, dividend, liquidation or repay",
      value: "kind"
    ),
    transform: Read.word
  )
  var kind: ExitKind

  @Option(help: help("退出股本, 默认全部", "registered capital; all by default", value: "yuan"))
  var capital: String?

  @Option(
    name: .customLong("fraction-ppm"),
    help: help("退出比例(百万分率)", "share of the holding in ppm", value: "ppm")
  )
  var fraction: String?

  @Option(help: help("出价", "offer for the part that is sold", value: "yuan"))
  var offered: String?

  @Option(help: help("所售部分的市值", "market value of the part", value: "yuan"))
  var marketValue: String?

  @Option(help: help("所售部分的评估值", "appraised value of the part", value: "yuan"))
  var appraised: String?

  @Option(help: help("费用", "costs of the sale", value: "yuan"))
  var fees: String?

  /// The case.
  func stated(because reason: String? = nil) -> Stated {
    guard let way = kind.way else {
      return .case(.repayment, ["offered_price": .given(offered)])
    }
    return .case(
      .exitPriced,
      [
        "way": .string(way.rawValue), "capital": .given(capital),
        "fraction_ppm": .given(fraction), "offered_price": .given(offered),
        "market_value": .given(marketValue), "appraised_value": .given(appraised),
        "fees": .given(fees), "reason": .given(reason),
      ]
    )
  }
}

/// `xiantou exit` (退出).
struct ExitCommand: Command {
  static let page = Page(
    "exit",
    "退出: 试算、定价、到账、台账",
    "Exits: quote, price, payment, list",
    examples: [
      .init(
        "xiantou exit quote P024 --kind buyback --on 2026-06-30 --explain",
        "试算回购价并说明算法",
        "compute a buy-back and explain it"
      )
    ]
  )
  static let verbs: [any Command.Type] = [
    ExitQuote.self, ExitPriceCommand.self, ExitPost.self, ExitCallOff.self, ExitList.self,
  ]
}

/// `xiantou exit quote P001`.
struct ExitQuote: QuoteCommand {
  static let page = Page(
    "quote",
    "试算退出或返还, 不写入",
    "Compute an exit or a repayment; nothing is written",
    examples: [
      .init(
        "xiantou exit quote P024 --kind buyback --on 2026-06-30 --explain",
        "试算回购价并说明算法",
        "compute a buy-back and explain it"
      ),
      .init(
        "xiantou exit quote P031 --kind repay --on 2026-06-30",
        "试算未转股返还",
        "compute a repayment"
      ),
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var exit: ExitOptions
  @OptionGroup var quote: QuoteOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated() throws(Failure) -> Stated { exit.stated() }
}

/// `xiantou exit price P001`.
struct ExitPriceCommand: StatementCommand {
  static let page = Page(
    "price",
    "退出定价: 按政策计算后制单; repay 直接返还",
    "Price an exit: computed under the policy and handed in; repay pays back at once",
    examples: [
      .init(
        "xiantou exit price P024 --kind buyback --on 2026-06-30 --evidence 回购协议=协议.pdf --as 张敏",
        "定价制单",
        "hand the price in"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @Option(help: help("低于评估值的原因", "why it is less than the appraisal says", value: "text"))
  var reason: String?

  @OptionGroup var exit: ExitOptions
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated { exit.stated(because: reason) }
}

/// `xiantou exit post P001`.
struct ExitPost: StatementCommand {
  static let page = Page(
    "post",
    "退出款到账; 与定价不同须说明原因",
    "The money of an exit arrives; a difference from the price needs a reason",
    examples: [
      .init(
        "xiantou exit post P024 --on 2026-07-05 --evidence 回单=回单.pdf --as 张敏",
        "按定价到账",
        "the price arrives"
      ),
      .init(
        "xiantou exit post P024 --amount 2500000.00 --reason 代扣税费 --evidence 回单=回单.pdf --as 张敏",
        "金额不同",
        "another amount arrives"
      ),
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @Option(help: help("到账金额, 默认为定价", "what arrives; the price by default", value: "yuan"))
  var amount: String?

  @Option(help: help("与定价不同的原因", "why it is not the price", value: "text"))
  var reason: String?

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.exitPaid, ["amount": .given(amount), "reason": .given(reason)])
  }
}

/// `xiantou exit call-off P001`.
struct ExitCallOff: StatementCommand {
  static let page = Page(
    "call-off",
    "取消已定价的退出",
    "Call a priced exit off",
    examples: [
      .init(
        "xiantou exit call-off P024 --evidence 终止协议=协议.pdf --as 张敏",
        "取消",
        "call it off"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated { .facts(.exitCalledOff) }
}
