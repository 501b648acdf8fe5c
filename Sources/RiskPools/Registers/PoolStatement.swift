import Accounting
public import Quantities

/// A document with what it moved, as records hold both (台账记录).
public struct PoolEntry: Hashable, Sendable {
  /// The document.
  public let document: PoolDocument
  /// The amounts by name.
  public let figures: [PoolMeasure: Fen]

  /// Creates an entry.
  public init(_ document: PoolDocument, _ figures: [PoolMeasure: Fen]) {
    self.document = document
    self.figures = figures
  }

  /// Creates an entry of what a pool has just taken.
  /// - Throws: ``Overflow`` when the parts of one amount do not fit together.
  public init(_ document: PoolDocument, _ change: PoolChange) throws(Overflow) {
    var figures: [PoolMeasure: Fen] = [:]
    for (measure, amount) in change.figures.amounts { figures[measure] = try Fen(sum: amount) }
    self.init(document, figures)
  }

  /// What came in under each name, and what went out.
  var flows: [PoolFlow: Int128] {
    figures.reduce(into: [:]) { flows, figure in
      if let flow = figure.key.flow { flows[flow, default: 0] += Int128(figure.value.rawValue) }
    }
  }

  /// What came in less what went out.
  var net: Int128 { flows.reduce(0) { $1.key.isIncome ? $0 + $1.value : $0 - $1.value } }
}

/// What came into a pool and went out of it between two days (资金收支表).
///
/// Opening and all that came in, less all that went out, is the closing; that is what the bank has
/// to show.
public struct PoolStatement: Hashable, Sendable {
  /// The first day.
  public let from: CivilDate
  /// The last day.
  public let to: CivilDate
  /// The account; `nil` for all of them.
  public let account: String?
  /// What was there before the first day.
  public let opening: Int128
  /// What came in and went out, by name; zero where nothing did.
  public let flows: [PoolFlow: Int128]
  /// What came from the other accounts, less what went to them; zero for all of them together.
  public let transferred: Int128
  /// What is there after the last day.
  public let closing: Int128

  /// Adds documents up, in any order.
  ///
  /// - Parameters:
  ///   - entries: the documents with what they moved.
  ///   - pool: the pool after them, which knows from which account a claim was paid.
  ///   - from: the first day.
  ///   - to: the last day.
  ///   - account: the account; `nil` for all of them.
  public init(
    _ entries: some Sequence<PoolEntry>,
    of pool: Pool,
    from: CivilDate,
    to: CivilDate,
    account: String? = nil
  ) {
    var opening: Int128 = 0
    var flows = Dictionary(uniqueKeysWithValues: PoolFlow.allCases.map { ($0, Int128(0)) })
    var transferred: Int128 = 0
    for entry in entries where entry.document.head.date <= to {
      let isBefore = entry.document.head.date < from
      if case .accountTransfer(let transfer) = entry.document.event, let account {
        let amount = Int128(transfer.amount.rawValue)
        let net = (transfer.to == account ? amount : 0) - (transfer.from == account ? amount : 0)
        if isBefore { opening += net } else { transferred += net }
        continue
      }
      if case .closing(let closing) = entry.document.event {
        let payouts = closing.payouts.filter { account == nil || $0.account == account }
        let sum = Fen.sum(payouts.map(\.amount))
        if isBefore { opening -= sum } else { flows[.payouts, default: 0] += sum }
        continue
      }
      guard account == nil || entry.document.account(in: pool) == account else { continue }
      if isBefore {
        opening += entry.net
      } else {
        for (flow, amount) in entry.flows { flows[flow, default: 0] += amount }
      }
    }
    self.from = from
    self.to = to
    self.account = account
    self.opening = opening
    self.flows = flows
    self.transferred = transferred
    closing = flows.reduce(opening + transferred) {
      $1.key.isIncome ? $0 + $1.value : $0 - $1.value
    }
  }
}

extension PoolDocument {
  /// The account on which the document moves money; `nil` when it moves none, or on several.
  public func account(in pool: Pool) -> String? {
    switch event {
    case .fundingReceived(let funding), .topUpReceived(let funding): funding.account
    case .interestReceived(let interest): interest.account
    case .feePaid(let fee): fee.account
    case .treasuryPaid(let payment): payment.account
    case .claimPaid(let payment):
      pool.claims[payment.claim]?.payments.first { $0.document == head.number }?.account
    case .overpaymentReturned(let payment): payment.account
    case .recoveryReceived(let receipt): receipt.account
    case .recoveryPassedOn(let passage): pool.recoveries[passage.recovery]?.account
    case .schemeAdopted, .topUpApproved, .accountTransfer, .loanEnrolled, .balanceReported,
      .loanOverdue, .loanClassified, .loanTriggered, .loanExtended, .loanSettled, .claimFiled,
      .claimChecked, .claimDecided, .claimsApproved, .claimRefused, .overpaymentFound,
      .writeOffDecided, .breakerReviewed, .breakerResumed, .closing:
      nil
    }
  }
}
