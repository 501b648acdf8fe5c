import Accounting
import Findings
import Policies
import Quantities
import Testing

@testable import InvestFirst

@Suite struct PostingTests {
  /// A policy whose accounting treatments are `choices`.
  private static func story(_ choices: String) throws -> Life.Story {
    let policy = try Sample.policy(
      """
      "convert":{"price_rule":"par"},"hold":{"custody_model":"on_book"},
      "exit":{"exit_ways":["holder_transfer"],
              "tiers":[{"clock":"conversion","bound":"floor","rate_source":"none"}]},
      "accounting":{\(choices)}
      """
    )
    var story = try Life.Story(Approval(project: "P001", amount: Life.fen("5000000.00")))
    try story.take(.contract(try Contract(policy, digest: Life.digest)))
    return story
  }

  private static func sold(_ price: String, _ choices: String) throws -> Proposal {
    var story = try story(choices)
    let five = Life.fen("5000000.00")
    try story.take(.tranche(Tranche(number: 1, amount: five)))
    try story.take(.trigger(TriggerMet(.externalRound)))
    let others = CapTable([.founders: Life.fen("95000000.00")])
    try story.take(
      .conversion(
        ConversionDone(used: five, capitalToFund: five, others: others, holder: "SOE1")
      )
    )
    try story.take(.custodySet(CustodySet(holder: "SOE1")))
    let exit = ExitPrice(way: .holderTransfer, capital: five, price: Life.fen(price))
    try story.take(.exitPriced(exit))
    return try story.propose(
      .exitPaid(ExitPayment(amount: Life.fen(price))),
      try Life.templates("three-books"),
      [.unit, .holder, .control]
    )
  }

  private static func lines(_ entry: Proposal.BookEntry?) -> [String] {
    entry?.voucher.postings.map {
      "\($0.side == .debit ? "借" : "贷") \($0.account) \($0.amount)"
    } ?? []
  }

  /// T12: the principal reduces expenditure, the gain is revenue, and a loss is neither.
  @Test(arguments: [
    (
      "6132842.47",
      [
        "借 1002 6132842.47", "贷 1501 5000000.00", "贷 4602 1132842.47",
        "借 8001 6132842.47", "贷 7601 5000000.00", "贷 6602 1132842.47",
      ]
    ),
    (
      "4200000.00",
      [
        "借 1002 4200000.00", "借 4602 800000.00", "贷 1501 5000000.00",
        "借 8001 4200000.00", "贷 7601 4200000.00",
      ]
    ),
  ])
  func `T12: principal and gain are booked apart`(_ price: String, _ unit: [String]) throws {
    let proposal = try Self.sold(price, #""equity_bought":"cash""#)
    #expect(proposal.entries.map(\.role) == [.unit, .holder, .control])
    #expect(Self.lines(proposal.entries.first) == unit)
    let marks: [Certainty?] = Array(repeating: .verified, count: unit.count)
    #expect(proposal.entries.first?.marks == marks)
    #expect(
      Self.lines(proposal.entries.last) == ["借 D13 5000000.00", "贷 D03 5000000.00"]
    )
    #expect(proposal.trace.map(\.step) == ["结转成本", "分录", "分录", "分录"])
  }

  @Test func `equity that was not bought with cash is handed over, in two lines`() throws {
    let proposal = try Self.sold("6000000.00", #""equity_bought":"not_cash""#)
    let lines = Self.lines(proposal.entries.first)
    #expect(lines.suffix(2) == ["贷 2103 5000000.00", "贷 2103 1000000.00"])
  }

  @Test func `a treatment that is open, or that no template knows, posts nothing`() throws {
    #expect(throws: Refusal.open(["accounting.equity_bought"])) { try Self.sold("1.00", "") }
    var story = try Self.story(#""before_conversion":"expense""#)
    let tranche = ProjectEvent.tranche(Tranche(number: 1, amount: Fen(1)))
    do {
      _ = try story.propose(tranche, try Life.templates(), [.unit])
      Issue.record("posted")
    } catch let Refusal.findings(findings) {
      #expect(findings.list.map(\.code) == [.templateMissing])
      #expect(findings.list.first?.arguments["choices"] == "before_conversion=claim")
    }
  }

  @Test func `an account that nobody has keyed in refuses by its place`() throws {
    var story = try Self.story(#""before_conversion":"expense""#)
    let tranche = ProjectEvent.tranche(Tranche(number: 1, amount: Fen(1)))
    let templates = try Life.templates("three-books")
    let open = ["templates[0].lines[0].account", "templates[0].lines[1].account"]
    #expect(throws: Refusal.open(open)) {
      _ = try story.propose(tranche, templates, [.treasury])
    }
    let proposal = try story.propose(tranche, templates, [.unit, .holder])
    #expect(Self.lines(proposal.entries.first).contains("借 7201 0.01"))
  }

  @Test(arguments: [
    (#"{"postings":"x","templates":[{"event":"birth","role":"unit","lines":[]}]}"#, 1),
    (
      #"""
      {"postings":"x","templates":[{"event":"stop","role":"unit","lines":[]},
       {"event":"stop","role":"unit","when":{"waived_rent":"counts"},"lines":[]}]}
      """#, 1
    ),
    (
      #"""
      {"postings":"x","templates":[{"event":"stop","role":"unit","when":{"custody_model":"x"},
       "lines":[{"account":"a","side":"up","amount":"net","summary":"s","memo":"m"}]}]}
      """#, 5
    ),
  ])
  func `a file of templates tells everything that is wrong with it`(_ text: String, _ count: Int)
    throws
  {
    do throws(Findings) {
      _ = try PostingTemplates(Array(text.utf8))
      Issue.record("read")
    } catch { #expect(error.list.count == count) }
  }
}
