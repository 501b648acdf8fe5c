import CanonicalJSON
import Signing
import Testing

@testable import Audit

@Suite struct SealerTests {
  let at: RecordTime

  init() throws { at = try #require(RecordTime(iso: SampleLog.time)) }

  @Test func `a rollback takes the log back to the last commit`() throws {
    var sealer = try RecordSealer()
    try sealOne(&sealer)
    sealer.commit()
    let (head, project) = (sealer.head, sealer.projectHead("P1"))
    #expect(project.count == 2)
    #expect(sealer.changedProjects.isEmpty)
    try sealOne(&sealer)
    #expect(sealer.changedProjects.keys.sorted() == ["P1"])
    #expect(sealer.projectHead("P1").count == 4)
    sealer.rollback()
    #expect(sealer.head == head)
    #expect(sealer.projectHead("P1") == project)
    let sealed = try sealOne(&sealer)
    #expect(sealed.seq == 1)
    let body = sealer.body
    var replay = try LogReplay(head: head, projects: ProjectHeads(["P1": project]))
    try replay.confirm(body.span, stored: sealed.leaf)
  }

  @Test func `a sealer goes on where another stopped`() throws {
    let log = try SampleLog()
    var sealer = try RecordSealer(head: log.head, projects: ProjectHeads(log.projects))
    let sealed = try sealer.seal(
      type: "voucher",
      book: "zj",
      at: at,
      by: "",
      data: { _ in },
      lines: { lines throws(AuditError) in try lines.add(project: "P001") { _ in } }
    )
    let body = sealer.body
    var replay = try LogReplay()
    for (body, leaf) in zip(log.bodies, log.leaves) { try replay.confirm(body.span, stored: leaf) }
    try replay.confirm(body.span, stored: sealed.leaf)
    #expect(replay.head == sealer.head)
    #expect(replay.projectHeads["P001"]?.count == 4)
  }

  @Test func `a record may have many lines`() throws {
    var sealer = try RecordSealer()
    let sealed = try sealer.seal(
      type: "voucher",
      book: "zj",
      at: at,
      by: "",
      data: { _ in },
      lines: { lines throws(AuditError) in
        for number in 1...10_000 {
          try lines.add(project: "P\(number % 3)") { $0.member("amount", "\(number).00") }
        }
      }
    )
    let body = sealer.body
    var replay = try LogReplay()
    try replay.confirm(body.span, stored: sealed.leaf)
    #expect(replay.layout.lines.count == 10_000)
    #expect(replay.projectHeads["P1"]?.count == 3334)
  }

  @Test(arguments: [
    (["zj\n", "", "", ""], RecordText.Kind.control), (["", "e\u{301}", "", ""], .notComposed),
    (["", "", "\u{202E}", ""], .directionMark),
    (["", "", "", String(Unicode.Scalar(0xFDD1 as UInt32) ?? "x")], .noncharacter),
  ])
  func `hostile text never gets into a record`(_ texts: [String], _ kind: RecordText.Kind) throws {
    var sealer = try RecordSealer()
    do throws(AuditError) {
      _ = try sealer.seal(
        type: "voucher",
        book: texts[0],
        at: at,
        by: texts[1],
        data: { $0.member("summary", texts[2]) },
        lines: { lines throws(AuditError) in try lines.add(project: texts[3]) { _ in } }
      )
      Issue.record("a record was made")
    } catch {
      guard case .text(let forbidden) = error else { throw error }
      #expect(forbidden.kind == kind)
    }
  }

  @Test(arguments: [false, true])
  func `a header or line beyond the limit is refused`(_ isLine: Bool) throws {
    for (length, isAccepted) in [(64_900, true), (65_536, false)] {
      var sealer = try RecordSealer()
      let text = String(repeating: "x", count: length)
      do throws(AuditError) {
        _ = try sealer.seal(
          type: "voucher",
          book: "",
          at: at,
          by: "",
          data: { $0.member("summary", isLine ? "" : text) },
          lines: { lines throws(AuditError) in
            try lines.add { $0.member("summary", isLine ? text : "") }
          }
        )
        #expect(isAccepted)
      } catch {
        guard case .tooLong = error else { throw error }
        #expect(!isAccepted)
      }
    }
  }

  @Test func `no nonce is used twice`() throws {
    var nonces = NonceSource.system()
    var seen: Set<[UInt64]> = []
    for _ in 0..<1000 {
      let nonce = try nonces.next()
      seen.insert([nonce.high, nonce.low])
    }
    #expect(seen.count == 1000)
  }

  @Test(arguments: ["", "Voucher", "1a", "a b", "凭证", "a\"", String(repeating: "a", count: 33)])
  func `other types are refused`(_ type: String) {
    #expect(!RecordFormat.isType(type))
  }

  @discardableResult
  private func sealOne(_ sealer: inout RecordSealer) throws -> RecordSealer.Sealed {
    try sealer.seal(
      type: "voucher",
      book: "zj",
      at: at,
      by: "王芳",
      data: { $0.member("summary", "x") },
      lines: { lines throws(AuditError) in
        try lines.add(project: "P1") { $0.member("debit", "1.00") }
        try lines.add(project: "P1") { $0.member("credit", "1.00") }
      }
    )
  }
}
