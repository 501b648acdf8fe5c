/// The accounts of one book (科目表): a tree by code prefix.
public struct ChartOfAccounts: Sendable {
  /// All accounts in the order of their codes.
  public private(set) var accounts: [Account] = []
  /// Of each account the one above it, and its level.
  private var paths: [(parent: Int?, level: Int)] = []
  private var positions: [AccountCode: Int] = [:]

  /// Creates an empty chart.
  public init() {}

  /// Creates a chart of `accounts`; of two with one code the last stays.
  public init(_ accounts: [Account]) {
    self.accounts.reserveCapacity(accounts.count)
    paths.reserveCapacity(accounts.count)
    positions.reserveCapacity(accounts.count)
    // Sorting keeps the order of equals, so that the last of them comes last.
    for account in accounts.sorted(by: { $0.code < $1.code }) { add(account) }
  }

  /// Adds an account, or replaces the one with its code.
  public mutating func add(_ account: Account) {
    if let known = positions[account.code] {
      accounts[known] = account
      return
    }
    // Charts are nearly always given in the order of their codes, so that the end is the place.
    var position = accounts.count
    while position > 0, account.code < accounts[position - 1].code { position -= 1 }
    accounts.insert(account, at: position)
    paths.removeSubrange(position...)
    for index in position..<accounts.count {
      positions[accounts[index].code] = index
      paths.append(path(to: index))
    }
  }

  /// In the order of codes everything below an account follows it, so the account above one is the
  /// account before it, or above that.
  private func path(to index: Int) -> (parent: Int?, level: Int) {
    var above = index > 0 ? index - 1 : nil
    while let candidate = above, !accounts[index].code.isBelow(accounts[candidate].code) {
      above = paths[candidate].parent
    }
    return (above, above.map { paths[$0].level + 1 } ?? 1)
  }

  /// The place of an account among ``accounts``.
  func position(of code: AccountCode) -> Int? { positions[code] }

  /// The place of the account above another one, and the level of that one, 1 at the top.
  func path(at position: Int) -> (parent: Int?, level: Int) { paths[position] }

  /// The account with a code.
  public subscript(code: AccountCode) -> Account? { positions[code].map { accounts[$0] } }

  /// Whether there is an account with a code.
  package func contains(_ code: AccountCode) -> Bool { positions[code] != nil }

  /// How many accounts there are.
  public var count: Int { accounts.count }

  /// The account itself when it is a leaf, otherwise every leaf below it, in the order of codes.
  public func leaves(under code: AccountCode) -> [Account] {
    accounts.filter { $0.isLeaf && ($0.code == code || $0.code.isBelow(code)) }
  }

  /// The nearest account above `code`: the longest other code that it extends.
  public func parent(of code: AccountCode) -> Account? {
    var prefix = Substring(code.text).dropLast()
    while !prefix.isEmpty {
      if let shorter = AccountCode(String(prefix)), let account = self[shorter] { return account }
      prefix = prefix.dropLast()
    }
    return nil
  }

  /// Those of `codes` that lack an account above them.
  ///
  /// Codes grow by steps from the shortest; codes that start with a letter are a scheme of their
  /// own, so that self-made accounts may stand beside numbered ones.
  public func orphans(among codes: [AccountCode]) -> [AccountCode] {
    let scheme = { (code: AccountCode) in code.text.first.flatMap { $0.isNumber ? nil : $0 } }
    var top: [Character?: Int] = [:]
    for code in accounts.map(\.code) + codes {
      top[scheme(code)] = min(top[scheme(code)] ?? .max, code.text.utf8.count)
    }
    return codes.filter { code in
      code.text.utf8.count > top[scheme(code)] ?? 0 && parent(of: code) == nil
    }
  }

  /// The level of an account in the tree, 1 at the top (科目级次).
  public func level(of code: AccountCode) -> Int {
    var level = 1
    var current = code
    while let above = parent(of: current) {
      level += 1
      current = above.code
    }
    return level
  }

  /// The leaf whose code is most like `code`, for a suggestion: fewest digits to change.
  public func nearest(to code: String) -> Account? {
    accounts.filter(\.isLeaf)
      .map { ($0, ChartOfAccounts.distance($0.code.text, code)) }
      .min { $0.1 < $1.1 }
      .flatMap { $0.1 <= 3 ? $0.0 : nil }
  }

  /// Levenshtein's distance.
  static func distance(_ left: String, _ right: String) -> Int {
    let target = Array(right.utf8)
    var row = Array(0...target.count)
    for (i, byte) in left.utf8.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in target.enumerated() {
        let replaced = diagonal + (byte == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[target.count]
  }
}
