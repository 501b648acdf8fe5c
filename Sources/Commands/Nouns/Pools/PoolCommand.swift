import ArgumentParser
import CanonicalJSON
import Policies
import Registers
import RiskPools
import Store

/// `xiantou pool` (风险补偿金).
struct PoolCommand: Command {
  static let page = Page(
    "pool",
    "风险补偿资金池: 贷款、补偿、追偿、资金、熔断、报表",
    "Risk-compensation pools: loans, claims, recoveries, money, breakers, reports",
    examples: [
      .init("xiantou pool show", "一个资金池的全貌", "all about a pool"),
      .init("xiantou pool claim quote C-001 --explain", "试算补偿并说明", "compute a claim"),
      .init("xiantou pool report statement", "资金收支表", "the statement of its money"),
    ]
  )
  static let verbs: [any Command.Type] = [
    PoolOpen.self, PoolList.self, PoolShow.self, PoolTimeline.self, PoolAdopt.self,
    PoolLoanCommand.self, PoolClaimCommand.self, PoolRecoverCommand.self, PoolFundCommand.self,
    PoolWriteOff.self, PoolBreakerCommand.self, PoolClose.self, PoolRecord.self, PoolQuote.self,
    PoolReportCommand.self, PoolExposure.self, PoolCheckCommand.self, PoolImportCommand.self,
  ]
}

/// The code of a pool as an argument.
struct PoolArgument: ParsableArguments {
  @Argument(help: help("资金池编码", "code of the pool", value: "pool"))
  var pool: String
}

/// `xiantou pool open CODE`.
struct PoolOpen: PoolStatementCommand {
  static let page = Page(
    "open",
    "设立资金池: 专户和办法",
    "Open a pool: its accounts and the scheme by which it pays",
    examples: [
      .init(
        "xiantou pool open 风险池 --account 100202 --scheme zhuhai-2022 --evidence 批复=批复.pdf --as 张敏",
        "设立",
        "open it"
      )
    ]
  ).noting(
    "办法须先采用: xiantou policy adopt。专户名称用科目编码时, 可与银行流水核对。",
    "Adopt the scheme first: xiantou policy adopt. An account that is called by its code in the "
      + "chart can be held against the bank's lines."
  )

  @OptionGroup var which: PoolArgument

  @Option(name: .customLong("account"), help: help("专户; 可以重复", "account; may be repeated", value: "name"))
  var accounts: [String]

  @Option(help: help("办法编号", "identity of the scheme", value: "scheme"))
  var scheme: String

  @Option(help: help("办法适用首日, 默认为业务日期", "first day of the scheme", value: "date"))
  var from: String?

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    let scheme = JSONValue.facts(["policy": .string(scheme), "from": .given(from)])
    let accounts = JSONValue.array(accounts.map { .string($0) })
    return Stated(
      kind: PoolOpening.kind,
      content: .facts(.facts(["accounts": accounts, "scheme": scheme]))
    )
  }
}

/// `xiantou pool adopt CODE`.
struct PoolAdopt: PoolStatementCommand {
  static let page = Page(
    "adopt",
    "资金池改用新办法",
    "A pool takes another scheme",
    examples: [
      .init(
        "xiantou pool adopt 风险池 --scheme zhuhai-2022 --from 2026-01-01 --evidence 通知=通知.pdf --as 张敏",
        "从某日起适用",
        "from a day on"
      )
    ]
  ).noting(
    "哪一版决定一笔补偿, 由办法的 version_basis 定。",
    "Which version decides a claim is the scheme's own version_basis."
  )

  @OptionGroup var which: PoolArgument

  @Option(help: help("办法编号", "identity of the scheme", value: "scheme"))
  var scheme: String

  @Option(help: help("适用首日, 默认为业务日期", "first day of the scheme", value: "date"))
  var from: String?

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.schemeAdopted, ["policy": .string(scheme), "from": .given(from)])
  }
}

/// `xiantou pool close CODE`.
struct PoolClose: PoolStatementCommand {
  static let page = Page(
    "close",
    "清算: 余额分配完毕, 资金池终止",
    "Wind a pool up: every fen goes to somebody",
    examples: [
      .init(
        "xiantou pool close 风险池 --payout 财政:30000000.00 --evidence 清算报告=报告.pdf --as 张敏",
        "清算",
        "wind it up"
      )
    ]
  )

  @OptionGroup var which: PoolArgument

  @Option(
    name: .customLong("payout"),
    help: help("谁得多少, 如 财政:100.00; 可以重复", "who gets what; may be repeated", value: "party:yuan"),
    transform: Read.owner
  )
  var payouts: [OwnerOption] = []

  @Option(help: help("付款专户", "the account that pays", value: "name"))
  var account: String?

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    let payouts = payouts.map { payout in
      JSONValue.facts([
        "party": .string(payout.name), "account": .given(account),
        "amount": .string(payout.capital),
      ])
    }
    return .facts(.closing, ["payouts": .array(payouts)])
  }
}

/// `xiantou pool writeoff CLAIM`.
struct PoolWriteOff: PoolStatementCommand {
  static let page = Page(
    "writeoff",
    "核销追偿权, 记录当日容错指标",
    "Give a right to recover up, with every tolerance of the day",
    examples: [
      .init(
        "xiantou pool writeoff C-001 --outcome exempt --all-kept --evidence 终本裁定=裁定.pdf --as 张敏",
        "核销并免责",
        "write it off, nobody to blame"
      )
    ]
  )

  @Argument(help: help("补偿单号", "claim", value: "claim"))
  var claim: String

  @Option(
    help: help("容错认定: exempt、partly、not_covered", "exempt, partly or not_covered", value: "outcome")
  )
  var outcome: String

  @Option(help: help("银行自身不良率(百万分率)", "the bank's own rate of bad loans in ppm", value: "ppm"))
  var bankRate: String?

  @OptionGroup var checklist: ChecklistOptions
  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .writeOffDecided,
      [
        "claim": .string(claim), "items": checklist.items, "outcome": .string(outcome),
        "bank_rate_ppm": .given(bankRate),
      ]
    )
  }
}

/// Any fact about a pool, from a file.
struct PoolFactsOptions: ParsableArguments {
  @Argument(help: help("资金池编码", "code of the pool", value: "pool"))
  var pool: String

  @Argument(help: help("事项类别, 如 claim_filed", "kind of document, like claim_filed", value: "kind"))
  var kind: String

  @Option(
    help: help(
      "要素文件(JSON, 值都是文字), - 为标准输入",
      "file of facts (JSON, all values are texts); - is standard input",
      value: "file"
    )
  )
  var facts: String?

  /// What the file states.
  func stated(in session: Session) throws(Failure) -> Stated {
    guard let facts else { return Stated(kind: kind, content: .facts(.object([]))) }
    return Stated(kind: kind, content: .facts(try session.facts(of: facts)))
  }
}

/// `xiantou pool record CODE KIND`.
struct PoolRecord: PoolStatementCommand {
  static let page = Page(
    "record",
    "按要素文件办理任何事项",
    "Hand in any document from a file of facts",
    examples: [
      .init(
        "xiantou pool record 风险池 balance_reported --facts 报送.json --evidence 报表=报表.pdf --as 张敏",
        "按文件制单",
        "hand in what a file says"
      )
    ]
  )

  @OptionGroup var source: PoolFactsOptions
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { source.pool }

  func stated(in session: Session) throws(Failure) -> Stated { try source.stated(in: session) }
}

/// `xiantou pool quote CODE KIND`.
struct PoolQuote: RunnableCommand {
  static let page = Page(
    "quote",
    "试算任何事项: 要素、金额、分录, 不写入",
    "Compute any document: facts, figures, vouchers; nothing is written",
    examples: [
      .init(
        "xiantou pool quote 风险池 recovery_received --facts 追偿.json --on 2026-03-05 --explain",
        "试算追偿并说明每一步",
        "compute a recovery and explain each step"
      )
    ]
  )

  @OptionGroup var source: PoolFactsOptions
  @OptionGroup var quote: QuoteOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func execute(in session: Session) throws(Failure) {
    try session.preview(try source.stated(in: session), of: source.pool, in: .pool, quote)
  }
}
