import Findings
import Foundation
import Interchange
import Testing

/// Workbooks as spreadsheet programs write them, and as nobody should.
struct WorkbookTests {
  static let head = ["凭证日期", "凭证号", "摘要", "科目编码", "借方金额", "贷方金额", "项目"]

  static func text(_ value: String) -> String {
    "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">\(value)</t></is></c>"
  }

  static func sheet(_ rows: [String]) -> String {
    let lines = rows.enumerated().map { "<row r=\"\($0.offset + 1)\">\($0.element)</row>" }
    return "<worksheet xmlns=\"x\"><sheetData>\(lines.joined())</sheetData></worksheet>"
  }

  static let header = head.map(text).joined()

  /// Two lines of a voucher; `date` and `account` are whole cells.
  static func rows(date: String, account: String = text("122101"), amount: String = "5") -> [String]
  {
    let common = "\(date)\(text("1"))\(text("甲"))"
    return [
      header, "\(common)\(account)<c><v>\(amount)</v></c><c/>\(text("P051"))",
      "\(common)\(text("100201"))<c/><c><v>5</v></c>",
    ]
  }

  static let styles = """
    <styleSheet xmlns="x"><numFmts><numFmt numFmtId="164" formatCode="[$-804]yyyy&quot;年&quot;m"/>
    <numFmt numFmtId="165" formatCode="[Red]0.00&quot;yd&quot;"/></numFmts>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>
    <xf numFmtId="31"/></cellXfs></styleSheet>
    """

  static func book(
    _ sheets: [String],
    strings: String = "<sst/>",
    properties: String = "",
    prologue: String = ""
  ) -> [Zip.Part] {
    let names = sheets.indices.map { "<sheet name=\"表\($0)\" sheetId=\"\($0)\" r:id=\"r\($0)\"/>" }
    let type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let relations = sheets.indices.map {
      "<Relationship Id=\"r\($0)\" Type=\"\(type)/worksheet\" Target=\"worksheets/s\($0).xml\"/>"
    }
    let further = """
      <Relationship Id="a" Type="\(type)/sharedStrings" Target="/xl/strings.xml"/>
      <Relationship Id="b" Type="\(type)/styles" Target="styles.xml"/>
      """
    var parts = [
      ("xl/workbook.xml", "<workbook>\(properties)<sheets>\(names.joined())</sheets></workbook>"),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships>\(relations.joined())\(further)</Relationships>"
      ),
      ("xl/strings.xml", strings), ("xl/styles.xml", styles),
    ]
    for (index, sheet) in sheets.enumerated() {
      parts.append(("xl/worksheets/s\(index).xml", prologue + sheet))
    }
    return parts.map { Zip.Part(name: $0.0, data: Array($0.1.utf8)) }
  }

  static func findings(_ parts: [Zip.Part]) throws -> [String] {
    try findings(Zip.archive(parts))
  }

  static func findings(_ bytes: [UInt8]) throws -> [String] {
    let summary = try VoucherImport.summary(ByteSource(bytes: bytes, path: "x.xlsx"))
    return summary.findings.map { "\($0.code.rawValue) \($0.row ?? 0) \($0.column)" }
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let parts: [Zip.Part]
    let findings: [String]
    var testDescription: String { name }
  }

  static let day = "<c s=\"1\"><v>46030</v></c>"

  static let readings: [Case] = [
    Case(name: "a date style", parts: book([sheet(rows(date: day))]), findings: []),
    Case(
      name: "a custom date style",
      parts: book([sheet(rows(date: "<c s=\"2\"><v>46030.5</v></c>"))]),
      findings: []
    ),
    Case(
      name: "an East Asian date style",
      parts: book([sheet(rows(date: "<c s=\"4\"><v>46030</v></c>"))]),
      findings: []
    ),
    Case(
      name: "letters in quotes and brackets are no date",
      parts: book([sheet(rows(date: "<c s=\"3\"><v>46030</v></c>"))]),
      findings: ["W-DATE-SERIAL 2 凭证日期"]
    ),
    Case(
      name: "days from 1904",
      parts: book(
        [sheet(rows(date: "<c s=\"1\"><v>44568</v></c>"))],
        properties: "<workbookPr date1904=\"1\"/>"
      ),
      findings: []
    ),
    Case(
      name: "an ISO date cell",
      parts: book([sheet(rows(date: "<c t=\"d\"><v>2026-01-08T00:00:00</v></c>"))]),
      findings: []
    ),
    Case(
      name: "shared strings with formatting and phonetics",
      parts: book(
        [sheet(rows(date: day, account: "<c t=\"s\"><v>1</v></c>"))],
        strings: "<sst><si><t>x</t></si>"
          + "<si><r><t>1221</t></r><r><t>01</t></r><rPh><t>y</t></rPh></si></sst>"
      ),
      findings: []
    ),
    Case(
      name: "a shared string that is not there",
      parts: book([sheet(rows(date: day, account: "<c t=\"s\"><v>7</v></c>"))]),
      findings: ["E-ACCOUNT-UNKNOWN 2 科目编码"]
    ),
    Case(
      name: "a code as number with a fraction of zero",
      parts: book([sheet(rows(date: day, account: "<c><v>122101.0</v></c>"))]),
      findings: ["W-NUMERIC-CODE 2 科目编码"]
    ),
    Case(
      name: "a formula's result counts, its error does not",
      parts: book([
        sheet(
          rows(
            date: day,
            account: "<c t=\"str\"><f>A1</f><v>122101</v></c>",
            amount: "5</v></c><c t=\"e\"><v>#REF!"
          )
        )
      ]),
      findings: ["E-AMOUNT-SYNTAX 2 贷方金额", "E-AUX-REQUIRED 2 项目"]
    ),
    Case(
      name: "the sheet with the header, wherever it is",
      parts: book([sheet([text("说明")]), sheet(rows(date: day))]),
      findings: []
    ),
    Case(
      name: "numbers in exponent form, with noise and with too many decimals",
      parts: book([sheet(rows(date: day, amount: "5.0050000000000001E0"))]),
      findings: ["E-AMOUNT-SCALE 2 借方金额"]
    ),
    Case(
      name: "an escaped carriage return",
      parts: book([
        sheet(rows(date: day).map { $0.replacing("甲", with: "甲_x000D_\n乙") })
      ]),
      findings: ["W-NORM-NEWLINE 2 摘要"]
    ),
    Case(name: "no row at all", parts: book([sheet([])]), findings: ["E-EMPTY 1 "]),
  ]

  static let attacks: [Case] = [
    Case(
      name: "a document type with entities",
      parts: book(
        [sheet(rows(date: day))],
        prologue: "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
      ),
      findings: ["E-FORMAT 1 "]
    ),
    Case(
      name: "a bomb",
      parts: book([sheet(rows(date: day))])
        + [Zip.Part(name: "xl/media/a", data: [UInt8](repeating: 0, count: 8 << 20))],
      findings: ["E-TOO-LARGE 1 "]
    ),
    Case(
      name: "a part that is larger than it says",
      parts: book([sheet(rows(date: day))]).map {
        var part = $0
        if part.name.contains("s0.xml") { part.claimedSize = 100 }
        return part
      },
      findings: ["E-FORMAT 1 "]
    ),
    Case(
      name: "a part that is not what was checked",
      parts: book([sheet(rows(date: day))]).map {
        var part = $0
        if part.name.contains("s0.xml") { part.claimedCRC = 1 }
        return part
      },
      findings: ["E-FORMAT 1 "]
    ),
    Case(
      name: "a password",
      parts: book([sheet(rows(date: day))]).map {
        var part = $0
        part.flags = 1
        return part
      },
      findings: ["E-FORMAT 1 "]
    ),
    Case(
      name: "another compression",
      parts: book([sheet(rows(date: day))]).map {
        var part = $0
        part.method = 12
        return part
      },
      findings: ["E-FORMAT 1 "]
    ),
    Case(
      name: "two parts of one name",
      parts: book([sheet(rows(date: day))]) + book([sheet([])]),
      findings: ["E-FORMAT 1 "]
    ),
    Case(
      name: "a document of another kind",
      parts: [Zip.Part(name: "word/document.xml", data: Array("<a/>".utf8))],
      findings: ["E-FORMAT 1 "]
    ),
    Case(
      name: "sheets that are not XML",
      parts: book(["<worksheet><row>"]),
      findings: ["E-FORMAT 1 "]
    ),
    Case(
      name: "a sheet that is outside",
      parts: book([sheet(rows(date: day))]).filter { !$0.name.contains("s0.xml") },
      findings: ["E-FORMAT 1 "]
    ),
    Case(
      name: "rows that go backwards",
      parts: book([
        "<worksheet><sheetData><row r=\"9\">\(header)</row><row r=\"2\"/></sheetData></worksheet>"
      ]),
      findings: ["E-FORMAT 1 "]
    ),
  ]

  @Test(arguments: readings + attacks)
  func `workbooks and findings`(_ one: Case) throws {
    #expect(try WorkbookTests.findings(one.parts) == one.findings)
  }

  @Test func `old and foreign formats are named, whatever they are called`() throws {
    let heads: [[UInt8]] = [
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], Array("%PDF-1.7".utf8),
      [0x1F, 0x8B, 8, 0], Array("<html>".utf8), Array("凭证日期,凭证号".utf8),
    ]
    for head in heads { #expect(try WorkbookTests.findings(head) == ["E-FORMAT 1 "]) }
  }

  @Test func `a workbook is known by its content`() throws {
    let bytes = Zip.archive(
      WorkbookTests.book([WorkbookTests.sheet(WorkbookTests.rows(date: WorkbookTests.day))])
    )
    let summary = try VoucherImport.summary(ByteSource(bytes: bytes, path: "凭证.csv"))
    #expect(summary.outcome == .accept)
    #expect(summary.format == .workbook(sheet: "表0"))
  }
}
