/// Solves streams of payments that share their dates (收益率求解).
///
/// With the present values P of what comes in and N of what goes out, ln P − ln N is almost a
/// straight line in the force of interest δ, so that Newton's method needs three or four steps from
/// δ = 0.
struct RateSolver {
  /// The years from the first payment, in lanes; ascending.
  private let years: [SIMD8<Double>]
  private let count: Int
  /// What comes in and goes out at each date, both positive.
  private var inflows: [SIMD8<Double>]
  private var outflows: [SIMD8<Double>]
  private var used = 0

  /// Forces beyond −99.99 % and +10,000 % a year are not looked for.
  static let reach = (low: -9.210_340_371_976_182, high: 4.615_120_516_841_259)

  /// Takes the dates.
  init(years: [Double]) {
    count = years.count
    var lanes: [SIMD8<Double>] = []
    for first in stride(from: 0, to: years.count, by: 8) {
      var lane = SIMD8<Double>(repeating: 0)
      for index in first..<min(first + 8, years.count) { lane[index - first] = years[index] }
      lanes.append(lane)
    }
    self.years = lanes
    inflows = lanes
    outflows = lanes
  }

  /// Finds every force of interest at which the payments, one for each date in fen, are worth
  /// nothing.
  mutating func solve(_ payments: [Int64]) -> InternalRate.Forces {
    precondition(payments.count == count, "each date has its payment")
    load(payments)
    let total = payments.reduce(into: Int128(0)) { $0 += Int128($1) }
    // At δ = 0 the sign is that of the total; on the other side of the only root it is the
    // opposite.
    switch Self.changes(payments) {
    case (0, 0): return total == 0 && used > 0 ? .one(0) : .none
    case (1, 0) where total != 0: return only(between: 0, Self.reach.high, isHigh: total > 0)
    case (0, 1) where total != 0: return only(between: Self.reach.low, 0, isHigh: total < 0)
    default: return scan()
    }
  }

  private mutating func load(_ payments: [Int64]) {
    used = 0
    for (block, first) in stride(from: 0, to: count, by: 8).enumerated() {
      var (into, out) = (SIMD8<Double>(repeating: 0), SIMD8<Double>(repeating: 0))
      for index in first..<min(first + 8, count) {
        let amount = Double(payments[index])
        if amount > 0 { into[index - first] = amount } else { out[index - first] = -amount }
        if amount != 0 { used = block + 1 }
      }
      inflows[block] = into
      outflows[block] = out
    }
  }

  /// How often the running sum changes its sign, from the first payment on and from the last one
  /// back.
  ///
  /// There are at most so many positive and negative rates (C. J. Norstrøm, 1972, and the same with
  /// time reversed). The sum of all counts for the side on which it is reached.
  static func changes(_ payments: [Int64]) -> (positive: Int, negative: Int) {
    func count(_ payments: some Sequence<Int64>) -> Int {
      var (changes, sum, last) = (0, Int128(0), 0)
      for payment in payments where payment != 0 {
        sum += Int128(payment)
        let sign = Int(sum.signum())
        if sign != 0, last != 0, sign != last { changes += 1 }
        if sign != 0 { last = sign }
      }
      return changes
    }
    return (count(payments), count(payments.reversed()))
  }

  /// ln P − ln N and its slope.
  private func gap(_ force: Double) -> (value: Double, slope: Double) {
    var (into, intoTime) = (SIMD8<Double>(repeating: 0), SIMD8<Double>(repeating: 0))
    var (out, outTime) = (into, into)
    for block in 0..<used {
      let time = years[block]
      let factor = DetMath.exp(time * -force)
      let (received, paid) = (inflows[block] * factor, outflows[block] * factor)
      into = into + received
      intoTime = intoTime + received * time
      out = out + paid
      outTime = outTime + paid * time
    }
    let (p, n) = (into.total, out.total)
    return (DetMath.log(p / n), outTime.total / n - intoTime.total / p)
  }

  /// The only root, which lies on one side of 0.
  private func only(
    between low: Double,
    _ high: Double,
    isHigh: Bool
  ) -> InternalRate.Forces {
    let force = root(between: low, high, isHigh: isHigh, from: 0)
    let isInside = force > Self.reach.low + 1e-9 && force < Self.reach.high - 1e-9
    return isInside ? .one(force) : .none
  }

  /// Every root: between two of 64 forces where the sign changes, and on both sides of a turning
  /// point that reaches over to the other sign.
  private func scan() -> InternalRate.Forces {
    let steps = 64
    let width = (Self.reach.high - Self.reach.low) / Double(steps)
    var roots: [Double] = []
    var last = Point(Self.reach.low, gap(Self.reach.low))
    for step in 1...steps {
      let force = Self.reach.low + Double(step) * width
      let next = Point(force, gap(force))
      if next.value == 0 {
        roots.append(force)
      } else if last.value != 0, next.value.isFinite, last.value.isFinite {
        roots += self.roots(last, next)
      }
      last = next
    }
    if roots.isEmpty { return .none }
    return roots.count == 1 ? .one(roots[0]) : .several(roots)
  }

  /// A force with what it comes to.
  private struct Point {
    let force, value, slope: Double

    init(_ force: Double, _ gap: (value: Double, slope: Double)) {
      self.force = force
      (value, slope) = gap
    }
  }

  private func roots(_ left: Point, _ right: Point) -> [Double] {
    func between(_ from: Point, _ to: Point) -> Double {
      let middle = 0.5 * (from.force + to.force)
      return root(between: from.force, to.force, isHigh: from.value > 0, from: middle)
    }
    if (left.value > 0) != (right.value > 0) { return [between(left, right)] }
    // Both ends lean towards nothing: it may be reached in between.
    guard left.value * left.slope < 0, right.value * right.slope > 0 else { return [] }
    var (low, high) = (left, right)
    for _ in 0..<40 {
      let force = 0.5 * (low.force + high.force)
      let middle = Point(force, gap(force))
      if middle.value == 0 { return [force] }
      if (middle.value > 0) != (left.value > 0) {
        return [between(left, middle), between(middle, right)]
      }
      if (middle.slope > 0) == (left.slope > 0) { low = middle } else { high = middle }
    }
    return []
  }

  /// The root in a bracket, by Newton's steps as long as they stay inside.
  ///
  /// - Parameters:
  ///   - from: the lower end.
  ///   - to: the upper end.
  ///   - isHigh: whether the value is positive at the lower end.
  ///   - start: where the search begins.
  /// - Returns: the force.
  private func root(
    between from: Double,
    _ to: Double,
    isHigh: Bool,
    from start: Double
  ) -> Double {
    var (low, high, force) = (from, to, start)
    for _ in 0..<100 {
      let (value, slope) = gap(force)
      if value == 0 { return force }
      if (value > 0) == isHigh { low = force } else { high = force }
      let next = force - value / slope
      guard next > low, next < high else {
        let middle = 0.5 * (low + high)
        if middle <= low || middle >= high { return middle }
        force = middle
        continue
      }
      // Each step squares the error: after one of this size nothing is left of it.
      if (next - force).magnitude <= 1e-8 { return next }
      force = next
    }
    return force
  }
}

extension SIMD8<Double> {
  /// The sum of the lanes, always in the same order.
  var total: Double {
    let pairs = lowHalf + highHalf
    let fours = pairs.lowHalf + pairs.highHalf
    return fours[0] + fours[1]
  }
}
