/// What a run adds up over its paths (汇总): whole numbers only, so that neither the order of the
/// paths nor the number of threads can change a digit.
package struct Tally: Hashable, Sendable {
  /// How many of each kind a model needs.
  package struct Shape: Hashable, Sendable {
    /// Figures whose sum and sum of squares are kept.
    package let moments: Int
    /// Events that are counted.
    package let counts: Int
    /// Figures of which every path's value is kept.
    package let samples: Int
    /// Figures of which the largest tenth of all paths' values is kept, after the samples.
    package let tails: Int
    /// Figures whose distribution is kept in steps of a thousandth.
    package let fans: Int
    /// Whether paths count differently; their values are then kept with what they count.
    package let isWeighted: Bool

    /// Creates a shape.
    package init(
      moments: Int,
      counts: Int,
      samples: Int,
      tails: Int = 0,
      fans: Int,
      isWeighted: Bool = false
    ) {
      self.moments = moments
      self.counts = counts
      self.samples = samples
      self.tails = tails
      self.fans = fans
      self.isWeighted = isWeighted
    }

    /// Which values each figure keeps in a run of so many paths, all shards together.
    func rules(paths: Int) -> [Sample.Rule] {
      Array(repeating: .all(isWeighted: isWeighted), count: samples)
        + Array(repeating: .largestTenth(of: paths, isWeighted: isWeighted), count: tails)
    }
  }

  /// What it holds.
  package let shape: Shape
  /// The number of paths.
  package var paths = 0
  /// Sums and sums of squares.
  package var moments: [Moments]
  /// How often each event happened.
  package var counts: [Int64]
  /// The values of every path; in order once ``sort()`` was called.
  package var samples: [Sample]
  /// The distributions.
  package var fans: [Fan]

  /// Nothing yet, of a run of so many paths, all shards together.
  package init(_ shape: Shape, of paths: Int) {
    self.shape = shape
    moments = Array(repeating: Moments(), count: shape.moments)
    counts = Array(repeating: 0, count: shape.counts)
    samples = shape.rules(paths: paths).map { Sample($0) }
    fans = Array(repeating: Fan(), count: shape.fans)
  }

  /// Adds what other paths came to.
  package mutating func add(_ other: Tally) {
    precondition(shape == other.shape, "tallies of one model have one shape")
    paths += other.paths
    for index in moments.indices { moments[index].add(other.moments[index]) }
    for index in counts.indices { counts[index] &+= other.counts[index] }
    for index in samples.indices { samples[index].add(other.samples[index]) }
    for index in fans.indices { fans[index].add(other.fans[index]) }
  }

  /// Puts the values so far in order among themselves, so that little is left to do at the end.
  mutating func seal() {
    for index in samples.indices { samples[index].seal() }
  }

  /// Puts the values of all paths in order.
  package mutating func sort() {
    for index in samples.indices { samples[index].close() }
  }
}

/// A sum and a sum of squares, exact (矩).
package struct Moments: Hashable, Sendable {
  /// The sum of the values.
  package var sum: Int128 = 0
  /// The sum of their squares.
  package var squares: UInt128 = 0

  /// Nothing yet.
  package init() {}

  /// The largest magnitude of a value whose squares cannot overflow in any run: with weights up to
  /// two, the squares of 2³⁰ paths stay below 2¹²⁸.
  package static let magnitudeMax: Int64 = 1 << 48

  /// Adds a value.
  package mutating func add(_ value: Int64) {
    // Most figures are nothing on most paths.
    if value == 0 { return }
    sum += Int128(value)
    let (high, low) = value.magnitude.multipliedFullWidth(by: value.magnitude)
    squares += UInt128(high) << 64 | UInt128(low)
  }

  /// Adds the values of others.
  package mutating func add(_ other: Moments) {
    sum &+= other.sum
    squares &+= other.squares
  }
}

/// A distribution of amounts that are not negative, in steps of a thousandth of their size (分布).
///
/// Small amounts are counted one by one; from 1,024 fen on, each doubling has 1,024 steps.
package struct Fan: Hashable, Sendable {
  /// How many values lie in each step; as long as the largest needs.
  package private(set) var steps: [Int64] = []

  private static let bits = 10

  /// Nothing yet.
  package init() {}

  /// Takes counts as they were stored.
  init(steps: [Int64]) { self.steps = steps }

  /// The step of an amount.
  static func step(of amount: Int64) -> Int {
    guard amount >= 1 << bits else { return Int(max(amount, 0)) }
    let exponent = 63 - amount.leadingZeroBitCount
    let fraction = Int(amount >> Int64(exponent - bits)) & (1 << bits - 1)
    return (exponent - bits + 1) << bits + fraction
  }

  /// The least amount of a step.
  static func floor(of step: Int) -> Int64 {
    guard step >= 1 << bits else { return Int64(step) }
    let exponent = step >> bits - 1
    return Int64(step & (1 << bits - 1) + 1 << bits) << Int64(exponent)
  }

  /// The number of possible steps.
  static let stepsMax = step(of: .max) + 1

  /// Adds an amount, once or as often as its path counts.
  package mutating func add(_ amount: Int64, times: Int64 = 1) {
    let step = Fan.step(of: amount)
    if step >= steps.count {
      steps.append(contentsOf: repeatElement(0, count: step + 1 - steps.count))
    }
    steps[step] += times
  }

  /// Adds the amounts of others.
  package mutating func add(_ other: Fan) {
    if other.steps.count > steps.count {
      steps.append(contentsOf: repeatElement(0, count: other.steps.count - steps.count))
    }
    for step in other.steps.indices { steps[step] &+= other.steps[step] }
  }

  /// How many values there are.
  package var total: Int64 { steps.reduce(0, &+) }

  /// The least amount of the step in which the value of a rank lies, ranks counting from 0.
  package func value(rank: Int) -> Int64 {
    var below: Int64 = 0
    for step in steps.indices {
      below += steps[step]
      if below > Int64(rank) { return Fan.floor(of: step) }
    }
    return 0
  }
}
