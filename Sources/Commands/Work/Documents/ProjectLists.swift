import Accounting
import InvestFirst
import Quantities
import Registers
import Reports
import Store

/// The projects with where each is in its life and where its money is (项目台账).
struct ProjectListReport: Report {
  /// The projects; `nil` for one whose history does not follow the rules.
  let projects: [(code: String, project: Project?)]
  let language: Language

  var table: Table {
    var table = Table(
      title: Phrase("项目台账", "Projects"),
      remarks: [Phrase("\(projects.count) 个", "\(projects.count)"), Phrase("单位:元", "CNY yuan")],
      columns: [
        .init(Phrase("项目", "Project"), .text), .init(Phrase("状态", "State"), .text),
        .init(Phrase("承载区", "Zone"), .text), .init(Phrase("批准", "Approved"), .money),
        .init(Phrase("已拨付", "Paid"), .money), .init(Phrase("先投权利", "Right"), .money),
        .init(Phrase("代持", "Holder"), .text), .init(Phrase("股比", "Share"), .text),
        .init(Phrase("成本", "Cost"), .money), .init(Phrase("待上缴", "Due"), .money),
      ]
    )
    for (code, project) in projects {
      guard let project else {
        table.add(
          [.text(code), .phrase(Phrase("历史台账不合规则", "history against the rules"))]
            + Array(repeating: .empty, count: 8)
        )
        continue
      }
      table.add([
        .text(code), .text(language.term("project_state", project.state.rawValue)),
        .text(project.approval.zone), .amount(project.approval.amount),
        .amount(project.tranches.paid), .money(project.right.left),
        .text(project.holding?.holder ?? ""), .text(project.fundShare),
        .amount(project.holding?.cost ?? .zero), .money(project.dueTotal),
      ])
    }
    return table
  }

  var json: JSON {
    let rows = projects.map { code, project -> JSON in
      guard let project else { return ["project": .string(code), "state": .null] }
      return [
        "project": .string(code), "state": .string(project.state.rawValue),
        "zone": .string(project.approval.zone), "stage": .string(project.approval.stage),
        "approved": .amount(project.approval.amount), "paid": .amount(project.tranches.paid),
        "right": .string(Fen.yuan(project.right.left)),
        "holder": .optional(project.holding?.holder),
        "cost": .amount(project.holding?.cost ?? .zero),
        "due": .string(Fen.yuan(project.dueTotal)),
      ]
    }
    return ["projects": .array(rows)]
  }
}

extension Project {
  /// The fund's share; empty before the conversion.
  var fundShare: String {
    guard holding != nil, let share = try? PPM(nearest: owners.share(of: .fund)) else { return "" }
    return "\(share)"
  }

  /// What came in and has not gone on.
  var dueTotal: Int128 { Int128(due.principal.rawValue) + Int128(due.gain.rawValue) }
}

extension LedgerSnapshot {
  /// All projects, or all as they were at the end of a day.
  ///
  /// `nil` stands for one that was not approved yet, or whose history does not follow the rules.
  func allProjects(
    asOf day: CivilDate? = nil
  ) throws(RegisterError) -> [(code: String, project: Project?)] {
    let register = ProjectRegister(self)
    let codes = try RegisterError.stored { () throws(StoreError) in
      try subjects(.project).map(\.subject)
    }
    return try codes.map { code throws(RegisterError) in
      do throws(RegisterError) { return (code, try register.project(code, asOf: day)) } catch {
        guard case .refused = error else { throw error }
        return (code, nil)
      }
    }
  }
}

extension ProjectList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let projects = try session.registers { (snapshot) throws(RegisterError) in
      try snapshot.allProjects()
    }
    try session.show(ProjectListReport(projects: projects, language: session.language))
  }
}

extension CustodyList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let projects = try session.registers { (snapshot) throws(RegisterError) in
      try snapshot.allProjects()
    }
    let held = projects.compactMap { code, project in project.flatMap { $0.held(as: code) } }
    try session.show(CustodyReport(holdings: held.sorted { $0.order < $1.order }))
  }
}

/// Equity in custody, one row a project.
struct HeldEquity {
  let project: String
  let holding: Holding
  let share: String

  /// By holder, then by project.
  var order: String { "\(holding.holder)\u{0}\(project)" }
}

extension Project {
  fileprivate func held(as code: String) -> HeldEquity? {
    holding.map { HeldEquity(project: code, holding: $0, share: fundShare) }
  }
}

/// What each holder holds (代持台账).
private struct CustodyReport: Report {
  let holdings: [HeldEquity]

  var table: Table {
    var table = Table(
      title: Phrase("代持台账", "Holdings"),
      remarks: [Phrase("\(holdings.count) 笔", "\(holdings.count)"), Phrase("单位:元", "CNY yuan")],
      columns: [
        .init(Phrase("代持单位", "Holder"), .text), .init(Phrase("项目", "Project"), .text),
        .init(Phrase("股本", "Capital"), .money), .init(Phrase("股比", "Share"), .text),
        .init(Phrase("成本", "Cost"), .money), .init(Phrase("质押股本", "Pledged"), .money),
        .init(Phrase("确认", "Confirmed"), .text),
      ]
    )
    for held in holdings {
      let holding = held.holding
      table.add([
        .text(holding.holder), .text(held.project), .amount(holding.capital), .text(held.share),
        .amount(holding.cost), .money(Int128(holding.capital.rawValue) - holding.free),
        .phrase(holding.isConfirmed ? Phrase("已确认", "yes") : Phrase("未确认", "no")),
      ])
    }
    return table
  }

  var json: JSON {
    let rows = holdings.map { held -> JSON in
      let holding = held.holding
      return [
        "holder": .string(holding.holder), "project": .string(held.project),
        "capital": .amount(holding.capital), "share": .string(held.share),
        "cost": .amount(holding.cost), "free": .string(Fen.yuan(holding.free)),
        "confirmed": .bool(holding.isConfirmed),
      ]
    }
    return ["holdings": .array(rows)]
  }
}
