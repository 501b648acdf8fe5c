/// A loan that fails on a path (违约).
struct Default: Sendable {
  /// The month in which the claim is decided, from 1; then the place in line, drawn by lot.
  var order: UInt64
  /// The loan.
  var loan: Int32
  /// Its kind.
  var kind: Int32
  /// The month in which it fails, from 1.
  var month: Int32
  /// The month in which something comes back; 0 for never.
  var workoutMonth: Int32
  /// What is owed when it fails.
  var owed: Int64
  /// What of it is lost.
  var loss: Int64
  /// What comes back after the claim.
  var workout: Int64

  /// The month in which the claim is decided.
  var claimMonth: Int { Int(order >> 40) }

  /// The order of claims: by month, then by lot, then by loan.
  static func order(month: Int, lot: UInt32, loan: Int) -> UInt64 {
    UInt64(month) << 40 | UInt64(lot >> 16) << 24 | UInt64(loan)
  }
}

/// What happens to the loans of a path before any rule is asked (路径抽样).
struct PathDraws: Sendable {
  /// The loans that fail, in the order in which claims are decided.
  var defaults: [Default] = []
  /// Memory for putting them in order.
  private var sorted: [Default] = []
  private var places: [Int] = []
  /// The factors of each period: all loans' first, then by sector.
  var market: [Double]
  var sectors: [Double]
  /// What is new of each factor: all loans' by period, then the sectors' by period and sector.
  var fresh: [Double]
  /// What thresholds are multiplied by in each period; 1 for normal factors.
  var scale: [Double]
  /// The hazard of each bucket at the end of each period, added up.
  var hazard: [Double]

  init(_ model: PoolModel) {
    market = Array(repeating: 0, count: model.periods.count)
    scale = Array(repeating: 1, count: model.periods.count)
    sectors = Array(repeating: 0, count: model.periods.count * model.factors.sectors.count)
    hazard = Array(repeating: 0, count: model.periods.count * model.buckets.count)
    fresh = Array(repeating: 0, count: sectors.count + market.count)
  }
}

/// What random numbers are for; the numbers are part of the format of results.
enum Purpose {
  static let market: UInt8 = 1
  static let sector: UInt8 = 2
  static let tail: UInt8 = 3
  static let loan: UInt8 = 4
  static let line: UInt8 = 5
  static let details: UInt8 = 6
  static let mixture: UInt8 = 7
}

extension PathDraws {
  /// Puts claims in order: by month, and by lot within it.
  mutating func sort(months: Int) {
    guard defaults.count > 1 else { return }
    places.removeAll(keepingCapacity: true)
    places.append(contentsOf: repeatElement(0, count: months + 2))
    for failed in defaults { places[failed.claimMonth + 1] += 1 }
    for month in 1..<places.count { places[month] += places[month - 1] }
    sorted.removeAll(keepingCapacity: true)
    sorted.append(contentsOf: defaults)
    for failed in defaults {
      sorted[places[failed.claimMonth]] = failed
      places[failed.claimMonth] += 1
    }
    // Few claims share a month, so each is pushed past no more than those.
    for index in 1..<sorted.count where sorted[index].order < sorted[index - 1].order {
      let failed = sorted[index]
      var place = index
      while place > 0, sorted[place - 1].order > failed.order {
        sorted[place] = sorted[place - 1]
        place -= 1
      }
      sorted[place] = failed
    }
    swap(&defaults, &sorted)
  }
}

extension PoolModel {
  /// Draws the factors of a path.
  func drawFactors(
    _ draws: inout PathDraws,
    seed: UInt64,
    path: UInt64,
    _ lot: FactorLot = FactorLot()
  ) {
    let count = factors.sectors.count
    let memory = factors.memory
    drawFresh(&draws, seed: seed, path: path, lot)
    for period in periods.indices {
      let fresh = draws.fresh[period]
      draws.market[period] =
        period == 0 ? fresh : memory.kept * draws.market[period - 1] + memory.new * fresh
      guard let degrees = factors.degrees else { continue }
      let entity = UInt32(period)
      var tail = RandomStream(seed: seed, path: path, entity: entity, purpose: Purpose.tail)
      draws.scale[period] = (tail.chiSquare(degrees: degrees) / degrees).squareRoot()
    }
    guard hasSectors else { return }
    for period in periods.indices {
      let first = periods.count + period * count
      for sector in 0..<count {
        var value = draws.fresh[first + sector]
        if let rows = factors.mixing?.rows {
          value = 0
          for other in 0...sector { value += rows[sector][other] * draws.fresh[first + other] }
        }
        let place = period * count + sector
        if period > 0 {
          value = memory.kept * draws.sectors[place - count] + memory.new * value
        }
        draws.sectors[place] = period == 0 ? factors.shocks[sector] ?? value : value
      }
    }
  }

  /// Whether any sector moves apart from the others.
  private var hasSectors: Bool { factors.sectors.contains { $0.shared > 0 } }

  /// Draws what is new of each factor in each period.
  private func drawFresh(
    _ draws: inout PathDraws,
    seed: UInt64,
    path: UInt64,
    _ lot: FactorLot
  ) {
    var stream = RandomStream(seed: seed, path: path, purpose: Purpose.market)
    for period in periods.indices { draws.fresh[period] = stream.normal() }
    if let (index, parts) = lot.stratum {
      let part = Normal.probability(below: draws.fresh[0])
      draws.fresh[0] = Normal.quantile((Double(index) + part) / Double(parts))
    }
    if hasSectors {
      var stream = RandomStream(seed: seed, path: path, purpose: Purpose.sector)
      for place in periods.count..<draws.fresh.count { draws.fresh[place] = stream.normal() }
    }
    if lot.isTilted, let tilt = lot.tilt {
      for place in draws.fresh.indices { draws.fresh[place] += tilt.shift[place] }
    }
  }

  /// The hazard of every bucket given the factors, added up over the periods.
  func addHazards(_ draws: inout PathDraws) {
    let count = factors.sectors.count
    for bucket in buckets.indices {
      let sector = buckets[bucket].sector
      let load = factors.sectors[sector]
      var sum = 0.0
      for period in periods.indices {
        let common =
          factors.global * draws.market[period] + load.shared
          * draws.sectors[period * count + sector]
        let threshold = buckets[bucket].thresholds[period] * draws.scale[period]
        sum += hazard(threshold, common, load.own)
        draws.hazard[bucket * periods.count + period] = sum
      }
    }
  }

  /// −ln(1 − p) of a loan's probability to fail within a period, given what it shares.
  private func hazard(_ threshold: Double, _ common: Double, _ own: Double) -> Double {
    if threshold == -.infinity { return 0 }
    // Nothing of its own: all fail together or none.
    if own == 0 { return common <= threshold ? .infinity : 0 }
    return Hazard.value((threshold - common) / own)
  }

  /// The month in which a loan fails whose hazard runs out at `reached`.
  func month(_ draws: borrowing PathDraws, bucket: Int, reached: Double) -> (
    month: Int, period: Int
  ) {
    let first = bucket * periods.count
    var period = 0
    while period < periods.count - 1, draws.hazard[first + period] <= reached { period += 1 }
    let before = period == 0 ? 0 : draws.hazard[first + period - 1]
    let sector = buckets[bucket].sector
    let load = factors.sectors[sector]
    let shared = draws.sectors[period * factors.sectors.count + sector]
    let common = factors.global * draws.market[period] + load.shared * shared
    let latent = load.own == 0 ? common : common + load.own * HazardInverse.value(reached - before)
    let scale = draws.scale[period]
    // The first month whose threshold the latent variable does not exceed; rounding may leave it
    // a hair above the last one, which is then meant.
    let months = buckets[bucket].months
    var (low, high) = (periods[period].lowerBound + 1, periods[period].upperBound)
    let least = min(latent, months[high] * scale)
    let monthly = buckets[bucket].monthly
    if monthly > 0 {
      // The hazard grows by the same every month, so the month need not be looked for.
      low = max(low, buckets[bucket].starts)
      let passed = Int(Hazard.value(least) / monthly)
      return (min(low + passed, high), period)
    }
    while low < high {
      let middle = (low + high) / 2
      if least <= months[middle] * scale { high = middle } else { low = middle + 1 }
    }
    return (low, period)
  }
}
