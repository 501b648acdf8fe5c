import Policies
import Quantities
@testable import RiskPools
import Testing

@Suite struct BreakerKernelTests {
  private static let first: UInt64 = 20_261_201

  private static func policy(_ random: inout Seeded) -> String {
    func one(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
    let breakers = (0..<4).map { _ in
      #"""
      {"measure":"\#(one(["npl_rate", "overdue_rate"]))",
       "level":"\#(one(["bank", "programme", "district"]))","cmp":"\#(one(["ge", "gt"]))",
       "ppm":"\#(one(["50000", "80000", "100000"]))",
       "effect":"\#(one(["alert", "reduce_rate", "stop_new", "stop_claims", "cancel"]))",
       "reduced_to_ppm":"\#(one(["500000", "250000"]))","hold_queue":"\#(one(["true", "false"]))",
       "resume":"\#(one(["below", "manual", "date"]))",
       \#(one([#""resume_below_ppm":"30000","#, ""]))"resume_date":"2028-01-31"}
      """#
    }
    return #""breakers":[\#(breakers.joined(separator: ","))]"#
  }

  private func effects(of list: [BreakerState.Effect]) -> BreakerKernel.Effects {
    var effects = BreakerKernel.Effects()
    for effect in list {
      switch effect {
      case .alert: effects.alerts = true
      case .reduceRate(let part): effects.ratePart = min(part, effects.ratePart)
      case .stopNew: effects.stopsNew = true
      case .stopClaims(let holds):
        effects.stopsClaims = true
        effects.holdsQueue = effects.holdsQueue && holds
      case .cancel: effects.isCancelled = true
      }
    }
    return effects
  }

  @Test func `breakers of all banks step as each bank's own do`() throws {
    var trips = 0
    for seed in Self.first..<(Self.first + 150) {
      var random = Seeded(seed)
      let scheme = try scheme(Self.policy(&random))
      let (rule, kernel) = (try BreakerRule(scheme), try BreakerKernel(scheme))
      var state = kernel.state(banks: 3, districts: 3)
      var states = Array(repeating: rule.initial, count: 3)
      for month in 0..<36 {
        let day = FiscalPeriod(ordinal: 2026 * 12 + month).lastDay
        var readings = Array(repeating: BreakerKernel.Reading(), count: state.cellCount)
        var seen: [Int: [BreakerState.Reading]] = [:]
        for measure in [Breaker.Measure.nplRate, .overdueRate] {
          for level in Breaker.Level.allCases {
            for unit in 0..<(level == .programme ? 1 : 3) {
              let percent = Int64.random(in: 2...11, using: &random)
              let whole = random.coin() ? Fen(10_000) : .zero
              for index in 0..<kernel.count
              where kernel.watched(index).level.value == level
                && kernel.watched(index).measure.value == measure
              {
                readings[kernel.cells(of: index, in: state).lowerBound + unit] =
                  BreakerKernel.Reading(numerator: Fen(percent * 100), denominator: whole)
              }
              for bank in 0..<3 where level == .programme || bank == unit {
                seen[bank, default: []].append(
                  BreakerState.Reading(
                    measure,
                    level,
                    numerator: Fen(percent * 100),
                    denominator: whole
                  )
                )
              }
            }
          }
        }
        kernel.step(&state, readings, on: day)
        for bank in 0..<3 {
          states[bank] = rule.after(states[bank], seen[bank] ?? [], on: day)
          let expected = effects(of: rule.effects(states[bank]))
          let found = kernel.effects(state, bank: bank, district: bank)
          if found != expected { Issue.record("seed \(seed), \(day): \(found), not \(expected)") }
          if found != BreakerKernel.Effects() { trips += 1 }
        }
      }
    }
    #expect(trips > 1_000)
  }

  @Test func `a decision resumes what was stopped, and a new path begins with nothing tripped`()
    throws
  {
    let kernel = try BreakerKernel(
      scheme(
        #""breakers":[{"measure":"npl_rate","ppm":"50000","effect":"stop_new","resume":"manual"}]"#
      )
    )
    var state = kernel.state(banks: 2)
    let bad = BreakerKernel.Reading(numerator: Fen(5), denominator: Fen(100))
    let day = try #require(CivilDate(iso: "2026-03-31"))
    kernel.step(&state, [BreakerKernel.Reading(), bad], on: day)
    #expect(kernel.effects(state, bank: 1).stopsNew && !kernel.effects(state, bank: 0).stopsNew)
    kernel.resume(&state, cell: 1)
    #expect(kernel.effects(state, bank: 1) == BreakerKernel.Effects())
    kernel.step(&state, [bad, bad], on: day)
    state.reset()
    #expect(kernel.effects(state, bank: 0) == BreakerKernel.Effects())
  }
}
