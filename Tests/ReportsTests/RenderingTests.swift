import Quantities
import Testing

@testable import Reports

@Suite struct RenderingTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("科目", 4), ("𬭎", 2), ("𠮷", 2), ("㐂", 2), ("ｱ", 1), ("Ａ", 2), ("，", 2),
    ("e\u{301}", 1), ("\u{200B}", 0), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("é", 1),
    ("👍", 2), ("👨‍👩‍👧", 2), ("❤\u{FE0F}", 2), ("①", 1), ("─", 1), ("借·贷", 5), ("￥", 2), ("¥", 1),
    ("が", 2), ("か\u{3099}", 2), ("〇", 2), ("⺀", 2), ("\u{323AF}", 2), ("\u{AD}", 0),
  ])
  func `text takes the columns that a terminal gives it`(text: String, columns: Int) {
    #expect(DisplayWidth.columns(of: text) == columns)
  }

  @Test func `wrapping never exceeds the width and loses nothing`() {
    let text = "拨付P001首笔先投资金𬭎及配套abc"
    for width in 2...40 {
      let lines = DisplayWidth.wrap(text, to: width)
      #expect(lines.joined() == text)
      #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= width })
    }
    #expect(DisplayWidth.wrap("", to: 5) == [""])
  }

  @Test(arguments: [
    ("0.00", "0.00"), ("999.99", "999.99"), ("1000.00", "1,000.00"), ("-100000.01", "-100,000.01"),
    ("92233720368547758.07", "92,233,720,368,547,758.07"),
  ])
  func `amounts are grouped for people`(amount: String, grouped: String) throws {
    let fen = try #require(Fen(canonical: amount))
    #expect(Fen.grouped(Int128(fen.rawValue)) == grouped)
  }

  static let hostile = Table.hostile

  @Test func `a terminal sees no steering character`() {
    let text = Self.hostile.text(in: .chinese)
    let steering = text.unicodeScalars.filter { $0 != "\n" && $0.isSteering }
    #expect(steering.isEmpty)
    #expect(text.contains("\\u001b[2J") && text.contains("\\u202e"))
    #expect(text.split(separator: "\n").count == 2 + Self.hostile.rows.count)
  }

  @Test func `plain lines have as many cells as there are headings and can be taken back`() {
    let lines = Self.hostile.plain(in: .english).split(separator: "\n")
    #expect(
      lines.allSatisfy { $0.split(separator: "\t", omittingEmptySubsequences: false).count == 2 }
    )
    #expect(lines[0] == "Text\tAmount")
    #expect(lines[2] == "a\\tb\\n\\\\n\\r\t-0.01")
    #expect(lines[5].hasPrefix("\\\\\u{301}\t"))
  }

  @Test func `comma-separated values are quoted and formulas disarmed`() {
    let records = Self.hostile.csv(in: .chinese)
    #expect(
      records == "文本,金额\r\n" + "'=1+1,1234567.00\r\n" + "\"a\tb\n\\n\r\",-0.01\r\n"
        + "\u{1B}[2J\u{202E},\r\n" + "\"\"\"\u{301},\",\r\n" + "\\\u{301},\r\n" + "-12.50,\r\n"
        + "'-12.5.0,\r\n" + "'@甲,\r\n" + "'\t乙,\r\n" + "\"'\r丙\",\r\n" + "+1,\r\n" + "'+,\r\n"
    )
  }

  static let values: [(JSON, String)] = [
    (.string("a\"b\\c\n\u{1B}\u{202E}𬭎"), #""a\"b\\c\n\u001b\u202e𬭎""#),
    (["b": .integer(-1), "a": [.null, .bool(true), "x"]], #"{"b":-1,"a":[null,true,"x"]}"#),
    (.object([]), "{}"), (.array([]), "[]"), (.integer(.min), "-9223372036854775808"),
  ]

  @Test(arguments: values)
  func `data keep their order and escape what steers`(value: JSON, text: String) {
    #expect(value.text == text)
  }
}

extension Table {
  /// A table of what a hostile summary may hold.
  static var hostile: Table {
    var table = Table(
      title: Phrase("甲\u{7}", "A"),
      remarks: [],
      columns: [
        Table.Column(Phrase("文本", "Text"), .text), Table.Column(Phrase("金额", "Amount"), .money),
      ]
    )
    table.add([.text("=1+1"), .money(123_456_700)])
    table.add([.text("a\tb\n\\n\r"), .money(-1)])
    let texts = [
      "\u{1B}[2J\u{202E}", "\"\u{301},", "\\\u{301}", "-12.50", "-12.5.0", "@甲", "\t乙", "\r丙",
      "+1", "+",
    ]
    for text in texts { table.add([.text(text), .empty]) }
    return table
  }
}
