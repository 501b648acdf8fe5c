import InvestFirst
import Policies
import Quantities
import Testing

@testable import Simulators

@Suite struct ExitStudiesTests {
  private static let exit = #""gain_cap_multiple_ppm":"500000","#

  private func studies(
    _ text: String = ExitTexts.scenario(policy: ExitTexts.policy(exit: exit), months: 72),
    paths: Int = 40
  ) throws -> ExitStudies {
    ExitStudies(try ExitTexts.read(text), try RunPlan(seed: 3, paths: paths))
  }

  @Test func `a scenario against itself changes nothing on any path`() throws {
    let scenario = try ExitTexts.read(ExitTexts.scenario(months: 48))
    let turned = try studies(ExitTexts.scenario(months: 48)).compare(with: scenario)
    #expect(turned.change.toTreasury == Estimate(.zero, .zero, .zero, .normal))
    #expect(turned.change.tvpi == Estimate(0, 0, 0, .normal))
    #expect(turned.change.bringsMore.value == 0 && turned.change.bringsLess.value == 0)
    #expect(turned.change.rate.map { $0.value == 0 } ?? false)
  }

  @Test func `a change is the difference of what both come to, and known better`() throws {
    let studies = try studies()
    let base = try studies.base()
    for stressed in try studies.stresses() {
      let (outcome, change) = (stressed.turned.outcome, stressed.turned.change)
      let difference = outcome.lost.value.rawValue - base.lost.value.rawValue
      // Each of three means is rounded by itself.
      #expect((difference - change.lost.value.rawValue).magnitude <= 2, "\(stressed.stress)")
      #expect((outcome.tvpi.value - base.tvpi.value - change.tvpi.value).magnitude < 1e-9)
      #expect(
        (outcome.converted.value - base.converted.value - change.converted.value).magnitude < 1e-9
      )
      let apart = outcome.loss.high - outcome.loss.low + base.loss.high - base.loss.low
      #expect(change.loss.high - change.loss.low < apart, "\(stressed.stress)")
    }
  }

  @Test func `stress makes it worse`() throws {
    let stresses = try studies().stresses()
    #expect(stresses.map(\.stress) == ExitStress.allCases)
    // Where companies are worth less, a round gives more equity for the same money.
    for stressed in stresses where stressed.stress != .marketFalls {
      let change = stressed.turned.change
      #expect(change.toTreasury.high < .zero, "\(stressed.stress)")
    }
    let halved = try #require(stresses.first { $0.stress == .successHalved }?.turned)
    #expect(halved.change.lost.low > .zero && halved.change.bringsMore.value < 0.5)
  }

  @Test func `the tornado turns every lever that there is, the widest first`() throws {
    let tornado = try studies().tornado()
    #expect(Set(tornado.map(\.lever)) == Set(ExitLever.allCases))
    let widths = tornado.map { ($0.up.change.tvpi.value - $0.down.change.tvpi.value).magnitude }
    #expect(widths == widths.sorted(by: >))
    func turned(_ lever: ExitLever) throws -> ExitStudies.Sensitivity {
      try #require(tornado.first { $0.lever == lever })
    }
    let success = try turned(.success)
    #expect(success.down.change.loss.low > 0 && success.up.change.loss.high < 0)
    // A higher floor brings more with each sale, and fewer sales.
    let floor = try turned(.floor).up.change
    #expect(floor.bringsMore.value > 0 && floor.bringsLess.value > 0)
    // Nothing is kept beyond half of the principal, and more than that where the cap is higher.
    let cap = try turned(.cap)
    #expect(cap.down.change.bringsMore.value == 0 && cap.up.change.bringsLess.value == 0)
  }

  @Test func `what is not there is not turned`() throws {
    let plain = ExitTexts.policy().replacing("lpr_1y", with: "none")
    let parts = #""sales":{"transfer_year":"0","listing":"0","buyback_year":"0"},"#
    let scenario = try ExitTexts.read(ExitTexts.scenario(policy: plain, parts: parts))
    #expect(scenario.turned(.cap, up: true) == nil)
    #expect(scenario.turned(.floor, up: false) == nil)
    #expect(scenario.turned(.discount, up: true) == nil)
    #expect(scenario.stressed(.noOutsideBuyer) == nil)
    #expect(scenario.stressed(.noBuyback) == nil)
  }

  @Test func `the floor is scaled in every tier of the policy`() throws {
    let scenario = try ExitTexts.read(ExitTexts.scenario())
    let doubled = try #require(scenario.turned(.floor, up: true))
    let tiers = try #require(doubled.policy.exit.tiers.value)
    #expect(tiers.map(\.interest.multiplier.value) == [PPM(2_000_000), PPM(2_000_000)])
    let halved = try #require(scenario.turned(.floor, up: false)).turned(.floor, up: false)
    #expect(halved?.policy.exit.tiers.value?.last?.interest.multiplier.value == PPM(500_000))
  }
}
