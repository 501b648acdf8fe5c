extension PoolModel {
  /// Draws every loan of a path, whose factors are drawn, by itself: the plainest way, against
  /// which faster ones are tested.
  ///
  /// A loan's number is its own: it does not shift when another loan comes, goes or fails, so that
  /// variants are compared on the same luck, loan by loan.
  func drawEachLoan(_ draws: inout PathDraws, seed: UInt64, path: UInt64) {
    addHazards(&draws)
    draws.defaults.removeAll(keepingCapacity: true)
    let last = periods.count - 1
    for (loan, kind) in kindOf.enumerated() {
      let bucket = kinds[Int(kind)].bucket
      let hazard = draws.hazard[bucket * periods.count + last]
      if hazard <= 0 { continue }
      var stream = RandomStream(seed: seed, path: path, entity: UInt32(loan), purpose: Purpose.loan)
      let reached = stream.exponential()
      if reached < hazard {
        var details = RandomStream(
          seed: seed,
          path: path,
          entity: UInt32(loan),
          purpose: Purpose.details
        )
        let (first, second) = (details.bits(), details.bits())
        add(&draws, loan: loan, reached: reached, first, second)
      }
    }
    draws.sort(months: horizon)
  }

  /// Works out what a loan that fails owes and loses, and when; one that was paid back before it
  /// could fail is left out.
  func add(
    _ draws: inout PathDraws,
    loan: Int,
    reached: Double,
    _ first: UInt64,
    _ second: UInt64
  ) {
    let kindIndex = kindOf[loan]
    let kind = kinds[Int(kindIndex)]
    let (month, period) = month(draws, bucket: kind.bucket, reached: reached)
    guard isOwed(kind, month: month, second) else { return }
    let owed = owed(kind, month: month)
    var severity = severities[kind.severity].value(Self.uniform(UInt32(truncatingIfNeeded: first)))
    if factors.severity.shared > 0 {
      severity = follow(severity, draws.market[period])
    }
    let loss = Int64(Double(owed) * severity)
    let claimMonth = month + claimDelay
    var workout = recovery.rate.map { Int64(Double(loss) * $0) } ?? (owed - loss)
    var workoutMonth = 0
    if workout > 0 {
      let spread = recovery.delay.spread
      let normal = spread > 0 ? Normal.quantile(Self.uniform(UInt32(second >> 32))) : 0
      let delay = recovery.delay.median * (spread > 0 ? DetMath.exp(spread * normal) : 1)
      workoutMonth = claimMonth + Int(min(delay, 10_000) + 0.5)
    }
    if claimMonth > horizon { return }
    if workoutMonth > horizon { (workout, workoutMonth) = (0, 0) }
    draws.defaults.append(
      Default(
        order: Default.order(month: claimMonth, lot: UInt32(first >> 32), loan: loan),
        loan: Int32(loan),
        kind: kindIndex,
        month: Int32(month),
        workoutMonth: Int32(workoutMonth),
        owed: owed,
        loss: loss,
        workout: workout
      )
    )
  }

  /// A number between 0 and 1 out of 32 bits.
  private static func uniform(_ bits: UInt32) -> Double { (Double(bits) + 0.5) * 0x1p-32 }

  /// The severity in the times of the global factor; its mean stays.
  ///
  /// J. Frye, "Depressing Recoveries", Risk, November 2000.
  private func follow(_ severity: Double, _ market: Double) -> Double {
    guard severity > 0, severity < 1 else { return severity }
    let latent = Normal.quantile(severity) - factors.severity.shared * market
    guard factors.severity.own > 0 else { return latent > 0 ? 1 : 0 }
    return Normal.probability(below: latent / factors.severity.own)
  }

  /// Whether a loan is still owed in a month: renewed as often as it takes, and not paid early.
  private func isOwed(_ kind: Kind, month: Int, _ bits: UInt64) -> Bool {
    if month > kind.ends {
      let times = (month - kind.ends - 1) / kind.term + 1
      let chance = (0..<times).reduce(1.0) { chance, _ in chance * behaviour.renewal }
      guard Self.uniform(UInt32(truncatingIfNeeded: bits) & 0xFFFF_0000 | 0x8000) < chance else {
        return false
      }
    }
    guard behaviour.prepayment > 0 else { return true }
    let months = month - max(kind.starts, 1)
    let stays = survival(months: months)
    let lot = UInt32(truncatingIfNeeded: bits) << 16 | 0x8000
    return Self.uniform(lot) < stays
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
