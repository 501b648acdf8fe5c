import Testing

@testable import Audit

@Suite struct GoldenTests {
  @Test func `a log that was sealed is confirmed to its end`() throws {
    let log = try SampleLog()
    var replay = try LogReplay()
    for (body, leaf) in zip(log.bodies, log.leaves) { try replay.confirm(body.span, stored: leaf) }
    try replay.confirmEnd(log.head, projects: log.projects)
    #expect(replay.head == log.head)
  }
}
