import Findings
import InvestFirst
import Policies
import Quantities
import Registers
import Reports
import Store

extension ProjectAlerts: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let day = try session.day(on)
    let alerts = try session.registers { (snapshot) throws(RegisterError) in
      let policy = try AdoptedRules(snapshot).newestPolicy()
      return Alert.all(try snapshot.soundProjects(), policy: policy, on: day)
    }
    try session.show(AlertReport(alerts: alerts, date: day, language: session.language))
  }
}

extension ProjectTargets: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let day = try session.day(on)
    let progress = try session.registers { (snapshot) throws(RegisterError) in
      let targets = try AdoptedRules(snapshot).targets()
      return try targets?.progress(of: snapshot.soundProjects(), on: day)
    }
    guard let progress else {
      let kind = session.language.term("adopted", "targets")
      throw Failure(.subjectMissing, ["kind": kind, "value": ""])
    }
    try session.show(TargetReport(progress: progress, date: day))
  }
}

extension LedgerSnapshot {
  /// The projects whose documents follow the rules.
  fileprivate func soundProjects() throws(RegisterError) -> [Project] {
    try allProjects().compactMap(\.project)
  }
}

/// What somebody should look at (提醒).
private struct AlertReport: Report {
  let alerts: [Alert]
  let date: CivilDate
  let language: Language

  var table: Table {
    var table = Table(
      title: Phrase("提醒", "Alerts"),
      remarks: [Phrase("\(date)", "\(date)"), Phrase("\(alerts.count) 项", "\(alerts.count)")],
      columns: [
        .init(Phrase("事项", "Kind"), .text), .init(Phrase("项目", "Project"), .text),
        .init(Phrase("日期", "Due"), .date), .init(Phrase("金额", "Amount"), .money),
        .init(Phrase("内容", "Subject"), .text),
      ]
    )
    for alert in alerts {
      table.add([
        .text(language.term("alert", alert.kind.rawValue)), .text(alert.project),
        .date(alert.due), alert.amount.map { .amount($0) } ?? .empty, .text(alert.subject),
      ])
    }
    return table
  }

  var json: JSON {
    let rows = alerts.map { alert -> JSON in
      [
        "kind": .string(alert.kind.rawValue), "project": .string(alert.project),
        "due": .string("\(alert.due)"), "amount": alert.amount.map(JSON.amount) ?? .null,
        "subject": .string(alert.subject),
      ]
    }
    return ["date": .string("\(date)"), "alerts": .array(rows)]
  }
}

/// How far the targets are (目标进度).
private struct TargetReport: Report {
  let progress: [TargetSet.Progress]
  let date: CivilDate

  var table: Table {
    var table = Table(
      title: Phrase("目标进度", "Targets"),
      remarks: [Phrase("\(date)", "\(date)")],
      columns: [
        .init(Phrase("目标", "Target"), .text), .init(Phrase("应达到", "Goal"), .text),
        .init(Phrase("已达到", "Reached"), .text), .init(Phrase("承载区", "Zones"), .text),
        .init(Phrase("依据", "Clause"), .text), .init(Phrase("可信", "Mark"), .text),
      ]
    )
    for line in progress {
      let target = line.target
      let zones = line.byZone.sorted { $0.key < $1.key }
        .map { "\($0.key) \(target.shown($0.value))" }
      table.add([
        .text(target.title), .text(target.shown(Int128(target.goal))),
        .text(target.shown(line.reached)), .text(zones.joined(separator: ", ")),
        .text(target.clause), .text(target.mark?.rawValue ?? ""),
      ])
    }
    return table
  }

  var json: JSON {
    let rows = progress.map { line -> JSON in
      let target = line.target
      let zones = line.byZone.sorted { $0.key < $1.key }
        .map { JSON.Member($0.key, .string(target.plain($0.value))) }
      return [
        "target": .string(target.code), "title": .string(target.title),
        "goal": .string(target.plain(Int128(target.goal))),
        "reached": .string(target.plain(line.reached)), "is_reached": .bool(line.isReached),
        "by_zone": .object(zones),
      ]
    }
    return ["date": .string("\(date)"), "targets": .array(rows)]
  }
}

extension TargetSet.Target {
  private var isMoney: Bool {
    switch measure {
    case .projects: false
    case .outputInAll, .outputInYear: true
    }
  }

  /// A number of the target as people read it.
  fileprivate func shown(_ number: Int128) -> String {
    isMoney ? Fen.grouped(number) : "\(number)"
  }

  /// A number of the target as programs read it.
  fileprivate func plain(_ number: Int128) -> String {
    isMoney ? Fen.yuan(number) : "\(number)"
  }
}
