import ArgumentParser
import CanonicalJSON
import Policies
import RiskPools

/// `xiantou pool loan` (贷款).
struct PoolLoanCommand: Command {
  static let page = Page(
    "loan",
    "在池贷款: 备案、报送、逾期、分类、续贷、结清",
    "Loans of a pool: enrol, report, overdue, classify, extend, settle",
    examples: [.init("xiantou pool loan list", "贷款台账", "list the loans")]
  )
  static let verbs: [any Command.Type] = [
    PoolLoanAdd.self, PoolLoanSettle.self, PoolLoanOverdue.self, PoolLoanClassify.self,
    PoolLoanTrigger.self, PoolLoanExtend.self, PoolLoanBalance.self, PoolLoanList.self,
  ]
}

/// A loan as an argument.
struct LoanArgument: ParsableArguments {
  @Argument(help: help("贷款编号", "loan", value: "loan"))
  var loan: String
}

/// `xiantou pool loan add LOAN`.
struct PoolLoanAdd: PoolStatementCommand {
  static let page = Page(
    "add",
    "贷款备案: 检查准入和限额",
    "Enrol a loan: eligibility and limits are checked",
    examples: [
      .init(
        "xiantou pool loan add L-001 --borrower 示例科技 --bank B1 --principal 3000000.00 "
          + "--lent 2025-03-01 --due 2026-02-28 --evidence 借款合同=合同.pdf --as 张敏",
        "备案",
        "enrol it"
      )
    ]
  ).noting(
    "其他要素(如 grade、borrower_kind)用 xiantou pool record … loan_enrolled --facts 文件。",
    "What has no option here goes into a file: xiantou pool record … loan_enrolled --facts FILE."
  )

  @OptionGroup var about: LoanArgument

  @Option(help: help("借款企业", "borrower", value: "name"))
  var borrower: String

  @Option(help: help("银行", "bank", value: "bank"))
  var bank: String

  @Option(help: help("贷款金额", "what was lent", value: "yuan"))
  var principal: String

  @Option(help: help("余额, 默认为贷款金额", "what is left of it", value: "yuan"))
  var outstanding: String?

  @Option(help: help("发放日", "day of the lending", value: "date"))
  var lent: String

  @Option(help: help("到期日", "day it is due", value: "date"))
  var due: String

  @Option(help: help("信用占比(百万分率)", "unsecured part in ppm", value: "ppm"))
  var creditShare: String?

  @Option(help: help("抵押占比(百万分率)", "part with collateral in ppm", value: "ppm"))
  var collateral: String?

  @Flag(help: help("首贷", "the borrower's first loan"))
  var firstLoan = false

  @Flag(help: help("纯信用", "without any security"))
  var pureCredit = false

  @Option(help: help("模式", "mode", value: "word"))
  var mode: String?

  @Option(help: help("营业收入", "revenue of the borrower", value: "yuan"))
  var revenue: String?

  @Option(help: help("期限(月)", "term in months", value: "months"))
  var term: String?

  @Option(help: help("区县", "district", value: "name"))
  var region: String?

  @Option(help: help("产品", "product", value: "name"))
  var product: String?

  @Option(help: help("行业", "sector", value: "name"))
  var sector: String?

  @Option(help: help("加点(基点)", "spread in basis points", value: "bp"))
  var spread: String?

  @Option(help: help("同一企业的先投余额", "what the fund has invested in the firm", value: "yuan"))
  var invested: String?

  @Option(
    name: .customLong("other-scheme"),
    help: help("同时享受的其他政策; 可以重复", "another scheme that the loan is in", value: "scheme")
  )
  var otherSchemes: [String] = []

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    let loan = JSONValue.facts([
      "id": .string(about.loan), "borrower": .string(borrower), "bank": .string(bank),
      "principal": .string(principal), "outstanding": .given(outstanding),
      "credit_share_ppm": .given(creditShare), "collateral_ppm": .given(collateral),
      "first_loan": .raised(firstLoan), "pure_credit": .raised(pureCredit),
      "mode": .given(mode), "revenue": .given(revenue), "term_months": .given(term),
      "region": .given(region), "product": .given(product),
    ])
    let others = otherSchemes.map { JSONValue.string($0) }
    return .facts(
      .loanEnrolled,
      [
        "loan": loan, "lent": .string(lent), "due": .string(due), "sector": .given(sector),
        "spread_bp": .given(spread), "invested": .given(invested),
        "other_schemes": others.isEmpty ? nil : .array(others),
      ]
    )
  }
}

/// `xiantou pool loan settle LOAN`.
struct PoolLoanSettle: PoolStatementCommand {
  static let page = Page(
    "settle",
    "结清",
    "A loan was paid back",
    examples: [
      .init("xiantou pool loan settle L-001 --evidence 结清证明=证明.pdf --as 张敏", "结清", "settle it")
    ]
  )

  @OptionGroup var about: LoanArgument
  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.loanSettled, ["loan": .string(about.loan)])
  }
}

/// `xiantou pool loan overdue LOAN`.
struct PoolLoanOverdue: PoolStatementCommand {
  static let page = Page(
    "overdue",
    "登记逾期",
    "A payment did not come",
    examples: [
      .init(
        "xiantou pool loan overdue L-001 --since 2026-01-10 --evidence 逾期通知=通知.pdf --as 张敏",
        "登记逾期",
        "enter it"
      )
    ]
  )

  @OptionGroup var about: LoanArgument

  @Option(help: help("逾期首日, 默认为业务日期", "first day it was missing", value: "date"))
  var since: String?

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.loanOverdue, ["loan": .string(about.loan), "since": .given(since)])
  }
}

/// `xiantou pool loan classify LOAN`.
struct PoolLoanClassify: PoolStatementCommand {
  static let page = Page(
    "classify",
    "五级分类",
    "A bank's judgement of a loan",
    examples: [
      .init(
        "xiantou pool loan classify L-001 --grade substandard --evidence 分类表=分类.pdf --as 张敏",
        "次级",
        "substandard"
      )
    ]
  )

  @OptionGroup var about: LoanArgument

  @Option(
    help: help(
      "normal、special_mention、substandard、doubtful、loss",
      "normal, special_mention, substandard, doubtful or loss",
      value: "grade"
    )
  )
  var grade: String

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.loanClassified, ["loan": .string(about.loan), "grade": .string(grade)])
  }
}

/// `xiantou pool loan trigger LOAN`.
struct PoolLoanTrigger: PoolStatementCommand {
  static let page = Page(
    "trigger",
    "登记起诉、判决、终本、核销等触发事件",
    "A step against a borrower: a lawsuit, a judgment, an end of enforcement, a write-off",
    examples: [
      .init(
        "xiantou pool loan trigger L-001 --step lawsuit_filed --evidence 受理通知=通知.pdf --as 张敏",
        "起诉",
        "a lawsuit"
      )
    ]
  )

  @OptionGroup var about: LoanArgument

  @Option(
    help: help(
      "lawsuit_filed、judgment、enforcement_ended、write_off",
      "lawsuit_filed, judgment, enforcement_ended or write_off",
      value: "step"
    )
  )
  var step: String

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.loanTriggered, ["loan": .string(about.loan), "step": .string(step)])
  }
}

/// `xiantou pool loan extend LOAN`.
struct PoolLoanExtend: PoolStatementCommand {
  static let page = Page(
    "extend",
    "续贷、展期",
    "A loan is due later than it was",
    examples: [
      .init(
        "xiantou pool loan extend L-001 --due 2026-08-31 --evidence 展期协议=协议.pdf --as 张敏",
        "展期",
        "extend it"
      )
    ]
  )

  @OptionGroup var about: LoanArgument

  @Option(help: help("新到期日", "the new day it is due", value: "date"))
  var due: String

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.loanExtended, ["loan": .string(about.loan), "due": .string(due)])
  }
}

/// `xiantou pool loan balance BANK`.
struct PoolLoanBalance: PoolStatementCommand {
  static let page = Page(
    "balance",
    "银行报送余额, 与台账不符时提示",
    "A bank reports what it is owed; what disagrees is told",
    examples: [
      .init(
        "xiantou pool loan balance B1 --total 5000000.00 --loan L-001:2000000.00 --loan L-002:3000000.00 "
          + "--as-of 2025-12-31 --evidence 报表=报表.pdf --as 张敏",
        "合计和逐笔",
        "the sum, and loan by loan"
      )
    ]
  )

  @Argument(help: help("银行", "bank", value: "bank"))
  var bank: String

  @Option(help: help("合计", "the sum", value: "yuan"))
  var total: String

  @Option(
    name: .customLong("loan"),
    help: help("一笔贷款的余额; 可以重复", "what is left of a loan; may be repeated", value: "loan:yuan"),
    transform: Read.owner
  )
  var loans: [OwnerOption] = []

  @Option(help: help("数据日期, 默认为业务日期", "the day the figures are of", value: "date"))
  var asOf: String?

  @OptionGroup var which: PoolOption
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var code: String? { which.pool }

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .balanceReported,
      [
        "bank": .string(bank), "total": .string(total), "as_of": .given(asOf),
        "loans": .parts(loans, "loan", "outstanding"),
      ]
    )
  }
}

/// `xiantou pool loan list`.
struct PoolLoanList: Command {
  static let page = Page(
    "list",
    "贷款台账",
    "List the loans",
    examples: [
      .init("xiantou pool loan list", "全部", "all of them"),
      .init("xiantou pool loan list --bank B1 --state active", "某银行在池的", "those of a bank"),
    ]
  )

  @Option(help: help("银行", "bank", value: "bank"))
  var bank: String?

  @Option(help: help("借款企业", "borrower", value: "name"))
  var borrower: String?

  @Option(help: help("状态: active、compensated、settled、written_off", "state, like active", value: "state"))
  var state: String?

  @OptionGroup var which: PoolOption
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
