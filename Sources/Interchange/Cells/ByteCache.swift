/// Remembers what bytes mean, so that a value that comes again is not read again.
///
/// Direct-mapped and of fixed size: a new entry pushes out the one in its place.
struct ByteCache<Value> {
  private static var size: Int { 1 << 10 }

  private var keys: [[UInt8]]
  private var values: [Value?]

  init() {
    keys = Array(repeating: [], count: Self.size)
    values = Array(repeating: nil, count: Self.size)
  }

  /// The value kept for `bytes`.
  func value(of bytes: Span<UInt8>) -> Value? {
    let slot = Self.slot(bytes)
    let key = keys[slot]
    guard let value = values[slot], Self.isEqual(key.span, bytes) else { return nil }
    return value
  }

  /// Keeps a value for `bytes`.
  mutating func keep(_ value: Value, for bytes: Span<UInt8>) {
    let slot = Self.slot(bytes)
    keys[slot].removeAll(keepingCapacity: true)
    for index in bytes.indices { keys[slot].append(bytes[index]) }
    values[slot] = value
  }

  private static func isEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }

  /// FNV-1a, folded.
  private static func slot(_ bytes: Span<UInt8>) -> Int {
    var hash: UInt32 = 0x811C_9DC5
    for index in bytes.indices { hash = (hash ^ UInt32(bytes[index])) &* 0x0100_0193 }
    return Int((hash ^ (hash >> 15)) & UInt32(size - 1))
  }
}
