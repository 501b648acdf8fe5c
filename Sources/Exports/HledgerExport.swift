package import Accounting
import Quantities

/// Writes a book as a journal for hledger (and ledger), piece by piece.
///
/// The head comes first, then every entry in any order, the foot with the accounts, and assertions
/// of balances. Amounts have their natural sign, debits positive; dimensions become tags.
package struct HledgerExport: Sendable {
  private var chart: ChartOfAccounts
  private var names = JournalNames(root: HledgerExport.root, component: HledgerExport.clean)

  /// Prepares the export of a book with these accounts.
  package init(chart: ChartOfAccounts) {
    self.chart = chart
    names.add(chart)
  }

  /// Goes on with a chart that has grown; an account keeps the name it has in the file.
  package mutating func use(_ chart: ChartOfAccounts) {
    self.chart = chart
    names.add(chart)
  }

  /// The directives before the first entry.
  package var head: String { "commodity 1000.00 CNY\ndecimal-mark .\n" }

  /// The accounts, after the last entry, with an empty line before them.
  package var foot: String {
    var text = "\n"
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
      if scalar.isBlank {
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

extension Unicode.Scalar {
  /// Whether a character is a space, or one that nobody sees.
  fileprivate var isBlank: Bool {
    switch value {
    case 0x00...0x20, 0x7F...0xA0, 0x061C, 0x1680, 0x180E, 0x2000...0x200F, 0x2028...0x202F,
      0x205F...0x206F, 0x3000, 0xFDD0...0xFDEF, 0xFEFF, 0xFFF9...0xFFFD, 0xE0000...0xE0FFF:
      true
    default: value & 0xFFFE == 0xFFFE
    }
  }
}
