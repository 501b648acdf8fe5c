/// The accounts of one book (科目表): a tree by code prefix.
public struct ChartOfAccounts: Sendable {
  private var byCode: [AccountCode: Account] = [:]

  /// Creates an empty chart.
  public init() {}

  /// Creates a chart of `accounts`; of two with one code the last stays.
  public init(_ accounts: [Account]) {
    for account in accounts { add(account) }
  }

  /// Adds an account, or replaces the one with its code.
  public mutating func add(_ account: Account) { byCode[account.code] = account }

  /// The account with a code.
  public subscript(code: AccountCode) -> Account? { byCode[code] }

  /// How many accounts there are.
  public var count: Int { byCode.count }

  /// All accounts in the order of their codes.
  public var accounts: [Account] { byCode.values.sorted { $0.code < $1.code } }

  /// The account itself when it is a leaf, otherwise every leaf below it, in the order of codes.
  public func leaves(under code: AccountCode) -> [Account] {
    byCode.values
      .filter { $0.isLeaf && ($0.code == code || $0.code.isBelow(code)) }
      .sorted { $0.code < $1.code }
  }

  /// The nearest account above `code`: the longest other code that it extends.
  public func parent(of code: AccountCode) -> Account? {
    var prefix = Substring(code.text).dropLast()
    while !prefix.isEmpty {
      if let shorter = AccountCode(String(prefix)), let account = byCode[shorter] { return account }
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
    for code in Array(byCode.keys) + codes {
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
