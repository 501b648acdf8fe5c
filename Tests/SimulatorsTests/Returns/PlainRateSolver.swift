@testable import Simulators

/// What ``RateSolver`` does, said plainly: one payment after the other, and roots by halving.
struct PlainRateSolver {
  let years: [Double]

  /// ln P − ln N.
  private func gap(_ payments: [Int64], _ force: Double) -> Double {
    var (into, out) = (0.0, 0.0)
    for (payment, year) in zip(payments, years) {
      let present = Double(payment) * DetMath.exp(-force * year)
      if payment > 0 { into += present } else { out -= present }
    }
    return DetMath.log(into / out)
  }

  /// The forces between −9.21 and 4.61 at which the payments are worth nothing, as far as a grid of
  /// so many steps tells them apart.
  func solve(_ payments: [Int64], steps: Int = 1_024) -> [Double] {
    guard payments.contains(where: { $0 > 0 }), payments.contains(where: { $0 < 0 }) else {
      return []
    }
    let (low, high) = RateSolver.reach
    let width = (high - low) / Double(steps)
    return (0..<steps).compactMap { step in
      let ends = (low + Double(step) * width, low + Double(step + 1) * width)
      let (left, right) = (gap(payments, ends.0), gap(payments, ends.1))
      return (left > 0) == (right > 0) ? nil : halve(payments, ends.0, ends.1, left > 0)
    }
  }

  private func halve(_ payments: [Int64], _ from: Double, _ to: Double, _ isHigh: Bool) -> Double {
    var (low, high) = (from, to)
    while true {
      let middle = 0.5 * (low + high)
      if middle <= low || middle >= high { return middle }
      if (gap(payments, middle) > 0) == isHigh { low = middle } else { high = middle }
    }
  }
}
