package import Accounting
package import Quantities

/// Writes a book for beancount, piece by piece.
///
/// Head, entries in any order, foot: the foot opens the accounts on the first day of the book, or
/// on the day of the first entry if that is earlier, and asserts every balance on the day after
/// each year and after the last entry. Beancount sorts by date, so it may stand last.
package struct BeancountExport: Sendable {
  private let chart: ChartOfAccounts
  private let names: JournalNames
  private let title: String
  private let start: CivilDate
  private var earliest: CivilDate
  private var latest: CivilDate?
  /// What each account moved in each year, debits positive.
  private var movements: [AccountCode: [Int: Int128]] = [:]

  /// Prepares the export of a book.
  package init(chart: ChartOfAccounts, title: String, start: CivilDate) {
    self.chart = chart
    self.title = title
    self.start = start
    earliest = start
    names = JournalNames(chart, root: BeancountExport.root, component: BeancountExport.clean)
  }

  /// The options before the first entry.
  package var head: String {
    "option \"title\" \(BeancountExport.quoted(title))\noption \"operating_currency\" \"CNY\"\n"
  }

  /// One entry, with an empty line before it.
  package mutating func text(of entry: ExportedEntry) -> String {
    let voucher = entry.voucher
    earliest = min(earliest, voucher.date)
    latest = max(latest ?? voucher.date, voucher.date)
    let year = voucher.period.year
    let summary = voucher.postings.first?.summary ?? ""
    var text = "\n\(voucher.date) * \(BeancountExport.quoted(summary))\n"
    text += "  voucher: \(BeancountExport.quoted("\(entry.number)"))\n"
    if let original = voucher.reverses {
      text += "  reverses: \(BeancountExport.quoted("\(original)"))\n"
    }
    for posting in voucher.postings {
      movements[posting.account, default: [:]][year, default: 0] += posting.signed
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

  /// What opens the accounts and asserts their balances.
  package var foot: String {
    let leaves = chart.accounts.filter(\.isLeaf)
    var text = "\n"
    for account in leaves { text += "\(earliest) open \(names[account.code]) CNY\n" }
    guard let latest else { return text }
    var days: [CivilDate] = []
    for year in earliest.period.year...latest.period.year {
      if let end = CivilDate(year: year, month: 12, day: 31), end < latest {
        days.append(end.adding(days: 1))
      }
    }
    days.append(latest.adding(days: 1))
    for day in days {
      text += "\n"
      let lastYear = day.adding(days: -1).period.year
      for account in leaves {
        let years = movements[account.code] ?? [:]
        let balance = years.reduce(into: Int128(0)) { if $1.key <= lastYear { $0 += $1.value } }
        text += "\(day) balance \(names[account.code])  \(Fen.yuan(balance)) CNY\n"
      }
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
    return String(scalars)
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
