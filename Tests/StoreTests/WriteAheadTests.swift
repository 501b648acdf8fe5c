import Accounting
import Audit
import Findings
import Quantities
import Store
import Testing
import Trials

/// Posting on two threads: the plain way on one thread says what has to come out.
@Suite struct WriteAheadTests {
  static let seed = environment("XIANTOU_SEED") ?? UInt64.random(in: 0...999_999)

  /// A ledger file without entries, and its book.
  static let empty: (bytes: [UInt8], book: Book) = {
    do {
      let fixture = Fixture()
      let book = try fixture.ledger().1
      return (try bytes(of: fixture.path), book)
    } catch { preconditionFailure("an empty ledger is good: \(error)") }
  }()

  private static func copy() throws -> Fixture {
    let fixture = Fixture()
    try write(empty.bytes, to: fixture.path)
    return fixture
  }

  /// Nonces that are the same in every run.
  private static func counted() -> NonceSource {
    var next: UInt8 = 0
    return NonceSource { bytes throws(AuditError) in
      for place in bytes.indices {
        next = next &* 31 &+ 7
        bytes[place] = next
      }
    }
  }

  /// Posts at random, reverses, asks and registers people in between: all in one transaction.
  private static func load(ahead: Bool, _ seed: UInt64) throws -> (file: [UInt8], told: [String]) {
    let fixture = try copy()
    var random = Seeded(seed)
    var told: [String] = []
    do {
      let ledger = try LedgerFile(path: fixture.path, mode: .write)
      ledger.nonces = counted
      try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
        if ahead { write.writeAhead() }
        var open: [(VoucherNumber, String, Int64)] = []
        for round in 0..<1_500 {
          let day = "2025-1\(1 + round / 800)-\(10 + Int.random(in: 0..<20, using: &random))"
          if random.oneIn(50), let (number, day, amount) = open.popLast() {
            told += try post(payment(day, -amount, reversing: number), write)
          } else {
            let amount = Int64.random(in: 1...99_999, using: &random)
            told += try post(payment(day, amount), write)
            if let number = told.last.flatMap({ VoucherNumber($0) }) {
              open.append((number, day, amount))
            }
          }
          if random.oneIn(400) {
            told.append(
              "\(try write.balances(PeriodRange(empty.book.startPeriod), of: empty.book))"
            )
          }
          if random.oneIn(300) {
            try write.setPerson(Person(name: "第\(round)人", roles: [], canSignIn: false))
          }
        }
      }
    }
    return (try bytes(of: fixture.path), told)
  }

  private static func payment(
    _ day: String,
    _ amount: Int64,
    reversing number: VoucherNumber? = nil
  ) -> Voucher {
    Fixture.voucher(
      day,
      [
        ("122101", .debit, amount, "P00\(amount.magnitude % 2 + 1)"),
        ("100201", .credit, amount, nil),
      ],
      reverses: number
    )
  }

  @discardableResult
  private static func post(
    _ voucher: Voucher,
    _ write: LedgerTransaction
  ) throws(StoreError) -> [String] {
    let entry: JournalEntry
    do { entry = try Fixture.entry(voucher) } catch {
      preconditionFailure("a good entry: \(error)")
    }
    let receipt = try write.post(entry, in: empty.book, signatures: Fixture.signatures)
    return ["\(receipt.number)"]
  }

  @Test func `two threads leave the same file as one, byte for byte`() throws {
    let plain = try Self.load(ahead: false, Self.seed)
    let ahead = try Self.load(ahead: true, Self.seed)
    #expect(ahead.told == plain.told, "XIANTOU_SEED=\(Self.seed)")
    #expect(ahead.file == plain.file, "XIANTOU_SEED=\(Self.seed)")
  }

  @Test(arguments: [0, 1, 127, 128, 400, 999], [false, true])
  func `what SQLite refuses halfway keeps nothing, whoever passes over it`(
    at place: Int,
    passesOver: Bool
  ) throws {
    let fixture = try Self.copy()
    let before = try fixture.check().records
    try ForeignProgram(fixture.path).run(
      """
      CREATE TRIGGER refuse BEFORE INSERT ON posting WHEN NEW.entry_id = \(before + Int64(place))
      BEGIN SELECT RAISE(FAIL, 'refused'); END
      """
    )
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    #expect(throws: StoreError.self) {
      try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
        write.writeAhead()
        for amount in 1...1_000 {
          do throws(StoreError) {
            try Self.post(Self.payment("2025-12-01", Int64(amount)), write)
          } catch { if !passesOver { throw error } }
        }
      }
    }
    try ForeignProgram(fixture.path).run("DROP TRIGGER refuse")
    try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
      _ = try Self.post(Self.payment("2025-12-01", 5), write)
    }
    let report = try fixture.check()
    #expect(report.firstDifference == nil && report.records == before + 1)
  }

  @Test(arguments: [1, 500]) func `a load that is given up leaves nothing`(count: Int) throws {
    let fixture = try Self.copy()
    let before = try fixture.check().records
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    #expect(throws: StoreError.cancelled) {
      try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
        write.writeAhead()
        for amount in 1...count { try Self.post(Self.payment("2025-12-01", Int64(amount)), write) }
        throw .cancelled
      }
    }
    #expect(try fixture.check().records == before)
  }

  @Test(arguments: [3, 600]) func `a balance that overflows is told when the load has caught up`(
    count: Int
  ) throws {
    let fixture = try Self.copy()
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    let refusals = codes {
      try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
        write.writeAhead()
        for day in 0..<count {
          let voucher = Self.payment("2025-12-\(10 + day % 20)", .max / Int64(count / 2 + 1))
          try Self.post(voucher, write)
        }
        try write.catchUp(settling: false)
        try write.catchUp(settling: true)
      }
    }
    #expect(refusals == [.overflow])
    #expect(try fixture.check().isSound)
  }

  @Test func `a rehearsal on two threads keeps nothing`() throws {
    let fixture = try Self.copy()
    let before = try fixture.check().records
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    try ledger.write(by: "何伟", at: fixture.moment, keep: false) { (write) throws(StoreError) in
      write.writeAhead()
      for amount in 1...500 { try Self.post(Self.payment("2025-12-01", Int64(amount)), write) }
    }
    #expect(try fixture.check().records == before)
  }
}
