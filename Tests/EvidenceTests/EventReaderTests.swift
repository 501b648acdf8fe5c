import Accounting
import Audit
import Evidence
import Quantities
import Testing

/// What records may say, and what is told about those that say something else.
struct EventReaderTests {
  /// Reads the last record of a log.
  static func read(_ body: [UInt8], isPartial: Bool = false) throws -> RecordedEvent {
    var layout = RecordLayout()
    try layout.read(body.span)
    var reader = EventReader(isPartial: isPartial)
    return try reader.read(body.span, layout)
  }

  static func fault(_ type: String, _ data: String, lines: [SampleRecords.Line] = []) throws
    -> String?
  {
    var log = try SampleRecords()
    try log.add(
      type,
      book: type == "person" || type == "dimension_values" ? "" : "zj",
      data,
      lines: lines
    )
    do {
      _ = try read(log.bodies[0])
      return nil
    } catch EvidenceError.record(let fault) {
      return fault.description.replacing("record 0 ", with: "")
    }
  }

  @Test func `a voucher with everything`() throws {
    var log = try SampleRecords()
    try log.add(
      "voucher",
      #""approved_by":"周正","attachments":"2","date":"2026-01-09","history":[{"at":"#
        + #""2026-01-08T01:02:03Z","by":"张敏","reason":"补","step":"submit"},{"at":"#
        + #""2026-01-09T01:02:03Z","by":"王磊","step":"review"}],"number":"2026-01-记-0012","#
        + #""prepared_by":"张敏","reverses":"2026-01-记-0002","reviewed_by":"王磊""#,
      lines: [
        (
          "P1",
          #""account":"1221","aspect":"budget","debit":"-100.07","dimensions":{"bank":"B","#
            + #""project":"P1"},"quantity":"-12.500000","reference":"B-1","summary":"拨\"付\"""#
        ), (nil, #""account":"1002","aspect":"budget","credit":"-100.07","summary":"""#),
      ]
    )
    guard case .voucher(let voucher) = try Self.read(log.bodies[0]) else {
      Issue.record("no voucher")
      return
    }
    #expect("\(voucher.number)" == "2026-01-记-0012" && voucher.book == "zj")
    #expect(voucher.voucher.reverses.map { "\($0)" } == "2026-01-记-0002")
    #expect(voucher.history.map(\.reason) == ["补", ""])
    #expect(voucher.signatures.reviewedBy == "王磊" && voucher.by == "何伟")
    let posting = voucher.voucher.postings[0]
    #expect(posting.summary == "拨\"付\"" && posting.reference == "B-1")
    #expect("\(posting.amount)" == "-100.07" && posting.quantity?.millionths == -12_500_000)
    #expect(posting.dimensions.tags.map { "\($0.kind.name)=\($0.value)" } == ["合作银行=B", "项目=P1"])
    #expect(voucher.lines.map(\.number) == [1, 2] && voucher.lines[0].aspect == .budget)
  }

  @Test(
    arguments: [
      (#""code":"zj","name":"甲","start":"2026-01""#, nil),
      (#""code":"zj","name":"甲""#, "start missing"),
      (#""code":"zj","name":"甲","owner":"x","start":"2026-01""#, "owner unknown"),
      (#""code":"zj","name":"甲","start":"2026-01","z":"x""#, "z unknown"),
      (#""code":"zj","name":"甲","start":"2026-1""#, "start ill-formed"),
      (#""code":"zj","name":["甲"],"start":"2026-01""#, "name ill-formed"),
      (#""code":"z j","name":"甲","start":"2026-01""#, "code ill-formed"),
      (#""code":"other","name":"甲","start":"2026-01""#, "book ill-formed"),
    ] as [(String, String?)]
  )
  func `a book`(_ data: String, _ expected: String?) throws {
    #expect(try Self.fault("book", data) == expected)
  }

  @Test(
    arguments: [
      (#""name":"王芳","roles":["maker","audit"],"signs_in":true"#, "roles ill-formed"),
      (#""name":"王芳","roles":"maker","signs_in":true"#, "roles ill-formed"),
      (#""name":"王芳","roles":["maker"],"signs_in":"true""#, "signs_in ill-formed"),
      (#""name":"王芳","roles":[],"signs_in":false"#, nil),
    ] as [(String, String?)]
  )
  func `a person`(_ data: String, _ expected: String?) throws {
    #expect(try Self.fault("person", data) == expected)
  }

  static let head = #""attachments":"0","date":"2026-01-09","number":"2026-01-记-0001""#
  static let line = #""account":"1002","aspect":"financial","credit":"1.00","summary":"付""#

  /// What is changed in a good header or line, and what is told then.
  typealias Edit = (from: String, to: String, fault: String?)

  static let headers: [Edit] = [
    ("", "", nil), (#""attachments":"0","#, "", "attachments missing"),
    ("0001", "001", "number ill-formed"), ("0001", "00001", "number ill-formed"),
    ("0001", "0000", "number ill-formed"), ("01-09", "02-30", "date ill-formed"),
    (#""0""#, #""00""#, "attachments ill-formed"), (#""0""#, #""-1""#, "attachments ill-formed"),
    (#"0001""#, #"0001","reverses":"2026-01-记-2""#, "reverses ill-formed"),
    (#"0001""#, #"0001","history":[{"by":"x","step":"y"}]"#, "history.at missing"),
    (
      #"0001""#, #"0001","history":[{"at":"2026-01-08T01:02:03Z","by":"x","step":"y","t":"z"}]"#,
      "history.t unknown"
    ), (#"0001""#, #"0001","history":{}"#, "history ill-formed"),
    (#"0001""#, #"0001","amount":"1""#, "amount unknown"),
  ]

  @Test(arguments: headers)
  func `the header of a voucher`(_ edit: Edit) throws {
    let data = edit.from.isEmpty ? Self.head : Self.head.replacing(edit.from, with: edit.to)
    #expect(try Self.fault("voucher", data) == edit.fault)
  }

  static let lines: [Edit] = [
    ("", "", nil), ("1.00", "1.0", "credit ill-formed"), ("1.00", "-0.00", "credit ill-formed"),
    ("1.00", "92233720368547758.08", "credit ill-formed"),
    (#"付""#, #"付","debit":"1.00""#, "debit unknown"), ("credit", "creditor", "creditor unknown"),
    ("1002", "10 02", "account ill-formed"), ("financial", "other", "aspect ill-formed"),
    (#"付""#, #"付","quantity":"1.5""#, "quantity ill-formed"),
    (#"付""#, #"付","dimensions":{"bank":true}"#, "dimensions.bank ill-formed"),
    (#"付""#, #"付","dimensions":{"project":"P1"}"#, "dimensions.project ill-formed"),
  ]

  @Test(arguments: lines)
  func `a line of a voucher`(_ edit: Edit) throws {
    let data = edit.from.isEmpty ? Self.line : Self.line.replacing(edit.from, with: edit.to)
    let expected = edit.fault.map { "line 1 " + $0 }
    #expect(try Self.fault("voucher", Self.head, lines: [(nil, data)]) == expected)
  }

  @Test(arguments: [("P1", nil), ("P2", "line 1 dimensions.project ill-formed")])
  func `a line is in the chain of its project`(_ chain: String, _ expected: String?) throws {
    let data = Self.line + #","dimensions":{"project":"P1"}"#
    #expect(try Self.fault("voucher", Self.head, lines: [(chain, data)]) == expected)
  }

  @Test func `records of other types are passed over`() throws {
    #expect(try Self.fault("key", #""change":"add""#) == nil)
    #expect(
      try Self.fault("period_close", #""period":"2026-01""#, lines: [(nil, "")])
        == "lines ill-formed"
    )
    #expect(try Self.fault("accounts", #""x":"y""#) == "x unknown")
  }
}
