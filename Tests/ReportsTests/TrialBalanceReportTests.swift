import Accounting
import Quantities
import Reports
import Testing

/// The trial balance of December 2025 in the three-year example.
@Suite struct TrialBalanceReportTests {
  static let accounts = """
    1002 银行存款 借 0
    100201 先投资金专户 借 1 75853959.65 41366.76 360240.00
    100202 风险补偿金专户 借 1 23562926.46 113879.04 0.00
    1131 应收股利 借 0
    113101 应收代持股权股利 借 1 0.00 0.00 0.00
    1221 其他应收款 借 0
    122101 先投项目款 借 1 55120000.00 300000.00 0.00
    122102 先投场所租金 借 1 1718230.00 41420.00 0.00
    1511 长期股权投资 借 0
    151101 代持股权 借 1 19505100.00 4063360.00 4063360.00
    2711 专项应付款 贷 0
    271101 先投专项资金 贷 1 -152000000.00 0.00 0.00
    271102 风险补偿金专项资金 贷 1 -40000000.00 0.00 0.00
    3001 累计盈余 贷 1 13326865.91 2776492.18 0.00
    6111 投资收益 贷 0
    611101 股利收益 贷 1 -432648.77 432648.77 0.00
    611102 退出收益 贷 1 -9734420.01 10640637.61 906217.60
    6301 其他收入 贷 0
    630101 利息收入 贷 1 -194473.24 259719.04 65245.80
    6601 业务支出 借 0
    660101 场所租金补贴 借 1 515060.00 18460.00 533520.00
    660102 手续费 借 1 0.00 360.00 360.00
    6701 损失 借 0
    670101 先投核销损失 借 1 4854000.00 0.00 4854000.00
    670102 风险补偿支出 借 1 7905400.00 0.00 7905400.00
    """

  func trial() throws -> TrialBalance {
    var chart = ChartOfAccounts()
    var balances: [AccountBalance] = []
    for line in Self.accounts.split(separator: "\n") {
      let parts = line.split(separator: " ").map(String.init)
      let code = try Sample.code(parts[0])
      chart.add(
        Account(
          code: code,
          name: parts[1],
          normalSide: parts[2] == "借" ? .debit : .credit,
          element: try #require(Element(impliedBy: code)),
          isLeaf: parts[3] == "1"
        )
      )
      guard parts.count > 4 else { continue }
      let amounts = try parts.dropFirst(4).map { try #require(Fen(canonical: $0)) }
      balances.append(
        try AccountBalance(
          account: code,
          opening: amounts[0],
          debit: amounts[1],
          credit: amounts[2]
        )
      )
    }
    return try TrialBalance(
      range: Sample.range("2025-12"),
      balances: balances,
      chart: chart
    )
  }

  func report(_ options: TrialBalanceReport.Options) throws -> TrialBalanceReport {
    try TrialBalanceReport(Sample.masthead(), trial(), options: options, state: .closed)
  }

  @Test func `the first level in six columns, opposite balances in the other column`() throws {
    let text = try report(.init(levels: 1...1)).table.text(in: .chinese)
    #expect(try Golden.agrees(text, with: "trial-balance"))
  }

  @Test func `one signed column for each balance on request`() throws {
    let table = try report(.init(levels: 1...1, balances: .signed)).table
    let lines = table.plain(in: .english).split(separator: "\n")
    #expect(lines[0] == "Code\tName\tOpening\tDebit\tCredit\tClosing")
    #expect(lines[4] == "2711\t专项应付款\t-192000000.00\t\t\t-192000000.00")
    #expect(lines.last == "Total\t\t\t18688343.40\t18688343.40\t")
  }

  @Test func `all levels count each amount once in the totals`() throws {
    let first = try report(.init(levels: 1...1)).table.rows.last
    #expect(try report(.init()).table.rows.last?.cells == first?.cells)
    #expect(try report(.init(leavesOnly: true)).table.rows.last?.cells == first?.cells)
  }

  @Test(arguments: [
    (TrialBalanceReport.Options(), 23), (.init(includesEmpty: true), 25),
    (.init(leavesOnly: true), 15), (.init(leavesOnly: true, includesEmpty: true), 16),
    (.init(levels: 1...1), 9),
  ])
  func `rows shown`(options: TrialBalanceReport.Options, count: Int) throws {
    let report = try report(options)
    #expect(report.table.rows.count == count + 1)
    guard case .array(let rows) = report.json["rows"] else { throw Missing() }
    #expect(rows.count == count)
  }

  struct Missing: Error {}

  @Test func `data have the agreed members in the agreed order`() throws {
    let text = try report(.init(levels: 1...1)).json.text
    #expect(
      text.hasPrefix(
        #"{"period":"2025-12","balanced":true,"rows":[{"code":"1002","name":"银行存款","#
          + #""leaf":false,"opening":"99416886.11","debit":"155245.80","credit":"360240.00","#
          + #""closing":"99211891.91"},"#
      )
    )
    #expect(text.hasSuffix(#"],"totals":{"debit":"18688343.40","credit":"18688343.40"}}"#))
  }
}
