import Findings
package import InvestFirst
import Quantities

/// Reads the business tables of earlier years (业务表).
///
/// Every cell is judged; what the rows mean for a project is for ``InvestFirst/History`` to say.
package enum BusinessImport {
  /// The tables of 先投后股 that are read here.
  package static let kinds: [TableKind] = [
    .stages, .tranches, .milestones, .rents, .conversions, .custody, .dividends, .exits, .writeoffs,
  ]

  /// Reads the projects that a table approves; a project without day and amount is master data
  /// only.
  package static func projects(
    _ source: ByteSource,
    encoding: TextEncoding? = nil
  ) throws(InputError) -> ReadTable<ProjectRow> {
    try read(source, .projects, encoding) { cells in
      guard !cells.isBlank("立项日期"), !cells.isBlank("批准资金") else { return nil }
      let counts: [String: Bool] = ["是": true, "否": false]
      let (project, zone) = (cells.code("项目编码"), cells.code("承载区"))
      let countsRent = cells.choice("租金是否计入先投", counts) ?? false
      guard let date = cells.date("立项日期"), let amount = cells.fen("批准资金") else { return nil }
      return ProjectRow(
        row: cells.row.number,
        project: project,
        zone: zone,
        approvedOn: date,
        amount: amount,
        countsRent: countsRent
      )
    }
  }

  /// Reads a table into its place among the others.
  /// - Returns: how many rows it has, and what is wrong with them.
  package static func read(
    _ kind: TableKind,
    _ source: ByteSource,
    encoding: TextEncoding? = nil,
    into tables: inout HistoryTables
  ) throws(InputError) -> ReadTable<Int> {
    switch kind {
    case .stages: try read(source, kind, encoding, into: &tables.stages, stage)
    case .tranches: try read(source, kind, encoding, into: &tables.tranches, tranche)
    case .milestones: try read(source, kind, encoding, into: &tables.milestones, milestone)
    case .rents: try read(source, kind, encoding, into: &tables.rents, rent)
    case .conversions: try read(source, kind, encoding, into: &tables.conversions, conversion)
    case .custody: try read(source, kind, encoding, into: &tables.custody, custody)
    case .dividends: try read(source, kind, encoding, into: &tables.dividends, dividend)
    case .exits: try read(source, kind, encoding, into: &tables.exits, exit)
    case .writeoffs: try read(source, kind, encoding, into: &tables.writeOffs, writeOff)
    default: preconditionFailure("a table of 先投后股")
    }
  }

  static func read<Value: Sendable>(
    _ source: ByteSource,
    _ kind: TableKind,
    _ encoding: TextEncoding?,
    into rows: inout [Value],
    _ make: (inout RowCells) -> Value?
  ) throws(InputError) -> ReadTable<Int> {
    let table = try read(source, kind, encoding, make)
    rows += table.values
    return ReadTable(
      values: Array(table.values.indices),
      findings: table.findings,
      furtherFindings: table.furtherFindings
    )
  }

  /// Reads the rows of a table; a row of which `make` makes nothing has told why, or tells nothing.
  static func read<Value: Sendable>(
    _ source: ByteSource,
    _ kind: TableKind,
    _ encoding: TextEncoding?,
    _ make: (inout RowCells) -> Value?
  ) throws(InputError) -> ReadTable<Value> {
    try TableImport.read(source, kinds: [kind], encoding: encoding) {
      (table, list) throws(ReadFailure) in
      var values: [Value] = []
      var row = Row()
      while try table.next(&row) {
        var cells = RowCells(row, table.map)
        if table.isRagged(row) { cells.note(.ragged, "") }
        let value = make(&cells)
        for finding in cells.findings { list.add(finding) }
        if let value, !cells.findings.contains(where: { $0.severity == .error }) {
          values.append(value)
        }
      }
      return values
    }
  }
}

extension RowCells {
  /// A day that has to be there.
  mutating func date(_ name: String) -> CivilDate? {
    if isBlank(name) {
      note(.fieldMissing, name)
      return nil
    }
    return read(name) { DateCell.read($0, $1) }
  }

  /// An amount; nothing is zero.
  mutating func fen(_ name: String) -> Fen? {
    map[name] == nil ? .zero : read(name) { AmountCell.read($0, $1) }
  }

  /// A whole number.
  mutating func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
    read(name) { NumberCell.read($0, $1, in: range) }
  }

  /// A code that has to be there.
  mutating func key(_ name: String) -> String {
    if isBlank(name) { note(.fieldMissing, name) }
    return code(name)
  }
}
