package import InvestFirst
package import Policies
import Quantities

/// The split of what a sale brings, compiled from a policy (收益分配内核).
///
/// The same figures as ``Proceeds/split(price:fees:principal:terms:)``, to the fen, without the
/// explanation; where 64 bits do not hold a figure, the amounts are beyond any simulation.
package struct SplitKernel: Sendable {
  private let hurdle, concession, cap, manager, broker: Int64
  private let mode: Rounding

  /// What is left of a price.
  package struct Parts: Hashable, Sendable {
    package var principalReturned: Int64
    package var gainReturned: Int64
    package var concession: Int64
    package var rewards: Int64
    package var toTreasury: Int64
  }

  /// Compiles the terms.
  /// - Throws: the open values.
  package init(_ terms: ExitTerms) throws(Refusal) {
    let (hurdle, concession, cap, manager, broker, mode) = try needed(
      terms.hurdle,
      terms.gainConcession,
      terms.gainCapMultiple,
      terms.managerReward,
      terms.techBroker,
      terms.roundMode
    )
    self.hurdle = hurdle.rawValue
    self.concession = concession.rawValue
    self.cap = cap.rawValue
    self.manager = manager.rawValue
    self.broker = broker.rawValue
    self.mode = mode
  }

  /// Splits a price.
  package func split(price: Int64, fees: Int64, principal: Int64) -> Parts {
    let net = price - fees
    let gain = net - principal
    let profit = max(gain, 0)
    let shared = profit - min(profit, share(hurdle, of: principal))
    var given = share(concession, of: shared)
    if cap != 0 { given = max(given, profit - share(cap, of: principal)) }
    let rewarded = shared - min(given, shared)
    let rewards = share(manager, of: rewarded) + share(broker, of: rewarded)
    return Parts(
      principalReturned: min(max(net, 0), principal),
      gainReturned: profit - given,
      concession: given,
      rewards: rewards,
      toTreasury: net - given
    )
  }

  private func share(_ share: Int64, of amount: Int64) -> Int64 {
    if share == 0 || amount == 0 { return 0 }
    return Int64(clamping: mode.divide(Int128(amount) * Int128(share), by: 1_000_000))
  }
}
