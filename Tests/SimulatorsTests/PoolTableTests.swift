import Quantities
import Testing

@testable import Simulators

/// The published table of sensitivities of the reference pool, and what lies at the ends of ranges.
@Suite struct PoolTableTests {
  /// A row of the table: what is turned, and the figures in yuan that somebody else worked out.
  struct Row: Sendable {
    let rate, correlation, severity: String
    let cover: Int
    let opening: Int
    let loans: Int
    let claims, paid, short, quantile, shortfall, cost: Double

    init(
      _ rate: String = "0.03",
      _ correlation: String = "0.12",
      _ severity: String = "1",
      cover: Int = 500_000,
      opening: Int = 30_000_000,
      loans: Int = 200,
      comes figures: (Double, Double, Double, Double, Double, Double) = (0, 0, 0, 0, 0, 0)
    ) {
      (self.rate, self.correlation, self.severity) = (rate, correlation, severity)
      (self.cover, self.opening, self.loans) = (cover, opening, loans)
      (claims, paid, short, quantile, shortfall, cost) = figures
    }
  }

  static let rows = [
    Row(comes: (9_000_000, 8_720_325.23, 0.028457, 40_500_000, 49_394_157.35, 0.014534)),
    Row("0.015", comes: (4_500_000, 4_473_044.13, 0.003500, 24_000_000, 30_566_036.84, 0.007455)),
    Row("0.06", comes: (18_000_000, 15_843_297.78, 0.156297, 66_000_000, 78_580_619.79, 0.026405)),
    Row(
      "0.03",
      "0.06",
      comes: (9_000_000, 8_952_185.02, 0.008040, 30_000_000, 34_781_497.79, 0.014920)
    ),
    Row(
      "0.03",
      "0.24",
      comes: (9_000_000, 7_944_797.17, 0.060290, 61_500_000, 79_290_553.61, 0.013241)
    ),
    Row(
      "0.06",
      "0.24",
      comes: (18_000_000, 13_771_488.00, 0.183617, 97_500_000, 118_751_770.79, 0.022952)
    ),
    Row(
      "0.03",
      "0.12",
      "0.8",
      comes: (7_200_000, 7_101_586.52, 0.012296, 32_400_000, 39_515_325.88, 0.011836)
    ),
    Row(
      cover: 300_000,
      comes: (5_400_000, 5_380_616.82, 0.003333, 24_300_000, 29_636_494.41, 0.008968)
    ),
    Row(
      cover: 800_000,
      comes: (14_400_000, 12_801_417.11, 0.114881, 64_800_000, 79_030_651.76, 0.021336)
    ),
    Row(
      opening: 20_000_000,
      comes: (9_000_000, 8_135_097.91, 0.096102, 40_500_000, 49_394_157.35, 0.013558)
    ),
    Row(
      opening: 60_000_000,
      comes: (9_000_000, 8_988_801.56, 0.001090, 40_500_000, 49_394_157.35, 0.014981)
    ),
    Row(
      loans: 100,
      comes: (4_500_000, 4_491_939.21, 0.001405, 21_000_000, 26_031_337.83, 0.014973)
    ),
  ]

  private func scenario(_ row: Row) throws -> PoolScenario {
    let policy = Pools.policy.replacing("500000", with: "\(row.cover)")
    let text = """
      {"scenario":"pool",\(policy)},"horizon_months":12,"pool":{"opening":"\(row.opening).00"},
      "loans":{"groups":[{"count":\(row.loans),"principal":"3000000.00","pd_year":"\(row.rate)",
      "lgd":{"fixed":"\(row.severity)"}}]},"factors":{"rho_global":"\(row.correlation)"}}
      """
    return try PoolScenario(Array(text.utf8))
  }

  /// Whether a mean lies within four standard errors of the truth.
  private func agrees(_ estimate: Estimate<Fen>, _ yuan: Double) -> Bool {
    let half = Double(estimate.high.rawValue - estimate.low.rawValue) / 2
    return (Double(estimate.value.rawValue) / 100 - yuan).magnitude * 100 <= half * 4 / 1.96 + 1
  }

  @Test(arguments: rows.indices)
  func `the published sensitivities come out`(_ place: Int) throws {
    let row = Self.rows[place]
    let paths = 4_096
    let report = try Pools.report(scenario(row), paths: paths, seed: UInt64(place + 1))
    #expect(agrees(report.claims, row.claims) && agrees(report.paid, row.paid))
    let deviation = (row.short * (1 - row.short) / Double(paths)).squareRoot()
    #expect((report.unpaidByYear[0].value - row.short).magnitude <= 4 * deviation)
    let cost = report.costPerYuan
    #expect((cost.value - row.cost).magnitude <= (cost.high - cost.low) * 4 / 3.92)
    // The 95 % interval of a rank, made twice as wide.
    let quantile = report.quantiles[1].estimate
    let wide = Double(quantile.high.rawValue - quantile.low.rawValue) / 50
    let off = Double(quantile.value.rawValue) / 100 - row.quantile
    #expect(off.magnitude <= wide)
    #expect(agrees(report.shortfalls[1].estimate, row.shortfall))
  }

  // MARK: The ends of ranges

  @Test(arguments: ["0", "0.12", "1"])
  func `who is certain to fail fails, and who cannot does not`(_ correlation: String) throws {
    let none = try Pools.report(
      scenario(Row("0", correlation)),
      paths: 64
    )
    #expect(none.claims.value == .zero && none.unpaidByYear[0].value == 0)
    #expect(none.costPerYuan.value == 0 && none.histogram.isEmpty)
    let all = try Pools.report(
      scenario(Row("1", correlation)),
      paths: 64
    )
    #expect(all.claims.value == Fen(30_000_000_000) && all.claims.low == all.claims.high)
    #expect(all.paid.value == Fen(3_000_000_000) && all.unpaidByYear[0].value == 1)
    #expect(all.quantiles.allSatisfy { $0.estimate.value == Fen(30_000_000_000) })
  }

  @Test func `with all variance in common either all fail or none`() throws {
    let paths = 2_048
    let report = try Pools.report(
      scenario(Row("0.03", "1")),
      paths: paths
    )
    #expect(agrees(report.claims, 9_000_000))
    let deviation = (0.03 * 0.97 / Double(paths)).squareRoot()
    #expect((report.unpaidByYear[0].value - 0.03).magnitude <= 4 * deviation)
    #expect(report.quantiles[2].estimate.value == Fen(30_000_000_000))
  }

  @Test func `without any in common the number of failures is binomial`() throws {
    let report = try Pools.report(
      scenario(Row("0.03", "0")),
      paths: 2_048
    )
    #expect(agrees(report.claims, 9_000_000))
    // Six of 200 on average with a deviation of 2.41; 99 in 100 have at most 12.
    #expect(report.quantiles[1].estimate.low <= Fen(1_800_000_000))
    #expect(report.quantiles[1].estimate.high >= Fen(1_800_000_000))
    #expect(report.unpaidByYear[0].value < 0.001)
  }

  @Test func `one loan through fifty years fails with the odds of fifty years`() throws {
    let paths = 2_048
    let group = #"{"count":1,"principal":"3000000.00","pd_year":"0.03"}"#
    let report = try Pools.report(Pools.scenario(groups: group, months: 600), paths: paths)
    // 1 − 0.97⁵⁰, of 1,500,000.00.
    #expect(agrees(report.claims, 0.7819346 * 1_500_000))
    #expect(report.years.count == 50 && report.emptyByYear.allSatisfy { $0.value == 0 })
  }

  @Test func `fifty thousand loans in one pool`() throws {
    let row = Row("0.03", "0.05", opening: 3_000_000, loans: 50_000)
    let report = try Pools.report(scenario(row), paths: 256)
    #expect(agrees(report.claims, 0.03 * 50_000 * 1_500_000))
    #expect(report.unpaidByYear[0].value == 1)
    #expect(report.concentration.topTen > 0 && report.concentration.herfindahl > 0)
  }
}
