import Quantities

/// The values of all paths, or the largest of them, in order (尾部).
///
/// Levels are read off the run as it is; nothing as long as the number of paths is made.
struct Tail: Sendable {
  private let run: SortedRun
  private let isWeighted: Bool
  private let paths: Int
  /// What all paths from each chunk on count together; only where they count differently.
  private let beyond: [Int64]
  /// The most that a path counts.
  let largestWeight: Double

  /// Reads a figure of so many paths.
  init(_ sample: Sample, paths: Int) {
    (run, isWeighted, self.paths) = (sample.run, sample.rule.isWeighted, paths)
    var (sums, most) = ([Int64](), Int64(0))
    if isWeighted {
      run.scan { keys in
        var sum: Int64 = 0
        for key in keys {
          let weight = PathWeight(of: key).units
          sum += weight
          most = max(most, weight)
        }
        sums.append(sum)
      }
      for chunk in sums.indices.dropLast().reversed() { sums[chunk] += sums[chunk + 1] }
      sums.append(0)
    }
    beyond = sums
    largestWeight = isWeighted ? Double(most) / Double(FactorTilt.one) : 1
  }

  /// The number of paths, in the unit of weights.
  private var whole: Double { Double(paths) * Double(FactorTilt.one) }

  /// The value of a rank among all paths, ranks counting from 1.
  private func value(rank: Int) -> Int64 {
    let place = min(max(rank, 1), paths) - 1 - (paths - run.count)
    return run.value(at: max(place, 0))
  }

  /// The least value beyond which no more than a part of the paths lies.
  func value(beyond part: Double) -> Int64 {
    if isWeighted { return value(beyondWeight: part * whole) }
    return value(rank: paths - Int(Double(paths) * part))
  }

  /// The same, of what paths count.
  private func value(beyondWeight weight: Double) -> Int64 {
    var (low, high) = (0, beyond.count - 2)
    while low < high {
      let middle = (low + high) / 2
      if Double(beyond[middle + 1]) <= weight { high = middle } else { low = middle + 1 }
    }
    let keys = run.chunk(low)
    var (sum, place) = (beyond[low + 1], keys.count - 1)
    while place > 0, Double(sum + PathWeight(of: keys[place]).units) <= weight {
      sum += PathWeight(of: keys[place]).units
      place -= 1
    }
    return PathWeight.value(of: keys[place])
  }

  /// The place of the first value above another.
  private func firstPlace(above value: Int64) -> Int {
    run.count(upTo: isWeighted ? PathWeight.lastKey(value) : value)
  }

  /// How often a value is exceeded.
  func share(above value: Int64) -> Double {
    let place = firstPlace(above: value)
    guard isWeighted else { return Double(run.count - place) / Double(paths) }
    let (chunk, within) = place.quotientAndRemainder(dividingBy: SortedRun.chunkSize)
    var sum = beyond[chunk]
    if within > 0 {
      for key in run.chunk(chunk)[..<within] { sum -= PathWeight(of: key).units }
    }
    return Double(sum) / whole
  }

  /// The least value that at least a part of the paths does not exceed.
  func quantile(ppm: Int) -> Estimate<Fen> {
    if isWeighted { return weightedQuantile(ppm: ppm) }
    let rank = (paths * ppm + 999_999) / 1_000_000
    let level = Double(ppm) / 1_000_000
    let half = Statistics.z * (Double(paths) * level * (1 - level)).squareRoot()
    return Estimate(
      Fen(value(rank: rank)),
      Fen(value(rank: Int(Double(rank) - half))),
      Fen(value(rank: Int(Double(rank) + half) + 1)),
      .orderStatistics
    )
  }

  private func weightedQuantile(ppm: Int) -> Estimate<Fen> {
    let part = Double(1_000_000 - ppm) / 1_000_000
    let value = value(beyond: part)
    // How well the part beyond the value is known, turned into values.
    var squares = 0.0
    scan(above: value) { _, weight in squares += weight * weight }
    let count = Double(paths)
    let half = Statistics.z * (max(squares / count - part * part, 0) / count).squareRoot()
    return Estimate(
      Fen(value),
      Fen(min(self.value(beyond: min(part + half, 1)), value)),
      Fen(max(self.value(beyond: max(part - half, 0)), value)),
      .orderStatistics
    )
  }

  /// The mean of the worst paths beyond a quantile; the quantile's own atom is split.
  func shortfall(ppm: Int) -> Estimate<Fen> {
    if isWeighted { return weightedShortfall(ppm: ppm) }
    let rank = max((paths * ppm + 999_999) / 1_000_000, 1)
    let quantile = value(rank: rank)
    var excess = Int128(0)
    var squares = 0.0
    run.scan(from: max(rank - (paths - run.count), 0)) { values in
      for value in values {
        let over = value - quantile
        excess += Int128(over)
        squares += Double(over) * Double(over)
      }
    }
    let weight = Int128(paths) * Int128(1_000_000 - ppm)
    guard weight > 0 else { return Estimate(Fen(quantile), Fen(quantile), Fen(quantile), .tail) }
    let tail = Rounding.halfUp.divide(excess * 1_000_000, by: weight)
    let value = Int128(quantile) + tail
    // The variance of quantile + excess ÷ (1 − level).
    let n = Double(paths)
    let mean = Double(excess) / n
    let variance = max(squares / n - mean * mean, 0)
    let half = Statistics.z * (variance / n).squareRoot() * 1_000_000 / Double(1_000_000 - ppm)
    return Estimate(
      Fen(clamping: value),
      .near(Double(value) - half),
      .near(Double(value) + half),
      .tail
    )
  }

  private func weightedShortfall(ppm: Int) -> Estimate<Fen> {
    let part = Double(1_000_000 - ppm) / 1_000_000
    let quantile = value(beyond: part)
    var (sum, squares) = (0.0, 0.0)
    scan(above: quantile) { value, weight in
      let over = Double(value - quantile) * weight
      sum += over
      squares += over * over
    }
    let count = Double(paths)
    let mean = sum / count
    let half = Statistics.z * (max(squares / count - mean * mean, 0) / count).squareRoot() / part
    let value = Double(quantile) + mean / part
    return Estimate(.near(value), .near(value - half), .near(value + half), .tail)
  }

  /// Goes through the values above another, with what their paths count.
  private func scan(above value: Int64, _ body: (Int64, Double) -> Void) {
    run.scan(from: firstPlace(above: value)) { keys in
      for key in keys {
        let weight = Double(PathWeight(of: key).units) / Double(FactorTilt.one)
        body(PathWeight.value(of: key), weight)
      }
    }
  }
}
