import Accounting
import Findings
import Quantities
import Store
import Testing

/// What the ledger file refuses because of what it already holds, or does not hold.
@Suite struct RefusalTests {
  static let refusals: [(FindingCode, @Sendable (LedgerTransaction) throws(StoreError) -> Void)] = [
    (.bookExists, { (write) throws(StoreError) in try write.addBook(SampleLedger.book("001")) }),
    (.bookUnknown, { (write) throws(StoreError) in _ = try write.book("009") }),
    (.bookUnknown, { (write) throws(StoreError) in _ = try write.book(nil) }),
    (
      .codeConflict,
      { (write) throws(StoreError) in
        let other = Fixture.account("100201", "另一名称", .debit)
        try write.addAccounts([other], to: SampleLedger.book("001"))
      }
    ),
    (
      .codeConflict,
      { (write) throws(StoreError) in
        guard let kind = DimensionKind(code: "other", name: "项目") else { return }
        try write.addDimensionValues([DimensionValue(kind: kind, code: "x", name: "x")])
      }
    ),
    (
      .parentPosted,
      { (write) throws(StoreError) in
        let below = Fixture.account("10020101", "专户一", .debit)
        try write.addAccounts([below], to: SampleLedger.book("001"))
      }
    ),
    (.userUnknown, { (write) throws(StoreError) in _ = try write.person(named: "无名") }),
    (
      .draftUnknown,
      { (write) throws(StoreError) in _ = try write.draft(9, in: SampleLedger.book("001")) }
    ),
    (
      .draftUnknown,
      { (write) throws(StoreError) in _ = try write.draft(1, in: SampleLedger.book("002")) }
    ),
    (
      .batchUnknown,
      { (write) throws(StoreError) in
        _ = try write.undo(batch: "IMP-20260105-0001", in: SampleLedger.book("001"))
      }
    ),
  ]

  @Test(arguments: refusals.indices)
  func `the ledger names what clashes or is not there`(index: Int) throws {
    let (code, body) = Self.refusals[index]
    let (fixture, _) = try SampleLedger.copy()
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    #expect(codes { try ledger.write(by: "何伟", at: fixture.moment, body) } == [code])
    #expect(try fixture.check().firstDifference == nil)
  }
}
