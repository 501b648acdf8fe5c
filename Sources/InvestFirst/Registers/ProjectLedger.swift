import Quantities

/// The ledger of one project (项目台账): every document with the balances after it.
public struct ProjectLedger: Sendable {
  /// The lines, in the order in which documents were recorded.
  public let lines: [Line]
  /// The balances after the last line.
  public let closing: Balances

  /// One document.
  public struct Line: Sendable {
    /// The document with its amounts and vouchers.
    public let entry: ProjectFile.Entry
    /// Whether it was taken back later.
    public let isTakenBack: Bool
    /// What it changed; a correction changes what its document did, the other way round.
    public let change: Balances
    /// The balances after it.
    public let after: Balances
  }

  /// Where the money of a project is (余额).
  public struct Balances: Hashable, Sendable {
    /// What was paid, whether it counts or not.
    public internal(set) var paid = Int128(0)
    /// The right that is not used up (先投权利).
    public internal(set) var right = Int128(0)
    /// What the equity cost (持股成本).
    public internal(set) var held = Int128(0)
    /// The principal that came back.
    public internal(set) var returned = Int128(0)
    /// The gains and dividends that came in.
    public internal(set) var gains = Int128(0)
    /// What was lost.
    public internal(set) var lost = Int128(0)
    /// What counts no more because rent was waived.
    public internal(set) var withdrawn = Int128(0)
    /// The principal that came in and has not gone on.
    public internal(set) var principalDue = Int128(0)
    /// The gain that came in and has not gone on.
    public internal(set) var gainDue = Int128(0)
    /// What was paid as rewards.
    public internal(set) var rewards = Int128(0)

    /// What counted so far, wherever it is now.
    public var counted: Int128 { right + held + returned + lost + withdrawn }

    /// The sum, or with `sign` −1 the difference.
    func adding(_ other: Balances, sign: Int128 = 1) -> Balances {
      var sum = self
      sum.paid += sign * other.paid
      sum.right += sign * other.right
      sum.held += sign * other.held
      sum.returned += sign * other.returned
      sum.gains += sign * other.gains
      sum.lost += sign * other.lost
      sum.withdrawn += sign * other.withdrawn
      sum.principalDue += sign * other.principalDue
      sum.gainDue += sign * other.gainDue
      sum.rewards += sign * other.rewards
      return sum
    }
  }

  /// The ledger of a file.
  public init(_ file: ProjectFile) {
    let gone = file.takenBack
    var changes: [String: Balances] = [:]
    var balances = Balances()
    lines = file.entries.map { entry in
      var change = entry.change
      if case .correction(let correction) = entry.document.event {
        change = Balances().adding(changes[correction.of] ?? Balances(), sign: -1)
      }
      changes[entry.number] = change
      balances = balances.adding(change)
      let isTakenBack = gone.contains(entry.number)
      return Line(entry: entry, isTakenBack: isTakenBack, change: change, after: balances)
    }
    closing = balances
  }
}

extension ProjectFile.Entry {
  /// What the document did to the balances.
  var change: ProjectLedger.Balances {
    var change = ProjectLedger.Balances()
    switch document.event {
    case .tranche:
      change.paid = wide(.paid)
      change.right = wide(.principal)
    case .rentAccrued: change.right = wide(.rent)
    case .rentSettled: change.paid = wide(.paid)
    case .rentWaived:
      change.right = -wide(.withdrawn)
      change.withdrawn = wide(.withdrawn)
    case .conversion:
      change.right = -wide(.cost)
      change.held = wide(.cost)
    case .laterRound:
      change.paid = wide(.paid)
      change.held = wide(.cost)
    case .dividendReceived:
      change.gains = wide(.dividend)
      change.gainDue = wide(.dividend)
    case .exitPaid:
      change.held = -wide(.cost)
      comeBack(&change)
    case .repayment, .clawback:
      change.right = -wide(.cost)
      comeBack(&change)
    case .writeOffDecided:
      change.right = wide(.heldCost) - wide(.cost)
      change.held = -wide(.heldCost)
      comeBack(&change)
    case .release:
      change.right = -wide(.loss)
      change.lost = wide(.loss)
    case .recovery:
      change.returned = wide(.recovered)
      change.lost = -wide(.recovered)
      change.principalDue = wide(.recovered)
    case .moneyReturned(let money):
      change.principalDue = -Int128(money.principal.rawValue)
      change.gainDue = -Int128(money.gain.rawValue)
    case .reward: change.rewards = wide(.reward)
    case .contract, .stage, .milestone, .lease, .acceptance, .trigger, .custodySet, .custodyMoved,
      .custodyConfirmed, .dividendDeclared, .pledge, .pledgeReleased, .exitPriced, .exitCalledOff,
      .stop, .writeOffReview, .closing, .correction, .deadlineExtended, .appraisal, .output,
      .exposure, .exposureEnded, .commitment:
      break
    }
    return change
  }

  /// Costs of sale and the founders' part come out of the price: first of the gain.
  private func comeBack(_ change: inout ProjectLedger.Balances) {
    change.returned = wide(.returned)
    change.gains = wide(.gain)
    change.lost = wide(.loss)
    let net = wide(.price) - wide(.fees) - wide(.concession)
    change.principalDue = min(net, wide(.cost))
    change.gainDue = net - change.principalDue
  }
}
