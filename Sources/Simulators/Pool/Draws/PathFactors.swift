/// What moves all loans of a path, or those of a sector (路径因子).
struct PathFactors {
  /// The factors of each period: all loans' first, then by period and sector.
  var market: [Double]
  var sectors: [Double]
  /// What is new of each factor: all loans' by period, then the sectors' by period and sector.
  var fresh: [Double]
  /// What thresholds are multiplied by in each period; 1 for normal factors.
  var scale: [Double]
  /// What the loans of a sector share in each period, by sector and period.
  let common: Scratch<Double>

  init(_ model: PoolModel) {
    market = Array(repeating: 0, count: model.periods.count)
    scale = Array(repeating: 1, count: model.periods.count)
    sectors = Array(repeating: 0, count: model.periods.count * model.factors.sectors.count)
    common = Scratch(sectors.count, zero: 0)
    fresh = Array(repeating: 0, count: sectors.count + market.count)
  }
}

/// What random numbers are for; the numbers are part of the format of results.
enum Purpose {
  static let factor: UInt8 = 1
  static let tail: UInt8 = 3
  static let loan: UInt8 = 4
  static let line: UInt8 = 5
  static let details: UInt8 = 6
  static let mixture: UInt8 = 7
  static let lot: UInt8 = 8
  static let count: UInt8 = 9
  static let delay: UInt8 = 10
  static let doubt: UInt8 = 11
}

extension PoolModel {
  /// Draws the factors of a path.
  func drawFactors(
    _ draws: inout PathFactors,
    seed: UInt64,
    path: UInt64,
    _ lot: FactorLot = FactorLot()
  ) {
    let count = factors.sectors.count
    let memory = factors.memory
    drawFresh(&draws, seed: seed, path: path, lot)
    if isPlain { return mixPlainly(&draws) }
    for period in periods.indices {
      let fresh = draws.fresh[period]
      draws.market[period] =
        period == 0 ? fresh : memory.kept * draws.market[period - 1] + memory.new * fresh
      guard let degrees = factors.degrees else { continue }
      let entity = UInt32(period)
      var tail = RandomStream(seed: seed, path: path, entity: entity, purpose: Purpose.tail)
      draws.scale[period] = (tail.chiSquare(degrees: degrees) / degrees).squareRoot()
    }
    if hasSectors { mixSectors(&draws) }
    for sector in 0..<count {
      let shared = factors.sectors[sector].shared
      for period in periods.indices {
        draws.common.start[sector * periods.count + period] =
          factors.global * draws.market[period] + shared * draws.sectors[period * count + sector]
      }
    }
  }

  /// Whether factors are normal numbers of one period, each sector's drawn by itself.
  private var isPlain: Bool {
    periods.count == 1 && factors.degrees == nil && factors.mixing == nil && hasSectors
      && factors.shocks.allSatisfy { $0 == nil }
  }

  private func mixPlainly(_ draws: inout PathFactors) {
    let (global, common) = (factors.global, draws.common.start)
    draws.market[0] = draws.fresh[0]
    factors.sectors.withUnsafeBufferPointer { sectors in
      for sector in sectors.indices {
        let fresh = draws.fresh[1 + sector]
        draws.sectors[sector] = fresh
        common[sector] = global * draws.market[0] + sectors[sector].shared * fresh
      }
    }
  }

  /// Whether any sector moves apart from the others.
  private var hasSectors: Bool { factors.sectors.contains { $0.shared > 0 } }

  private func mixSectors(_ draws: inout PathFactors) {
    let count = factors.sectors.count
    let memory = factors.memory
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

  /// Draws what is new of each factor in each period.
  private func drawFresh(
    _ draws: inout PathFactors,
    seed: UInt64,
    path: UInt64,
    _ lot: FactorLot
  ) {
    var stream = RandomStream(seed: seed, path: path, purpose: Purpose.factor)
    // All loans' factors come first: without sectors no more are drawn.
    let count = hasSectors ? draws.fresh.count : periods.count
    draws.fresh.withUnsafeMutableBufferPointer {
      stream.normals(UnsafeMutableBufferPointer(rebasing: $0[..<count]))
    }
    if let stratum = lot.stratum { lot.direction?.move(&draws.fresh, into: stratum) }
    if lot.isTilted, let tilt = lot.tilt {
      for place in draws.fresh.indices { draws.fresh[place] += tilt.shift[place] }
    }
  }
}
