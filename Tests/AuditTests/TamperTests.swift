import CanonicalJSON
import Signing
import Testing

@testable import Audit

@Suite struct TamperTests {
  let log: SampleLog

  init() throws { log = try SampleLog() }

  @Test(arguments: [0, 1, 2])
  func `every flipped bit of a body is found`(_ place: Int) throws {
    let replays = try before(place)
    for index in log.bodies[place].indices {
      for bit in 0..<8 {
        var body = log.bodies[place]
        body[index] ^= 1 << UInt8(bit)
        if try difference(body, log.leaves[place], after: replays) == nil {
          Issue.record("bit \(bit) of byte \(index) of record \(place) was flipped unseen")
        }
      }
    }
  }

  @Test(arguments: [0, 1, 2])
  func `every shortened or lengthened body is found`(_ place: Int) throws {
    let state = try before(place)
    let whole = log.bodies[place]
    for length in 0..<whole.count {
      #expect(try difference(Array(whole.prefix(length)), log.leaves[place], after: state) != nil)
    }
    for extra in ["\n", " ", "\0", "{}\n", "}"] {
      #expect(try difference(whole + Array(extra.utf8), log.leaves[place], after: state) != nil)
    }
  }

  /// What a rewriter changes in the second record, and what gives it away although every hash that
  /// lies beside the record was computed again.
  static let resealed: [(old: String, new: String, code: LogDifference.Code, line: Int)] = [
    (#""seq":"1""#, #""seq":"2""#, .sequence, 0),
    (#""prev":"88"#, #""prev":"98"#, .previous, 0),
    (#""count":"2""#, #""count":"3""#, .lineCount, 0),
    (#""n":"2""#, #""n":"3""#, .lineNumber, 2),
    (#""sha256":"9b"#, #""sha256":"8b"#, .linesSHA256, 0),
    (#""sm3":"12"#, #""sm3":"13"#, .linesSM3, 0),
    (#""debit":"100.00""#, #""debit":"900.00""#, .linesSHA256, 0),
    (#""pseq":"1""#, #""pseq":"2""#, .projectSequence, 1),
    (#""pprev":"0"#, #""pprev":"1"#, .projectPrevious, 1),
    ("funds-record/v1", "funds-record/v2", .version, 0),
    ("funds-record/v1", "funds record/v1", .form, 0),
    (#""book":"zj""#, #""book": "zj""#, .form, 0),
    (#""at":"2025-12-22T01"#, #""at":"2025-12-22T25"#, .form, 0),
    (#""t":"voucher""#, #""t":"Voucher""#, .form, 0),
    (#""count":"2""#, #""count":"02""#, .form, 0),
    (#""nonce":"03"#, #""nonce":"0G"#, .form, 0),
    (#""prev":"88"#, #""prev":"8A"#, .form, 0),
    ("拨付", "\u{202E}", .form, 0),
    ("拨付", "e\u{301}", .form, 0),
    ("拨付", #"\u62e8"#, .form, 0),
    (#""credit":"100.00""#, #""credit":100"#, .form, 2),
    (#""credit":"100.00""#, #""account":"1""#, .form, 2),
    ("\n", "\r\n", .form, 0),
  ]

  @Test(arguments: resealed)
  func `a resealed change is named`(
    _ row: (old: String, new: String, code: LogDifference.Code, line: Int)
  ) throws {
    let text = String(decoding: log.bodies[1], as: UTF8.self)
    let body = Array(text.replacing(row.old, with: row.new, maxReplacements: 1).utf8)
    #expect(body != log.bodies[1])
    let found = try difference(body, leaf(of: body), after: before(1))
    #expect(found?.code == row.code)
    #expect(found?.line == row.line)
    #expect(found?.seq == 1)
  }

  @Test func `a record out of place is found`() throws {
    for place in 0..<3 {
      for other in 0..<3 where other != place {
        let found = try difference(log.bodies[other], log.leaves[other], after: before(place))
        #expect(found?.code == .sequence)
      }
    }
  }

  @Test func `another stored leaf hash is found`() throws {
    let (good, other) = (log.leaves[1], log.leaves[0])
    let swapped = [
      (DigestPair(sha256: other.sha256, sm3: good.sm3), LogDifference.Code.leafSHA256),
      (DigestPair(sha256: good.sha256, sm3: other.sm3), .leafSM3),
    ]
    for (stored, code) in swapped {
      #expect(try difference(log.bodies[1], stored, after: before(1))?.code == code)
    }
  }

  @Test func `another stored end is found`() throws {
    let replay = try before(3)
    try replay.confirmEnd(log.head, projects: log.projects)
    try expect(.size) { try replay.confirmEnd(before(2).head, projects: log.projects) }
    for (byte, code) in [
      (39, LogDifference.Code.previous), (40, .treeSHA256), (104, .treeSM3),
    ] {
      var bytes = log.head.bytes
      bytes[byte] ^= 1
      let head = try #require(LogHead(bytes: bytes))
      try expect(code) { try replay.confirmEnd(head, projects: log.projects) }
    }
    var projects = log.projects
    projects["P001"] = ProjectHead(count: 3, last: .zero)
    try expect(.projectHead) { try replay.confirmEnd(log.head, projects: projects) }
    projects["P001"] = nil
    try expect(.projectHead) { try replay.confirmEnd(log.head, projects: projects) }
    projects = log.projects
    projects["P002"] = ProjectHead(count: 1, last: .zero)
    try expect(.projectHead) { try replay.confirmEnd(log.head, projects: projects) }
  }

  @Test func `a record whose lines do not match its header is not read`() throws {
    var body = log.bodies[1]
    let place = try #require(body.lastIndex(of: UInt8(ascii: "1")))
    body[place] = UInt8(ascii: "9")
    try expect(.linesSHA256) { _ = try Record(body: body) }
  }

  /// A replay that has confirmed the records before `place`.
  private func before(_ place: Int) throws -> LogReplay {
    var replay = try LogReplay()
    for (body, leaf) in zip(log.bodies.prefix(place), log.leaves) {
      try replay.confirm(body.span, stored: leaf)
    }
    return replay
  }

  private func difference(
    _ body: [UInt8],
    _ stored: DigestPair,
    after state: borrowing LogReplay
  ) throws -> LogDifference? {
    var replay = try LogReplay(head: state.head, projects: ProjectHeads(state.projectHeads))
    do throws(AuditError) {
      try replay.confirm(body.span, stored: stored)
      return nil
    } catch {
      guard case .differs(let difference) = error else { throw error }
      return difference
    }
  }

  private func leaf(of body: [UInt8]) throws -> DigestPair {
    var hasher = try PairHasher()
    let header = Array(body.prefix { $0 != UInt8(ascii: "\n") })
    return try hasher.leaf(header.span)
  }

  private func expect(_ code: LogDifference.Code, _ body: () throws -> Void) throws {
    do {
      try body()
      Issue.record("nothing differed")
    } catch let error as AuditError {
      guard case .differs(let difference) = error else { throw error }
      #expect(difference.code == code)
    }
  }
}
