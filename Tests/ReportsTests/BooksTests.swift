import Accounting
import Quantities
import Reports
import Testing

@Suite struct BooksTests {
  let ledger: InMemoryLedger
  let masthead: Masthead

  init() throws {
    ledger = try Sample.ledger()
    masthead = try Sample.masthead()
  }

  func statement(_ code: String, _ range: String) throws -> AccountStatement {
    let account = try #require(ledger.chart[Sample.code(code)])
    return try ledger.statement(of: account, Sample.range(range))
  }

  func plain(_ report: some Report, _ language: Language = .chinese) -> String {
    report.table.plain(in: language)
  }

  @Test func `the ledger shows opening, lines, period totals, the year, and the direction`() throws
  {
    let report = LedgerReport(masthead, try statement("1002", "2025"))
    #expect(try Golden.agrees(report.table.text(in: .chinese), with: "ledger"))
    #expect(report.table.text(in: .english).hasPrefix("Ledger of 1002 银行存款  示例新区"))
  }

  @Test func `a level balance and one on the other side are named`() throws {
    let lines = plain(LedgerReport(masthead, try statement("100202", "2025-02"))).split(
      separator: "\n"
    )
    #expect(lines[1].hasSuffix("期初余额\t\t\t\t平\t0.00"))
    #expect(lines[2].hasSuffix("122101\t\t50000.00\t贷\t50000.00"))
  }

  @Test func `ledger data have the agreed shape`() throws {
    let report = LedgerReport(masthead, try statement("100201", "2025-01"))
    #expect(
      report.json.text
        == #"{"account":"100201","opening":"0.00","rows":["#
        + #"{"date":"2025-01-05","number":"2025-01-记-0001","summary":"收到专项资金","#
        + #""counter_accounts":["2711"],"debit":"1000000.00","credit":"0.00","#
        + #""balance":"1000000.00"},"#
        + #"{"date":"2025-01-20","number":"2025-01-记-0002","summary":"拨付首笔","#
        + #""counter_accounts":["122101"],"debit":"0.00","credit":"500000.50","#
        + #""balance":"499999.50"}],"closing":"499999.50"}"#
    )
  }

  @Test func `the journal lists every line with counter accounts and a sum`() throws {
    let range = try Sample.range("2025-01..2025-02")
    let posted = ledger.entries.flatMap { $0.lines(chart: ledger.chart) }
    let report = JournalReport(masthead, range: range, lines: posted, chart: ledger.chart)
    let lines = plain(report).split(separator: "\n")
    #expect(lines.count == 9)
    #expect(
      lines[3] == "2025-01-20\t2025-01-记-0002\t1\t拨付首笔\t122101\t先投项目款\t100201\t"
        + "项目=P001\t300000.00\t"
    )
    #expect(lines[8] == "合计\t\t\t\t\t\t\t\t1550000.50\t1550000.50")
    #expect(
      report.json.text.contains(
        #"{"date":"2025-01-20","number":"2025-01-记-0002","line":1,"summary":"拨付首笔","#
          + #""account":"122101","debit":"300000.00","credit":"0.00","dimensions":{"项目":"P001"}}"#
      )
    )
  }

  @Test func `numbers carry the book's code when the ledger holds several`() throws {
    let head = Masthead(book: masthead.book, citesBook: true)
    let report = SearchReport(
      head,
      hits: ledger.entries[0].lines(chart: ledger.chart).map {
        SearchReport.Hit($0, preparedBy: "张敏")
      },
      chart: ledger.chart
    )
    #expect(plain(report).contains("\t001/2025-01-记-0001\t"))
    #expect(plain(report).hasSuffix("合计\t\t\t\t\t\t\t\t1000000.00\t1000000.00\t\n"))
    #expect(report.json.text.contains(#""prepared_by":"张敏""#))
  }

  @Test func `the general ledger sums months and the year`() throws {
    let months = try ["2025-01", "2025-02"].map { try ledger.trialBalance(Sample.range($0)) }
    let report = GeneralLedgerReport(masthead, range: try Sample.range("2025-02"), months: months)
    let lines = plain(report).split(separator: "\n").map(String.init)
    #expect(
      Array(lines[1...3]) == [
        "1002\t银行存款\t2025-02\t期初余额\t\t\t借\t499999.50",
        "1002\t银行存款\t2025-02\t本期合计\t0.00\t50000.00\t借\t449999.50",
        "1002\t银行存款\t2025-02\t本年累计\t1000000.00\t550000.50\t借\t449999.50",
      ]
    )
    #expect(lines.count == 1 + 3 * 3)
    #expect(
      report.json.text.contains(
        #"{"code":"2711","name":"专项应付款","opening":"-1000000.00","months":["#
          + #"{"period":"2025-02","debit":"0.00","credit":"0.00","year_debit":"0.00","#
          + #""year_credit":"1000000.00","closing":"-1000000.00"}]}"#
      )
    )
  }

  func auxiliary(_ kinds: [DimensionKind]) throws -> AuxiliaryReport {
    let range = try Sample.range("2025-02")
    let account = try #require(ledger.chart[Sample.code("122101")])
    return AuxiliaryReport(
      masthead,
      asOf: range.lastDay,
      account: account,
      by: kinds,
      balances: try ledger.balances(range).filter { $0.account == account.code },
      directory: ledger.directory
    )
  }

  @Test func `balances by project with names, sums and data`() throws {
    let report = try auxiliary([.project])
    let lines = plain(report).split(separator: "\n").map(String.init)
    #expect(
      Array(lines[1...]) == [
        "P001\t钙钛矿\t300000.00\t\t\t\t300000.00\t",
        "P002\t𬭎材料\t200000.50\t\t50000.00\t\t250000.50\t",
        "合计\t\t500000.50\t\t50000.00\t\t550000.50\t",
      ]
    )
    #expect(
      report.json.text
        == #"{"rows":[{"value":"P001","balance":"300000.00"},"#
        + #"{"value":"P002","balance":"250000.50"}]}"#
    )
  }

  @Test func `two dimensions have subtotals and show what lacks a value`() throws {
    let report = try auxiliary([.project, .custodian])
    let lines = plain(report).split(separator: "\n").map(String.init)
    #expect(lines[1].hasPrefix("P001\t钙钛矿\t(无)\t\t300000.00"))
    #expect(lines[2].hasPrefix("P001\t钙钛矿\t小计\t\t300000.00"))
    #expect(report.json.text.hasPrefix(#"{"rows":[{"value":"P001","value_2":"","balance""#))
  }

  @Test func `columns spread lines over sub-accounts or projects`() throws {
    let byLeaf = MulticolumnReport(
      masthead,
      try statement("1002", "2025"),
      by: .leaves,
      chart: ledger.chart,
      directory: ledger.directory
    )
    let lines = plain(byLeaf).split(separator: "\n")
    #expect(lines[0].hasSuffix("余额\t100201 先投专户\t100202 补偿专户"))
    #expect(lines.last?.hasSuffix("借\t449999.50\t499999.50\t-50000.00") == true)
    let byProject = MulticolumnReport(
      masthead,
      try statement("122101", "2025"),
      by: .dimension(.project),
      chart: ledger.chart,
      directory: ledger.directory
    )
    #expect(plain(byProject).contains("余额\tP001 钙钛矿\tP002 𬭎材料\n"))
    #expect(byProject.json.text.contains(#""columns":["P001","P002"]"#))
  }
}
