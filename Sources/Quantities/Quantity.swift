/// A quantity beside money, for example shares (数量), exact to a millionth of a unit.
public struct Quantity: Hashable, Comparable, Sendable {
  /// The quantity in millionths of a unit.
  public let millionths: Int64

  /// Creates a quantity.
  public init(millionths: Int64) { self.millionths = millionths }

  /// The quantity with its sign changed.
  /// - Throws: ``Overflow`` for the one quantity that has no opposite.
  public func negated() throws(Overflow) -> Quantity {
    guard millionths != Int64.min else { throw Overflow() }
    return Quantity(millionths: -millionths)
  }

  /// Orders quantities by size.
  public static func < (left: Quantity, right: Quantity) -> Bool {
    left.millionths < right.millionths
  }
}

extension Quantity: CustomStringConvertible {
  /// The quantity with six decimals, for example `-12.500000`.
  public var description: String {
    let magnitude = millionths.magnitude
    let fraction = String(magnitude % 1_000_000)
    let zeros = String(repeating: "0", count: 6 - fraction.utf8.count)
    return "\(millionths < 0 ? "-" : "")\(magnitude / 1_000_000).\(zeros)\(fraction)"
  }
}
