/// How strictly JSON is read.
///
/// Every profile refuses duplicate keys, keys other than `[a-z][a-z0-9_]{0,31}`, null, fractions,
/// exponents, text that ``RecordText`` refuses, a byte order mark and anything after the value.
public struct JSONProfile: Hashable, Sendable {
  /// Whether only the one canonical spelling is accepted: no white space, keys ascending, no
  /// escapes but `\"` and `\\`.
  public let isCanonical: Bool
  /// Whether whole numbers of 64 bits are accepted.
  public let allowsIntegers: Bool

  /// How deep arrays and objects may be nested.
  public static let depthMax = 32

  /// The bytes of a record: canonical, without numbers.
  public static let record = JSONProfile(isCanonical: true, allowsIntegers: false)
  /// A policy as a person writes it: any white space and order of keys, without numbers.
  public static let policy = JSONProfile(isCanonical: false, allowsIntegers: false)
  /// A case or scenario as a person or program writes it: a policy's freedom, with whole numbers.
  public static let `case` = JSONProfile(isCanonical: false, allowsIntegers: true)
}
