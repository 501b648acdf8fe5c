import Quantities

/// The values of all paths in order, with what the paths count (尾部).
struct Tail: Sendable {
  /// The values of paths that count alike; empty where they do not.
  private let alike: [Int64]
  private let values: [Tally.Weighted]
  /// What all paths beyond each value, with it, count together.
  private let beyond: [Int64]

  /// Takes values of paths that count alike.
  init(_ sorted: [Int64]) { (alike, values, beyond) = (sorted, [], []) }

  /// Takes values of paths that count differently.
  init(_ sorted: [Tally.Weighted]) {
    (alike, values) = ([], sorted)
    var sum: Int64 = 0
    var sums = Array(repeating: Int64(0), count: sorted.count + 1)
    for index in sorted.indices.reversed() {
      sum += sorted[index].weight
      sums[index] = sum
    }
    beyond = sums
  }

  /// The number of paths, in the unit of weights.
  private var whole: Double { Double(values.count) * Double(FactorTilt.one) }

  /// The least value beyond which no more than a part of the paths lies.
  func value(beyond part: Double) -> Int64 {
    if values.isEmpty {
      let count = alike.count
      return alike[min(max(count - Int(Double(count) * part), 1), count) - 1]
    }
    return values[place(beyond: part * whole)].value
  }

  /// How often a value is exceeded.
  func share(above value: Int64) -> Double {
    if values.isEmpty {
      return Double(alike.count - firstPlace(above: value)) / Double(alike.count)
    }
    return Double(beyond[firstPlace(above: value)]) / whole
  }

  /// The least value that no more than one less a level of the paths exceed.
  func quantile(ppm: Int) -> Estimate<Fen> {
    if values.isEmpty { return Statistics.quantile(alike, ppm: ppm) }
    let part = Double(1_000_000 - ppm) / 1_000_000
    let value = value(beyond: part)
    // How well the part beyond the value is known, turned into values.
    var squares = 0.0
    for path in values[firstPlace(above: value)...] {
      let weight = Double(path.weight) / Double(FactorTilt.one)
      squares += weight * weight
    }
    let count = Double(values.count)
    let half = Statistics.z * (max(squares / count - part * part, 0) / count).squareRoot()
    return Estimate(
      Fen(value),
      Fen(min(self.value(beyond: min(part + half, 1)), value)),
      Fen(max(self.value(beyond: max(part - half, 0)), value)),
      .orderStatistics
    )
  }

  /// The mean of the worst paths beyond a quantile.
  func shortfall(ppm: Int) -> Estimate<Fen> {
    if values.isEmpty { return Statistics.shortfall(alike, ppm: ppm) }
    let part = Double(1_000_000 - ppm) / 1_000_000
    let quantile = value(beyond: part)
    var (sum, squares) = (0.0, 0.0)
    for path in values[firstPlace(above: quantile)...] {
      let over = Double(path.value - quantile) * Double(path.weight) / Double(FactorTilt.one)
      sum += over
      squares += over * over
    }
    let count = Double(values.count)
    let mean = sum / count
    let half = Statistics.z * (max(squares / count - mean * mean, 0) / count).squareRoot() / part
    let value = Double(quantile) + mean / part
    return Estimate(.near(value), .near(value - half), .near(value + half), .tail)
  }

  /// The first place beyond whose value no more than a weight lies.
  private func place(beyond weight: Double) -> Int {
    var (low, high) = (0, values.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if Double(beyond[firstPlace(above: values[middle].value)]) <= weight {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }

  /// The place of the first value above another.
  private func firstPlace(above value: Int64) -> Int {
    var (low, high) = (0, max(values.count, alike.count))
    while low < high {
      let middle = (low + high) / 2
      let other = values.isEmpty ? alike[middle] : values[middle].value
      if other <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
