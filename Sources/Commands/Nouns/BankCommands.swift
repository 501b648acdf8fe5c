import Accounting
import ArgumentParser
import Quantities

/// `xiantou bank` (银行对账).
struct BankCommand: Command {
  static let page = Page(
    "bank",
    "银行对账: 导入流水, 与账面核对, 余额调节表",
    "Bank statements: import, match with the books, reconcile",
    examples: [
      .init(
        "xiantou bank import bank_100201.csv --account 100201 --as 陈静",
        "导入银行流水",
        "import a bank statement"
      ),
      .init("xiantou bank match --account 100201 --to 2025-12-31", "与账面核对", "match it"),
    ]
  )
  static let verbs: [any Command.Type] = [
    BankImportCommand.self, BankList.self, BankMatch.self, BankStatementCommand.self,
  ]
}

/// `xiantou bank import FILE --account CODE`.
struct BankImportCommand: Command {
  static let page = Page(
    "import",
    "导入一个账户的银行流水; 已有的流水自动略过",
    "Import the bank statement of an account; lines already there are passed over",
    examples: [
      .init(
        "xiantou bank import bank_100201.csv --account 100201 --as 陈静",
        "导入",
        "import"
      ),
      .init(
        "xiantou bank import 流水.xlsx --account 100201 --dry-run",
        "只检查",
        "check only"
      ),
    ]
  ).noting(
    "余额须逐行连续; 前后两次导入之间缺流水时给出警告。",
    "Balances have to follow from line to line; lines missing between statements are a warning."
  )

  @OptionGroup var input: InputOptions
  @OptionGroup var which: BankAccountOption
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// The account in the books that stands for the account at the bank.
struct BankAccountOption: ParsableArguments {
  @Option(help: help("银行存款科目", "the bank account's code", value: "code"), transform: Read.account)
  var account: AccountCode
}

/// `xiantou bank list`.
struct BankList: Command {
  static let page = Page(
    "list",
    "列出已导入的对账单, 或一个账户的流水",
    "List the statements imported, or the lines of an account",
    examples: [
      .init("xiantou bank list", "列出对账单", "list the statements"),
      .init(
        "xiantou bank list --account 100201 --from 2025-12-01 --to 2025-12-31",
        "十二月的流水",
        "December's lines"
      ),
    ]
  )

  @Option(help: help("银行存款科目", "the bank account's code", value: "code"), transform: Read.account)
  var account: AccountCode?

  @Option(help: help("起始日", "first day", value: "date"), transform: Read.date)
  var from: CivilDate?

  @Option(help: help("截止日", "last day", value: "date"), transform: Read.date)
  var to: CivilDate?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// What a reconciliation is about, and how far lines may lie apart.
struct ReconciliationOptions: ParsableArguments {
  @OptionGroup var which: BankAccountOption

  @Option(help: help("截止日", "the last day that counts", value: "date"), transform: Read.date)
  var to: CivilDate

  @Option(
    help: help(
      "银行最多晚于账面几天, 默认 10",
      "how many days the bank may be later, 10 by default",
      value: "days"
    ),
    transform: Read.days
  )
  var daysAfter: Int32?

  @Option(
    help: help(
      "银行最多早于账面几天, 默认 5",
      "how many days the bank may be earlier, 5 by default",
      value: "days"
    ),
    transform: Read.days
  )
  var daysBefore: Int32?
}

/// `xiantou bank match --account CODE --to DATE`.
struct BankMatch: Command {
  static let page = Page(
    "match",
    "流水与账面自动核对, 列出差异",
    "Match bank and books, and list what differs",
    examples: [
      .init("xiantou bank match --account 100201 --to 2025-12-31", "核对到年底", "match a year's end"),
      .init(
        "xiantou bank match --account 100201 --to 2025-12-31 --json",
        "给程序用",
        "for programs"
      ),
    ]
  ).noting("有差异时退出码 10。", "Exits with 10 when something differs.")

  @OptionGroup var options: ReconciliationOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou bank statement --account CODE --to DATE`.
struct BankStatementCommand: Command {
  static let page = Page(
    "statement",
    "银行存款余额调节表",
    "The reconciliation of balances, to be signed and filed",
    examples: [
      .init(
        "xiantou bank statement --account 100201 --to 2025-12-31 -o 调节表.csv",
        "写入文件",
        "write it to a file"
      )
    ]
  )

  @OptionGroup var options: ReconciliationOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
