/// The sum of payments, and how often the running sum changes its sign (变号次数).
struct ExactTotal {
  private let total: Int128
  /// Whether all sums fit in 64 bits.
  private let isSmall: Bool

  /// Adds payments up.
  init(_ payments: [Int64]) {
    var (seen, sum) = (UInt64(0), Int64(0))
    for payment in payments {
      seen |= payment.magnitude
      sum &+= payment
    }
    // So many amounts of so many bits add up in 64.
    isSmall = payments.count < 1 << 14 && seen < 1 << 48
    total = isSmall ? Int128(sum) : payments.reduce(into: 0) { $0 += Int128($1) }
  }

  /// Whether as much comes in as goes out.
  var isZero: Bool { total == 0 }
  /// Whether more comes in.
  var isPositive: Bool { total > 0 }

  /// How often the running sum changes its sign, from the first payment on and from the last one
  /// back.
  ///
  /// There are at most so many positive and negative rates (C. J. Norstrøm, 1972, and the same with
  /// time reversed). The sum of all counts for the side on which it is reached.
  func changes(_ payments: [Int64]) -> (positive: Int, negative: Int) {
    isSmall ? changes(payments, Int64(total)) : changes(payments, total)
  }

  @inline(__always)
  private func changes<Sum: FixedWidthInteger & SignedInteger>(
    _ payments: [Int64],
    _ total: Sum
  ) -> (positive: Int, negative: Int) {
    var (forward, backward) = (SignChanges<Sum>(), SignChanges<Sum>())
    var sum: Sum = 0
    for payment in payments {
      // What is still to come is what comes back first when time is reversed.
      backward.see(total &- sum)
      sum &+= Sum(payment)
      forward.see(sum)
    }
    return (forward.count, backward.count)
  }

  /// Counts how often the sign changes; nothing has none.
  private struct SignChanges<Sum: FixedWidthInteger & SignedInteger> {
    var count = 0
    private var last: Sum = 0

    @inline(__always)
    mutating func see(_ sum: Sum) {
      // Two numbers of unlike signs, neither of them nothing.
      count &+= (sum ^ last) < 0 && sum != 0 && last != 0 ? 1 : 0
      last = sum == 0 ? last : sum
    }
  }
}
