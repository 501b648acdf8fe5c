/// A share or rate in parts per million (百万分率), for example 34,500 for 3.45 %.
public struct PPM: Hashable, Comparable, Sendable {
  /// The parts per million.
  public let rawValue: Int64

  /// Nothing.
  public static var zero: PPM { PPM(0) }
  /// The whole.
  public static var one: PPM { PPM(1_000_000) }

  /// Creates a share of `rawValue` millionths.
  public init(_ rawValue: Int64) { self.rawValue = rawValue }

  /// A ratio as the nearest whole number of millionths, halves away from zero.
  ///
  /// For display: what counts is the ratio.
  /// - Throws: ``Overflow`` when it does not fit.
  public init(nearest ratio: Ratio) throws(Overflow) {
    let millionths = try ratio.multiplied(by: Ratio(1_000_000)).rounded(.halfUp)
    guard let value = Int64(exactly: millionths) else { throw Overflow() }
    rawValue = value
  }

  /// The share as an exact ratio.
  public var ratio: Ratio { Ratio(Int128(rawValue), over: 1_000_000) }

  /// What is left of the whole.
  public var complement: Ratio { Ratio(1_000_000 - Int128(rawValue), over: 1_000_000) }

  /// Orders shares by size.
  public static func < (left: PPM, right: PPM) -> Bool { left.rawValue < right.rawValue }
}

extension PPM: CustomStringConvertible {
  /// The share as a percentage with its digits and no more, for example `3.45%`.
  public var description: String {
    let magnitude = rawValue.magnitude
    var decimals = String(magnitude % 10_000)
    decimals = String(repeating: "0", count: 4 - decimals.utf8.count) + decimals
    while decimals.last == "0" { decimals.removeLast() }
    let point = decimals.isEmpty ? "" : "."
    return "\(rawValue < 0 ? "-" : "")\(magnitude / 10_000)\(point)\(decimals)%"
  }
}
