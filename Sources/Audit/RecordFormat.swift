/// The constants of the record format `funds-record/v1`, see docs/record-format.md.
public enum RecordFormat {
  /// What the member `v` of every header says.
  public static let version = "funds-record/v1"
  /// The most bytes a header or a line has without its line feed: an entry of a transparency log
  /// states its length in 16 bits (C2SP tlog-tiles).
  public static let lengthMax = 65_535

  /// Whether `type` may be the type of a record: `[a-z][a-z0-9_-]{0,31}`.
  package static func isType(_ type: String) -> Bool {
    let bytes = type.utf8
    return (1...32).contains(bytes.count)
      && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes.first ?? 0)
      && bytes.allSatisfy { isTypeByte($0) }
  }

  /// Whether `text` looks like the version of a format, known or not.
  static func isVersion(_ text: String) -> Bool {
    text.utf8.allSatisfy { isTypeByte($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") }
  }

  static func isTypeByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
