package import Accounting
package import Quantities

/// Writes a book for beancount, piece by piece.
///
/// Head, entries in any order, foot, assertions: the foot opens the accounts on the first day of
/// the book, or on the day of the first entry if that is earlier. Beancount sorts by date, so that
/// both may stand last.
package struct BeancountExport: Sendable {
  private var chart: ChartOfAccounts
  private var names = JournalNames(root: BeancountExport.root, component: BeancountExport.clean)
  private let title: String
  private let start: CivilDate
  private var earliest: CivilDate

  /// Prepares the export of a book.
  package init(chart: ChartOfAccounts, title: String, start: CivilDate) {
    self.chart = chart
    self.title = title
    self.start = start
    earliest = start
    names.add(chart)
  }

  /// Goes on with a chart that has grown; an account keeps the name it has in the file.
  package mutating func use(_ chart: ChartOfAccounts) {
    self.chart = chart
    names.add(chart)
  }

  /// The options before the first entry.
  package var head: String {
    "option \"title\" \(BeancountExport.quoted(title))\noption \"operating_currency\" \"CNY\"\n"
  }

  /// One entry, with an empty line before it.
  package mutating func text(of entry: ExportedEntry) -> String {
    var bytes: [UInt8] = []
    append(entry, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends one entry, with an empty line before it.
  package mutating func append(_ entry: ExportedEntry, to bytes: inout [UInt8]) {
    let voucher = entry.voucher
    earliest = min(earliest, voucher.date)
    let summary = voucher.postings.first?.summary ?? ""
    bytes.append(fixed: "\n")
    bytes.append(text: "\(voucher.date)")
    bytes.append(fixed: " * ")
    BeancountExport.append(quoted: summary, to: &bytes)
    bytes.append(fixed: "\n  voucher: ")
    BeancountExport.append(quoted: "\(entry.number)", to: &bytes)
    bytes.append(fixed: "\n")
    if let original = voucher.reverses {
      bytes.append(text: "  reverses: \(BeancountExport.quoted("\(original)"))\n")
    }
    for posting in voucher.postings {
      bytes.append(fixed: "  ")
      bytes.append(text: names[posting.account])
      bytes.append(fixed: "  ")
      bytes.append(yuan: posting.signed)
      bytes.append(fixed: " CNY\n")
      if posting.summary != summary {
        bytes.append(text: "    summary: \(BeancountExport.quoted(posting.summary))\n")
      }
      if !posting.reference.isEmpty {
        bytes.append(text: "    reference: \(BeancountExport.quoted(posting.reference))\n")
      }
      for tag in posting.dimensions.tags {
        bytes.append(text: "    \(BeancountExport.key(tag.kind)): ")
        BeancountExport.append(quoted: tag.value, to: &bytes)
        bytes.append(fixed: "\n")
      }
    }
  }

  /// What opens the accounts.
  package var foot: String {
    let leaves = chart.accounts.filter(\.isLeaf)
    var text = "\n"
    for account in leaves { text += "\(earliest) open \(names[account.code]) CNY\n" }
    return text
  }

  /// Assertions of balances, with an empty line before them.
  ///
  /// Beancount judges at the beginning of a day, so the day stated is the one after; it would
  /// forgive a fen if no tolerance were stated.
  package func assertion(of closing: ClosingBalances) -> String {
    let day = closing.day.adding(days: 1)
    var text = "\n"
    for (account, balance) in closing.balances {
      text += "\(day) balance \(names[account])  \(balance) ~ 0.00 CNY\n"
    }
    return text
  }

  private static func root(_ element: Element) -> String {
    switch element {
    case .asset: "Assets"
    case .liability: "Liabilities"
    case .netAssets: "Equity"
    case .income: "Income"
    case .expense: "Expenses"
    }
  }

  /// A component of an account's name: letters, digits and hyphens only.
  private static func clean(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
        scalar
      case .decimalNumber where scalar.isASCII: scalar
      default: "-"
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    append(quoted: text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(quoted text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    let content = text.utf8.span
    for index in content.indices {
      switch content[index] {
      case UInt8(ascii: "\""): bytes.append(fixed: "\\\"")
      case UInt8(ascii: "\\"): bytes.append(fixed: "\\\\")
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
        bytes.append(UInt8(ascii: " "))
      case let byte: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// The key of a dimension: beancount keeps some for itself, and we do.
  private static func key(_ kind: DimensionKind) -> String {
    let taken = ["filename", "lineno", "reference", "reverses", "summary", "voucher"]
    return kind.code.count < 2 || taken.contains(kind.code) ? "dim_\(kind.code)" : kind.code
  }
}
