import CanonicalJSON
import Signing
import Testing

@testable import Audit

@Suite struct ProjectChainTests {
  let log: SampleLog
  let records: [Record]

  init() throws {
    log = try SampleLog()
    records = try log.bodies.map { body throws(AuditError) in try Record(body: body) }
  }

  @Test func `a whole chain ends where the log says`() throws {
    var chain = ProjectChain("P001")
    let taken = records.map { chain.take($0).map(\.number) }
    #expect(taken == [[], [1], [1, 2]])
    chain.end(at: try #require(log.projects["P001"]), size: 3)
    #expect(chain.firstDifference == nil && chain.head.count == 3)
  }

  @Test(arguments: [
    ([2, 1], LogDifference.Code.projectSequence), ([2], .projectSequence), ([1], .projectHead),
    ([1, 1, 2], .projectSequence), ([], .projectHead),
  ])
  func `a chain with a gap, a repetition or an early end is told`(
    _ order: [Int],
    _ code: LogDifference.Code
  ) throws {
    var chain = ProjectChain("P001")
    for place in order { chain.take(records[place]) }
    chain.end(at: try #require(log.projects["P001"]), size: 3)
    #expect(chain.firstDifference?.code == code)
  }

  @Test func `a line of another log does not fit`() throws {
    var sealer = try RecordSealer(nonces: SampleLog.countingNonces())
    for _ in 0..<2 {
      let at = try #require(RecordTime(iso: SampleLog.time))
      _ = try sealer.seal(type: "voucher", book: "zj", at: at, by: "") { _ in
      } lines: { lines throws(AuditError) in
        try lines.add(project: "P001") { $0.member("debit", "1.00") }
      }
    }
    let other = try Record(body: sealer.body)
    var chain = ProjectChain("P001")
    chain.take(records[1])
    chain.take(other)
    #expect(chain.firstDifference?.code == .projectPrevious)
  }

  @Test func `a line is proved in the tree of its record`() throws {
    for record in records {
      for line in record.lines {
        let pair = try record.inclusion(ofLine: line.number)
        let roots = record.lineRoots
        #expect(try pair.sha256.leads(from: line.leaf.sha256, to: roots.sha256, .sha256))
        #expect(try pair.sm3.leads(from: line.leaf.sm3, to: roots.sm3, .sm3))
        var hasher = try TreeHasher(.sha256)
        #expect(try hasher.leaf(Array(line.text.utf8).span) == line.leaf.sha256)
      }
      var hasher = try TreeHasher(.sm3)
      #expect(try hasher.leaf(Array(record.header.utf8).span) == record.leaf.sm3)
    }
    #expect(records[2].lines.map(\.chain?.project) == ["P001", "P001", "甲\"乙"])
    #expect(records[1].lines[0].texts == ["account": "1101", "debit": "100.00"])
  }
}
