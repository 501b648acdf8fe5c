import Accounting
import Findings
import Quantities
import Registers
import Reports
import RiskPools
import Store

extension PoolCheckCommand: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let (file, day) = try session.poolFile(report)
    let excluded = try self.exclude.map { path throws(Failure) in
      try session.firms(in: path)
    }
    let code = file.pool.code
    let findings = try session.registers { (snapshot) throws(RegisterError) in
      let register = PoolRegister(snapshot)
      var elsewhere: [String: String] = [:]
      for other in try register.codes() where other != code {
        for loan in try register.pool(other).loans.keys { elsewhere[loan] = other }
      }
      return try file.findings(asOf: day, excluded: excluded ?? [], elsewhere: elsewhere)
    }
    let report = PoolFindingReport(
      pool: code,
      findings: findings,
      day: day,
      language: session.language
    )
    try session.show(report, self.report.output)
    if !findings.isEmpty { throw Failure(silent: .differences) }
  }
}

extension Session {
  /// The names in a file, one a line.
  fileprivate func firms(in path: String) throws(Failure) -> Set<String> {
    let text = String(decoding: try bytes(of: path), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      line.split { $0.isWhitespace || $0 == "\u{FEFF}" }.joined(separator: " ")
    }
    return Set(lines.filter { !$0.isEmpty })
  }
}

/// What the auditors' tests found, with the documents behind it (审计疑点表).
private struct PoolFindingReport: Report {
  let pool: String
  let findings: [PoolFinding]
  let day: CivilDate
  let language: Language

  var table: Table {
    var table = Table(
      title: Phrase("审计检查 \(pool)", "Auditors' tests of \(pool)"),
      remarks: [
        .through(day),
        Phrase(
          "\(PoolTest.allCases.count) 项检查, \(findings.count) 个疑点",
          "\(PoolTest.allCases.count) tests, \(findings.count) findings"
        ),
      ],
      columns: [
        .init(Phrase("检查", "Test"), .text), .init(Phrase("对象", "Subject"), .text),
        .init(Phrase("数字", "Figures"), .text), .init(Phrase("单据", "Documents"), .text),
      ]
    )
    for finding in findings {
      let figures = finding.figures.sorted { $0.key < $1.key }.map { key, value in
        "\(language.term("check_figure", key)) \(value)"
      }
      table.add([
        .text(language.term("pool_test", finding.test.rawValue)), .text(finding.subject),
        .text(figures.joined(separator: "; ")),
        .text(finding.documents.joined(separator: " ")),
      ])
    }
    return table
  }

  var json: JSON {
    let list = findings.map { finding -> JSON in
      let figures = finding.figures.sorted { $0.key < $1.key }
        .map { JSON.Member($0.key, .string($0.value)) }
      return [
        "test": .string(finding.test.rawValue), "subject": .string(finding.subject),
        "documents": .array(finding.documents.map { .string($0) }), "figures": .object(figures),
      ]
    }
    return [
      "pool": .string(pool), "date": .string("\(day)"),
      "tests": .array(PoolTest.allCases.map { .string($0.rawValue) }), "findings": .array(list),
    ]
  }
}
