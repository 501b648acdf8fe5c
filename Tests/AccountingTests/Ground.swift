import Accounting
import Findings
import Quantities
import Testing

/// A small chart and its people, on which the tests of the room stand.
enum Ground {
  static let chart = ChartOfAccounts(
    table(
      """
      1002 银行存款 借 asset financial 0
      100201 先投专户 借 asset financial 1
      100202 补偿专户 借 asset financial 1
      1221 其他应收款 借 asset financial 0
      122101 先投项目款 借 asset financial 1 project
      2711 专项应付款 贷 liability financial 1
      3001 累计盈余 贷 net_assets financial 1
      6301 利息收入 贷 income financial 1
      6601 业务支出 借 expense financial 1 project
      7001 预算收入 贷 income budget 1
      7201 预算支出 借 expense budget 1
      8001 资金结存 借 asset budget 1
      8201 预算结转 贷 net_assets budget 1
      """
    )
  )

  static let directory: DimensionDirectory = {
    var directory = DimensionDirectory()
    for number in 1...4 {
      directory.add(
        DimensionValue(kind: .project, code: "P00\(number)", name: "示例项目\(number)")
      )
    }
    return directory
  }()

  static let signatures = Signatures(preparedBy: "张敏", reviewedBy: "王磊", approvedBy: "刘芳")

  static func ledger(start: String = "2025-01") throws -> InMemoryLedger {
    let book = Book(code: "001", name: "示例账套", startPeriod: try period(start))
    return InMemoryLedger(book: try #require(book), chart: chart, directory: directory)
  }

  static func period(_ text: String) throws -> FiscalPeriod {
    try #require(FiscalPeriod(iso: text))
  }

  static func code(_ text: String) throws -> AccountCode { try #require(AccountCode(text)) }

  /// A voucher from lines such as `122101 借 300000.00 P001`.
  static func voucher(
    _ date: String,
    _ lines: [String],
    word: VoucherWord = .general
  ) throws -> Voucher {
    Voucher(
      date: try #require(CivilDate(iso: date)),
      word: word,
      postings: try lines.map { line in
        let parts = line.split(separator: " ").map(String.init)
        return Posting(
          summary: "测试",
          account: try code(parts[0]),
          side: parts[1] == "借" ? .debit : .credit,
          amount: try #require(Fen(canonical: parts[2])),
          dimensions: parts.count > 3 ? Dimensions([(.project, parts[3])]) : .none
        )
      }
    )
  }

  private static func table(_ text: String) -> [Account] {
    text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " ").map(String.init)
      guard let code = AccountCode(parts[0]), let element = Element(rawValue: parts[3]),
        let aspect = Aspect(rawValue: parts[4])
      else { return nil }
      return Account(
        code: code,
        name: parts[1],
        normalSide: parts[2] == "借" ? .debit : .credit,
        element: element,
        aspect: aspect,
        isLeaf: parts[5] == "1",
        requiredDimensions: parts.count > 6 ? [.project] : []
      )
    }
  }
}

/// SplitMix64: the same seed gives the same run everywhere.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// The codes of what an operation refuses; empty when it is accepted.
func refusal(_ operation: () throws -> Void) -> [FindingCode] {
  do {
    try operation()
    return []
  } catch let findings as Findings {
    return findings.list.map(\.code)
  } catch {
    Issue.record(error)
    return []
  }
}
