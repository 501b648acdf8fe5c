import Audit
import Evidence
import Quantities
import Testing

/// Files derived from small logs, byte by byte.
struct DerivationsTests {
  static func derive(
    _ scope: EvidenceScope = EvidenceScope(),
    _ fill: (inout SampleRecords) throws -> Void
  ) throws -> MemoryOutput {
    var log = try SampleRecords()
    try log.addBook()
    try log.addProject("P001")
    try fill(&log)
    let output = MemoryOutput()
    var derivations = try Derivations(scope, to: output)
    var layout = RecordLayout()
    for (body, leaf) in zip(log.bodies, log.leaves) {
      try layout.read(body.span)
      try derivations.take(body.span, layout, leaf: leaf)
    }
    try derivations.finish()
    let open = output.files.filter { !$0.value.isClosed }
    #expect(open.isEmpty)
    return output
  }

  static func payments(_ log: inout SampleRecords) throws {
    try log.addPayment("2026-01-记-0001", amount: "100.00")
    try log.addPayment("2026-02-记-0001", amount: "7.50", date: "2026-02-03")
    try log.addPayment(
      "2026-02-记-0002",
      amount: "-100.00",
      date: "2026-02-03",
      reverses: "2026-01-记-0001"
    )
  }

  @Test func `vouchers and balances as the page describes them`() throws {
    let output = try Self.derive(EvidenceScope(), Self.payments)
    let rows = output.text("data/csv/zj/vouchers.csv").split(separator: "\n")
    #expect(
      rows[0]
        == """
        会计电子账簿编号,会计年度,会计月份,记账凭证日期,凭证类型编号,记账凭证编号,记账凭证行号,记账凭证摘要,\
        会计科目编号,会计科目名称,借方发生额,贷方发生额,币种代码,汇率,对方科目编码,对方科目名称,附件数,制单人员,\
        审核人员,财务主管,记账人员,源凭证号,记账标志,核算面,数量,辅助核算,业务单号,seq,leaf_sha256
        """
    )
    #expect(
      rows[1].hasPrefix(
        """
        zj,2026,01,2026-01-09,记,0001,1,'=拨付,1221,'=项目款,100.00,0.00,CNY,1,1002,\
        "银行,""存款""\",1,张敏,王磊,周正,何伟,,1,financial,,project=P001,B-1,3,
        """
      )
    )
    #expect(rows[6].contains(",-100.00,CNY,1,1221,'=项目款,1,张敏,王磊,周正,何伟,2026-01-记-0001,1,"))
    #expect(
      output.text("data/csv/zj/balances.csv") == """
        会计期间,会计科目编号,期初余额,借方发生额,贷方发生额,期末余额
        2026-01,1002,0.00,0.00,100.00,-100.00
        2026-01,1221,0.00,100.00,0.00,100.00
        2026-02,1002,-100.00,0.00,-92.50,-7.50
        2026-02,1221,100.00,-92.50,0.00,7.50

        """
    )
    #expect(
      output.text("data/csv/zj/numbers.csv")
        == "会计期间,凭证类型编号,最小号,最大号,张数,断号数\n2026-01,记,1,1,1,0\n2026-02,记,1,2,2,0\n"
    )
    #expect(
      output.text("data/csv/zj/accounts.csv").split(separator: "\n")[2]
        == "1221,'=项目款,1,借,asset,financial,1,1,project"
    )
    #expect(
      output.text("data/csv/zj/dimensions.csv").split(separator: "\n")[1]
        == #"project,项目,P001,项目P001,1,"[[""区"",""北""]]""#
    )
  }

  @Test func `text cannot leave its element`() throws {
    let output = try Self.derive(EvidenceScope(), Self.payments)
    let text = output.text("gbt24589/zj/总账.xml")
    #expect(text.contains("<科目名称>&lt;专项 &amp; 资金&gt;</科目名称>"))
    #expect(text.contains("<辅助项1编号>P001</辅助项1编号>"))
    #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- 参照 GB/T 24589.1-2010"))
  }

  @Test func `the same records give the same bytes`() throws {
    let (one, other) = (
      try Self.derive { try Self.payments(&$0) }, try Self.derive { try Self.payments(&$0) }
    )
    #expect(one.files.mapValues(\.bytes) == other.files.mapValues(\.bytes))
  }

  @Test func `a period opens with everything before it`() throws {
    let output = try Self.derive(EvidenceScope(period: PeriodRange("2026-02")), Self.payments)
    #expect(
      output.text("data/csv/zj/balances.csv").split(separator: "\n").dropFirst() == [
        "2026-02,1002,-100.00,0.00,-92.50,-7.50", "2026-02,1221,100.00,-92.50,0.00,7.50",
      ]
    )
    let earlier = try Self.derive(EvidenceScope(period: PeriodRange("2026-01")), Self.payments)
    #expect(!earlier.text("journals/zj.hledger").contains("2026-02"))
    let vouchers = earlier.text("data/csv/zj/vouchers.csv").split(separator: "\n")
    #expect(vouchers.count == 3)
  }

  @Test func `a project has its lines with running totals`() throws {
    // The excerpt that a bundle for one project holds: lines of the project only.
    var log = try SampleRecords()
    try log.addBook()
    for number in 1...3 {
      try log.add(
        "voucher",
        #""attachments":"0","date":"2026-01-09","number":"2026-01-记-000\#(number)""#,
        lines: [
          (
            "P001",
            #""account":"1221","aspect":"financial","debit":"\#(number).00","dimensions":"#
              + #"{"project":"P001"},"summary":"拨""#
          )
        ]
      )
    }
    let output = MemoryOutput()
    var derivations = try Derivations(EvidenceScope(project: "P001"), to: output)
    var layout = RecordLayout()
    for (body, leaf) in zip(log.bodies, log.leaves) {
      try layout.read(body.span)
      try derivations.take(body.span, layout, leaf: leaf)
    }
    try derivations.finish()
    #expect(output.files.keys.sorted() == ["data/csv/zj/vouchers.csv", "reports/zj/project.txt"])
    let rows = output.text("data/csv/zj/vouchers.csv").split(separator: "\n")
    #expect(rows[0].hasSuffix(",项目累计借方,项目累计贷方"))
    #expect(
      rows.dropFirst().map { $0.split(separator: ",").suffix(2).joined(separator: " ") } == [
        "1.00 0.00", "3.00 0.00", "6.00 0.00",
      ]
    )
    #expect(output.text("reports/zj/project.txt").contains("6.00"))
  }

  @Test func `lines of another project are refused`() throws {
    #expect(throws: EvidenceError.self) {
      try Self.derive(EvidenceScope(project: "P002")) { try $0.addPayment("2026-01-记-0001") }
    }
  }

  @Test(arguments: ["other", "zj"])
  func `a book that is not there, or twice, is refused`(_ code: String) throws {
    #expect(throws: EvidenceError.self) {
      try Self.derive { log in
        if code == "zj" {
          try log.addBook()
        } else {
          try log.addPayment("2026-01-记-0001", book: code)
        }
      }
    }
  }

  @Test func `sums that do not fit are told`() throws {
    #expect(throws: EvidenceError.self) {
      try Self.derive { log in
        for number in 1...2 {
          try log.addPayment("2026-01-记-000\(number)", amount: "92233720368547758.07")
        }
      }
    }
  }

  @Test func `books have folders of their own`() throws {
    let output = try Self.derive { log in
      try log.addBook("ZJ")
      try log.addBook("-x")
    }
    let folders = output.files.keys.filter { $0.hasSuffix("/balances.csv") }.sorted()
    #expect(
      folders == ["2.ZJ", "3.-x", "zj"].map { "data/csv/\($0)/balances.csv" }
    )
  }
}
