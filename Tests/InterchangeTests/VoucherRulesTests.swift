import Accounting
import Findings
import Interchange
import Quantities
import Testing

/// Small voucher files and everything that must be said about them.
struct VoucherRulesTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let outcome: String
    let findings: [String]
    var isPosting = false
    var testDescription: String { name }
  }

  static let head = "凭证日期,凭证字,凭证号,摘要,科目编码,借方金额,贷方金额,项目"

  /// A balanced voucher of two lines.
  static func pair(_ date: String, _ number: String, _ amount: String = "5.00") -> String {
    "\(date),记,\(number),甲,122101,\(amount),,P051\n\(date),记,\(number),甲,100201,,\(amount),\n"
  }

  static func file(_ lines: String, _ head: String = head) -> String { head + "\n" + lines }

  static let numbering: [Case] = [
    Case(
      name: "a number that comes back after another voucher",
      text: file(
        pair("2026-01-08", "1") + pair("2026-01-09", "2") + pair("2026-01-08", "1")
      ),
      outcome: "reject",
      findings: ["E-VOUCHER-DUP 6 凭证号"]
    ),
    Case(
      name: "numbers in another order leave no gap",
      text: file(
        pair("2026-01-08", "3") + pair("2026-01-09", "1") + pair("2026-01-08", "2")
      ),
      outcome: "accept",
      findings: []
    ),
    Case(
      name: "a gap at the start, and one per series",
      text: file(
        pair("2026-01-08", "2") + pair("2026-02-09", "1") + pair("2026-02-09", "9")
      ),
      outcome: "warn",
      findings: ["W-VOUCHER-GAP 2 凭证号", "W-VOUCHER-GAP 6 凭证号"]
    ),
    Case(
      name: "a huge number is a huge gap, told at once",
      text: file(pair("2026-01-08", "1") + pair("2026-01-08", "99999999")),
      outcome: "warn",
      findings: ["W-VOUCHER-GAP 4 凭证号"]
    ),
    Case(
      name: "words have their own series",
      text: file(
        pair("2026-01-08", "1") + pair("2026-01-08", "1").replacing(",记,", with: ",收,")
      ),
      outcome: "accept",
      findings: []
    ),
    Case(
      name: "the word may stand in the number",
      text: file(pair("2026-01-08", "记-0001").replacing(",记,", with: ",,")),
      outcome: "accept",
      findings: []
    ),
    Case(
      name: "two words that differ",
      text: file(pair("2026-01-08", "收-0001")),
      outcome: "reject",
      findings: ["E-VALUE-CONFLICT 2 凭证字"]
    ),
    Case(
      name: "one number under two spellings is one voucher",
      text: file(
        "2026-01-08,记,0001,甲,122101,5,,P051\n2026/1/8,记,1,甲,100201,,5.00,\n"
      ),
      outcome: "accept",
      findings: []
    ),
    Case(
      name: "a closed period prevails over whatever else is wrong",
      text: file(pair("2025-12-08", "1") + pair("2026-01-09", "1", "x")),
      outcome: "conflict",
      findings: ["E-PERIOD-CLOSED 2 凭证日期", "E-AMOUNT-SYNTAX 4 借方金额", "E-AMOUNT-SYNTAX 5 贷方金额"]
    ),
    Case(
      name: "before the book begins",
      text: file(pair("2022-12-31", "1")),
      outcome: "reject",
      findings: ["E-BEFORE-START 2 凭证日期"]
    ),
    Case(
      name: "an unreadable date does not tear its voucher apart",
      text: file(
        "2026-02-30,记,1,甲,122101,5,,P051\n2026-02-28,记,1,甲,100201,,5,\n" + pair("2026-02-28", "2")
      ),
      outcome: "reject",
      findings: ["E-DATE-INVALID 2 凭证日期"]
    ),
    Case(
      name: "year and period contradict the date",
      text: file(
        "2026-01-08,2025,2,1,甲,122101,5,,P051\n2026-01-08,2025,2,1,甲,100201,,5,\n",
        "凭证日期,会计年度,会计期间,凭证号,摘要,科目编码,借方金额,贷方金额,项目"
      ),
      outcome: "reject",
      findings: ["E-VALUE-CONFLICT 2 会计年度", "E-VALUE-CONFLICT 2 会计期间"]
    ),
  ]

  static let people: [Case] = [
    Case(
      name: "posting needs three people and no gap",
      text: file(
        "2026-01-08,2,甲,122101,5,,P051,张,张,\n2026-01-08,2,甲,100201,,5,,张,张,\n",
        "凭证日期,凭证号,摘要,科目编码,借方金额,贷方金额,项目,制单人,复核人,审批人"
      ),
      outcome: "reject",
      findings: ["E-SOD 2 复核人", "E-PEOPLE-MISSING 2 审批人", "E-VOUCHER-GAP 2 凭证号"],
      isPosting: true
    ),
    Case(
      name: "one voucher has one maker",
      text: file(
        "2026-01-08,1,甲,122101,5,,P051,张\n2026-01-08,1,甲,100201,,5,,李\n",
        "凭证日期,凭证号,摘要,科目编码,借方金额,贷方金额,项目,制单人"
      ),
      outcome: "reject",
      findings: ["E-VALUE-CONFLICT 3 制单人"]
    ),
    Case(
      name: "attachments are counted",
      text: file(
        "2026-01-08,1,一,甲,122101,5,,P051\n2026-01-08,1,1000,甲,100201,,5,\n",
        "凭证日期,凭证号,附件数,摘要,科目编码,借方金额,贷方金额,项目"
      ),
      outcome: "reject",
      findings: ["E-NUMBER-INVALID 2 附件数", "E-NUMBER-INVALID 3 附件数"]
    ),
  ]

  static let red = head + ",冲销凭证号"

  static func red(_ number: String, _ original: String, _ amount: String = "-300000.00") -> String {
    "2026-01-09,记,\(number),注销,122101,\(amount),,P045,\(original)\n"
      + "2026-01-09,记,\(number),注销,100201,,\(amount),,\(original)\n"
  }

  static let reversals: [Case] = [
    Case(
      name: "a voucher is reversed once",
      text: file(red("1", "2025-12-记-0002") + red("2", "2025-12-记-2"), red),
      outcome: "reject",
      findings: ["E-REVERSED 4 冲销凭证号"]
    ),
    Case(
      name: "what is reversed must exist",
      text: file(red("1", "2025-12-记-0999") + red("2", "记-0002") + red("3", "2026-01-记-3"), red),
      outcome: "reject",
      findings: [
        "E-REVERSAL-UNKNOWN 2 冲销凭证号", "E-REVERSAL-UNKNOWN 4 冲销凭证号",
        "E-REVERSAL-UNKNOWN 6 冲销凭证号",
      ]
    ),
    Case(
      name: "the mirror is exact",
      text: file(red("1", "2025-12-记-0002", "-299999.99"), red),
      outcome: "reject",
      findings: ["E-REVERSAL-MISMATCH 2 借方金额", "E-REVERSAL-MISMATCH 3 贷方金额"]
    ),
    Case(
      name: "brackets are a minus sign",
      text: file(red("1", "2025-12-记-0002", "\"(300,000.00)\""), red),
      outcome: "accept",
      findings: []
    ),
    Case(
      name: "the original may stand earlier in the file",
      text: file(
        pair("2026-01-08", "1", "300000.00").replacing("P051\n", with: "P045,\n")
          .replacing(",300000.00,\n", with: ",300000.00,,\n") + red("2", "2026-01-记-0001"),
        red
      ),
      outcome: "accept",
      findings: []
    ),
    Case(
      name: "negative amounts without a number, told once for each voucher",
      text: file(pair("2026-01-08", "1", "-5.00") + pair("2026-01-08", "2", "5.00-")),
      outcome: "reject",
      findings: ["E-NEGATIVE 2 借方金额", "E-NEGATIVE 4 借方金额"]
    ),
    Case(
      name: "a minus sign of another kind is no second finding",
      text: file(pair("2026-01-08", "1", "\u{2212}5.00")),
      outcome: "reject",
      findings: ["E-NEGATIVE 2 借方金额", "W-NORM-FULLWIDTH 3 贷方金额"]
    ),
  ]

  static let totals: [Case] = [
    Case(
      name: "subtotals and a total",
      text: file(
        pair("2026-01-08", "1") + ",,,小计,,5.00,5.00,\n" + pair("2026-01-08", "2", "7.00")
          + ",,,小 计：,,7.00,7.00,\n合 计,,,,,12.00,12.00,\n"
      ),
      outcome: "warn",
      findings: ["W-TOTAL-ROW 4 ", "W-TOTAL-ROW 7 ", "W-TOTAL-ROW 8 "]
    ),
    Case(
      name: "a total in the account column",
      text: file(pair("2026-01-08", "1") + ",,,,总计,5.00,5.01,\n"),
      outcome: "reject",
      findings: ["E-TOTAL-MISMATCH 4 贷方金额"]
    ),
    Case(
      name: "a line that only mentions a total",
      text: file(
        "2026-01-08,记,1,合计,122101,5,,P051\n2026-01-08,记,1,合计付款,100201,,5,\n"
      ),
      outcome: "accept",
      findings: []
    ),
    Case(
      name: "a total over an amount that cannot be read",
      text: file(pair("2026-01-08", "1", "x") + "合计,,,,,5.00,5.00,\n"),
      outcome: "reject",
      findings: ["E-AMOUNT-SYNTAX 2 借方金额", "E-AMOUNT-SYNTAX 3 贷方金额", "W-TOTAL-ROW 4 "]
    ),
    Case(
      name: "nothing but a total",
      text: file("合计,,,,,0.00,0.00,\n"),
      outcome: "reject",
      findings: ["E-EMPTY 1 ", "W-TOTAL-ROW 2 "]
    ),
  ]

  static let lines: [Case] = [
    Case(
      name: "one finding for each cell on lines of their own",
      text: file(
        "2026-01-08,记,1,甲,122101,5,,p051\n2026-01-08,记,1,甲,122102,,5,ｐ０５１\n"
      ),
      outcome: "warn",
      findings: ["W-NORM-CASE 2 项目", "W-NORM-FULLWIDTH 3 项目", "W-NORM-CASE 3 项目"]
    ),
    Case(
      name: "summaries that differ are told one by one",
      text: file(
        "2026-01-08,记,1,甲 ,122101,5,,P051\n2026-01-08,记,1,甲 ,122101,5,,P051\n"
          + "2026-01-08,记,1,乙 ,100201,,10,\n"
      ),
      outcome: "warn",
      findings: ["W-NORM-TRIM 2 摘要", "W-NORM-TRIM 4 摘要"]
    ),
    Case(
      name: "zero beside an amount is an empty cell",
      text: file(
        "2026-01-08,记,1,甲,122101,5.00,0.00,P051\n2026-01-08,记,1,甲,100201,0,5,\n"
      ),
      outcome: "accept",
      findings: []
    ),
    Case(
      name: "one line is no voucher",
      text: file("2026-01-08,记,1,甲,122101,5.00,,P051\n"),
      outcome: "reject",
      findings: ["E-LINES-FEW 2 科目编码", "E-UNBALANCED 2 贷方金额"]
    ),
    Case(
      name: "what is no account at all",
      text: file(
        "2026-01-08,记,1,甲,现金,5,,P051\n2026-01-08,记,1,甲,,,5,\n"
      ),
      outcome: "reject",
      findings: ["E-ACCOUNT-UNKNOWN 2 科目编码", "E-ACCOUNT-UNKNOWN 3 科目编码"]
    ),
    Case(
      name: "a value by its exact name",
      text: file(
        "2026-01-08,记,1,甲,122101,5,,AI智能体成果转化项目\n2026-01-08,记,1,甲,100201,,5,\n"
      ),
      outcome: "accept",
      findings: []
    ),
    Case(
      name: "a name that several values share names none",
      text: file(
        "2026-01-08,记,1,甲,122101,5,,中药有效成分提取成果转化项目\n2026-01-08,记,1,甲,100201,,5,\n"
      ),
      outcome: "reject",
      findings: ["E-AUX-UNKNOWN 2 项目"]
    ),
    Case(
      name: "dimensions together in one cell",
      text: file(
        "2026-01-08,1,甲,151101,5,,项目：P001； 代持单位:SOE1\n2026-01-08,1,甲,100201,,5,\n",
        "日期,号,摘要,科目编码,借方,贷方,辅助核算"
      ),
      outcome: "accept",
      findings: []
    ),
    Case(
      name: "a kind nobody knows, a value told twice",
      text: file(
        "2026-01-08,1,甲,122101,5,,P001,项目:P002\n2026-01-08,1,甲,100201,,5,,颜色:红\n",
        "日期,号,摘要,科目编码,借方,贷方,项目,辅助核算"
      ),
      outcome: "reject",
      findings: ["E-VALUE-CONFLICT 2 辅助核算", "E-AUX-UNKNOWN 3 辅助核算"]
    ),
    Case(
      name: "a comma too many",
      text: file("2026-01-08,记,1,甲,122101,5,000.00,,P051\n2026-01-08,记,1,甲,100201,,5000.00,\n"),
      outcome: "reject",
      findings: ["E-CSV-RAGGED 2 "]
    ),
    Case(
      name: "a quote in the middle of a cell",
      text: file("2026-01-08,记,1,5\"屏,122101,5,,P051\n2026-01-08,记,1,5\"屏,100201,,5,\n"),
      outcome: "reject",
      findings: ["E-CSV-QUOTE 2 ", "E-CSV-QUOTE 3 "]
    ),
    Case(
      name: "a quote that nobody closes",
      text: file(pair("2026-01-08", "1") + "2026-01-08,记,2,\"甲,122101,5,,P051\n"),
      outcome: "reject",
      findings: ["E-CSV-QUOTE 4 "]
    ),
    Case(
      name: "blank rows are counted and skipped",
      text: file("\n,,,,\n" + pair("2026-01-08", "1") + "\n \n" + pair("2026-01-08", "3")),
      outcome: "warn",
      findings: ["W-VOUCHER-GAP 8 凭证号"]
    ),
    Case(
      name: "a header with everything twice and something missing",
      text: "日期,凭证日期,凭证号,摘要,借方,贷方\n",
      outcome: "reject",
      findings: ["E-HEADER-DUP 1 凭证日期", "E-HEADER-MISSING 1 科目编码"]
    ),
    Case(
      name: "titles above the header, units in headings",
      text: "凭证清单\n\n编制单位：某中心,,2026年1月\n"
        + file(
          "2026-01-08,1,甲,122101,5,,P051\n2026-01-08,1,甲,100201,,6,\n",
          "＊日　期,凭证编号,摘 要,科目代码,借方金额（元）,贷方金额(元),项目核算"
        ),
      outcome: "reject",
      findings: ["E-UNBALANCED 5 贷方金额"]
    ),
    Case(
      name: "no header at all",
      text: "a,b,c\n1,2,3\n",
      outcome: "reject",
      findings: ["凭证日期", "凭证号", "摘要", "科目编码", "借方金额", "贷方金额"]
        .map { "E-HEADER-MISSING 1 \($0)" }
    ),
    Case(
      name: "a web page is no table",
      text: "\u{FEFF} <!DOCTYPE html><table>",
      outcome: "reject",
      findings: ["E-FORMAT 1 "]
    ),
    Case(
      name: "zero bytes are no text",
      text: file(pair("2026-01-08", "1")) + "\u{0}",
      outcome: "reject",
      findings: ["E-ENCODING 1 "]
    ),
  ]

  @Test(arguments: numbering + people + reversals + totals + lines)
  func `files and findings`(_ one: Case) throws {
    let source = ByteSource(bytes: Array(one.text.utf8), path: "x.csv")
    let summary = try VoucherImport.summary(source, isPosting: one.isPosting)
    let found = summary.findings.map { "\($0.code.rawValue) \($0.row ?? 0) \($0.column)" }
    #expect(found == one.findings)
    #expect(summary.outcome.rawValue == one.outcome)
  }

  @Test func `a number that is posted is a conflict`() throws {
    var book = Samples.book
    book.closedThrough = nil
    let text = VoucherRulesTests.file(VoucherRulesTests.pair("2025-12-08", "1"))
    let source = ByteSource(bytes: Array(text.utf8), path: "x.csv")
    let summary = try VoucherImport.summary(source, context: book)
    #expect(summary.findings.map(\.code) == [.voucherDuplicate])
    #expect(summary.outcome == .conflict)
  }

  @Test func `numbers go on from the posted ones`() throws {
    var book = Samples.book
    book.closedThrough = nil
    let next = try #require(book.highest["2025-12记"]) + 1
    for (number, outcome) in [(next, ImportOutcome.accept), (next + 1, .warn)] {
      let text = VoucherRulesTests.file(VoucherRulesTests.pair("2025-12-08", "\(number)"))
      let source = ByteSource(bytes: Array(text.utf8), path: "x.csv")
      #expect(try VoucherImport.summary(source, context: book).outcome == outcome)
    }
  }

  @Test func `a thousand warnings do not hide an error`() throws {
    let noisy = (1...2_500).map { VoucherRulesTests.pair("46030", "\($0)") }.joined()
    let text = VoucherRulesTests.file(noisy + VoucherRulesTests.pair("2025-12-01", "1"))
    let source = ByteSource(bytes: Array(text.utf8), path: "x.csv")
    let summary = try VoucherImport.summary(source)
    #expect(summary.findings.count == 1_001)
    #expect(summary.furtherFindings == 1_500)
    #expect(summary.findings.last?.code == .periodClosed)
    #expect(summary.outcome == .conflict)
  }

  @Test func `an error behind thousands of warnings in one voucher refuses it`() throws {
    let line = "2026-01-08,记,1,甲,122101, 5.00,,P051\n"
    let wrong = "2026-01-08,记,1,甲,100201,,x,\n"
    let text = VoucherRulesTests.file(String(repeating: line, count: 3_000) + wrong)
    let summary = try VoucherImport.summary(ByteSource(bytes: Array(text.utf8), path: "x.csv"))
    #expect(summary.outcome == .reject)
    #expect(summary.findings.last?.code == .amountSyntax)
    #expect(summary.findings.count == 1_001 && summary.furtherFindings == 2_000)
  }

  @Test func `a voucher of too many lines is refused, not kept`() throws {
    let line = "2026-01-08,记,1,甲,122101,5.00,,P051\n"
    let text = VoucherRulesTests.file(String(repeating: line, count: 100_002))
    let source = ByteSource(bytes: Array(text.utf8), path: "x.csv")
    let summary = try VoucherImport.summary(source)
    #expect(summary.findings.map(\.code) == [.tooManyLines, .unbalanced])
    #expect(summary.rows == 100_002)
  }

  @Test func `nothing is handed on after an error`() throws {
    let text = VoucherRulesTests.file(
      VoucherRulesTests.pair("2026-01-08", "1") + VoucherRulesTests.pair("2026-01-08", "2", "x")
        + VoucherRulesTests.pair("2026-01-08", "3")
    )
    let source = ByteSource(bytes: Array(text.utf8), path: "x.csv")
    var numbers: [Int] = []
    _ = try VoucherImport(context: Samples.book, isPosting: false)
      .read(source) { voucher in numbers.append(voucher.number.number) }
    #expect(numbers == [1])
  }
}
