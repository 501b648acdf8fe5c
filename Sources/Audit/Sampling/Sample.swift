public import Quantities
public import Signing

/// How a sample is drawn (抽样方法).
public enum SamplingMethod: Hashable, Sendable {
  /// Each item with the same chance (简单随机抽样).
  case random(size: Int)
  /// The same within strata by amount (分层抽样); `bounds` ascend, each begins a stratum.
  case stratified(size: Int, bounds: [Fen])
  /// Each fen with the same chance (货币单元抽样, MUS): one in each interval.
  case monetaryUnit(MonetaryInterval)

  /// How far apart the chosen fen of a monetary unit sample are (抽样间隔).
  public enum MonetaryInterval: Hashable, Sendable {
    /// As far as said; more than zero.
    case amount(Fen)
    /// So far that this many are chosen, or more where the sum is not a multiple.
    case size(Int)
  }
}

/// A sample of items by their amounts (抽样结果), the same for the same seed.
///
/// Amounts count without their sign. The whole procedure is in docs/auditing.md, so that a sample
/// can be drawn again without this program.
public struct Sample: Hashable, Sendable {
  /// The items, in the order of the population.
  public private(set) var items: [Item] = []
  /// The strata; only in a stratified sample.
  public private(set) var strata: [Stratum] = []
  /// The interval and the random start, in fen; only in a monetary unit sample.
  public private(set) var interval: Interval?
  /// The number of items to draw from.
  public let count: Int
  /// The sum of their amounts without signs, in fen.
  public let sum: Int128

  /// An item that was drawn.
  public struct Item: Hashable, Sendable {
    /// Its place in the population, from 0.
    public let place: Int
    /// How many of the chosen fen it holds; 1 with other methods.
    public fileprivate(set) var hits: Int128 = 1
    /// Its stratum, from 1; `nil` without strata.
    public fileprivate(set) var stratum: Int?
    /// Whether it was sure to be taken, because it is as large as the interval.
    public fileprivate(set) var isCertain = false
  }

  /// Items of similar amounts (层).
  public struct Stratum: Hashable, Sendable {
    /// The smallest amount.
    public let least: Fen
    /// The number of items.
    public fileprivate(set) var count = 0
    /// The sum of their amounts without signs, in fen.
    public fileprivate(set) var sum: Int128 = 0
    /// How many of them are in the sample.
    public fileprivate(set) var taken = 0
  }

  /// Which fen were chosen: the first, and every one that many further on.
  public struct Interval: Hashable, Sendable {
    /// How far apart they are, in fen.
    public let width: Int128
    /// The first, from 1 to the width.
    public let start: Int128
  }

  /// Draws a sample.
  /// - Parameters:
  ///   - method: how.
  ///   - amounts: the amounts of the population in fen, signs do not matter.
  ///   - seed: makes the sample repeatable; one line.
  /// - Throws: ``SigningError`` when OpenSSL does not offer SHA-256.
  public init(
    _ method: SamplingMethod,
    of amounts: [Int128],
    seed: String
  ) throws(SigningError) {
    precondition(!seed.contains("\n"), "a seed is one line")
    count = amounts.count
    sum = amounts.reduce(0) { $0 + abs($1) }
    switch method {
    case .random(let size):
      var source = try SampleSource(seed: seed, stream: 0)
      let drawn = try source.draw(min(size, count), of: count)
      items = drawn.sorted().map { Item(place: $0) }
    case .stratified(let size, let bounds):
      try drawStrata(size, bounds, of: amounts, seed)
    case .monetaryUnit(let interval):
      try drawUnits(interval, of: amounts, seed)
    }
  }

  // MARK: Strata

  private mutating func drawStrata(
    _ size: Int,
    _ bounds: [Fen],
    of amounts: [Int128],
    _ seed: String
  ) throws(SigningError) {
    strata = ([Fen.zero] + bounds).map { Stratum(least: $0) }
    var places = strata.map { _ in [Int]() }
    for (place, amount) in amounts.enumerated() {
      let index = bounds.count { Int128($0.rawValue) <= abs(amount) }
      strata[index].count += 1
      strata[index].sum += abs(amount)
      places[index].append(place)
    }
    allot(size)
    for (index, stratum) in strata.enumerated() {
      var source = try SampleSource(seed: seed, stream: index + 1)
      for drawn in try source.draw(stratum.taken, of: stratum.count) {
        var item = Item(place: places[index][drawn])
        item.stratum = index + 1
        items.append(item)
      }
    }
    items.sort { $0.place < $1.place }
  }

  /// Tells each stratum how many of its items are drawn: first one, then by their sums.
  ///
  /// Each further item goes to the stratum with the largest sum for 2 × items + 1 (Sainte-Laguë),
  /// the higher one of equals. So a larger sample takes nothing from any stratum.
  private mutating func allot(_ size: Int) {
    for _ in 0..<min(size, count) {
      var next: Int?
      for index in strata.indices where strata[index].taken < strata[index].count {
        if let best = next, strata[best].deserves(before: strata[index]) { continue }
        next = index
      }
      if let next { strata[next].taken += 1 }
    }
  }

  // MARK: Monetary units

  /// Chooses fen at equal distances, all fen standing in a row, item after item.
  ///
  /// One of the first `width` is chosen by chance, then
  /// every `width`-th after it; an item is taken when it holds a chosen one.
  private mutating func drawUnits(
    _ interval: SamplingMethod.MonetaryInterval,
    of amounts: [Int128],
    _ seed: String
  ) throws(SigningError) {
    let width: Int128
    switch interval {
    case .amount(let amount): width = Int128(amount.rawValue)
    case .size(let size): width = max(1, sum / Int128(size))
    }
    precondition(width > 0, "an interval is more than nothing")
    var source = try SampleSource(seed: seed, stream: 0)
    let start = Int128(try source.number(below: UInt128(width))) + 1
    self.interval = Interval(width: width, start: start)
    var (next, end) = (start, Int128(0))
    for (place, amount) in amounts.enumerated() {
      end += abs(amount)
      guard next <= end else { continue }
      var item = Item(place: place)
      item.hits = (end - next) / width + 1
      item.isCertain = abs(amount) >= width
      next += item.hits * width
      items.append(item)
    }
  }
}

extension Sample.Stratum {
  /// Whether the next item is drawn here rather than in a higher stratum.
  fileprivate func deserves(before other: Sample.Stratum) -> Bool {
    if taken == 0 || other.taken == 0 { return other.taken > 0 }
    return sum * Int128(2 * other.taken + 1) > other.sum * Int128(2 * taken + 1)
  }
}
