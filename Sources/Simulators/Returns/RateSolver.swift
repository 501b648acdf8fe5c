/// Solves streams of payments that share their dates (收益率求解).
///
/// With the present values P of what comes in and N of what goes out, ln P − ln N is almost a
/// straight line in the force of interest δ. What it is at δ = 0, with its slope and curvature, can
/// be had without a single power; from there Halley's method needs two steps or three.
package struct RateSolver {
  /// The years from the first payment, in lanes; ascending.
  private let years: [SIMD8<Double>]
  private let count: Int
  /// Whether powers over the whole time may leave the range of numbers.
  private let isLong: Bool
  /// What comes in and goes out at each date, both positive.
  private var inflows: Lanes
  private var outflows: Lanes

  /// Amounts in lanes, and the blocks that hold any.
  fileprivate struct Lanes {
    var amounts: [SIMD8<Double>]
    var used = 0..<0
  }

  /// Forces beyond −99.99 % and +10,000 % a year are not looked for.
  static let reach = (low: -9.210_340_371_976_182, high: 4.615_120_516_841_259)

  /// Takes the dates.
  package init(years: [Double]) {
    count = years.count
    isLong = (years.last ?? 0) > 75
    self.years = stride(from: 0, to: years.count, by: 8).map { first in
      var lane = SIMD8<Double>(repeating: 0)
      for index in first..<min(first + 8, years.count) { lane[index - first] = years[index] }
      return lane
    }
    inflows = Lanes(amounts: self.years)
    outflows = inflows
  }

  /// Finds every force of interest at which the payments, one for each date in fen, are worth
  /// nothing.
  package mutating func solve(_ payments: [Int64]) -> InternalRate.Forces {
    precondition(payments.count == count, "each date has its payment")
    load(payments)
    let sum = ExactTotal(payments)
    if sum.isZero, !inflows.used.isEmpty, isOnce { return .one(0) }
    // At δ = 0 the sign is that of the total; on the other side of the only root it is the
    // opposite.
    if isOnce {
      let isPaidFirst = outflows.used.lowerBound < inflows.used.lowerBound
      return only(isPositive: isPaidFirst == sum.isPositive, sum)
    }
    switch sum.changes(payments) {
    case (0, 0): return sum.isZero && !inflows.used.isEmpty ? .one(0) : .none
    case (1, 0) where !sum.isZero: return only(isPositive: true, sum)
    case (0, 1) where !sum.isZero: return only(isPositive: false, sum)
    default: return scan()
    }
  }

  /// Whether all of one direction comes before all of the other: then there is one root
  /// (Descartes).
  private var isOnce: Bool {
    !inflows.used.isEmpty && !outflows.used.isEmpty
      && (outflows.used.upperBound <= inflows.used.lowerBound
        || inflows.used.upperBound <= outflows.used.lowerBound)
  }

  private mutating func load(_ payments: [Int64]) {
    (inflows.used, outflows.used) = (0..<0, 0..<0)
    let nothing = SIMD8<Double>(repeating: 0)
    var first = 0
    for block in years.indices {
      var amounts = nothing
      if first + 8 <= count {
        for lane in 0..<8 { amounts[lane] = Double(payments[first + lane]) }
      } else {
        for lane in 0..<(count - first) { amounts[lane] = Double(payments[first + lane]) }
      }
      let into = amounts.replacing(with: nothing, where: amounts .< nothing)
      inflows.put(into, at: block)
      outflows.put(into - amounts, at: block)
      first += 8
    }
  }

  // MARK: The roots

  /// What payments of one direction are worth, and that weighted with time once and twice.
  private struct Worth {
    var value, time, square: Double
  }

  private func worth(_ flows: Lanes, at force: Double) -> Worth {
    var value = SIMD8<Double>(repeating: 0)
    var (time, square) = (value, value)
    for block in flows.used {
      let years = years[block]
      let exponents = years * -force
      let factor = isLong ? DetMath.exp(exponents) : DetMath.expInside(exponents)
      let present = flows.amounts[block] * factor
      let weighted = present * years
      value = value + present
      time = time + weighted
      square = square + weighted * years
    }
    return Worth(value: value.total, time: time.total, square: square.total)
  }

  /// The same undiscounted.
  private func sums(_ flows: Lanes) -> Worth {
    var value = SIMD8<Double>(repeating: 0)
    var (time, square) = (value, value)
    for block in flows.used {
      let (years, amounts) = (years[block], flows.amounts[block])
      let weighted = amounts * years
      value = value + amounts
      time = time + weighted
      square = square + weighted * years
    }
    return Worth(value: value.total, time: time.total, square: square.total)
  }

  /// A force with ln P − ln N, its slope and its curvature.
  private struct Point {
    let force, value, slope, curvature: Double

    init(_ force: Double, _ into: Worth, _ out: Worth) {
      self.force = force
      value = DetMath.log(into.value / out.value)
      // Mean times, and how far times spread around them.
      let (early, late) = (out.time / out.value, into.time / into.value)
      slope = early - late
      curvature =
        (into.square / into.value - late * late) - (out.square / out.value - early * early)
    }

    /// Halley's step to where it is nothing.
    var next: Double {
      force - 2 * value * slope / (2 * slope * slope - value * curvature)
    }
  }

  private func point(_ force: Double) -> Point {
    Point(force, worth(inflows, at: force), worth(outflows, at: force))
  }

  /// The only root, which lies on one side of 0.
  private func only(isPositive: Bool, _ sum: ExactTotal) -> InternalRate.Forces {
    let start = Point(0, sums(inflows), sums(outflows))
    let force = root(
      between: isPositive ? 0 : Self.reach.low,
      isPositive ? Self.reach.high : 0,
      isHigh: isPositive == sum.isPositive,
      from: start
    )
    let isInside = force > Self.reach.low + 1e-9 && force < Self.reach.high - 1e-9
    return isInside ? .one(force) : .none
  }

  /// Every root: between two of 64 forces where the sign changes, and on both sides of a turning
  /// point that reaches over to the other sign.
  private func scan() -> InternalRate.Forces {
    let steps = 64
    let width = (Self.reach.high - Self.reach.low) / Double(steps)
    var roots: [Double] = []
    var last = point(Self.reach.low)
    for step in 1...steps {
      let next = point(Self.reach.low + Double(step) * width)
      if next.value == 0 {
        roots.append(next.force)
      } else if last.value != 0, next.value.isFinite, last.value.isFinite {
        roots += self.roots(last, next)
      }
      last = next
    }
    if roots.isEmpty { return .none }
    return roots.count == 1 ? .one(roots[0]) : .several(roots)
  }

  private func roots(_ left: Point, _ right: Point) -> [Double] {
    func between(_ from: Point, _ to: Point) -> Double {
      let middle = point(0.5 * (from.force + to.force))
      return root(between: from.force, to.force, isHigh: from.value > 0, from: middle)
    }
    if (left.value > 0) != (right.value > 0) { return [between(left, right)] }
    // Both ends lean towards nothing: it may be reached in between.
    guard left.value * left.slope < 0, right.value * right.slope > 0 else { return [] }
    var (low, high) = (left, right)
    for _ in 0..<40 {
      let middle = point(0.5 * (low.force + high.force))
      if middle.value == 0 { return [middle.force] }
      if (middle.value > 0) != (left.value > 0) {
        return [between(left, middle), between(middle, right)]
      }
      if (middle.slope > 0) == (left.slope > 0) { low = middle } else { high = middle }
    }
    return []
  }

  /// The root in a bracket, by Halley's steps as long as they stay inside.
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
    from start: Point
  ) -> Double {
    var (low, high, point) = (from, to, start)
    for _ in 0..<100 {
      if point.value == 0 { return point.force }
      if (point.value > 0) == isHigh { low = point.force } else { high = point.force }
      var force = point.next
      // Each step cubes the error: after one of this size nothing is left of it.
      if force > low, force < high, (force - point.force).magnitude <= 2e-6 { return force }
      if !(force > low && force < high) {
        force = 0.5 * (low + high)
        if force <= low || force >= high { return force }
      }
      point = self.point(force)
    }
    return point.force
  }
}

extension RateSolver.Lanes {
  /// Puts a block in its place, after those before it.
  fileprivate mutating func put(_ lanes: SIMD8<Double>, at block: Int) {
    amounts[block] = lanes
    guard lanes.total != 0 else { return }
    used = (used.isEmpty ? block : used.lowerBound)..<block + 1
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
