/// Writes canonical JSON into one buffer that is used again and again.
///
/// The caller gives the keys of each object in ascending byte order; debug builds check it. Text
/// that ``RecordText`` refuses is not written: ``refusal`` tells of the first one, and whoever
/// finishes the document looks at it once.
package struct CanonicalWriter {
  /// What has been written so far.
  package private(set) var bytes: [UInt8] = []
  /// The first text that was refused since the last ``reset()``.
  package private(set) var refusal: RecordText.Forbidden?
  /// The keys last written in each open object, for the check of debug builds.
  private var openKeys: [String] = []

  /// Creates a writer with room for `capacity` bytes.
  package init(capacity: Int = 4096) { bytes.reserveCapacity(capacity) }

  /// Forgets what was written and keeps the room.
  package mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    refusal = nil
    assert(forgetKeys())
  }

  /// Begins an object.
  package mutating func beginObject() {
    separate()
    bytes.append(UInt8(ascii: "{"))
    assert(enterObject())
  }

  /// Ends the innermost object.
  package mutating func endObject() {
    bytes.append(UInt8(ascii: "}"))
    assert(openKeys.popLast() != nil, "there is an object to end")
  }

  /// Begins an array.
  package mutating func beginArray() {
    separate()
    bytes.append(UInt8(ascii: "["))
  }

  /// Ends the innermost array.
  package mutating func endArray() { bytes.append(UInt8(ascii: "]")) }

  /// Writes a key; its value follows.
  package mutating func key(_ key: String) {
    assert(acceptKey(key), "keys are snake_case and ascend: \(key) after \(openKeys)")
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: key.utf8)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  /// Writes a text.
  package mutating func string(_ text: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    if CanonicalWriter.isPlain(text) {
      bytes.append(contentsOf: text.utf8)
    } else {
      escaped(text)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes a number as a string of decimal digits.
  package mutating func decimal(_ value: some BinaryInteger) { string(String(value)) }

  /// Writes a whole number as a number.
  package mutating func integer(_ value: Int64) {
    separate()
    bytes.append(contentsOf: String(value).utf8)
  }

  /// Writes true or false.
  package mutating func bool(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Writes a key and a text.
  package mutating func member(_ key: String, _ text: String) {
    self.key(key)
    string(text)
  }

  /// Writes a text whose bytes `append` adds to the buffer: digits and the like, never an escape.
  package mutating func quoted(_ append: (inout [UInt8]) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    append(&bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Ends a line, after which a new document begins.
  package mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

  /// Adds lines that another writer has finished.
  package mutating func append(_ lines: CanonicalWriter) {
    bytes.append(contentsOf: lines.bytes)
    refusal = refusal ?? lines.refusal
  }

  /// Writes a comma unless this is the first thing in its place.
  @inline(__always)
  private mutating func separate() {
    switch bytes.last {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: "\n"): break
    default: bytes.append(UInt8(ascii: ","))
    }
  }

  /// Whether a text is printable ASCII without quote and backslash, as nearly all codes are.
  private static func isPlain(_ text: String) -> Bool {
    let bytes = text.utf8.span
    for index in bytes.indices {
      switch bytes[index] {
      case 0x20, 0x21, 0x23...0x5B, 0x5D...0x7E: break
      default: return false
      }
    }
    return true
  }

  private mutating func escaped(_ text: String) {
    if let forbidden = RecordText.firstForbidden(in: text) {
      refusal = refusal ?? forbidden
      return
    }
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        bytes.append(UInt8(ascii: "\\"))
      }
      bytes.append(byte)
    }
  }

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
    (1...32).contains(key.utf8.count)
      && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(key.utf8.first ?? 0)
      && key.utf8.allSatisfy {
        $0 == UInt8(ascii: "_") || (0x61...0x7A).contains($0)
          || (0x30...0x39).contains($0)
      }
  }
}
