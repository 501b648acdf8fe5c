import Findings
import Quantities

/// Reads days (日期).
///
/// Accepted: `2026-01-08`, `2026/1/8`, `2026.1.8`, `2026年1月8日`, `20260108`, a time of day behind
/// them, and days as spreadsheets store them. A bare serial number is accepted with a warning;
/// spellings with the day or month first, or a year of two digits, are refused.
enum DateCell {
  /// Bare numbers taken for days: 1954-10-03 to 2119-01-11.
  private static let serials = 20_000...80_000

  static func read(_ bytes: Span<UInt8>, _ kind: Row.Kind = .text) -> CellReading<CivilDate> {
    switch kind {
    case .text:
      if let date = iso(bytes) { return CellReading(date) }
      return spelled(CellText(bytes, folding: true))
    case .date:
      // Before 1900-03-01 spreadsheets count a day that did not exist.
      guard let serial = ExactDecimal(String(bytes))?.floor, (61...2_958_465).contains(serial)
      else { return .wrong(.dateInvalid) }
      return CellReading(day(serial))
    case .number:
      guard let number = ExactDecimal(String(bytes)) else { return .wrong(.dateInvalid) }
      if let compact = number.integer, (10_000_101...99_991_231).contains(compact) {
        return reading(compact / 10_000, compact / 100 % 100, compact % 100)
      }
      guard let serial = number.floor, serials.contains(serial) else {
        return .wrong(.dateInvalid)
      }
      return CellReading(day(serial), [.dateSerial])
    case .failure: return .wrong(.dateInvalid)
    }
  }

  /// The common case: `YYYY-MM-DD`.
  private static func iso(_ bytes: Span<UInt8>) -> CivilDate? {
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
    func number(_ range: Range<Int>) -> Int {
      range.reduce(0) { value, index in
        let digit = bytes[index] &- 0x30
        return digit <= 9 && value >= 0 ? value * 10 + Int(digit) : -1
      }
    }
    return CivilDate(year: number(0..<4), month: number(5..<7), day: number(8..<10))
  }

  private static func day(_ serial: Int) -> CivilDate {
    // Serial 25569 is 1970-01-01.
    CivilDate(dayNumber: Int32(serial - 25_569))
  }

  private static func reading(_ year: Int, _ month: Int, _ day: Int) -> CellReading<CivilDate> {
    guard let date = CivilDate(year: year, month: month, day: day) else {
      return .wrong(.dateInvalid)
    }
    return CellReading(date)
  }

  private static func spelled(_ text: CellText) -> CellReading<CivilDate> {
    var reading = parts(DateParts(text.scalars))
    if reading.value != nil { reading.codes = text.changes + reading.codes }
    return reading
  }

  private static func parts(_ parts: DateParts) -> CellReading<CivilDate> {
    let (numbers, lengths) = (parts.numbers, parts.lengths)
    switch (parts.separators, numbers.count) {
    case ([], 1) where lengths == [8] && parts.rest.isEmpty:
      return reading(numbers[0] / 10_000, numbers[0] / 100 % 100, numbers[0] % 100)
    case ([], 1) where lengths == [5] && serials.contains(numbers[0]) && parts.rest.isEmpty,
      (["."], 2) where lengths[0] == 5 && serials.contains(numbers[0]) && parts.rest.isEmpty:
      return CellReading(day(numbers[0]), [.dateSerial])
    case (["-", "-"], 3), (["/", "/"], 3), ([".", "."], 3), (["年", "月"], 3):
      let isShort = lengths[1] <= 2 && lengths[2] <= 2
      if lengths[0] == 4, isShort {
        let isChinese = parts.separators[0] == "年"
        guard parts.ends(withDayMark: isChinese) else { return .wrong(.dateInvalid) }
        return reading(numbers[0], numbers[1], numbers[2])
      }
      let isTurned = lengths[0] <= 2 && lengths[1] <= 2 && (lengths[2] == 4 || lengths[2] <= 2)
      return .wrong(isTurned ? .dateAmbiguous : .dateInvalid)
    default:
      return .wrong(.dateInvalid)
    }
  }
}

/// The runs of digits of a date, what separates them, and what follows.
private struct DateParts {
  private(set) var numbers: [Int] = []
  private(set) var lengths: [Int] = []
  private(set) var separators: [Unicode.Scalar] = []
  private(set) var rest: [Unicode.Scalar] = []

  init(_ scalars: [Unicode.Scalar]) {
    var index = 0
    while index < scalars.count, numbers.count < 3 {
      let start = index
      var number = 0
      while index < scalars.count, let digit = scalars[index].digit, index - start < 9 {
        number = number * 10 + digit
        index += 1
      }
      guard index > start else { break }
      numbers.append(number)
      lengths.append(index - start)
      guard numbers.count < 3, index + 1 < scalars.count, scalars[index].digit == nil else { break }
      separators.append(scalars[index])
      index += 1
    }
    rest = Array(scalars[index...])
  }

  /// Whether nothing follows but the mark of the day (日 or 号, if wanted) and a time of day.
  func ends(withDayMark isMarked: Bool) -> Bool {
    var tail = rest[...]
    if isMarked {
      guard tail.first == "日" || tail.first == "号" else { return false }
      tail.removeFirst()
    }
    guard let first = tail.first else { return true }
    guard first == " " || first == "T" else { return false }
    let time = tail.dropFirst().drop { $0 == " " }
    let fields = time.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(fields.count) else { return false }
    return fields.enumerated().allSatisfy { index, field in
      let whole = field.split(separator: ".", omittingEmptySubsequences: false)
      guard let digits = whole.first, (1...2).contains(digits.count), whole.count <= 2,
        whole.joined().allSatisfy({ $0.digit != nil }), whole.count == 1 || index == 2,
        let value = Int(String(Array(digits)))
      else { return false }
      return value < (index == 0 ? 24 : 60)
    }
  }
}
