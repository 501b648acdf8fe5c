import Findings
import Policies
import Quantities

/// What each row says happened.
extension HistoryMapping {
  mutating func take(_ row: StageRow) {
    let origin = History.Origin(table: .stages, row: row.row)
    // 转股, 退出 and 核销 are what the other tables say.
    if ["转股", "退出", "核销"].contains(row.stage) { return }
    guard let stage = HistoryMapping.stages[row.stage] else {
      return refuse(row.stage, "阶段", among: HistoryMapping.stages.keys, origin)
    }
    let number = number("\(row.project)-\(row.stage)")
    add(.stage(StageReached(stage)), number, row.date, .stage, row.project, origin)
  }

  mutating func take(_ row: TrancheRow) {
    let origin = History.Origin(table: .tranches, row: row.row)
    let demanded = terms.policy.count.tranches.value?.map(\.evidence) ?? []
    add(
      .tranche(Tranche(number: row.number, amount: row.amount)),
      row.document.isEmpty ? "\(row.project)-拨\(row.number)" : row.document,
      row.date,
      .instalment(row.number),
      row.project,
      origin,
      papers: demanded.indices.contains(row.number - 1) ? demanded[row.number - 1] : []
    )
  }

  mutating func take(_ row: MilestoneRow) {
    let origin = History.Origin(table: .milestones, row: row.row)
    guard let isPassed = HistoryMapping.results[row.result] else {
      return refuse(row.result, "结论", among: HistoryMapping.results.keys, origin)
    }
    let number = number("\(row.project)-检\(row.tranche)")
    let review = MilestoneReview(tranche: row.tranche, isPassed: isPassed)
    // The review of an instalment comes after it and before the next one.
    add(.milestone(review), number, row.date, .instalment(row.tranche), row.project, origin)
  }

  mutating func take(_ row: RentRow) {
    let origin = History.Origin(table: .rents, row: row.row)
    guard let place = place(row.project, origin) else { return }
    guard let counts = HistoryMapping.treatments[row.treatment] else {
      return refuse(row.treatment, "口径", among: HistoryMapping.treatments.keys, origin)
    }
    let weight = self[place].contract.weights[.rent] ?? .zero
    if counts != (weight > .zero) {
      let agreed = ["range": HistoryMapping.treatments.first { $0.value != counts }?.key ?? ""]
      return note(
        Finding(.fieldValue, column: "口径", value: row.treatment, arguments: agreed),
        origin
      )
    }
    let rent = RentMonth(lease: HistoryMapping.leaseCode, month: row.month, amount: row.amount)
    let number = "\(row.project)-租\(row.month)"
    add(.rentAccrued(rent), "\(number)-提", row.paidOn, .rent, row.project, origin)
    add(.rentSettled(rent), "\(number)-付", row.paidOn, .rent, row.project, origin)
  }

  mutating func take(_ row: ConversionRow) {
    let origin = History.Origin(table: .conversions, row: row.row)
    guard let place = place(row.project, origin) else { return }
    // The table has no registered capital: one yuan of value stands for one of it.
    guard let rest = try? row.postMoney.subtracting(row.principal) else {
      return note(Finding(.overflow, column: "投后估值", value: "\(row.postMoney)"), origin)
    }
    let agreed = self[place].contract.triggers
    let meant = HistoryMapping.triggers[row.trigger] ?? .founderRequest
    // What was agreed then had other words than the policy; they are kept.
    let kind = agreed.isEmpty || agreed.contains(meant) ? meant : agreed[0]
    let trigger = TriggerMet(kind, note: row.trigger)
    let number = "\(row.document)-触发"
    add(.trigger(trigger), number, row.date, .conversion, row.project, origin)
    let conversion = ConversionDone(
      used: row.principal,
      capitalToFund: row.principal,
      others: CapTable([.founders: rest]),
      holder: row.holder
    )
    add(.conversion(conversion), row.document, row.date, .conversion, row.project, origin)
    self[place].isConverted = true
  }

  mutating func take(_ row: CustodyRow) {
    let origin = History.Origin(table: .custody, row: row.row)
    let event: ProjectEvent
    switch row.reason {
    case "设立代持": event = .custodySet(CustodySet(holder: row.to))
    case "代持变更": event = .custodyMoved(CustodyMove(from: row.from, to: row.to))
    default: return refuse(row.reason, "事由", among: ["设立代持", "代持变更"], origin)
    }
    add(event, row.document, row.date, .custody, row.project, origin)
  }

  mutating func take(_ row: DividendRow) {
    let origin = History.Origin(table: .dividends, row: row.row)
    let (number, project) = (row.document, row.project)
    let dividend = Dividend(declaration: number, amount: row.amount)
    add(.dividendDeclared(dividend), number, row.declaredOn, .dividend, project, origin)
    let receipt = "\(number)-到账"
    add(.dividendReceived(dividend), receipt, row.receivedOn, .dividend, project, origin)
  }

  mutating func take(_ row: ExitRow) {
    let origin = History.Origin(table: .exits, row: row.row)
    let (number, project) = (row.document, row.project)
    guard let gain = try? row.price.subtracting(row.cost) else {
      return note(Finding(.overflow, column: "成交价", value: "\(row.price)"), origin)
    }
    if row.way == "返还" {
      let repayment = Repayment(principal: row.cost, gain: gain)
      return add(.repayment(repayment), number, row.date, .exit, project, origin)
    }
    guard let way = HistoryMapping.ways[row.way] else {
      return refuse(row.way, "方式", among: Array(HistoryMapping.ways.keys) + ["返还"], origin)
    }
    let price = ExitPrice(way: way, capital: row.cost, price: row.price)
    add(.exitPriced(price), "\(number)-价", row.date, .exit, project, origin)
    add(.exitPaid(ExitPayment(amount: row.price)), number, row.date, .exit, project, origin)
  }

  mutating func take(_ row: WriteOffRow) {
    let origin = History.Origin(table: .writeOffs, row: row.row)
    guard let place = place(row.project, origin) else { return }
    guard let outcome = HistoryMapping.outcomes[row.outcome] else {
      return refuse(row.outcome, "容错认定", among: HistoryMapping.outcomes.keys, origin)
    }
    let (number, date, project) = (row.document, row.date, row.project)
    if !self[place].isConverted {
      let stop = Stop(reason: row.reason)
      add(.stop(stop), "\(number)-终止", date, .loss, project, origin)
    }
    add(.writeOffReview, "\(number)-审查", date, .loss, project, origin)
    let decision = WriteOff(isApproved: true, recovered: row.recovered, outcome: outcome)
    add(
      .writeOffDecided(decision),
      number,
      date,
      .loss,
      project,
      origin,
      papers: self[place].contract.writeOffEvidence,
      balance: row.balance
    )
  }

  // MARK: Words

  private static let stages: [String: ProjectStage] = [
    "研发": .research, "概念验证": .conceptProof, "小试": .smallTrial, "中试": .pilot,
    "产业化": .industry,
  ]
  private static let results = ["通过": true, "整改后通过": true, "不通过": false, "未通过": false]
  private static let treatments = ["计入先投": true, "纯补贴": false]
  private static let triggers: [String: ConversionTerms.Trigger.Kind] = [
    "完成市场化股权融资": .externalRound, "被产业方提出并购意向": .externalRound,
    "年营业收入达到约定值": .revenue, "约定投入期满且里程碑全部通过": .milestone,
    "启动股份制改造": .milestone,
  ]
  private static let ways: [String: ExitTerms.Way] = [
    "回购": .founderBuyback, "转让": .holderTransfer, "挂牌": .exchangeListing, "上市": .ipo,
    "并购": .merger, "清算": .liquidation,
  ]
  private static let outcomes: [String: Tolerance.Outcome] = [
    "尽职免责": .exempt, "部分追责": .partly, "部分免责": .partly, "移交纪检": .notCovered,
    "不予免责": .notCovered,
  ]
}
