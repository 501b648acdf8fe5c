/// An accounting month (会计期间).
public struct FiscalPeriod: Hashable, Comparable, Sendable {
  /// The year, 1 to 9999.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int

  /// Creates a period.
  /// - Returns: `nil` when the month does not exist.
  public init?(year: Int, month: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    self.init(unchecked: year, month)
  }

  init(unchecked year: Int, _ month: Int) {
    self.year = year
    self.month = month
  }

  /// Reads a period written `YYYY-MM`.
  public init?(iso text: String) {
    guard text.utf8.count == 7, let first = CivilDate(iso: text + "-01") else { return nil }
    self = first.period
  }

  /// Months since year 0; consecutive periods have consecutive ordinals.
  public var ordinal: Int { year * 12 + month - 1 }

  /// The period with an ordinal that ``ordinal`` gave.
  public init(ordinal: Int) { self.init(unchecked: ordinal / 12, ordinal % 12 + 1) }

  /// The period after this one.
  public var next: FiscalPeriod { FiscalPeriod(ordinal: ordinal + 1) }

  /// The period before this one.
  public var previous: FiscalPeriod { FiscalPeriod(ordinal: ordinal - 1) }

  /// The first day.
  public var firstDay: CivilDate { CivilDate(unchecked: year, month, 1) }

  /// The last day.
  public var lastDay: CivilDate { next.firstDay.adding(days: -1) }

  /// Orders periods by time.
  public static func < (left: FiscalPeriod, right: FiscalPeriod) -> Bool {
    left.ordinal < right.ordinal
  }
}

extension FiscalPeriod: CustomStringConvertible {
  /// The period as `YYYY-MM`.
  public var description: String {
    guard (0...9999) ~= year else { return "\(year)-" + TwoDigits.text(month) }
    return TwoDigits.text(year / 100) + TwoDigits.text(year % 100) + "-" + TwoDigits.text(month)
  }
}

/// A run of consecutive periods (期间范围).
public struct PeriodRange: Hashable, Sendable {
  /// The first period.
  public let first: FiscalPeriod
  /// The last period, not before the first.
  public let last: FiscalPeriod

  /// Creates a range; `last` is not before `first`.
  public init?(_ first: FiscalPeriod, through last: FiscalPeriod) {
    guard first <= last else { return nil }
    self.first = first
    self.last = last
  }

  /// A range of a single period.
  public init(_ period: FiscalPeriod) {
    first = period
    last = period
  }

  /// Reads `2025-12`, `2025`, `2025Q4` or `2025-01..2025-12`.
  public init?(_ text: String) {
    if let dots = text.firstRange(of: "..") {
      guard let first = FiscalPeriod(iso: String(text[..<dots.lowerBound])),
        let last = FiscalPeriod(iso: String(text[dots.upperBound...]))
      else { return nil }
      self.init(first, through: last)
    } else if let period = FiscalPeriod(iso: text) {
      self.init(period)
    } else if text.utf8.count == 4, let january = FiscalPeriod(iso: text + "-01") {
      self.init(january, through: FiscalPeriod(ordinal: january.ordinal + 11))
    } else if text.utf8.count == 6, text.dropFirst(4).first == "Q",
      let quarter = text.last?.wholeNumberValue, (1...4).contains(quarter),
      let january = FiscalPeriod(iso: text.prefix(4) + "-01")
    {
      let first = FiscalPeriod(ordinal: january.ordinal + (quarter - 1) * 3)
      self.init(first, through: FiscalPeriod(ordinal: first.ordinal + 2))
    } else {
      return nil
    }
  }

  /// The first day of the range.
  public var firstDay: CivilDate { first.firstDay }

  /// The last day of the range.
  public var lastDay: CivilDate { last.lastDay }
}

extension PeriodRange: CustomStringConvertible {
  /// `2025-12` or `2025-01..2025-12`.
  public var description: String { first == last ? "\(first)" : "\(first)..\(last)" }
}
