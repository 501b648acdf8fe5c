import Policies
public import Quantities
import RiskPools

/// The figures by which cases are compared (比较指标).
public struct PoolFigures: Sendable {
  /// Due by the scheme.
  public let claims: Estimate<Fen>
  /// Paid by the pool.
  public let paid: Estimate<Fen>
  /// Not paid for want of cash.
  public let unpaid: Estimate<Fen>
  /// That some claim is not paid in full.
  public let unpaidProbability: Estimate<Double>
  /// The claims that 99 in 100 paths do not exceed, and their mean beyond.
  public let quantile: Estimate<Fen>
  /// The mean of the claims beyond that.
  public let shortfall: Estimate<Fen>
  /// Public money spent for each yuan lent.
  public let costPerYuan: Estimate<Double>

  init(_ report: PoolReport) {
    claims = report.claims
    paid = report.paid
    unpaid = report.unpaid
    unpaidProbability = report.unpaidByYear[report.unpaidByYear.count - 1]
    quantile = report.quantiles[1].estimate
    shortfall = report.shortfalls[1].estimate
    costPerYuan = report.costPerYuan
  }
}

/// What is turned to see how much depends on it (敏感性因素).
public enum PoolLever: String, Hashable, Sendable, CaseIterable {
  /// The probability of failing, halved and doubled.
  case defaultRate = "pd"
  /// What all loans share, halved and doubled.
  case correlation = "rho"
  /// What is lost of a loan that fails, 20 points less and more.
  case severity = "lgd"
  /// The rate of the scheme, 20 points less and more.
  case cover
  /// The opening cash, two thirds and twice.
  case pool
  /// The number of loans, half and twice.
  case loans
}

/// What might go wrong (压力情景).
public enum PoolStress: String, Hashable, Sendable, CaseIterable {
  /// Twice the probability of failing.
  case defaultRateTwice = "pd_twice"
  /// Twice what loans share.
  case correlationTwice = "rho_twice"
  /// 20 points more lost.
  case severityMore = "lgd_20"
  /// The largest sector in a crisis: five times the failures, its factor at one in a hundred.
  case sectorShock = "sector_shock"
  /// What comes back comes two years later.
  case lateRecoveries = "late_recoveries"
  /// The bank with most loans lends no more.
  case largestBankStops = "largest_bank_stops"
  /// The three borrowers who owe most fail at once.
  case largestBorrowersFail = "largest_borrowers_fail"
  /// Nothing fills the pool up.
  case noTopUp = "no_top_up"
}

extension PoolScenario {
  /// The scenario with a lever turned down or up; `nil` where there is nothing to turn.
  func turned(_ lever: PoolLever, up: Bool) -> PoolScenario? {
    var other = self
    let times = up ? 2.0 : 0.5
    switch lever {
    case .defaultRate: other.eachGroup { $0.defaultRate = min($0.defaultRate * times, 1) }
    case .correlation:
      guard factors.global > 0 || factors.sectors.contains(where: { $0.share > 0 }) else {
        return nil
      }
      other.scaleCorrelation(times)
    case .severity: other.eachGroup { $0.severity = $0.severity.moved(by: up ? 0.2 : -0.2) }
    case .cover: return covering(points: up ? 200_000 : -200_000)
    case .pool:
      let opening = pool.opening.rawValue
      other.pool.opening = Fen(up ? opening * 2 : opening * 2 / 3)
    case .loans:
      // Of single loans every other one is left.
      var isLeft = false
      other.eachGroup { group in
        if up { return group.count *= 2 }
        let half = group.count / 2
        if group.count % 2 == 1 { isLeft.toggle() }
        group.count = half + (group.count % 2 == 1 && isLeft ? 1 : 0)
      }
    }
    return other
  }

  /// The scenario under stress; `nil` where it has nothing to be stressed.
  func stressed(_ stress: PoolStress) -> PoolScenario? {
    var other = self
    switch stress {
    case .defaultRateTwice: return turned(.defaultRate, up: true)
    case .correlationTwice: return turned(.correlation, up: true)
    case .severityMore: return turned(.severity, up: true)
    case .sectorShock:
      guard let name = largest({ $0.sector }),
        let sector = factors.sectors.firstIndex(where: { $0.name == name })
      else { return nil }
      other.eachGroup { if $0.sector == name { $0.defaultRate = min($0.defaultRate * 5, 1) } }
      other.factors.sectors[sector].shock = Normal.quantile(0.01)
    case .lateRecoveries: other.recovery.delay.median += 24
    case .largestBankStops:
      guard lending != nil, let bank = largest({ $0.facts.bank ?? "" }) else { return nil }
      other.lending?.groups.removeAll { $0.facts.bank == bank }
    case .largestBorrowersFail: other.failLargest(3)
    case .noTopUp:
      guard pool.isReplenished, scheme.replenishment.rule.value != .some(.none) else { return nil }
      other.pool.isReplenished = false
    }
    return other
  }

  /// The scenario with another probability of failing.
  func scaled(defaultRate times: Double) -> PoolScenario {
    var other = self
    other.eachGroup { $0.defaultRate = min($0.defaultRate * times, 1) }
    return other
  }

  private mutating func eachGroup(_ change: (inout LoanGroup) -> Void) {
    for index in loans.indices { change(&loans[index]) }
    for index in (lending?.groups ?? []).indices {
      if var group = lending?.groups[index] {
        change(&group)
        lending?.groups[index] = group
      }
    }
  }

  /// Scales what is shared, in proportion where there would be more than all of it.
  private mutating func scaleCorrelation(_ times: Double) {
    let most = factors.sectors.map { $0.share + factors.global }.max() ?? factors.global
    let scale = most * times > 1 ? 1 / most : times
    factors.global = min(factors.global * scale, 1)
    for index in factors.sectors.indices {
      factors.sectors[index].share = min(factors.sectors[index].share * scale, 1 - factors.global)
    }
  }

  /// The name that stands behind most of the principal.
  private func largest(_ name: (LoanGroup) -> String) -> String? {
    var owed: [String: Int64] = [:]
    for group in loans {
      owed[name(group), default: 0] += group.principal.rawValue * Int64(group.count)
    }
    return owed.min { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }?.key
  }

  /// Makes those who owe most fail in the first month.
  private mutating func failLargest(_ count: Int) {
    var left = count
    let order = loans.indices.filter { loans[$0].starts == 0 }
      .sorted { (loans[$1].principal, $0) < (loans[$0].principal, $1) }
    for index in order where left > 0 && loans[index].count > 0 {
      var failing = loans[index]
      failing.count = min(left, failing.count)
      failing.defaultRate = 1
      loans[index].count -= failing.count
      loans.append(failing)
      left -= failing.count
    }
  }
}

extension LoanGroup.Severity {
  /// A severity with another mean, inside nought and one; the deviation shrinks where it must.
  fileprivate func moved(by points: Double) -> LoanGroup.Severity {
    switch self {
    case .fixed(let value): return .fixed(min(max(value + points, 0), 1))
    case .beta(let mean, let deviation):
      let moved = min(max(mean + points, 0), 1)
      let most = moved * (1 - moved)
      if most <= 0 { return .fixed(moved) }
      let bounded = min(deviation, 0.95 * most.squareRoot())
      return .beta(mean: moved, deviation: bounded)
    }
  }
}
