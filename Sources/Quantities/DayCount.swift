/// How the days between two dates make a part of a year (计息基准).
///
/// The first day counts, the last one does not.
public enum DayCount: String, Hashable, Sendable, CaseIterable {
  /// Actual days over 365.
  case actual365 = "act_365"
  /// Actual days over 360.
  case actual360 = "act_360"
  /// Months of 30 days over 360; the 31st counts as the 30th.
  case thirty360 = "30_360"

  /// How many days make a year.
  public var basis: Int {
    switch self {
    case .actual365: 365
    case .actual360, .thirty360: 360
    }
  }

  /// The days from one date to another, which is not earlier.
  public func days(from start: CivilDate, to end: CivilDate) -> Int {
    switch self {
    case .actual365, .actual360: return Int(end.dayNumber) - Int(start.dayNumber)
    case .thirty360:
      let (first, last) = (start.components, end.components)
      return (last.year - first.year) * 360 + (last.month - first.month) * 30
        + min(last.day, 30) - min(first.day, 30)
    }
  }
}

extension CivilDate {
  /// The same day of the month a number of months later; the last of the month where that one is
  /// shorter, so that a year after 29 February is 28 February.
  public func adding(months: Int) -> CivilDate {
    let (year, month, day) = components
    let ordinal = year * 12 + month - 1 + months
    let (laterYear, laterMonth) = (ordinal / 12, ordinal % 12 + 1)
    let length = CivilDate.daysIn(month: laterMonth, year: laterYear)
    return CivilDate(unchecked: laterYear, laterMonth, min(day, length))
  }
}
