/// Works out what loans that fail owe and lose, and when (违约结果).
///
/// How a loan's failure is found does not matter here: each method names the loans, and how much
/// of its hazard each has used up.
final class FailureDesk {
  let failures = Failures()
  private let model: PoolModel
  private let kindOf: Scratch<Int32>
  private let kinds: Scratch<Terms>
  private let buckets: Scratch<Timing>
  /// Each severity's quantiles at 1,025 probabilities and once more the last.
  private let severities: Scratch<Double>
  /// The hazard that each loan in the first row of ``failures`` has used up.
  let reached = Scratch<Double>(64, zero: 0)
  private let periods = Scratch<Int32>(64, zero: 0)
  private let timings = Scratch<Int32>(64, zero: 0)
  /// For each a number of 32 bits, and one of 64 that only some models need.
  private let firsts = Scratch<UInt32>(64, zero: 0)
  private let seconds = Scratch<UInt64>(64, zero: 0)
  private let hasEvenMonths: Bool
  /// Whether every loan that fails owes what it was lent: no terms, no early payment.
  private let isOwedInFull: Bool
  private let needsSecond: Bool

  /// What failing asks of a loan's kind.
  private struct Terms: BitwiseCopyable {
    let principal: Int64
    let severity: Int32
    let bucket: Int32
  }

  /// When loans of a bucket fail that all face one factor draw and the same hazard each month.
  private struct Timing: BitwiseCopyable {
    let place: Int32
    let starts: Int32
    let lasts: Int32
    let own: Double
    let threshold: Double
    let perMonthly: Double
  }

  init(_ model: PoolModel) {
    self.model = model
    hasEvenMonths = model.hasEvenMonths
    kindOf = Scratch(model.kindOf, zero: 0)
    kinds = Scratch(
      model.kinds.map { kind in
        Terms(
          principal: kind.principal,
          severity: Int32(kind.severity * 1_026),
          bucket: Int32(kind.bucket)
        )
      },
      zero: Terms(principal: 0, severity: 0, bucket: 0)
    )
    buckets = Scratch(
      model.buckets.map { bucket in
        Timing(
          place: Int32(bucket.sector * model.periods.count),
          starts: Int32(bucket.starts),
          lasts: Int32(bucket.lasts),
          own: model.factors.sectors[bucket.sector].own,
          threshold: bucket.thresholds[0],
          perMonthly: bucket.perMonthly
        )
      },
      zero: Timing(place: 0, starts: 0, lasts: 0, own: 0, threshold: 0, perMonthly: 0)
    )
    severities = Scratch(model.severities.flatMap { $0.quantiles }, zero: 0)
    let isRenewed = model.behaviour.renewal > 0 && model.kinds.contains { $0.ends < model.horizon }
    isOwedInFull = model.behaviour.prepayment == 0 && !model.behaviour.isAmortised && !isRenewed
    needsSecond = !isOwedInFull || model.recovery.delay.spread > 0
  }

  /// Makes room for loans that fail.
  func reserve(_ count: Int) {
    failures.reserve(count + 8)
    reached.reserve(count + 8, zero: 0)
  }

  /// How the numbers that decide amounts are drawn.
  enum Luck {
    /// One after the other, as the loans were found.
    case inTurn
    /// Of each loan's own, whatever happens to others.
    case byLoan
  }

  /// Works out the first `count` loans, whose numbers and hazards were filled in.
  func settle(
    _ count: Int,
    _ factors: PathFactors,
    _ hazards: Hazards,
    _ luck: Luck,
    seed: UInt64,
    path: UInt64
  ) {
    timings.reserve(count, zero: 0)
    let (loan, kind, timings) = (failures.loan.start, failures.kind.start, timings.start)
    let (kindOf, kinds) = (kindOf.start, kinds.start)
    for index in 0..<count {
      kind[index] = kindOf[Int(loan[index])]
      timings[index] = kinds[Int(kind[index])].bucket
    }
    if hasEvenMonths { time(count, factors) } else { time(count, factors, hazards) }
    switch luck {
    case .inTurn: draw(count, seed: seed, path: path)
    case .byLoan: drawByLoan(count, seed: seed, path: path)
    }
    weigh(count, factors)
    let left = isOwedInFull && model.claimDelay == 0 ? count : sift(count)
    failures.fill(left, seed: seed, path: path)
    workOut(left)
  }

  // MARK: When

  /// One factor draw and even months: two polynomials tell the month.
  private func time(_ count: Int, _ factors: PathFactors) {
    let (reached, month, timings) = (reached.start, failures.month.start, timings.start)
    let buckets = buckets.start
    let (inverse, segments) = (HazardInverse.segments, Hazard.segments)
    for index in 0..<count { reached[index] = HazardInverse.value(reached[index], in: inverse) }
    factors.common.withUnsafeBufferPointer { common in
      guard let common = common.baseAddress else { return }
      for index in 0..<count {
        let bucket = buckets + Int(timings[index])
        let latent = common[Int(bucket.pointee.place)] + bucket.pointee.own * reached[index]
        // Rounding may leave it a hair above the last threshold, which is then meant.
        let threshold = bucket.pointee.threshold
        let least = latent < threshold ? latent : threshold
        let passed = Hazard.value(least, in: segments) * bucket.pointee.perMonthly
        let reached = bucket.pointee.starts &+ DetMath.floor(passed)
        month[index] = reached < bucket.pointee.lasts ? reached : bucket.pointee.lasts
      }
    }
  }

  private func time(_ count: Int, _ factors: PathFactors, _ hazards: Hazards) {
    periods.reserve(count, zero: 0)
    for index in 0..<count {
      let (month, period) = model.month(
        factors,
        hazards,
        bucket: Int(timings.start[index]),
        reached: reached.start[index]
      )
      failures.month.start[index] = Int32(month)
      periods.start[index] = Int32(period)
    }
  }

  // MARK: How much

  private func draw(_ count: Int, seed: UInt64, path: UInt64) {
    firsts.reserve(count + 16, zero: 0)
    let bytes = UnsafeMutableRawPointer(firsts.start)
    draw((count + 15) / 16, into: bytes, entity: 0, seed: seed, path: path)
    guard needsSecond else { return }
    seconds.reserve(count + 8, zero: 0)
    let others = UnsafeMutableRawPointer(seconds.start)
    draw((count + 7) / 8, into: others, entity: 1, seed: seed, path: path)
  }

  /// Draws groups of 512 bits.
  private func draw(
    _ groups: Int,
    into bytes: UnsafeMutableRawPointer,
    entity: UInt32,
    seed: UInt64,
    path: UInt64
  ) {
    var stream = RandomStream(seed: seed, path: path, entity: entity, purpose: Purpose.details)
    for group in 0..<groups {
      let (even, odd) = stream.eightBits()
      bytes.storeBytes(of: even, toByteOffset: 64 * group, as: SIMD4<UInt64>.self)
      bytes.storeBytes(of: odd, toByteOffset: 64 * group + 32, as: SIMD4<UInt64>.self)
    }
  }

  private func drawByLoan(_ count: Int, seed: UInt64, path: UInt64) {
    firsts.reserve(count, zero: 0)
    seconds.reserve(count, zero: 0)
    for index in 0..<count {
      var stream = RandomStream(
        seed: seed,
        path: path,
        entity: UInt32(failures.loan.start[index]),
        purpose: Purpose.details
      )
      firsts.start[index] = UInt32(truncatingIfNeeded: stream.bits())
      seconds.start[index] = stream.bits()
    }
  }

  /// What each owes and loses, and when its claim is decided.
  private func weigh(_ count: Int, _ factors: PathFactors) {
    let (firsts, kinds, severities) = (firsts.start, kinds.start, severities.start)
    let kind = failures.kind.start
    let (month, claimMonth) = (failures.month.start, failures.claimMonth.start)
    let (owed, loss) = (failures.owed.start, failures.loss.start)
    let delay = Int32(model.claimDelay)
    for index in 0..<count { claimMonth[index] = month[index] &+ delay }
    if isOwedInFull {
      for index in 0..<count { owed[index] = kinds[Int(kind[index])].principal }
    } else {
      for index in 0..<count {
        owed[index] = model.owed(model.kinds[Int(kind[index])], month: Int(month[index]))
      }
    }
    let isFollowing = model.factors.severity.shared > 0
    for index in 0..<count {
      let bits = firsts[index]
      // The upper ten of 32 bits name the step of the table, the others how far into it.
      let row =
        severities + Int(kinds[Int(kind[index])].severity)
        + Int(truncatingIfNeeded: bits >> 22)
      let part = (Double(Int32(truncatingIfNeeded: bits & 0x3F_FFFF)) + 0.5) * 0x1p-22
      var severity = row[0] + part * (row[1] - row[0])
      if isFollowing {
        severity = model.follow(severity, factors.market[Int(periods.start[index])])
      }
      loss[index] = Int64(Double(owed[index]) * severity)
    }
  }

  /// Leaves out what is no longer owed, and claims that are decided too late.
  /// - Returns: how many are left.
  private func sift(_ count: Int) -> Int {
    let horizon = Int32(model.horizon)
    var next = 0
    for index in 0..<count where failures.claimMonth.start[index] <= horizon {
      if !isOwedInFull {
        let kind = model.kinds[Int(failures.kind.start[index])]
        let month = Int(failures.month.start[index])
        guard model.isOwed(kind, month: month, seconds.start[index]) else { continue }
      }
      if next < index {
        failures.move(index, to: next)
        if needsSecond { seconds.start[next] = seconds.start[index] }
      }
      next += 1
    }
    return next
  }

  /// Works out what comes back after claims, and when.
  private func workOut(_ count: Int) {
    let (owed, loss, workout) = (failures.owed.start, failures.loss.start, failures.workout.start)
    let (claimMonth, workoutMonth) = (failures.claimMonth.start, failures.workoutMonth.start)
    let (horizon, seconds) = (Int32(model.horizon), seconds.start)
    if let rate = model.recovery.rate {
      for index in 0..<count { workout[index] = Int64(Double(loss[index]) * rate) }
    } else {
      for index in 0..<count { workout[index] = owed[index] &- loss[index] }
    }
    let evenDelay = Int32(min(model.recovery.delay.median, 10_000) + 0.5)
    let isSpread = model.recovery.delay.spread > 0
    for index in 0..<count {
      let back = isSpread ? delayed(UInt32(seconds[index] >> 32)) : evenDelay
      let month = claimMonth[index] &+ back
      let comes = month <= horizon && workout[index] > 0
      workoutMonth[index] = comes ? month : 0
      workout[index] = comes ? workout[index] : 0
    }
  }

  /// The months until something comes back.
  private func delayed(_ bits: UInt32) -> Int32 {
    let delay = model.recovery.delay
    let normal = Normal.quantile(Self.uniform(bits))
    return Int32(min(delay.median * DetMath.exp(delay.spread * normal), 10_000) + 0.5)
  }

  /// A number between 0 and 1 out of 32 bits.
  static func uniform(_ bits: UInt32) -> Double { (Double(bits) + 0.5) * 0x1p-32 }
}
