/// Works out what loans that fail owe and lose, and when (违约结果).
///
/// How a loan's failure is found does not matter here. ``HazardLine`` and ``EachLoan`` tell how
/// much of its hazard a loan has used up, which ``date(_:_:_:)`` turns into a month; ``GridLine``
/// draws the month itself. What failures come to is worked out when somebody asks for it.
final class FailureDesk {
  /// A loan that was found to fail (命中).
  struct Hit: BitwiseCopyable {
    /// The hazard that it has used up.
    var reached: Double
    /// The loan.
    var loan: Int32
    /// Random bits that decide how much is lost: the lower 24.
    var luck: UInt32
  }

  /// A loan that fails in a month (违约事件).
  struct Event: BitwiseCopyable {
    /// The loan, and its kind.
    var loan: Int32
    var kind: Int32
    /// The month, from 1.
    var month: Int32
    /// Random bits that decide how much is lost: the lower 24.
    var luck: UInt32
  }

  /// The loans that were found.
  let hits = Scratch<Hit>(64, zero: Hit(reached: 0, loan: 0, luck: 0))
  /// When they fail.
  let events = Scratch<Event>(64, zero: Event(loan: 0, kind: 0, month: 0, luck: 0))
  /// How many of ``events`` are claims.
  private(set) var count = 0
  /// What they come to where no more than principal, severity and one delay decides it.
  let usual: UsualLoans?
  private let model: PoolModel
  private let kindOf: Scratch<Int32>
  private let months: MonthTable
  private let buckets: Scratch<Timing>
  private let severities: Scratch<Share>
  /// The latent variables that decide when loans fail.
  private let latents = Scratch<Double>(64, zero: 0)
  /// Whether one period and normal factors decide it.
  private let isEven: Bool
  /// Whether loans may be repaid before they fail.
  private let isRepaid: Bool
  private let rows = Failures()
  /// The factor of each period that all loans share, where losses follow it.
  private var market: [Double] = []
  private var seed: UInt64 = 0
  private var path: UInt64 = 0
  private var isWeighed = false

  /// What the month of a failure asks of a loan's bucket.
  private struct Timing: BitwiseCopyable {
    let own: Double
    let factor: Int32
    let place: MonthTable.Place
  }

  /// Makes a model ready; `oneByOne` has even usual loans worked out one by one, as tests do.
  init(_ model: PoolModel, oneByOne: Bool = false) {
    self.model = model
    kindOf = Scratch(model.kindOf, zero: 0)
    months = MonthTable(model)
    let timings = model.buckets.map { [months] bucket in
      Timing(
        own: model.factors.sectors[bucket.sector].own,
        factor: Int32(bucket.sector * model.periods.count),
        place: months.place(bucket.curve, period: 0)
      )
    }
    buckets = Scratch(timings, zero: timings[0])
    severities = Scratch(model.severities.flatMap { $0.quantiles.map(Share.init) }, zero: Share(0))
    usual = oneByOne ? nil : UsualLoans(model, severities)
    isEven = !oneByOne && model.periods.count == 1 && model.factors.degrees == nil
    let behaviour = model.behaviour
    isRepaid =
      behaviour.prepayment > 0
      || behaviour.renewal > 0 && model.kinds.contains { $0.ends < model.horizon }
  }

  /// Makes room for loans that are found.
  func reserve(_ count: Int) {
    hits.reserve(count, zero: Hit(reached: 0, loan: 0, luck: 0))
    events.reserve(count, zero: Event(loan: 0, kind: 0, month: 0, luck: 0))
  }

  /// Takes the first `count` of ``events``, but for loans that owe nothing any more.
  func take(_ count: Int, _ factors: PathFactors, seed: UInt64, path: UInt64) {
    (self.seed, self.path, isWeighed) = (seed, path, false)
    if model.factors.severity.shared > 0 { market = factors.market }
    self.count = isRepaid ? sift(count) : count
  }

  // MARK: When

  /// Turns the first `count` of ``hits`` into ``events``.
  /// - Returns: how many claims are decided in time.
  func date(_ count: Int, _ factors: PathFactors, _ hazards: Hazards) -> Int {
    let (hits, events, kindOf) = (hits.start, events.start, kindOf.start)
    for index in 0..<count {
      let hit = hits[index]
      let kind = kindOf[Int(hit.loan)]
      events[index] = Event(loan: hit.loan, kind: kind, month: 0, luck: hit.luck)
    }
    if isEven {
      dateEvenly(count, factors)
    } else {
      for index in 0..<count {
        let bucket = model.kinds[Int(events[index].kind)].bucket
        events[index].month = month(hits[index].reached, bucket, factors, hazards)
      }
    }
    if model.claimDelay == 0 { return count }
    let last = Int32(model.horizon - model.claimDelay)
    var left = 0
    for index in 0..<count {
      events[left] = events[index]
      left += events[index].month <= last ? 1 : 0
    }
    return left
  }

  /// The months where one period and normal factors decide them, in short loops: a processor then
  /// works on several loans at once.
  private func dateEvenly(_ count: Int, _ factors: PathFactors) {
    latents.reserve(count, zero: 0)
    let (hits, events, latents) = (hits.start, events.start, latents.start)
    let (buckets, common) = (buckets.start, factors.common.start)
    let (months, normals) = (months.rows, HazardInverse.segments)
    for index in 0..<count {
      latents[index] = HazardInverse.inside(hits[index].reached, normals)
    }
    model.kinds.withUnsafeBufferPointer { kinds in
      for index in 0..<count {
        let timing = buckets + kinds[Int(events[index].kind)].bucket
        let latent = common[Int(timing[0].factor)] + timing[0].own * latents[index]
        events[index].month = months.month(latent, timing[0].place)
      }
    }
  }

  /// The month in which a loan of a bucket fails.
  private func month(
    _ reached: Double,
    _ bucket: Int,
    _ factors: PathFactors,
    _ hazards: Hazards
  ) -> Int32 {
    let timing = buckets.start[bucket]
    let (period, rest) = hazards.period(of: reached, bucket)
    let common = factors.common.start[Int(timing.factor) + period]
    let latent = common + timing.own * HazardInverse.value(rest)
    let place = months.place(model.buckets[bucket].curve, period: period)
    return months.rows.month(latent / factors.scale[period], place)
  }

  /// Leaves out the loans that were not renewed, or paid early.
  /// - Returns: how many are left.
  private func sift(_ count: Int) -> Int {
    let (events, hasPrepayment) = (events.start, model.behaviour.prepayment > 0)
    var left = 0
    model.kinds.withUnsafeBufferPointer { kinds in
      for index in 0..<count {
        let event = events[index]
        // Few outlive their terms, so numbers are drawn for those alone.
        if hasPrepayment || event.month > kinds[Int(event.kind)].ends {
          let kind = kinds[Int(event.kind)]
          let isOwed = model.isOwed(kind, Int(event.month), seed: seed, path: path, event.loan)
          if !isOwed { continue }
        }
        events[left] = event
        left += 1
      }
    }
    return left
  }

  // MARK: How much

  /// What the failures of the path come to.
  var failures: Failures {
    if isWeighed { return rows }
    rows.rows.reserve(count + 1, zero: Default())
    if let usual {
      usual.weigh(events.start, count, into: rows.rows.start)
    } else {
      for index in 0..<count { rows.rows.start[index] = failure(events.start[index]) }
    }
    rows.fill(count, seed: seed, path: path)
    isWeighed = true
    return rows
  }

  /// What a failure comes to, whatever was agreed.
  private func failure(_ event: Event) -> Default {
    let claimMonth = event.month + Int32(model.claimDelay)
    let kind = model.kinds[Int(event.kind)]
    let owed = model.owed(kind, month: Int(event.month))
    var severity = Share.drawn(severities.start + kind.severity * 1_026, event.luck)
    if model.factors.severity.shared > 0 {
      let market = market[model.period(Int(event.month))]
      severity = Share(model.follow(severity.value, market))
    }
    let loss = severity.of(owed)
    let workout = model.recovery.rate.map { Share($0).of(loss) } ?? owed - loss
    let back = claimMonth + delay(event.loan)
    return Default(
      loan: event.loan,
      kind: event.kind,
      month: event.month,
      claimMonth: claimMonth,
      workoutMonth: back > Int32(model.horizon) || workout <= 0 ? 0 : back,
      owed: owed,
      loss: loss,
      workout: workout
    )
  }

  /// The months until something comes back.
  private func delay(_ loan: Int32) -> Int32 {
    let delay = model.recovery.delay
    guard delay.spread > 0 else { return model.evenDelay }
    let entity = UInt32(loan)
    var stream = RandomStream(seed: seed, path: path, entity: entity, purpose: Purpose.delay)
    let normal = stream.normal()
    return max(Int32(min(delay.median * DetMath.exp(delay.spread * normal), 10_000) + 0.5), 1)
  }
}
