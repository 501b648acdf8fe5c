import Accounting
import Quantities
import Testing

@testable import Commands

@Suite struct ReadTests {
  @Test(arguments: ["2025-12", "2025", "2025Q4", "2025-01..2025-12"])
  func `reads periods`(_ text: String) throws { _ = try Read.periods(text) }

  @Test func `reads what people write`() throws {
    #expect(try Read.roles("maker,chief") == [.maker, .chief])
    #expect(try Read.levels("1-2") == 1...2)
    #expect(try Read.levels("3") == 3...3)
    #expect(try Read.reference("D-000123") == .draft(123))
    let number = try #require(VoucherNumber("2025-12-记-0002"))
    #expect(try Read.reference("2025-12-记-0002") == .posted(set: nil, number))
    #expect(try Read.reference("001/2025-12-记-0002") == .posted(set: "001", number))
    #expect(try Read.amounts("1000.00..") == AmountRange(least: Fen(100_000), most: nil))
    #expect(try Read.dimension("项目=P043") == DimensionOption(kind: "项目", value: "P043"))
    let line = try Read.line("122101:300000.00:项目=P045,部门=D1")
    #expect(line.amount == Fen(30_000_000) && line.dimensions.map(\.value) == ["P045", "D1"])
    #expect(try Read.word("posted") == VoucherState.posted)
  }

  @Test(arguments: [
    "period 2025-13", "period 2025", "periods 2025-12..2025-01", "periods 2025Q5",
    "date 2026-02-30",
    "date 2026/1/8", "account 12.01", "accounts 1222..1221", "roles maker,boss", "roles maker,",
    "levels 0", "levels 2-1", "reference D-", "reference D-0", "reference D-1x", "reference 记-0002",
    "reference /2025-12-记-0002", "amounts 100", "amounts ..", "amounts 2.00..1.00", "dimension 项目",
    "dimension =P1", "dimension 项目=", "line 122101", "line 122101:1", "line 122101:1.00:项目",
    "count 0", "count x",
  ])
  func `refuses other spellings and shows the right one`(_ words: String) throws {
    let halves = words.split(separator: " ")
    let (kind, text) = (halves[0], String(halves[1]))
    let readers: [Substring: (String) throws -> Any] = [
      "period": Read.period, "periods": Read.periods, "date": Read.date, "account": Read.account,
      "accounts": Read.accounts, "roles": Read.roles, "levels": Read.levels,
      "reference": Read.reference, "amounts": Read.amounts, "dimension": Read.dimension,
      "line": Read.line, "count": Read.count,
    ]
    let reader = try #require(readers[kind])
    let refusal = #expect(throws: Read.Unexpected.self) { try reader(text) }
    #expect(refusal?.description.isEmpty == false)
  }
}
