import Accounting
import CanonicalJSON
import Findings

/// Whose book a book is (账簿角色): the treasury's, the unit's, that of one of the holders.
public struct BookRoleSetting: Hashable, Sendable {
  /// The role in the word of the posting templates, for example `holder`.
  public let role: String
  /// Which of several bodies with the role; empty for the only one, or for all others.
  public let party: String
  /// The code of the book.
  public let book: String

  /// Creates a setting.
  public init(role: String, party: String = "", book: String) {
    self.role = role
    self.party = party
    self.book = book
  }
}

extension LedgerSnapshot {
  /// Whose books are kept here, by role and party.
  public func bookRoles() throws(StoreError) -> [BookRoleSetting] {
    let query = try database.statement(
      """
      SELECT r.role, r.party, b.code FROM book_role AS r JOIN book AS b ON b.id = r.book_id
      ORDER BY r.role, r.party
      """
    )
    defer { query.reset() }
    var found: [BookRoleSetting] = []
    while try query.step() {
      found.append(
        BookRoleSetting(role: query.text(0), party: query.text(1), book: query.text(2))
      )
    }
    return found
  }
}

extension LedgerTransaction {
  /// Says whose book a book is; the newest word about a role and party holds.
  public func setBookRole(_ setting: BookRoleSetting) throws(StoreError) {
    let book = try book(setting.book)
    try append(
      "book_role",
      book: book.code,
      data: { data in
        data.member("party", setting.party)
        data.member("role", setting.role)
      }
    )
    let upsert = try database.statement(
      """
      INSERT INTO book_role (role, party, book_id) VALUES (?1, ?2, ?3)
      ON CONFLICT DO UPDATE SET book_id = excluded.book_id
      """
    )
    upsert.bind(setting.role, 1)
    upsert.bind(setting.party, 2)
    upsert.bind(try open(book).id, 3)
    try upsert.run()
  }
}
