import Quantities
import Testing

@testable import Simulators

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

  /// Payments of a fund that pays first and is paid later, of one that does both at once, and of
  /// any sign; most of them on monthly days.
  private func payments(_ round: Int, _ stream: inout RandomStream) -> [Int64] {
    let (count, turn) = (2 + Int(stream.uniform() * 130), Int(stream.uniform() * 40))
    let scale = [1e3, 1e8, 1e15, 4e17][round % 4]
    return (0..<count).map { month in
      let amount = Int64(stream.uniform() * scale)
      switch round % 3 {
      case 0: return month <= turn ? -amount : amount / 2
      case 1: return stream.uniform() < 0.6 ? 0 : stream.uniform() < 0.3 ? -amount : amount / 3
      default: return stream.uniform() < 0.5 ? -amount : amount
      }
    }
  }

  @Test(arguments: 0..<6)
  func `the fast solver finds the roots of the plain one`(seed: UInt64) {
    var stream = RandomStream(seed: seed, path: 1, purpose: 9)
    for round in 0..<24 {
      let flows = payments(round, &stream)
      var day = 0.0
      let years = flows.indices.map { _ in
        defer { day += 28 + (stream.uniform() * 4).rounded(.down) }
        return day / 365
      }
      let plain = PlainRateSolver(years: years).solve(flows)
      var solver = RateSolver(years: years)
      let found: [Double] =
        switch solver.solve(flows) {
        case .none: []
        case .one(let force): [force]
        case .several(let forces): forces
        }
      #expect(found.count == plain.count, "round \(round)")
      for (force, expected) in zip(found, plain) {
        // Both are right to the last digits that a sum of so many payments has.
        #expect((force - expected).magnitude <= 1e-12 * max(1, expected.magnitude), "\(round)")
      }
    }
  }

  @Test func `running sums are counted alike in 64 bits and in 128`() {
    var stream = RandomStream(seed: 1, path: 2, purpose: 9)
    for round in 0..<300 {
      let small = payments(round * 2, &stream).map { $0 % (1 << 40) }
      // The same signs in numbers too large for 64 bits.
      let large = small.map { $0 * (1 << 22) }
      let (one, other) = (ExactTotal(small), ExactTotal(large))
      #expect(one.changes(small) == other.changes(large), "round \(round)")
      #expect(one.isZero == other.isZero && one.isPositive == other.isPositive)
    }
  }
}
