import Accounting
import ArgumentParser

/// `xiantou account` (科目).
struct AccountCommand: Command {
  static let page = Page(
    "account",
    "科目表",
    "The chart of accounts",
    examples: [
      .init("xiantou account list --level 1", "查看一级科目", "list the top accounts"),
      .init("xiantou account import accounts.csv --as 陈立", "导入科目", "import accounts"),
    ]
  )
  static let verbs: [any Command.Type] = [
    AccountList.self, AccountAdd.self, AccountImport.self, AccountDisable.self,
  ]
}

/// `xiantou account list`.
struct AccountList: Command {
  static let page = Page(
    "list",
    "列出科目",
    "List the accounts",
    examples: [
      .init("xiantou account list", "列出全部科目", "list all accounts"),
      .init(
        "xiantou account list --account 1221..1511 --level 1-2",
        "列出一段科目",
        "list a part of the chart"
      ),
    ]
  )

  @Option(
    help: help(
      "科目范围, 例如 1221 或 1221..1222",
      "accounts, for example 1221 or 1221..1222",
      value: "codes"
    ),
    transform: Read.accounts
  )
  var account: ClosedRange<AccountCode>?

  @Option(
    help: help("级次, 例如 1 或 1-2", "levels, for example 1 or 1-2", value: "levels"),
    transform: Read.levels
  )
  var level: ClosedRange<Int>?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou account add CODE`.
struct AccountAdd: Command {
  static let page = Page(
    "add",
    "增加科目",
    "Add an account",
    examples: [
      .init(
        "xiantou account add 122103 --name 先投设备款 --side debit --aux 项目 --as 陈立",
        "增加一个要求项目核算的科目",
        "add an account that needs a project"
      )
    ]
  )

  @Argument(help: help("科目编码", "code", value: "code"), transform: Read.account)
  var code: AccountCode

  @Option(help: help("科目名称", "name", value: "name"))
  var name: String

  @Option(help: help("余额方向", "side on which a balance is natural", value: "side"))
  var side: SideOption

  @Option(
    help: help("会计要素; 省略时按编码首位", "element; by the first digit when left out", value: "element"),
    transform: Read.word
  )
  var element: Element?

  @Option(help: help("要求的辅助核算, 可重复", "a dimension it needs; may be repeated", value: "kind"))
  var aux: [String] = []

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// The two sides as people write them.
enum SideOption: String, CaseIterable, ExpressibleByArgument {
  case debit, credit

  /// The side.
  var side: Side { self == .debit ? .debit : .credit }
}

/// `xiantou account import FILE`.
struct AccountImport: Command {
  static let page = Page(
    "import",
    "导入科目表",
    "Import accounts",
    examples: [
      .init("xiantou account import accounts.csv --dry-run", "先检查", "check first"),
      .init("xiantou account import accounts.csv --as 陈立", "导入", "import"),
    ]
  )

  @OptionGroup var input: InputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou account disable CODE`.
struct AccountDisable: Command {
  static let page = Page(
    "disable",
    "停用科目, 历史发生额保留",
    "Close an account; its entries stay",
    examples: [.init("xiantou account disable 122103 --as 陈立", "停用科目", "close an account")]
  )

  @Argument(help: help("科目编码", "code", value: "code"), transform: Read.account)
  var code: AccountCode

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou aux` (辅助档案).
struct AuxCommand: Command {
  static let page = Page(
    "aux",
    "辅助核算档案: 项目、代持单位、合作银行、承载区、部门",
    "Dimension values: projects, custodians, banks, zones, departments",
    examples: [
      .init("xiantou aux list --kind project", "查看项目", "list the projects"),
      .init("xiantou aux import projects.csv --as 陈立", "导入档案", "import a master file"),
    ]
  )
  static let verbs: [any Command.Type] = [AuxList.self, AuxAdd.self, AuxImport.self]
}

/// `xiantou aux list`.
struct AuxList: Command {
  static let page = Page(
    "list",
    "列出辅助档案",
    "List dimension values",
    examples: [.init("xiantou aux list --kind custodian", "列出代持单位", "list the custodians")]
  )

  @Option(help: help("类别, 例如 project 或 项目", "kind, for example project", value: "kind"))
  var kind: String?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou aux add CODE`.
struct AuxAdd: Command {
  static let page = Page(
    "add",
    "增加辅助档案",
    "Add a dimension value",
    examples: [
      .init(
        "xiantou aux add SOE3 --kind custodian --name 示例科创集团 --as 陈立",
        "增加代持单位",
        "add a custodian"
      )
    ]
  )

  @Argument(help: help("编码", "code", value: "code"))
  var code: String

  @Option(help: help("类别, 例如 project 或 项目", "kind, for example project", value: "kind"))
  var kind: String

  @Option(help: help("名称", "name", value: "name"))
  var name: String

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou aux import FILE`.
struct AuxImport: Command {
  static let page = Page(
    "import",
    "导入辅助档案, 类别由表头识别",
    "Import dimension values; the header tells the kind",
    examples: [.init("xiantou aux import zones.csv --as 陈立", "导入承载区", "import the zones")]
  )

  @OptionGroup var input: InputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
