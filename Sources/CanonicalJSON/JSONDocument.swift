/// A value together with where each of its parts begins in the bytes.
public struct JSONDocument: Sendable {
  /// The value.
  public let value: JSONValue
  /// The offset of each value, an array or object before what is in it, in the order of the bytes.
  public let offsets: [Int]

  /// Reads one value that fills `bytes`.
  /// - Throws: ``JSONSyntaxError`` with the offset of the first byte that is wrong.
  public init(_ bytes: [UInt8], profile: JSONProfile) throws(JSONSyntaxError) {
    var reader = JSONReader(scanner: JSONScanner(0..<bytes.count), profile: profile, offsets: [])
    value = try reader.document(bytes.span)
    offsets = reader.offsets ?? []
  }
}
