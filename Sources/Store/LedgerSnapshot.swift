public import Accounting
import Audit
import Findings
import Quantities

/// One unchanging state of a ledger: what is in it, for whoever asks (账本快照).
///
/// It lives inside ``LedgerFile/read(_:)`` or, as a ``LedgerTransaction``, inside a write.
public class LedgerSnapshot {
  let database: Database
  private var openBooks: [String: OpenBook] = [:]
  private var cachedDirectory: DimensionDirectory?
  private var dimensionSets: [Int64: Dimensions] = [:]

  init(_ database: Database) {
    self.database = database
  }

  /// Makes the tables tell everything; a write in progress keeps some sums back.
  func settle() throws(StoreError) {}

  // MARK: Books and charts

  /// The books of the file in the order of their codes (账套).
  public func books() throws(StoreError) -> [Book] {
    let query = try database.statement(
      "SELECT code, name, start_period FROM book ORDER BY code"
    )
    defer { query.reset() }
    var books: [Book] = []
    while try query.step() {
      guard
        let book = Book(
          code: query.text(0),
          name: query.text(1),
          startPeriod: FiscalPeriod(ordinal: query.int(2))
        )
      else { throw .damaged(detail: "book \(query.text(0))") }
      books.append(book)
    }
    return books
  }

  func booksByID() throws(StoreError) -> [Int64: Book] {
    var byID: [Int64: Book] = [:]
    for book in try books() { byID[try open(book).id] = book }
    return byID
  }

  /// The book with a code; without one, the only book of the file.
  /// - Throws: `E-BOOK-UNKNOWN` when there is no such book, or several and no code.
  public func book(_ code: String?) throws(StoreError) -> Book {
    let all = try books()
    if let code {
      guard let book = all.first(where: { $0.code == code }) else {
        throw .finding(.bookUnknown, value: code, ["books": all.map(\.code).joined(separator: " ")])
      }
      return book
    }
    guard all.count == 1, let only = all.first else {
      throw .finding(.bookUnknown, ["books": all.map(\.code).joined(separator: " ")])
    }
    return only
  }

  /// The chart of accounts of a book (科目表).
  public func chart(of book: Book) throws(StoreError) -> ChartOfAccounts {
    try open(book).chart
  }

  /// A book with its accounts as the tables know them.
  struct OpenBook {
    let id: Int64
    let chart: ChartOfAccounts
    private(set) var keys: [AccountCode: AccountKey]
    private(set) var accounts: [Int64: Account]

    /// What writing a line needs to know of its account.
    struct AccountKey {
      let id: Int64
      let aspect: Aspect
    }

    init(id: Int64, _ found: [(id: Int64, account: Account)]) {
      self.id = id
      chart = ChartOfAccounts(found.map(\.account))
      keys = Dictionary(minimumCapacity: found.count)
      accounts = Dictionary(minimumCapacity: found.count)
      for (id, account) in found {
        keys[account.code] = AccountKey(id: id, aspect: account.aspect)
        accounts[id] = account
      }
    }

    /// The accounts of lines, in their order.
    func keys(of postings: [Posting]) throws(StoreError) -> [AccountKey] {
      var found: [AccountKey] = []
      found.reserveCapacity(postings.count)
      for posting in postings {
        guard let key = keys[posting.account] else {
          throw .finding(.accountUnknown, row: found.count + 1, value: posting.account.text)
        }
        found.append(key)
      }
      return found
    }
  }

  func open(_ book: Book) throws(StoreError) -> OpenBook {
    if let known = openBooks[book.code] { return known }
    let find = try database.statement("SELECT id FROM book WHERE code = ?1")
    defer { find.reset() }
    find.bind(book.code, 1)
    guard try find.step() else { throw .finding(.bookUnknown, value: book.code) }
    let loaded = try loadAccounts(of: find.integer(0))
    openBooks[book.code] = loaded
    return loaded
  }

  /// Forgets what was read of a book, after its accounts have changed.
  func forget(_ book: Book) { openBooks[book.code] = nil }

  private func loadAccounts(of id: Int64) throws(StoreError) -> OpenBook {
    let kinds = try directory()
    let query = try database.statement(
      """
      SELECT id, code, name, normal_side, element, aspect, is_leaf, is_open, dimensions
      FROM account WHERE book_id = ?1
      """
    )
    defer { query.reset() }
    query.bind(id, 1)
    var found: [(id: Int64, account: Account)] = []
    while try query.step() {
      guard let code = AccountCode(query.text(1)), let side = Side(rawValue: Int8(query.int(3))),
        let element = Element(rawValue: query.text(4)), Aspect.allCases.indices ~= query.int(5)
      else { throw .damaged(detail: "account \(query.text(1))") }
      let account = Account(
        code: code,
        name: query.text(2),
        normalSide: side,
        element: element,
        aspect: Aspect.allCases[query.int(5)],
        isLeaf: query.int(6) == 1,
        requiredDimensions: query.text(8).split(separator: ",").compactMap {
          kinds.kind(named: String($0))
        },
        isOpen: query.int(7) == 1
      )
      found.append((query.integer(0), account))
    }
    return OpenBook(id: id, found)
  }

  // MARK: Dimensions

  /// All dimension kinds and values (辅助档案).
  public func directory() throws(StoreError) -> DimensionDirectory {
    if let cachedDirectory { return cachedDirectory }
    var directory = DimensionDirectory()
    let kinds = try database.statement("SELECT code, name FROM dimension_kind ORDER BY position")
    defer { kinds.reset() }
    while try kinds.step() {
      if let kind = DimensionKind(code: kinds.text(0), name: kinds.text(1)) { directory.add(kind) }
    }
    let values = try database.statement(
      "SELECT kind, code, name, is_open, attributes FROM dimension_value"
    )
    defer { values.reset() }
    while try values.step() {
      guard let kind = directory.kind(named: values.text(0)) else {
        throw .damaged(detail: "dimension kind \(values.text(0))")
      }
      directory.add(
        DimensionValue(
          kind: kind,
          code: values.text(1),
          name: values.text(2),
          isOpen: values.int(3) == 1,
          attributes: StoredText.attributes(values.text(4))
        )
      )
    }
    cachedDirectory = directory
    return directory
  }

  func forgetDirectory() { cachedDirectory = nil }

  /// The dimensions behind an identifier of the tables.
  func dimensions(_ id: Int64) throws(StoreError) -> Dimensions {
    if id == 0 { return .none }
    if let known = dimensionSets[id] { return known }
    let query = try database.statement("SELECT tags FROM dimension_set WHERE id = ?1")
    defer { query.reset() }
    query.bind(id, 1)
    guard try query.step() else { throw .damaged(detail: "dimension set \(id)") }
    let dimensions = try StoredText.dimensions(query.text(0), directory())
    dimensionSets[id] = dimensions
    return dimensions
  }

  // MARK: People

  /// Everybody the ledger knows, by name (用户).
  public func people() throws(StoreError) -> [Person] {
    let query = try database.statement("SELECT name, roles, can_sign_in FROM person ORDER BY name")
    defer { query.reset() }
    var people: [Person] = []
    while try query.step() {
      people.append(
        Person(
          name: query.text(0),
          roles: Set(query.text(1).split(separator: ",").compactMap { Role(rawValue: "\($0)") }),
          canSignIn: query.int(2) == 1
        )
      )
    }
    return people
  }

  /// The person with a name.
  /// - Throws: `E-USER-UNKNOWN`.
  public func person(named name: String) throws(StoreError) -> Person {
    guard let person = try people().first(where: { $0.name == name }) else {
      throw .finding(.userUnknown, value: name, ["person": name])
    }
    return person
  }

  /// Whether anybody can act yet; until then the ledger is being set up.
  public func hasActors() throws(StoreError) -> Bool { try people().contains(where: \.canSignIn) }

  // MARK: The log

  /// How many records the log holds.
  public func recordCount() throws(StoreError) -> Int64 {
    try database.integer("SELECT coalesce(max(seq), -1) + 1 FROM record") ?? 0
  }

  /// Where the log ends.
  func head() throws(StoreError) -> LogHead { try LogTables.head(database) }

  /// The heads of all projects.
  func projectHeads() throws(StoreError) -> [String: ProjectHead] {
    try LogTables.projects(database).all
  }
}
