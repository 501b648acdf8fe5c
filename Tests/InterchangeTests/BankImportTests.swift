import Findings
import Interchange
import Quantities
import Reconciliation
import Testing

/// Bank statements as banks write them.
@Suite struct BankImportTests {
  private static let head = "交易日期,支出,收入,余额,对方户名,摘要,流水号\n"

  private func read(_ text: String) throws -> ReadTable<BankLine> {
    try BankImport.read(ByteSource(bytes: Array(text.utf8), path: "流水.csv"))
  }

  @Test(arguments: [("100201", 439, "75982836.41"), ("100202", 44, "")])
  func `the example's statements are read without a finding`(
    _ account: String,
    _ count: Int,
    _ balance: String
  ) throws {
    let table = try BankImport.read(Samples.source("clean/bank_\(account).csv"))
    #expect(table.findings.isEmpty && table.values.count == count)
    let last = try #require(table.values.last)
    #expect(balance.isEmpty || "\(last.balance)" == balance)
    let first = try #require(table.values.first)
    #expect(first.counterparty == "示例新区财政局" && first.time == "10:07:13")
    #expect(first.serial.hasPrefix(account) && first.counterpartyAccount == "6217****7919")
  }

  @Test(arguments: [
    "日期,借方发生额,贷方发生额,账户余额,附言\n2025-01-02,,5.00,5.00,收\n2025-01-03,2.00,,3.00,付\n",
    "中国某银行明细\n\n记账日期\t付款金额\t收款金额\t交易后余额\t用途\n20250102\t0.00\t5\t5\t收\n"
      + "2025/1/3\t2.00\t0.00\t3.00\t付\n",
    "交易日,支出金额(元),收入金额(元),当前余额,交易摘要\n2025年1月3日,2.00,,3.00,付\n"
      + "2025年1月2日,,5.00,5.00,收\n",
    "交易日期,支出,收入,余额,摘要\n2025-01-02,,5.00,5.00,收\n2025-01-03,2.00,,3.00,付\n合计,2.00,5.00,,\n",
  ])
  func `headings, order and totals are as banks have them`(_ text: String) throws {
    let table = try read(text)
    #expect(table.findings.allSatisfy { $0.code == .totalRow }, "\(table.findings)")
    #expect(table.values.map(\.change) == [500, -200])
    #expect(table.values.map(\.memo) == ["收", "付"])
    #expect(table.values.map(\.balance) == [Fen(500), Fen(300)])
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let rows: String
    let findings: [String]
    var testDescription: String { rows }

    init(_ rows: String, _ findings: String...) {
      self.rows = rows
      self.findings = findings
    }
  }

  @Test(arguments: [
    Case("2025-01-02,,5.00,5.00,甲,收,1\n2025-01-03,2.00,,4.00,乙,付,2\n", "E-BANK-BALANCE 3 余额"),
    Case(
      "2025-01-02,,5.00,5.00,甲,收,1\n2025-01-03,2.00,,3.00,乙,付,1\n",
      "E-BANK-SERIAL-DUP 3 流水号"
    ),
    Case("2025-01-02,1.00,5.00,5.00,甲,收,1\n", "E-BOTH-SIDES 2 收入"),
    Case("2025-01-02,,,5.00,甲,收,1\n", "E-NO-AMOUNT 2 支出"),
    Case("2025-01-02,0.00,0.00,5.00,甲,收,1\n", "E-NO-AMOUNT 2 支出"),
    Case("2025-01-02,,5.00,,甲,收,1\n", "E-NO-AMOUNT 2 余额"),
    Case("2025-13-02,,5.00,5.00,甲,收,1\n", "E-DATE-INVALID 2 交易日期"),
    Case(",,5.00,5.00,甲,收,1\n", "E-DATE-INVALID 2 交易日期"),
    Case("2025-01-02,,5.005,5.00,甲,收,1\n", "E-AMOUNT-SCALE 2 收入"),
    Case(
      "2025-01-03,,5.00,5.00,甲,收,1\n2025-01-02,2.00,,3.00,乙,付,2\n",
      "E-DATE-ORDER 3 交易日期"
    ),
    Case(
      "2025-01-02,,5.00,5.00,甲,收,1\n合计,0.00,6.00,,,,\n",
      "E-TOTAL-MISMATCH 3 收入"
    ),
    Case("2025-01-02,,5.00,5.00,甲,收,1,多\n", "E-CSV-RAGGED 2 "),
    Case("", "E-EMPTY 1 "),
  ])
  func `every problem is named by row and column`(_ trial: Case) throws {
    let table = try read(Self.head + trial.rows)
    let found = table.findings.map { "\($0.code.rawValue) \($0.row ?? 0) \($0.column)" }
    #expect(found == trial.findings)
    #expect(!table.isAccepted && table.values.isEmpty)
  }

  @Test func `a red amount is the bank's own correction`() throws {
    let table = try read(
      Self.head + "2025-01-02,5.00,,-5.00,甲,付,1\n2025-01-03,-5.00,,0.00,甲,冲正,2\n"
    )
    #expect(table.findings.isEmpty && table.values.map(\.isReversal) == [false, true])
  }
}
