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
  private let bits = Scratch<SIMD8<UInt64>>(16, zero: .zero)
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
    periods.reserve(count, zero: 0)
    failures.clear(room: count)
    if hasEvenMonths { time(count, factors) } else { time(count, factors, hazards) }
    draw(count, seed: seed, path: path)
    book(count, factors)
  }

  // MARK: When

  /// One factor draw and even months: two polynomials tell the month.
  private func time(_ count: Int, _ factors: PathFactors) {
    let (found, reached, months) = (found.start, reached.start, months.start)
    let (kindOf, kinds, buckets) = (kindOf.start, kinds.start, buckets.start)
    let (inverse, segments) = (HazardInverse.segments, Hazard.segments)
    factors.common.withUnsafeBufferPointer { common in
      for index in 0..<count {
        let bucket = buckets[Int(kinds[Int(kindOf[Int(found[index])])].bucket)]
        let latent =
          common[Int(bucket.place)] + bucket.own * HazardInverse.value(reached[index], in: inverse)
        // Rounding may leave it a hair above the last threshold, which is then meant.
        let least = latent < bucket.threshold ? latent : bucket.threshold
        let passed = Int32(Hazard.value(least, in: segments) * bucket.perMonthly)
        let month = bucket.starts + passed
        months[index] = month < bucket.lasts ? month : bucket.lasts
      }
    }
    for index in 0..<count { periods.start[index] = 0 }
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

  /// Draws two numbers of 64 bits for each, eight loans at a time: the first of the loan's stream.
  private func draw(_ count: Int, seed: UInt64, path: UInt64) {
    let groups = (count + 7) / 8
    bits.reserve(2 * groups, zero: .zero)
    found.reserve(8 * groups, zero: 0)
    let (found, bits) = (found.start, bits.start)
    let key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    let low = SIMD8(repeating: path & 0xFFFF_FFFF)
    let high = SIMD8(repeating: path >> 32)
    let purpose = SIMD8<UInt64>(repeating: UInt64(Purpose.details) << 24)
    for group in 0..<groups {
      var entities = purpose
      for lane in 0..<8 {
        entities[lane] |= UInt64(UInt32(bitPattern: found[8 * group + lane]) & 0xFF_FFFF)
      }
      let words = Philox.blocks(Philox.Words(.zero, entities, low, high), key: key)
      bits[2 * group] = words.second &<< 32 | words.first
      bits[2 * group + 1] = words.fourth &<< 32 | words.third
    }
  }

  private func book(_ count: Int, _ factors: PathFactors) {
    let bits = UnsafeMutableRawPointer(bits.start).assumingMemoryBound(to: UInt64.self)
    let severities = severities.start
    let (delay, horizon) = (model.claimDelay, model.horizon)
    let recovery = model.recovery
    let evenDelay = Int(min(recovery.delay.median, 10_000) + 0.5)
    var next = 0
    for index in 0..<count {
      let loan = found.start[index]
      let kindIndex = kindOf.start[Int(loan)]
      let kind = kinds.start[Int(kindIndex)]
      let month = Int(months.start[index])
      let lanes = (index >> 3) << 4 | index & 7
      let (first, second) = (bits[lanes], bits[lanes + 8])
      var owed = kind.principal
      if !isOwedInFull {
        let terms = model.kinds[Int(kindIndex)]
        guard model.isOwed(terms, month: month, second) else { continue }
        owed = model.owed(terms, month: month)
      }
      let claimMonth = month + delay
      guard claimMonth <= horizon else { continue }
      let place = Self.uniform(UInt32(truncatingIfNeeded: first)) * 1_024
      let step = Int32(place)
      let row = severities + Int(kind.severity + step)
      var severity = row[0] + (place - Double(step)) * (row[1] - row[0])
      if model.factors.severity.shared > 0 {
        severity = model.follow(severity, factors.market[Int(periods.start[index])])
      }
      let loss = Int64(Double(owed) * severity)
      var workout = recovery.rate.map { Int64(Double(loss) * $0) } ?? (owed - loss)
      var back = evenDelay
      if recovery.delay.spread > 0 { back = delayed(UInt32(second >> 32)) }
      var workoutMonth = claimMonth + back
      if workoutMonth > horizon || workout <= 0 { (workout, workoutMonth) = (0, 0) }
      failures.loan.start[next] = loan
      failures.kind.start[next] = kindIndex
      failures.lot.start[next] = UInt32(first >> 32)
      failures.month.start[next] = Int32(month)
      failures.claimMonth.start[next] = Int32(claimMonth)
      failures.workoutMonth.start[next] = Int32(workoutMonth)
      failures.owed.start[next] = owed
      failures.loss.start[next] = loss
      failures.workout.start[next] = workout
      next += 1
    }
    failures.fill(next)
  }

  /// The months until something comes back.
  private func delayed(_ bits: UInt32) -> Int {
    let delay = model.recovery.delay
    let normal = Normal.quantile(Self.uniform(bits))
    return Int(min(delay.median * DetMath.exp(delay.spread * normal), 10_000) + 0.5)
  }

  /// A number between 0 and 1 out of 32 bits.
  static func uniform(_ bits: UInt32) -> Double { (Double(bits) + 0.5) * 0x1p-32 }
}
