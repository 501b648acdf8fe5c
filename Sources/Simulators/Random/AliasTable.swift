/// Draws one of many outcomes in the same few steps, however unequal they are (别名表).
///
/// Every outcome has a column of one width. An outcome that is rarer than that shares its column
/// with a more frequent one, so that a number names a column and, by the place within it, one of
/// the two.
///
/// Source: A. J. Walker, "An Efficient Method for Generating Discrete Random Variables with General
/// Distributions" (1977), set up as M. D. Vose, "A Linear Algorithm for Generating Random Numbers
/// with a Given Distribution" (1991).
enum AliasTable {
  /// A column: up to which part of it its own outcome reaches, and whose the rest is.
  ///
  /// A real number from 0 to 1, the lowest bits of which name the other outcome: that moves it by
  /// less than 2^−39.
  struct Column: BitwiseCopyable {
    let reach: Double

    init(_ reach: Double, _ other: Int) {
      self.reach = Double(bitPattern: reach.bitPattern & ~Self.mask | UInt64(other))
    }

    @inline(__always) var other: Int { Int(truncatingIfNeeded: reach.bitPattern & Self.mask) }

    private static let mask: UInt64 = 1 << 13 - 1
  }

  /// What numbers are multiplied by to stay a hair below the end.
  static let hair = 1 - 0x1p-40
  /// The most outcomes of a table.
  static let countMax = 1 << 13

  /// What a number from 0 to a hair below the number of outcomes means, and how far into the
  /// outcome's part of its column it lies, from 0 to 1: as good as another number.
  @inline(__always)
  static func outcome(
    _ place: Double,
    _ columns: UnsafePointer<Column>
  ) -> (number: Int, part: Double) {
    let shifted = (place - 0.5) + 0x1.8p52
    let number = Int(Int32(truncatingIfNeeded: shifted.bitPattern))
    let rest = place - (shifted - 0x1.8p52)
    let column = columns[number]
    // By bits, so that nothing branches: where it lies cannot be foretold. Positive real numbers
    // are ordered as their bits are.
    let reach = Int64(bitPattern: column.reach.bitPattern)
    let isOwn = Int64(bitPattern: rest.bitPattern) < reach
    let other: Int64 = isOwn ? 0 : -1
    let begins = Double(bitPattern: UInt64(bitPattern: reach & other))
    let ends = Double(bitPattern: UInt64(bitPattern: 0x3FF0_0000_0000_0000 & other))
    return (isOwn ? number : column.other, (rest - begins) / (ends - column.reach).magnitude)
  }

  /// The columns of outcomes that happen as often as they weigh, none of them less than never.
  static func columns(_ weights: [Double], total: Double) -> [Column] {
    precondition(weights.count <= countMax, "a column names its other outcome by 13 bits")
    var columns = weights.indices.map { Column(1, $0) }
    var shares = weights.map { $0 * Double(weights.count) / total }
    var (poor, rich): ([Int], [Int]) = ([], [])
    for place in shares.indices {
      if shares[place] < 1 { poor.append(place) } else { rich.append(place) }
    }
    while let giver = rich.last, let taker = poor.popLast() {
      columns[taker] = Column(shares[taker], giver)
      shares[giver] -= 1 - shares[taker]
      if shares[giver] < 1 { poor.append(rich.removeLast()) }
    }
    // What is left of either is one, but for what was rounded.
    return columns
  }
}
