import Accounting
import Findings
import Policies
import Quantities

/// One document on its way into a project: the guards, the change and what it moves.
struct Transition {
  let document: ProjectDocument
  var project: Project
  var movement = Movement()
  var trace: [Step] = []
  var findings: [Finding]

  init(_ project: Project, _ document: ProjectDocument) {
    self.project = project
    self.document = document
    findings = document.head.findings
  }

  /// The transition after every guard.
  /// - Throws: everything that is wrong.
  consuming func run() throws(Findings) -> Transition {
    checkHead()
    let kind = document.event.kind
    if project.state.next.contains(kind) {
      do throws(Overflow) { try take(document.event) } catch { findings.append(Finding(.overflow)) }
    } else {
      refuseOrder(kind, next: project.state.next)
    }
    if !findings.isEmpty { throw Findings(findings) }
    project.lastDate = document.head.date
    project.numbers.insert(document.head.number)
    if document.event.kind != .correction {
      project.past.append(.init(document: document, figures: movement))
    }
    return self
  }

  private mutating func checkHead() {
    let head = document.head
    if project.numbers.contains(head.number) {
      findings.append(Finding(.documentDuplicate, column: "number", value: head.number))
    }
    if head.date < project.lastDate {
      let earlier = ["earlier": "\(project.lastDate)"]
      findings.append(
        Finding(.dateOrder, column: "date", value: "\(head.date)", arguments: earlier)
      )
    }
  }

  private mutating func take(_ event: ProjectEvent) throws(Overflow) {
    switch event {
    case .contract(let contract): sign(contract)
    case .stage(let reached): reach(reached.stage)
    case .tranche(let tranche): try pay(tranche)
    case .milestone(let review): take(review)
    case .lease(let lease): add(lease)
    case .rentAccrued(let rent): try accrue(rent)
    case .rentSettled(let rent): try settle(rent)
    case .rentWaived(let rent): try waive(rent)
    case .acceptance: project.state = .accepted
    case .trigger(let trigger): take(trigger)
    case .conversion(let conversion): try convert(conversion)
    case .custodySet(let custody): set(custody)
    case .custodyMoved(let move): take(move)
    case .custodyConfirmed: project.holding?.isConfirmed = true
    case .dividendDeclared(let dividend): declare(dividend)
    case .dividendReceived(let dividend): try receive(dividend)
    case .laterRound(let round): try take(round)
    case .pledge(let pledge): take(pledge)
    case .pledgeReleased(let release): take(release)
    case .exitPriced(let price): try take(price)
    case .exitCalledOff: callOff()
    case .exitPaid(let payment): try take(payment)
    case .repayment(let repayment): try take(repayment)
    case .moneyReturned(let money): try take(money)
    case .stop(let stop): take(stop)
    case .clawback(let clawback): try take(clawback)
    case .writeOffReview: project.state = .writeOffReview
    case .writeOffDecided(let decision): try take(decision)
    case .release: try release()
    case .closing: close()
    case .correction(let correction): takeBack(correction)
    case .deadlineExtended(let extended): extend(extended)
    case .appraisal(let appraisal): take(appraisal)
    case .output(let report): take(report)
    case .reward(let reward): try take(reward)
    case .exposure(let exposure): take(exposure)
    case .exposureEnded(let end): take(end)
    case .commitment(let commitment): take(commitment)
    case .recovery(let recovery): try take(recovery)
    }
  }

  // MARK: What several guards share

  mutating func refuseOrder(_ kind: ProjectEvent.Kind, next: [ProjectEvent.Kind]) {
    let way = next.map(\.rawValue).joined(separator: "|")
    findings.append(
      Finding(
        .eventOrder,
        value: kind.rawValue,
        arguments: ["state": project.state.rawValue, "next": way]
      )
    )
  }

  /// Demands an amount above zero, or zero too.
  mutating func demand(_ amount: Fen, _ column: String, orZero: Bool = false) {
    guard amount < .zero || amount == .zero && !orZero else { return }
    let range = orZero ? "≥ 0.00" : "> 0.00"
    findings.append(
      Finding(.fieldValue, column: column, value: "\(amount)", arguments: ["range": range])
    )
  }

  /// Demands no more than there is.
  mutating func demand(_ amount: Fen, _ column: String, atMost available: Int128) {
    guard Int128(amount.rawValue) > available else { return }
    let found = ["available": Fen.yuan(available)]
    findings.append(
      Finding(.exceeds, column: column, value: "\(amount)", arguments: found)
    )
  }

  /// Demands papers by their names.
  mutating func demand(papers names: [String]) {
    let there = Set(document.head.evidence.map(\.name))
    for name in names where !there.contains(name) {
      findings.append(
        Finding(.evidenceMissing, column: "evidence", arguments: ["evidence": name])
      )
    }
  }

  /// Demands that no rent waits for payment or waiver.
  mutating func demandRentsDone() {
    for rent in project.openRents {
      let found = ["lease": rent.lease, "month": "\(rent.month)"]
      findings.append(Finding(.rentOpen, column: "rent", value: "\(rent.amount)", arguments: found))
    }
  }

  /// Demands one of the sources that the policy names, if it names any.
  mutating func demand(source: String) {
    let known = project.contract?.sources ?? [:]
    if known.isEmpty || known[source] != nil { return }
    let choices = ["choices": known.keys.sorted().joined(separator: "|")]
    findings.append(
      Finding(.valueUnknown, column: "source", value: source, arguments: choices)
    )
  }

  /// How much of an amount counts.
  func counted(_ amount: Fen, _ kind: SupportKind) throws(Overflow) -> Fen {
    let weight = project.contract?.weights[kind] ?? .zero
    return try Fen(try Ratio(amount).multiplied(by: weight.ratio), .halfUp)
  }

  /// Takes an amount out of the right and names its parts.
  @discardableResult
  mutating func useRight(
    _ amount: Fen,
    where isAllowed: (Entitlement.Slice) -> Bool = { _ in true }
  ) throws(Overflow) -> [Disbursement] {
    guard findings.isEmpty, amount > .zero else { return [] }
    let before = project.right.left
    let parts = project.right.use(amount, where: isAllowed)
    movement[.cost] = try movement[.cost].adding(amount)
    movement[.principal] = try Fen(sum: parts.principal)
    movement[.rent] = try Fen(sum: parts.rent)
    movement[.rentInKind] = try Fen(sum: parts.inKind)
    trace.append(
      Step(
        "先投权利",
        formula: "按各笔余额比例转出, 最大余数法",
        [
          "转出前": Fen.yuan(before), "项目款": movement[.principal], "租金": movement[.rent],
          "未补偿租金": movement[.rentInKind],
        ],
        value: amount
      )
    )
    return parts.payments
  }
}

extension Fen {
  /// The difference.
  func subtracting(_ other: Fen) throws(Overflow) -> Fen { try adding(try other.negated()) }
}
