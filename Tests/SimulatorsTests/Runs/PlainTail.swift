import Quantities

@testable import Simulators

/// The values of all paths as a plain array, each with its weight: what runs are held against.
struct PlainTail {
  let values: [(value: Int64, weight: Int64)]
  let isWeighted: Bool

  init(_ values: [Int64]) {
    self.values = values.sorted().map { ($0, FactorTilt.one) }
    isWeighted = false
  }

  init(_ values: [(value: Int64, weight: Int64)]) {
    self.values = values.sorted { ($0.value, $0.weight) < ($1.value, $1.weight) }
    isWeighted = true
  }

  private var whole: Double { Double(values.count) * Double(FactorTilt.one) }

  private func weight(above value: Int64) -> Int64 {
    values.reduce(0) { $0 + ($1.value > value ? $1.weight : 0) }
  }

  func share(above value: Int64) -> Double { Double(weight(above: value)) / whole }

  func value(beyond part: Double) -> Int64 {
    let count = values.count
    if !isWeighted {
      return values[min(max(count - Int(Double(count) * part), 1), count) - 1].value
    }
    var (sum, place) = (Int64(0), count - 1)
    while place > 0, Double(sum + values[place].weight) <= part * whole {
      sum += values[place].weight
      place -= 1
    }
    return values[place].value
  }

  /// The quantile and the ranks 1.96 standard errors away.
  func quantile(ppm: Int) -> [Int64] {
    let (count, level) = (values.count, Double(ppm) / 1_000_000)
    if isWeighted {
      let part = 1 - level
      let middle = value(beyond: part)
      var squares = 0.0
      for path in values where path.value > middle {
        let weight = Double(path.weight) / Double(FactorTilt.one)
        squares += weight * weight
      }
      let variance = max(squares / Double(count) - part * part, 0) / Double(count)
      let half = Statistics.z * variance.squareRoot()
      return [
        middle, min(value(beyond: min(part + half, 1)), middle),
        max(value(beyond: max(part - half, 0)), middle),
      ]
    }
    let rank = (count * ppm + 999_999) / 1_000_000
    let half = Statistics.z * (Double(count) * level * (1 - level)).squareRoot()
    return [rank, Int(Double(rank) - half), Int(Double(rank) + half) + 1]
      .map { values[min(max($0, 1), count) - 1].value }
  }

  /// The mean of the worst paths, its atom split.
  func shortfall(ppm: Int) -> Double {
    let part = Double(1_000_000 - ppm) / 1_000_000
    let quantile = quantile(ppm: ppm)[0]
    let excess = values.filter { $0.value > quantile }.reduce(0.0) {
      $0 + Double($1.value - quantile) * Double($1.weight)
    }
    return Double(quantile) + excess / whole / part
  }
}
