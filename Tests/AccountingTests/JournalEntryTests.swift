import Accounting
import Findings
import Quantities
import Testing

@Suite struct JournalEntryTests {
  static let refusals: [([String], [String])] = [
    (["122101 借 5.00 P001", "100201 贷 5.00"], []),
    (["122101 借 5.00 P001", "100201 贷 4.99"], ["1 E-UNBALANCED"]),
    (["122101 借 5.00 P001", "8001 贷 5.00"], ["1 E-UNBALANCED", "1 E-UNBALANCED"]),
    (["122101 借 5.00", "100201 贷 5.00"], ["1 E-AUX-REQUIRED"]),
    (["100201 借 5.00", "122101 贷 5.00 P009"], ["2 E-AUX-UNKNOWN"]),
    (["100201 借 5.00", "122101 贷 5.00 P00X"], ["2 E-AUX-CLOSED"]),
    (["1002 借 5.00", "2711 贷 5.00"], ["1 E-ACCOUNT-NOT-LEAF"]),
    (["100201 借 5.00", "9999 贷 5.00"], ["2 E-ACCOUNT-CLOSED"]),
    (["100201 借 5.00", "1002O1 贷 4.00"], ["2 E-ACCOUNT-UNKNOWN"]),
    (["100201 借 -5.00", "2711 贷 -5.00"], ["1 E-NEGATIVE", "2 E-NEGATIVE"]),
    (["100201 借 0.00", "2711 贷 0.00"], ["1 E-NO-AMOUNT", "2 E-NO-AMOUNT"]),
    (["100201 借 5.00"], ["1 E-LINES-FEW", "1 E-UNBALANCED"]),
    ([], ["1 E-LINES-FEW"]),
  ]

  func findings(_ voucher: Voucher) throws -> [Finding] {
    var chart = Ground.chart
    chart.add(
      Account(
        code: try Ground.code("9999"),
        name: "停用",
        normalSide: .debit,
        element: .asset,
        isLeaf: true,
        isOpen: false
      )
    )
    var directory = Ground.directory
    directory.add(DimensionValue(kind: .project, code: "P00X", name: "已结", isOpen: false))
    return JournalEntry.findings(in: voucher, chart: chart, directory: directory)
  }

  @Test(arguments: refusals)
  func `everything wrong with a voucher is told with its line`(
    lines: [String],
    expected: [String]
  ) throws {
    let found = try findings(Ground.voucher("2025-01-01", lines))
    #expect(found.map { "\($0.row ?? 0) \($0.code.rawValue)" } == expected)
  }

  @Test func `an unknown account comes with the likeliest one`() throws {
    let found = try findings(
      Ground.voucher("2025-01-01", ["122102 借 5.00", "100201 贷 5.00"])
    )
    #expect(found.first?.arguments["near"] == "122101 先投项目款")
  }

  @Test func `a voucher has at most a hundred thousand lines`() throws {
    var voucher = try Ground.voucher("2025-01-01", ["100201 借 1.00", "2711 贷 1.00"])
    let pair = voucher.postings
    voucher.postings = (0..<Voucher.maximumLines / 2).flatMap { _ in pair }
    #expect(try findings(voucher) == [])
    voucher.postings += pair
    #expect(try findings(voucher).map(\.code) == [.tooManyLines])
  }

  @Test func `a reversal mirrors a posted entry, and names it`() throws {
    var ledger = try Ground.ledger()
    let lines = ["122101 借 5.00 P001", "100201 贷 5.00"]
    let entry = try ledger.post(
      Ground.voucher("2025-01-01", lines),
      signatures: Ground.signatures,
      postedBy: "何伟"
    )
    let red = { (lines: [String], number: String) in
      var voucher = try Ground.voucher("2025-01-02", lines)
      voucher.reverses = VoucherNumber(number)
      return refusal {
        try ledger.post(voucher, signatures: Ground.signatures, postedBy: "何伟")
      }
    }
    let mirror = ["122101 借 -5.00 P001", "100201 贷 -5.00"]
    #expect(try red(mirror, "2025-01-记-9") == [.reversalUnknown])
    let number = "\(entry.number)"
    #expect(
      try red(["122101 借 -5.00 P002", "100201 贷 -5.00"], number) == [.reversalMismatch]
    )
    #expect(
      try red(["122101 借 -4.00 P001", "100201 贷 -4.00"], number)
        == [.reversalMismatch, .reversalMismatch]
    )
    #expect(try red(["122101 贷 5.00 P001", "100201 借 5.00"], number).count == 2)
    #expect(try red(mirror + ["100201 借 1.00", "100201 贷 1.00"], number) == [.reversalMismatch])
    #expect(try red(mirror, number) == [])
  }

  @Test func `an empty summary is refused`() throws {
    var voucher = try Ground.voucher("2025-01-01", ["100201 借 1.00", "2711 贷 1.00"])
    voucher.postings[0] = Posting(
      summary: "",
      account: voucher.postings[0].account,
      side: .debit,
      amount: voucher.postings[0].amount
    )
    #expect(try findings(voucher).map(\.code) == [.summaryEmpty])
  }
}
