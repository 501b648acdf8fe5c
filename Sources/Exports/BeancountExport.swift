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
    let voucher = entry.voucher
    earliest = min(earliest, voucher.date)
    let summary = voucher.postings.first?.summary ?? ""
    var text = "\n\(voucher.date) * \(BeancountExport.quoted(summary))\n"
    text += "  voucher: \(BeancountExport.quoted("\(entry.number)"))\n"
    if let original = voucher.reverses {
      text += "  reverses: \(BeancountExport.quoted("\(original)"))\n"
    }
    for posting in voucher.postings {
      text += "  \(names[posting.account])  \(Fen.yuan(posting.signed)) CNY\n"
      if posting.summary != summary {
        text += "    summary: \(BeancountExport.quoted(posting.summary))\n"
      }
      if !posting.reference.isEmpty {
        text += "    reference: \(BeancountExport.quoted(posting.reference))\n"
      }
      for tag in posting.dimensions.tags {
        text += "    \(BeancountExport.key(tag.kind)): \(BeancountExport.quoted(tag.value))\n"
      }
    }
    return text
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
    var result = "\""
    for character in text.unicodeScalars {
      switch character {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n", "\r", "\t": result += " "
      default: result.unicodeScalars.append(character)
      }
    }
    return result + "\""
  }

  /// The key of a dimension: beancount keeps some for itself, and we do.
  private static func key(_ kind: DimensionKind) -> String {
    let taken = ["filename", "lineno", "reference", "reverses", "summary", "voucher"]
    return kind.code.count < 2 || taken.contains(kind.code) ? "dim_\(kind.code)" : kind.code
  }
}
