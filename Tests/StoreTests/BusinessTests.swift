import Accounting
import CanonicalJSON
import Findings
import Quantities
import Store
import Testing

/// Business documents and adopted files in the file.
@Suite struct BusinessTests {
  private static func document(
    _ number: String,
    steps: Int = 1,
    signatures: Signatures = Fixture.signatures,
    basis: BusinessDocument.Basis = .rule
  ) throws -> BusinessDocument {
    let date = try #require(CivilDate(iso: "2025-12-01"))
    let paper = EvidencePaper(name: "银行回单", digest: String(repeating: "ab", count: 32))
    let step = JSONValue.object([
      .init("clause", .string("第二十五条")),
      .init("value", .string(String(repeating: "1", count: 900))),
    ])
    return BusinessDocument(
      area: .project,
      subject: "P001",
      head: DocumentHead(
        number: number,
        date: date,
        signatures: signatures,
        evidence: [try #require(paper)]
      ),
      kind: "tranche",
      basis: basis,
      policy: String(repeating: "cd", count: 32),
      facts: .object([.init("amount", .string("10.00"))]),
      figures: .object([.init("principal", .string("10.00"))]),
      trace: Array(repeating: step, count: steps)
    )
  }

  private func post(_ write: LedgerTransaction, _ book: Book) throws(StoreError) -> BookedVoucher {
    let voucher = Fixture.voucher(
      "2025-12-01",
      [("122101", .debit, 1_000, "P001"), ("100201", .credit, 1_000, nil)]
    )
    let entry = try write.checkedEntry(voucher, in: book)
    let receipt = try write.post(entry, in: book, signatures: Fixture.signatures)
    return BookedVoucher(book: book.code, number: receipt.number, sequence: receipt.sequence)
  }

  @Test(arguments: [1, 100])
  func `a document comes back as it was recorded, however long its trace`(steps: Int) throws {
    let fixture = Fixture()
    let (ledger, book) = try fixture.ledger()
    let document = try Self.document("拨1", steps: steps)
    let voucher = try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
      let voucher = try post(write, book)
      try write.record(document, vouchers: [voucher])
      return voucher
    }
    let found = try ledger.read { (snapshot) throws(StoreError) in
      (try snapshot.documents(.project, of: "P001"), try snapshot.references(in: book))
    }
    #expect(found.0.map(\.document) == [document])
    #expect(found.0.map(\.vouchers) == [[voucher]])
    #expect(found.1["拨1"]?.map(\.voucher) == [voucher])
    #expect(found.1["拨1"]?.first?.projects == ["P001"])
    #expect(try fixture.check().firstDifference == nil)
  }

  @Test func `a number is given once, and three different persons sign`() throws {
    let fixture = Fixture()
    let (ledger, _) = try fixture.ledger()
    func record(_ document: BusinessDocument) -> [FindingCode] {
      codes {
        try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
          _ = try write.record(document, vouchers: [])
        }
      }
    }
    #expect(record(try Self.document("拨1")) == [])
    #expect(record(try Self.document("拨1")) == [.documentDuplicate])
    var twice = Fixture.signatures
    twice.approvedBy = twice.preparedBy
    #expect(record(try Self.document("拨2", signatures: twice)) == [.separationOfDuties])
    let nobody = Signatures()
    #expect(record(try Self.document("拨2", signatures: nobody, basis: .linked)) == [])
    #expect(try fixture.check().firstDifference == nil)
  }

  @Test(arguments: ["{\n \"policy\": \"x\"\n}\n", "{\r\n\t\"a\":\"b\"}", "", "\n"])
  func `an adopted file keeps every byte`(text: String) throws {
    let fixture = Fixture()
    let (ledger, _) = try fixture.ledger()
    let date = try #require(CivilDate(iso: "2025-12-01"))
    func file(_ reason: String) -> AdoptedFile {
      AdoptedFile(
        kind: .investFirst,
        code: "sample",
        name: "sample.json",
        date: date,
        signatures: Fixture.signatures,
        reason: reason,
        bytes: Array(text.utf8)
      )
    }
    try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
      _ = try write.adopt(file("首次采用"))
    }
    let again = codes {
      try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
        _ = try write.adopt(file("再次采用"))
      }
    }
    #expect(again == [.codeDuplicate])
    let found = try ledger.read { (snapshot) throws(StoreError) in
      try snapshot.adoption(named: "sample", kind: .investFirst)
    }
    #expect(found?.file == file("首次采用"))
    #expect(try fixture.check().firstDifference == nil)
  }

  @Test func `a draft is signed by three persons before it becomes a document`() throws {
    let fixture = Fixture()
    let (ledger, _) = try fixture.ledger()
    let date = try #require(CivilDate(iso: "2025-12-01"))
    let body = DocumentDraft.Body(
      area: "project",
      subject: "P001",
      number: "拨1",
      kind: "tranche",
      date: date,
      content: .object([.init("amount", .string("10.00"))])
    )
    func act<Result>(
      _ person: String,
      _ body: (LedgerTransaction) throws(StoreError) -> Result
    ) throws -> Result {
      try ledger.write(by: person, at: fixture.moment, body)
    }
    let draft = try act("张敏") { (write) throws(StoreError) in try write.submit(body) }
    #expect(draft.label == "B-000001" && draft.body == body)
    let document = try Self.document("拨1")
    func take(_ step: VoucherStep, _ person: String) throws -> DocumentDraft {
      try act(person) { (write) throws(StoreError) in
        try write.take(step, documentDraft: draft.id) { (draft) throws(StoreError) in
          #expect(draft.position.signatures == Fixture.signatures)
          return try write.record(document, vouchers: [], history: draft.history)
        }
      }
    }
    #expect(codes { _ = try take(.review, "张敏") } == [.separationOfDuties])
    #expect(codes { _ = try take(.post, "何伟") } == [.state])
    _ = try take(.review, "王磊")
    _ = try take(.approve, "刘芳")
    let posted = try take(.post, "何伟")
    #expect(posted.position.state == .posted && posted.document != nil)
    #expect(try ledger.read { (file) throws(StoreError) in try file.documentDrafts() } == [])
    #expect(try fixture.check().firstDifference == nil)
  }

  @Test(arguments: [
    "UPDATE document SET number = '拨9'", "DELETE FROM document", "DELETE FROM adoption",
    "INSERT INTO document VALUES (0, 'project', 'P', '1', 'x', 1)",
    "UPDATE book_role SET party = 'SOE9'",
  ])
  func `what another program changes is refused or found`(sql: String) throws {
    let fixture = Fixture()
    let (ledger, book) = try fixture.ledger()
    let document = try Self.document("拨1")
    let date = document.head.date
    try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
      try write.record(document, vouchers: [])
      try write.setBookRole(BookRoleSetting(role: "holder", party: "SOE1", book: book.code))
      try write.adopt(
        AdoptedFile(
          kind: .rates,
          code: "lpr",
          name: "lpr.csv",
          date: date,
          signatures: Fixture.signatures,
          bytes: [0x31]
        )
      )
    }
    let isRefused = (try? ForeignProgram(fixture.path).run(sql)) == nil
    #expect(try isRefused || fixture.check().firstDifference != nil)
  }
}
