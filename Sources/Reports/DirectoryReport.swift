public import Accounting

/// The values of dimensions (辅助档案).
public struct DirectoryReport: Report {
  private let values: [DimensionValue]

  /// Creates the list of the values of some kinds.
  public init(directory: DimensionDirectory, kinds: [DimensionKind]) {
    values = kinds.flatMap { directory.values(of: $0) }
  }

  /// The table for people.
  public var table: Table {
    var table = Table(
      title: Phrase("辅助档案", "Dimension values"),
      remarks: [Phrase("\(values.count) 条", "\(values.count) values")],
      columns: [
        Table.Column(Phrase("类别", "Kind"), .text), Table.Column(Phrase("编码", "Code"), .text),
        Table.Column(Phrase("名称", "Name"), .text), Table.Column(Phrase("状态", "State"), .text),
        Table.Column(Phrase("其他", "Further"), .text),
      ]
    )
    for value in values {
      table.add([
        .phrase(value.kind.heading), .text(value.code), .text(value.name),
        .phrase(value.isOpen ? Phrase("启用", "open") : Phrase("停用", "closed")),
        .text(
          value.attributes.filter { !$0.value.isEmpty }.map { "\($0.name)=\($0.value)" }
            .joined(separator: " ")
        ),
      ])
    }
    return table
  }

  /// `{"values":[{"kind","code","name","open","attributes":{}}]}`.
  public var json: JSON { ["values": .array(values.map(\.json))] }
}

extension DimensionValue {
  /// The value as an object.
  public var json: JSON {
    [
      "kind": .string(kind.code), "code": .string(code), "name": .string(name),
      "open": .bool(isOpen),
      "attributes": .object(attributes.map { JSON.Member($0.name, .string($0.value)) }),
    ]
  }
}
