import Quantities
import RiskPools
import Testing

@testable import Simulators

/// What loans that fail owe and lose, and when: the fast way beside the plain one.
@Suite struct FailureTests {
  static let loans = [
    #""groups":[{"count":40,"principal":"1234567.89","pd_year":"0.9","lgd":{"fixed":"0.45"}}]"#,
    #"""
    "groups":[{"count":25,"principal":"900000.01","pd_year":"0.04","term_months":7},
    {"count":30,"principal":"350000.00","pd_year":"0.31","lgd":{"mean":"0.6","sd":"0.2"}},
    {"count":9,"principal":"10000.37","pd_year":"0.000001","lgd":{"fixed":"1"}}],"renew":"0.8"
    """#,
  ]

  private func model(_ loans: String, _ fields: String, path: String = "constant") throws
    -> PoolModel
  {
    let text = """
      {"scenario":"pool","name":"trial",\(Pools.policy)},"pool":{"opening":"30000000.00"},
      "horizon_months":30,"loans":{\(loans)},
      "factors":{"path":"\(path)","rho_global":"0.12"}\(fields)}
      """
    return try PoolModel(PoolScenario(Array(text.utf8)))
  }

  /// The failures of a path, worked out in a row or one by one.
  private func failures(_ model: PoolModel, path: UInt64, oneByOne: Bool) -> [Default] {
    let (hazards, line) = (Hazards(model), HazardLine(model))
    let desk = FailureDesk(model, oneByOne: oneByOne)
    var factors = PathFactors(model)
    model.drawFactors(&factors, seed: 3, path: path)
    hazards.update(factors)
    let found = line.find(hazards, into: desk, seed: 3, path: path)
    desk.take(desk.date(found, factors, hazards), factors, seed: 3, path: path)
    return (0..<desk.failures.count).map { desk.failures.rows.start[$0] }
  }

  @Test(
    arguments: loans,
    ["", #","recovery":{"rate":"0.35","delay_months":"4"}"#, #","claim_delay_months":3"#]
  )
  func `a row of failures is what they are one by one`(loans: String, fields: String) throws {
    let model = try model(loans, fields)
    var count = 0
    for path in UInt64(0)..<60 {
      let fast = failures(model, path: path, oneByOne: false)
      #expect(fast == failures(model, path: path, oneByOne: true))
      #expect(Set(fast.map(\.loan)).count == fast.count)
      count += fast.count
    }
    #expect(count > 20)
  }

  @Test(arguments: ["constant", "yearly"])
  func `a month is the first whose threshold is not exceeded`(path: String) throws {
    for loans in Self.loans {
      let model = try model(loans, "", path: path)
      let table = MonthTable(model)
      for (curve, course) in model.curves.enumerated() {
        for (period, months) in model.periods.enumerated() {
          let first = months.lowerBound + 1
          let last = max(min(months.upperBound, course.lasts), first)
          let thresholds = course.thresholds[first...last].filter(\.isFinite)
          let near = thresholds.flatMap { [$0.nextDown, $0, $0.nextUp] }
          let place = table.place(curve, period: period)
          for latent in near + stride(from: -20.0, to: 20, by: 0.0173) {
            let expected = (first..<last).first { latent <= course.thresholds[$0] } ?? last
            #expect(table.rows.month(latent, place) == Int32(expected))
          }
        }
      }
    }
  }

  @Test func `a share of an amount is exact where it was meant to be`() {
    let amounts: [Int64] = [0, 1, 10, 99_999_999, 100_000_000, 123_456_789_000]
    for amount in amounts {
      #expect(Share(0).of(amount) == 0 && Share(1).of(amount) == amount)
      for thousandths in Int64(1)..<1_000 {
        let share = Share(Double(thousandths) / 1_000)
        #expect(share.of(amount) == amount * thousandths / 1_000)
      }
    }
  }

  @Test func `what is drawn lies between two quantiles`() {
    let quantiles = Scratch([0, 0.25, 0.25, 0.75, 0.5].map(Share.init), zero: Share(0))
    for step in UInt32(0)..<4 {
      let ends = [quantiles.start[Int(step)].value, quantiles.start[Int(step) + 1].value]
      for part in [UInt32(0), 1, 8_191, 16_383] {
        let share = Share.drawn(quantiles.start, step << 14 | part).value
        let expected = ends[0] + (ends[1] - ends[0]) * (Double(part) + 0.5) / 16_384
        #expect((share - expected).magnitude < 1e-13)
      }
    }
  }

  @Test func `a share by the loss is the rule's first share`() throws {
    let fields = #","recovery":{"order":"pro_rata","share_basis":"actual_borne"}"#
    let kernel = try RecoveryKernel(Pools.scenario(policy: fields).scheme)
    #expect(kernel.isByLoss)
    var dice = Dice(41)
    for _ in 0..<2_000 {
      let loss = Int64(dice.roll(1 << dice.roll(44)))
      let paid = loss == 0 ? 0 : Int64(dice.roll(Int(loss) + 1))
      let net = loss == 0 ? 0 : Int64(dice.roll(Int(loss) + 1))
      let share = kernel.firstShare(of: net, cost: 0, paid: paid, bankLoss: loss - paid, rate: 0)
      #expect(kernel.lossShare(of: net, paid: paid, loss: loss) == share)
    }
  }
}
