import Accounting
import Audit
import Quantities
import Store

/// A small ledger with something of everything: two books, three aspects, an opening, a closed
/// month, a withdrawn entry, a draft and an answer to a key.
struct SampleLedger {
  /// Positions in the log that trials refer to.
  struct Places {
    var opening: Int64 = 0
    var entry: Int64 = 0
    var reversed: Int64 = 0
    var reversal: Int64 = 0
    var otherBook: Int64 = 0
    var next: Int64 = 0
  }

  static let accounts = [
    account("1002", "银行存款", .debit, isLeaf: false),
    account("100201", "先投资金专户", .debit),
    account("122101", "先投项目款", .debit, kinds: [.project]),
    account("271101", "先投专项资金", .credit),
    account("630101", "利息收入", .credit),
    account("8001", "资金结存", .debit, .budget),
    account("6001", "财政拨款预算收入", .credit, .budget),
  ]

  private static func account(
    _ code: String,
    _ name: String,
    _ side: Side,
    _ aspect: Aspect = .financial,
    isLeaf: Bool = true,
    kinds: [DimensionKind] = []
  ) -> Account {
    guard let code = AccountCode(code) else { preconditionFailure("a good code") }
    return Account(
      code: code,
      name: name,
      normalSide: side,
      element: Element(impliedBy: code) ?? (side == .debit ? .asset : .income),
      aspect: aspect,
      isLeaf: isLeaf,
      requiredDimensions: kinds
    )
  }

  /// The ledger's file, and where things stand in it.
  static let made: (bytes: [UInt8], places: Places) = {
    do {
      let fixture = Fixture()
      let places = try fill(fixture)
      return (try bytes(of: fixture.path), places)
    } catch { preconditionFailure("the sample is good: \(error)") }
  }()

  /// A copy of the ledger in a folder of its own.
  static func copy() throws -> (Fixture, Places) {
    let fixture = Fixture()
    try write(made.bytes, to: fixture.path)
    return (fixture, made.places)
  }

  static func book(_ code: String) -> Book {
    guard let start = FiscalPeriod(year: 2025, month: 11),
      let book = Book(code: code, name: "账套\(code)", startPeriod: start)
    else { preconditionFailure("a good book") }
    return book
  }

  private static func fill(_ fixture: Fixture) throws -> Places {
    try LedgerFile.create(path: fixture.path)
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    return try ledger.write(by: "", at: fixture.moment) { (write) throws(StoreError) in
      try setUp(write)
      return try post(write)
    }
  }

  private static func setUp(_ write: LedgerTransaction) throws(StoreError) {
    for code in ["001", "002"] {
      try write.addBook(book(code))
      try write.addAccounts(accounts, to: book(code))
    }
    try write.addDimensionValues(
      ["P001", "P002"].map { DimensionValue(kind: .project, code: $0, name: "项目\($0)") }
    )
    for (name, role) in [
      ("张敏", Role.maker), ("王磊", .reviewer), ("刘芳", .approver), ("何伟", .chief),
    ] {
      try write.setPerson(Person(name: name, roles: [role], canSignIn: true))
    }
  }

  private static func post(_ write: LedgerTransaction) throws(StoreError) -> Places {
    func post(_ voucher: Voucher, in code: String = "001") throws(StoreError) -> PostingReceipt {
      try write.post(
        entry(voucher),
        in: book(code),
        signatures: Fixture.signatures
      )
    }
    var places = Places()
    let november = voucher("2025-11-20", [("100201", .debit, 900), ("271101", .credit, 900)])
    var opening = voucher("2025-10-31", [("100201", .debit, 50), ("271101", .credit, 50)])
    opening.word = .opening
    places.opening = try post(opening).sequence
    _ = try post(november)
    try write.close(november.period, of: book("001"))
    places.entry =
      try post(
        voucher(
          "2025-12-22",
          [
            ("122101", .debit, 300), ("100201", .credit, 300), ("8001", .debit, 70),
            ("6001", .credit, 70),
          ]
        )
      ).sequence
    let wrong = voucher("2025-12-23", [("122101", .debit, 40), ("100201", .credit, 40)])
    let reversed = try post(wrong)
    places.reversed = reversed.sequence
    let red = checked {
      try Reversal.red(of: wrong, number: reversed.number, on: wrong.date)
    }
    places.reversal = try post(red).sequence
    places.otherBook =
      try post(
        voucher("2025-12-24", [("100201", .debit, 7), ("271101", .credit, 7)]),
        in: "002"
      ).sequence
    _ = try write.saveDraft(
      entry(voucher("2025-12-25", [("100201", .debit, 8), ("630101", .credit, 8)])),
      in: book("001"),
      position: WorkflowPosition(state: .draft, signatures: Signatures(preparedBy: "张敏"))
    )
    _ = try write.once("key-1", request: ["request"]) { "answer" }
    places.next = try write.recordCount()
    return places
  }

  static func voucher(_ day: String, _ lines: [(String, Side, Int64)]) -> Voucher {
    Fixture.voucher(day, lines.map { ($0.0, $0.1, $0.2, $0.0 == "122101" ? "P001" : nil) })
  }

  /// The entry that a voucher of these accounts makes.
  static func entry(_ voucher: Voucher) -> JournalEntry {
    var directory = DimensionDirectory()
    for code in ["P001", "P002"] {
      directory.add(DimensionValue(kind: .project, code: code, name: "项目\(code)"))
    }
    return checked {
      try JournalEntry(voucher, chart: ChartOfAccounts(accounts), directory: directory)
    }
  }

  private static func checked<Result>(_ body: () throws -> Result) -> Result {
    do { return try body() } catch { preconditionFailure("the sample is good: \(error)") }
  }
}
