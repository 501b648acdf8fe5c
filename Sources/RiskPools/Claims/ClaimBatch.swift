public import Policies
public import Quantities

/// Claims that one pool pays together (批次): who gets what when the cash is short.
public struct ClaimBatch: Sendable {
  /// The claims in the order in which they are paid: by approval or trigger, then by number.
  public let due: [Fen]

  /// Creates a batch of amounts due, none negative, in the order in which they are paid.
  public init(due: [Fen]) {
    precondition(due.allSatisfy { $0 >= .zero }, "nothing due is negative")
    self.due = due
  }

  /// One after the other, as far as the cash goes (先到先付).
  public func inOrder(cash: Fen) -> [Fen] {
    var left = max(cash, .zero)
    return due.map { due in
      let paid = min(due, left)
      left = Fen(left.rawValue - paid.rawValue)
      return paid
    }
  }

  /// All in proportion, by the largest remainder; among equals, the earlier one gains (按比例).
  public func proRata(cash: Fen) -> [Fen] {
    guard Fen.sum(due) > Int128(cash.rawValue) else { return due }
    return Allocation.largestRemainder(max(cash, .zero), by: due.map(\.rawValue))
  }

  /// What each claim is paid under a scheme.
  /// - Throws: ``Refusal/open(_:)`` when the scheme leaves the order open.
  public func payments(cash: Fen, under scheme: Scheme) throws(Refusal) -> [Fen] {
    switch try needed(scheme.shortage.order) {
    case .fifoByApproval, .fifoByTrigger: inOrder(cash: cash)
    case .proRataBatch: proRata(cash: cash)
    }
  }
}
