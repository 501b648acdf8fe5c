import Accounting
import Audit
import Findings
import Glibc
import Interchange
import InvestFirst
import Measuring
import Policies
import Quantities
import Registers
import Store

extension InvestBench {
  private static let batch = 1_000

  private static var now: RecordTime {
    guard let now = RecordTime(secondsSince1970: Int64(time(nil))) else {
      fail("the clock stands outside the calendar")
    }
    return now
  }

  /// A fresh ledger file with the built-in chart, its projects and the sample rules.
  private static func ledger(
    _ path: String,
    _ root: String,
    projects: Int
  ) throws -> (LedgerFile, Book) {
    for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    try LedgerFile.create(path: path)
    let ledger = try LedgerFile(path: path, mode: .write)
    guard let start = FiscalPeriod(iso: "2023-01"),
      let book = Book(code: "bench", name: "bench", startPeriod: start),
      let today = CivilDate(iso: "2023-01-01")
    else { fail("a good book") }
    let chart = try AccountsImport.read(
      try ByteSource(path: "\(root)/charts/fund.csv"),
      existing: ChartOfAccounts([]),
      kinds: DimensionKind.standard
    )
    let signed = Signatures(preparedBy: "甲", reviewedBy: "乙", approvedBy: "丙")
    try ledger.write(by: "", at: now) { (write) throws(StoreError) in
      try write.addBook(book)
      try write.addAccounts(chart.values, to: book)
      var values = ["SOE1", "SOE2"].map { DimensionValue(kind: .custodian, code: $0, name: $0) }
      values.append(DimensionValue(kind: .zone, code: "ZQ01", name: "ZQ01"))
      for number in 0..<projects {
        let code = Lives.code(number)
        values.append(DimensionValue(kind: .project, code: code, name: code))
      }
      for start in stride(from: 0, to: values.count, by: batch) {
        let end = min(start + batch, values.count)
        try write.addDimensionValues(Array(values[start..<end]))
      }
      for (kind, code, path) in [
        (AdoptedFile.Kind.investFirst, "sample-2025", "Examples/policies/sample.json"),
        (.postings, "neutral", "policies/postings/neutral.json"),
      ] {
        let file = AdoptedFile(
          kind: kind,
          code: code,
          name: path,
          date: today,
          signatures: signed,
          bytes: InvestBench.file("\(root)/\(path)")
        )
        try write.adopt(file)
      }
    }
    return (ledger, book)
  }

  /// Writes whole lives, `batch` documents a commit.
  /// - Returns: the vouchers they made.
  private static func live(_ ledger: LedgerFile, projects: Int) throws -> [Voucher] {
    var made: [Voucher] = []
    var next = 0
    while next < projects {
      let last = min(next + batch / Lives.length, projects)
      var failure: RegisterError?
      do {
        try ledger.write(by: "甲", at: now) { (write) throws(StoreError) in
          do throws(RegisterError) {
            made += try live(next..<last, in: write)
          } catch {
            failure = error
            throw .cancelled
          }
        }
      } catch {
        fail("\(failure.map { "\($0)" } ?? "\(error)")")
      }
      next = last
    }
    return made
  }

  private static func live(
    _ projects: Range<Int>,
    in write: LedgerTransaction
  ) throws(RegisterError) -> [Voucher] {
    let register = ProjectRegister(write)
    let books = try BookAssignment(write)
    let (policy, digest) = try register.rules.policy(named: "sample-2025")
    let lives: Lives
    do throws(Refusal) { lives = Lives(try Contract(policy, digest: digest)) } catch {
      throw .refused(error)
    }
    var made: [Voucher] = []
    for number in projects {
      let (approval, head) = Lives.approval(number)
      try register.begin(approval, head, in: write)
      for document in lives.documents(number) {
        let receipt = try register.record(document, of: Lives.code(number), books: books, in: write)
        for voucher in receipt.vouchers {
          do throws(StoreError) {
            let postings = try write.postings(of: voucher)
            made.append(Voucher(date: document.head.date, attachments: 4, postings: postings))
          } catch { throw .store(error) }
        }
      }
    }
    return made
  }

  static func events(_ count: Int, _ root: String, _ path: String) throws {
    let projects = count / Lives.length
    // What the vouchers are is found in a file of its own, so that reading them costs nothing here.
    let (rehearsal, _) = try ledger(path + ".rehearsal", root, projects: min(projects, 500))
    let sample = try live(rehearsal, projects: min(projects, 500))
    let lines = sample.reduce(0) { $0 + $1.postings.count }

    let (file, _) = try ledger(path, root, projects: projects)
    var start = Instant.now
    try write(file, projects: projects)
    Report.rate("events", projects * Lives.length, since: start)
    print(
      "{\"case\":\"lines\",\"who\":\"ours\",\"count\":\(lines * projects / min(projects, 500))}"
    )

    let (plain, book) = try ledger(path + ".vouchers", root, projects: min(projects, 500))
    let signed = Signatures(preparedBy: "甲", reviewedBy: "乙", approvedBy: "丙")
    start = Instant.now
    for from in stride(from: 0, to: sample.count, by: batch) {
      try plain.write(by: "甲", at: now) { (write) throws(StoreError) in
        for voucher in sample[from..<min(from + batch, sample.count)] {
          _ = try write.post(write.checkedEntry(voucher, in: book), in: book, signatures: signed)
        }
      }
    }
    Report.rate("vouchers", lines, since: start)
  }

  private static func write(_ file: LedgerFile, projects: Int) throws {
    var next = 0
    while next < projects {
      let last = min(next + batch / Lives.length, projects)
      try file.write(by: "甲", at: now) { (write) throws(StoreError) in
        do throws(RegisterError) { try book(next..<last, in: write) } catch { fail("\(error)") }
      }
      next = last
    }
  }

  private static func book(
    _ projects: Range<Int>,
    in write: LedgerTransaction
  ) throws(RegisterError) {
    let register = ProjectRegister(write)
    let books = try BookAssignment(write)
    let (policy, digest) = try register.rules.policy(named: "sample-2025")
    let lives: Lives
    do throws(Refusal) { lives = Lives(try Contract(policy, digest: digest)) } catch {
      throw .refused(error)
    }
    for number in projects {
      let (approval, head) = Lives.approval(number)
      try register.begin(approval, head, in: write)
      for document in lives.documents(number) {
        try register.record(document, of: Lives.code(number), books: books, in: write)
      }
    }
  }

  /// Reads pages of projects, each as if nobody had asked before.
  static func page(_ projects: Int, _ root: String, _ path: String) throws {
    let (file, _) = try ledger(path, root, projects: projects)
    try write(file, projects: projects)
    var number = 1
    try Report.latencies("page", 500) {
      number = (number * 48_271) % projects
      try file.read { (snapshot) throws(StoreError) in
        let code = Lives.code(number)
        let documents = try snapshot.documents(.project, of: code)
        do throws(RegisterError) {
          let project = try ProjectRegister(snapshot).project(code)
          if documents.count != Lives.length || !project.isBalanced { fail("a whole life") }
        } catch { fail("\(error)") }
      }
    }
  }
}
