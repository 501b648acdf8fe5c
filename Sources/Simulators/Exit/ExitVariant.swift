import InvestFirst
import Policies
import Quantities

/// What is turned to see how much depends on it (敏感性因素).
public enum ExitLever: String, Hashable, Sendable, CaseIterable {
  /// The chance of passing each stage, a fifth less and more.
  case success
  /// By what each success multiplies the value, a fifth less and a quarter more.
  case stepUp = "step_up"
  /// What companies are worth on the first day, 30 % less and more.
  case value
  /// How far values spread, half and one and a half times.
  case volatility
  /// How long stages last, three quarters and one and a half times.
  case months
  /// The chance of a financing round in a year, half and one and a half times.
  case rounds
  /// The chances of being bought back and of an outside offer in a year, half and twice.
  case buyers
  /// What outsiders take off, 10 points less and more.
  case discount
  /// The return for time that a sale must bring at least, half and twice (适当收益).
  case floor
  /// The most that is kept of a gain, half and twice (收益上限).
  case cap
}

/// What might go wrong (压力情景).
public enum ExitStress: String, Hashable, Sendable, CaseIterable {
  /// Half the chance of passing each stage.
  case successHalved = "success_halved"
  /// All companies are worth 30 % less on the first day.
  case marketFalls = "market_falls"
  /// For two years after its conversion nobody bids for a holding.
  case twoYearsLate = "two_years_late"
  /// No offers from outside and no listings.
  case noOutsideBuyer = "no_outside_buyer"
  /// Founders buy nothing back.
  case noBuyback = "no_buyback"
}

extension ExitScenario {
  /// The scenario with a lever turned down or up; `nil` where there is nothing to turn.
  func turned(_ lever: ExitLever, up: Bool) -> ExitScenario? {
    var other = self
    let times = up ? 1.5 : 0.5
    switch lever {
    case .success: other.eachStage { $0.success = min($0.success * (up ? 1.2 : 0.8), 1) }
    case .stepUp: other.eachStage { $0.stepUp *= up ? 1.25 : 0.8 }
    case .value: other.scaleValues(percent: up ? 130 : 70)
    case .volatility:
      other.market.volatility *= times
      other.eachStage { $0.volatility *= times }
    case .months: other.eachStage { $0.months = max($0.months * (up ? 1.5 : 0.75), 1) }
    case .rounds: other.eachStage { $0.rounds = min($0.rounds * times, 1) }
    case .buyers:
      other.sales.buyback = min(sales.buyback * (up ? 2 : 0.5), 1)
      other.sales.transfer = min(sales.transfer * (up ? 2 : 0.5), 1)
    case .discount:
      guard sales.transfer > 0 else { return nil }
      let moved = sales.discount.rawValue + (up ? 100_000 : -100_000)
      other.sales.discount = PPM(min(max(moved, 0), 1_000_000))
    case .floor: return policy.exit.bearsInterest ? ruled { $0.scalingReturns(up: up) } : nil
    case .cap:
      guard policy.exit.gainCapMultiple.value.map({ $0 > .zero }) ?? false else { return nil }
      return ruled { $0.scaling(["exit", "gain_cap_multiple_ppm"], up: up) }
    }
    return other
  }

  /// The scenario under stress; `nil` where it has nothing to be stressed.
  func stressed(_ stress: ExitStress) -> ExitScenario? {
    var other = self
    switch stress {
    case .successHalved: other.eachStage { $0.success *= 0.5 }
    case .marketFalls: other.scaleValues(percent: 70)
    case .twoYearsLate:
      other.sales.pause += 24
      other.sales.lockup += 24
    case .noOutsideBuyer:
      guard sales.transfer > 0 || sales.listing > 0 else { return nil }
      (other.sales.transfer, other.sales.listing) = (0, 0)
    case .noBuyback:
      guard sales.buyback > 0 else { return nil }
      other.sales.buyback = 0
    }
    return other
  }

  private mutating func eachStage(_ change: (inout StageTerms) -> Void) {
    for index in stages.indices { change(&stages[index]) }
  }

  private mutating func scaleValues(percent: Int64) {
    for index in projects.indices {
      let value = Int128(projects[index].preMoney.rawValue) * Int128(percent) / 100
      projects[index].preMoney = Fen(max(Int64(value), 1))
    }
  }

  /// The scenario with another policy; `nil` where the policy does not simply give the value.
  private func ruled(by change: (Node) -> Node) -> ExitScenario? {
    guard let given = try? Document(canonical, .case).root["policy"],
      let changed = try? InvestFirstPolicy(Document(change(given)))
    else { return nil }
    var other = self
    other.policy = changed
    return other
  }
}

extension ExitTerms {
  /// Whether any tier has a return that grows with time.
  fileprivate var bearsInterest: Bool {
    tiers.value?.contains { $0.interest.source.value.map { $0 != .none } ?? false } ?? false
  }
}

extension Node {
  /// The policy with the return of every tier halved or doubled.
  fileprivate func scalingReturns(up: Bool) -> Node {
    changing(["exit", "tiers"]) { tiers in
      guard case .list(let list) = (tiers["value"] ?? tiers).content else { return tiers }
      let scaled = list.map { tier in
        guard case .fields(let fields) = tier.content else { return tier }
        if tier["multiplier_ppm"] != nil { return tier.scaling(["multiplier_ppm"], up: up) }
        let times = Node(
          .text(up ? "2000000" : "500000"),
          path: tier.path(of: "multiplier_ppm"),
          line: tier.line
        )
        return Node(
          .fields(fields + [(key: "multiplier_ppm", node: times)]),
          path: tier.path,
          line: tier.line
        )
      }
      return Node(.list(scaled), path: tiers.path, line: tiers.line)
    }
  }

  /// The object with a whole number halved or doubled.
  fileprivate func scaling(_ path: [String], up: Bool) -> Node {
    changing(path) { node in
      guard let text = (node["value"] ?? node).text, let number = Int64(text) else { return node }
      return Node(.text("\(up ? number * 2 : number / 2)"), path: node.path, line: node.line)
    }
  }
}
