import ArgumentParser
import CanonicalJSON
import Policies
import Registers
import RiskPools

/// `xiantou pool claim` (补偿).
struct PoolClaimCommand: Command {
  static let page = Page(
    "claim",
    "补偿: 受理、审核、核定、审批、拨付",
    "Claims: file, check, decide, approve, pay",
    examples: [
      .init("xiantou pool claim list", "补偿台账", "list the claims"),
      .init("xiantou pool claim show C-001 --explain", "一笔补偿, 逐条说明", "a claim, clause by clause"),
    ]
  ).noting(
    "一笔补偿的各步须由不同的人制单。",
    "Every step of a claim is prepared by somebody else."
  )
  static let verbs: [any Command.Type] = [
    PoolClaimFile.self, PoolClaimCheck.self, PoolClaimDecide.self, PoolClaimApprove.self,
    PoolClaimPay.self, PoolClaimRefuse.self, PoolClaimOverpaid.self, PoolClaimReturn.self,
    PoolClaimQuote.self, PoolClaimList.self, PoolClaimShow.self,
  ]
}

/// A claim as an argument.
struct ClaimArgument: ParsableArguments {
  @Argument(help: help("补偿单号", "claim", value: "claim"))
  var claim: String
}

/// The answers to a checklist (尽职清单).
struct ChecklistOptions: ParsableArguments {
  @Flag(help: help("清单各项均符合", "everything on the checklist was kept"))
  var allKept = false

  @Option(name: .customLong("kept"), help: help("符合的一项; 可以重复", "an item that was kept", value: "item"))
  var kept: [String] = []

  @Option(
    name: .customLong("missed"),
    help: help("不符合的一项; 可以重复", "an item that was not kept", value: "item")
  )
  var missed: [String] = []

  /// The answers; `all` stands for every question of the scheme.
  var items: JSONValue? {
    if allKept { return .string("all") }
    let answers = kept.map { ($0, "true") } + missed.map { ($0, "false") }
    guard !answers.isEmpty else { return nil }
    return .array(
      answers.map { .facts(["item": .string($0.0), "kept": .string($0.1)]) }
    )
  }
}

/// `xiantou pool claim file CLAIM`.
struct PoolClaimFile: PoolStatementCommand {
  static let page = Page(
    "file",
    "受理银行的补偿申请",
    "File what a bank asks for",
    examples: [
      .init(
        "xiantou pool claim file C-001 --loan L-001 --outstanding 2000000.00 --evidence 申请书=申请.pdf --as 张敏",
        "受理",
        "file it"
      )
    ]
  )

  @OptionGroup var about: ClaimArgument

  @Option(help: help("贷款编号", "loan", value: "loan"))
  var loan: String

  @Option(help: help("先行补偿 advance 或最终补偿 final(默认)", "advance, or final by default", value: "kind"))
  var kind: String?

  @Option(help: help("未偿本金, 默认为在池余额", "what is not paid back", value: "yuan"))
  var outstanding: String?

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .claimFiled,
      [
        "claim": .string(about.claim), "loan": .string(loan), "kind": .given(kind),
        "outstanding": .given(outstanding),
      ]
    )
  }
}

/// `xiantou pool claim check CLAIM`.
struct PoolClaimCheck: PoolStatementCommand {
  static let page = Page(
    "check",
    "审核: 回答尽职清单",
    "Check a claim: answer the scheme's checklist",
    examples: [
      .init(
        "xiantou pool claim check C-001 --all-kept --evidence 审核表=审核.pdf --as 李娜",
        "各项均符合",
        "everything was kept"
      ),
      .init(
        "xiantou pool claim check C-001 --kept 贷前调查 --missed 贷后检查 --evidence 审核表=审核.pdf --as 李娜",
        "一项不符合",
        "one item was not"
      ),
    ]
  )

  @OptionGroup var about: ClaimArgument
  @OptionGroup var checklist: ChecklistOptions
  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.claimChecked, ["claim": .string(about.claim), "items": checklist.items])
  }
}

/// What a claim is decided on beside what the pool knows.
struct DecisionOptions: ParsableArguments {
  @Option(help: help("损失, 基数不是余额时", "the loss, where the base is not the balance", value: "yuan"))
  var loss: String?

  @Option(help: help("实际承担的责任", "what the payee bears without public money", value: "yuan"))
  var actualLiability: String?

  @Option(help: help("其他财政资金已付", "what other public payers paid", value: "yuan"))
  var otherGovernmentPaid: String?

  @Option(help: help("银行上年末余额", "the bank's balance at the end of last year", value: "yuan"))
  var priorYearBalance: String?

  @Option(
    name: .customLong("absorber"),
    help: help("先行承担方及其可用额; 可以重复", "who bears first, and what it has", value: "party:yuan"),
    transform: Read.owner
  )
  var absorbers: [OwnerOption] = []

  @Option(
    name: .customLong("deduct"),
    help: help("先行扣减, 如 collateral:100.00; 可以重复", "what is taken off first", value: "word:yuan"),
    transform: Read.owner
  )
  var deductions: [OwnerOption] = []

  /// The facts of a decision.
  func facts(of claim: String) -> JSONValue {
    .facts([
      "claim": .string(claim), "loss": .given(loss), "actual_liability": .given(actualLiability),
      "other_government_paid": .given(otherGovernmentPaid),
      "prior_year_balance": .given(priorYearBalance),
      "absorbers": .parts(absorbers, "name", "available"), "deductions": .owners(deductions),
    ])
  }
}

/// `xiantou pool claim decide CLAIM`.
struct PoolClaimDecide: PoolStatementCommand {
  static let page = Page(
    "decide",
    "核定: 按办法计算应补偿",
    "Decide a claim: what is due under the scheme",
    examples: [
      .init(
        "xiantou pool claim decide C-001 --evidence 核定表=核定.pdf --explain --as 王磊",
        "核定并逐条说明",
        "decide, clause by clause"
      )
    ]
  )

  @OptionGroup var about: ClaimArgument
  @OptionGroup var decision: DecisionOptions
  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    Stated(
      kind: PoolEvent.Kind.claimDecided.rawValue,
      content: .facts(decision.facts(of: about.claim))
    )
  }
}

/// `xiantou pool claim approve CLAIM…`.
struct PoolClaimApprove: PoolStatementCommand {
  static let page = Page(
    "approve",
    "审批: 一笔或一批, 资金不足时按办法分配",
    "Approve claims; when money is short, the scheme shares it out",
    examples: [
      .init(
        "xiantou pool claim approve C-001 C-002 --evidence 会议纪要=纪要.pdf --as 周正",
        "一批审批",
        "approve two together"
      )
    ]
  )

  @Argument(help: help("补偿单号, 按审批次序", "claims, in the order of approval", value: "claim"))
  var claims: [String]

  @Option(help: help("付款专户, 默认为唯一专户", "the account that pays", value: "name"))
  var account: String?

  @Option(
    name: .customLong("funder-cash"),
    help: help("出资方账户可用额; 可以重复", "what a funder's own account holds", value: "party:yuan"),
    transform: Read.owner
  )
  var funderCash: [OwnerOption] = []

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .claimsApproved,
      [
        "claims": .array(claims.map { .string($0) }), "account": .given(account),
        "funder_cash": .parts(funderCash, "name", "available"),
      ]
    )
  }
}

/// `xiantou pool claim pay CLAIM`.
struct PoolClaimPay: PoolStatementCommand {
  static let page = Page(
    "pay",
    "拨付已审批的补偿, 同时记账",
    "Pay what was approved; its vouchers are made with it",
    examples: [
      .init("xiantou pool claim pay C-001 --evidence 回单=回单.pdf --as 陈静", "拨付", "pay it")
    ]
  )

  @OptionGroup var about: ClaimArgument
  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.claimPaid, ["claim": .string(about.claim)])
  }
}

/// `xiantou pool claim refuse CLAIM`.
struct PoolClaimRefuse: PoolStatementCommand {
  static let page = Page(
    "refuse",
    "不予补偿",
    "Refuse a claim",
    examples: [
      .init(
        "xiantou pool claim refuse C-001 --reason 不在准入范围 --evidence 决定=决定.pdf --as 李娜",
        "不予补偿",
        "refuse it"
      )
    ]
  )

  @OptionGroup var about: ClaimArgument

  @Option(help: help("理由", "why", value: "text"))
  var reason: String

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.claimRefused, ["claim": .string(about.claim), "reason": .string(reason)])
  }
}

/// `xiantou pool claim overpaid CLAIM`.
struct PoolClaimOverpaid: PoolStatementCommand {
  static let page = Page(
    "overpaid",
    "认定多付",
    "Find that too much was paid",
    examples: [
      .init(
        "xiantou pool claim overpaid C-001 --amount 40000.00 --reason 清收抵减 --evidence 认定=认定.pdf --as 李娜",
        "认定多付",
        "find it"
      )
    ]
  )

  @OptionGroup var about: ClaimArgument

  @Option(help: help("金额", "amount", value: "yuan"))
  var amount: String

  @Option(help: help("理由", "why", value: "text"))
  var reason: String

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .overpaymentFound,
      ["claim": .string(about.claim), "amount": .string(amount), "reason": .string(reason)]
    )
  }
}

/// `xiantou pool claim return CLAIM`.
struct PoolClaimReturn: PoolStatementCommand {
  static let page = Page(
    "return",
    "多付退回到账",
    "What was paid too much comes back",
    examples: [
      .init("xiantou pool claim return C-001 --evidence 回单=回单.pdf --as 张敏", "全部退回", "all of it")
    ]
  )

  @OptionGroup var about: ClaimArgument

  @Option(help: help("金额, 默认为全部应退", "amount; all that is due by default", value: "yuan"))
  var amount: String?

  @Option(help: help("收款专户", "the account it comes to", value: "name"))
  var account: String?

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .overpaymentReturned,
      ["claim": .string(about.claim), "amount": .given(amount), "account": .given(account)]
    )
  }
}

/// `xiantou pool claim quote CLAIM`.
struct PoolClaimQuote: Command {
  static let page = Page(
    "quote",
    "试算一笔补偿: 从现状走到审批, 不写入",
    "Compute a claim from where it is to its approval; nothing is written",
    examples: [
      .init("xiantou pool claim quote C-001 --explain", "已受理的补偿", "a claim that was filed"),
      .init(
        "xiantou pool claim quote C-001 --loan L-001 --outstanding 2000000.00",
        "尚未受理的补偿",
        "one that was not"
      ),
    ]
  )

  @OptionGroup var about: ClaimArgument

  @Option(help: help("贷款编号, 尚未受理时", "loan, for a claim that is not filed yet", value: "loan"))
  var loan: String?

  @Option(help: help("先行补偿 advance 或最终补偿 final(默认)", "advance, or final by default", value: "kind"))
  var kind: ClaimKindOption?

  @Option(help: help("未偿本金, 默认为在池余额", "what is not paid back", value: "yuan"))
  var outstanding: String?

  @Option(help: help("付款专户", "the account that would pay", value: "name"))
  var account: String?

  @OptionGroup var decision: DecisionOptions
  @OptionGroup var which: PoolOption
  @OptionGroup var quote: QuoteOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// Whether an advance is asked for, or the loan is settled.
enum ClaimKindOption: String, ExpressibleByArgument, CaseIterable {
  case advance, final

  /// The kind in the rules.
  var kind: ClaimKind { self == .advance ? .advance : .final }
}

/// `xiantou pool claim list`.
struct PoolClaimList: Command {
  static let page = Page(
    "list",
    "补偿台账",
    "List the claims",
    examples: [
      .init("xiantou pool claim list", "全部", "all of them"),
      .init("xiantou pool claim list --bank B1 --state paid", "某银行已拨付的", "paid to a bank"),
    ]
  )

  @Option(help: help("银行", "bank", value: "bank"))
  var bank: String?

  @Option(help: help("状态, 如 paid", "state, like paid", value: "state"))
  var state: String?

  @OptionGroup var which: PoolOption
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou pool claim show CLAIM`.
struct PoolClaimShow: Command {
  static let page = Page(
    "show",
    "一笔补偿: 基数、比例、各上限、谁承担、经办人",
    "A claim: base, rate, every limit, who bears it, who handled it",
    examples: [
      .init("xiantou pool claim show C-001 --explain", "逐条说明", "clause by clause")
    ]
  )

  @OptionGroup var about: ClaimArgument

  @Flag(help: help("说明每一步: 依据、公式、代入、结果", "explain each step"))
  var explain = false

  @OptionGroup var which: PoolOption
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
