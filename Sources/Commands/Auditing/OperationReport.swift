import Reports
import Store

/// The operations that a log tells (操作日志).
struct OperationReport: Report {
  /// The operations to show, in the order of the log.
  let operations: [Operation]
  /// The number of records of the log.
  let records: Int64
  /// The language of the words.
  let language: Language

  var table: Table {
    var table = Table(
      title: Phrase("操作日志", "Operations"),
      remarks: [
        Phrase("共 \(operations.count) 项", "\(operations.count) operations"),
        Phrase("日志 \(records) 条记录", "log of \(records) records"), Phrase("时间为 UTC", "UTC"),
      ],
      columns: [
        Table.Column(Phrase("位置", "Seq"), .integer), Table.Column(Phrase("时间", "Time"), .text),
        Table.Column(Phrase("操作人", "Who"), .text), Table.Column(Phrase("账套", "Book"), .text),
        Table.Column(Phrase("类型", "Type"), .text), Table.Column(Phrase("内容", "What"), .text),
      ]
    )
    for operation in operations {
      table.add([
        .integer(Int(operation.seq)), .text("\(operation.at)"), .text(operation.by),
        .text(operation.book), .text(language.term("operation", operation.type)),
        .text(operation.what),
      ])
    }
    return table
  }

  var json: JSON {
    let rows = operations.map { operation -> JSON in
      [
        "seq": .integer(operation.seq), "at": .string("\(operation.at)"),
        "by": .string(operation.by), "book": .string(operation.book),
        "type": .string(operation.type), "what": .string(operation.what),
        "leaf_sha256": .string("\(operation.leaf)"),
      ]
    }
    return ["records": .integer(records), "rows": .array(rows)]
  }
}
