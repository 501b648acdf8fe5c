import Quantities

/// How factors are drawn so that rare losses are seen often (重要性抽样).
///
/// Every other path is drawn around a shifted mean, and each path counts by the ratio of the true
/// density to that of the mixture, which is never more than two. Figures that do not need the tail
/// lose little, and those that do gain much: one run serves both. Each half is drawn in equal parts
/// along the shift. Intervals are those of paths without strata, which is on the safe side: what
/// lies between strata is counted as spread, though a run in equal parts has none of it.
struct FactorTilt: Sendable {
  /// By how much the fresh draw of each factor is shifted: those of all loans, then of sectors.
  let shift: [Double]
  /// The direction of the shift.
  let direction: FactorDirection?
  private let half: Double

  /// Shifts the factors.
  init(shift: [Double]) {
    self.shift = shift
    direction = FactorDirection(shift)
    half = shift.reduce(0) { $0 + $1 * $1 } / 2
  }

  /// One in the numbers in which weights count: they are whole, so that sums are exact.
  static let one: Int64 = 1 << 30

  /// Whether a path is drawn around the shifted mean.
  static func isTilted(_ path: UInt64) -> Bool { path % 2 == 1 }

  /// What a path counts, given its fresh draws.
  func weight(_ fresh: [Double]) -> Int64 {
    let distance = inner(fresh) - half
    return Int64(2 / (1 + DetMath.exp(distance)) * Double(FactorTilt.one) + 0.5)
  }

  /// The ratio of the true density to that of the shifted draws alone.
  func ratio(_ fresh: [Double]) -> Double { DetMath.exp(half - inner(fresh)) }

  private func inner(_ fresh: [Double]) -> Double {
    var sum = 0.0
    for index in shift.indices { sum += shift[index] * fresh[index] }
    return sum
  }
}

extension PoolSimulator {
  /// The paths of each round that looks for the shift, and the rounds at most.
  private static let pilot = (paths: 1_024, rounds: 8)

  /// Finds the shift by cross entropy: what factors are like on average where claims stay unpaid.
  ///
  /// The paths are those of the seed, drawn before all others, so that every shard finds the same.
  /// They begin two deviations along the direction of expected losses, where most pools that are
  /// made to last run short often enough to be seen in the first round. Ratios of densities make
  /// good for it wherever the tail lies.
  func tilt(seed: UInt64) -> FactorTilt {
    let count = model.periods.count * (1 + model.factors.sectors.count)
    let losses = model.lossDirection
    var tilt = FactorTilt(
      shift: losses?.unit.map { 2 * $0 } ?? Array(repeating: 0, count: count)
    )
    let paths = paths(desk, .line)
    var workspace = paths.workspace()
    let opening = scenario.pool.opening.rawValue
    for round in 0..<Self.pilot.rounds {
      var seen: [(needed: Int64, fresh: [Double])] = []
      for index in 0..<Self.pilot.paths {
        let path = UInt64(round * Self.pilot.paths + index)
        var lot = FactorLot(tilt: tilt, isTilted: true, direction: tilt.direction ?? losses)
        lot.stratum = FactorStratum(index: index, count: Self.pilot.paths)
        paths.work(path, seed: ~seed, lot, &workspace)
        seen.append((workspace.figures.needed, workspace.factors.fresh))
      }
      let order = seen.map(\.needed).sorted()
      // The tail of interest: where the pool is short, or the last in a thousand if it never is.
      let level = min(max(opening, 1), order[Self.pilot.paths * 9 / 10])
      var (sums, all) = (Array(repeating: 0.0, count: count), 0.0)
      for path in seen where path.needed > level || path.needed == order[order.count - 1] {
        let ratio = tilt.ratio(path.fresh)
        all += ratio
        for index in sums.indices { sums[index] += ratio * path.fresh[index] }
      }
      guard all > 0 else { break }
      // Beyond four deviations a pilot of this size knows nothing.
      tilt = FactorTilt(shift: sums.map { min(max($0 / all, -4), 4) })
      if level >= opening { break }
    }
    return tilt
  }
}

/// How the factors of one path are drawn (因子抽签).
struct FactorLot: Sendable {
  /// Where factors are drawn around another mean.
  var tilt: FactorTilt?
  /// Whether this path is.
  var isTilted = false
  /// The direction in which the paths of a block are drawn in equal parts, and this path's part.
  var direction: FactorDirection?
  var stratum: FactorStratum?
}
