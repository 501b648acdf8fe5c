import Quantities
import Simulators
import Testing

@Suite struct InternalRateTests {
  /// Payments by the day after the first one.
  private func rate(_ payments: [(Int32, Int64)]) -> InternalRate {
    InternalRate(payments.map { (date: CivilDate(dayNumber: 18_000 + $0), amount: Fen($1)) })
  }

  @Test(arguments: RateReference.cases.map(\.name))
  func `the rate is the one that SciPy finds`(name: String) throws {
    let reference = try #require(RateReference.cases.first { $0.name == name })
    let found = rate(reference.payments)
    #expect(found.verdict == .unique)
    let value = try #require(found.rate)
    #expect((value - reference.rate).magnitude <= 1e-11 * max(1, reference.rate.magnitude))
  }

  @Test(
    arguments: [
      [(0, -1_000)], [(0, 500), (30, 700)], [(0, -1), (400, -5)], [],
      // Undiscounted, far more than the greatest rate that is looked for.
      [(0, -1), (1, 1_000_000)],
    ] as [[(Int32, Int64)]]
  )
  func `payments of one sign, and rates beyond all reason, have none`(
    payments: [(Int32, Int64)]
  ) {
    #expect(rate(payments).verdict == .none)
    #expect(rate(payments).rate == nil)
  }

  @Test func `what only comes back earns nothing`() {
    #expect(rate([(0, -100), (365, 100)]).rates == [0])
  }

  @Test func `several rates are all told, and the one nearest to nothing is chosen`() throws {
    // −100 + 230 ÷ 1.1 … : the classic example with the rates 10 % and 20 %.
    let found = rate([(0, -100_000), (365, 230_000), (730, -132_000)])
    #expect(found.verdict == .multiple)
    #expect(found.rates.count == 2)
    let rate = try #require(found.rate)
    #expect((rate - 0.1).magnitude < 1e-10)
    #expect(((found.rates.last ?? 0) - 0.2).magnitude < 1e-10)
  }

  @Test func `a sign that changes twice may still leave one rate`() throws {
    let found = rate([(0, -100_000), (365, 300_000), (730, -1_000)])
    #expect(found.rates.allSatisfy { $0 > -1 })
    let nearest = try #require(found.rate)
    #expect(nearest.magnitude <= (found.rates.map(\.magnitude).min() ?? 0))
  }

  @Test func `the order of the payments does not matter`() {
    let forward = rate([(0, -500), (100, 200), (700, 400)])
    #expect(rate([(700, 400), (0, -500), (100, 200)]) == forward)
  }

  @Test func `no stream of few payments fails, whatever its signs`() {
    var stream = RandomStream(seed: 3, path: 0, purpose: 9)
    for round in 0..<400 {
      let count = 2 + Int(stream.uniform() * 10)
      let payments = (0..<count).map { index in
        (Int32(index * 97), Int64((stream.uniform() - 0.5) * 1_000_000))
      }
      for found in rate(payments).rates {
        let force = DetMath.log(1 + found)
        var (value, size) = (0.0, 0.0)
        for (day, amount) in payments {
          let present = Double(amount) * DetMath.exp(-force * Double(day) / 365)
          value += present
          size += present.magnitude
        }
        #expect(value.magnitude <= 1e-9 * size, "round \(round)")
      }
    }
  }
}
