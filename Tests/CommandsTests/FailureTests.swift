import Findings
import Reports
import Testing

@testable import Commands

@Suite struct FailureTests {
  @Test(arguments: [
    (FailureCode.usage, ExitCode.usage), (.commandUnknown, .usage), (.answerNeeded, .usage),
    (.answerWrong, .usage), (.settings, .usage), (.bookUnnamed, .usage), (.setAmbiguous, .usage),
    (.userUnnamed, .usage), (.templateUnknown, .notFound), (.fileMissing, .notFound),
    (.fileExists, .conflict), (.fileRead, .failed), (.fileWrite, .failed), (.diskFull, .failed),
    (.outputEncoding, .failed), (.notALedger, .failed), (.ledgerNewer, .failed),
    (.ledgerOlder, .failed), (.ledgerCorrupt, .failed), (.ledgerReadOnly, .failed),
    (.ledgerBusy, .busy), (.subjectMissing, .notFound), (.verification, .verifyFailed),
    (.policyOpen, .policy), (.differences, .differences), (.interrupted, .interrupted),
    (.bug, .bug), (.keyMissing, .notFound), (.keyFile, .data), (.keyExposed, .denied),
    (.keyPassword, .denied), (.passwordNeeded, .usage), (.passwordEmpty, .data), (.signer, .failed),
  ])
  func `a failure has its exit code`(_ code: FailureCode, _ exit: ExitCode) {
    #expect(Failure(code).exit == exit)
  }

  @Test func `the exit codes are those that scripts rely on`() {
    #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 70, 130])
  }

  @Test(arguments: [
    ([FindingCode.unbalanced], ExitCode.data, "E-UNBALANCED"),
    ([.normCase, .summaryEmpty], .data, "E-SUMMARY-EMPTY"),
    ([.unbalanced, .periodClosed], .conflict, "E-PERIOD-CLOSED"),
    ([.reversedAlready, .unbalanced], .data, "E-UNBALANCED"),
    ([.voucherUnknown], .notFound, "E-VOUCHER-UNKNOWN"),
    ([.separationOfDuties], .denied, "E-SOD"),
    ([.keyReused], .conflict, "E-KEY-REUSED"),
  ])
  func `findings decide the exit code`(_ codes: [FindingCode], _ exit: ExitCode, _ code: String) {
    let failure = Failure(codes.map { Finding($0) })
    #expect(failure.exit == exit)
    #expect(failure.code == code)
  }

  @Test func `a number that a posted voucher has is a conflict, one twice in a file is not`() {
    let inLedger = Finding(.voucherDuplicate, value: "记-0001", arguments: ["where": "ledger"])
    let inFile = Finding(.voucherDuplicate, value: "记-0001", arguments: ["where": "file"])
    #expect(Failure([inLedger]).exit == .conflict)
    #expect(Failure([inFile]).exit == .data)
    #expect(Failure([inLedger, inFile]).exit == .data)
    #expect(Failure(Findings(inFile), exit: .conflict).exit == .conflict)
  }

  @Test func `people get every finding and a summary`() {
    let failure = Failure([
      Finding(.summaryEmpty, row: 2, column: "摘要"),
      Finding(.normCase, row: 3, column: "项目", value: "p051", arguments: ["result": "P051"]),
    ])
    #expect(
      failure.lines(.chinese) == [
        "E-SUMMARY-EMPTY 第 2 行 摘要: 摘要不能为空 (请填写摘要)",
        "W-NORM-CASE 第 3 行 项目: p051 已按 P051 处理",
        "检查未通过: 1 个错误, 1 个警告; 未写入任何数据",
      ]
    )
  }

  @Test func `programs get one object`() {
    var failure = Failure([Finding(.summaryEmpty, row: 2, column: "摘要", value: "\t\"")])
    failure.result = [.init("outcome", "reject"), .init("rows", .integer(4))]
    #expect(
      failure.json(.english).text
        == #"{"outcome":"reject","rows":4,"error":{"code":"E-SUMMARY-EMPTY","#
        + #""message":"the summary is empty (say what the line is about)"},"#
        + #""findings":[{"code":"E-SUMMARY-EMPTY","severity":"error","row":2,"column":"摘要","#
        + #""value":"\t\"","message":"the summary is empty (say what the line is about)"}]}"#
    )
    #expect(
      Failure(.ledgerBusy).json(.chinese).text
        == #"{"error":{"code":"E-BUSY","message":"账本正由另一个程序写入 (请稍后重试)"},"findings":[]}"#
    )
  }
}
