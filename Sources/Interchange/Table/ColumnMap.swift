import Findings

/// Which cell of a row belongs to which column of a table.
struct ColumnMap: Sendable {
  /// What the table is.
  let kind: TableKind
  /// The row that holds the headings, from 1.
  let headerRow: Int
  /// The headings as written, by cell; empty where there is none.
  let headings: [String]
  private let places: [String: Int]
  /// What is wrong with the headings.
  let findings: [Finding]

  /// The cell that holds a column, by its canonical heading.
  subscript(_ name: String) -> Int? { places[name] }

  /// How many cells the header has.
  var width: Int { headings.count }

  /// Tries to read a row as the headings of a table of a given kind.
  init(_ row: Row, as kind: TableKind, further: [Column] = []) {
    let raw = row.cells.indices.map { row.text($0) }
    let headings = raw.map(Heading.init)
    self.kind = kind
    headerRow = row.number
    // Empty cells at the end are no columns.
    let width = (headings.lastIndex { !$0.isEmpty } ?? -1) + 1
    self.headings = Array(raw.prefix(width))
    var places: [String: Int] = [:]
    var findings: [Finding] = []
    func note(_ code: FindingCode, _ column: Column, _ value: String = "") {
      findings.append(
        Finding(
          code,
          row: row.number,
          column: column.name,
          value: value,
          arguments: ["column": column.name]
        )
      )
    }
    for column in kind.columns + further {
      let cells = column.places(in: headings)
      if cells.count > 1 { note(.headerDuplicate, column, raw[cells[1]]) }
      if cells.isEmpty, column.isRequired { note(.headerMissing, column) }
      places[column.name] = cells.first
    }
    // A balance stands in one column or in two.
    if kind == .openings, places["期初借方"] != nil || places["期初贷方"] != nil {
      findings.removeAll { $0.code == .headerMissing && $0.column == "期初余额" }
    }
    self.places = places
    self.findings = findings
  }

  /// The columns found, required and in all.
  private var score: (complete: Bool, required: Int, total: Int) {
    let missing = findings.count { $0.code == .headerMissing }
    return (missing == 0, kind.required.count - missing, places.count)
  }

  /// Whether enough headings are there to take the row for a header with something missing.
  var isPlausible: Bool {
    let (complete, required, total) = score
    return complete || (required >= 2 && total >= 3 && 2 * required >= kind.required.count)
  }

  /// Whether this reading of headings explains more than `other`.
  func isBetter(than other: ColumnMap) -> Bool {
    let (mine, theirs) = (score, other.score)
    if mine.complete != theirs.complete { return mine.complete }
    // Of several complete readings the one with more necessary columns is the special one.
    if mine.complete, mine.required != theirs.required { return mine.required > theirs.required }
    return mine.total > theirs.total
  }

  /// The best header among the first rows of a file, for one kind or for whichever fits.
  static func find(in rows: [Row], kinds: [TableKind], further: [Column] = []) -> ColumnMap? {
    var best: ColumnMap?
    for row in rows {
      for kind in kinds {
        let takesFurther = kind == .vouchers || kind == .openings
        let map = ColumnMap(row, as: kind, further: takesFurther ? further : [])
        guard map.isPlausible else { continue }
        if best.map({ map.isBetter(than: $0) }) ?? true { best = map }
      }
    }
    return best
  }

  /// The findings for a file in which no row looks like the header of `kind`.
  static func missing(of kind: TableKind) -> [Finding] {
    ColumnMap(Row(number: 1), as: kind).findings
  }

  /// Among how many of the first rows the header is looked for.
  static let searchDepth = 10
}
