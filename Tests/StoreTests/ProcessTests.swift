import Accounting
import Glibc
import Quantities
import Store
import Testing
import Trials

/// Several processes on one file.
@Suite struct ProcessTests {
  static let seed = InterruptionTests.seed

  private func runFour(_ errand: String, _ fixture: Fixture, count: Int) throws -> [Child.End] {
    let children = try (0..<4).map { (index: UInt64) in
      let seed = "\(Self.seed &+ index)"
      return try Child([InterruptionTests.workload, errand, fixture.path, seed, "\(count)"])
    }
    return children.map { $0.wait() }
  }

  @Test func `readers see only sums that balance while several processes move money`() throws {
    let fixture = Fixture()
    let ends = try runFour("transfer", fixture, count: 40)
    for end in ends {
      #expect(end.status == 0, "XIANTOU_SEED=\(Self.seed) \(end.lines.last ?? "")")
    }
    let receipts = ends.flatMap { $0.lines.compactMap { Workload.Receipt($0) } }
    #expect(receipts.count > 60)
    #expect(Set(receipts.map(\.answer)).count == receipts.count)
    #expect(try Verification.faults(in: fixture.path, acknowledged: receipts) == [])
  }

  @Test func `the same keys from several processes have one effect and one answer`() throws {
    let fixture = Fixture()
    let ends = try runFour("keys", fixture, count: 25)
    for end in ends {
      #expect(end.status == 0, "XIANTOU_SEED=\(Self.seed) \(end.lines.last ?? "")")
    }
    let receipts = Set(ends.flatMap { $0.lines.compactMap { Workload.Receipt($0) } })
    #expect(receipts.count == 25)
    #expect(try Verification.faults(in: fixture.path, acknowledged: receipts) == [])
    let ledger = try LedgerFile(path: fixture.path, mode: .read)
    let end = try #require(CivilDate(iso: "2025-12-31"))
    let total = try ledger.read { (read) throws(StoreError) in
      try read.balances(asOf: end, of: Workload.book).map(\.closing.rawValue)
    }
    #expect(total.max() == (1...25).reduce(0, +))
  }

  @Test func `a second writer is told, and a reader does not wait`() throws {
    let (fixture, places) = try SampleLedger.copy()
    let first = try LedgerFile(path: fixture.path, mode: .write)
    let second = try LedgerFile(path: fixture.path, mode: .write, patience: 0)
    let reader = try LedgerFile(path: fixture.path, mode: .read, patience: 0)
    let entry = SampleLedger.entry(
      SampleLedger.voucher("2025-12-28", [("100201", .debit, 1), ("271101", .credit, 1)])
    )
    func post(_ ledger: LedgerFile, meanwhile: () throws(StoreError) -> Void = {})
      throws(StoreError) -> Int64
    {
      try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
        let receipt = try write.post(
          entry,
          in: SampleLedger.book("001"),
          signatures: Fixture.signatures
        )
        try meanwhile()
        return receipt.sequence
      }
    }
    let posted = try post(first) { () throws(StoreError) in
      #expect(throws: StoreError.busy) { try post(second) }
      let seen = try reader.read { (read) throws(StoreError) in try read.recordCount() }
      #expect(seen == places.next)
    }
    #expect(posted == places.next)
    #expect(try post(second) == places.next + 1)
    #expect(try fixture.check().isSound)
  }

  @Test func `a reader keeps its state while others write and fold the log in`() throws {
    let (fixture, places) = try SampleLedger.copy()
    let reader = try LedgerFile(path: fixture.path, mode: .read)
    try reader.read { (read) throws(StoreError) in
      let before = try read.recordCount()
      for _ in 0..<3 {
        let writer = try LedgerFile(path: fixture.path, mode: .write)
        try writer.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
          _ = try write.post(
            SampleLedger.entry(
              SampleLedger.voucher("2025-12-28", [("100201", .debit, 1), ("271101", .credit, 1)])
            ),
            in: SampleLedger.book("001"),
            signatures: Fixture.signatures
          )
        }
      }
      #expect(before == places.next)
      #expect(try read.recordCount() == before)
    }
    let after = try reader.read { (read) throws(StoreError) in try read.recordCount() }
    #expect(after == places.next + 3)
  }
}
