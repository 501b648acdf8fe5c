extension PoolModel {
  /// Whether all face one factor draw and the same hazard each month, so that no month is looked
  /// for.
  var hasEvenMonths: Bool {
    periods.count == 1 && factors.degrees == nil
      && buckets.allSatisfy { $0.monthly > 0 && $0.thresholds[0].isFinite }
      && factors.sectors.allSatisfy { $0.own > 0 }
  }

  /// The month in which a loan fails whose hazard runs out at `reached`.
  func month(
    _ draws: PathFactors,
    _ hazards: Hazards,
    bucket: Int,
    reached: Double
  ) -> (month: Int, period: Int) {
    let sums = hazards.sums.start + bucket * periods.count
    var period = 0
    while period < periods.count - 1, sums[period] <= reached { period += 1 }
    let before = period == 0 ? 0 : sums[period - 1]
    let sector = buckets[bucket].sector
    let own = factors.sectors[sector].own
    let common = draws.common[sector * periods.count + period]
    let latent = own == 0 ? common : common + own * HazardInverse.value(reached - before)
    let scale = draws.scale[period]
    // The first month whose threshold the latent variable does not exceed; rounding may leave it
    // a hair above the last one, which is then meant.
    let months = buckets[bucket].months
    var (low, high) = (periods[period].lowerBound + 1, periods[period].upperBound)
    high = max(min(high, buckets[bucket].lasts), low)
    let least = min(latent, months[high] * scale)
    let monthly = buckets[bucket].monthly
    if monthly > 0 {
      // The hazard grows by the same every month, so the month need not be looked for.
      low = max(low, buckets[bucket].starts)
      let passed = Int(Hazard.value(least) * buckets[bucket].perMonthly)
      return (min(low + passed, high), period)
    }
    while low < high {
      let middle = (low + high) / 2
      if least <= months[middle] * scale { high = middle } else { low = middle + 1 }
    }
    return (low, period)
  }

  /// The severity in the times of the global factor; its mean stays.
  ///
  /// J. Frye, "Depressing Recoveries", Risk, November 2000.
  func follow(_ severity: Double, _ market: Double) -> Double {
    guard severity > 0, severity < 1 else { return severity }
    let latent = Normal.quantile(severity) - factors.severity.shared * market
    guard factors.severity.own > 0 else { return latent > 0 ? 1 : 0 }
    return Normal.probability(below: latent / factors.severity.own)
  }

  /// Whether a loan is still owed in a month: renewed as often as it takes, and not paid early.
  func isOwed(_ kind: Kind, month: Int, _ bits: UInt64) -> Bool {
    if month > kind.ends {
      let times = (month - kind.ends - 1) / kind.term + 1
      let chance = (0..<times).reduce(1.0) { chance, _ in chance * behaviour.renewal }
      guard FailureDesk.uniform(UInt32(truncatingIfNeeded: bits) & 0xFFFF_0000 | 0x8000) < chance
      else {
        return false
      }
    }
    guard behaviour.prepayment > 0 else { return true }
    let months = month - max(kind.starts, 1)
    let stays = survival(months: months)
    let lot = UInt32(truncatingIfNeeded: bits) << 16 | 0x8000
    return FailureDesk.uniform(lot) < stays
  }

  /// The probability not to have paid back early after some months.
  func survival(months: Int) -> Double {
    guard behaviour.prepayment > 0, months > 0 else { return 1 }
    guard behaviour.prepayment < 1 else { return 0 }
    return DetMath.exp(Double(months) / 12 * DetMath.log(1 - behaviour.prepayment))
  }

  /// What a loan owes at the beginning of a month.
  func owed(_ kind: Kind, month: Int) -> Int64 {
    guard behaviour.isAmortised, kind.term < .max else { return kind.principal }
    let first = max(kind.starts, 1)
    if month <= kind.ends {
      let all = Int64(kind.ends - first + 1)
      return kind.principal * Int64(kind.ends - month + 1) / all
    }
    let into = (month - kind.ends - 1) % kind.term
    return kind.principal * Int64(kind.term - into) / Int64(kind.term)
  }
}
