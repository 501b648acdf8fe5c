import Quantities

/// The periods of each book as the log opens and closes them, to be held against the period table.
struct ReplayedPeriods {
  private struct Calendar {
    let start: FiscalPeriod
    /// Whether each period that was used or closed is open.
    var isOpen: [FiscalPeriod: Bool] = [:]
  }

  private var calendars: [String: Calendar] = [:]
  private var lastUse: (book: String, period: FiscalPeriod)?

  mutating func open(_ book: String, from start: FiscalPeriod) {
    calendars[book] = Calendar(start: start)
  }

  /// Notes an entry of a period.
  /// - Returns: whether the period accepted entries at that place of the log.
  mutating func use(_ period: FiscalPeriod, in book: String, isOpening: Bool) -> Bool {
    if let lastUse, lastUse == (book, period), !isOpening { return true }
    guard var calendar = calendars[book], isOpening == (period < calendar.start),
      !calendar.isOpen.contains(where: { $0.key >= period && !$0.value })
    else { return false }
    calendar.isOpen[period] = true
    calendars[book] = calendar
    lastUse = (book, period)
    return true
  }

  /// Closes a period; the openings before the first period close with it.
  mutating func close(_ period: FiscalPeriod, of book: String) {
    lastUse = nil
    guard var calendar = calendars[book] else { return }
    calendar.isOpen[period] = false
    for opening in calendar.isOpen.keys where opening < calendar.start {
      calendar.isOpen[opening] = false
    }
    calendars[book] = calendar
  }

  /// Reopens a period; the openings open again when no period is closed any more.
  mutating func reopen(_ period: FiscalPeriod, of book: String) {
    lastUse = nil
    guard var calendar = calendars[book] else { return }
    calendar.isOpen[period] = true
    let isAnyClosed = calendar.isOpen.contains { $0.key >= calendar.start && !$0.value }
    if !isAnyClosed { calendar.isOpen[calendar.start.previous] = true }
    calendars[book] = calendar
  }

  /// The rows that the period table should have: the key and the rest of each.
  var rows: [String: String] {
    var rows: [String: String] = [:]
    for (book, calendar) in calendars {
      for (period, isOpen) in calendar.isOpen {
        rows["\(book)\t\(period)"] =
          "\(period.firstDay.dayNumber)\t\(period.lastDay.dayNumber)\t\(isOpen ? "open" : "closed")"
      }
    }
    return rows
  }
}
