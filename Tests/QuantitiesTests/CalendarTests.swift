import Quantities
import Testing

@Suite struct CalendarTests {
  @Test func `every day from 1900 to 2200 is where counting days puts it`() throws {
    var number: Int32 = -25_567  // 1900-01-01
    var wrong: [String] = []
    for year in 1900...2200 {
      for month in 1...12 {
        let days = lengths(year)[month - 1]
        for day in 1...days {
          let date = try #require(CivilDate(year: year, month: month, day: day))
          let isRight =
            date.dayNumber == number && date.components == (year, month, day)
            && CivilDate(iso: date.description) == date && date.period.month == month
            && date.period.year == year
          if !isRight { wrong.append("\(year)-\(month)-\(day)") }
          number += 1
        }
        if CivilDate(year: year, month: month, day: days + 1) != nil {
          wrong.append("\(year)-\(month)-\(days + 1)")
        }
        let period = try #require(FiscalPeriod(year: year, month: month))
        if period.lastDay.dayNumber != number - 1 || period.next.firstDay.dayNumber != number {
          wrong.append("\(period)")
        }
      }
    }
    #expect(wrong.isEmpty)
    #expect(CivilDate(year: 2201, month: 1, day: 1)?.dayNumber == number)
  }

  /// The lengths of months by the rule as schoolbooks tell it.
  func lengths(_ year: Int) -> [Int] {
    var isLeap = year.isMultiple(of: 4)
    if year.isMultiple(of: 100) { isLeap = false }
    if year.isMultiple(of: 400) { isLeap = true }
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  }

  @Test(arguments: [
    "2025-02-29", "2025-13-01", "2025-00-10", "2025-1-01", "0000-01-01", "2025/01/01",
    "2025-01-01 ", "２０２５-01-01", "", "2025-01-0a",
  ])
  func `refuses days that are not`(text: String) {
    #expect(CivilDate(iso: text) == nil)
  }

  @Test(arguments: [
    ("2025-12", "2025-12"), ("2025", "2025-01..2025-12"), ("2025Q4", "2025-10..2025-12"),
    ("2025Q1", "2025-01..2025-03"), ("2025-01..2025-12", "2025-01..2025-12"),
    ("2024-11..2025-02", "2024-11..2025-02"), ("2025-05..2025-05", "2025-05"),
  ])
  func `reads ranges of periods`(text: String, range: String) {
    #expect(PeriodRange(text)?.description == range)
  }

  @Test(arguments: [
    "", "25", "2025Q5", "2025Q0", "2025-13", "2025-02..2025-01", "2025..2026", "2025-1", "2025-01-",
    "0000", "2025Q٤",
  ])
  func `refuses ranges that are not`(text: String) {
    #expect(PeriodRange(text) == nil)
  }
}
