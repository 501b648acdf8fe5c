import InvestFirst
import Policies
import Quantities
import Testing

@testable import Simulators

@Suite struct ExitCurveTests {
  private static let exit = """
    "hurdle_ppm":"100000","gain_concession_ppm":"400000","gain_cap_multiple_ppm":"2000000",
    """

  private func curve(_ exit: String = exit, parts: String = "") throws -> ExitCurve {
    let text = ExitTexts.scenario(policy: ExitTexts.policy(exit: exit), parts: parts)
    return try #require(try ExitTexts.simulator(text).curve())
  }

  @Test func `a holding at its entry value is worth what was paid`() throws {
    let curve = try curve()
    // 15 % in a round on 20 million, and 1.5 million of principal.
    #expect(curve.entryValue == Fen(2_000_000_000 + 352_941_176 + 150_000_000))
    #expect(curve.since == CivilDate(iso: "2027-01-01"))
    #expect(curve.date == CivilDate(iso: "2032-01-01"))
    let listing = try #require(curve.routes.first { $0.way == .listing })
    let worth = listing.points[10].worth.rawValue
    // Registered capital is whole fen, and so is its share of the value.
    #expect((worth - 150_000_000).magnitude < 100)
    #expect(listing.points.count == 101 && listing.points[0].toTreasury == .zero)
  }

  @Test func `a curve is straight between the places where it is said to bend`() throws {
    for route in try curve().routes {
      let places = route.breaks.map(\.point.companyValue)
      #expect(places == places.sorted())
      var bends = 0
      for middle in 1..<100 {
        let (left, right) = (route.points[middle - 1], route.points[middle + 1])
        let isBroken = places.contains { $0 > left.companyValue && $0 <= right.companyValue }
        let bend =
          left.toTreasury.rawValue + right.toTreasury.rawValue
          - 2 * route.points[middle].toTreasury.rawValue
        if isBroken { bends += 1 } else { #expect(bend.magnitude <= 4, "\(route.way) \(middle)") }
      }
      #expect(bends > 0, "\(route.way)")
    }
  }

  @Test func `the ways of selling jump and bend where the policy says`() throws {
    let curve = try curve(parts: #""sales":{"buyback_premium":"0","fees":"0"},"#)
    func breaks(_ way: ExitCurve.Way) -> [ExitCurve.Cause: Fen] {
      let route = curve.routes.first { $0.way == way }
      let pairs = route?.breaks.map { ($0.cause, $0.point.companyValue) } ?? []
      return Dictionary(uniqueKeysWithValues: pairs)
    }
    // Founders pay the least price and never more.
    #expect(Set(breaks(.buyback).keys) == [.floor, .principal, .shared])
    let listing = breaks(.listing)
    #expect(Set(listing.keys) == [.floor, .principal, .shared, .gainCap])
    #expect(listing[.floor] == breaks(.buyback)[.floor])
    let (offer, floor) = (try #require(breaks(.transfer)[.floor]), try #require(listing[.floor]))
    // Outsiders take 10 % off, so the company must be worth a ninth more.
    #expect((Double(offer.rawValue) * 0.9 / Double(floor.rawValue) - 1).magnitude < 1e-6)
    let cap = try #require(curve.routes.first { $0.way == .listing }?.breaks.last)
    #expect(cap.cause == .gainCap)
    #expect(cap.point.toTreasury == Fen(450_000_000))
    let end = try #require(curve.routes.first { $0.way == .listing }?.points.last)
    #expect(end.toTreasury == Fen(450_000_000) && end.price == end.worth)
  }

  @Test func `the sale at the floor is the one that the ledger would book`() throws {
    let simulator = try ExitTexts.simulator(ExitTexts.scenario())
    let curve = try #require(try simulator.curve(after: 60))
    let route = try #require(curve.routes.first { $0.way == .buyback })
    let floor = try #require(route.breaks.first { $0.cause == .floor }?.point)
    var sale = ExitCase()
    sale.disbursements = simulator.scenario.projects[0].disbursements
    sale.exitDate = CivilDate(iso: "2032-01-01")
    let quote = try Exit.quote(
      sale,
      policy: simulator.scenario.policy,
      rates: simulator.scenario.rates
    ).figures
    #expect(floor.price == quote.floor && floor.toTreasury == quote.proceeds.toTreasury)
    #expect(floor.worth == quote.floor)
  }
}
