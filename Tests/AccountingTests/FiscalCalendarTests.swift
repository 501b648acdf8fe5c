import Accounting
import Findings
import Quantities
import Testing

@Suite struct FiscalCalendarTests {
  func calendar(_ states: [String: PeriodState]) throws -> FiscalCalendar {
    let pairs = try states.map { (try Ground.period($0.key), $0.value) }
    return FiscalCalendar(
      start: try Ground.period("2025-01"),
      states: Dictionary(uniqueKeysWithValues: pairs)
    )
  }

  @Test func `a period opens when it is first used, never before the book starts`() throws {
    var calendar = try calendar([:])
    try calendar.use(Ground.period("2025-03"))
    #expect(calendar.states == [try Ground.period("2025-03"): .open])
    #expect(refusal { try calendar.use(Ground.period("2024-12")) } == [.beforeStart])
    #expect(refusal { try calendar.close(Ground.period("2024-12")) } == [.beforeStart])
  }

  @Test func `periods close in order and no unused month slips in before a closed one`() throws {
    var calendar = try calendar(["2025-01": .open, "2025-03": .open])
    #expect(refusal { try calendar.close(Ground.period("2025-03")) } == [.periodNotClosable])
    try calendar.close(Ground.period("2025-01"))
    try calendar.close(Ground.period("2025-03"))
    for month in ["2025-01", "2025-02", "2025-03"] {
      #expect(refusal { try calendar.use(Ground.period(month)) } == [.periodClosed])
      #expect(refusal { try calendar.close(Ground.period(month)) } == [.periodState])
    }
    try calendar.use(Ground.period("2025-04"))
  }

  @Test func `only the latest closed period reopens, with a reason`() throws {
    var calendar = try calendar(["2025-01": .closed, "2025-02": .closed, "2025-03": .open])
    let reopen = { (month: String, reason: String) in
      refusal { try calendar.reopen(Ground.period(month), reason: reason) }
    }
    #expect(reopen("2025-01", "补记") == [.periodState])
    #expect(reopen("2025-03", "补记") == [.periodState])
    #expect(reopen("2025-02", " \n") == [.reasonMissing])
    #expect(reopen("2025-02", "补记") == [])
    #expect(reopen("2025-01", "补记") == [])
    #expect(reopen("2025-01", "补记") == [.periodState])
  }

  @Test func `closing names each blocking check that failed and passes over warnings`() throws {
    var calendar = try calendar(["2025-01": .open])
    let facts = PeriodFacts(
      period: try Ground.period("2025-01"),
      numbers: [VoucherNumber(period: try Ground.period("2025-01"), word: .general, number: 2)],
      drafts: 3,
      bankDifferences: 1
    )
    let checks = try PeriodCheck.all(facts, chart: Ground.chart)
    let codes = refusal { try calendar.close(facts.period, checks: checks) }
    #expect(codes == [.periodNotClosable, .periodNotClosable])
    try calendar.close(facts.period, checks: checks.filter { $0.isOK || !$0.isBlocking })
    #expect(calendar.isClosed(facts.period))
  }

  /// All sequences of five operations on three months against rules told another way.
  @Test func `every short history keeps closed periods a run from the start`() throws {
    let months = try ["2025-01", "2025-02", "2025-03"].map(Ground.period)
    var wrong = 0
    for history in 0..<(9 * 9 * 9 * 9 * 9) {
      var calendar = FiscalCalendar(start: months[0])
      var closed: Set<FiscalPeriod> = []
      var rest = history
      for _ in 0..<5 {
        let month = months[rest % 3]
        let before = calendar
        switch rest / 3 % 3 {
        case 0:
          let accepted = (try? calendar.use(month)) != nil
          if accepted == closed.contains(where: { $0 >= month }) { wrong += 1 }
        case 1:
          if (try? calendar.close(month)) != nil {
            if before.states.contains(where: { $0.key < month && !before.isClosed($0.key) }) {
              wrong += 1
            }
            closed.insert(month)
          }
        default:
          let accepted = (try? calendar.reopen(month, reason: "补记")) != nil
          if accepted != (closed.max() == month) { wrong += 1 }
          if accepted { closed.remove(month) }
        }
        if closed != Set(calendar.states.filter { $0.value == .closed }.keys) { wrong += 1 }
        rest /= 9
      }
    }
    #expect(wrong == 0)
  }
}
