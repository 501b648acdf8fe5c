import Accounting
import Findings
import Quantities
import Store
import Testing
import Trials

/// The ledger file beside a model of it in plain values: every step is taken with both, and both
/// must answer alike.
final class ModelTrial {
  /// What the file should hold.
  struct Model {
    var books: [InMemoryLedger]
    /// Where each entry of each book stands in the log.
    var sequences: [[Int64]]
    var drafts: [Int64: Draft] = [:]
    var lastDraft: Int64 = 0
    var answers: [String: (request: String, answer: String)] = [:]

    struct Draft {
      let book: Int
      let voucher: Voucher
      var position: WorkflowPosition
    }

    mutating func post(_ voucher: Voucher, in book: Int, _ signatures: Signatures) throws -> String
    {
      try books[book].post(voucher, signatures: signatures, postedBy: "何伟").number.description
    }
  }

  /// The first month; the five months of dates do not reach December, which only closes once income
  /// and expense are carried forward.
  static let start = FiscalPeriod(year: 2026, month: 1)

  static let people = [
    Person(name: "张敏", roles: [.maker, .reviewer], canSignIn: true),
    Person(name: "王磊", roles: [.reviewer, .approver], canSignIn: true),
    Person(name: "刘芳", roles: [.approver, .maker], canSignIn: true),
    Person(name: "何伟", roles: [.chief], canSignIn: true),
    Person(name: "陈静", roles: [.maker, .reviewer, .approver, .chief], canSignIn: true),
    Person(name: "周涛", roles: [.auditor], canSignIn: true),
  ]

  let fixture = Fixture()
  let ledger: LedgerFile
  var model: Model
  var random: Seeded
  /// What happened, for whoever has to find out why.
  var story: [String] = []

  init(seed: UInt64) throws {
    random = Seeded(seed)
    let start = try #require(Self.start)
    let books = ["001", "002"].compactMap {
      Book(code: $0, name: "账套\($0)", startPeriod: start)
    }
    let accounts = SampleLedger.accounts
    var directory = DimensionDirectory()
    let projects = ["P001", "P002", "P003"].map {
      DimensionValue(kind: .project, code: $0, name: "项目\($0)", isOpen: $0 != "P003")
    }
    for project in projects { directory.add(project) }
    model = Model(
      books: books.map {
        InMemoryLedger(book: $0, chart: ChartOfAccounts(accounts), directory: directory)
      },
      sequences: books.map { _ in [] }
    )
    try LedgerFile.create(path: fixture.path)
    ledger = try LedgerFile(path: fixture.path, mode: .write)
    try ledger.write(by: "", at: fixture.moment) { (write) throws(StoreError) in
      for book in books {
        try write.addBook(book)
        try write.addAccounts(accounts, to: book)
      }
      try write.addDimensionValues(projects)
      for person in Self.people { try write.setPerson(person) }
    }
  }

  /// How a step ended: with an answer, or with these findings.
  enum Outcome: Equatable {
    case done(String)
    case refused(Set<FindingCode>)
  }

  /// Takes a step with the file and with the model, and compares the outcomes.
  func step(
    _ name: String,
    by person: String = "何伟",
    keep: Bool = true,
    store: (LedgerTransaction) throws(StoreError) -> String,
    model expected: (inout Model) throws -> String
  ) throws {
    story.append(name)
    let found = try outcome(by: person, keep, store)
    var next = model
    let wanted = try Self.outcome { try expected(&next) }
    if case .refused(let codes) = found, case .refused(let all) = wanted {
      // The file names the first kind of problem, the model all of them.
      try #require(codes.isSubset(of: all), "\(codes) \(all) \(ending)")
    } else {
      try #require(found == wanted, "\(ending)")
      if keep { model = next }
    }
    if keep { try noteSequences() }
  }

  private func outcome(
    by person: String,
    _ keep: Bool,
    _ body: (LedgerTransaction) throws(StoreError) -> String
  ) throws -> Outcome {
    do throws(StoreError) {
      return .done(try ledger.write(by: person, at: fixture.moment, keep: keep, body))
    } catch {
      guard case .findings(let findings) = error else { throw error }
      return .refused(Set(findings.list.map(\.code)))
    }
  }

  private static func outcome(_ body: () throws -> String) throws -> Outcome {
    do { return .done(try body()) } catch let findings as Findings {
      return .refused(Set(findings.list.map(\.code)))
    }
  }

  /// The end of the story.
  var ending: String { story.suffix(5).joined(separator: " → ") }

  private func noteSequences() throws {
    for (index, book) in model.books.enumerated() {
      for entry in book.entries.dropFirst(model.sequences[index].count) {
        let posted = try ledger.read { (read) throws(StoreError) in
          try read.postedEntry(entry.number, in: book.book)
        }
        model.sequences[index].append(try #require(posted, "\(entry.number) \(ending)").sequence)
      }
    }
  }
}

@Suite struct ModelTests {
  @Test func `the file answers like a plain model, step by step`() throws {
    let seed = InterruptionTests.seed
    let steps = environment("XIANTOU_STEPS") ?? 1_000
    do {
      let trial = try ModelTrial(seed: seed)
      for number in 1...steps {
        try trial.takeStep(Int(number))
        try trial.compareFigures()
        if number % 100 == 0 { try trial.compareEverything() }
      }
      try trial.compareEverything()
      #expect(trial.model.books.allSatisfy { $0.entries.count > 5 })
    } catch {
      Issue.record("XIANTOU_SEED=\(seed) XIANTOU_STEPS=\(steps): \(error)")
    }
  }
}
