package import Accounting
import Findings

/// Reads master files of dimension values (辅助档案): projects, zones, custodians, banks.
package enum DimensionImport {
  /// The kinds of tables that hold dimension values.
  package static let kinds: [TableKind] = [
    .zones, .custodians, .banks, .departments, .fundSources, .projects,
  ]

  /// Reads a table; what it has beyond code and name is kept with each value.
  package static func read(
    _ source: ByteSource,
    encoding: TextEncoding? = nil
  ) throws(InputError) -> ReadTable<DimensionValue> {
    try TableImport.read(source, kinds: kinds, encoding: encoding) {
      (table, list) throws(ReadFailure) in
      guard let form = forms[table.map.kind] else {
        preconditionFailure("every kind of table asked for has a form")
      }
      var values: [DimensionValue] = []
      var codes: Set<String> = []
      var row = Row()
      while try table.next(&row) {
        var cells = RowCells(row, table.map)
        let code = cells.code(form.code)
        let name = cells.text(form.name)
        if code.isEmpty { cells.note(.textLength, form.code) }
        if name.isEmpty { cells.note(.textLength, form.name) }
        if code.count > TextCell.maximumLength || code.unicodeScalars.contains(where: \.isForbidden)
        {
          cells.note(.textCharacter, form.code)
        }
        if !codes.insert(code).inserted { cells.note(.codeDuplicate, form.code) }
        let attributes = attributes(&cells, form)
        values.append(
          DimensionValue(kind: form.kind, code: code, name: name, attributes: attributes)
        )
        if table.isRagged(row) { list.add(Finding(.ragged, row: row.number)) }
        for finding in cells.findings { list.add(finding) }
      }
      if values.isEmpty { list.add(Finding(.empty, row: 1)) }
      return values
    }
  }

  private static func attributes(
    _ cells: inout RowCells,
    _ form: Form
  ) -> [DimensionValue.Attribute] {
    let named = [cells.map[form.code], cells.map[form.name]]
    return cells.map.headings.enumerated().compactMap { column, heading in
      guard !heading.isEmpty, !named.contains(column), !cells.row.isBlank(column) else {
        return nil
      }
      let reading = cells.row.read(column) { TextCell.read($0, $1) }
      guard let value = reading.value else {
        for code in reading.codes { cells.note(code, heading) }
        return nil
      }
      return DimensionValue.Attribute(heading, value)
    }
  }

  private struct Form {
    let kind: DimensionKind
    let code: String
    let name: String
  }

  private static let forms: [TableKind: Form] = [
    .zones: Form(kind: .zone, code: "承载区编码", name: "承载区名称"),
    .custodians: Form(kind: .custodian, code: "代持单位编码", name: "代持单位名称"),
    .banks: Form(kind: .bank, code: "合作银行编码", name: "合作银行名称"),
    .departments: Form(kind: .department, code: "部门编码", name: "部门名称"),
    .fundSources: Form(kind: .fundSource, code: "资金来源编码", name: "资金来源名称"),
    .projects: Form(kind: .project, code: "项目编码", name: "项目名称"),
  ]
}
