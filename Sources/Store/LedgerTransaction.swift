public import Accounting
package import Audit
import CanonicalJSON
import Findings
import Quantities
import Signing

/// A write in progress: everything in it is kept together or not at all (一次写入).
///
/// There is one way in: `append` adds a record to the log, and the tables follow in the same
/// transaction.
public final class LedgerTransaction: LedgerSnapshot {
  /// Who acts; empty for the system itself.
  public private(set) var person: String
  /// When.
  package private(set) var moment: RecordTime

  let inserts: AppendStatements
  var turnover = Turnover()
  var numbers: [NumberSeries: Int] = [:]
  var openPeriods: Set<BookPeriod> = []
  private var dimensionIDs: [Dimensions: Int64] = [:]
  private var sealer: RecordSealer

  init(
    _ database: Database,
    person: String,
    at moment: RecordTime,
    nonces: NonceSource
  ) throws(StoreError) {
    self.person = person
    self.moment = moment
    time = moment.description
    inserts = try AppendStatements(database)
    let (head, projects) = try LogTables.heads(database)
    do throws(AuditError) {
      sealer = try RecordSealer(head: head, projects: projects, nonces: nonces)
    } catch { throw StoreError(error) }
    super.init(database)
  }

  /// When, RFC 3339 UTC.
  public private(set) var time: String

  /// Goes on with another transaction and all that is remembered from the ones before.
  ///
  /// That follows from the log, so it holds as long as the log stands where it was left.
  /// - Returns: whether it does; not when somebody else has written since.
  func resume(by person: String, at moment: RecordTime) throws(StoreError) -> Bool {
    guard try LogTables.head(database) == sealer.head else { return false }
    self.person = person
    self.moment = moment
    time = moment.description
    return true
  }

  /// Takes note that the transaction has been kept.
  func commit() { sealer.commit() }

  /// The actor, checked to hold one of `roles`.
  /// - Throws: `E-USER-UNKNOWN` or `E-ROLE`.
  @discardableResult
  public func actor(_ roles: Set<Role>) throws(StoreError) -> Person {
    let actor = try person(named: person)
    do { try actor.require(roles) } catch { throw .findings(error) }
    return actor
  }

  // MARK: The log

  /// Whether a step broke off with its record or some of its rows missing.
  private var isBroken = false

  /// Runs what makes one record and all its rows.
  ///
  /// Whoever passes over an error of it may go on to hear of further ones, but cannot keep the
  /// transaction any more.
  func whole<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
    do throws(StoreError) { return try body() } catch {
      isBroken = true
      throw error
    }
  }

  /// - Throws: `constraint` when a step of the transaction has broken off.
  func requireWhole() throws(StoreError) {
    guard !isBroken else { throw .constraint(detail: "a step of the transaction has broken off") }
  }

  /// Adds a record with detail lines to the log; `line` writes the data of one line and names the
  /// project it belongs to.
  /// - Returns: the record's position.
  @discardableResult
  func append(
    _ type: String,
    book: String,
    lines: Int = 0,
    data: (inout CanonicalWriter) -> Void = { _ in },
    project: (Int) -> String? = { _ in nil },
    line: (Int, inout CanonicalWriter) -> Void = { _, _ in }
  ) throws(StoreError) -> Int64 {
    let sealed = try seal(type, book: book, lines: lines, data: data, project: project, line: line)
    try database.waitForRows()
    try sealer.withBody { body throws(StoreError) in try inserts.insert(sealed, body) }
    return sealed.seq
  }

  /// Makes the next record; whoever calls this stores it.
  func seal(
    _ type: String,
    book: String,
    lines: Int,
    data: (inout CanonicalWriter) -> Void,
    project: (Int) -> String?,
    line: (Int, inout CanonicalWriter) -> Void
  ) throws(StoreError) -> RecordSealer.Sealed {
    do throws(AuditError) {
      return try sealer.seal(type: type, book: book, at: moment, by: person, data: data) {
        sealer throws(AuditError) in
        for index in 0..<lines {
          try sealer.add(project: project(index)) { line(index, &$0) }
        }
      }
    } catch {
      isBroken = true
      throw StoreError(error)
    }
  }

  /// Stores the record that was sealed last, and the entry that it holds.
  func insert(_ sealed: RecordSealer.Sealed, _ rows: EntryRows) throws(StoreError) {
    let mark = PostingMark(person: person, time: time)
    if let ahead = database.rowWriter { return try ahead.add(sealed, by: sealer, rows, mark) }
    try sealer.withBody { body throws(StoreError) in try inserts.insert(sealed, body) }
    try inserts.insert(rows, mark)
  }

  /// From now on rows are written on a second thread while the caller makes the next ones.
  ///
  /// That is for loads that take seconds: the order of all statements stays, and whatever else
  /// asks the tables waits until the rows are in them. What SQLite refuses comes to light a little
  /// later, at the latest in ``catchUp(settling:)`` or at the end of the transaction, which then
  /// keeps nothing.
  public func writeAhead() {
    if database.rowWriter == nil { database.rowWriter = RowWriter(inserts) }
  }

  /// Returns when the rows of everything posted so far are in the tables.
  /// - Parameter settling: whether the balances have to be there too.
  /// - Throws: what SQLite refused; `E-OVERFLOW` when a balance does not fit.
  public func catchUp(settling: Bool) throws(StoreError) {
    if settling { try settle() }
    try database.waitForRows()
  }

  /// Where the log ends with the records of this transaction.
  override func head() throws(StoreError) -> LogHead { sealer.head }

  override func projectHeads() throws(StoreError) -> [String: ProjectHead] { sealer.projectHeads }

  /// Writes what the tables still lack before the transaction commits: turnover and heads.
  func flush() throws(StoreError) {
    try settle()
    try LogTables.store(sealer.head, sealer.changedProjects, database)
  }

  /// Writes the turnover that waits, for whoever needs balances.
  override func settle() throws(StoreError) {
    try whole { () throws(StoreError) in
      if let ahead = database.rowWriter {
        try ahead.add(turnover)
        turnover = Turnover()
      } else {
        try turnover.flush(to: inserts.turnover)
      }
    }
  }

  // MARK: Dimension sets

  /// The identifier of a combination of dimension values, new when it was never used before.
  func dimensionID(_ dimensions: Dimensions) throws(StoreError) -> Int64 {
    if dimensions.isEmpty { return 0 }
    if let known = dimensionIDs[dimensions] { return known }
    let tags = StoredText.tags(dimensions)
    let find = try database.statement("SELECT id FROM dimension_set WHERE tags = ?1")
    defer { find.reset() }
    find.bind(tags, 1)
    if try find.step() {
      dimensionIDs[dimensions] = find.integer(0)
      return find.integer(0)
    }
    let insert = try database.statement("INSERT INTO dimension_set (tags) VALUES (?1)")
    insert.bind(tags, 1)
    try insert.run()
    let id = try database.integer("SELECT last_insert_rowid()") ?? 0
    dimensionIDs[dimensions] = id
    return id
  }
}

extension StoreError {
  /// What a record that could not be sealed means for whoever wanted to write it.
  package init(_ error: AuditError) {
    switch error {
    case .text(let forbidden):
      self = .finding(.textCharacter, ["kind": forbidden.kind.rawValue])
    case .tooLong(let length):
      self = .finding(.textLength, ["length": "\(length)", "maximum": "\(RecordFormat.lengthMax)"])
    case .signing(let error): self = .inputOutput(detail: error.description)
    case .differs(let difference):
      self = .damaged(detail: "\(difference.code.rawValue) at record \(difference.seq)")
    }
  }
}
