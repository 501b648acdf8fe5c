import Accounting
import Findings
import Policies
import Quantities
import Testing

@testable import RiskPools

/// The ledger test of the study: fifteen postings, from the funding to the closing of the year.
@Suite struct PoolLedgerTests {
  /// A scheme whose claims come to 3,000,000.00 and 2,500,000.00, and of a recovery of 460,000.00
  /// give the bank 10,000.00.
  static let scheme = #"""
    "funders":[{"party":"省","weight":"1"},{"party":"市","weight":"7"}],
    "coverage":{"base":"net_principal_loss"},"rounding":{"unit":"yuan"},
    "tiers":[{"when":"product = a","rate_ppm":"750000"},
     {"when":"product = b","rate_ppm":"978261"}]
    """#

  static func life() throws -> PoolStory {
    var story = try PoolStory(scheme)
    try story.fund("5000000.00", "省")
    try story.fund("35000000.00", "市")
    let interest = Interest(account: "专户", amount: Lives.fen("135000.00"))
    try story.take(.interestReceived(interest))
    try story.enrol(Lives.loan("LA", "4000000.00") { $0.product = "a" })
    try story.enrol(Lives.loan("LB", "2555555.55", bank: "B2") { $0.product = "b" })
    try story.decide("A", "LA", "4000000.00", loss: "4000000.00")
    try story.approve("A")
    try story.pay("A")
    try story.decide("B", "LB", "2555555.55", loss: "2555555.55")
    try story.approve("B")
    try story.pay("B")
    try story.take(
      .recoveryReceived(
        RecoveryReceipt(
          recovery: "R1",
          claim: "B",
          account: "专户",
          gross: Lives.fen("460000.00"),
          collector: .pool,
          collectedOn: story.day
        )
      )
    )
    let overpaid = Lives.fen("120000.00")
    try story.take(
      .overpaymentFound(Overpayment(claim: "A", amount: overpaid, reason: "重复计息"))
    )
    try story.take(
      .overpaymentReturned(OverpaymentReturn(claim: "A", account: "专户", amount: overpaid))
    )
    let topUp = Lives.fen("5380000.00")
    try story.take(.topUpApproved(TopUp(funder: "市", amount: topUp)))
    try story.take(.topUpReceived(Funding(funder: "市", account: "专户", amount: topUp)))
    let cost = Fee(account: "专户", amount: Lives.fen("30000.00"), reason: "诉讼费")
    try story.take(.feePaid(cost))
    try story.take(.recoveryPassedOn(RecoveryPassage(recovery: "R1")))
    return story
  }

  @Test func `the pool itself closes at 40,555,000.00`() throws {
    let pool = try Self.life().pool
    #expect(pool.cash == Int128(Lives.fen("40555000.00").rawValue))
    #expect(pool.isBalanced)
    #expect(pool.funders["省"]?.paidIn == Lives.fen("5000000.00"))
    #expect(pool.funders["市"]?.paidIn == Lives.fen("40380000.00"))
    #expect(pool.funders["市"]?.promised == .zero)
    #expect(pool.claims["A"]?.netPaid == Lives.fen("2880000.00"))
    #expect(pool.claims["A"]?.toReturn == .zero)
    #expect(pool.claims["B"]?.recovered == Lives.fen("450000.00"))
    #expect(pool.accounts["专户"]?.reserved == .zero)
    // 省 bears one eighth of what stands and gets one eighth of the recoveries back.
    #expect(pool.funders["省"]?.borne == Lives.fen("672500.00"))
    #expect(pool.funders["省"]?.recovered == Lives.fen("56250.00"))
  }

  /// What every account and detail of a book holds at the end of the year, once it is carried
  /// forward.
  private static func closed(
    _ templates: String,
    _ chart: String,
    _ roles: Set<PoolRole>,
    to target: String
  ) throws -> [String: String] {
    let postings = try Lives.postings(templates)
    var ledger = try Books.ledger(chart, banks: ["B1", "B2"], funders: ["省", "市"])
    for (document, change) in try life().changes {
      for entry in try postings.entries(for: change.figures, document, pool: "F1", roles) {
        try ledger.post(entry.voucher, signatures: document.head.signatures, postedBy: "记账")
      }
    }
    let december = try #require(FiscalPeriod(year: 2024, month: 12))
    let first = try #require(FiscalPeriod(year: 2024, month: 1))
    let year = try #require(PeriodRange(first, through: december))
    let voucher = try CarryForward.voucher(
      closing: december,
      balances: try ledger.balances(year),
      chart: ledger.chart,
      to: [.financial: try #require(AccountCode(target))]
    )
    let people = Signatures(preparedBy: "甲", reviewedBy: "乙", approvedBy: "丙")
    try ledger.post(voucher, signatures: people, postedBy: "记账")
    var closing: [String: String] = [:]
    for balance in try ledger.balances(year) where balance.closing != .zero {
      let details = balance.dimensions.tags.map { " " + $0.value }.joined()
      closing[balance.account.text + details] = "\(balance.closing)"
    }
    let trial = try ledger.trialBalance(year)
    #expect(trial.totals.debit == trial.totals.credit)
    return closing
  }

  @Test func `the pool's own books close as the study says`() throws {
    let closing = try Self.closed("subledger", "charts/pool.csv", [.pool], to: "3090")
    #expect(
      closing == [
        "1010": "40555000.00", "3010 省": "-5000000.00", "3010 市": "-40380000.00",
        "3090": "4825000.00",
        // What may still be got back, off the balance sheet: 2,880,000.00 and 2,050,000.00.
        "9010 B1": "4000000.00", "9010 B2": "2555555.55", "9011 B1": "-4000000.00",
        "9011 B2": "-2555555.55", "9020 B1": "2880000.00", "9021 B1": "-2880000.00",
        "9020 B2": "2050000.00", "9021 B2": "-2050000.00",
      ]
    )
  }

  @Test func `the fund's chart closes the same`() throws {
    let roles: Set<PoolRole> = [.unit, .control]
    let closing = try Self.closed("neutral", "charts/fund.csv", roles, to: "3001")
    #expect(
      closing == ["100202": "40555000.00", "271102": "-45380000.00", "3001": "4825000.00"]
    )
  }

  @Test(arguments: [
    ("trust", PoolRole.unit, ["1002": "40555000.00", "2901": "-40555000.00"]),
    ("manager", .manager, ["1002": "40555000.00", "2711": "-40555000.00"]),
  ])
  func `whoever holds the account books it by a table of their own`(
    name: String,
    role: PoolRole,
    expected: [String: String]
  ) throws {
    let postings = try Lives.postings(name)
    var sums: [String: Int128] = [:]
    for (document, change) in try Self.life().changes {
      for entry in try postings.entries(for: change.figures, document, pool: "F1", [role]) {
        let postings = entry.voucher.postings
        #expect(postings.reduce(Int128(0)) { $0 + $1.signed } == 0)
        for posting in postings { sums[posting.account.text, default: 0] += posting.signed }
      }
    }
    // The bank's part of a recovery passes through 2241.
    let left = sums.filter { $0.value != 0 }.mapValues { Fen.yuan($0) }
    #expect(left == expected)
  }

  @Test(arguments: ["own", "treasury"])
  func `accounts that nobody has keyed in refuse by their places`(name: String) throws {
    let postings = try Lives.postings(name)
    let change = try #require(
      try Self.life().changes.first { $0.document.event.kind == .claimPaid }
    )
    let roles: Set<PoolRole> = [.unit, .treasury]
    let error = #expect(throws: Refusal.self) {
      try postings.entries(for: change.change.figures, change.document, pool: "F1", roles)
    }
    guard case .open(let paths)? = error else { return #expect(Bool(false), "no open place") }
    #expect(!paths.isEmpty && paths.allSatisfy { $0.contains("account") })
  }

  @Test func `every table is well formed and balances each event`() throws {
    for name in ["neutral", "subledger", "trust", "own", "treasury", "manager"] {
      let postings = try Lives.postings(name)
      #expect(postings.id == "pool-" + name)
      for template in postings.templates {
        // Each amount stands on both sides as often, so whatever moves, the voucher balances.
        let debits = template.lines.filter { $0.side == .debit }.map(\.measure.rawValue).sorted()
        let credits = template.lines.filter { $0.side == .credit }.map(\.measure.rawValue).sorted()
        #expect(debits == credits, "\(name) \(template.event.rawValue)")
      }
    }
  }

  @Test(arguments: [
    (#"{"pool_postings":"x","templates":[]}"#, [String]()),
    (#"{"pool_postings":"X Y"}"#, ["pool_postings", "templates"]),
    (
      #"{"pool_postings":"x","templates":[{"event":"gift","role":"unit","lines":[]}]}"#,
      ["templates[0].event"]
    ),
    (
      #"""
      {"pool_postings":"x","templates":[{"event":"closing","role":"unit","lines":[]},
       {"event":"closing","role":"unit","lines":[{"account":"a b","side":"left","amount":"all",
        "summary":"x","details":["moon"]}]}]}
      """#,
      [
        "templates[1].lines[0].account", "templates[1].lines[0].side",
        "templates[1].lines[0].amount", "templates[1].lines[0].details[0]",
      ]
    ),
    (
      #"""
      {"pool_postings":"x","templates":[{"event":"closing","role":"unit","lines":[]},
       {"event":"closing","role":"unit","lines":[]}]}
      """#,
      ["templates[1]"]
    ),
  ])
  func `a table is read strictly`(text: String, paths: [String]) throws {
    do throws(Findings) {
      _ = try PoolPostings(Array(text.utf8))
      #expect(paths.isEmpty)
    } catch {
      #expect(error.list.map(\.column) == paths)
    }
  }
}
