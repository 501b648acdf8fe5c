import Accounting
import Quantities
import Reports
import Testing

@Suite struct VoucherSheetTests {
  func sheet(_ index: Int) throws -> VoucherSheet {
    let ledger = try Sample.ledger()
    return VoucherSheet(
      try Sample.masthead(),
      entry: ledger.entries[index],
      draft: "D-000002",
      chart: ledger.chart,
      directory: ledger.directory
    )
  }

  @Test func `the sheet looks like the paper form`() throws {
    let text = try sheet(1).text(in: .chinese)
    #expect(try Golden.agrees(text, with: "voucher"))
  }

  @Test func `every line of the frame is equally wide, whatever the summary holds`() throws {
    var voucher = try Sample.ledger().entries[2].voucher
    voucher.postings += [
      try Sample.posting(
        String(repeating: "很长的摘要𬭎", count: 20) + "\u{1B}[31m\n",
        "100201",
        .debit,
        "-1.00"
      )
    ]
    let sheet = VoucherSheet(
      try Sample.masthead(),
      draft: "D-000123",
      state: .submitted,
      voucher: voucher,
      signatures: Signatures(preparedBy: "张敏"),
      chart: try Sample.chart(),
      directory: Sample.directory
    )
    let lines = sheet.text(in: .english).split(separator: "\n")
    let framed = lines.filter { "┌├└│".contains($0.first ?? " ") }
    #expect(Set(framed.map { DisplayWidth.columns(of: String($0)) }).count == 1)
    #expect(lines[1] == "示例新区  No. D-000123  Date: 2025-02-10  Attachments: 2")
    #expect(!sheet.text(in: .chinese).contains("\u{1B}"))
  }

  @Test func `data of a posted entry have the agreed shape`() throws {
    #expect(
      try sheet(0).json.text
        == #"{"number":"2025-01-记-0001","draft":"D-000002","date":"2025-01-05","state":"posted","#
        + #""lines":[{"line":1,"summary":"收到专项资金","account":"100201","debit":"1000000.00","#
        + #""credit":"0.00","dimensions":{}},{"line":2,"summary":"收到专项资金","account":"2711","#
        + #""debit":"0.00","credit":"1000000.00","dimensions":{}}],"prepared_by":"张敏","#
        + #""reviewed_by":"王磊","approved_by":"刘芳","reverses":null,"reversed_by":null,"seq":0,"#
        + #""leaf_sha256":""}"#
    )
  }

  @Test func `data of a draft have no number, place or hash`() throws {
    let sheet = VoucherSheet(
      try Sample.masthead(),
      draft: "D-000123",
      state: .draft,
      voucher: Voucher(date: try #require(CivilDate(iso: "2025-01-05")), postings: []),
      signatures: Signatures(),
      chart: try Sample.chart(),
      directory: Sample.directory
    )
    #expect(
      sheet.json.text
        == #"{"number":null,"draft":"D-000123","date":"2025-01-05","state":"draft","lines":[],"#
        + #""prepared_by":null,"reviewed_by":null,"approved_by":null,"reverses":null,"#
        + #""reversed_by":null,"seq":null,"leaf_sha256":null}"#
    )
  }
}
