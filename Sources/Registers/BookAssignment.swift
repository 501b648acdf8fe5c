public import Accounting
public import InvestFirst
public import Store

/// Whose books are kept in this file (账簿分工): role and party → book.
public struct BookAssignment: Sendable {
  private struct Key: Hashable {
    let role: BookRole
    let party: String
  }

  private var books: [Key: Book] = [:]

  /// Reads the settings of a ledger.
  ///
  /// A file of one book without settings is the unit's; its control accounts, if it has any, hold
  /// the control book too.
  public init(_ snapshot: LedgerSnapshot) throws(RegisterError) {
    self = try RegisterError.stored { () throws(StoreError) in
      try BookAssignment(reading: snapshot)
    }
  }

  private init(reading snapshot: LedgerSnapshot) throws(StoreError) {
    let all = try snapshot.books()
    for setting in try snapshot.bookRoles() {
      guard let role = BookRole(rawValue: setting.role),
        let book = all.first(where: { $0.code == setting.book })
      else { continue }
      books[Key(role: role, party: setting.party)] = book
    }
    guard books.isEmpty, all.count == 1, let book = all.first else { return }
    books[Key(role: .unit, party: "")] = book
    let chart = try snapshot.chart(of: book)
    if chart.accounts.contains(where: { $0.aspect == .control }) {
      books[Key(role: .control, party: "")] = book
    }
  }

  /// The roles whose books are kept.
  public var roles: Set<BookRole> { Set(books.keys.map(\.role)) }

  /// The book of a role and party; `nil` when it is kept elsewhere.
  public func book(_ role: BookRole, _ party: String?) -> Book? {
    books[Key(role: role, party: party ?? "")] ?? books[Key(role: role, party: "")]
  }
}
