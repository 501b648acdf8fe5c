import Audit
import CanonicalJSON
import Evidence
import Signing

/// A log that grows in memory, record by record.
struct SampleRecords: ~Copyable {
  private var sealer: RecordSealer
  private(set) var bodies: [[UInt8]] = []
  private(set) var leaves: [DigestPair] = []

  init() throws {
    var next: UInt8 = 0
    sealer = try RecordSealer(
      nonces: NonceSource { bytes throws(AuditError) in
        for index in bytes.indices { bytes[index] = next &+ UInt8(index / 16) }
        next &+= 1
      }
    )
  }

  /// A line: its project, and its data as JSON.
  typealias Line = (project: String?, data: String)

  /// Seals a record whose data is given as JSON without the outer braces.
  mutating func add(
    _ type: String,
    book: String = "zj",
    _ data: String,
    lines: [Line] = []
  ) throws {
    guard let at = RecordTime(iso: "2026-01-05T01:02:03Z") else { return }
    let sealed = try sealer.seal(
      type: type,
      book: book,
      at: at,
      by: "何伟",
      data: { $0.members(of: data) },
      lines: { sealer throws(AuditError) in
        for line in lines {
          try sealer.add(project: line.project) { $0.members(of: line.data) }
        }
      }
    )
    bodies.append(sealer.body)
    leaves.append(sealed.leaf)
    sealer.commit()
  }

  /// A book from January 2026 with three accounts, one of which wants a project.
  mutating func addBook(_ code: String = "zj") throws {
    try add("book", book: code, #""code":"\#(code)","name":"甲","start":"2026-01""#)
    try add(
      "accounts",
      book: code,
      "",
      lines: [
        (nil, SampleRecords.account("1002", "银行,\\\"存款\\\"")),
        (nil, SampleRecords.account("1221", "=项目款", dimensions: #""project""#)),
        (nil, SampleRecords.account("2711", "<专项 & 资金>", side: "credit", element: "liability")),
      ]
    )
  }

  static func account(
    _ code: String,
    _ name: String,
    side: String = "debit",
    element: String = "asset",
    dimensions: String = "",
    isOpen: Bool = true
  ) -> String {
    #""aspect":"financial","code":"\#(code)","dimensions":[\#(dimensions)],"#
      + #""element":"\#(element)","leaf":true,"name":"\#(name)","open":\#(isOpen),"#
      + #""side":"\#(side)""#
  }

  mutating func addProject(_ code: String) throws {
    try add(
      "dimension_values",
      book: "",
      "",
      lines: [
        (
          code,
          #""attributes":[["区","北"]],"code":"\#(code)","kind":"project","#
            + #""kind_name":"项目","name":"项目\#(code)","open":true"#
        )
      ]
    )
  }

  /// A voucher that pays a project from the bank.
  mutating func addPayment(
    _ number: String,
    amount: String = "100.00",
    credit: String? = nil,
    date: String = "2026-01-09",
    project: String = "P001",
    reverses: String? = nil,
    signed: (String, String, String) = ("张敏", "王磊", "周正"),
    book: String = "zj"
  ) throws {
    let original = reverses.map { #","reverses":"\#($0)""# } ?? ""
    try add(
      "voucher",
      book: book,
      #""approved_by":"\#(signed.2)","attachments":"1","date":"\#(date)","number":"\#(number)","#
        + #""prepared_by":"\#(signed.0)"\#(original),"reviewed_by":"\#(signed.1)""#,
      lines: [
        (
          project,
          #""account":"1221","aspect":"financial","debit":"\#(amount)","#
            + #""dimensions":{"project":"\#(project)"},"reference":"B-1","summary":"=拨付""#
        ),
        (
          nil,
          #""account":"1002","aspect":"financial","credit":"\#(credit ?? amount)","#
            + #""summary":"付""#
        ),
      ]
    )
  }
}

extension CanonicalWriter {
  /// Writes members that are given as JSON in any order.
  fileprivate mutating func members(of json: String) {
    guard let value = try? JSONValue(Array("{\(json)}".utf8), profile: .policy),
      case .object(let members) = value
    else { preconditionFailure("a sample is JSON: \(json)") }
    for member in members.sorted(by: { $0.key < $1.key }) {
      key(member.key)
      self.value(member.value)
    }
  }
}

/// Files that are kept in memory.
final class MemoryOutput: DerivedOutput {
  private(set) var files: [String: File] = [:]

  final class File: ByteSink {
    fileprivate(set) var bytes: [UInt8] = []
    fileprivate(set) var isClosed = false

    func write(_ bytes: [UInt8]) throws(EvidenceError) { self.bytes += bytes }
    func close() throws(EvidenceError) { isClosed = true }
  }

  func file(_ path: String) throws(EvidenceError) -> any ByteSink {
    precondition(files[path] == nil, "a path is begun once")
    let file = File()
    files[path] = file
    return file
  }

  func text(_ path: String) -> String {
    String(decoding: files[path]?.bytes ?? [], as: UTF8.self)
  }
}
