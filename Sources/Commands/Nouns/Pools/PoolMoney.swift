import ArgumentParser
import CanonicalJSON
import Policies
import RiskPools
import Store

/// `xiantou pool fund` (资金).
struct PoolFundCommand: Command {
  static let page = Page(
    "fund",
    "资金: 出资、补充、调拨、利息、费用、上缴",
    "Money: funding, top-ups, transfers, interest, fees, the treasury",
    examples: [
      .init(
        "xiantou pool fund receive 市 --amount 35000000.00 --evidence 回单=回单.pdf --as 张敏",
        "出资到账",
        "a funder pays in"
      )
    ]
  )
  static let verbs: [any Command.Type] = [
    PoolFundReceive.self, PoolFundTopUp.self, PoolFundTransfer.self, PoolFundInterest.self,
    PoolFundFee.self, PoolFundTreasury.self,
  ]
}

/// An amount on an account of the pool.
struct MoneyOptions: ParsableArguments {
  @Option(help: help("金额", "amount", value: "yuan"))
  var amount: String

  @Option(help: help("专户, 默认为唯一专户", "account; the only one by default", value: "name"))
  var account: String?
}

/// `xiantou pool fund receive FUNDER`.
struct PoolFundReceive: PoolStatementCommand {
  static let page = Page(
    "receive",
    "出资到账",
    "A funder pays in",
    examples: [
      .init(
        "xiantou pool fund receive 市 --amount 35000000.00 --evidence 回单=回单.pdf --as 张敏",
        "出资",
        "pay in"
      ),
      .init(
        "xiantou pool fund receive 市 --amount 5000000.00 --top-up --evidence 回单=回单.pdf --as 张敏",
        "已核定的补充到账",
        "a top-up that was approved"
      ),
    ]
  )

  @Argument(help: help("出资方", "funder", value: "party"))
  var funder: String

  @OptionGroup var money: MoneyOptions

  @Option(
    help: help(
      "性质: government(默认)、partner、repayable、carried",
      "government by default, partner, repayable or carried",
      value: "nature"
    )
  )
  var nature: String?

  @Flag(help: help("是已核定的补充", "it is a top-up that was approved"))
  var topUp = false

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      topUp ? .topUpReceived : .fundingReceived,
      [
        "funder": .string(funder), "amount": .string(money.amount),
        "account": .given(money.account), "nature": .given(nature),
      ]
    )
  }
}

/// `xiantou pool fund topup FUNDER`.
struct PoolFundTopUp: PoolStatementCommand {
  static let page = Page(
    "topup",
    "核定补充, 到账时用 receive --top-up",
    "Approve a top-up; it comes with receive --top-up",
    examples: [
      .init(
        "xiantou pool fund topup 市 --amount 5000000.00 --evidence 批复=批复.pdf --as 张敏",
        "核定",
        "approve it"
      )
    ]
  )

  @Argument(help: help("出资方", "funder", value: "party"))
  var funder: String

  @Option(help: help("金额", "amount", value: "yuan"))
  var amount: String

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.topUpApproved, ["funder": .string(funder), "amount": .string(amount)])
  }
}

/// `xiantou pool fund transfer`.
struct PoolFundTransfer: PoolStatementCommand {
  static let page = Page(
    "transfer",
    "专户之间调拨",
    "Move money from one account of the pool to another",
    examples: [
      .init(
        "xiantou pool fund transfer --from A --to B --amount 1000000.00 --evidence 批复=批复.pdf --as 张敏",
        "调拨",
        "move it"
      )
    ]
  )

  @Option(help: help("转出专户", "the account it leaves", value: "name"))
  var from: String

  @Option(help: help("转入专户", "the account it reaches", value: "name"))
  var to: String

  @Option(help: help("金额", "amount", value: "yuan"))
  var amount: String

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .accountTransfer,
      ["from": .string(from), "to": .string(to), "amount": .string(amount)]
    )
  }
}

/// `xiantou pool fund interest`.
struct PoolFundInterest: PoolStatementCommand {
  static let page = Page(
    "interest",
    "存款利息",
    "Interest of an account",
    examples: [
      .init(
        "xiantou pool fund interest --amount 52500.00 --evidence 回单=回单.pdf --as 张敏",
        "利息",
        "interest"
      )
    ]
  )

  @OptionGroup var money: MoneyOptions
  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .interestReceived,
      ["amount": .string(money.amount), "account": .given(money.account)]
    )
  }
}

/// `xiantou pool fund fee`.
struct PoolFundFee: PoolStatementCommand {
  static let page = Page(
    "fee",
    "支付费用",
    "Pay what running the pool costs",
    examples: [
      .init(
        "xiantou pool fund fee --amount 120.00 --reason 手续费 --evidence 回单=回单.pdf --as 张敏",
        "手续费",
        "a bank's charge"
      )
    ]
  )

  @OptionGroup var money: MoneyOptions

  @Option(help: help("用途", "what for", value: "text"))
  var reason: String

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .feePaid,
      [
        "amount": .string(money.amount), "account": .given(money.account),
        "reason": .string(reason),
      ]
    )
  }
}

/// `xiantou pool fund treasury`.
struct PoolFundTreasury: PoolStatementCommand {
  static let page = Page(
    "treasury",
    "上缴财政: 办法规定不留池内的利息和追偿款",
    "Pay to the treasury what the scheme does not leave in the pool",
    examples: [
      .init("xiantou pool fund treasury --evidence 缴款书=缴款.pdf --as 张敏", "全部上缴", "all of it")
    ]
  )

  @Option(help: help("金额, 默认为全部应缴", "amount; all that is due by default", value: "yuan"))
  var amount: String?

  @Option(help: help("专户, 默认为唯一专户", "account; the only one by default", value: "name"))
  var account: String?

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.treasuryPaid, ["amount": .given(amount), "account": .given(account)])
  }
}

/// `xiantou pool recover` (追偿).
struct PoolRecoverCommand: Command {
  static let page = Page(
    "recover",
    "追偿: 收回、转付银行、台账",
    "Recoveries: receive, pass on, list",
    examples: [.init("xiantou pool recover list", "追偿台账", "list the recoveries")]
  )
  static let verbs: [any Command.Type] = [
    PoolRecoverReceive.self, PoolRecoverPassOn.self, PoolRecoverQuote.self, PoolRecoverList.self,
  ]
}

/// What a recovery is (追偿要素).
struct RecoveryOptions: ParsableArguments {
  @Argument(help: help("追偿单号", "number of the recovery", value: "recovery"))
  var recovery: String

  @Option(help: help("补偿单号", "claim", value: "claim"))
  var claim: String

  @Option(help: help("借款人归还的金额", "what the borrower paid", value: "yuan"))
  var gross: String

  @Option(help: help("追偿费用", "what it cost to get it", value: "yuan"))
  var cost: String?

  @Option(
    help: help("谁收款: bank(默认)或 pool", "who was paid: bank by default, or pool", value: "who")
  )
  var collector: String?

  @Option(help: help("借款人归还日, 默认为业务日期", "day the borrower paid", value: "date"))
  var collectedOn: String?

  @Option(help: help("专户, 默认为唯一专户", "account; the only one by default", value: "name"))
  var account: String?

  /// What is stated.
  var stated: Stated {
    .facts(
      .recoveryReceived,
      [
        "recovery": .string(recovery), "claim": .string(claim), "gross": .string(gross),
        "cost": .given(cost), "collector": .given(collector),
        "collected_on": .given(collectedOn), "account": .given(account),
      ]
    )
  }
}

/// `xiantou pool recover receive RECOVERY`.
struct PoolRecoverReceive: PoolStatementCommand {
  static let page = Page(
    "receive",
    "追偿收回: 按办法分给基金和银行",
    "What a borrower paid is shared by the fund and the bank under the scheme",
    examples: [
      .init(
        "xiantou pool recover receive R-001 --claim C-001 --gross 500000.00 --evidence 回单=回单.pdf --as 张敏",
        "银行收款后归还",
        "the bank was paid and passes the pool's part on"
      )
    ]
  )

  @OptionGroup var recovery: RecoveryOptions
  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated { recovery.stated }
}

/// `xiantou pool recover pass-on RECOVERY`.
struct PoolRecoverPassOn: PoolStatementCommand {
  static let page = Page(
    "pass-on",
    "把银行份额转付银行",
    "The bank's part goes on to the bank",
    examples: [
      .init("xiantou pool recover pass-on R-001 --evidence 回单=回单.pdf --as 张敏", "转付", "pass it on")
    ]
  )

  @Argument(help: help("追偿单号", "number of the recovery", value: "recovery"))
  var recovery: String

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.recoveryPassedOn, ["recovery": .string(recovery)])
  }
}

/// `xiantou pool recover quote RECOVERY`.
struct PoolRecoverQuote: RunnableCommand {
  static let page = Page(
    "quote",
    "试算追偿分配, 不写入",
    "Compute how a recovery is shared; nothing is written",
    examples: [
      .init(
        "xiantou pool recover quote R-001 --claim C-001 --gross 500000.00 --explain",
        "试算并说明",
        "compute and explain"
      )
    ]
  )

  @OptionGroup var recovery: RecoveryOptions
  @OptionGroup var which: PoolOption
  @OptionGroup var quote: QuoteOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func execute(in session: Session) throws(Failure) {
    try session.preview(recovery.stated, of: try session.pool(which.pool), in: .pool, quote)
  }
}

/// `xiantou pool recover list`.
struct PoolRecoverList: Command {
  static let page = Page(
    "list",
    "追偿台账",
    "List the recoveries",
    examples: [.init("xiantou pool recover list", "全部", "all of them")]
  )

  @OptionGroup var which: PoolOption
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou pool breaker` (熔断).
struct PoolBreakerCommand: Command {
  static let page = Page(
    "breaker",
    "熔断: 监测、解除、现状",
    "Breakers: review, resume, show",
    examples: [.init("xiantou pool breaker show", "熔断现状和依据", "where each stands, with its figures")]
  )
  static let verbs: [any Command.Type] = [
    PoolBreakerReview.self, PoolBreakerResume.self, PoolBreakerShow.self,
  ]
}

/// `xiantou pool breaker review`.
struct PoolBreakerReview: PoolStatementCommand {
  static let page = Page(
    "review",
    "按台账监测全部熔断指标",
    "Look at every breaker with the pool's own figures",
    examples: [
      .init(
        "xiantou pool breaker review --on 2025-12-31 --evidence 监测表=监测.pdf --as 张敏",
        "监测",
        "review"
      )
    ]
  ).noting(
    "外部数据(如保费)写在 figures 里: xiantou pool record … breaker_reviewed --facts 文件。",
    "Figures from outside go into a file: xiantou pool record … breaker_reviewed --facts FILE."
  )

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated { .facts(.breakerReviewed) }
}

/// `xiantou pool breaker resume N`.
struct PoolBreakerResume: PoolStatementCommand {
  static let page = Page(
    "resume",
    "决定解除熔断",
    "Decide that a breaker ends",
    examples: [
      .init(
        "xiantou pool breaker resume 1 --bank B1 --evidence 决定=决定.pdf --as 张敏",
        "解除某银行的熔断",
        "for a bank"
      )
    ]
  )

  @Argument(help: help("办法中第几条熔断, 从 1 起", "its place in the scheme, from 1", value: "number"))
  var breaker: String

  @Option(help: help("银行", "bank", value: "bank"))
  var bank: String?

  @Option(help: help("区县", "district", value: "name"))
  var district: String?

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    let level = bank != nil ? "bank" : district != nil ? "district" : "programme"
    return .facts(
      .breakerResumed,
      ["breaker": .string(breaker), "level": .string(level), "name": .given(bank ?? district)]
    )
  }
}

/// `xiantou pool breaker show`.
struct PoolBreakerShow: Command {
  static let page = Page(
    "show",
    "各项熔断: 指标、分子、分母、阈值、是否触发",
    "Each breaker: measure, numerator, denominator, threshold, whether it tripped",
    examples: [.init("xiantou pool breaker show --on 2025-12-31", "某日", "on a day")]
  )

  @OptionGroup var report: PoolReportOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
