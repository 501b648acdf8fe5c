import Accounting
import CanonicalJSON
import Findings
import Policies
import Quantities
import Testing

@testable import InvestFirst

@Suite struct RegisterTests {
  /// A random life with everything that was recorded, corrections too.
  private static func live(_ seed: UInt64) throws -> (project: Project, file: ProjectFile) {
    var life = RandomLife(seed)
    // Few lives come as far as equity by chance.
    var project =
      seed % 2 == 0
      ? try Life.Story.held().project
      : try Project(
        Approval(project: "P001", amount: Fen(200_000_000)),
        Life.head("0", try Sample.date("2024-01-01"))
      )
    var entries = ProjectFile(project).entries
    for step in 100...200 {
      guard let kind = life.next(project) else { break }
      let date = project.lastDate.adding(days: Int32(life.random.below(20)))
      let document = ProjectDocument(
        Life.head("\(step)", date, kind),
        try life.event(kind, project)
      )
      guard let transition = try? Transition(project, document).run() else { continue }
      project = transition.project
      let figures = transition.movement.amounts
      entries.append(.init(document, figures: figures, vouchers: ["记-\(step)"]))
    }
    let file = ProjectFile(
      approval: project.approval,
      opening: project.opening,
      entries: entries
    )
    return (project, file)
  }

  /// Folding what was recorded says the same as living it.
  @Test func `registers agree with the projects of random lives`() throws {
    var corrected = 0
    for seed in UInt64(1)...120 {
      let (project, file) = try Self.live(seed)
      let ledger = ProjectLedger(file)
      let (now, control) = (ledger.closing, project.control)
      let held = Int128(project.holding?.cost.rawValue ?? 0)
      #expect(now.right == project.right.left && now.held == held, "seed \(seed)")
      #expect(now.returned == control.returned && now.lost == control.lost, "seed \(seed)")
      #expect(now.gains == control.gains && now.counted == control.counted, "seed \(seed)")
      let due = [project.due.principal, project.due.gain].map { Int128($0.rawValue) }
      #expect([now.principalDue, now.gainDue] == due, "seed \(seed)")
      #expect(file.standing().map(\.number) == project.past.map(\.document.head.number))
      let custody = CustodyRegister([file]).lines.first
      let capital = project.state == .converted ? nil : project.holding?.capital
      #expect(custody?.capital == capital, "seed \(seed)")
      #expect(custody.map(\.holder) == (capital == nil ? nil : project.holding?.holder))
      let owners = CapTableRegister(file)
      #expect(owners.lines.last?.owners ?? CapTable() == project.owners, "seed \(seed)")
      let open = RentCalendar([file]).months.filter { $0.open != 0 }
      #expect(Fen.sum(project.openRents.map(\.amount)) == open.reduce(0) { $0 + $1.open })
      let sources = SourceRegister([project]).lines
      #expect(sources.reduce(0) { $0 + $1.right } == project.right.left, "seed \(seed)")
      #expect(sources.reduce(0) { $0 + $1.balance.paid } == now.paid, "seed \(seed)")
      let others = ExposureRegister([file]).lines.first?.others.map(\.code) ?? []
      #expect(others.sorted() == project.exposures.keys.sorted(), "seed \(seed)")
      corrected += file.takenBack.count
    }
    #expect(corrected > 50)
  }

  /// The tables of the example as registers: counts and sums of the fund's own controls.
  @Test func `the example's registers have its counts and sums`() throws {
    let history = try ThreeYears.history(try ThreeYears().tables)
    let files = history.projects.compactMap { $0.project.map { ProjectFile($0) } }
    let exits = ExitRegister(files)
    #expect(
      Dictionary(grouping: exits.lines, by: \.way).mapValues(\.count) == [
        .founderBuyback: 8, .holderTransfer: 8, nil: 8,
      ]
    )
    let losses = LossRegister(files).lines
    #expect(
      losses.map(\.loss).map(\.description).sorted() == [
        "1200000.00", "1674504.00", "2373000.00", "2481000.00", "706305.60",
      ]
    )
    #expect(CustodyRegister(files).moves.count == 23)
    let costs = CustodyRegister(files).costs
    #expect(costs == ["SOE1": 1_140_000_000, "SOE2": 810_510_000])
    let rents = RentCalendar(files).months
    #expect(rents.count == 684 && rents.allSatisfy { $0.open == 0 })
    #expect(Timeline(files[0]).points.map(\.document).first == "P001-立项")
    let years = Timeline(files[1]).points.filter { $0.kind == .rentSettled }.map(\.count)
    #expect(years == [11, 12, 1])
  }

  @Test func `losses stand against the limits as they were on a day`() throws {
    let history = try ThreeYears.history(try ThreeYears().tables)
    let files = history.projects.compactMap { life in
      life.project.map { project in
        let old = life.approval
        return ProjectFile(
          approval: Approval(
            project: old.project,
            zone: old.zone,
            stage: "seed",
            amount: old.amount
          ),
          opening: project.opening,
          entries: ProjectFile(project).entries
        )
      }
    }
    func snapshot(_ day: String) throws -> ToleranceSnapshot {
      try ToleranceSnapshot(files, policy: try Life.policy(), on: try Sample.date(day))
    }
    let early = try snapshot("2024-07-01")
    #expect(early.classes.map(\.lost.description) == ["1674504.00"])
    #expect(early.figures.projects.map(\.id) == ["P007"])
    let late = try snapshot("2025-12-31")
    #expect(late.figures.projects.count == 5 && late.figures.limits.allSatisfy(\.within))
    #expect(late.figures.projects.filter { $0.outcome == .notCovered }.map(\.id) == ["P031"])
    #expect(late.json["limits"] != nil && early.json != late.json)
  }

  @Test func `money that went on is told by where it went`() throws {
    var story = try Life.Story.begun()
    let back = Repayment(principal: Life.fen("400000.00"), gain: Life.fen("10000.00"))
    try story.take(.repayment(back))
    try story.take(.stop(Stop(reason: "团队解散")))
    let (pool, treasury) = (CycleTerms.PrincipalTo.pool, CycleTerms.PrincipalTo.treasury)
    let rolled = MoneyReturn(principal: Life.fen("300000.00"), gain: .zero, to: pool)
    try story.take(.moneyReturned(rolled))
    let handed = Life.fen("100000.00")
    let gain = Life.fen("10000.00")
    try story.take(.moneyReturned(MoneyReturn(principal: handed, gain: gain, to: treasury)))
    let register = ReturnRegister([ProjectFile(story.project)])
    #expect(register.total(to: pool) == (30_000_000, 0))
    #expect(register.total(to: treasury) == (10_000_000, 1_000_000))
    #expect(story.project.rolled == 30_000_000)
  }
}
