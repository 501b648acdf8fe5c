import Testing

@testable import Simulators

@Suite struct WaitTableTests {
  private static let laws = [0.5, 11.0 / 12, 0.99, 0.0, 1.0, 0.85]
  private let table = WaitTable(laws, horizon: 120)

  @Test(arguments: laws.indices)
  func `a number waits as long as its logarithm says`(law: Int) {
    let quiet = Self.laws[law]
    var stream = RandomStream(seed: 4, path: UInt64(law), purpose: 201)
    for _ in 0..<4_000 {
      let number = stream.uniform()
      let exact =
        quiet == 0 ? 0 : quiet == 1 ? 120 : min(DetMath.log(number) / DetMath.log(quiet), 120)
      let months = Double(table.months(law, number))
      // Only a number that is a power to the last digits may fall on either side.
      #expect(months == exact.rounded(.down) || (exact - exact.rounded()).magnitude < 1e-12)
    }
  }

  @Test func `the ends of the numbers wait for the ends of the time`() {
    for law in Self.laws.indices {
      #expect(
        table.months(law, 0x1p-53) == (Self.laws[law] == 0 ? 0 : Self.laws[law] > 0.6 ? 120 : 52)
      )
      #expect(table.months(law, 1 - 0x1p-53) == (Self.laws[law] == 1 ? 120 : 0))
    }
  }

  @Test func `what has waited in vain waits as if nothing had been`() {
    var stream = RandomStream(seed: 5, path: 0, purpose: 201)
    var (count, sum) = (0, 0.0)
    for _ in 0..<20_000 {
      let number = stream.uniform()
      guard table.months(1, number) >= 7 else { continue }
      let rest = table.rest(1, number, after: 7)
      #expect(rest > 0 && rest < 1)
      #expect(table.months(1, rest) == min(table.months(1, number), 120) - 7)
      (count, sum) = (count + 1, sum + rest)
    }
    // A mean of a half, with a standard error of 0.289 ÷ √count.
    #expect((sum / Double(count) - 0.5).magnitude < 4 * 0.289 / Double(count).squareRoot())
  }
}
