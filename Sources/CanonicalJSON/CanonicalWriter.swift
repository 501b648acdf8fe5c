/// Writes canonical JSON into one buffer that is used again and again.
///
/// The caller gives the keys of each object in ascending byte order; debug builds check it. Text
/// that ``RecordText`` refuses is not written: ``refusal`` tells of the first one, and whoever
/// finishes the document looks at it once.
package struct CanonicalWriter {
  /// The number of bytes written so far.
  package private(set) var count = 0
  /// The first text that was refused since the last ``reset()``.
  package private(set) var refusal: RecordText.Forbidden?
  /// The buffer: what was written, then room for more.
  private var room: [UInt8]
  /// The keys last written in each open object, for the check of debug builds.
  private var openKeys: [String] = []

  /// Creates a writer with room for `capacity` bytes.
  package init(capacity: Int = 4096) {
    room = [UInt8](repeating: 0, count: max(capacity, 64))
  }

  /// Forgets what was written and keeps the room.
  package mutating func reset() {
    count = 0
    refusal = nil
    assert(forgetKeys())
  }

  /// A copy of what has been written so far.
  package var bytes: [UInt8] { Array(room[..<count]) }

  /// Lends what has been written from `start` on.
  package func withBytes<Result, Failure: Error>(
    from start: Int = 0,
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(room.span.extracting(start..<count))
  }

  /// Begins an object.
  package mutating func beginObject() {
    open(UInt8(ascii: "{"))
    assert(enterObject())
  }

  /// Ends the innermost object.
  package mutating func endObject() {
    assert(openKeys.popLast() != nil, "there is an object to end")
    byte(UInt8(ascii: "}"))
  }

  /// Begins an array.
  package mutating func beginArray() { open(UInt8(ascii: "[")) }

  /// Ends the innermost array.
  package mutating func endArray() { byte(UInt8(ascii: "]")) }

  /// Writes a key; its value follows.
  package mutating func key(_ key: String) {
    assert(acceptKey(key), "keys are snake_case and ascend: \(key) after \(openKeys)")
    quote(key)
    byte(UInt8(ascii: ":"))
  }

  /// Writes a text.
  package mutating func string(_ text: String) {
    let start = count
    guard !quote(text), let forbidden = RecordText.firstForbidden(in: text) else { return }
    count = start
    refusal = refusal ?? forbidden
  }

  /// Writes a key and a text.
  package mutating func member(_ key: String, _ text: String) {
    self.key(key)
    string(text)
  }

  /// Writes a whole number as a string of decimal digits.
  package mutating func decimal(_ value: Int64) {
    open(UInt8(ascii: "\""))
    digits(value)
    byte(UInt8(ascii: "\""))
  }

  /// Writes a whole number as a number.
  package mutating func integer(_ value: Int64) {
    separate()
    digits(value)
  }

  /// Writes true or false.
  package mutating func bool(_ value: Bool) {
    separate()
    for letter in (value ? "true" : "false").utf8 { byte(letter) }
  }

  /// Writes a piece of canonical JSON that is the same in every document of a format.
  ///
  /// A fixed piece carries its own commas and brackets; inside of it no order of keys is checked.
  package mutating func fixed(_ piece: StaticString) {
    let length = piece.utf8CodeUnitCount
    reserve(length + 8)
    let start = count
    piece.withUTF8Buffer { buffer in
      let source = buffer.span.bytes
      var span = room.mutableSpan
      var target = span.mutableBytes
      for place in stride(from: 0, to: length, by: 8) {
        let word = Octets.word(source, at: place, width: min(8, length - place))
        target.storeBytes(of: word, toByteOffset: start + place, as: UInt64.self)
      }
    }
    count = start + length
  }

  /// Writes an object whose members `members` writes, where a fixed piece asks for one.
  package mutating func object(_ members: (inout CanonicalWriter) -> Void) {
    beginObject()
    members(&self)
    endObject()
  }

  /// Writes `length` bytes that `fill` sets: digits and the like, without quotes around them.
  ///
  /// `fill` is given the whole buffer and the place at which the bytes begin.
  package mutating func field(_ length: Int, _ fill: (inout MutableSpan<UInt8>, Int) -> Void) {
    reserve(length)
    let start = count
    var target = room.mutableSpan
    fill(&target, start)
    count = start + length
  }

  /// Ends a line, after which a new document begins.
  package mutating func endLine() { byte(UInt8(ascii: "\n")) }

  /// Adds lines that another writer has finished.
  package mutating func append(_ lines: CanonicalWriter) {
    reserve(lines.count)
    room.replaceSubrange(count..<count + lines.count, with: lines.room[..<lines.count])
    count += lines.count
  }
}

extension CanonicalWriter {
  /// Makes sure that `length` more bytes and a comma fit.
  @inline(__always)
  private mutating func reserve(_ length: Int) {
    if room.count - count <= length { grow(length) }
  }

  private mutating func grow(_ length: Int) {
    room.append(contentsOf: repeatElement(0, count: max(room.count, length + 1)))
  }

  @inline(__always)
  private mutating func byte(_ byte: UInt8) {
    reserve(1)
    room[count] = byte
    count += 1
  }

  /// Writes a comma unless this is the first thing in its place.
  @inline(__always)
  private mutating func separate() {
    if count == 0 { return }
    switch room[count - 1] {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: "\n"): break
    default: byte(UInt8(ascii: ","))
    }
  }

  @inline(__always)
  private mutating func open(_ bracket: UInt8) {
    separate()
    byte(bracket)
  }

  /// Writes a text in quotes.
  /// - Returns: whether all of it was printable ASCII, which may stand in any record.
  @discardableResult
  private mutating func quote(_ text: String) -> Bool {
    separate()
    let source = text.utf8.span
    reserve(2 * source.count + 10)
    var isPrintable = true
    var end = count
    var target = room.mutableSpan
    target[end] = UInt8(ascii: "\"")
    end += 1
    var index = 0
    while index < source.count {
      let width = min(8, source.count - index)
      let word = Octets.word(source.bytes, at: index, width: width)
      isPrintable = isPrintable && Octets.arePrintable(word)
      if Octets.holdNoMark(word) {
        // What is written beyond `width` is overwritten by what follows.
        var raw = target.mutableBytes
        raw.storeBytes(of: word, toByteOffset: end, as: UInt64.self)
        end += width
      } else {
        for byte in index..<index + width {
          CanonicalWriter.put(source[byte], to: &target, at: &end)
        }
      }
      index += width
    }
    target[end] = UInt8(ascii: "\"")
    count = end + 1
    return isPrintable
  }

  /// Writes one byte of a text, escaped when it has to be.
  @inline(__always)
  private static func put(
    _ byte: UInt8,
    to target: inout MutableSpan<UInt8>,
    at end: inout Int
  ) {
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
      target[end] = UInt8(ascii: "\\")
      end += 1
    }
    target[end] = byte
    end += 1
  }

  /// Writes the decimal digits of a number, without quotes around them.
  package mutating func digits(_ value: Int64) {
    if value < 0 { byte(UInt8(ascii: "-")) }
    var rest = value.magnitude
    var length = 1
    while rest > 9 {
      rest /= 10
      length += 1
    }
    reserve(length)
    rest = value.magnitude
    for index in (count..<count + length).reversed() {
      room[index] = 0x30 + UInt8(rest % 10)
      rest /= 10
    }
    count += length
  }
}

// The order of keys is the caller's promise; only debug builds pay for checking it.
extension CanonicalWriter {
  private mutating func forgetKeys() -> Bool {
    openKeys.removeAll()
    return true
  }

  private mutating func enterObject() -> Bool {
    openKeys.append("")
    return true
  }

  private mutating func acceptKey(_ key: String) -> Bool {
    guard let last = openKeys.popLast() else { return false }
    openKeys.append(key)
    return last.utf8.lexicographicallyPrecedes(key.utf8) && CanonicalWriter.isKey(key)
  }

  private static func isKey(_ key: String) -> Bool {
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return (1...32).contains(key.utf8.count) && letters.contains(key.utf8.first ?? 0)
      && key.utf8.allSatisfy {
        letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_")
      }
  }
}
