import Accounting
public import Quantities

/// A project's life on one page (一页纸时间线): what stands, rents summed up by year.
public struct Timeline: Sendable {
  /// The approval first, then in the order of time.
  public let points: [Point]

  /// One thing that happened.
  public struct Point: Hashable, Sendable {
    /// The day; the last one of a year's rents.
    public let date: CivilDate
    /// What happened; `nil` for the approval.
    public let kind: ProjectEvent.Kind?
    /// The number of the document, of the last one where there are several.
    public let document: String
    /// How many documents it stands for.
    public let count: Int
    /// The amount that matters; `nil` where none does.
    public let amount: Int128?
    /// A word that says more, for example a stage, a holder or a reason; may be empty.
    public let word: String
  }

  /// The timeline of a file.
  public init(_ file: ProjectFile) {
    var points = [
      Point(
        date: file.opening.date,
        kind: nil,
        document: file.opening.number,
        count: 1,
        amount: Int128(file.approval.amount.rawValue),
        word: file.approval.zone
      )
    ]
    for entry in file.standing() {
      let point = Point(
        date: entry.date,
        kind: entry.document.event.kind,
        document: entry.number,
        count: 1,
        amount: entry.mainAmount,
        word: entry.word
      )
      let same = points.lastIndex { point.joins($0) }
      if let same {
        points[same] = points[same].adding(point)
      } else {
        points.append(point)
      }
    }
    self.points = points
  }
}

extension Timeline.Point {
  /// Whether this is one more month of rent of the same year.
  fileprivate func joins(_ other: Timeline.Point) -> Bool {
    let isRent = kind == .rentAccrued || kind == .rentSettled || kind == .rentWaived
    return isRent && kind == other.kind && date.period.year == other.date.period.year
  }

  fileprivate func adding(_ later: Timeline.Point) -> Timeline.Point {
    Timeline.Point(
      date: later.date,
      kind: kind,
      document: later.document,
      count: count + 1,
      amount: (amount ?? 0) + (later.amount ?? 0),
      word: word
    )
  }
}

extension ProjectFile.Entry {
  /// The amount that matters most about the document.
  fileprivate var mainAmount: Int128? {
    let amount: Fen? =
      switch document.event {
      case .tranche(let tranche): tranche.amount
      case .rentAccrued(let rent), .rentSettled(let rent), .rentWaived(let rent): rent.amount
      case .conversion(let conversion): conversion.used
      case .dividendDeclared(let dividend), .dividendReceived(let dividend): dividend.amount
      case .laterRound(let round): round.cash
      case .pledge(let pledge): pledge.capital
      case .exitPriced(let price): price.price
      case .exitPaid(let payment): payment.amount
      case .repayment: self[.price]
      case .moneyReturned(let money): try? money.principal.adding(money.gain)
      case .clawback(let clawback): clawback.amount
      case .writeOffDecided, .release: self[.loss]
      case .appraisal(let appraisal): appraisal.value
      case .output(let report): report.amount
      case .reward(let reward): reward.amount
      case .exposure(let exposure): exposure.amount
      case .recovery(let recovery): recovery.amount
      case .contract, .stage, .milestone, .lease, .acceptance, .trigger, .custodySet,
        .custodyMoved, .custodyConfirmed, .pledgeReleased, .exitCalledOff, .stop, .writeOffReview,
        .closing, .correction, .deadlineExtended, .exposureEnded, .commitment:
        nil
      }
    return amount.map { Int128($0.rawValue) }
  }

  /// The word that says more.
  fileprivate var word: String {
    switch document.event {
    case .contract(let contract): contract.policy
    case .stage(let reached): reached.stage.rawValue
    case .tranche(let tranche): "\(tranche.number)"
    case .milestone(let review): "\(review.tranche) \(review.isPassed)"
    case .trigger(let trigger): trigger.note.isEmpty ? trigger.kind.rawValue : trigger.note
    case .conversion(let conversion): conversion.holder
    case .custodySet(let custody): custody.holder
    case .custodyMoved(let move): move.to
    case .exitPriced(let price): price.way.rawValue
    case .moneyReturned(let money): money.to.rawValue
    case .stop(let stop): stop.reason
    case .writeOffDecided(let decision): decision.outcome.rawValue
    case .output(let report): "\(report.year)"
    case .reward(let reward): reward.payee
    case .deadlineExtended(let extended): "\(extended.until)"
    default: ""
    }
  }
}
