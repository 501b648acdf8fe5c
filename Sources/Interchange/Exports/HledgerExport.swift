package import Accounting
import Quantities

/// Writes a book as a journal for hledger (and ledger), piece by piece.
///
/// The head comes first, then every entry in any order, then assertions of balances. Amounts have
/// their natural sign, debits positive; dimensions become tags.
package struct HledgerExport: Sendable {
  private let chart: ChartOfAccounts
  private let names: JournalNames

  /// Prepares the export of a book with these accounts.
  package init(chart: ChartOfAccounts) {
    self.chart = chart
    names = JournalNames(chart, root: HledgerExport.root, component: HledgerExport.clean)
  }

  /// The directives before the first entry.
  package var head: String {
    var text = "commodity 1000.00 CNY\ndecimal-mark .\n\n"
    for account in chart.accounts where account.isLeaf {
      text += "account \(names[account.code])\n"
    }
    return text
  }

  /// One entry, with an empty line before it.
  package func text(of entry: ExportedEntry) -> String {
    let voucher = entry.voucher
    let summary = voucher.postings.first?.summary ?? ""
    let reference = voucher.postings.first { !$0.reference.isEmpty }?.reference
    let description = reference.map { "\(summary) | \($0)" } ?? summary
    var text = "\n\(voucher.date) * (\(HledgerExport.code(entry.number)))"
    text += " \(HledgerExport.clean(description))\n"
    if let original = voucher.reverses { text += "    ; 冲销:\(HledgerExport.code(original))\n" }
    for posting in voucher.postings {
      text += "    \(names[posting.account])  \(Fen.yuan(posting.signed)) CNY"
      var tags = posting.dimensions.tags.map { ($0.kind.name, $0.value) }
      if posting.summary != summary { tags.append(("摘要", posting.summary)) }
      let comment = tags.map { "\(HledgerExport.tag($0)):\(HledgerExport.tag($1))" }
      text += comment.isEmpty ? "\n" : "  ; \(comment.joined(separator: ", "))\n"
    }
    return text
  }

  /// An entry of zero amounts that asserts balances, with an empty line before it.
  ///
  /// It comes after every entry: hledger reads assertions of one day in the order of the file.
  package func assertion(of closing: ClosingBalances) -> String {
    var text = "\n\(closing.day) * 余额断言\n"
    for (account, balance) in closing.balances {
      text += "    \(names[account])  0.00 CNY = \(balance) CNY\n"
    }
    return text
  }

  private static func root(_ element: Element) -> String {
    switch element {
    case .asset: "assets"
    case .liability: "liabilities"
    case .netAssets: "equity"
    case .income: "revenues"
    case .expense: "expenses"
    }
  }

  /// Text without what has a meaning in a journal: colons separate accounts, semicolons begin
  /// comments, two spaces end a name.
  private static func clean(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.isSpace || scalar.isForbidden {
        if let last = result.last, last != " " { result.append(" ") }
        continue
      }
      result.append(scalar == ":" ? "：" : scalar == ";" ? "；" : scalar)
    }
    if result.last == " " { result.removeLast() }
    return String(result)
  }

  /// A tag's name or value, which a comma would end.
  private static func tag(_ text: String) -> String {
    String(clean(text).map { $0 == "," ? "，" : $0 })
  }

  /// A voucher number within brackets.
  private static func code(_ number: VoucherNumber) -> String {
    String(clean("\(number)").map { $0 == "(" ? "（" : $0 == ")" ? "）" : $0 })
  }
}
