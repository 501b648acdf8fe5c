import Accounting
import Quantities
import Reports
import Testing

/// A small ledger of January and February 2025 that the books of the tests are printed from.
enum Sample {
  static let directory: DimensionDirectory = {
    var directory = DimensionDirectory()
    directory.add(DimensionValue(kind: .project, code: "P001", name: "钙钛矿"))
    directory.add(DimensionValue(kind: .project, code: "P002", name: "𬭎材料"))
    directory.add(DimensionValue(kind: .custodian, code: "SOE1", name: "科创集团"))
    return directory
  }()

  static func code(_ text: String) throws -> AccountCode { try #require(AccountCode(text)) }

  static func account(
    _ code: String,
    _ name: String,
    _ side: Side = .debit,
    _ element: Element = .asset,
    isLeaf: Bool = true
  ) throws -> Account {
    Account(
      code: try self.code(code),
      name: name,
      normalSide: side,
      element: element,
      isLeaf: isLeaf
    )
  }

  static func chart() throws -> ChartOfAccounts {
    ChartOfAccounts([
      try account("1002", "银行存款", isLeaf: false), try account("100201", "先投专户"),
      try account("100202", "补偿专户"), try account("122101", "先投项目款"),
      try account("2711", "专项应付款", .credit, .liability),
    ])
  }

  static func masthead() throws -> Masthead {
    let start = try #require(FiscalPeriod(iso: "2025-01"))
    return Masthead(book: try #require(Book(code: "001", name: "示例新区", startPeriod: start)))
  }

  static func posting(
    _ summary: String,
    _ code: String,
    _ side: Side,
    _ amount: String,
    _ dimensions: [(DimensionKind, String)] = []
  ) throws -> Posting {
    Posting(
      summary: summary,
      account: try self.code(code),
      side: side,
      amount: try #require(Fen(canonical: amount)),
      dimensions: Dimensions(dimensions)
    )
  }

  static func ledger() throws -> InMemoryLedger {
    var ledger = InMemoryLedger(
      book: try masthead().book,
      chart: try chart(),
      directory: directory
    )
    let days = ["2025-01-05", "2025-01-20", "2025-02-10"]
    let lines = [
      [
        try posting("收到专项资金", "100201", .debit, "1000000.00"),
        try posting("收到专项资金", "2711", .credit, "1000000.00"),
      ],
      [
        try posting("拨付首笔", "122101", .debit, "300000.00", [(.project, "P001")]),
        try posting("拨付首笔", "122101", .debit, "200000.50", [(.project, "P002")]),
        try posting("拨付首笔", "100201", .credit, "500000.50"),
      ],
      [
        try posting("=SUM(A1)\t\"甲\",乙", "122101", .debit, "50000.00", [(.project, "P002")]),
        try posting("追加", "100202", .credit, "50000.00"),
      ],
    ]
    for (day, postings) in zip(days, lines) {
      let date = try #require(CivilDate(iso: day))
      try ledger.post(
        Voucher(date: date, attachments: 2, postings: postings),
        signatures: Signatures(preparedBy: "张敏", reviewedBy: "王磊", approvedBy: "刘芳"),
        postedBy: "何伟"
      )
    }
    return ledger
  }

  static func range(_ text: String) throws -> PeriodRange { try #require(PeriodRange(text)) }
}
