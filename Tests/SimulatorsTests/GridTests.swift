import Quantities
import RiskPools
import Testing

@testable import Simulators

/// Failures drawn from tables beside the hazards that they stand for.
@Suite struct GridTests {
  /// Two sectors of the same grades, so that they share nodes, and one by itself.
  private static let groups = """
    {"count":30,"principal":"900000.01","pd_year":"0.04","lgd":{"mean":"0.6","sd":"0.2"},
    "sector":"A"},
    {"count":20,"principal":"350000.00","pd_year":"0.2","lgd":{"fixed":"0.45"},"sector":"A"},
    {"count":29,"principal":"250000.00","pd_year":"0.04","lgd":{"fixed":"0.3"},"sector":"B"},
    {"count":22,"principal":"150000.00","pd_year":"0.2","lgd":{"fixed":"1"},"sector":"B"},
    {"count":9,"principal":"10000.37","pd_year":"0.11","lgd":{"fixed":"1"},"sector":"C"}
    """

  private func model(
    _ fields: String = "",
    factors: String = #""rho_global":"0.12""#,
    path: String = "constant",
    law: String = "gaussian"
  ) throws -> PoolModel {
    let scenario = try Pools.scenario(
      groups: Self.groups,
      factors: #""path":"\#(path)","rho_sector":"0.08","# + factors,
      model: law,
      months: 20,
      fields: fields
    )
    return try PoolModel(scenario)
  }

  @Test func `a table draws outcomes as often as they weigh`() {
    var dice = Dice(11)
    for count in [1, 2, 3, 17, 600] {
      let weights = (0..<count).map { _ in Double(dice.roll(1_000)) * (dice.roll(4) == 0 ? 0 : 1) }
      let total = weights.reduce(0, +)
      guard total > 0 else { continue }
      let columns = AliasTable.columns(weights, total: total)
      var shares = Array(repeating: 0.0, count: count)
      for (place, column) in columns.enumerated() {
        shares[place] += column.reach
        if column.reach < 1 { shares[column.other] += 1 - column.reach }
      }
      for (share, weight) in zip(shares, weights) {
        #expect((share / Double(count) - weight / total).magnitude < 1e-11)
      }
    }
  }

  @Test func `what is left of a number is as good as another`() {
    let columns = Scratch(AliasTable.columns([1, 4, 0, 3], total: 8), zero: .init(1, 0))
    var parts = Array(repeating: [Double](), count: 4)
    for step in 0..<80_000 {
      let drawn = AliasTable.outcome((Double(step) + 0.5) / 20_000, columns.start)
      parts[drawn.number].append(drawn.part)
    }
    #expect(parts.map(\.count) == [10_000, 40_000, 0, 30_000])
    for parts in parts where !parts.isEmpty {
      #expect(parts.allSatisfy { 0 <= $0 && $0 <= 1 })
      let mean = parts.reduce(0, +) / Double(parts.count)
      #expect((mean - 0.5).magnitude < 1e-9)
    }
    let end = AliasTable.outcome(4 * AliasTable.hair, columns.start)
    #expect(end.number == 3 || end.number == 1)
  }

  @Test(arguments: ["", #","claim_delay_months":3"#])
  func `hazards lie between both means of two nodes`(fields: String) throws {
    let grid = try #require(HazardGrid(model(fields)))
    for row in 0..<3 {
      for place in stride(from: HazardGrid.reach - 60, to: HazardGrid.reach + 90, by: 7) {
        let nodes = grid.nodes(row, place)
        for weight in [0.01, 0.3, 0.5, 0.7, 0.99] {
          let common = (Double(place - HazardGrid.reach) + weight) / grid.rows.start[row].perUnit
          for outcome in 0..<grid.rows.start[row].count {
            let part = grid.part(outcome, of: nodes, weight, common, row)
            #expect(part <= 1 + 1e-6 && part >= nodes[0].sure - 1e-6)
          }
        }
        #expect(nodes[0].sure > 0.95)
      }
    }
  }

  @Test func `sectors of the same grades share nodes`() throws {
    let grid = try #require(HazardGrid(model()))
    let rows = grid.rows.start
    #expect(grid.nodes(0, 300) == grid.nodes(1, 300) && grid.nodes(0, 300) != grid.nodes(2, 300))
    #expect(rows[0].count == 40 && rows[2].count == 20)
  }

  /// At given factors, each loan fails in each month with a known probability.
  @Test(arguments: ["constant", "yearly"])
  func `loans fail as often as their hazards say`(path: String) throws {
    let model = try model(path: path)
    let line = try #require(GridLine(model))
    let (desk, hazards) = (FailureDesk(model), Hazards(model))
    let factors = PathFactors(model)
    let rows = model.factors.sectors.count * model.periods.count
    for row in 0..<rows { factors.common.start[row] = [-0.713, -0.241, 0.118][row % 3] }
    hazards.update(factors)
    let paths = 60_000
    var counts = Array(repeating: Array(repeating: 0, count: 21), count: model.buckets.count)
    for path in 0..<paths {
      let found = try #require(line.find(factors, into: desk, seed: 9, path: UInt64(path)))
      for index in 0..<found {
        let event = desk.events.start[index]
        #expect(model.kindOf[Int(event.loan)] == event.kind)
        counts[model.kinds[Int(event.kind)].bucket][Int(event.month)] += 1
      }
    }
    var (square, cells) = (0.0, 0)
    for (place, bucket) in model.buckets.enumerated() {
      let loans = Double(model.loansByBucket[place].count * paths)
      let (own, curve) = (model.factors.sectors[bucket.sector].own, model.curves[bucket.curve])
      var survives = 1.0
      for (period, months) in model.periods.enumerated() {
        let common = factors.common.start[bucket.sector * model.periods.count + period]
        let before = survives
        for month in months {
          let hazard = Hazard.value((curve.thresholds[month + 1] - common) / own)
          let chance = survives - before * DetMath.exp(-hazard)
          survives = before * DetMath.exp(-hazard)
          let deviation = (loans * chance * (1 - chance)).squareRoot()
          let error = (Double(counts[place][month + 1]) - loans * chance) / deviation
          #expect(error.magnitude < 5)
          (square, cells) = (square + error * error, cells + 1)
        }
      }
      let left = loans - Double(counts[place].reduce(0, +))
      let deviation = (loans * survives * (1 - survives)).squareRoot()
      #expect((left - loans * survives).magnitude < 5 * deviation)
    }
    // χ² has the mean of its degrees of freedom, and twice that variance.
    #expect((square - Double(cells)).magnitude < 4 * Double(2 * cells).squareRoot())
  }

  @Test func `each loan of a bucket fails as often as the next`() throws {
    let model = try model()
    let line = try #require(GridLine(model))
    let desk = FailureDesk(model)
    var factors = PathFactors(model)
    let paths = 60_000
    var counts = Array(repeating: 0, count: model.kindOf.count)
    for path in 0..<paths {
      model.drawFactors(&factors, seed: 4, path: UInt64(path))
      let found = try #require(line.find(factors, into: desk, seed: 4, path: UInt64(path)))
      #expect(Set((0..<found).map { desk.events.start[$0].loan }).count == found)
      for index in 0..<found { counts[Int(desk.events.start[index].loan)] += 1 }
    }
    for loans in model.loansByBucket {
      let mean = Double(loans.reduce(0) { $0 + counts[Int($1)] }) / Double(loans.count)
      for loan in loans {
        #expect((Double(counts[Int(loan)]) - mean).magnitude < 5 * mean.squareRoot())
      }
    }
  }

  @Test func `a grid does not reach where loans are hit too often`() throws {
    let model = try model()
    let line = try #require(GridLine(model))
    let desk = FailureDesk(model)
    let factors = PathFactors(model)
    for common in [-6.0, -100, 100] {
      for row in 0..<3 { factors.common.start[row] = common }
      #expect(line.find(factors, into: desk, seed: 1, path: 1) == nil)
    }
    let fat = try self.model(factors: #""degrees":"4","rho_global":"0.12""#, law: "t")
    #expect(GridLine(fat) == nil)
    #expect(try GridLine(self.model(factors: #""rho_global":"0.75""#)) == nil)
  }

  @Test(arguments: [#""floor""#, #""half_up""#], ["", #","recovery":{"rate":"0.35"}"#])
  func `sums of events are those of their rows`(mode: String, fields: String) throws {
    let policy = #","rounding":{"mode":\#(mode)},"caps":[{"scope":"loan","abs":"105000.00"}]"#
    let scenario = try Pools.scenario(
      groups: Self.groups,
      months: 20,
      policy: policy,
      fields: fields
    )
    let model = try PoolModel(scenario)
    let rules = try PoolRules(scenario.scheme, scenario.pool)
    let flat = try #require(FlatDesk(scenario.scheme, model, rules))
    let desk = FailureDesk(model)
    let line = try #require(GridLine(model))
    let (fast, plain) = (
      FlatMonths(model, rules, flat, needsBanks: false),
      FlatMonths(model, rules, flat, needsBanks: false)
    )
    #expect(fast.isUsual)
    let usual = try #require(desk.usual)
    var factors = PathFactors(model)
    for path in UInt64(0)..<200 {
      model.drawFactors(&factors, seed: 2, path: path)
      let found = try #require(line.find(factors, into: desk, seed: 2, path: path))
      desk.take(found, factors, seed: 2, path: path)
      fast.add(desk.events.start, desk.count, usual.rows)
      plain.add(desk.failures)
      #expect(fast.sums == plain.sums)
      for month in 0...20 {
        #expect(fast.total.start[month] == plain.total.start[month])
        #expect(month == 0 || fast.back.start[month] == plain.back.start[month])
      }
      for index in 0..<desk.count { #expect(fast.dues.start[index] == plain.dues.start[index]) }
      #expect(fast.paid.start[0] == plain.paid.start[0])
    }
  }
}
