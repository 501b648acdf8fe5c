import Findings
import Foundation
import Interchange
import Quantities
import Testing

/// Every file of `Examples/three-years/dirty` against `expected.json`.
struct DirtyFilesTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let file: String
    let outcome: String
    let rows: Int
    let findings: [String]
    var testDescription: String { file }
  }

  static let cases: [Case] = {
    guard let all = try? Samples.json("dirty/expected.json") as? [String: [String: Any]] else {
      return []
    }
    return all.map { file, expected in
      let findings = (expected["findings"] as? [[String: Any]] ?? []).map {
        "\($0["code"] ?? "") \($0["row"] ?? "") \($0["column"] ?? "")"
      }
      return Case(
        file: file,
        outcome: expected["outcome"] as? String ?? "",
        rows: expected["rows_accepted"] as? Int ?? -1,
        findings: findings
      )
    }
    .sorted { $0.file < $1.file }
  }()

  @Test func `there are sixty-two of them`() { #expect(DirtyFilesTests.cases.count == 62) }

  @Test(arguments: cases)
  func `gives the listed outcome and findings`(_ expected: Case) throws {
    let source = try Samples.source("dirty/\(expected.file)")
    let summary = try VoucherImport.summary(source)
    let found = summary.findings.map { "\($0.code.rawValue) \($0.row ?? 0) \($0.column)" }
    #expect(found == expected.findings)
    #expect(summary.outcome.rawValue == expected.outcome)
    if expected.outcome == "accept" || expected.outcome == "warn" {
      #expect(summary.rows == expected.rows)
    }
  }

  @Test func `the three years are 350 vouchers that balance`() throws {
    let summary = try VoucherImport.summary(
      Samples.source("clean/vouchers.csv"),
      isPosting: true,
      context: MemoryBook.empty()
    )
    #expect(summary.outcome == .accept)
    #expect(summary.vouchers == 350)
    #expect(summary.rows == 1_460)
    #expect(Fen.yuan(summary.debit) == "518570592.79")
    #expect(summary.credit == summary.debit)
  }
}
