/// Sorts whole numbers by their digits (基数排序): the time depends on how many there are, not on
/// how they lie.
enum RadixSort {
  private static let bits = 11
  private static let buckets = 1 << bits

  /// Puts values in ascending order.
  static func sort(_ values: inout [Int64]) {
    guard values.count > 256 else { return values.sort() }
    // With the sign turned over, signed numbers have the order of unsigned ones.
    var keys = values.map { UInt64(bitPattern: $0) ^ 1 << 63 }
    var other = [UInt64](repeating: 0, count: keys.count)
    let (all, none) = keys.reduce((UInt64.max, UInt64.zero)) { ($0.0 & $1, $0.1 | $1) }
    for shift in stride(from: 0, to: 64, by: bits) {
      // A digit in which all agree moves nothing.
      if ((all ^ none) >> UInt64(shift)) & UInt64(buckets - 1) == 0 { continue }
      pass(keys, into: &other, shift: UInt64(shift))
      swap(&keys, &other)
    }
    for index in values.indices { values[index] = Int64(bitPattern: keys[index] ^ 1 << 63) }
  }

  private static func pass(_ keys: [UInt64], into other: inout [UInt64], shift: UInt64) {
    let mask = UInt64(buckets - 1)
    var starts = [Int](repeating: 0, count: buckets)
    for key in keys { starts[Int((key >> shift) & mask)] += 1 }
    var next = 0
    for digit in starts.indices { (starts[digit], next) = (next, next + starts[digit]) }
    for key in keys {
      let digit = Int((key >> shift) & mask)
      other[starts[digit]] = key
      starts[digit] += 1
    }
  }
}
