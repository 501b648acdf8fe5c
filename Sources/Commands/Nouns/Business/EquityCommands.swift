import ArgumentParser
import CanonicalJSON
import InvestFirst
/// `xiantou project round P001`.
struct ProjectRound: StatementCommand {
  static let page = Page(
    "round",
    "后续融资: 稀释或跟投",
    "A later round: dilution, or following it",
    examples: [
      .init(
        "xiantou project round P001 --other investors:2000000.00 --evidence 投资协议=协议.pdf --as 张敏",
        "不跟投, 被稀释",
        "diluted"
      ),
      .init(
        "xiantou project round P001 --other investors:1900000.00 --capital 100000.00 --cash "
          + "500000.00 --evidence 投资协议=协议.pdf --as 张敏",
        "按比例跟投",
        "follow the round"
      ),
    ]
  )

  @Option(
    name: .customLong("other"),
    help: help(
      "其他股东新增股本, 如 investors:500000.00; 可以重复",
      "registered capital that others get, like investors:500000.00; may be repeated",
      value: "class:yuan"
    ),
    transform: Read.owner
  )
  var others: [OwnerOption] = []

  @Option(
    help: help("跟投取得的股本", "registered capital that the fund buys", value: "yuan")
  )
  var capital: String?

  @Option(
    help: help("跟投出资", "what the fund pays", value: "yuan")
  )
  var cash: String?

  @Option(help: help("资金来源", "out of which money", value: "source"))
  var source: String?

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .laterRound,
      [
        "others": .owners(others),
        "capital_to_fund": .given(capital),
        "cash": .given(cash),
        "source": .given(source),
      ]
    )
  }
}

/// `xiantou project pledge P001`.
struct ProjectPledge: StatementCommand {
  static let page = Page(
    "pledge",
    "股权质押; 质押的股权不能退出",
    "Pledge equity; it cannot leave meanwhile",
    examples: [
      .init(
        "xiantou project pledge P001 --pledge ZY1 --capital 50000.00 --evidence 质押合同=合同.pdf "
          + "--as 张敏",
        "质押",
        "pledge"
      )
    ]
  )

  @Option(
    help: help("质押号", "number of the pledge", value: "code")
  )
  var pledge: String

  @Option(
    help: help("股本", "registered capital", value: "yuan")
  )
  var capital: String

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .pledge,
      [
        "pledge": .string(pledge),
        "capital": .string(capital),
      ]
    )
  }
}

/// `xiantou project unpledge P001`.
struct ProjectUnpledge: StatementCommand {
  static let page = Page(
    "unpledge",
    "解除质押",
    "End a pledge",
    examples: [
      .init(
        "xiantou project unpledge P001 --pledge ZY1 --evidence 解押通知=通知.pdf --as 张敏",
        "解除",
        "end it"
      )
    ]
  )

  @Option(
    help: help("质押号", "number of the pledge", value: "code")
  )
  var pledge: String

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .pledgeReleased,
      [
        "pledge": .string(pledge)
      ]
    )
  }
}

/// `xiantou custody set P001`.
struct CustodySetCommand: StatementCommand {
  static let page = Page(
    "set",
    "设立代持",
    "Place the equity in custody",
    examples: [
      .init(
        "xiantou custody set P001 --evidence 代持协议=协议.pdf --as 张敏",
        "由转股时约定的单位代持",
        "with the holder of the conversion"
      )
    ]
  )

  @Option(
    help: help("代持单位", "holder", value: "holder")
  )
  var holder: String?

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .custodySet,
      [
        "holder": .given(holder)
      ]
    )
  }
}

/// `xiantou custody move P001`.
struct CustodyMoveCommand: StatementCommand {
  static let page = Page(
    "move",
    "变更代持单位",
    "Move the equity to another holder",
    examples: [
      .init(
        "xiantou custody move P001 --to SOE2 --evidence 划转批复=批复.pdf --as 张敏",
        "划转",
        "move it"
      )
    ]
  )

  @Option(
    help: help("新代持单位", "new holder", value: "holder")
  )
  var to: String

  @Option(
    help: help("原代持单位", "former holder", value: "holder")
  )
  var from: String?

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .custodyMoved,
      [
        "from": .given(from),
        "to": .string(to),
      ]
    )
  }
}

/// `xiantou custody confirm P001`.
struct CustodyConfirmCommand: StatementCommand {
  static let page = Page(
    "confirm",
    "代持单位确认",
    "The holder confirms",
    examples: [
      .init(
        "xiantou custody confirm P001 --evidence 代持确认书=确认书.pdf --as 张敏",
        "确认",
        "confirm"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.custodyConfirmed)
  }
}

/// `xiantou dividend declare P001`.
struct DividendDeclare: StatementCommand {
  static let page = Page(
    "declare",
    "股利宣告",
    "A dividend is declared",
    examples: [
      .init(
        "xiantou dividend declare P001 --declaration GL1 --amount 60000.00 --evidence "
          + "股东会决议=决议.pdf --as 张敏",
        "宣告",
        "declare"
      )
    ]
  )

  @Option(
    help: help("股利单号", "number of the declaration", value: "number")
  )
  var declaration: String

  @Option(
    help: help("金额, 如 1000000.00", "amount, like 1000000.00", value: "yuan")
  )
  var amount: String

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .dividendDeclared,
      [
        "declaration": .string(declaration),
        "amount": .string(amount),
      ]
    )
  }
}

/// `xiantou dividend receive P001`.
struct DividendReceive: StatementCommand {
  static let page = Page(
    "receive",
    "股利到账",
    "A dividend arrives",
    examples: [
      .init(
        "xiantou dividend receive P001 --declaration GL1 --amount 60000.00 --evidence "
          + "回单=回单.pdf --as 张敏",
        "到账",
        "it arrives"
      )
    ]
  )

  @Option(
    help: help("股利单号", "number of the declaration", value: "number")
  )
  var declaration: String

  @Option(
    help: help("金额, 如 1000000.00", "amount, like 1000000.00", value: "yuan")
  )
  var amount: String

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .dividendReceived,
      [
        "declaration": .string(declaration),
        "amount": .string(amount),
      ]
    )
  }
}
