import Accounting
import Findings
import Quantities
import Store
import Testing

@Suite struct LedgerFileTests {
  let december = FiscalPeriod(iso: "2025-12")

  @Test func `a posted entry is numbered, found again, and the check agrees`() throws {
    let fixture = Fixture()
    let (ledger, book) = try fixture.ledger()
    let receipts = try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
      [
        try write.post(payment(100), in: book, signatures: Fixture.signatures),
        try write.post(payment(250), in: book, signatures: Fixture.signatures),
      ]
    }
    #expect(receipts.map { "\($0.number)" } == ["2025-12-记-0001", "2025-12-记-0002"])
    let report = try ledger.read { (read) throws(StoreError) in try read.check() }
    #expect(report.firstDifference == nil)
    #expect(report.records == 9)
    let entry = try ledger.read { (read) throws(StoreError) in
      try read.postedEntry(receipts[1].number, in: book)
    }
    #expect(entry?.voucher == payment(250).voucher)
    #expect(entry?.signatures == Fixture.signatures)
  }

  @Test func `balances follow from any date and any position of the log`() throws {
    let fixture = Fixture()
    let (ledger, book) = try fixture.ledger()
    let receipt = try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
      let receipt = try write.post(payment(100), in: book, signatures: Fixture.signatures)
      try write.post(payment(250), in: book, signatures: Fixture.signatures)
      return receipt
    }
    let range = try PeriodRange(#require(december))
    let (now, before) = try ledger.read { (read) throws(StoreError) in
      (
        try read.trialBalance(range, of: book),
        try read.trialBalance(range, of: book, knownAt: receipt.sequence + 1)
      )
    }
    #expect(now.isBalanced && before.isBalanced)
    #expect(now.totals.debit == Fen(350))
    #expect(before.totals.debit == Fen(100))
  }

  func payment(_ amount: Int64) -> JournalEntry {
    do { return try Fixture.payment("2025-12-22", amount) } catch {
      preconditionFailure("a good payment")
    }
  }
}
