/// Works out what loans that fail owe and lose, and when (违约结果).
///
/// How a loan's failure is found does not matter here: each method names the loans, and how much
/// of its hazard each has used up.
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

  let failures = Failures()
  /// The loans that were found.
  let hits = Scratch<Hit>(64, zero: Hit(reached: 0, loan: 0, luck: 0))
  private let model: PoolModel
  private let months: MonthTable
  private let loans: Scratch<Loan>
  private let kinds: Scratch<Terms>
  private let buckets: Scratch<Timing>
  /// Each severity's quantiles at 1,025 probabilities and once more the last.
  private let severities: Scratch<Share>
  /// The month in which each fails.
  private let dates = Scratch<Int32>(64, zero: 0)
  /// The latent variables that decide it.
  private let latents = Scratch<Double>(64, zero: 0)
  private let isPlain: Bool
  /// Whether loans may end within the horizon and be renewed.
  private let isRenewed: Bool
  private let evenDelay: Int32
  private let rate: Share?

  /// Which loans a loan is like.
  private struct Loan: BitwiseCopyable {
    let kind: Int32
    let bucket: Int32
  }

  /// What failing asks of a loan's kind.
  private struct Terms: BitwiseCopyable {
    let principal: Int64
    let severity: Int32
    /// The last month of its first term.
    let ends: Int32
  }

  /// What failing asks of a loan's bucket.
  private struct Timing: BitwiseCopyable {
    let own: Double
    let factor: Int32
    let place: MonthTable.Place
  }

  /// Makes a model ready; `oneByOne` has even usual loans worked out one by one, as tests do.
  init(_ model: PoolModel, oneByOne: Bool = false) {
    self.model = model
    months = MonthTable(model)
    loans = Scratch(
      model.kindOf.map { Loan(kind: $0, bucket: Int32(model.kinds[Int($0)].bucket)) },
      zero: Loan(kind: 0, bucket: 0)
    )
    kinds = Scratch(
      model.kinds.map { kind in
        Terms(
          principal: kind.principal,
          severity: Int32(kind.severity * 1_026),
          ends: Int32(min(kind.ends, 1 << 30))
        )
      },
      zero: Terms(principal: 0, severity: 0, ends: 0)
    )
    let timings = model.buckets.map { [months] bucket in
      Timing(
        own: model.factors.sectors[bucket.sector].own,
        factor: Int32(bucket.sector * model.periods.count),
        place: months.place(bucket.curve, period: 0)
      )
    }
    buckets = Scratch(timings, zero: timings[0])
    severities = Scratch(
      model.severities.flatMap { $0.quantiles.map(Share.init) },
      zero: Share(0)
    )
    isRenewed = model.behaviour.renewal > 0 && model.kinds.contains { $0.ends < model.horizon }
    isPlain =
      !oneByOne && model.periods.count == 1 && model.factors.degrees == nil
      && model.behaviour.prepayment == 0
      && !model.behaviour.isAmortised && model.factors.severity.shared == 0
      && model.recovery.delay.spread == 0
    // What is claimed in a month comes back in a later one.
    evenDelay = max(Int32(min(model.recovery.delay.median, 10_000) + 0.5), 1)
    rate = model.recovery.rate.map(Share.init)
  }

  /// Makes room for loans that are found.
  func reserve(_ count: Int) {
    hits.reserve(count, zero: Hit(reached: 0, loan: 0, luck: 0))
  }

  /// Works out the first `count` of ``hits``.
  ///
  /// Left out are loans that owe nothing any more, and claims that are decided too late.
  func settle(
    _ count: Int,
    _ factors: PathFactors,
    _ hazards: Hazards,
    seed: UInt64,
    path: UInt64
  ) {
    failures.rows.reserve(count + 1, zero: Default())
    var left = 0
    if isPlain {
      date(count, factors)
      left = weigh(count)
      if isRenewed { left = sift(left, seed: seed, path: path) }
    } else {
      for index in 0..<count {
        let hit = hits.start[index]
        guard let failed = failure(hit, factors, hazards, seed: seed, path: path) else { continue }
        failures.rows.start[left] = failed
        left += 1
      }
    }
    failures.fill(left, seed: seed, path: path)
  }

  // MARK: The usual loan
  //
  // In short loops: a processor then works on several loans at once, where it would wait for one.

  /// The months in which loans fail.
  private func date(_ count: Int, _ factors: PathFactors) {
    dates.reserve(count, zero: 0)
    latents.reserve(count, zero: 0)
    let (hits, dates, latents) = (hits.start, dates.start, latents.start)
    let (loans, buckets, common) = (loans.start, buckets.start, factors.common.start)
    let (months, normals) = (months.rows, HazardInverse.segments)
    for index in 0..<count {
      latents[index] = HazardInverse.inside(hits[index].reached, normals)
    }
    for index in 0..<count {
      let timing = buckets + Int(loans[Int(hits[index].loan)].bucket)
      let latent = common[Int(timing[0].factor)] + timing[0].own * latents[index]
      dates[index] = months.month(latent, timing[0].place)
    }
  }

  /// What they owe and lose, and what comes back.
  /// - Returns: how many claims are decided in time.
  private func weigh(_ count: Int) -> Int {
    let (hits, loans, kinds) = (hits.start, loans.start, kinds.start)
    let (dates, severities, rows) = (dates.start, severities.start, failures.rows.start)
    for index in 0..<count {
      let hit = hits[index]
      let kind = loans[Int(hit.loan)].kind
      let terms = kinds + Int(kind)
      let owed = terms[0].principal
      rows[index].loan = hit.loan
      rows[index].kind = kind
      rows[index].owed = owed
      rows[index].loss = Share.drawn(severities + Int(terms[0].severity), hit.luck).of(owed)
    }
    let (delay, horizon) = (Int32(model.claimDelay), Int32(model.horizon))
    let (back, rate, isRest) = (evenDelay, rate ?? Share(0), rate == nil)
    for index in 0..<count {
      let claimMonth = dates[index] &+ delay
      let workout = isRest ? rows[index].owed &- rows[index].loss : rate.of(rows[index].loss)
      let workoutMonth = claimMonth &+ back
      rows[index].month = dates[index]
      rows[index].claimMonth = claimMonth
      rows[index].workoutMonth = workoutMonth > horizon || workout <= 0 ? 0 : workoutMonth
      rows[index].workout = workout
    }
    if delay == 0 { return count }
    var left = 0
    for index in 0..<count {
      rows[left] = rows[index]
      left += rows[index].claimMonth <= horizon ? 1 : 0
    }
    return left
  }

  /// Leaves out the loans that were not renewed.
  /// - Returns: how many are left.
  private func sift(_ count: Int, seed: UInt64, path: UInt64) -> Int {
    let (kinds, rows) = (kinds.start, failures.rows.start)
    var left = 0
    for index in 0..<count {
      let row = rows[index]
      // Few outlive their terms, so numbers are drawn for those alone.
      if row.month > kinds[Int(row.kind)].ends {
        let kind = model.kinds[Int(row.kind)]
        let isOwed = model.isOwed(kind, Int(row.month), seed: seed, path: path, row.loan)
        if !isOwed { continue }
      }
      rows[left] = row
      left += 1
    }
    return left
  }

  // MARK: Any loan

  /// What the failure of a loan comes to, whatever was agreed.
  /// - Returns: `nil` when it owes nothing any more, or its claim is decided too late.
  private func failure(
    _ hit: Hit,
    _ factors: PathFactors,
    _ hazards: Hazards,
    seed: UInt64,
    path: UInt64
  ) -> Default? {
    let loan = loans.start[Int(hit.loan)]
    let month = month(hit, Int(loan.bucket), factors, hazards)
    let (claimMonth, horizon) = (month + Int32(model.claimDelay), Int32(model.horizon))
    let kind = model.kinds[Int(loan.kind)]
    guard claimMonth <= horizon,
      model.isOwed(kind, Int(month), seed: seed, path: path, hit.loan)
    else { return nil }
    let owed = model.owed(kind, month: Int(month))
    var severity = Share.drawn(severities.start + kind.severity * 1_026, hit.luck)
    if model.factors.severity.shared > 0 {
      let market = factors.market[model.period(Int(month))]
      severity = Share(model.follow(severity.value, market))
    }
    let loss = severity.of(owed)
    let workout = rate?.of(loss) ?? owed - loss
    let back =
      model.recovery.delay.spread > 0 ? delayed(hit.loan, seed: seed, path: path) : evenDelay
    return Default(
      loan: hit.loan,
      kind: loan.kind,
      month: month,
      claimMonth: claimMonth,
      workoutMonth: claimMonth + back > horizon || workout <= 0 ? 0 : claimMonth + back,
      owed: owed,
      loss: loss,
      workout: workout
    )
  }

  /// The month in which a loan fails.
  private func month(
    _ hit: Hit,
    _ bucket: Int,
    _ factors: PathFactors,
    _ hazards: Hazards
  ) -> Int32 {
    let timing = buckets.start[bucket]
    let (period, rest) = hazards.period(of: hit.reached, bucket)
    let common = factors.common.start[Int(timing.factor) + period]
    let latent = common + timing.own * HazardInverse.value(rest)
    let place = months.place(model.buckets[bucket].curve, period: period)
    return months.rows.month(latent / factors.scale[period], place)
  }

  /// The months until something comes back.
  private func delayed(_ loan: Int32, seed: UInt64, path: UInt64) -> Int32 {
    let delay = model.recovery.delay
    let entity = UInt32(loan)
    var stream = RandomStream(seed: seed, path: path, entity: entity, purpose: Purpose.delay)
    let normal = stream.normal()
    return max(Int32(min(delay.median * DetMath.exp(delay.spread * normal), 10_000) + 0.5), 1)
  }
}
