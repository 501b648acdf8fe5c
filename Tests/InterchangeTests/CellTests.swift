import Accounting
import Findings
import Quantities
import Testing

@testable import Interchange

/// The reading rules, cell by cell: `text | value | codes`, with `·` for no value.
struct CellTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let text: String
    let expected: String
    var testDescription: String { "\(text.debugDescription) → \(expected)" }

    init(_ text: String, _ expected: String) {
      self.text = text
      self.expected = expected
    }
  }

  static func shown<Value>(_ reading: CellReading<Value>) -> String {
    let value = reading.value.map { "\($0)" } ?? "·"
    return ([value] + reading.codes.map(\.rawValue)).joined(separator: " ")
  }

  static func read<Value>(
    _ text: String,
    _ reader: (Span<UInt8>) -> CellReading<Value>
  ) -> String {
    let bytes = Array(text.utf8)
    return shown(reader(bytes.span))
  }

  static let amounts = [
    Case("", "0.00"), Case("  ", "0.00"), Case("0", "0.00"), Case("300000.00", "300000.00"),
    Case("300000.5", "300000.50"), Case("-0.01", "-0.01"), Case("+5", "5.00"), Case(".5", "0.50"),
    Case("5.", "· E-AMOUNT-SYNTAX"), Case("007.10", "7.10"),
    Case("1,234,567.89", "1234567.89"), Case("-1,234.00", "-1234.00"),
    Case("30,0000.00", "· E-AMOUNT-GROUPING"), Case("1,23", "· E-AMOUNT-GROUPING"),
    Case(",123.00", "· E-AMOUNT-GROUPING"), Case("1234,567.00", "· E-AMOUNT-GROUPING"),
    Case("1,234,.00", "· E-AMOUNT-GROUPING"), Case("1.234,56", "· E-AMOUNT-GROUPING"),
    Case("0,123.00", "· E-AMOUNT-GROUPING"), Case("1,,234", "· E-AMOUNT-GROUPING"),
    Case("３００，０００．００", "300000.00 W-NORM-FULLWIDTH"),
    Case("－３００．００", "-300.00 W-NORM-FULLWIDTH"), Case("\u{2212}300.00", "-300.00 W-NORM-FULLWIDTH"),
    Case("（300.00）", "-300.00 W-NORM-FULLWIDTH"), Case("(300.00)", "-300.00"),
    Case("(-300.00)", "· E-AMOUNT-SYNTAX"), Case("300.00-", "-300.00"),
    Case("-300.00-", "· E-AMOUNT-SYNTAX"), Case("--3", "· E-AMOUNT-SYNTAX"),
    Case("-", "· E-AMOUNT-SYNTAX"), Case("—", "· E-AMOUNT-SYNTAX"),
    Case("(300", "· E-AMOUNT-SYNTAX"),
    Case("￥300000.00元", "300000.00 W-NORM-CURRENCY"), Case("¥1,234.5", "1234.50 W-NORM-CURRENCY"),
    Case("-¥5", "-5.00 W-NORM-CURRENCY"), Case("¥-5", "-5.00 W-NORM-CURRENCY"),
    Case("(5元)", "-5.00 W-NORM-CURRENCY"), Case("5元元", "· E-AMOUNT-SYNTAX"),
    Case("¥¥5", "· E-AMOUNT-SYNTAX"), Case("$5", "· E-AMOUNT-SYNTAX"),
    Case("元", "· E-AMOUNT-SYNTAX"),
    Case("300000.005", "· E-AMOUNT-SCALE"), Case("300000.000", "300000.00 W-AMOUNT-SCALE-ZERO"),
    Case("3E+05", "· E-AMOUNT-SCI"), Case("3e5", "· E-AMOUNT-SCI"), Case("1.5Ｅ３", "· E-AMOUNT-SCI"),
    Case("30万", "· E-AMOUNT-SYNTAX"), Case("1亿", "· E-AMOUNT-SYNTAX"),
    Case("300 000.00", "· E-AMOUNT-SYNTAX"), Case("300\u{A0}000.00", "· E-AMOUNT-SYNTAX"),
    Case("300\u{202F}000", "· E-AMOUNT-SYNTAX"), Case("300\u{3000}000", "· E-AMOUNT-SYNTAX"),
    Case("300\u{200B}", "· E-AMOUNT-SYNTAX"), Case("1.2.3", "· E-AMOUNT-SYNTAX"),
    Case(" 300.00", "300.00 W-NORM-TRIM"), Case("300.00\u{3000}", "300.00 W-NORM-TRIM"),
    Case("\u{A0}300.00", "300.00 W-NORM-TRIM"), Case("'300.00", "300.00 W-NORM-TRIM"),
    Case("92233720368547758.07", "92233720368547758.07"),
    Case("92233720368547758.08", "· E-AMOUNT-RANGE"),
    Case("-92233720368547758.08", "-92233720368547758.08"),
    Case("99999999999999999999", "· E-AMOUNT-RANGE"), Case("1\n2", "· E-AMOUNT-SYNTAX"),
    Case("=1+1", "· E-AMOUNT-SYNTAX"), Case("NaN", "· E-AMOUNT-SYNTAX"),
    Case("٣٠", "· E-AMOUNT-SYNTAX"),
    Case("壹万元整", "· E-AMOUNT-SYNTAX"), Case("#REF!", "· E-AMOUNT-SYNTAX"),
  ]

  @Test(arguments: amounts)
  func `amounts as text`(_ one: Case) {
    #expect(CellTests.read(one.text) { AmountCell.read($0) } == one.expected)
  }

  static let stored = [
    Case("300000", "300000.00"), Case("299999.99999999994", "300000.00 W-FLOAT-NOISE"),
    Case("0.1", "0.10"), Case("0.30000000000000004", "0.30 W-FLOAT-NOISE"),
    Case("3E5", "300000.00"),
    Case("3.0000000000000001E5", "300000.00 W-FLOAT-NOISE"), Case("1E-9", "0.00 W-FLOAT-NOISE"),
    Case("300000.005", "· E-AMOUNT-SCALE"), Case("0.010001", "0.01 W-FLOAT-NOISE"),
    Case("0.010002", "· E-AMOUNT-SCALE"), Case("-5.5", "-5.50"), Case("1E30", "· E-AMOUNT-RANGE"),
    Case("1E400", "· E-AMOUNT-RANGE"), Case("1E9999", "· E-AMOUNT-SYNTAX"),
    Case("", "· E-AMOUNT-SYNTAX"),
    Case("1e", "· E-AMOUNT-SYNTAX"), Case("INF", "· E-AMOUNT-SYNTAX"),
    Case("0.000000000000000000000000000000000000000000001", "0.00 W-FLOAT-NOISE"),
  ]

  @Test(arguments: stored)
  func `amounts as spreadsheets store them`(_ one: Case) {
    #expect(CellTests.read(one.text) { AmountCell.read($0, .number) } == one.expected)
  }

  static let dates = [
    Case("2026-01-08", "2026-01-08"), Case("2026/1/8", "2026-01-08"),
    Case("2026.1.8", "2026-01-08"),
    Case("2026年1月8日", "2026-01-08"), Case("2026年01月08号", "2026-01-08"),
    Case("20260108", "2026-01-08"), Case("2026-1-8", "2026-01-08"),
    Case("2026-01-08 00:00:00", "2026-01-08"), Case("2026/1/8 9:30", "2026-01-08"),
    Case("2026-01-08T09:30:00.000", "2026-01-08"), Case("2026-01-08 25:00", "· E-DATE-INVALID"),
    Case("46030", "2026-01-08 W-DATE-SERIAL"), Case("46030.5", "2026-01-08 W-DATE-SERIAL"),
    Case("20000", "1954-10-03 W-DATE-SERIAL"), Case("19999", "· E-DATE-INVALID"),
    Case("80000", "2119-01-11 W-DATE-SERIAL"), Case("80001", "· E-DATE-INVALID"),
    Case("2026-02-30", "· E-DATE-INVALID"), Case("2024-02-29", "2024-02-29"),
    Case("2025-02-29", "· E-DATE-INVALID"), Case("2026-13-01", "· E-DATE-INVALID"),
    Case("2026-00-10", "· E-DATE-INVALID"), Case("20261301", "· E-DATE-INVALID"),
    Case("08/01/2026", "· E-DATE-AMBIGUOUS"), Case("13/01/2026", "· E-DATE-AMBIGUOUS"),
    Case("1-8-2026", "· E-DATE-AMBIGUOUS"), Case("26-1-8", "· E-DATE-AMBIGUOUS"),
    Case("26年1月8日", "· E-DATE-AMBIGUOUS"),
    Case("２０２６－０１－０８", "2026-01-08 W-NORM-FULLWIDTH"),
    Case("2026年１月８日", "2026-01-08 W-NORM-FULLWIDTH"), Case(" 2026-01-08", "2026-01-08 W-NORM-TRIM"),
    Case("'2026-01-08", "2026-01-08 W-NORM-TRIM"), Case("二〇二六年一月八日", "· E-DATE-INVALID"),
    Case("2026-01/08", "· E-DATE-INVALID"), Case("2026年1月8", "· E-DATE-INVALID"),
    Case("2026年1月", "· E-DATE-INVALID"), Case("", "· E-DATE-INVALID"),
    Case("2026", "· E-DATE-INVALID"),
    Case("2026-1-8x", "· E-DATE-INVALID"), Case("2026-01-080", "· E-DATE-INVALID"),
    Case("2026--1-8", "· E-DATE-INVALID"), Case("-2026-1-8", "· E-DATE-INVALID"),
    Case("0000-01-01", "· E-DATE-INVALID"), Case("2026-01-08-", "· E-DATE-INVALID"),
    Case("99999999999999999999", "· E-DATE-INVALID"), Case("Jan 8, 2026", "· E-DATE-INVALID"),
  ]

  @Test(arguments: dates)
  func `dates as text`(_ one: Case) {
    #expect(CellTests.read(one.text) { DateCell.read($0) } == one.expected)
  }

  @Test(arguments: [
    Case("46030", "2026-01-08"), Case("46030.75", "2026-01-08"), Case("60", "· E-DATE-INVALID"),
    Case("61", "1900-03-01"), Case("-5", "· E-DATE-INVALID"), Case("4.603E4", "2026-01-08"),
  ])
  func `dates as spreadsheets store them`(_ one: Case) {
    #expect(CellTests.read(one.text) { DateCell.read($0, .date) } == one.expected)
  }

  static let codes = [
    Case("P051", "P051"), Case("p051", "P051 W-NORM-CASE"), Case("Ｐ０５１", "P051 W-NORM-FULLWIDTH"),
    Case("ｐ０５１", "P051 W-NORM-FULLWIDTH W-NORM-CASE"), Case("'P051", "P051 W-NORM-TRIM"),
    Case("P051\u{3000}", "P051 W-NORM-TRIM"), Case(" P051\t", "P051 W-NORM-TRIM"),
    Case("122101.0", "122101 W-NUMERIC-CODE"), Case("P0 51", "P0 51"), Case("P999", "P999"),
    Case("P051\u{200B}", "· E-TEXT-CHARACTER"), Case("\u{202E}P051", "· E-TEXT-CHARACTER"),
    Case("12210１", "122101 W-NORM-FULLWIDTH"),
  ]

  @Test(arguments: codes)
  func `codes as text`(_ one: Case) {
    let known: Set<String> = ["P051", "122101"]
    let found = CellTests.read(one.text) { CodeCell.read($0) { known.contains($0) } }
    #expect(found == one.expected)
  }

  static let texts = [
    Case("拨付P051先投资金", "拨付P051先投资金"), Case("", ""), Case(" 甲 ", "甲 W-NORM-TRIM"),
    Case("甲\n乙", "甲 乙 W-NORM-NEWLINE"), Case("甲\r\n\r\n乙", "甲 乙 W-NORM-NEWLINE"),
    Case("甲\t乙", "甲 乙 W-NORM-NEWLINE"), Case("甲乙\n", "甲乙 W-NORM-TRIM"),
    Case("=1+1", "=1+1 W-FORMULA-TEXT"), Case("@x", "@x W-FORMULA-TEXT"),
    Case("-甲", "-甲 W-FORMULA-TEXT"), Case("+甲", "+甲 W-FORMULA-TEXT"),
    Case("'=1+1", "=1+1 W-NORM-TRIM"), Case("（甲）：“乙”…，100％", "（甲）：“乙”…，100％"),
    Case("甲\u{0}乙", "· E-TEXT-CHARACTER"), Case("甲\u{1B}[31m", "· E-TEXT-CHARACTER"),
    Case("甲\u{202E}乙", "· E-TEXT-CHARACTER"), Case("甲\u{2066}乙", "· E-TEXT-CHARACTER"),
    Case("甲\u{200B}乙", "· E-TEXT-CHARACTER"), Case("甲\u{FEFF}乙", "· E-TEXT-CHARACTER"),
    Case("甲\u{FFFD}乙", "· E-TEXT-CHARACTER"), Case("甲\u{85}乙", "· E-TEXT-CHARACTER"),
    Case("甲\u{E0041}乙", "· E-TEXT-CHARACTER"), Case("甲\u{061C}乙", "· E-TEXT-CHARACTER"),
    Case("甲\u{1FFFE}", "· E-TEXT-CHARACTER"), Case("𬭎㐂", "𬭎㐂"), Case("甲 乙", "甲 乙"),
    Case(String(repeating: "甲", count: 120), String(repeating: "甲", count: 120)),
    Case(String(repeating: "甲", count: 121), "· E-TEXT-LENGTH"),
    Case(String(repeating: "𬭎", count: 121), "· E-TEXT-LENGTH"),
    Case("'; DROP TABLE", "; DROP TABLE W-NORM-TRIM"),
  ]

  @Test(arguments: texts)
  func `free text`(_ one: Case) {
    #expect(CellTests.read(one.text) { TextCell.read($0) } == one.expected)
  }

  static let numbers = [
    Case("12", "12"), Case("0012", "12"), Case("记-12", "记12"), Case("记-0012", "记12"),
    Case("记字第12号", "记12"), Case("第12号", "12"), Case("12号", "12"), Case("记12", "记12"),
    Case("2026-01-记-0012", "2026-01记12"), Case("１２", "12 W-NORM-FULLWIDTH"),
    Case(" 12", "12 W-NORM-TRIM"), Case("12.0", "12 W-NUMERIC-CODE"),
    Case("0", "· E-NUMBER-INVALID"),
    Case("-1", "· E-NUMBER-INVALID"), Case("1.5", "· E-NUMBER-INVALID"),
    Case("", "· E-NUMBER-INVALID"),
    Case("99999999", "99999999"), Case("100000000", "· E-NUMBER-INVALID"),
    Case("abc", "· E-NUMBER-INVALID"),
    Case("12\u{200B}", "· E-TEXT-CHARACTER"),
  ]

  @Test(arguments: numbers)
  func `voucher numbers`(_ one: Case) {
    let found = CellTests.read(one.text) { bytes in
      let reading = VoucherNumberCell.read(bytes)
      let value = reading.value.map { value in
        "\(value.period.map { "\($0)" } ?? "")\(value.word?.text ?? "")\(value.number)"
      }
      return CellReading(value, reading.codes)
    }
    #expect(found == one.expected)
  }
}
