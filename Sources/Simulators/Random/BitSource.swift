/// Long rows of random bits, one for each path, for one purpose (随机数行).
///
/// A row depends on seed, path and purpose alone: block n of it is that of ``WidePhilox`` for the
/// counter (n, path, 0, 0) and the key (seed, purpose).
final class BitSource {
  private let purpose: UInt8
  private let bits = Scratch<UInt64>(64, zero: 0)

  init(_ purpose: UInt8) { self.purpose = purpose }

  /// Draws the first numbers of a path's row; they stand until the next call.
  func draw(_ count: Int, seed: UInt64, path: UInt64) -> UnsafePointer<UInt64> {
    bits.reserve(count + 4, zero: 0)
    let (row, key) = (bits.start, (seed, UInt64(purpose)))
    for block in 0..<(count + 3) / 4 {
      let place = row + 4 * block
      let counter = (UInt64(truncatingIfNeeded: block), path, UInt64(0), UInt64(0))
      (place[0], place[1], place[2], place[3]) = WidePhilox.block(counter, key: key)
    }
    return UnsafePointer(row)
  }
}
