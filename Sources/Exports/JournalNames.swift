package import Accounting
package import Quantities

/// The names of accounts in plain-text accounting: the path from the element down, each step as
/// `code-name`, for example `assets:1002-银行存款:100201-先投资金专户`.
struct JournalNames: Sendable {
  private let root: @Sendable (Element) -> String
  private let component: @Sendable (String) -> String
  private var paths: [AccountCode: String] = [:]

  /// Prepares names from the top account for each element (`root`) and the form in which the
  /// program accepts a step (`component`).
  init(
    root: @escaping @Sendable (Element) -> String,
    component: @escaping @Sendable (String) -> String
  ) {
    self.root = root
    self.component = component
  }

  /// Names the accounts that have no name yet.
  mutating func add(_ chart: ChartOfAccounts) {
    for account in chart.accounts where paths[account.code] == nil {
      var steps = [component("\(account.code)-\(account.name)")]
      var code = account.code
      while let parent = chart.parent(of: code) {
        steps.append(component("\(parent.code)-\(parent.name)"))
        code = parent.code
      }
      steps.append(root(account.element))
      paths[account.code] = steps.reversed().joined(separator: ":")
    }
  }

  subscript(code: AccountCode) -> String { paths[code] ?? "\(code)" }
}

/// What accounts hold at the end of a day, for the other program to judge (余额断言).
package struct ClosingBalances: Sendable {
  /// The day.
  package let day: CivilDate
  /// Leaf accounts with their balances, debits positive.
  package let balances: [(account: AccountCode, closing: Fen)]

  /// Creates the balances.
  package init(day: CivilDate, balances: [(AccountCode, Fen)]) {
    self.day = day
    self.balances = balances.map { ($0, $1) }
  }
}

/// A posted voucher with its number, as the exports need it.
package struct ExportedEntry: Sendable {
  /// The number.
  package let number: VoucherNumber
  /// The voucher.
  package let voucher: Voucher

  /// Creates the pair.
  package init(number: VoucherNumber, voucher: Voucher) {
    self.number = number
    self.voucher = voucher
  }
}
