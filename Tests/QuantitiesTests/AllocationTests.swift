import Quantities
import Testing

@Suite struct AllocationTests {
  @Test(
    arguments: [
      (100, [1, 1, 1], [33, 33, 34]),
      (1, [1, 1], [0, 1]),
      (10, [0, 0], [0, 10]),
      (7, [1], [7]),
      (0, [3, 4], [0, 0]),
      (Int64.max, [Int64.max, Int64.max], [Int64.max / 2, Int64.max / 2 + 1]),
      (5, [], []),
    ] as [(Int64, [Int64], [Int64])]
  )
  func `the last part takes what the floors leave`(
    amount: Int64,
    weights: [Int64],
    parts: [Int64]
  ) {
    #expect(Allocation.split(Fen(amount), by: weights).map(\.rawValue) == parts)
  }

  @Test(
    arguments: [
      (100, [1, 1, 1], [34, 33, 33]),
      (101, [1, 1, 1], [34, 34, 33]),
      (1, [1, 2, 2], [0, 1, 0]),
      (0, [0, 0], [0, 0]),
      (Int64.max, [Int64.max, Int64.max], [Int64.max / 2 + 1, Int64.max / 2]),
    ] as [(Int64, [Int64], [Int64])]
  )
  func `the largest remainders take what the floors leave`(
    amount: Int64,
    weights: [Int64],
    parts: [Int64]
  ) {
    #expect(Allocation.largestRemainder(Fen(amount), by: weights).map(\.rawValue) == parts)
  }

  @Test func `parts always add up and stay within a fen of the exact ones`() {
    for amount in Int64(0)...40 {
      for (first, second, third) in [(1, 2, 3), (0, 5, 1), (7, 7, 7), (1, 1, 98)] {
        let weights = [Int64(first), Int64(second), Int64(third)]
        let whole = weights.reduce(0, +)
        let parts = Allocation.largestRemainder(Fen(amount), by: weights).map(\.rawValue)
        let split = Allocation.split(Fen(amount), by: weights).map(\.rawValue)
        #expect(parts.reduce(0, +) == amount && split.reduce(0, +) == amount)
        let near = zip(parts, weights).allSatisfy { abs($0 * whole - amount * $1) < whole }
        #expect(near, "\(amount) by \(weights): \(parts)")
      }
    }
  }
}
