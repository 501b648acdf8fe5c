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

  @Test(arguments: ["stratified", "mixture"])
  func `runs in equal parts merge bit by bit`(variance: String) throws {
    let fields = #","variance":"\#(variance)""#
    let scenario = try Pools.scenario(opening: "50000000.00", fields: fields)
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

  /// The model of two sectors whose times last from year to year.
  private func yearly(_ factors: String) throws -> PoolModel {
    let groups = ["A", "B"].map { sector in
      #"{"count":50,"principal":"3000000.00","pd_year":"0.03","#
        + #""lgd":{"mean":"0.6","sd":"0.2"},"sector":"\#(sector)"}"#
    }
    return try PoolSimulator(
      Pools.scenario(groups: groups.joined(separator: ","), factors: factors, months: 36)
    ).model
  }

  @Test func `the direction of losses is that of the loadings`() throws {
    let constant = #""path":"constant","rho_global":"0.12","rho_sector":"0.08""#
    let plain = try #require(try yearly(constant).lossDirection).unit
    // Two alike sectors have half of the losses each: √.12, √.08 ÷ 2 and √.08 ÷ 2 before scaling.
    let length = (0.12 + 0.08 / 2).squareRoot()
    let (global, sector) = (0.12.squareRoot(), 0.08.squareRoot() / 2)
    let loadings = [global, sector, sector]
    for (part, loading) in zip(plain, loadings) {
      #expect((part + loading / length).magnitude < 1e-12)
    }
    let memory =
      #""memory":"0.4","rho_global":"0.1","sectors":[{"name":"A","rho":"0.1"},"#
      + #"{"name":"B","rho":"0.05"}],"correlation":[["1","0.5"],["0.5","1"]]"#
    let unit = try #require(try yearly(memory).lossDirection).unit
    #expect(unit.count == 9 && unit.allSatisfy { $0 < 0 })
    #expect((unit.reduce(0) { $0 + $1 * $1 } - 1).magnitude < 1e-12)
    // What lasts is worth more in the first year than in the last.
    #expect(unit[0] < unit[1] && unit[1] < unit[2])
    #expect(try yearly(#""rho_global":"0","rho_sector":"0""#).lossDirection == nil)
  }

  @Test func `strata leave the law of the factors as it is`() throws {
    let memory = #""memory":"0.4","rho_global":"0.1","rho_sector":"0.1""#
    let model = try yearly(memory)
    let direction = try #require(model.lossDirection)
    let (count, size) = (4_096, direction.unit.count)
    var (one, other) = (PathFactors(model), PathFactors(model))
    var means = Array(repeating: 0.0, count: size)
    var products = Array(repeating: means, count: size)
    for path in 0..<count {
      model.drawFactors(&one, seed: 3, path: UInt64(path))
      let stratum = FactorStratum(index: path, count: count)
      let lot = FactorLot(direction: direction, stratum: stratum)
      model.drawFactors(&other, seed: 3, path: UInt64(path), lot)
      let (before, after) = (direction.distance(one.fresh), direction.distance(other.fresh))
      let place = Normal.probability(below: after) * Double(count) - Double(path)
      #expect(place > -1e-6 && place < 1 + 1e-6)
      for row in 0..<size {
        let (rest, left) = (
          one.fresh[row] - before * direction.unit[row],
          other.fresh[row] - after * direction.unit[row]
        )
        // Nothing but the distance along the direction moves.
        #expect((rest - left).magnitude < 1e-12)
        means[row] += other.fresh[row] / Double(count)
        for column in 0..<size {
          products[row][column] += other.fresh[row] * other.fresh[column] / Double(count)
        }
      }
    }
    // Strata never add to the errors of plain draws: 1 ÷ √n of means and products of two draws,
    // √(2 ÷ n) of squares.
    let error = 1 / Double(count).squareRoot()
    for row in 0..<size {
      #expect(means[row].magnitude < 4 * error)
      for column in 0..<size {
        let (truth, deviation) = row == column ? (1, 2.0.squareRoot()) : (0.0, 1)
        #expect((products[row][column] - truth).magnitude < 4 * deviation * error)
      }
    }
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
