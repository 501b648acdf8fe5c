import Accounting
import Findings
import Policies
import Quantities
import Testing

@testable import InvestFirst

@Suite struct LifeTests {
  static func fen(_ yuan: String) -> Fen { Life.fen(yuan) }

  @Test func `a document needs three persons, papers, a new number and a later day`() throws {
    var story = try Life.Story.begun()
    let good = story.document(.acceptance)
    let heads: [(DocumentHead, [FindingCode])] = [
      (
        DocumentHead(
          number: "9",
          date: good.head.date,
          signatures: Signatures(preparedBy: "甲", reviewedBy: "乙", approvedBy: "甲"),
          evidence: good.head.evidence
        ), [.separationOfDuties]
      ),
      (
        DocumentHead(
          number: "1",
          date: try Sample.date("2024-12-31"),
          signatures: Signatures(preparedBy: "甲", reviewedBy: "乙"),
          evidence: []
        ), [.voucherPeopleMissing, .evidenceMissing, .documentDuplicate, .dateOrder]
      ),
    ]
    for (head, codes) in heads {
      do throws(Findings) {
        _ = try story.project.apply(ProjectDocument(head, .acceptance))
        Issue.record("taken")
      } catch { #expect(error.list.map(\.code) == codes) }
    }
    #expect(EvidencePaper(name: "专项审计", digest: "0F") == nil)
    #expect(try story.project.apply(good).state == .accepted)
  }

  @Test func `payments keep their order, their milestones and the approved amount`() throws {
    var story = try Life.Story.begun()
    let second = ProjectEvent.tranche(Tranche(number: 2, amount: Self.fen("1000000.01")))
    #expect(story.refusal(of: second) == [.milestoneNotPassed, .exceeds])
    try story.take(.milestone(MilestoneReview(tranche: 1, isPassed: false)))
    #expect(story.refusal(of: second) == [.milestoneNotPassed, .exceeds])
    try story.take(.milestone(MilestoneReview(tranche: 1, isPassed: true)))
    let third = ProjectEvent.tranche(Tranche(number: 3, amount: Self.fen("1.00")))
    #expect(story.refusal(of: third) == [.fieldValue])
    try story.take(.tranche(Tranche(number: 2, amount: Self.fen("1000000.00"))))
    #expect(story.project.right.left == 200_000_000)
  }

  @Test func `rent accrues once, and nothing converts while it is open`() throws {
    var story = try Life.Story.begun()
    let (from, to) = (try Sample.date("2025-01-01"), try Sample.date("2025-12-31"))
    try story.take(.lease(Lease(code: "L1", landlord: "SOE2", premises: "A", from: from, to: to)))
    let overlap = Lease(code: "L2", landlord: "SOE2", premises: "A", from: to, to: to)
    #expect(story.refusal(of: .lease(overlap)) == [.leaseOverlap])
    let month = try Sample.date("2025-02-01").period
    let rent = RentMonth(lease: "L1", month: month, amount: Self.fen("7000.00"))
    try story.take(.rentAccrued(rent))
    #expect(story.refusal(of: .rentAccrued(rent)) == [.fieldValue])
    let repayment = ProjectEvent.repayment(
      Repayment(principal: Self.fen("1007000.00"), gain: .zero)
    )
    #expect(story.refusal(of: repayment) == [.rentOpen])
    var waived = story
    try waived.take(.rentWaived(rent))
    #expect(waived.refusal(of: repayment) == [.exceeds])
    #expect(waived.project.control.withdrawn == 700_000 && waived.project.isBalanced)
    try story.take(.rentSettled(rent))
    #expect(story.refusal(of: .rentSettled(rent)) == [.valueUnknown])
    try story.take(repayment)
    #expect(story.project.state == .exited)
  }

  @Test func `equity keeps its cap, its holder and its pledges`() throws {
    var story = try Life.Story.held()
    let moved = ProjectEvent.custodyMoved(CustodyMove(from: "SOE2", to: "SOE3"))
    #expect(story.refusal(of: moved) == [.holderOther])
    let round = LaterRound(
      others: CapTable(),
      capitalToFund: Self.fen("3000000.00"),
      cash: Self.fen("1.00")
    )
    #expect(story.refusal(of: .laterRound(round)) == [.holdCap])
    try story.take(.pledge(Pledge(code: "Z1", capital: Self.fen("600000.00"))))
    let half = ExitPrice(
      way: .founderBuyback,
      capital: Self.fen("500000.00"),
      price: Self.fen("700000.00")
    )
    #expect(story.refusal(of: .exitPriced(half)) == [.pledged])
    try story.take(.pledgeReleased(PledgeRelease(code: "Z1")))
    try story.take(.exitPriced(half))
    let short = ExitPayment(amount: Self.fen("699999.00"))
    #expect(story.refusal(of: .exitPaid(short)) == [.reasonMissing])
    try story.take(.exitPaid(ExitPayment(amount: Self.fen("700000.00"))))
    #expect(story.refusal(of: .release) == [.eventOrder])
    #expect(story.project.owners[.founders] == Self.fen("9500000.00"))
    #expect(story.project.due.principal == Self.fen("500000.00"))
    #expect(story.project.due.gain == Self.fen("200000.00"))
  }

  /// T16: three equal parts cost 666,666.67, 666,666.67 and 666,666.66.
  @Test func `T16: the last part of a holding takes the rest of its cost`() throws {
    var story = try Life.Story(Approval(project: "P001", amount: Self.fen("2000000.00")))
    try story.take(.contract(try Contract(try Life.policy(), digest: Life.digest)))
    try story.take(.tranche(Tranche(number: 1, amount: Self.fen("2000000.00"))))
    try story.take(.trigger(TriggerMet(.externalRound)))
    let conversion = ConversionDone(
      used: Self.fen("2000000.00"),
      capitalToFund: Self.fen("3.00"),
      others: CapTable([.founders: Self.fen("97.00")]),
      holder: "SOE1"
    )
    try story.take(.conversion(conversion))
    try story.take(.custodySet(CustodySet(holder: "SOE1")))
    var costs: [String] = []
    for _ in 1...3 {
      let part = ExitPrice(way: .holderTransfer, capital: Self.fen("1.00"), price: .zero)
      try story.take(.exitPriced(part))
      let proposal = try story.propose(
        .exitPaid(ExitPayment(amount: .zero)),
        try Life.templates(),
        [.unit]
      )
      costs.append("\(proposal.figures[.cost])")
      story.project = proposal.project
    }
    #expect(costs == ["666666.67", "666666.67", "666666.66"])
    #expect(story.project.state == .exited && story.project.isBalanced)
  }

  /// T14: 1,200,000 in cash and 126,000 of rent at a price of 8.00 are 165,750.00 of capital.
  @Test func `T14: a project quotes its conversion from its own payments`() throws {
    var story = try Life.Story(Approval(project: "P001", amount: Self.fen("1200000.00")))
    let policy = try Life.policy()
    try story.take(.contract(try Contract(policy, digest: Life.digest)))
    try story.take(.tranche(Tranche(number: 1, amount: Self.fen("1200000.00"))))
    let (from, to) = (try Sample.date("2025-01-01"), try Sample.date("2025-12-31"))
    try story.take(.lease(Lease(code: "L1", landlord: "SOE2", premises: "A", from: from, to: to)))
    let rent = RentMonth(lease: "L1", month: from.period, amount: Self.fen("126000.00"))
    try story.take(.rentAccrued(rent))
    try story.take(.rentSettled(rent))
    try story.take(.trigger(TriggerMet(.externalRound)))
    var round = ConversionCase()
    round.preMoney = Self.fen("20000000.00")
    let before = CapTable([.founders: Self.fen("2000000.00")])
    let quote = try story.project.quoteConversion(
      round,
      before: before,
      holder: "SOE1",
      policy: policy
    )
    #expect(quote.figures.capitalToFund == Self.fen("165750.00"))
    #expect(quote.figures.used == Self.fen("1326000.00") && !quote.trace.isEmpty)
    try story.take(.conversion(quote.figures))
    try story.take(.custodySet(CustodySet(holder: "SOE1")))
    var sale = ExitCase()
    sale.exitDate = try Sample.date("2026-01-01")
    sale.offeredPrice = Self.fen("1000000.00")
    let price = try story.project.quoteExit(
      sale,
      selling: Self.fen("82875.00"),
      by: .founderBuyback,
      policy: policy
    )
    // Half of it cost 663,000.00; founders get 30 % of the gain of 337,000.00.
    #expect(price.figures.concession == Self.fen("101100.00"))
    try story.take(.exitPriced(price.figures))
    #expect(story.project.state == .exiting)
  }

  @Test func `a contract under an open policy does not come about`() throws {
    let policy = try Sample.policy(#""convert":{"price_rule":"?"}"#)
    let open = [
      "convert.price_rule", "exit.tiers", "hold.custody_model", "exit.exit_ways",
    ]
    #expect(throws: Refusal.open(open)) { try Contract(policy, digest: Life.digest) }
    let sample = try Life.policy()
    #expect(throws: Refusal.self) { try Contract(sample, digest: "0F") }
    var story = try Life.Story.begun()
    #expect(story.refusal(of: .trigger(TriggerMet(.revenue))) == [.valueUnknown])
  }

  @Test func `a loss is written off with the policy's papers and what was recovered`() throws {
    var story = try Life.Story.begun()
    #expect(story.refusal(of: .stop(Stop(reason: "不想做了"))) == [.valueUnknown])
    try story.take(.stop(Stop(reason: "团队解散")))
    try story.take(.writeOffReview)
    let decision = WriteOff(
      isApproved: true,
      recovered: Self.fen("100000.00"),
      outcome: .exempt
    )
    let bare = ProjectDocument(
      Life.head("x", story.project.lastDate, papers: ["清算报告"]),
      .writeOffDecided(decision)
    )
    do throws(Findings) {
      _ = try story.project.apply(bare)
      Issue.record("taken")
    } catch { #expect(error.list.map(\.code) == Array(repeating: .evidenceMissing, count: 3)) }
    try story.take(.writeOffDecided(decision))
    #expect(story.project.control.lost == 90_000_000 && story.project.isBalanced)
    #expect(story.refusal(of: .closing) == [.eventOrder])
    let money = MoneyReturn(principal: Self.fen("100000.00"), gain: .zero, to: .pool)
    try story.take(.moneyReturned(money))
    try story.take(.closing)
    #expect(story.project.state == .closed)
  }
}
