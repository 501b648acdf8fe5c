import Quantities
import RiskPools
import Testing

@testable import Simulators

/// What a pool's result tells beside its totals, path by path and in the mean.
@Suite struct PoolOutputTests {
  /// Loans of two banks, each stopped by losses of its own.
  private static func twoBanks(breaker: String, fields: String = "") throws -> PoolScenario {
    let group =
      #""count":200,"principal":"3000000.00","pd_year":"0.03","lgd":{"fixed":"1"},"#
      + #""sector":"A","term_months":12"#
    return try Pools.scenario(
      groups: #"{\#(group),"bank":"B1"},{\#(group),"bank":"B2"}"#,
      months: 24,
      policy: breaker.isEmpty ? "" : #","breakers":[\#(breaker)]"#,
      fields: #","new_lending":{"every_months":12}\#(fields)"#
    )
  }

  private static let breaker =
    #"{"measure":"loss_rate","denominator":"cumulative_lending","level":"bank","ppm":"50000","#
    + #""effect":"stop_new"}"#

  @Test func `a breaker by bank is counted by bank and year`() throws {
    let scenario = try Self.twoBanks(breaker: Self.breaker)
    let (simulator, paths) = (try PoolSimulator(scenario), 1_024)
    let report = try Pools.report(scenario, paths: paths, seed: 3)
    var counts = [[0, 0], [0, 0]]
    let model = simulator.paths(simulator.desk, scenario.sampling)
    var workspace = model.workspace()
    for path in 0..<paths {
      model.work(UInt64(path), seed: 3, FactorLot(), &workspace)
      for bank in 0..<2 {
        for year in 0..<2 where workspace.figures.bankYear[bank] <= year { counts[bank][year] += 1 }
      }
    }
    for (bank, counts) in zip(report.banks, counts) {
      #expect(bank.stoppedByYear.map(\.value) == counts.map { Double($0) / Double(paths) })
      #expect(bank.stopped == bank.stoppedByYear[1])
      // Known from the pool of one bank, whose breaker looks at the same loans.
      #expect((bank.stoppedByYear[0].value - 0.197571385895).magnitude < 0.05)
      #expect(bank.stoppedByYear[0].value <= report.breakerByYear[0].value)
    }
  }

  @Test func `paths that count differently come to the same chances`() throws {
    let plain = try Pools.report(Self.twoBanks(breaker: Self.breaker), paths: 2_048)
    let mixed = try Pools.report(
      Self.twoBanks(breaker: Self.breaker, fields: #","variance":"mixture""#),
      paths: 2_048
    )
    for (bank, other) in zip(plain.banks, mixed.banks) {
      for (one, two) in zip(bank.stoppedByYear, other.stoppedByYear) {
        #expect((one.value - two.value).magnitude < 0.06)
      }
    }
  }

  @Test func `a scheme without breakers counts none`() throws {
    let scenario = try Self.twoBanks(breaker: "")
    let simulator = try PoolSimulator(scenario)
    #expect(simulator.layout.stopYears == 0)
    let report = try Pools.report(scenario, paths: 64)
    #expect(report.banks.allSatisfy { $0.stoppedByYear.isEmpty && $0.stopped.value == 0 })
  }
}
