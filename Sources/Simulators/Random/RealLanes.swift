/// One real number or several of them, for formulas that are the same for both.
protocol RealLanes {
  static func + (left: Self, right: Self) -> Self
  static func + (left: Double, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  static func * (left: Self, right: Double) -> Self
}

extension Double: RealLanes {}
extension SIMD4<Double>: RealLanes {}
extension SIMD8<Double>: RealLanes {}

extension SIMD4<Double> {
  /// The numbers with these bits.
  package init(bitPattern bits: SIMD4<UInt64>) { self = unsafeBitCast(bits, to: Self.self) }
}

extension SIMD4<UInt64> {
  /// The bits of these numbers.
  package init(bitPattern values: SIMD4<Double>) { self = unsafeBitCast(values, to: Self.self) }
}

extension SIMD8<Double> {
  /// The numbers with these bits.
  package init(bitPattern bits: SIMD8<UInt64>) { self = unsafeBitCast(bits, to: Self.self) }
}

extension SIMD8<UInt64> {
  /// The bits of these numbers.
  package init(bitPattern values: SIMD8<Double>) { self = unsafeBitCast(values, to: Self.self) }
}
