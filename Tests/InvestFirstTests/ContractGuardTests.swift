import Accounting
import Findings
import Policies
import Quantities
import Testing

@testable import InvestFirst

/// What a contract keeps to: sources, deadlines, appraisals, rewards.
@Suite struct ContractGuardTests {
  private static func policy(
    count: String = "",
    convert: String = "",
    exit: String = ""
  ) throws -> InvestFirstPolicy {
    try Sample.policy(
      """
      "count":{"kinds":[{"kind":"cash"},{"kind":"rent"}]\(count)},
      "convert":{"price_rule":"par"\(convert)},
      "hold":{"custody_model":"on_book"},
      "exit":{"exit_ways":["founder_buyback"],
              "tiers":[{"clock":"conversion","bound":"floor","rate_source":"none"}]\(exit)}
      """
    )
  }

  private static let sources = """
    ,"sources":[{"source":"budget","buys_equity":"true"},
                {"source":"bond","name":"专项债","buys_equity":"false"}]
    """

  private static func conversion(_ used: String, fund: String = "100.00") -> ProjectEvent {
    .conversion(
      ConversionDone(
        used: Life.fen(used),
        capitalToFund: Life.fen(fund),
        others: CapTable([.founders: Life.fen("900.00")]),
        holder: "SOE1"
      )
    )
  }

  @Test func `borrowed money never becomes equity, and is paid back apart`() throws {
    var story = try Life.Story.begun(try Self.policy(count: Self.sources), source: "budget")
    try story.take(.milestone(MilestoneReview(tranche: 1, isPassed: true)))
    let bond = Tranche(number: 2, amount: Life.fen("500000.00"), source: "bond")
    try story.take(.tranche(bond))
    try story.take(.trigger(TriggerMet(.milestone)))
    #expect(story.refusal(of: Self.conversion("1000000.01")) == [.sourceBarred])
    try story.take(Self.conversion("1000000.00"))
    #expect(story.project.right.left { $0.fund == "bond" } == 50_000_000)
    try story.take(.custodySet(CustodySet(holder: "SOE1")))
    let round = LaterRound(
      others: CapTable([.investors: Fen(1)]),
      capitalToFund: Fen(1),
      cash: Fen(1),
      source: "bond"
    )
    #expect(story.refusal(of: .laterRound(round)) == [.sourceBarred])
    let back = Repayment(principal: Life.fen("500000.00"), gain: .zero)
    try story.take(.repayment(back))
    #expect(story.project.sources["bond"]?.returned == 50_000_000)
    #expect(story.project.sources["budget"]?.paid == 100_000_000)
    #expect(story.project.isBalanced)
  }

  @Test func `a source that the policy does not name is refused`() throws {
    let error = #expect(throws: Findings.self) {
      _ = try Life.Story.begun(try Self.policy(count: Self.sources), source: "lottery")
    }
    #expect(error?.list.first?.arguments["choices"] == "bond|budget")
  }

  @Test(arguments: [
    ("repay", [FindingCode.deadlinePassed], "repayment"),
    ("waive", [.deadlinePassed], "release"),
    ("extend", [.deadlinePassed], "deadline_extended"),
    ("convert_at_appraisal", [.evidenceMissing], nil),
  ])
  func `after the deadline the policy says what is still possible`(
    _ word: String,
    _ codes: [FindingCode],
    _ way: String?
  ) throws {
    let terms = #","deadline_months":"12","on_deadline":"\#(word)""#
    var story = try Life.Story.begun(try Self.policy(convert: terms))
    try story.take(.trigger(TriggerMet(.milestone)))
    #expect(story.project.deadline == (try Sample.date("2026-01-03")))
    story.wait(365)
    #expect(story.refusal(of: Self.conversion("1.00")) == codes)
    let document = story.document(Self.conversion("1.00"))
    let error = #expect(throws: Findings.self) { _ = try story.project.apply(document) }
    #expect(error?.list.first?.arguments["next"] == way)
    let extension_ = DeadlineExtended(until: try Sample.date("2027-01-01"))
    if word == "extend" {
      try story.take(.deadlineExtended(extension_))
      #expect(story.refusal(of: Self.conversion("1.00")) == [])
    } else {
      #expect(story.refusal(of: .deadlineExtended(extension_)) == [.fieldMissing])
    }
  }

  @Test func `all triggers together are waited for where the policy says so`() throws {
    let terms =
      #","trigger":[{"kind":"milestone"},{"kind":"revenue"}],"trigger_needs_all":"true""#
    var story = try Life.Story.begun(try Self.policy(convert: terms))
    try story.take(.trigger(TriggerMet(.revenue)))
    #expect(story.project.state == .disbursing)
    try story.take(.trigger(TriggerMet(.milestone)))
    #expect(story.project.state == .convertible)
  }

  @Test func `the fund is not the largest holder where the policy says so`() throws {
    var story = try Life.Story.begun(try Self.policy(convert: #","not_largest":"true""#))
    try story.take(.trigger(TriggerMet(.milestone)))
    #expect(story.refusal(of: Self.conversion("1.00", fund: "900.00")) == [.fieldValue])
    #expect(story.refusal(of: Self.conversion("1.00", fund: "899.99")) == [])
  }

  @Test func `equity is sold on an appraisal that holds, and below it with a reason`() throws {
    let terms = #","appraisal_required":"true","appraisal_months":"12","filing_required":"true""#
    var story = try Life.Story.held(try Self.policy(exit: terms))
    func price(_ yuan: String, _ reason: String = "") -> ProjectEvent {
      .exitPriced(
        ExitPrice(
          way: .founderBuyback,
          capital: Life.fen("500000.00"),
          price: Life.fen(yuan),
          reason: reason
        )
      )
    }
    #expect(story.refusal(of: price("2000000.00")) == [.evidenceMissing])
    let day = story.project.lastDate
    let unfiled = Appraisal(value: Life.fen("3000000.00"), asOf: day)
    #expect(story.refusal(of: .appraisal(unfiled)) == [.fieldMissing])
    let value = Life.fen("3000000.00")
    try story.take(.appraisal(Appraisal(value: value, asOf: day, filing: "备〔2025〕1号")))
    #expect(story.refusal(of: price("1499999.99")) == [.reasonMissing])
    #expect(story.refusal(of: price("1499999.99", "按约定价格")) == [])
    #expect(story.refusal(of: price("1500000.00")) == [])
    story.wait(370)
    #expect(story.refusal(of: price("1500000.00")) == [.appraisalExpired])
  }

  @Test func `a reward is a share of a gain that came, once`() throws {
    var story = try Life.Story.held(try Self.policy(exit: #","tech_broker_ppm":"50000""#))
    let capital = Life.fen("1000000.00")
    let price = Life.fen("1400000.00")
    try story.take(
      .exitPriced(ExitPrice(way: .founderBuyback, capital: capital, price: price))
    )
    try story.take(.exitPaid(ExitPayment(amount: price)))
    let basis = story.project.past.last?.document.head.number ?? ""
    func reward(_ yuan: String, _ role: Reward.Role, _ basis: String) -> ProjectEvent {
      .reward(Reward(payee: "李经理", role: role, basis: basis, amount: Life.fen(yuan)))
    }
    #expect(story.refusal(of: reward("1.00", .techBroker, "1")) == [.valueUnknown])
    #expect(story.refusal(of: reward("1.00", .manager, basis)) == [.exceeds])
    #expect(story.refusal(of: reward("20000.01", .techBroker, basis)) == [.exceeds])
    try story.take(reward("15000.00", .techBroker, basis))
    #expect(story.refusal(of: reward("5000.01", .techBroker, basis)) == [.exceeds])
    try story.take(reward("5000.00", .techBroker, basis))
    #expect(story.project.due.gain == Life.fen("400000.00"))
  }
}
