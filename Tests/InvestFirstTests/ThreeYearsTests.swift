import Accounting
import Findings
import Foundation
import Quantities
import Testing

@testable import InvestFirst

@Suite struct ThreeYearsTests {
  private static func chart() throws -> ChartOfAccounts {
    ChartOfAccounts(
      try ThreeYears.table("charts/fund.csv").compactMap { row in
        guard let code = AccountCode(row["科目编码"] ?? ""), let name = row["科目名称"] else {
          return nil
        }
        let kinds = (row["辅助核算"] ?? "").split(separator: ",")
          .compactMap { name in DimensionKind.standard.first { $0.name == name } }
        return Account(
          code: code,
          name: name,
          normalSide: row["余额方向"] == "借" ? .debit : .credit,
          element: Element(impliedBy: code) ?? .asset,
          aspect: row["核算面"] == "备查" ? .control : .financial,
          isLeaf: row["是否末级"] == "1",
          requiredDimensions: kinds
        )
      }
    )
  }

  private static func expected() throws -> [String: String] {
    let bytes = try Life.file("Examples/three-years/expected/aux_balances_2025-12-31.json")
    return try JSONDecoder().decode([String: String].self, from: Data(bytes))
  }

  /// The example's tables booked as documents reach the balances by project that its vouchers do.
  @Test func `the business tables book themselves to the expected balances`() throws {
    let (templates, chart) = (try Life.templates(), try Self.chart())
    let history = try ThreeYears.history(try ThreeYears().tables)
    #expect(history.findings == [])
    var directory = DimensionDirectory()
    for life in history.projects {
      let code = life.approval.project
      directory.add(DimensionValue(kind: .project, code: code, name: code))
    }
    for code in ["SOE1", "SOE2"] {
      directory.add(DimensionValue(kind: .custodian, code: code, name: code))
    }
    var balances: [String: Int128] = [:]
    var vouchers = 0
    for life in history.projects {
      var project = try Project(life.approval, life.head)
      for entry in life.documents {
        let proposal = try project.propose(
          entry.document,
          templates: templates,
          roles: [.unit, .control]
        )
        project = proposal.project
        #expect(project.isBalanced, "\(entry.document.head.number)")
        for entry in proposal.entries {
          _ = try JournalEntry(entry.voucher, chart: chart, directory: directory)
          vouchers += 1
          for posting in entry.voucher.postings {
            balances[Self.key(posting), default: 0] += posting.signed
          }
        }
      }
      let right = balances["D01 项目=\(life.approval.project)"] ?? 0
      #expect(right == project.right.left, "\(life.approval.project)")
    }
    let ours = balances.filter { key, sum in
      sum != 0 && ["122101", "122102", "151101"].contains(String(key.prefix(6)))
    }
    #expect(ours.mapValues { Fen.yuan($0) } == (try Self.expected()))
    #expect(vouchers > 2 * 684)
  }

  private static func key(_ posting: Posting) -> String {
    let tags = [(DimensionKind.custodian, "代持单位"), (.project, "项目")]
      .compactMap { kind, name in posting.dimensions[kind].map { " \(name)=\($0)" } }
    return posting.account.text + tags.joined()
  }
}
