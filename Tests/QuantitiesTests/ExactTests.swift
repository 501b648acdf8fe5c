import Testing

@testable import Quantities

@Suite struct ExactTests {
  @Test(arguments: [
    (5, 2, [3, 2, 2]), (-5, 2, [-3, -3, -2]), (7, 2, [4, 3, 4]), (-7, 2, [-4, -4, -4]),
    (1, 3, [0, 0, 0]), (-1, 3, [0, -1, 0]), (2, 3, [1, 0, 1]), (6, 3, [2, 2, 2]),
    (0, 7, [0, 0, 0]),
  ])
  func `rounds half up, down and half to even`(_ above: Int, _ below: Int, _ expected: [Int]) {
    let ratio = Ratio(Int128(above), over: Int128(below))
    let modes = [Rounding.halfUp, .down, .halfEven]
    #expect(modes.map { Int(ratio.rounded($0)) } == expected)
  }

  @Test func `the largest numbers are rounded without overflow`() {
    #expect(Ratio(.max, over: .max - 1).rounded(.halfUp) == 1)
    #expect(Ratio(.max, over: 2).rounded(.halfUp) == Int128.max / 2 + 1)
    #expect(Ratio(.min, over: 1).rounded(.halfEven) == .min)
  }

  /// Every pair of small fractions: the laws of arithmetic, and order by cross-multiplication.
  @Test func `small fractions obey arithmetic`() throws {
    for (a, b) in [(Int128(-3), Int128(1)), (0, 2), (2, 3), (7, 4)] {
      for (c, d) in [(Int128(-5), Int128(6)), (1, 2), (9, 3)] {
        let (left, right) = (Ratio(a, over: b), Ratio(c, over: d))
        #expect(try left.adding(right) == Ratio(a * d + c * b, over: b * d))
        #expect(try left.adding(right).subtracting(right) == left)
        #expect(try left.multiplied(by: right).divided(by: right) == left)
        #expect((left < right) == (a * d < c * b))
      }
    }
  }

  @Test func `what fits only in lowest terms is shortened, what does not fit is refused`() throws {
    let wide = Ratio(Int128(1) << 100, over: Int128(1) << 99)
    #expect(try wide.multiplied(by: wide) == Ratio(4))
    #expect(try wide.adding(wide) == Ratio(4))
    #expect(throws: Overflow.self) { _ = try Ratio(.max).multiplied(by: Ratio(2)) }
    #expect(throws: Overflow.self) { _ = try Ratio(.max).adding(Ratio(1)) }
    #expect(Ratio(.max, over: 3) < Ratio(.max, over: 2))
    #expect(throws: Overflow.self) { _ = try Fen(Ratio(.max), .down) }
  }

  @Test(arguments: [
    (34_500, "3.45%"), (1_000_000, "100%"), (-5_000, "-0.5%"), (1, "0.0001%"), (0, "0%"),
  ])
  func `shares are written as percentages`(_ millionths: Int64, _ text: String) {
    #expect("\(PPM(millionths))" == text)
  }

  @Test(arguments: [
    ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"),
    ("2025-01-31", 1, "2025-02-28"),
    ("2025-12-31", 2, "2026-02-28"), ("2022-03-15", 36, "2025-03-15"),
    ("2025-03-31", 0, "2025-03-31"),
  ])
  func `an anniversary is the same day or the last of the month`(
    _ day: String,
    _ months: Int,
    _ expected: String
  ) throws {
    #expect("\(try #require(CivilDate(iso: day)).adding(months: months))" == expected)
  }

  @Test(arguments: [
    ("2022-03-15", "2024-12-20", 1011, 995), ("2025-01-31", "2025-02-28", 28, 28),
    ("2025-01-01", "2025-01-31", 30, 29), ("2025-01-30", "2025-03-31", 60, 60),
    ("2025-06-01", "2025-06-01", 0, 0),
  ])
  func `days are counted from the first to the day before the last`(
    _ start: String,
    _ end: String,
    _ actual: Int,
    _ thirty: Int
  ) throws {
    let (first, last) = (try #require(CivilDate(iso: start)), try #require(CivilDate(iso: end)))
    #expect(DayCount.actual365.days(from: first, to: last) == actual)
    #expect(DayCount.actual360.days(from: first, to: last) == actual)
    #expect(DayCount.thirty360.days(from: first, to: last) == thirty)
  }

  /// Factors few enough for 128 bits, against plain fractions.
  @Test(arguments: UInt64(1)...50)
  func `compounding agrees with fractions wherever those fit`(_ seed: UInt64) throws {
    var state = seed
    func next(_ bound: UInt64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64((state >> 33) % bound)
    }
    let amount = Fen(next(1_000_000_000_000) - 500_000_000_000)
    var exact = Ratio(amount)
    var factors: [Ratio] = []
    for _ in 0..<3 {
      let factor = Ratio(Int128(1_000_000 + next(200_000)), over: 1_000_000)
      factors.append(factor)
      exact = try exact.multiplied(by: factor)
    }
    let compounded = try amount.compounded(by: factors)
    for mode in Rounding.allCases where mode != .down || amount >= .zero {
      #expect(compounded.rounded(mode) == exact.rounded(mode), "seed \(seed)")
    }
  }

  @Test func `forty years of compounding fit`() throws {
    let factor = Ratio(1_034_567, over: 1_000_000)
    let grown = try Fen(1_000_000_000).compounded(by: Array(repeating: factor, count: 40))
    #expect("\(try Fen(grown, .halfUp))" == "38935419.40")
    let halves = try Fen(5).compounded(by: [Ratio(1, over: 2)])
    #expect(halves.rounded(.halfEven) == 2 && halves.rounded(.halfUp) == 3)
  }

  @Test func `rates hold until the next, and a month that has passed needs its own`() throws {
    func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }
    let quotes = [
      RateSeries.Quote(from: try day("2025-01-20"), rate: PPM(31_000)),
      RateSeries.Quote(from: try day("2025-02-20"), rate: PPM(31_000)),
      RateSeries.Quote(
        from: try day("2025-04-21"),
        rate: PPM(30_000),
        unchangedThrough: FiscalPeriod(year: 2025, month: 6)
      ),
    ]
    let series = try RateSeries(quotes.reversed(), isMonthly: true)
    #expect(series.rate(on: try day("2025-01-19")) == nil)
    #expect(series.rate(on: try day("2025-04-20")) == PPM(31_000))
    #expect(series.rate(on: try day("2025-04-21")) == PPM(30_000))
    let cut = try #require(series.segments(from: try day("2025-01-25"), to: try day("2025-05-01")))
    #expect(
      cut.map { "\($0.start) \($0.end)" } == ["2025-01-25 2025-04-21", "2025-04-21 2025-05-01"]
    )
    for (start, end, missing) in [
      ("2025-01-01", "2025-02-01", "2025-01"), ("2025-01-20", "2025-03-31", nil),
      ("2025-02-25", "2025-04-01", "2025-03"), ("2025-02-25", "2025-05-01", "2025-03"),
      ("2025-04-21", "2025-07-31", nil), ("2025-05-01", "2025-08-01", "2025-07"),
    ] as [(String, String, String?)] {
      let found = series.missingMonth(from: try day(start), to: try day(end))
      #expect(found.map { "\($0)" } == missing, "\(start) \(end)")
    }
    #expect(throws: RateSeries.DuplicateDay.self) {
      _ = try RateSeries([quotes[0], quotes[0]], isMonthly: false)
    }
    let free = try RateSeries(quotes, isMonthly: false)
    #expect(free.missingMonth(from: try day("2025-02-01"), to: try day("2030-01-01")) == nil)
  }
}
