import Findings
import Quantities
import Testing

@testable import Simulators

/// Rare losses, drawn more often than they are.
@Suite struct VarianceTests {
  private func report(_ variance: String, opening: String, paths: Int) throws -> PoolReport {
    let fields = #","variance":"\#(variance)""#
    return try Pools.report(Pools.scenario(opening: opening, fields: fields), paths: paths)
  }

  /// More than 41 of 200 loans fail with the probability 0.000930654318.
  @Test func `a mixture sees what is rare and loses nothing else`() throws {
    let mixture = try report("mixture", opening: "61500000.00", paths: 4_096)
    let rare = try #require(mixture.unpaidByYear.first)
    #expect((rare.value - 0.000930654318).magnitude < 4 * (rare.high - rare.low) / 3.92)
    // A plain run of as many paths knows it to ±0.00093.
    #expect(rare.high - rare.low < 0.0004)
    let claims = mixture.claims
    let spread = Double(claims.high.rawValue - claims.low.rawValue) / 3.92
    #expect((Double(claims.value.rawValue) - 900_000_000).magnitude < 4 * spread)
    let last = mixture.quantiles[2].estimate
    #expect(last.low <= Fen(6_150_000_000) && last.high >= Fen(6_150_000_000))
    let tail = mixture.shortfalls[1].estimate
    let error = Double(tail.high.rawValue - tail.low.rawValue) / 3.92
    #expect((Double(tail.value.rawValue) - 4_939_415_735).magnitude < 4 * error)
    let weights = try #require(mixture.weights)
    #expect(weights.largest <= 2 && weights.effectivePaths > 0.3 * 4_096)
  }

  @Test func `weighted runs merge bit by bit`() throws {
    let scenario = try Pools.scenario(opening: "50000000.00", fields: #","variance":"mixture""#)
    let simulator = try PoolSimulator(scenario)
    func run(_ name: String) throws -> RunResult {
      let plan = try RunPlan(seed: 4, paths: 9_000, shard: try #require(Shard(name)))
      let result = try #require(try simulator.run(plan, RunControl(threads: 2)))
      return try RunResult(file: result.file())
    }
    let merged = try RunResult.merge([try run("1/2"), try run("0/2")])
    #expect(try merged.file() == run("0/1").file())
    #expect(try merged.digest() == run("0/1").digest())
  }

  @Test func `equal parts of good and bad times make the mean steadier`() throws {
    let claims = try (0..<6).map { seed in
      let fields = #","variance":"stratified""#
      let report = try Pools.report(
        Pools.scenario(fields: fields),
        paths: 512,
        seed: UInt64(seed)
      )
      return Double(report.claims.value.rawValue) / 900_000_000
    }
    // Of a plain run of 512 paths the standard error is 0.042; what is left is the loans' own.
    let error = claims.reduce(0) { $0 + ($1 - 1) * ($1 - 1) } / 6
    #expect(error.squareRoot() < 0.03)
  }

  @Test func `a result is read by its own scenario and only when it is whole`() throws {
    let simulator = try PoolSimulator(Pools.scenario())
    let half = try RunPlan(seed: 1, paths: 8_192, shard: try #require(Shard("0/2")))
    let part = try #require(try simulator.run(half))
    #expect(throws: Findings.self) { try simulator.report(part) }
    let other = try PoolSimulator(Pools.scenario(months: 24))
    let whole = try #require(try other.run(RunPlan(seed: 1, paths: 16)))
    #expect(throws: Findings.self) { try simulator.report(whole) }
    let again = try PoolSimulator(reading: whole)
    #expect(try again.report(whole).paths == 16)
  }
}
