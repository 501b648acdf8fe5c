import Audit
import Evidence
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

  @Test(arguments: [
    (#""code":"zj","name":"甲","start":"2026-01""#, nil),
    (#""code":"zj","name":"甲""#, "start missing"),
    (#""code":"zj","name":"甲","owner":"x","start":"2026-01""#, "owner unknown"),
    (#""code":"zj","name":"甲","start":"2026-01","z":"x""#, "z unknown"),
    (#""code":"zj","name":"甲","start":"2026-1""#, "start ill-formed"),
    (#""code":"zj","name":["甲"],"start":"2026-01""#, "name ill-formed"),
    (#""code":"z j","name":"甲","start":"2026-01""#, "code ill-formed"),
    (#""code":"other","name":"甲","start":"2026-01""#, "book ill-formed"),
  ])
  func `a book`(_ data: String, _ expected: String?) throws {
    #expect(try Self.fault("book", data) == expected)
  }

  @Test(arguments: [
    (#""name":"王芳","roles":["maker","audit"],"signs_in":true"#, "roles ill-formed"),
    (#""name":"王芳","roles":"maker","signs_in":true"#, "roles ill-formed"),
    (#""name":"王芳","roles":["maker"],"signs_in":"true""#, "signs_in ill-formed"),
    (#""name":"王芳","roles":[],"signs_in":false"#, nil),
  ])
  func `a person`(_ data: String, _ expected: String?) throws {
    #expect(try Self.fault("person", data) == expected)
  }

  static let head = #""attachments":"0","date":"2026-01-09","number":"2026-01-记-0001""#
  static let line = #""account":"1002","aspect":"financial","credit":"1.00","summary":"付""#

  @Test(arguments: [
    ("", "attachments missing"), (head, nil),
    (head.replacing("0001", with: "001"), "number ill-formed"),
    (head.replacing("0001", with: "00001"), "number ill-formed"),
    (head.replacing("0001", with: "0000"), "number ill-formed"),
    (head.replacing("01-09", with: "02-30"), "date ill-formed"),
    (head.replacing("\"0\"", with: "\"00\""), "attachments ill-formed"),
    (head.replacing("\"0\"", with: "\"-1\""), "attachments ill-formed"),
    (head + #","reverses":"2026-01-记-2""#, "reverses ill-formed"),
    (head + #","history":[{"by":"x","step":"y"}]"#, "history.at missing"),
    (
      head + #","history":[{"at":"2026-01-08T01:02:03Z","by":"x","step":"y","t":"z"}]"#,
      "history.t unknown"
    ),
    (head + #","history":{}"#, "history ill-formed"), (head + #","amount":"1""#, "amount unknown"),
  ])
  func `the header of a voucher`(_ data: String, _ expected: String?) throws {
    #expect(try Self.fault("voucher", data) == expected)
  }

  @Test(arguments: [
    (line, nil, nil), (line.replacing("1.00", with: "1.0"), nil, "line 1 credit ill-formed"),
    (line.replacing("1.00", with: "-0.00"), nil, "line 1 credit ill-formed"),
    (line.replacing("1.00", with: "92233720368547758.08"), nil, "line 1 credit ill-formed"),
    (line + #","debit":"1.00""#, nil, "line 1 debit unknown"),
    (line.replacing("credit", with: "creditor"), nil, "line 1 creditor unknown"),
    (line.replacing("1002", with: "10 02"), nil, "line 1 account ill-formed"),
    (line.replacing("financial", with: "other"), nil, "line 1 aspect ill-formed"),
    (line + #","quantity":"1.5""#, nil, "line 1 quantity ill-formed"),
    (line + #","dimensions":{"bank":true}"#, nil, "line 1 dimensions.bank ill-formed"),
    (line + #","dimensions":{"project":"P1"}"#, nil, "line 1 dimensions.project ill-formed"),
    (line + #","dimensions":{"project":"P1"}"#, "P2", "line 1 dimensions.project ill-formed"),
    (line + #","dimensions":{"project":"P1"}"#, "P1", nil),
    (line, "P1", "line 1 dimensions.project ill-formed"),
  ])
  func `a line of a voucher`(_ data: String, _ project: String?, _ expected: String?) throws {
    #expect(try Self.fault("voucher", Self.head, lines: [(project, data)]) == expected)
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
