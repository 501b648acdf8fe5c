import Policies
import Quantities
import Synchronization
import Testing

@testable import Simulators

/// What a pool's result tells beside its totals, path by path and in the mean.
@Suite struct PoolOutputTests {
  /// Loans of two banks, each stopped by losses of its own.
  private static func twoBanks(
    breaker: String,
    fields: String = "",
    rho: String = "0.12"
  ) throws -> PoolScenario {
    let group =
      #""count":200,"principal":"3000000.00","pd_year":"0.03","lgd":{"fixed":"1"},"#
      + #""sector":"A","term_months":12"#
    return try Pools.scenario(
      groups: #"{\#(group),"bank":"B1"},{\#(group),"bank":"B2"}"#,
      factors: #""rho_global":"\#(rho)","rho_sector":"0""#,
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

  /// Ten loans that all fail in the first month and lose half a million each.
  ///
  /// A deposit bears the first 50,000 of each; an insurer up to 100,000 of each and 250,000 in all,
  /// whichever way the scenario and the scheme list them, and whether claims are decided one by one
  /// or together.
  @Test(arguments: ["fifo_by_approval", "pro_rata_batch"], [false, true])
  func `others bear losses in their order, up to their limits, and once`(
    _ order: String,
    _ isTurned: Bool
  ) throws {
    let rules = [
      #"{"party":"deposit","scope":"own","order":"1"}"#,
      #"{"party":"insurer","scope":"pool","order":"2","limit":"100000.00"}"#,
    ]
    let holdings = [
      #"{"name":"deposit","available":"50000.00"}"#, #"{"name":"insurer","available":"250000.00"}"#,
    ]
    func list(_ parts: [String]) -> String {
      (isTurned ? parts.reversed() : parts).joined(separator: ",")
    }
    let text = """
      {"scenario":"pool",\(Pools.policy),"absorbers":[\(list(rules))],
      "allocation":{"order":"\(order)","on_shortfall":"lapse"}},
      "pool":{"opening":"30000000.00","absorbers":[\(list(holdings))]},"horizon_months":12,
      "loans":{"groups":[{"count":10,"principal":"1000000.00","pd_year":"1",
      "lgd":{"fixed":"0.5"},"bank":"B1"}]}}
      """
    let report = try Pools.report(PoolScenario(Array(text.utf8)), paths: 16)
    #expect(report.losses.value == Fen(500_000_000))
    #expect(report.bearers.first.map(\.party) == ["deposit", "insurer"])
    let first = report.bearers.first.map(\.amount.value)
    #expect(first == [Fen(50_000_000), Fen(25_000_000)])
    #expect(report.paid.value == Fen((500_000_000 - 75_000_000) / 2))
    let shares = report.bearers.first.reduce(report.bearers.pool) { $0 + $1.share }
    #expect((shares + report.bearers.banks - 1).magnitude < 1e-12)
  }

  /// What the rule took off every claim is what its bearers gave, and the rest is borne by the pool
  /// and the banks, to the fen on every path.
  @Test(arguments: UInt64(1)...40)
  func `shares add up to the loss on every path`(seed: UInt64) throws {
    let scenario = try PoolKernelTests().scenario(seed)
    let simulator = try PoolSimulator(scenario)
    // Of a band of the year's loss the rest is the bank's, and is taken off like what others bear.
    guard !simulator.rules.hasLayer else { return }
    let notes = Notes()
    let desk = NotingDesk(desk: simulator.desk, notes: notes)
    var paths = simulator.paths(desk, .line)
    paths.flat = nil
    var workspace = paths.workspace()
    for path in UInt64(0)..<12 {
      notes.claims.withLock { $0 = [] }
      paths.work(path, seed: seed, FactorLot(), &workspace)
      let (claims, figures) = (notes.claims.withLock { $0 }, workspace.figures)
      let absorbed = figures.absorbed.reduce(0, +)
      #expect(absorbed == claims.reduce(0) { $0 + $1.deducted })
      let net = figures.paid - figures.recovered
      #expect(net + absorbed + figures.borneByBanks == figures.losses)
      guard simulator.rules.takesNetLoss, simulator.rules.watched.isEmpty else { continue }
      // Every loss is claimed here, so what claims leave to banks is all that they bear.
      let left = claims.reduce(0) { $0 + $1.loss - $1.deducted }
      #expect(figures.borneByBanks == left - figures.paid + figures.recovered, "\(seed), \(path)")
    }
  }

  /// Runs of few paths each against one of many: of 40 intervals about two miss the truth.
  @Test func `the interval of claims to cash holds the true ratio as often as it says`() throws {
    let scenario = try Pools.scenario(opening: "50000000.00")
    let truth = try Pools.report(scenario, paths: 65_536, seed: 1).usage
    #expect(truth.method == .ratio && truth.high - truth.low < 0.01)
    let few = try (UInt64(100)..<140).map { seed in
      try Pools.report(scenario, paths: 512, seed: seed).usage
    }
    let missed = few.count { truth.value < $0.low || $0.high < truth.value }
    #expect((0...7).contains(missed), "\(missed)")
    let spread = few.map { ($0.value - truth.value) * ($0.value - truth.value) }.reduce(0, +) / 40
    let half = few.map { ($0.high - $0.low) / 2 }.reduce(0, +) / 40
    // The half width is 1.96 standard errors, and 40 runs know those to a third.
    #expect((half / (1.96 * spread.squareRoot()) - 1).magnitude < 0.35)
  }

  @Test func `claims are set against the mean of the cash`() throws {
    // Nothing fails: the cash is all there all the time; then nothing is there at all.
    let safe = #"{"count":1,"principal":"1.00","pd_year":"0"}"#
    #expect(try Pools.report(Pools.scenario(groups: safe), paths: 8).usage.value == 0)
    let sure = #"{"count":1,"principal":"8000000.00","pd_year":"1","lgd":{"fixed":"1"}}"#
    let report = try Pools.report(Pools.scenario(groups: sure, opening: "8000000.00"), paths: 8)
    // Four million are claimed in the first month, and four are left from then on.
    #expect(report.usage.value == 1 && report.usage.low == 1 && report.usage.high == 1)
    let none = try Pools.report(Pools.scenario(groups: sure, opening: "0.00"), paths: 8)
    #expect(none.usage.value == 0)
  }

  @Test func `what was lent together fails by its age`() throws {
    // Independent loans, so that shares are near their expectation: 3 % a year, evenly.
    let scenario = try Self.twoBanks(breaker: "", fields: #","sampling":"loan""#, rho: "0")
    let report = try Pools.report(scenario, paths: 512)
    let vintages = try #require(report.vintages)
    #expect(vintages.step == 3 && vintages.batches.map(\.months) == [nil, 13...15])
    #expect(vintages.batches.map(\.failed.count) == [8, 4])
    for batch in vintages.batches {
      #expect(batch.lent == Fen(120_000_000_000))
      #expect(batch.failed == batch.failed.sorted())
      // 204,800 loans: a standard error of 0.04 points.
      #expect((batch.failed[3] - 0.03).magnitude < 0.0016)
      #expect((batch.failed[0] - 0.00758).magnitude < 0.0008)
    }
    // Paid back after a year, loans fail no more.
    #expect(vintages.batches[0].failed[7] == vintages.batches[0].failed[3])
  }

  @Test func `a batch is counted against what was lent of it`() throws {
    let scenario = try Self.twoBanks(breaker: Self.breaker)
    let report = try Pools.report(scenario, paths: 1_024)
    let vintages = try #require(report.vintages)
    let lent = vintages.batches.reduce(0) { $0 + $1.lent.rawValue }
    #expect((lent - report.lent.value.rawValue).magnitude <= 1)
    // Banks lend again after better years, which tell nothing about later ones here.
    #expect((0.01...0.06).contains(vintages.batches[1].failed[3]))
  }

  /// Cell by cell against the failures themselves, in months and in years.
  @Test(arguments: [30, 60], [0, 5])
  func `every failure is in its cell`(_ months: Int, _ delay: Int) throws {
    let scenario = try Pools.scenario(
      factors: #""rho_global":"0.1","rho_sector":"0","memory":"0.3""#,
      months: months,
      fields: #","new_lending":{"every_months":4},"claim_delay_months":\#(delay)"#
    )
    let simulator = try PoolSimulator(scenario)
    let grid = try #require(simulator.layout.vintages)
    let paths = simulator.paths(simulator.desk, scenario.sampling)
    var workspace = paths.workspace()
    var tally = Tally(paths.shape, of: 8)
    var sums: [Int: Int64] = [:]
    for path in 0..<8 {
      paths.run(path..<path + 1, seed: 5, &workspace, into: &tally)
      let failures = workspace.desk.failures
      for index in 0..<failures.count {
        let failed = failures.rows.start[index]
        let starts = simulator.model.kinds[Int(failed.kind)].starts
        let span = starts == 0 ? nil : (starts - 1) / grid.step * grid.step + 1
        let age = (Int(failed.month) - max(starts, 1)) / grid.step
        let batch = grid.batches.firstIndex { $0.months?.lowerBound == span }
        guard let batch, age < grid.batches[batch].ages else { continue }
        sums[grid.cell(batch, age: age), default: 0] += failed.owed
      }
    }
    #expect(!sums.isEmpty)
    for cell in 0..<grid.size {
      let sum = tally.moments[simulator.layout.vintage(cell)].sum
      #expect(sum == Int128(sums[cell] ?? 0), "\(cell)")
    }
  }

  @Test func `what is lent at once has no batches`() throws {
    let simulator = try PoolSimulator(Pools.scenario())
    #expect(simulator.layout.vintages == nil)
    #expect(simulator.calendar.figures(simulator.model, simulator.rules).vintages.isEmpty)
  }

  /// The cash month by month is that of the result, which came the fast way; the rest agrees with
  /// what the result says of whole years.
  @Test func `a course is drawn on the paths of the result`() throws {
    let scenario = try Pools.scenario(months: 24, fields: #","as_of":"2025-12-31""#)
    let simulator = try PoolSimulator(scenario)
    let plan = try RunPlan(seed: 4, paths: 512)
    let report = try simulator.report(try #require(try simulator.run(plan)))
    let course = try #require(simulator.course(plan))
    #expect(course.paths == 512 && course.points.map(\.month) == Array(1...24))
    #expect("\(course.points[0].day) \(course.points[23].day)" == "2026-01-31 2027-12-31")
    for (point, fan) in zip(course.points, report.fan) {
      let coarse = point[.cash].quantiles.map { Fen(Fan.floor(of: Fan.step(of: $0.rawValue))) }
      #expect(coarse == fan.quantiles)
    }
    let last = try #require(course.points.last)
    #expect(last[.claims].quantiles[4] == report.quantiles[0].estimate.value)
    for point in course.points {
      #expect(point[.paid].quantiles.elementsEqual(point[.claims].quantiles) { $0 <= $1 })
    }
    let middle = try PoolSimulator(Pools.scenario(fields: #","as_of":"2026-03-15""#))
    #expect(try "\(#require(middle.course(plan)).points[0].day)" == "2026-04-14")
  }

  @Test func `a light is green in the middle, red outside, and tells edges from beyond`() throws {
    let simulator = try PoolSimulator(Pools.scenario())
    let course = try #require(simulator.course(RunPlan(seed: 4, paths: 512)))
    let cash = try #require(course.points.last)[.cash]
    // Nothing happened: as good as few paths, but the most that there can be is no alarm.
    #expect(cash.light(Fen(3_000_000_000)) == .yellow && cash.light(Fen(3_100_000_000)) == .red)
    #expect(cash.light(cash.quantiles[2]) == .green && cash.light(.zero) == .red)
    for (place, light) in zip([0, 1, 3, 4], [PoolCourse.Light.yellow, .green, .green, .yellow]) {
      #expect(cash.light(cash.quantiles[place]) == light, "\(place)")
    }
    let claims = course.points[0][.claims]
    #expect(claims.quantiles[0] == .zero && claims.light(.zero) != .red)
  }
}

/// What a desk decided on a path.
private final class Notes: Sendable {
  let claims = Mutex<[Simulators.ClaimDecision]>([])
}

/// Decides as another does, and notes it.
private struct NotingDesk: ClaimDesk {
  var desk: KernelDesk
  let notes: Notes

  mutating func decide(_ request: ClaimRequest) throws(Refusal) -> Simulators.ClaimDecision {
    let claim = try desk.decide(request)
    notes.claims.withLock { $0.append(claim) }
    return claim
  }
}
