import Signing
import Testing

@testable import Audit
@testable import Evidence

@Suite struct BundleComparisonTests {
  @Test func `a later bundle only adds, whichever is named first`() throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    let first = try bench.export(log, to: "first")
    let size = try log.state().size
    try log.add("note")
    try log.add("note")
    let second = try bench.export(log, to: "second")
    for paths in [(first, second), (second, first)] {
      let found = try BundleComparison(paths, pins: log.keys.pins)
      #expect(found.relation == .adds && found.isConsistent)
      #expect(found.sides.map(\.path) == [first, second])
      #expect(found.sides.map { $0.verdict.head?.size } == [size, size + 2])
      #expect(found.added.filter { $0.key.type == "note" }.values.reduce(0, +) == 2)
      #expect(found.vouchers.isEmpty && found.firstDifference == nil)
    }
    let same = try BundleComparison((first, first), pins: nil)
    #expect(same.relation == .same && same.added.isEmpty && same.files.isEmpty)
  }

  @Test func `an excerpt proves only the heads that were signed`() throws {
    let (bench, log) = (try Bench(), try SampleLog.rich())
    let between = try bench.export(log, to: "between")
    try log.add("note")
    try log.projectHead(["P001"])
    let scope = try #require(Statement.Scope(project: "P001"))
    let excerpt = try bench.export(log, scope, to: "excerpt")
    let found = try BundleComparison((between, excerpt), pins: log.keys.pins)
    #expect(found.relation == .unproven && !found.isConsistent && found.files.isEmpty)
    let strange = try BundleComparison((between, between), pins: Array("# nobody\n".utf8))
    #expect(strange.relation == .invalid && strange.sides[0].verdict.failed == .pins)
  }

  @Test func `where two logs part is named`() throws {
    let (bench, log, other) = (try Bench(), try SampleLog.rich(), try SampleLog.rich())
    try log.add("note")
    try other.add("remark")
    try other.add("note")
    let honest = try bench.export(log, to: "honest")
    let forged = try bench.export(other, to: "forged")
    let place = try #require(zip(log.bodies, other.bodies).map(!=).firstIndex(of: true))
    let found = try BundleComparison((forged, honest), pins: log.keys.pins)
    #expect(found.relation == .contradicts && !found.isConsistent)
    #expect(found.firstDifference == Int64(place) && found.added.isEmpty)
  }
}
