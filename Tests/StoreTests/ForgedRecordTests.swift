import Accounting
import Quantities
import Store
import Testing

/// An owner who writes records as the program does, hashes and all: only the rules of double entry
/// give the entry away.
@Suite struct ForgedRecordTests {
  private func forge(
    _ voucher: Voucher,
    in chart: [Account],
    before: String = "",
    after: String = ""
  ) throws -> CheckDifference? {
    let (fixture, _) = try SampleLedger.copy()
    let owner = try ForeignProgram(fixture.path)
    try owner.withoutTriggers {
      try owner.run(before)
      var directory = DimensionDirectory()
      directory.add(DimensionValue(kind: .project, code: "P001", name: "项目"))
      let entry = try JournalEntry(voucher, chart: ChartOfAccounts(chart), directory: directory)
      let ledger = try LedgerFile(path: fixture.path, mode: .write)
      try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
        _ = try write.post(
          entry,
          in: SampleLedger.book("001"),
          signatures: Fixture.signatures
        )
      }
      try owner.run(after)
    }
    return try fixture.check().firstDifference
  }

  private let next = SampleLedger.made.places.next

  @Test func `an entry in a month that was closed by then`() throws {
    let difference = try forge(
      SampleLedger.voucher("2025-11-21", [("100201", .debit, 9), ("271101", .credit, 9)]),
      in: SampleLedger.accounts,
      before: "UPDATE period SET is_open = 1 WHERE period = 24310",
      after: "UPDATE period SET is_open = 0 WHERE period = 24310"
    )
    #expect(difference?.place == "record \(next) period")
  }

  @Test func `an entry that balances only across aspects`() throws {
    let chart = SampleLedger.accounts.map {
      Self.changed($0, aspect: .financial, isLeaf: $0.isLeaf)
    }
    let difference = try forge(
      SampleLedger.voucher("2025-12-21", [("100201", .debit, 9), ("6001", .credit, 9)]),
      in: chart
    )
    #expect(difference?.expected == "debit and credit equal")
  }

  @Test func `an entry on an account that has others below it`() throws {
    let chart = SampleLedger.accounts.map { Self.changed($0, aspect: $0.aspect, isLeaf: true) }
    let difference = try forge(
      SampleLedger.voucher("2025-12-21", [("1002", .debit, 9), ("271101", .credit, 9)]),
      in: chart
    )
    #expect(difference?.place == "record \(next) line 1")
  }

  private static func changed(_ account: Account, aspect: Aspect, isLeaf: Bool) -> Account {
    Account(
      code: account.code,
      name: account.name,
      normalSide: account.normalSide,
      element: account.element,
      aspect: aspect,
      isLeaf: isLeaf,
      requiredDimensions: account.requiredDimensions
    )
  }

  /// What no check of the file alone can find.
  ///
  /// A log can be written anew from the first changed record, with everything that follows from
  /// it; answers to keys, drafts and batches are not in the log at all. Only a head that somebody
  /// else has kept, or signed, tells two such logs apart.
  @Test func `a log that was written anew agrees with itself, but not with a head kept elsewhere`()
    throws
  {
    let leaves = try [100, 1_000].map { (amount: Int64) in
      let fixture = Fixture()
      let (ledger, book) = try fixture.ledger()
      let payment = try Fixture.payment("2025-12-22", amount)
      let receipt = try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
        try write.post(payment, in: book, signatures: Fixture.signatures)
      }
      #expect(try fixture.check().isSound)
      return try ledger.read { (read) throws(StoreError) in
        try read.postedEntry(receipt.number, in: book)?.leafSHA256
      }
    }
    #expect(leaves[0] != nil && leaves[0] != leaves[1])
  }
}
