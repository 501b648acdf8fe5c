public import Accounting
import CanonicalJSON
import Findings
import Quantities

/// Books, accounts, dimension values and people: each change is a record.
extension LedgerTransaction {
  /// Adds a book (账套) that starts with a period.
  /// - Throws: `E-BOOK-EXISTS`.
  public func addBook(_ book: Book) throws(StoreError) {
    guard try !books().contains(where: { $0.code == book.code }) else {
      throw .finding(.bookExists, value: book.code)
    }
    let sequence = try append(
      "book",
      book: book.code,
      data: { data in
        data.member("code", book.code)
        data.member("name", book.name)
        data.member("start", "\(book.startPeriod)")
      }
    )
    let insert = try database.statement(
      "INSERT INTO book (code, name, start_period, created_seq) VALUES (?1, ?2, ?3, ?4)"
    )
    insert.bind(book.code, 1)
    insert.bind(book.name, 2)
    insert.bind(book.startPeriod.ordinal, 3)
    insert.bind(sequence, 4)
    try insert.run()
  }

  /// Adds accounts to a book's chart (科目); an account that is there already exactly as given is
  /// passed over.
  ///
  /// A leaf that gets accounts below it is none any more.
  /// - Returns: how many were new.
  /// - Throws: `E-CODE-CONFLICT` when a code means something else, `E-PARENT-POSTED` when the
  ///   parent already carries postings.
  @discardableResult
  public func addAccounts(_ accounts: [Account], to book: Book) throws(StoreError) -> Int {
    let opened = try open(book)
    var findings: [Finding] = []
    var fresh: [Account] = []
    var parents: [AccountCode: Account] = [:]
    for account in accounts {
      if let known = opened.chart[account.code] {
        guard known != account else { continue }
        findings.append(
          Finding(
            .codeConflict,
            value: account.code.text,
            arguments: ["code": account.code.text, "name": known.name]
          )
        )
      } else {
        fresh.append(account)
        guard let parent = opened.chart.parent(of: account.code), parent.isLeaf else { continue }
        if try isPosted(parent, opened) {
          findings.append(
            Finding(
              .parentPosted,
              value: account.code.text,
              arguments: ["parent": parent.code.text]
            )
          )
        } else {
          parents[parent.code] = parent.with(isLeaf: false)
        }
      }
    }
    guard findings.isEmpty else { throw .findings(Findings(findings)) }
    guard !fresh.isEmpty else { return 0 }
    let changed = parents.values.sorted { $0.code < $1.code }
    try recordAccounts(changed + fresh, book)
    for account in changed { try update(account, opened) }
    for account in fresh { try insert(account, bookID: opened.id) }
    forget(book)
    return fresh.count
  }

  /// Opens or closes an account for new postings (启用 / 停用).
  public func setAccount(
    _ code: AccountCode,
    of book: Book,
    isOpen: Bool
  ) throws(StoreError) {
    let opened = try open(book)
    guard let known = opened.chart[code] else {
      throw .finding(.accountUnknown, value: code.text, ["account": code.text])
    }
    let changed = known.with(isOpen: isOpen)
    try recordAccounts([changed], book)
    try update(changed, opened)
    forget(book)
  }

  private func update(_ account: Account, _ opened: OpenBook) throws(StoreError) {
    guard let id = opened.keys[account.code]?.id else { return }
    let update = try database.statement(
      "UPDATE account SET is_open = ?1, is_leaf = ?2 WHERE id = ?3"
    )
    update.bind(account.isOpen ? 1 : 0, 1)
    update.bind(account.isLeaf ? 1 : 0, 2)
    update.bind(id, 3)
    try update.run()
  }

  private func isPosted(_ account: Account, _ opened: OpenBook) throws(StoreError) -> Bool {
    guard let id = opened.keys[account.code]?.id else { return false }
    try settle()
    let query = try database.statement("SELECT 1 FROM balance WHERE account_id = ?1 LIMIT 1")
    defer { query.reset() }
    query.bind(id, 1)
    return try query.step()
  }

  private func recordAccounts(_ accounts: [Account], _ book: Book) throws(StoreError) {
    try append(
      "accounts",
      book: book.code,
      lines: accounts.count,
      line: { index, data in
        let account = accounts[index]
        data.member("aspect", account.aspect.rawValue)
        data.member("code", account.code.text)
        data.texts("dimensions", account.requiredDimensions.map(\.code))
        data.member("element", account.element.rawValue)
        data.flag("leaf", account.isLeaf)
        data.member("name", account.name)
        data.flag("open", account.isOpen)
        data.member("side", account.normalSide == .debit ? "debit" : "credit")
      }
    )
  }

  private func insert(_ account: Account, bookID: Int64) throws(StoreError) {
    let insert = try database.statement(
      """
      INSERT INTO account
        (book_id, code, name, normal_side, element, aspect, is_leaf, is_open, dimensions)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """
    )
    insert.bind(bookID, 1)
    insert.bind(account.code.text, 2)
    insert.bind(account.name, 3)
    insert.bind(Int(account.normalSide.rawValue), 4)
    insert.bind(account.element.rawValue, 5)
    insert.bind(account.aspect.ordinal, 6)
    insert.bind(account.isLeaf ? 1 : 0, 7)
    insert.bind(account.isOpen ? 1 : 0, 8)
    insert.bind(account.requiredDimensions.map(\.code).joined(separator: ","), 9)
    try insert.run()
  }

  /// Adds dimension values (辅助档案), and kinds that are new; a value that is there already exactly
  /// as given is passed over, and one whose name or attributes differ is brought up to date.
  /// - Returns: how many were new or changed.
  @discardableResult
  public func addDimensionValues(_ values: [DimensionValue]) throws(StoreError) -> Int {
    let known = try directory()
    let fresh = values.filter { known[$0.kind, $0.code] != $0 }
    guard !fresh.isEmpty else { return 0 }
    try requireOwnNames(fresh.map(\.kind))
    try append(
      "dimension_values",
      book: "",
      lines: fresh.count,
      project: { fresh[$0].kind == .project ? fresh[$0].code : nil },
      line: { index, data in
        let value = fresh[index]
        data.key("attributes")
        data.beginArray()
        for attribute in value.attributes { data.texts([attribute.name, attribute.value]) }
        data.endArray()
        data.member("code", value.code)
        data.member("kind", value.kind.code)
        data.member("kind_name", value.kind.name)
        data.member("name", value.name)
        data.flag("open", value.isOpen)
      }
    )
    for value in fresh {
      try insert(value.kind)
      try upsert(value)
    }
    forgetDirectory()
    return fresh.count
  }

  /// Two kinds under one heading could not be told apart in files.
  private func requireOwnNames(_ kinds: [DimensionKind]) throws(StoreError) {
    var known: [String: DimensionKind] = [:]
    for kind in try directory().kinds { known[kind.name] = kind }
    for kind in kinds {
      let owner = known[kind.name] ?? kind
      guard owner == kind else {
        throw .finding(.codeConflict, value: kind.code, ["code": kind.code, "name": kind.name])
      }
      known[kind.name] = kind
    }
  }

  private func insert(_ kind: DimensionKind) throws(StoreError) {
    let insert = try database.statement(
      """
      INSERT INTO dimension_kind (code, name, position)
      VALUES (?1, ?2, (SELECT count(*) FROM dimension_kind)) ON CONFLICT DO NOTHING
      """
    )
    insert.bind(kind.code, 1)
    insert.bind(kind.name, 2)
    try insert.run()
  }

  private func upsert(_ value: DimensionValue) throws(StoreError) {
    let upsert = try database.statement(
      """
      INSERT INTO dimension_value (kind, code, name, is_open, attributes)
      VALUES (?1, ?2, ?3, ?4, ?5)
      ON CONFLICT DO UPDATE
      SET name = excluded.name, is_open = excluded.is_open, attributes = excluded.attributes
      """
    )
    upsert.bind(value.kind.code, 1)
    upsert.bind(value.code, 2)
    upsert.bind(value.name, 3)
    upsert.bind(value.isOpen ? 1 : 0, 4)
    upsert.bind(StoredText.text(value.attributes), 5)
    try upsert.run()
  }

  /// Adds a person, or gives one who is known new roles (用户).
  public func setPerson(_ person: Person) throws(StoreError) {
    let roles = Role.allCases.filter(person.roles.contains).map(\.rawValue)
    try append(
      "person",
      book: "",
      data: { data in
        data.member("name", person.name)
        data.texts("roles", roles)
        data.flag("signs_in", person.canSignIn)
      }
    )
    let upsert = try database.statement(
      """
      INSERT INTO person (name, roles, can_sign_in) VALUES (?1, ?2, ?3)
      ON CONFLICT DO UPDATE SET roles = excluded.roles, can_sign_in = excluded.can_sign_in
      """
    )
    upsert.bind(person.name, 1)
    upsert.bind(roles.joined(separator: ","), 2)
    upsert.bind(person.canSignIn ? 1 : 0, 3)
    try upsert.run()
  }
}

extension CanonicalWriter {
  /// Writes a key and a truth value.
  fileprivate mutating func flag(_ key: String, _ value: Bool) {
    self.key(key)
    bool(value)
  }

  /// Writes a key and an array of texts.
  fileprivate mutating func texts(_ key: String, _ values: [String]) {
    self.key(key)
    texts(values)
  }

  /// Writes an array of texts.
  fileprivate mutating func texts(_ values: [String]) {
    beginArray()
    for value in values { string(value) }
    endArray()
  }
}
