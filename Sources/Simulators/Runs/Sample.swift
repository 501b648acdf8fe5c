/// The values of one figure on all paths, or the largest of them (逐路径取值).
///
/// Values come in any order. They are sorted and encoded a quarter of a million at a time, so that
/// a path takes two or three bytes of memory and not eight; at the end the parts become one run.
/// That run is a function of the values alone, whoever gathered which of them.
package struct Sample: Hashable, Sendable {
  /// Which values are kept.
  package struct Rule: Hashable, Sendable {
    /// Whether paths count differently.
    let isWeighted: Bool
    /// The largest values are kept until their paths count so much together; all, if it is more
    /// than they do.
    let enough: Int64

    /// Keeps every value.
    static func all(isWeighted: Bool) -> Rule { Rule(isWeighted: isWeighted, enough: .max) }

    /// Keeps the largest tenth of a run's values: enough for every level from 95 % on.
    ///
    /// It is a tenth of the whole run also where only a shard of it is worked out. What lies below
    /// the largest tenth of a shard lies below that of the whole, so that nothing is missed when
    /// shards are joined. The interval of a level reaches 1.96·√(0.05·0.95/n) beyond it: less than
    /// a tenth whenever more than a thousand paths are.
    static func largestTenth(of paths: Int, isWeighted: Bool) -> Rule {
      let count = Int64(max(1_024, (paths + 9) / 10))
      return Rule(isWeighted: isWeighted, enough: isWeighted ? count * FactorTilt.one : count)
    }

    /// What the path of a value counts.
    func weight(_ value: Int64) -> Int64 { isWeighted ? PathWeight(of: value).units : 1 }
  }

  package let rule: Rule
  /// Values not yet in order.
  private var open: [Int64] = []
  private var runs: [SortedRun] = []
  /// What the paths of all kept values count together.
  private var weight: Int64 = 0
  /// Values below it are not among the largest.
  private var floor = Int64.min

  /// How many values are sorted at a time.
  static let batch = 1 << 18
  /// The largest magnitude of a value; beyond it the end of the range is kept.
  static let magnitudeMax: Int64 = 1 << 50

  /// Begins with nothing.
  init(_ rule: Rule) { self.rule = rule }

  /// Takes the values of a file.
  /// - Returns: `nil` when they are not those that the rule keeps of so many paths.
  init?(_ rule: Rule, _ run: SortedRun, paths: Int) {
    self.rule = rule
    runs = [run]
    var (sum, isSound) = (Int64(0), true)
    if rule.isWeighted {
      run.scan { values in
        for value in values {
          let weight = PathWeight(of: value)
          isSound = isSound && weight.isSound
          sum &+= weight.units
        }
      }
    } else {
      sum = Int64(run.count)
    }
    weight = sum
    guard isSound, run.count <= paths, sum >= rule.enough || run.count == paths, !isAmple else {
      return nil
    }
    settle()
  }

  /// Adds the value of a path.
  package mutating func append(_ value: Int64) {
    keep(min(max(value, -Self.magnitudeMax), Self.magnitudeMax))
  }

  /// Adds the value of a path that counts more or less than others.
  mutating func append(_ value: Int64, _ weight: PathWeight) {
    keep(weight.key(min(max(value, -Self.magnitudeMax), Self.magnitudeMax)))
  }

  private mutating func keep(_ value: Int64) {
    guard value >= floor else { return }
    open.append(value)
    if open.count == Self.batch { seal() }
  }

  /// Adds what others gathered.
  mutating func add(_ other: Sample) {
    precondition(rule == other.rule, "samples of one figure have one rule")
    runs += other.runs
    weight += other.weight
    for value in other.open { keep(value) }
  }

  /// Puts everything in one run.
  mutating func close() {
    seal()
    guard runs.count > 1 || isAmple else { return settle() }
    var merge = RunMerge(runs)
    // Joined, the differences are smaller.
    let most = runs.reduce(0) { $0 + $1.code.count }
    var encoder = RunEncoder(reserving: most, isWeighted: rule.isWeighted)
    runs = []
    var isAmple = true
    while let values = merge.next() {
      var kept = values[...]
      while isAmple, let least = kept.first {
        isAmple = weight - rule.weight(least) >= rule.enough
        guard isAmple else { break }
        weight -= rule.weight(least)
        kept = kept.dropFirst()
      }
      encoder.append(kept)
    }
    runs = [encoder.finish()]
    settle()
  }

  /// The values in order; only after ``close()``.
  package var run: SortedRun {
    precondition(open.isEmpty && runs.count <= 1, "a sample is closed before it is read")
    return runs.first ?? SortedRun()
  }

  /// Sorts and encodes what is open.
  mutating func seal() {
    guard !open.isEmpty else { return }
    RadixSort.sort(&open)
    for value in open { weight += rule.weight(value) }
    runs.append(SortedRun(open, isWeighted: rule.isWeighted))
    open.removeAll(keepingCapacity: true)
    // Twice as much as is wanted: time to let the least go.
    if rule.enough < .max, weight / 2 >= rule.enough { close() }
  }

  /// Whether enough would be left without the least value.
  private var isAmple: Bool {
    guard let least = runs.first, least.count > 0 else { return false }
    return weight - rule.weight(least.first) >= rule.enough
  }

  private mutating func settle() {
    runs.removeAll { $0.count == 0 }
    floor = weight >= rule.enough ? run.first : .min
  }
}
