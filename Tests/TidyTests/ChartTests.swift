import Testing

/// The charts that come with the program, read as plainly as possible: no quotes but one list.
@Suite struct ChartTests {
  private func rows(_ path: String) throws -> [[String]] {
    try Repository.text(path).split(separator: "\n").dropFirst().map { line in
      var quoted = false
      return line.split(omittingEmptySubsequences: false) { character in
        if character == "\"" { quoted.toggle() }
        return character == "," && !quoted
      }.map(String.init)
    }
  }

  @Test func `the fund's chart is a tree in which only the ends are leaves`() throws {
    let rows = try rows("charts/fund.csv")
    let codes = rows.map { $0[0] }
    #expect(Set(codes).count == codes.count)
    for row in rows {
      #expect(row.count == 7, "\(row)")
      let hasBelow = codes.contains { $0 != row[0] && $0.hasPrefix(row[0]) }
      #expect(hasBelow == (row[4] == "0"), "\(row[0])")
    }
  }

  @Test func `the fund's chart holds the example's accounts unchanged`() throws {
    let fund = try rows("charts/fund.csv").filter { $0[6] == "财务会计" }.map { Array($0.dropLast()) }
    let example = try rows("Examples/three-years/clean/accounts.csv")
    #expect(fund == example)
    #expect(example.count == 25)
  }

  @Test(arguments: ["财务会计", "预算会计", "备查", "已承诺"])
  func `every aspect has accounts on both sides`(aspect: String) throws {
    let leaves = try rows("charts/fund.csv").filter { $0[6] == aspect && $0[4] == "1" }
    #expect(Set(leaves.map { $0[2] }) == ["借", "贷"])
  }
}
