/// The two columns of a ledger (借贷方向).
public enum Side: Int8, Sendable, CaseIterable {
  /// 借
  case debit = 1
  /// 贷
  case credit = -1

  /// The other column.
  public var opposite: Side { self == .debit ? .credit : .debit }
}

/// The layers of a book, each of which balances by itself (核算面).
public enum Aspect: String, Sendable, CaseIterable {
  /// 财务会计
  case financial
  /// 预算会计
  case budget
  /// 备查: contingent rights and other memoranda off the balance sheet
  case control
  /// 已承诺: approved, not yet paid
  case commitment
}

extension Aspect {
  /// The place in the order of aspects, from 0; ledger files keep it.
  package var ordinal: Int {
    switch self {
    case .financial: 0
    case .budget: 1
    case .control: 2
    case .commitment: 3
    }
  }
}

/// The elements of financial statements (会计要素).
public enum Element: String, Sendable, CaseIterable {
  /// 资产
  case asset
  /// 负债
  case liability
  /// 净资产
  case netAssets = "net_assets"
  /// 收入
  case income
  /// 费用
  case expense

  /// Whether the element is carried forward to net assets at the end of the year (损益类).
  public var isCarriedForward: Bool { self == .income || self == .expense }

  /// The element that the first digits of an account code stand for in Chinese charts: 1 asset,
  /// 2 liability, 3 net assets, 4 and 61–63 income, 5 and 64–67 expense.
  public init?(impliedBy code: AccountCode) {
    let digits = code.text.prefix(2).map { $0.wholeNumberValue ?? -1 } + [-1]
    switch (digits[0], digits[1]) {
    case (1, _): self = .asset
    case (2, _): self = .liability
    case (3, _): self = .netAssets
    case (4, _), (6, 1...3): self = .income
    case (5, _), (6, 4...7): self = .expense
    default: return nil
    }
  }
}

/// The code of an account (科目编码): 1 to 20 ASCII digits or upper-case letters.
public struct AccountCode: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The code as written.
  public let text: String

  /// Creates a code.
  /// - Returns: `nil` when `text` is not 1 to 20 digits or upper-case ASCII letters.
  public init?(_ text: String) {
    guard (1...20).contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
    else { return nil }
    self.text = text
  }

  /// The code as written.
  public var description: String { text }

  /// Whether this code lies below `other` in the tree: it extends it.
  public func isBelow(_ other: AccountCode) -> Bool {
    text.utf8.count > other.text.utf8.count && text.hasPrefix(other.text)
  }

  /// Whether this code lies in a part of the chart: from its first account to its last, both with
  /// all accounts below them (科目范围).
  public func lies(in part: ClosedRange<AccountCode>) -> Bool {
    part.contains(self) || isBelow(part.upperBound)
  }

  /// Orders codes as books list them: digit by digit.
  public static func < (left: AccountCode, right: AccountCode) -> Bool { left.text < right.text }
}

/// An account of a chart (会计科目).
public struct Account: Hashable, Sendable {
  /// The code (科目编码).
  public let code: AccountCode
  /// The name (科目名称).
  public let name: String
  /// 余额方向: the side on which a balance is natural.
  public let normalSide: Side
  /// The element (会计要素).
  public let element: Element
  /// The layer it balances in (核算面).
  public let aspect: Aspect
  /// Whether entries may use the account (末级科目).
  public let isLeaf: Bool
  /// 辅助核算: the dimensions that every posting to the account must name.
  public let requiredDimensions: [DimensionKind]
  /// Whether the account is still in use (启用).
  public let isOpen: Bool

  /// Creates an account.
  public init(
    code: AccountCode,
    name: String,
    normalSide: Side,
    element: Element,
    aspect: Aspect = .financial,
    isLeaf: Bool,
    requiredDimensions: [DimensionKind] = [],
    isOpen: Bool = true
  ) {
    self.code = code
    self.name = name
    self.normalSide = normalSide
    self.element = element
    self.aspect = aspect
    self.isLeaf = isLeaf
    self.requiredDimensions = requiredDimensions
    self.isOpen = isOpen
  }

  /// The account with another state.
  public func with(isLeaf: Bool? = nil, isOpen: Bool? = nil) -> Account {
    Account(
      code: code,
      name: name,
      normalSide: normalSide,
      element: element,
      aspect: aspect,
      isLeaf: isLeaf ?? self.isLeaf,
      requiredDimensions: requiredDimensions,
      isOpen: isOpen ?? self.isOpen
    )
  }
}
