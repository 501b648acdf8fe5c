extension PoolModel {
  /// The loans of each bucket.
  var loansByBucket: [[Int32]] {
    var lists = Array(repeating: [Int32](), count: buckets.count)
    for (loan, kind) in kindOf.enumerated() { lists[kinds[Int(kind)].bucket].append(Int32(loan)) }
    return lists
  }

  /// The period of a month.
  func period(_ month: Int) -> Int { periods.count == 1 ? 0 : (month - 1) / 12 }

  /// The severity in the times of the global factor; its mean stays.
  ///
  /// J. Frye, "Depressing Recoveries", Risk, November 2000.
  func follow(_ severity: Double, _ market: Double) -> Double {
    guard severity > 0, severity < 1 else { return severity }
    let latent = Normal.quantile(severity) - factors.severity.shared * market
    guard factors.severity.own > 0 else { return latent > 0 ? 1 : 0 }
    return Normal.probability(below: latent / factors.severity.own)
  }

  /// After how many months something comes back, where it always takes as long: what is claimed in
  /// a month comes back in a later one.
  var evenDelay: Int32 { max(Int32(min(recovery.delay.median, 10_000) + 0.5), 1) }

  /// Whether a loan is still owed in a month: renewed as often as it takes, and not paid early.
  func isOwed(_ kind: Kind, _ month: Int, seed: UInt64, path: UInt64, _ loan: Int32) -> Bool {
    let isRenewed = month > kind.ends
    guard isRenewed || behaviour.prepayment > 0 else { return true }
    let entity = UInt32(loan)
    var stream = RandomStream(seed: seed, path: path, entity: entity, purpose: Purpose.details)
    if isRenewed {
      let times = (month - kind.ends - 1) / kind.term + 1
      let chance = (0..<times).reduce(1.0) { chance, _ in chance * behaviour.renewal }
      guard stream.uniform() < chance else { return false }
    }
    guard behaviour.prepayment > 0 else { return true }
    return stream.uniform() < survival(months: month - max(kind.starts, 1))
  }

  /// The probability not to have paid back early after some months.
  func survival(months: Int) -> Double {
    guard behaviour.prepayment > 0, months > 0 else { return 1 }
    guard behaviour.prepayment < 1 else { return 0 }
    return DetMath.exp(Double(months) / 12 * DetMath.log(1 - behaviour.prepayment))
  }

  /// What a loan owes at the beginning of a month.
  func owed(_ kind: Kind, month: Int) -> Int64 {
    guard behaviour.isAmortised, kind.term < .max else { return kind.principal }
    let first = max(kind.starts, 1)
    if month <= kind.ends {
      let all = Int64(kind.ends - first + 1)
      return kind.principal * Int64(kind.ends - month + 1) / all
    }
    let into = (month - kind.ends - 1) % kind.term
    return kind.principal * Int64(kind.term - into) / Int64(kind.term)
  }
}
