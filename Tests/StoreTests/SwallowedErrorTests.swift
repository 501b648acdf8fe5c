import Accounting
import Findings
import Quantities
import Store
import Testing

/// A caller that passes over a refusal and goes on in the same transaction, as one does that wants
/// to hear of every problem at once.
@Suite struct SwallowedErrorTests {
  static let refused: [(String, @Sendable (LedgerTransaction) throws(StoreError) -> Void)] = [
    (
      "a text that no record may hold, after a line of a project",
      { (write) throws(StoreError) in
        var voucher = SampleLedger.voucher(
          "2025-12-29",
          [("122101", .debit, 5), ("100201", .credit, 5)]
        )
        let last = voucher.postings[1]
        voucher.postings[1] = Posting(
          summary: "bad\u{7}",
          account: last.account,
          side: last.side,
          amount: last.amount
        )
        try post(voucher, write)
      }
    ),
    (
      "a sum that does not fit, within the transaction",
      { (write) throws(StoreError) in
        try post(
          SampleLedger.voucher(
            "2025-12-29",
            [
              ("100201", .debit, .max), ("100201", .debit, .max), ("271101", .credit, .max),
              ("271101", .credit, .max),
            ]
          ),
          write
        )
      }
    ),
    (
      "a value with a text that no record may hold, after a good one",
      { (write) throws(StoreError) in
        _ = try write.addDimensionValues(
          [("P7", "好"), ("P8", "bad\u{7}")].map {
            DimensionValue(kind: .project, code: $0.0, name: $0.1)
          }
        )
      }
    ),
    (
      "a kind whose name is taken",
      { (write) throws(StoreError) in
        guard let kind = DimensionKind(code: "other", name: "项目") else { return }
        _ = try write.addDimensionValues([DimensionValue(kind: kind, code: "x", name: "x")])
      }
    ),
    (
      "a reversal that mirrors nothing, in a month of its own",
      { (write) throws(StoreError) in
        var voucher = SampleLedger.voucher(
          "2026-03-01",
          [("100201", .debit, -5), ("271101", .credit, -5)]
        )
        voucher.reverses = VoucherNumber("2025-12-记-0001")
        try post(voucher, write)
      }
    ),
    (
      "a month that cannot be closed",
      { (write) throws(StoreError) in
        try post(
          SampleLedger.voucher("2026-02-01", [("100201", .debit, 5), ("271101", .credit, 5)]),
          write
        )
        _ = try write.close(
          SampleLedger.voucher("2026-02-01", []).period,
          of: SampleLedger.book("001")
        )
      }
    ),
  ]

  private static func post(
    _ voucher: Voucher,
    _ write: LedgerTransaction
  ) throws(StoreError) {
    _ = try write.post(
      SampleLedger.entry(voucher),
      in: SampleLedger.book("001"),
      signatures: Fixture.signatures
    )
  }

  @Test(arguments: refused.indices)
  func `a refusal passed over leaves nothing half-written`(index: Int) throws {
    let (name, body) = Self.refused[index]
    let (fixture, places) = try SampleLedger.copy()
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    let good = SampleLedger.voucher("2025-12-30", [("122101", .debit, 5), ("100201", .credit, 5)])
    let isKept: Bool
    do {
      try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
        try Self.post(good, write)
        do throws(StoreError) {
          try body(write)
          Issue.record("\(name) was not refused")
        } catch {}
        try Self.post(good, write)
      }
      isKept = true
    } catch { isKept = false }
    let report = try fixture.check()
    #expect(report.firstDifference == nil, "\(name)")
    #expect(isKept || report.records == places.next, "\(name)")
  }
}
