public import Accounting
public import Quantities

/// A printed book or statement as rows and columns (账表), before it is text of any kind.
public struct Table: Hashable, Sendable {
  /// What the table is called.
  public var title: Phrase
  /// What stands beside the title: the book, the periods, the unit, the state.
  public var remarks: [Phrase]
  /// The columns.
  public var columns: [Column]
  /// The rows, each with one cell for each column.
  public private(set) var rows: [Row] = []
  /// Remarks below the table.
  public var footnotes: [Phrase] = []

  /// Creates a table without rows.
  public init(title: Phrase, remarks: [Phrase], columns: [Column]) {
    self.title = title
    self.remarks = remarks
    self.columns = columns
  }

  /// Adds a row with one cell for each column.
  public mutating func add(_ cells: [Cell], kind: Row.Kind = .detail) {
    precondition(cells.count == columns.count, "a row has one cell for each column")
    rows.append(Row(kind: kind, cells: cells))
  }

  /// One column.
  public struct Column: Hashable, Sendable {
    /// The heading.
    public let heading: Phrase
    /// What its cells hold.
    public let kind: Kind

    /// Creates a column.
    public init(_ heading: Phrase, _ kind: Kind) {
      self.heading = heading
      self.kind = kind
    }

    /// What a column holds.
    public enum Kind: Hashable, Sendable {
      /// Words and codes, aligned to the left.
      case text
      /// Days, aligned to the left.
      case date
      /// Counts, aligned to the right.
      case integer
      /// Amounts of money, aligned to the right.
      case money
    }

    /// Where cells of the column stand.
    public var alignment: Alignment {
      switch kind {
      case .text, .date: .leading
      case .integer, .money: .trailing
      }
    }
  }

  /// Where a cell stands in its column.
  public enum Alignment: Hashable, Sendable {
    /// At the left.
    case leading
    /// At the right.
    case trailing
  }

  /// One row.
  public struct Row: Hashable, Sendable {
    /// What the row is.
    public let kind: Kind
    /// The cells.
    public let cells: [Cell]

    /// What a row is.
    public enum Kind: Hashable, Sendable {
      /// An ordinary row.
      case detail
      /// A sum of some rows (小计).
      case subtotal
      /// The sum of the table (合计).
      case total
    }
  }

  /// One cell.
  public enum Cell: Hashable, Sendable {
    /// Nothing.
    case empty
    /// Text as the ledger holds it.
    case text(String)
    /// Wording of the report itself.
    case phrase(Phrase)
    /// A count.
    case integer(Int)
    /// A day.
    case date(CivilDate)
    /// A sum of money in fen, wide enough for any total.
    case money(Int128)

    /// An amount of money.
    public static func amount(_ amount: Fen) -> Cell { .money(Int128(amount.rawValue)) }

    /// An amount of money, nothing when it is zero.
    static func nonzero(_ sum: Int128) -> Cell { sum == 0 ? .empty : .money(sum) }

    /// An amount of money, nothing when it is zero.
    static func nonzero(_ amount: Fen) -> Cell { nonzero(Int128(amount.rawValue)) }

    /// A direction (借 or 贷, 平 when there is no balance) for a balance with debits positive.
    static func direction(_ sum: Int128) -> Cell {
      if sum == 0 { return .phrase(Phrase("平", "-")) }
      return .phrase(sum > 0 ? Phrase("借", "Dr") : Phrase("贷", "Cr"))
    }
  }
}

/// A book or statement that can be printed as a table and written as data.
public protocol Report: Sendable {
  /// The table for people.
  var table: Table { get }
  /// The data for programs, one JSON object.
  var json: JSON { get }
  /// What people read in a terminal; the table, unless the report has a better form.
  func text(in language: Language) -> String
  /// What a spreadsheet reads; the table, unless the report has more of them.
  func csv(in language: Language) -> String
}

extension Report {
  /// The table as comma-separated values.
  public func csv(in language: Language) -> String { table.csv(in: language) }

  /// The table, aligned.
  public func text(in language: Language) -> String { table.text(in: language) }
}

/// What stands at the head of every book (表头): whose it is, and how it cites vouchers.
public struct Masthead: Hashable, Sendable {
  /// The book (账套).
  public let book: Book
  /// Whether voucher numbers carry the book's code, because the ledger holds several books.
  public let citesBook: Bool

  /// Creates a head.
  public init(book: Book, citesBook: Bool = false) {
    self.book = book
    self.citesBook = citesBook
  }

  /// A voucher number as the book cites it.
  public func cite(_ number: VoucherNumber) -> String {
    citesBook ? "\(book.code)/\(number)" : "\(number)"
  }

  /// The remarks beside the title of a table.
  func remarks(_ coverage: Phrase) -> [Phrase] {
    [Phrase(book.name, book.name), coverage, Phrase("单位:元", "Unit: CNY yuan")]
  }
}

extension PeriodRange {
  /// The range as books state it, for example `2025年12期`.
  var coverage: Phrase {
    func chinese(_ period: FiscalPeriod) -> String {
      "\(period.year)年\(period.month < 10 ? "0" : "")\(period.month)期"
    }
    return Phrase(
      first == last ? chinese(first) : "\(chinese(first))至\(chinese(last))",
      first == last ? "\(first)" : "\(first) to \(last)"
    )
  }
}

extension DimensionKind {
  /// The kind as a heading.
  var heading: Phrase { Phrase(name, code) }
}

extension Dimensions {
  /// The tags in one cell, for example `项目=P001 代持单位=SOE1`.
  var listed: String { tags.map { "\($0.kind.name)=\($0.value)" }.joined(separator: " ") }

  /// The tags as an object with the names of kinds as keys.
  var json: JSON { .object(tags.map { JSON.Member($0.kind.name, .string($0.value)) }) }
}
