import Findings
import InvestFirst
import Policies
import Quantities
import Reports
import RiskPools

extension PolicyCheck: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    var findings: [Finding] = []
    var open: [String] = []
    var warnings: [Finding] = []
    for file in files {
      do throws(Failure) {
        let paths = try session.document(file, .policy) { (document) throws(Findings) in
          try PolicyCheck.open(document, file, &warnings)
        }
        open += files.count == 1 ? paths : paths.map { "\(System.name(of: file)): \($0)" }
      } catch {
        guard !error.findings.isEmpty else { throw error }
        findings += error.findings
      }
    }
    let paths = JSON.array(open.map { .string($0) })
    guard findings.isEmpty else {
      var failure = Failure(findings + warnings)
      failure.result = [.init("ok", .bool(false)), .init("open", paths)]
      throw failure
    }
    let told = JSON.array(warnings.map { $0.json(session.language) })
    try session.warn(warnings)
    try session.print(["ok": .bool(true), "open": paths, "findings": told]) {
      let checked = Phrase("检查通过", "no errors").text(in: session.language)
      if open.isEmpty { return [checked] }
      let title = Phrase("\(checked), 未定参数 \(open.count) 项:", "\(checked), \(open.count) open:")
      return [title.text(in: session.language)] + open.map { "  " + $0 }
    }
  }

  /// Reads a policy of any kind.
  /// - Returns: what it leaves open.
  private static func open(
    _ document: Document,
    _ file: String,
    _ warnings: inout [Finding]
  ) throws(Findings) -> [String] {
    switch document.policyKind {
    case .investFirst, nil: return try InvestFirstPolicy(document).openPaths
    case .riskPool:
      warnings += try Scheme(document).warnings.map { $0.about(file) }
      return document.openPaths
    }
  }
}

/// The values of a policy (政策参数表).
private struct PolicyReport: Report {
  let document: Document
  let title: String

  var table: Table {
    var table = Table(
      title: Phrase(title, title),
      remarks: [],
      columns: [
        .init(Phrase("参数", "Field"), .text), .init(Phrase("名称", "Name"), .text),
        .init(Phrase("取值", "Value"), .text), .init(Phrase("依据", "Clause"), .text),
        .init(Phrase("可信", "Mark"), .text),
      ]
    )
    for line in document.lines {
      let value: Table.Cell =
        line.isOpen ? .phrase(Phrase("未定", "open")) : .text(PolicyReport.shown(line))
      table.add([
        .text(line.path), .phrase(FieldNames.name(of: line.field)), value,
        .text(line.provision.clause), .text(line.provision.mark?.rawValue ?? ""),
      ])
    }
    return table
  }

  var json: JSON {
    let values = document.lines.map { line -> JSON in
      [
        "path": .string(line.path), "name": .string(FieldNames.name(of: line.field).chinese),
        "value": .string(line.value), "clause": .string(line.provision.clause),
        "mark": .optional(line.provision.mark?.rawValue), "open": .bool(line.isOpen),
      ]
    }
    return ["values": .array(values)]
  }

  /// Shares as percentages and fen as yuan; everything else as it is written.
  private static func shown(_ line: PolicyLine) -> String {
    guard let number = Int64(canonical: line.value) else { return line.value }
    if line.field.hasSuffix("_ppm") || line.field.hasSuffix("ppm_by_month") {
      return "\(PPM(number))"
    }
    return line.field.hasSuffix("_fen") ? "\(Fen(number))" : line.value
  }
}

extension PolicyShow: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let report = try session.document(file, .policy) { (document) throws(Findings) in
      PolicyReport(document: document, title: document.root["policy_id"]?.text ?? file)
    }
    try session.show(report)
  }
}

extension PolicyDiff: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let before = try session.document(old, .policy) { (document) throws(Findings) in document }
    let after = try session.document(new, .policy) { (document) throws(Findings) in document }
    let differences = PolicyDifference.between(before, after)
    try session.show(DifferenceReport(differences: differences))
    if !differences.isEmpty { throw Failure(silent: .differences) }
  }
}

/// Where two policies differ (政策差异表).
private struct DifferenceReport: Report {
  let differences: [PolicyDifference]

  var table: Table {
    var table = Table(
      title: Phrase("政策差异", "Differences"),
      remarks: [],
      columns: [
        .init(Phrase("参数", "Field"), .text), .init(Phrase("原", "Old"), .text),
        .init(Phrase("新", "New"), .text),
      ]
    )
    for difference in differences {
      table.add([
        .text(difference.path), .text(difference.old ?? ""), .text(difference.new ?? ""),
      ])
    }
    return table
  }

  var json: JSON {
    let rows = differences.map { difference -> JSON in
      [
        "path": .string(difference.path), "old": .optional(difference.old),
        "new": .optional(difference.new),
      ]
    }
    return ["differences": .array(rows)]
  }
}
