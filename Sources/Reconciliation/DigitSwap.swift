/// Digits of an amount in the wrong order (数字颠倒).
///
/// The difference of two such amounts is divisible by nine, which is how bookkeepers have always
/// found them.
struct DigitSwap: Comparable {
  /// At how many places the digits differ.
  private let places: Int
  /// How far apart the outermost of those places are.
  private let reach: Int

  /// Compares two amounts, in fen; `nil` unless one has the other's digits in another order.
  init?(_ left: Int128, _ right: Int128) {
    guard left != right, (left - right) % 9 == 0, left.signum() == right.signum() else {
      return nil
    }
    var (first, second) = (left.magnitude, right.magnitude)
    var counts = InlineArray<10, Int>(repeating: 0)
    var (place, lowest, highest, differing) = (0, 0, 0, 0)
    var missing = 0
    while first > 0 || second > 0 {
      if first == 0 || second == 0 { missing += 1 }
      let (a, b) = (Int(first % 10), Int(second % 10))
      if a != b {
        counts[a] += 1
        counts[b] -= 1
        if differing == 0 { lowest = place }
        highest = place
        differing += 1
      }
      (first, second) = (first / 10, second / 10)
      place += 1
    }
    // A zero that came to stand in front is no digit any more; more of them are another mistake.
    guard missing <= 1, counts.indices.allSatisfy({ counts[$0] == 0 }) else { return nil }
    places = differing
    reach = highest - lowest
  }

  /// Fewer digits, closer together, are the likelier slip.
  static func < (left: DigitSwap, right: DigitSwap) -> Bool {
    (left.places, left.reach) < (right.places, right.reach)
  }
}
