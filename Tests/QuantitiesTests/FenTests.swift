import Quantities
import Testing

@Suite struct FenTests {
  @Test(arguments: [
    ("0.00", 0), ("0.05", 5), ("-0.01", -1), ("1234567.89", 123_456_789),
    ("92233720368547758.07", Int64.max), ("-92233720368547758.08", Int64.min),
  ])
  func `reads and writes the canonical form`(text: String, fen: Int64) {
    #expect(Fen(canonical: text) == Fen(fen))
    #expect(Fen(fen).description == text)
  }

  @Test(arguments: [
    "", "1", "1.0", "1.000", ".00", "01.00", "-0.00", "+1.00", "1,000.00", "1.00 ", "١.٠٠",
    "92233720368547758.08", "-92233720368547758.09", "1e5", "--1.00",
  ])
  func `refuses every other form`(text: String) {
    #expect(Fen(canonical: text) == nil)
  }

  @Test func `a sum that does not fit is an error`() {
    #expect(throws: Overflow.self) { try Fen(.max).adding(Fen(1)) }
    #expect(throws: Overflow.self) { try Fen(.min).negated() }
    #expect(Fen.sum([Fen(.max), Fen(.max)]) == Int128(Int64.max) * 2)
  }
}
