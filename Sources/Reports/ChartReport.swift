public import Accounting

/// The chart of accounts, or a part of it (科目表).
public struct ChartReport: Report {
  private let masthead: Masthead
  private let rows: [(account: Account, level: Int)]

  /// Creates the list; `part` and `levels` limit what is shown.
  public init(
    _ masthead: Masthead,
    chart: ChartOfAccounts,
    part: ClosedRange<AccountCode>? = nil,
    levels: ClosedRange<Int>? = nil
  ) {
    self.masthead = masthead
    rows = chart.accounts.map { ($0, chart.level(of: $0.code)) }.filter { account, level in
      (part.map { account.code.lies(in: $0) } ?? true) && (levels?.contains(level) ?? true)
    }
  }

  /// The table for people.
  public var table: Table {
    var table = Table(
      title: Phrase("科目表", "Chart of accounts"),
      remarks: [
        Phrase(masthead.book.name, masthead.book.name),
        Phrase("\(rows.count) 个科目", "\(rows.count) accounts"),
      ],
      columns: [
        .account, .accountName, Table.Column(Phrase("级次", "Level"), .integer),
        Table.Column(Phrase("余额方向", "Side"), .text), Table.Column(Phrase("要素", "Element"), .text),
        Table.Column(Phrase("末级", "Leaf"), .text), .dimensions,
        Table.Column(Phrase("状态", "State"), .text),
      ]
    )
    for (account, level) in rows {
      table.add([
        .text(account.code.text), .text(account.name), .integer(level),
        .phrase(account.normalSide == .debit ? Phrase("借", "Dr") : Phrase("贷", "Cr")),
        .phrase(account.element.phrase),
        .phrase(account.isLeaf ? Phrase("是", "yes") : Phrase("否", "no")),
        .text(account.requiredDimensions.map(\.name).joined(separator: ",")),
        .phrase(account.isOpen ? Phrase("启用", "open") : Phrase("停用", "closed")),
      ])
    }
    return table
  }

  /// `{"accounts":[{"code","name","side","element","aspect","leaf","open","dimensions":[…]}]}`.
  public var json: JSON { ["accounts": .array(rows.map(\.account.json))] }
}

extension Account {
  /// The account as an object.
  public var json: JSON {
    [
      "code": .string(code.text), "name": .string(name),
      "side": .string(normalSide == .debit ? "debit" : "credit"),
      "element": .string(element.rawValue), "aspect": .string(aspect.rawValue),
      "leaf": .bool(isLeaf), "open": .bool(isOpen),
      "dimensions": .array(requiredDimensions.map { .string($0.name) }),
    ]
  }
}

extension Element {
  fileprivate var phrase: Phrase {
    switch self {
    case .asset: Phrase("资产", "asset")
    case .liability: Phrase("负债", "liability")
    case .netAssets: Phrase("净资产", "net assets")
    case .income: Phrase("收入", "income")
    case .expense: Phrase("费用", "expense")
    }
  }
}
