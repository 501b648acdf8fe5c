import Findings
import Quantities
import Testing

@testable import InvestFirst

/// Rent in parts, and what comes back after a loss.
@Suite struct AfterlifeTests {
  @Test func `rent is settled in parts that count as the whole did`() throws {
    let policy = try Sample.policy(
      """
      "count":{"kinds":[{"kind":"cash"},{"kind":"rent","weight_ppm":"333333"}]},
      "convert":{"price_rule":"par"},"hold":{"custody_model":"on_book"},
      "exit":{"exit_ways":["founder_buyback"],
              "tiers":[{"clock":"conversion","bound":"floor","rate_source":"none"}]},
      "accounting":{"waived_rent":"counts"}
      """
    )
    var story = try Life.Story.begun(policy)
    let day = story.project.lastDate
    let to = day.adding(days: 60)
    let lease = Lease(code: "L1", landlord: "SOE2", premises: "A1", from: day, to: to)
    try story.take(.lease(lease))
    func rent(_ fen: Int64) -> RentMonth {
      RentMonth(lease: "L1", month: day.period, amount: Fen(fen))
    }
    try story.take(.rentAccrued(rent(1000)))
    #expect(story.refusal(of: .rentSettled(rent(1001))) == [.exceeds])
    for part in [1, 2, 3, 4] as [Int64] { try story.take(.rentSettled(rent(part))) }
    #expect(story.refusal(of: .rentWaived(rent(991))) == [.fieldValue, .exceeds])
    try story.take(.rentWaived(rent(990)))
    let rents = story.project.right.slices.filter { $0.kind == .rent }
    #expect(rents.map(\.counted.rawValue).reduce(0, +) == 333)
    #expect(rents.filter { $0.source == .paid }.map(\.counted.rawValue) == [1, 1, 1])
    #expect(story.project.openRents.isEmpty && story.project.isBalanced)
  }

  @Test func `what comes back after a write-off reduces the loss and is handed on`() throws {
    var story = try Life.Story.begun()
    try story.take(.stop(Stop(reason: "团队解散")))
    try story.take(.writeOffReview)
    let recovered = Life.fen("100000.00")
    try story.take(
      .writeOffDecided(WriteOff(isApproved: true, recovered: recovered, outcome: .exempt))
    )
    let due = story.project.due
    try story.take(
      .moneyReturned(MoneyReturn(principal: due.principal, gain: due.gain, to: .treasury))
    )
    try story.take(.closing)
    let tooMuch = ProjectEvent.recovery(Recovery(amount: Life.fen("900000.01")))
    #expect(story.refusal(of: tooMuch) == [.exceeds])
    try story.take(.recovery(Recovery(amount: Life.fen("250000.00"))))
    #expect(story.project.chargedOff == 65_000_000 && story.project.control.lost == 65_000_000)
    #expect(story.refusal(of: .closing) == [.eventOrder])
    #expect(story.project.isBalanced)
  }
}
