/// A value of the restricted JSON that records, policies and cases are written in.
///
/// There is no null and no floating point: amounts and rates are decimal strings, so that every
/// reader sees the same digits. Integers exist only in cases (see ``JSONProfile/case``).
public enum JSONValue: Hashable, Sendable {
  /// A text.
  case string(String)
  /// True or false.
  case bool(Bool)
  /// A whole number; never in records or policies.
  case integer(Int64)
  /// Values in order.
  case array([JSONValue])
  /// Members in the order in which they were read; no key occurs twice.
  case object([Member])

  /// A key and its value inside an object.
  public struct Member: Hashable, Sendable {
    /// The key, `[a-z][a-z0-9_]{0,31}`.
    public let key: String
    /// The value.
    public let value: JSONValue

    /// Creates a member.
    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value of a member, or `nil` when this is not an object or has no such member.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }
}
