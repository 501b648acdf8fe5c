package import Accounting
import Findings

/// Reads charts of accounts (科目表).
package enum AccountsImport {
  /// Reads a table of accounts.
  ///
  /// A parent may be among the `existing` accounts; `kinds` are the dimensions that accounts may
  /// require.
  package static func read(
    _ source: ByteSource,
    existing: ChartOfAccounts = ChartOfAccounts(),
    kinds: [DimensionKind] = DimensionKind.standard,
    encoding: TextEncoding? = nil
  ) throws(InputError) -> ReadTable<Account> {
    try TableImport.read(source, kinds: [.accounts], encoding: encoding) {
      (table, list) throws(ReadFailure) in
      var accounts: [(account: Account, row: Int)] = []
      var codes: Set<AccountCode> = []
      var row = Row()
      var count = 0
      while try table.next(&row) {
        count += 1
        var cells = RowCells(row, table.map)
        if let account = account(&cells, kinds) {
          if !codes.insert(account.code).inserted { cells.note(.codeDuplicate, Field.account) }
          accounts.append((account, row.number))
        }
        if table.isRagged(row) { list.add(Finding(.ragged, row: row.number)) }
        for finding in cells.findings { list.add(finding) }
      }
      if count == 0 { list.add(Finding(.empty, row: 1)) }
      let withLeaves = leavesImplied(accounts, table.map["是否末级"] != nil)
      for finding in parents(withLeaves, existing) { list.add(finding) }
      return withLeaves.map(\.account)
    }
  }

  private static func account(_ cells: inout RowCells, _ kinds: [DimensionKind]) -> Account? {
    let code = AccountCode(cells.code(Field.account))
    if code == nil, !cells.findings.contains(where: { $0.severity == .error }) {
      cells.note(.valueUnknown, Field.account)
    }
    let name = cells.text("科目名称")
    if name.isEmpty { cells.note(.textLength, "科目名称") }
    let side = cells.choice("余额方向", ["借": Side.debit, "贷": .credit])
    if side == nil, cells.isBlank("余额方向") { cells.note(.valueUnknown, "余额方向") }
    let hasElement = !cells.isBlank("要素")
    let named = cells.choice("要素", elements)
    let element = hasElement ? named : code.flatMap(Element.init(impliedBy:))
    if element == nil, !hasElement, code != nil { cells.note(.valueUnknown, "要素") }
    let aspect = cells.isBlank("核算面") ? .financial : cells.choice("核算面", aspects)
    let isLeaf = cells.isBlank("是否末级") ? true : cells.choice("是否末级", answers)
    let isOpen = cells.isBlank("启用") ? true : cells.choice("启用", answers)
    let dimensions = dimensions(&cells, kinds)
    guard let code, let side, let element, let aspect, let isLeaf, let isOpen, let dimensions else {
      return nil
    }
    return Account(
      code: code,
      name: name,
      normalSide: side,
      element: element,
      aspect: aspect,
      isLeaf: isLeaf,
      requiredDimensions: dimensions,
      isOpen: isOpen
    )
  }

  /// The kinds that `项目,代持单位` names; `、`, `;` and spaces separate as well.
  private static func dimensions(
    _ cells: inout RowCells,
    _ kinds: [DimensionKind]
  ) -> [DimensionKind]? {
    let text = cells.text("辅助核算")
    var list: [DimensionKind] = []
    for part in text.split(whereSeparator: { ",，、;； /".contains($0) }) {
      guard let kind = kinds.first(where: { $0.name == part || $0.code == part }) else {
        cells.note(.auxUnknown, "辅助核算", ["kind": String(part)])
        return nil
      }
      if !list.contains(kind) { list.append(kind) }
    }
    return list
  }

  /// Without a column that says which accounts are leaves, they are those with none below.
  private static func leavesImplied(
    _ accounts: [(account: Account, row: Int)],
    _ isTold: Bool
  ) -> [(account: Account, row: Int)] {
    if isTold { return accounts }
    let prefixes = Set(
      accounts.flatMap { entry in
        let text = entry.account.code.text
        return (1..<max(1, text.count)).map { String(text.prefix($0)) }
      }
    )
    return accounts.map { account, row in
      (account.with(isLeaf: !prefixes.contains(account.code.text)), row)
    }
  }

  /// An account below the top has a parent, which is no leaf.
  ///
  /// A leaf that the ledger has already may still become a parent there.
  private static func parents(
    _ accounts: [(account: Account, row: Int)],
    _ existing: ChartOfAccounts
  ) -> [Finding] {
    let chart = ChartOfAccounts(existing.accounts + accounts.map(\.account))
    let orphans = Set(chart.orphans(among: accounts.map(\.account.code)))
    return accounts.compactMap { account, row in
      let code = account.code
      let parent = chart.parent(of: code)
      let isBelowLeaf = parent.map { $0.isLeaf && existing[$0.code] == nil } ?? false
      guard orphans.contains(code) || isBelowLeaf else { return nil }
      return Finding(
        .parentMissing,
        row: row,
        column: Field.account,
        value: code.text,
        arguments: ["account": code.text]
      )
    }
  }

  private static let elements: [String: Element] = [
    "资产": .asset, "资产类": .asset, "负债": .liability, "负债类": .liability,
    "净资产": .netAssets, "净资产类": .netAssets, "权益": .netAssets, "所有者权益": .netAssets,
    "收入": .income, "收入类": .income, "费用": .expense, "费用类": .expense, "支出": .expense,
  ]

  private static let aspects: [String: Aspect] = [
    "财务": .financial, "财务会计": .financial, "预算": .budget, "预算会计": .budget,
    "备查": .control, "承诺": .commitment, "已承诺": .commitment,
  ]

  private static let answers: [String: Bool] = [
    "1": true, "0": false, "是": true, "否": false, "TRUE": true, "FALSE": false, "Y": true,
    "N": false, "√": true,
  ]
}
