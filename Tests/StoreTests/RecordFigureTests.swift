import Accounting
import Quantities
import Store
import Testing

@Suite struct RecordFigureTests {
  static let figures: [(day: String, amount: Int64)] = [
    ("2025-11-01", 1), ("2025-12-31", 10), ("2026-01-09", 99), ("2026-02-28", 100),
    ("2026-10-10", 1_234_567), ("2099-06-30", 99_999_999_999), ("9999-12-31", .max - 1_234_567),
  ]

  @Test func `records spell amounts and days as everything else does`() throws {
    let fixture = Fixture()
    let (ledger, book) = try fixture.ledger()
    for (place, (day, amount)) in Self.figures.enumerated() {
      let account = ["122101", "660102"][place / 6]
      let lines: [(String, Side, Int64, String?)] = [
        (account, .debit, amount, "P001"), ("271101", .credit, amount, nil),
      ]
      let entry = try Fixture.entry(Fixture.voucher(day, lines))
      let number = try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
        try write.post(entry, in: book, signatures: Fixture.signatures).number
      }
      let red = try Fixture.entry(
        Fixture.voucher(
          day,
          lines.map { ($0.0, $0.1, -$0.2, $0.3) },
          reverses: number
        )
      )
      try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
        _ = try write.post(red, in: book, signatures: Fixture.signatures)
      }
      let bodies = try ForeignProgram(fixture.path)
        .rows("SELECT body FROM record ORDER BY seq DESC LIMIT 2")
      for (body, voucher) in zip(bodies, [red.voucher, entry.voucher]) {
        #expect(body.contains("\"date\":\"\(voucher.date)\""))
        #expect(body.contains("\"debit\":\"\(voucher.postings[0].amount)\""))
        #expect(body.contains("\"credit\":\"\(voucher.postings[1].amount)\""))
      }
    }
  }
}
