import Quantities

/// A file in the structure of GB/T 24589.1-2010 while it is made (审计数据接口文件).
///
/// Table elements carry the identifiers of their tables, as far as those are known for certain;
/// fields carry none. A field that has no value is left out.
final class XMLFile {
  private let file: TextFile
  private let root: String

  /// Begins a file with its root element.
  init(
    _ path: String,
    root: String,
    _ output: any DerivedOutput
  ) throws(EvidenceError) {
    file = try TextFile(path, output)
    self.root = root
    try file.write(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- 参照 GB/T 24589.1-2010 的结构编排，不声明符合该标准。 -->
      <!-- Follows the structure of GB/T 24589.1-2010; does not claim conformity. -->
      <\(root)>

      """
    )
  }

  /// Adds a row of a table: one element, whose fields `fields` writes.
  func add(_ table: Table, _ fields: (inout Row) -> Void) throws(EvidenceError) {
    try file.write { bytes in
      var row = Row(bytes: consume bytes)
      row.open(table)
      fields(&row)
      row.close(table)
      bytes = row.bytes
    }
  }

  /// Ends the root element and the file.
  func close() throws(EvidenceError) {
    try file.write("</\(root)>\n")
    try file.close()
  }

  /// One row while it is written.
  struct Row {
    fileprivate var bytes: [UInt8]

    fileprivate mutating func open(_ table: Table) {
      bytes.append(UInt8(ascii: "<"))
      bytes.append(text: table.name)
      bytes.append(fixed: " locID=\"")
      bytes.append(text: table.rawValue)
      bytes.append(fixed: "\">")
    }

    /// The bytes of fields that several rows share.
    static func shared(_ fields: (inout Row) -> Void) -> [UInt8] {
      var row = Row(bytes: [])
      fields(&row)
      return row.bytes
    }

    /// Writes fields that were made before.
    mutating func copy(_ fields: [UInt8]) { bytes.append(contentsOf: fields) }

    fileprivate mutating func close(_ table: Table) {
      bytes.append(fixed: "</")
      bytes.append(text: table.name)
      bytes.append(fixed: ">\n")
    }

    /// Writes a field; one without text is left out.
    mutating func field(_ name: StaticString, _ text: String) {
      if text.isEmpty { return }
      write(name) { $0.append(escaping: text) }
    }

    /// Writes a field with an amount.
    mutating func field(_ name: StaticString, _ amount: Fen) { write(name) { $0.append(amount) } }

    private mutating func write(_ name: StaticString, _ content: (inout [UInt8]) -> Void) {
      bytes.append(UInt8(ascii: "<"))
      bytes.append(fixed: name)
      bytes.append(UInt8(ascii: ">"))
      content(&bytes)
      bytes.append(fixed: "</")
      bytes.append(fixed: name)
      bytes.append(UInt8(ascii: ">"))
    }

    /// Writes a field that has a number in its name (辅助项1编号).
    mutating func dimension(_ place: Int, _ text: String) {
      if text.isEmpty { return }
      let name = "辅助项\(place)编号"
      bytes.append(text: "<\(name)>")
      bytes.append(escaping: text)
      bytes.append(text: "</\(name)>")
    }
  }

  /// The tables that are written, by their identifiers.
  enum Table: String {
    case book = "T101"
    case periods = "T102"
    case voucherWords = "T103"
    case currencies = "T105"
    case people = "T108"
    case kinds = "T111"
    case values = "T112"
    case ledger = "T201"
    case accounts = "T202"
    case accountKinds = "T203"
    case balances = "T205"
    case vouchers = "T206"

    /// The name of the element.
    var name: String {
      switch self {
      case .book: "电子账簿"
      case .periods: "会计期间"
      case .voucherWords: "记账凭证类型"
      case .currencies: "币种"
      case .people: "员工档案"
      case .kinds: "自定义档案项"
      case .values: "自定义档案项值"
      case .ledger: "总账基础信息"
      case .accounts: "会计科目"
      case .accountKinds: "科目辅助核算"
      case .balances: "科目余额及发生额"
      case .vouchers: "记账凭证"
      }
    }
  }
}

extension [UInt8] {
  /// Appends the content of an element.
  fileprivate mutating func append(escaping text: String) {
    let content = text.utf8.span
    let isPlain = content.indices.allSatisfy { index in
      content[index] != 0x26 && content[index] != 0x3C && content[index] != 0x3E
    }
    if isPlain { return append(text: text) }
    for index in content.indices {
      switch content[index] {
      case 0x26: append(fixed: "&amp;")
      case 0x3C: append(fixed: "&lt;")
      case 0x3E: append(fixed: "&gt;")
      case let byte: append(byte)
      }
    }
  }
}
