import Accounting
import Audit
import Findings
import Glibc
import Quantities
import Store

/// A folder of its own for each test, gone when the test is over.
final class Fixture {
  let folder: String
  var path: String { folder + "/ledger.xiantou" }
  let moment: RecordTime

  init() {
    // Memory where there is some: a thousand small files must not wait for a busy disk.
    let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(base)/xiantou-store-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil, let moment = RecordTime(iso: "2026-01-05T01:02:03Z") else {
      preconditionFailure("a temporary folder can be made")
    }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    self.moment = moment
  }

  deinit {
    for name in names { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }

  /// The files in the folder.
  var names: [String] {
    guard let open = opendir(folder) else { return [] }
    defer { closedir(open) }
    var names: [String] = []
    while let entry = readdir(open) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  static func account(_ code: String, _ name: String, _ side: Side, _ kinds: [DimensionKind] = [])
    -> Account
  {
    guard let code = AccountCode(code), let element = Element(impliedBy: code) else {
      preconditionFailure("codes in tests are good")
    }
    return Account(
      code: code,
      name: name,
      normalSide: side,
      element: element,
      isLeaf: true,
      requiredDimensions: kinds
    )
  }

  static let accounts = [
    account("100201", "先投资金专户", .debit),
    account("122101", "先投项目款", .debit, [.project]),
    account("271101", "先投专项资金", .credit),
    account("3001", "累计盈余", .credit),
    account("630101", "利息收入", .credit),
    account("660102", "手续费", .debit),
  ]

  static let signatures = Signatures(preparedBy: "张敏", reviewedBy: "王磊", approvedBy: "刘芳")

  /// A ledger with one book, six accounts, two projects and a chief.
  func ledger() throws -> (LedgerFile, Book) {
    try LedgerFile.create(path: path)
    let ledger = try LedgerFile(path: path, mode: .write)
    guard let start = FiscalPeriod(iso: "2025-11"),
      let book = Book(code: "001", name: "示例专项资金", startPeriod: start)
    else { preconditionFailure("a good book") }
    try ledger.write(by: "", at: moment) { (write) throws(StoreError) in
      try write.addBook(book)
      try write.addAccounts(Fixture.accounts, to: book)
      try write.addDimensionValues(
        ["P001", "P002"].map { DimensionValue(kind: .project, code: $0, name: "项目\($0)") }
      )
      for (name, role) in [
        ("张敏", Role.maker), ("王磊", .reviewer), ("刘芳", .approver), ("何伟", .chief),
      ] {
        try write.setPerson(Person(name: name, roles: [role], canSignIn: true))
      }
    }
    return (ledger, book)
  }

  static func voucher(
    _ day: String,
    _ lines: [(String, Side, Int64, String?)],
    reverses: VoucherNumber? = nil
  ) -> Voucher {
    guard let date = CivilDate(iso: day) else { preconditionFailure("a good date") }
    return Voucher(
      date: date,
      attachments: 1,
      postings: lines.map { code, side, amount, project in
        guard let code = AccountCode(code) else { preconditionFailure("a good code") }
        return Posting(
          summary: "拨付先投资金",
          account: code,
          side: side,
          amount: Fen(amount),
          dimensions: Dimensions(project.map { [(.project, $0)] } ?? []),
          reference: "拨1"
        )
      },
      reverses: reverses
    )
  }

  static func entry(_ voucher: Voucher) throws -> JournalEntry {
    var directory = DimensionDirectory()
    for code in ["P001", "P002"] {
      directory.add(DimensionValue(kind: .project, code: code, name: "项目\(code)"))
    }
    return try JournalEntry(voucher, chart: ChartOfAccounts(accounts), directory: directory)
  }

  static func payment(_ day: String, _ amount: Int64, _ project: String = "P001") throws
    -> JournalEntry
  {
    try entry(
      voucher(
        day,
        [("122101", .debit, amount, project), ("100201", .credit, amount, nil)]
      )
    )
  }
}
