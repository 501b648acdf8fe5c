import Quantities

/// The moment at which a record was made (记录时间), to the second, in UTC.
public struct RecordTime: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public let secondsSince1970: Int64

  /// The number of bytes of the written form.
  static let length = 20

  static let epoch = RecordTime(seconds: 0)

  private init(seconds: Int64) { secondsSince1970 = seconds }

  /// Creates a moment of the years 1 to 9999.
  /// - Returns: `nil` for a moment outside of them.
  public init?(secondsSince1970: Int64) {
    guard (-62_135_596_800...253_402_300_799).contains(secondsSince1970) else { return nil }
    self.secondsSince1970 = secondsSince1970
  }

  /// Reads `YYYY-MM-DDThh:mm:ssZ` (RFC 3339) that fills a range.
  /// - Returns: `nil` for any other spelling and for moments that do not exist.
  package init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard range.count == RecordTime.length else { return nil }
    let start = range.lowerBound
    func pair(_ offset: Int) -> Int? {
      let (tens, ones) = (bytes[start + offset] ^ 0x30, bytes[start + offset + 1] ^ 0x30)
      return tens <= 9 && ones <= 9 ? Int(tens) * 10 + Int(ones) : nil
    }
    guard bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
      bytes[start + 10] == UInt8(ascii: "T"), bytes[start + 13] == UInt8(ascii: ":"),
      bytes[start + 16] == UInt8(ascii: ":"), bytes[start + 19] == UInt8(ascii: "Z"),
      let century = pair(0), let year = pair(2), let month = pair(5), let day = pair(8),
      let hour = pair(11), let minute = pair(14), let second = pair(17),
      hour < 24, minute < 60, second < 60,
      let date = CivilDate(year: century * 100 + year, month: month, day: day)
    else { return nil }
    secondsSince1970 =
      Int64(date.dayNumber) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
  }

  /// Writes `YYYY-MM-DDThh:mm:ssZ` into 20 bytes.
  func write(to field: inout MutableSpan<UInt8>, at start: Int) {
    let day = (secondsSince1970 - (secondsSince1970 < 0 ? 86_399 : 0)) / 86_400
    let second = Int(secondsSince1970 - day * 86_400)
    let (year, month, dayOfMonth) = CivilDate(dayNumber: Int32(day)).components
    RecordTime.write(year / 100, to: &field, at: start, before: "0")
    RecordTime.write(year % 100, to: &field, at: start + 2, before: "-")
    RecordTime.write(month, to: &field, at: start + 5, before: "-")
    RecordTime.write(dayOfMonth, to: &field, at: start + 8, before: "T")
    RecordTime.write(second / 3600, to: &field, at: start + 11, before: ":")
    RecordTime.write(second / 60 % 60, to: &field, at: start + 14, before: ":")
    RecordTime.write(second % 60, to: &field, at: start + 17, before: "Z")
  }

  /// Writes two digits and the sign after them, over which the next digits may be written.
  private static func write(
    _ value: Int,
    to field: inout MutableSpan<UInt8>,
    at place: Int,
    before sign: Unicode.Scalar
  ) {
    field[place] = 0x30 + UInt8(value / 10)
    field[place + 1] = 0x30 + UInt8(value % 10)
    field[place + 2] = UInt8(ascii: sign)
  }

  /// Orders moments by time.
  public static func < (left: RecordTime, right: RecordTime) -> Bool {
    left.secondsSince1970 < right.secondsSince1970
  }
}

extension RecordTime: CustomStringConvertible {
  /// The moment as `YYYY-MM-DDThh:mm:ssZ`.
  public var description: String {
    var bytes = [UInt8](repeating: 0, count: RecordTime.length)
    var field = bytes.mutableSpan
    write(to: &field, at: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads a moment written `YYYY-MM-DDThh:mm:ssZ`.
  public init?(iso text: String) {
    let bytes = text.utf8.span
    self.init(bytes, 0..<bytes.count)
  }
}
