extension CanonicalWriter {
  /// Writes a value, the keys of its objects in ascending order.
  ///
  /// Integers are written as numbers; a record holds none.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .string(let text): string(text)
    case .bool(let flag): bool(flag)
    case .integer(let number): integer(number)
    case .array(let values):
      beginArray()
      for value in values { self.value(value) }
      endArray()
    case .object(let members):
      beginObject()
      for member in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
        key(member.key)
        self.value(member.value)
      }
      endObject()
    }
  }
}

extension JSONValue {
  /// The one spelling of the value in a record.
  public var canonicalText: String {
    var writer = CanonicalWriter()
    writer.value(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
