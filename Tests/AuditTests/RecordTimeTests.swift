import Testing

@testable import Audit

@Suite struct RecordTimeTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1),
    ("2025-12-22T01:02:03Z", 1_766_365_323),
    ("2000-02-29T12:00:00Z", 951_825_600), ("0001-01-01T00:00:00Z", -62_135_596_800),
    ("9999-12-31T23:59:59Z", 253_402_300_799),
  ])
  func `moments are read and written`(_ text: String, _ seconds: Int64) {
    #expect(RecordTime(iso: text)?.secondsSince1970 == seconds)
    #expect(RecordTime(secondsSince1970: seconds)?.description == text)
  }

  @Test(arguments: [
    "", "2025-12-22", "2025-12-22T01:02:03", "2025-12-22T01:02:03z", "2025-12-22 01:02:03Z",
    "2025-12-22T01:02:03+", "2025-12-22T01:02:60Z", "2025-12-22T24:00:00Z", "2025-12-22T01:60:00Z",
    "2025-02-29T01:02:03Z", "2025-13-01T01:02:03Z", "0000-01-01T00:00:00Z", "2025-1 -22T01:02:03Z",
    "２025-12-22T01:02:03Z", "2025-12-22T01:02:03ZZ",
  ])
  func `anything else is refused`(_ text: String) {
    #expect(RecordTime(iso: text) == nil)
  }

  @Test func `the range is that of the years 1 to 9999`() {
    #expect(RecordTime(secondsSince1970: -62_135_596_801) == nil)
    #expect(RecordTime(secondsSince1970: 253_402_300_800) == nil)
  }
}
