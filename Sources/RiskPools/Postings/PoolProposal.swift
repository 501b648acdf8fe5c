public import Accounting
public import Policies
import Findings
import Quantities

/// What a document would do (方案): nothing is written until somebody takes it.
public struct PoolProposal: Sendable {
  /// The pool after it.
  public let pool: Pool
  /// What it moves, and what a person should look at.
  public let change: PoolChange
  /// The vouchers, one for each book that it touches.
  public let entries: [PoolVoucher]
  /// How the figures and vouchers came about.
  public let trace: [Step]
}

/// A voucher for the book of one role.
public struct PoolVoucher: Hashable, Sendable {
  /// Whose book.
  public let role: PoolRole
  /// The voucher.
  public let voucher: Voucher
  /// How sure the account of each line is, in their order.
  public let marks: [Certainty?]
}

extension Pool {
  /// What a document would do to the pool and its books.
  ///
  /// - Parameters:
  ///   - document: the document.
  ///   - templates: how events are booked.
  ///   - roles: the roles whose books are kept here.
  ///   - steps: how the facts of the document were computed.
  /// - Returns: the pool after the document, its vouchers and the steps to them.
  /// - Throws: every guard that is broken; the values and accounts that are still open.
  public func propose(
    _ document: PoolDocument,
    templates: PoolPostings,
    roles: Set<PoolRole>,
    explained steps: [Step] = []
  ) throws(Refusal) -> PoolProposal {
    var pool = self
    let change = try pool.take(document)
    let entries = try templates.entries(for: change.figures, document, pool: code, roles)
    let booked = entries.map { entry in
      Step(
        "分录",
        clause: templates.template(for: document.event.kind, entry.role)?.source ?? "",
        formula: "\(entry.role.rawValue) × \(document.event.kind.rawValue)",
        ["模板": templates.id],
        value: entry.voucher.postings.count
      )
    }
    return PoolProposal(
      pool: pool,
      change: change,
      entries: entries,
      trace: steps + change.trace + booked
    )
  }
}

extension PoolPostings {
  /// The vouchers of what a document moved.
  ///
  /// - Parameters:
  ///   - figures: what moved.
  ///   - document: the document.
  ///   - pool: the pool's code, which every line names.
  ///   - roles: the roles whose books are kept here.
  /// - Returns: one voucher for each role whose book it touches.
  /// - Throws: the accounts that are still open.
  public func entries(
    for figures: PoolMovement,
    _ document: PoolDocument,
    pool: String,
    _ roles: Set<PoolRole>
  ) throws(Refusal) -> [PoolVoucher] {
    var entries: [PoolVoucher] = []
    for role in PoolRole.allCases where roles.contains(role) {
      guard let template = template(for: document.event.kind, role),
        let entry = try template.entry(figures, document, pool)
      else { continue }
      entries.append(entry)
    }
    return entries
  }
}

extension PoolPostings.Template {
  /// The voucher; `nil` when nothing of what the template books has moved.
  fileprivate func entry(
    _ figures: PoolMovement,
    _ document: PoolDocument,
    _ pool: String
  ) throws(Refusal) -> PoolVoucher? {
    let head = document.head
    var needs = Needs()
    var postings: [Posting] = []
    var marks: [Certainty?] = []
    for line in lines {
      for group in try line.groups(figures) {
        guard let account = needs.take(line.account) else { continue }
        postings.append(
          Posting(
            summary: [line.summary, document.event.subject].filter { !$0.isEmpty }
              .joined(separator: " "),
            account: account,
            side: line.side,
            amount: group.amount,
            dimensions: group.dimensions,
            reference: head.number
          )
        )
        marks.append(line.account.provision.mark)
      }
    }
    try needs.check()
    guard !postings.isEmpty else { return nil }
    let voucher = Voucher(
      date: head.date,
      attachments: head.evidence.count,
      postings: postings
    )
    return PoolVoucher(role: role, voucher: voucher, marks: marks)
  }
}

extension PoolPostings.Line {
  /// The amounts of the line: one for all parts with the same details.
  fileprivate func groups(
    _ figures: PoolMovement
  ) throws(Refusal) -> [(dimensions: Dimensions, amount: Fen)] {
    var order: [Dimensions] = []
    var sums: [Dimensions: Int128] = [:]
    for part in figures.parts where part.measure == measure {
      var dimensions = Dimensions()
      if details.contains(.bank) { dimensions[.bank] = part.bank }
      if details.contains(.funder) { dimensions[.fundSource] = part.funder }
      if sums[dimensions] == nil { order.append(dimensions) }
      sums[dimensions, default: 0] += Int128(part.amount.rawValue)
    }
    return try exactly { () throws(Overflow) in
      var groups: [(dimensions: Dimensions, amount: Fen)] = []
      for dimensions in order { groups.append((dimensions, try Fen(sum: sums[dimensions] ?? 0))) }
      return groups
    }
  }
}

extension PoolEvent {
  /// What the event is about, by its number or name; empty when it concerns the whole pool.
  public var subject: String {
    switch self {
    case .fundingReceived(let funding), .topUpReceived(let funding): funding.funder
    case .topUpApproved(let topUp): topUp.funder
    case .interestReceived(let interest): interest.account
    case .feePaid(let fee): fee.reason
    case .loanEnrolled(let enrolment): enrolment.loan.id ?? ""
    case .balanceReported(let report): report.bank
    case .loanOverdue(let overdue): overdue.loan
    case .loanClassified(let classification): classification.loan
    case .loanTriggered(let trigger): trigger.loan
    case .loanExtended(let longer): longer.loan
    case .loanSettled(let settlement): settlement.loan
    case .claimFiled(let filing): filing.claim
    case .claimChecked(let check): check.claim
    case .claimDecided(let decision): decision.claim
    case .claimsApproved(let approval): approval.claims.joined(separator: " ")
    case .claimPaid(let payment): payment.claim
    case .claimRefused(let refusal): refusal.claim
    case .overpaymentFound(let overpayment): overpayment.claim
    case .overpaymentReturned(let payment): payment.claim
    case .recoveryReceived(let receipt): receipt.recovery
    case .recoveryPassedOn(let passage): passage.recovery
    case .writeOffDecided(let decision): decision.claim
    case .breakerReviewed: ""
    case .breakerResumed(let resumption): resumption.scope.name
    case .schemeAdopted, .accountTransfer, .treasuryPaid, .closing: ""
    }
  }
}
