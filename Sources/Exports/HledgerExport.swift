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
    var bytes: [UInt8] = []
    append(entry, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends one entry, with an empty line before it.
  package func append(_ entry: ExportedEntry, to bytes: inout [UInt8]) {
    let voucher = entry.voucher
    let summary = voucher.postings.first?.summary ?? ""
    let reference = voucher.postings.first { !$0.reference.isEmpty }?.reference
    let description = reference.map { "\(summary) | \($0)" } ?? summary
    bytes.append(fixed: "\n")
    bytes.append(text: "\(voucher.date)")
    bytes.append(fixed: " * (")
    bytes.append(text: HledgerExport.code(entry.number))
    bytes.append(fixed: ") ")
    bytes.append(text: HledgerExport.clean(description))
    bytes.append(fixed: "\n")
    if let original = voucher.reverses {
      bytes.append(text: "    ; 冲销:\(HledgerExport.code(original))\n")
    }
    for posting in voucher.postings {
      bytes.append(fixed: "    ")
      bytes.append(text: names[posting.account])
      bytes.append(fixed: "  ")
      bytes.append(yuan: posting.signed)
      bytes.append(fixed: " CNY")
      appendComment(on: posting, of: summary, to: &bytes)
      bytes.append(fixed: "\n")
    }
  }

  private func appendComment(
    on posting: Posting,
    of summary: String,
    to bytes: inout [UInt8]
  ) {
    var tags = posting.dimensions.tags.map { ($0.kind.name, $0.value) }
    if posting.summary != summary { tags.append(("摘要", posting.summary)) }
    if tags.isEmpty { return }
    let comment = tags.map { "\(HledgerExport.tag($0)):\(HledgerExport.tag($1))" }
    bytes.append(text: "  ; \(comment.joined(separator: ", "))")
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

  /// Whether a text has nothing but Han and what has no meaning anywhere in a journal: nearly every
  /// text, which then need not be gone through character by character.
  private static func isPlain(_ text: String) -> Bool {
    let bytes = text.utf8.span
    return bytes.indices.allSatisfy { index in
      switch bytes[index] {
      case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: ":"),
        UInt8(ascii: ";"):
        false
      // U+4000 to U+9FFF begin with 0xE4 to 0xE9.
      case 0x21...0x7E, 0x80...0xBF, 0xE4...0xE9: true
      default: false
      }
    }
  }

  /// Text without what has a meaning in a journal: colons separate accounts, semicolons begin
  /// comments, two spaces end a name.
  private static func clean(_ text: String) -> String {
    if isPlain(text) { return text }
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
    if isPlain(text) { return text }
    return String(clean(text).map { $0 == "," ? "，" : $0 })
  }

  /// A voucher number within brackets.
  private static func code(_ number: VoucherNumber) -> String {
    let text = "\(number)"
    if isPlain(text) { return text }
    return String(clean(text).map { $0 == "(" ? "（" : $0 == ")" ? "）" : $0 })
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
