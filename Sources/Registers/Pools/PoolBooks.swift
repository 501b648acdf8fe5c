public import Accounting
public import RiskPools
public import Store

/// Whose books of a pool are kept in this file (资金池账簿分工): role → book.
public struct PoolBooks: Sendable {
  private var books: [PoolRole: Book] = [:]

  /// Reads the settings of a ledger.
  ///
  /// A file of one book without settings is the unit's; its control and commitment accounts, if it
  /// has any, hold the control book too.
  public init(_ snapshot: LedgerSnapshot) throws(RegisterError) {
    books = try RegisterError.stored { () throws(StoreError) in try PoolBooks.read(snapshot) }
  }

  private static func read(_ snapshot: LedgerSnapshot) throws(StoreError) -> [PoolRole: Book] {
    let all = try snapshot.books()
    var books: [PoolRole: Book] = [:]
    for setting in try snapshot.bookRoles() where setting.party.isEmpty {
      guard let role = PoolRole(rawValue: setting.role),
        let book = all.first(where: { $0.code == setting.book })
      else { continue }
      books[role] = book
    }
    guard books.isEmpty, all.count == 1, let book = all.first else { return books }
    books[.unit] = book
    let chart = try snapshot.chart(of: book)
    if chart.accounts.contains(where: { $0.aspect == .control || $0.aspect == .commitment }) {
      books[.control] = book
    }
    return books
  }

  /// The roles whose books are kept.
  public var roles: Set<PoolRole> { Set(books.keys) }

  /// The book of a role; `nil` when it is kept elsewhere.
  public func book(_ role: PoolRole) -> Book? { books[role] }
}
