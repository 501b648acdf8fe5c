import Accounting
import Findings
import Quantities
import Store
import Testing

@Suite struct PeriodTests {
  /// What the store answers to an entry on a day, of a word.
  private func post(
    _ day: String,
    _ ledger: LedgerFile,
    _ fixture: Fixture,
    _ word: VoucherWord = .general
  ) -> [FindingCode] {
    var voucher = SampleLedger.voucher(day, [("100201", .debit, 1), ("271101", .credit, 1)])
    voucher.word = word
    return codes {
      try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
        _ = try write.post(
          SampleLedger.entry(voucher),
          in: SampleLedger.book("002"),
          signatures: Fixture.signatures
        )
      }
    }
  }

  @Test func `a month that was never used cannot be slipped in before a closed one`() throws {
    let (fixture, _) = try SampleLedger.copy()
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
      guard let december = FiscalPeriod(iso: "2025-12") else { return }
      _ = try write.close(december, of: SampleLedger.book("002"))
    }
    #expect(post("2025-12-31", ledger, fixture) == [.periodClosed])
    #expect(post("2025-11-30", ledger, fixture) == [.periodClosed])
    #expect(post("2025-10-31", ledger, fixture, .opening) == [.periodClosed])
    #expect(post("2025-10-31", ledger, fixture) == [.beforeStart])
    #expect(post("2026-01-01", ledger, fixture) == [])
    #expect(try fixture.check().firstDifference == nil)
  }

  @Test func `openings come in again once no month is closed any more`() throws {
    let (fixture, _) = try SampleLedger.copy()
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    let december = try #require(FiscalPeriod(iso: "2025-12"))
    try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
      _ = try write.close(december, of: SampleLedger.book("002"))
      try write.reopen(december, of: SampleLedger.book("002"), reason: "补录期初")
    }
    #expect(post("2025-10-31", ledger, fixture, .opening) == [])
    #expect(try fixture.check().firstDifference == nil)
  }

  @Test func `openings stand before the first period only, whatever was posted before them`() throws
  {
    let (fixture, _) = try SampleLedger.copy()
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    #expect(post("2025-12-31", ledger, fixture, .opening) == [.beforeStart])
    let both = codes {
      try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
        for word in [VoucherWord.general, .opening] {
          var voucher = SampleLedger.voucher(
            "2025-12-30",
            [("100201", .debit, 1), ("271101", .credit, 1)]
          )
          voucher.word = word
          _ = try write.post(
            SampleLedger.entry(voucher),
            in: SampleLedger.book("002"),
            signatures: Fixture.signatures
          )
        }
      }
    }
    #expect(both == [.beforeStart])
  }
}

/// The codes of the findings with which a write was refused; none when it went through.
func codes(_ body: () throws -> Void) -> [FindingCode] {
  do {
    try body()
    return []
  } catch StoreError.findings(let findings) {
    return findings.list.map(\.code)
  } catch {
    Issue.record("not a refusal: \(error)")
    return []
  }
}
