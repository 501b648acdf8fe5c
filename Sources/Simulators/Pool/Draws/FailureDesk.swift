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
  /// The loans that were found, and the hazard that each has used up.
  let found = Scratch<Int32>(64, zero: 0)
  let reached = Scratch<Double>(64, zero: 0)
  /// The month and the period in which each fails.
  private let months = Scratch<Int32>(64, zero: 0)
  private let periods = Scratch<Int32>(64, zero: 0)
  private let timings = Scratch<Int32>(64, zero: 0)
  private let bits = Scratch<UInt64>(64, zero: 0)
  /// Whether every loan that fails owes what it was lent: no terms, no early payment.
  private let isOwedInFull: Bool

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

  private let hasEvenMonths: Bool

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
  }

  /// Makes room for loans that fail.
  func reserve(_ count: Int) {
    found.reserve(count, zero: 0)
    reached.reserve(count, zero: 0)
  }

  /// Works out the first `count` loans that were found; ``failures`` then holds them.
  func settle(_ count: Int, _ factors: PathFactors, _ hazards: Hazards, seed: UInt64, path: UInt64)
  {
    months.reserve(count, zero: 0)
    timings.reserve(count, zero: 0)
    periods.reserve(count, zero: 0)
    failures.clear(room: count)
    if hasEvenMonths { time(count, factors) } else { time(count, factors, hazards) }
    draw(count, seed: seed, path: path)
    book(count, factors)
  }

  // MARK: When

  /// One factor draw and even months: two polynomials tell the month.
  private func time(_ count: Int, _ factors: PathFactors) {
    let (found, reached, months, timings) =
      (found.start, reached.start, months.start, timings.start)
    let (kindOf, kinds, buckets) = (kindOf.start, kinds.start, buckets.start)
    let (inverse, segments) = (HazardInverse.segments, Hazard.segments)
    for index in 0..<count { timings[index] = kinds[Int(kindOf[Int(found[index])])].bucket }
    for index in 0..<count { reached[index] = HazardInverse.value(reached[index], in: inverse) }
    factors.common.withUnsafeBufferPointer { common in
      for index in 0..<count {
        let bucket = buckets[Int(timings[index])]
        let latent = common[Int(bucket.place)] + bucket.own * reached[index]
        // Rounding may leave it a hair above the last threshold, which is then meant.
        let least = latent < bucket.threshold ? latent : bucket.threshold
        let passed = Int32(Hazard.value(least, in: segments) * bucket.perMonthly)
        let month = bucket.starts &+ passed
        months[index] = month < bucket.lasts ? month : bucket.lasts
      }
    }
  }

  private func time(_ count: Int, _ factors: PathFactors, _ hazards: Hazards) {
    for index in 0..<count {
      let bucket = kinds.start[Int(kindOf.start[Int(found.start[index])])].bucket
      let (month, period) = model.month(
        factors,
        hazards,
        bucket: Int(bucket),
        reached: reached.start[index]
      )
      months.start[index] = Int32(month)
      periods.start[index] = Int32(period)
    }
  }

  // MARK: How much

  /// Draws two numbers of 64 bits for each, four loans at a time: the first of the loan's stream.
  private func draw(_ count: Int, seed: UInt64, path: UInt64) {
    let groups = (count + 3) / 4
    bits.reserve(8 * groups, zero: 0)
    found.reserve(4 * groups, zero: 0)
    let (found, bits) = (found.start, UnsafeMutableRawPointer(bits.start))
    let key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    let (low, high) = (SIMD4(repeating: path & 0xFFFF_FFFF), SIMD4(repeating: path >> 32))
    let purpose = SIMD4(repeating: UInt64(Purpose.details) << 24)
    for group in 0..<groups {
      let loans = found + 4 * group
      // What lies beyond the last loan is left from another path, and drawn for nothing.
      let entities = SIMD4(
        UInt64(UInt32(bitPattern: loans[0])),
        UInt64(UInt32(bitPattern: loans[1])),
        UInt64(UInt32(bitPattern: loans[2])),
        UInt64(UInt32(bitPattern: loans[3]))
      )
      let words = Philox.blocks(Philox.Words(.zero, entities | purpose, low, high), key: key)
      let (first, second) = words.bits
      bits.storeBytes(of: first, toByteOffset: 64 * group, as: SIMD4<UInt64>.self)
      bits.storeBytes(of: second, toByteOffset: 64 * group + 32, as: SIMD4<UInt64>.self)
    }
  }

  /// Where the first draw of a loan that was found stands; the second stands four further on.
  @inline(__always)
  private func place(_ index: Int) -> Int { (index >> 2) << 3 | index & 3 }

  /// Fills the rows of failures in; loans that are no longer owed are left out.
  private func book(_ count: Int, _ factors: PathFactors) {
    let (found, months, bits) = (found.start, months.start, bits.start)
    let (kindOf, kinds, severities) = (kindOf.start, kinds.start, severities.start)
    let (loan, kind, lot) = (failures.loan.start, failures.kind.start, failures.lot.start)
    let (month, claimMonth) = (failures.month.start, failures.claimMonth.start)
    let (owed, loss) = (failures.owed.start, failures.loss.start)
    let (delay, horizon) = (Int32(model.claimDelay), Int32(model.horizon))
    let isOwedInFull = isOwedInFull
    let isFollowing = model.factors.severity.shared > 0
    var next = 0
    for index in 0..<count {
      let kindIndex = kindOf[Int(found[index])]
      let terms = kinds[Int(kindIndex)]
      let first = bits[self.place(index)]
      let place = Self.uniform(UInt32(truncatingIfNeeded: first)) * 1_024
      let step = Int32(place)
      let row = severities + Int(terms.severity &+ step)
      var severity = row[0] + (place - Double(step)) * (row[1] - row[0])
      var amount = terms.principal
      let claimed = months[index] &+ delay
      var isClaimed = claimed <= horizon
      if !isOwedInFull {
        let (kind, month) = (model.kinds[Int(kindIndex)], Int(months[index]))
        let second = bits[self.place(index) + 4]
        isClaimed = isClaimed && model.isOwed(kind, month: month, second)
        amount = model.owed(kind, month: month)
      }
      if isFollowing {
        severity = model.follow(severity, factors.market[Int(periods.start[index])])
      }
      loan[next] = found[index]
      kind[next] = kindIndex
      lot[next] = UInt32(truncatingIfNeeded: first >> 32)
      month[next] = months[index]
      claimMonth[next] = claimed
      owed[next] = amount
      loss[next] = Int64(Double(amount) * severity)
      // A number that is overwritten by the next loan if this one is left out.
      months[next] = Int32(truncatingIfNeeded: index)
      next &+= isClaimed ? 1 : 0
    }
    failures.fill(next)
    workOut(next)
  }

  /// Works out what comes back after claims, and when; `months` holds the places of the draws.
  private func workOut(_ count: Int) {
    let (places, bits) = (months.start, bits.start)
    let (owed, loss, workout) = (failures.owed.start, failures.loss.start, failures.workout.start)
    let (claimMonth, workoutMonth) = (failures.claimMonth.start, failures.workoutMonth.start)
    let horizon = Int32(model.horizon)
    if let rate = model.recovery.rate {
      for index in 0..<count { workout[index] = Int64(Double(loss[index]) * rate) }
    } else {
      for index in 0..<count { workout[index] = owed[index] &- loss[index] }
    }
    let evenDelay = Int32(min(model.recovery.delay.median, 10_000) + 0.5)
    let isSpread = model.recovery.delay.spread > 0
    for index in 0..<count {
      var back = evenDelay
      if isSpread {
        back = delayed(UInt32(bits[place(Int(places[index])) + 4] >> 32))
      }
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
