import ArgumentParser

/// `xiantou rule` (规则试算).
struct RuleCommand: Command {
  static let page = Page(
    "rule",
    "按政策试算, 逐步说明, 不写入账本",
    "Compute under a policy, step by step; nothing is written",
    examples: [
      .init(
        "xiantou rule exit --policy 政策.json --case 算例.json --explain",
        "计算退出价款并说明每一步",
        "compute an exit and explain each step"
      ),
      .init(
        "xiantou rule conversion --policy 政策.json --case 算例.json",
        "计算转股",
        "compute a conversion"
      ),
    ]
  )
  static let verbs: [any Command.Type] = [
    RuleConversion.self, RuleExit.self, RuleRent.self, RuleTolerance.self, RuleClaim.self,
    RuleRecovery.self,
  ]
}

/// What every rule is given.
struct RuleOptions: ParsableArguments {
  @Option(help: help("政策文件", "policy file", value: "file"))
  var policy: String

  @Option(
    name: .customLong("case"),
    help: help("算例文件, - 为标准输入", "case file; - is standard input", value: "file")
  )
  var facts: String

  @Flag(help: help("说明每一步: 依据、公式、代入、结果", "explain each step"))
  var explain = false
}

/// Where published rates come from.
struct RateOptions: ParsableArguments {
  @Option(
    help: help(
      "利率文件, 默认为政策文件旁的 rates/lpr.csv",
      "file of rates; by default rates/lpr.csv beside the policy",
      value: "file"
    )
  )
  var rates: String?
}

/// `xiantou rule conversion`.
struct RuleConversion: Command {
  static let page = Page(
    "conversion",
    "转股: 基数、价格、股本、上限、超额",
    "A conversion: base, price, capital, cap, excess",
    examples: [
      .init(
        "xiantou rule conversion --policy 政策.json --case 算例.json",
        "计算转股",
        "compute a conversion"
      )
    ]
  )

  @OptionGroup var rule: RuleOptions
  @OptionGroup var rates: RateOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou rule exit`.
struct RuleExit: Command {
  static let page = Page(
    "exit",
    "退出: 应得、价款、让利、上缴",
    "An exit: what is due, price, concession, return",
    examples: [
      .init(
        "xiantou rule exit --policy 政策.json --case 算例.json --explain",
        "计算退出并说明每一步",
        "compute an exit and explain each step"
      )
    ]
  )

  @OptionGroup var rule: RuleOptions
  @OptionGroup var rates: RateOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou rule rent`.
struct RuleRent: Command {
  static let page = Page(
    "rent",
    "租金: 逐月计入先投的金额",
    "Rent: what counts in each month",
    examples: [
      .init(
        "xiantou rule rent --policy 政策.json --case 租约.json",
        "逐月计算",
        "compute month by month"
      )
    ]
  )

  @OptionGroup var rule: RuleOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou rule tolerance`.
struct RuleTolerance: Command {
  static let page = Page(
    "tolerance",
    "容错: 各类损失率和各项目的认定",
    "Tolerance: losses by class, and the verdict on each project",
    examples: [
      .init(
        "xiantou rule tolerance --policy 政策.json --case 损失.json",
        "判定容错",
        "judge losses"
      )
    ]
  )

  @OptionGroup var rule: RuleOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
