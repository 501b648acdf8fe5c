public import Findings
import Policies
import Quantities
import RiskPools

extension PoolSimulator {
  /// The levels of quantiles in millionths.
  static let levels = [950_000, 990_000, 999_000]

  /// What a result says.
  /// - Throws: a finding when it is not one of this scenario, or only a part of a run; when fewer
  ///   paths than a tenth carry the weight of a weighted run.
  public func report(_ result: RunResult) throws(Findings) -> PoolReport {
    let tally = result.tally
    guard result.header.scenario == scenario.canonical, tally.shape == layout.shape else {
      throw Findings(Finding(.runOther, value: "\(result.header.model)"))
    }
    guard result.header.isWhole else {
      throw Findings(Finding(.runParts, value: "\(result.header.range)"))
    }
    func mean(_ total: PoolTally.Total) -> Estimate<Fen> {
      Statistics.mean(tally.moments[total.rawValue], tally.paths)
    }
    let claims = Tail(tally.samples[PoolTally.claims], paths: tally.paths)
    let needed = Tail(tally.samples[PoolTally.needed], paths: tally.paths)
    let weights = try weights(tally, largest: claims.largestWeight)
    return PoolReport(
      paths: tally.paths,
      seed: result.header.seed,
      weights: weights,
      model: result.header.model,
      losses: mean(.losses),
      claims: mean(.claims),
      paid: mean(.paid),
      unpaid: mean(.unpaid),
      refused: mean(.refused),
      recovered: mean(.recovered),
      topUps: mean(.topUps),
      lent: mean(.lent),
      notLent: mean(.notLent),
      cash: mean(.cash),
      // Paid less recovered, for each yuan lent.
      costPerYuan: Statistics.ratio(
        of: tally.moments[PoolTally.Total.cost.rawValue],
        to: tally.moments[PoolTally.Total.lent.rawValue],
        sum: tally.moments[PoolTally.Total.costAndLent.rawValue],
        tally.paths
      ),
      claimCount: count(.claimCount, tally),
      monthsStopped: count(.monthsStopped, tally),
      usage: Statistics.ratio(
        of: tally.moments[PoolTally.Total.claims.rawValue],
        to: tally.moments[layout.meanCash],
        sum: tally.moments[layout.meanCash + 1],
        tally.paths
      ),
      leverage: leverage(lent: mean(.lent), topUps: mean(.topUps)),
      unpaidByYear: (0..<layout.years).map { share(tally, layout.unpaidBy($0)) },
      emptyByYear: (0..<layout.years).map { share(tally, layout.emptyBy($0)) },
      breakerByYear: (0..<layout.years).map { share(tally, layout.breakerBy($0)) },
      years: years(tally),
      quantiles: Self.levels.map { .init(ppm: $0, estimate: claims.quantile(ppm: $0)) },
      shortfalls: Self.levels.map {
        .init(ppm: $0, estimate: claims.shortfall(ppm: $0))
      },
      capital: Self.levels.map { .init(ppm: $0, estimate: needed.quantile(ppm: $0)) },
      fan: fan(tally),
      exceedance: exceedance(claims),
      histogram: histogram(claims),
      binding: binding(tally),
      banks: banks(tally),
      funders: funders(max(mean(.paid).value, .zero)),
      bearers: bearers(tally),
      vintages: vintages(tally),
      concentration: concentration,
      assumptions: scenario.assumptions
    )
  }

  /// How many there are on average.
  private func count(_ total: PoolTally.Total, _ tally: Tally) -> Estimate<Double> {
    let (mean, variance) = Statistics.spread(tally.moments[total.rawValue], tally.paths)
    let half = Statistics.z * (variance / Double(tally.paths)).squareRoot()
    return Estimate(mean, max(mean - half, 0), mean + half, .normal)
  }

  /// What is lent for each yuan put in; the interval holds both ends of both, so it is wide rather
  /// than narrow.
  private func leverage(lent: Estimate<Fen>, topUps: Estimate<Fen>) -> Estimate<Double> {
    func ratio(_ lent: Fen, _ topUps: Fen) -> Double {
      let paidIn = Double(scenario.pool.opening.rawValue) + Double(topUps.rawValue)
      return paidIn > 0 ? Double(lent.rawValue) / paidIn : 0
    }
    return Estimate(
      ratio(lent.value, topUps.value),
      ratio(lent.low, topUps.high),
      ratio(lent.high, topUps.low),
      .ratio
    )
  }

  /// How often something happened.
  private func share(_ tally: Tally, _ place: Int) -> Estimate<Double> {
    layout.isWeighted
      ? Statistics.share(tally.moments[layout.event(place)], of: tally.paths)
      : Statistics.share(tally.counts[place], of: tally.paths)
  }

  /// How much the weights leave of the paths.
  private func weights(
    _ tally: Tally,
    largest: Double
  ) throws(Findings) -> PoolReport.Weights? {
    guard layout.isWeighted else { return nil }
    let moments = tally.moments[layout.weights]
    let sum = Double(moments.sum)
    let effective = sum * sum / Double(moments.squares)
    guard effective >= 0.1 * Double(tally.paths) else {
      throw Findings(
        Finding(.modelScope, column: "variance", value: "mixture", arguments: ["choices": "plain"])
      )
    }
    return PoolReport.Weights(effectivePaths: effective, largest: largest)
  }

  private func years(_ tally: Tally) -> [PoolReport.Year] {
    (0..<layout.years).map { year in
      PoolReport.Year(
        claims: Statistics.mean(tally.moments[layout.yearClaims(year)], tally.paths),
        paid: Statistics.mean(tally.moments[layout.yearPaid(year)], tally.paths),
        unpaid: Statistics.mean(tally.moments[layout.yearUnpaid(year)], tally.paths)
      )
    }
  }

  private func fan(_ tally: Tally) -> [PoolReport.FanPoint] {
    calendar.points.enumerated().map { place, month in
      let quantiles = [50, 250, 500, 750, 950].map { permille in
        let all = tally.fans[place].total
        return Fen(tally.fans[place].value(rank: Int((all * Int64(permille) + 999) / 1_000) - 1))
      }
      return PoolReport.FanPoint(month: month, quantiles: quantiles)
    }
  }

  /// At most forty points of the curve, denser where it matters.
  private func exceedance(_ claims: Tail) -> [PoolReport.Exceedance] {
    var points: [PoolReport.Exceedance] = []
    for step in 0...40 {
      // From half of all paths to one in ten thousand, in equal steps of the logarithm.
      let tail = 0.5 * DetMath.exp(-Double(step) / 40 * DetMath.log(5_000))
      let amount = claims.value(beyond: tail)
      if points.last.map({ $0.amount.rawValue == amount }) ?? false { continue }
      points.append(.init(amount: Fen(amount), probability: claims.share(above: amount)))
    }
    return points
  }

  /// Thirty steps of one width that hold nearly all paths.
  private func histogram(_ claims: Tail) -> [PoolReport.Exceedance] {
    let (low, high) = (claims.value(beyond: 1), claims.value(beyond: 0.002))
    guard high > low else { return [] }
    let width = max((high - low + 29) / 30, 1)
    // What lies at the least value belongs to the first step.
    return [.init(amount: Fen(low), probability: 1)]
      + (1...30).map {
        let edge = low + Int64($0) * width
        return .init(amount: Fen(edge), probability: claims.share(above: edge))
      }
  }

  private func binding(_ tally: Tally) -> [(limit: String, share: Double)] {
    let all = tally.moments[PoolTally.Total.claimCount.rawValue].sum
    guard all > 0 else { return [] }
    let unit = layout.isWeighted ? 1_024.0 : 1
    return (0..<PoolTally.limits).compactMap { limit in
      let count = tally.counts[layout.binding(limit)]
      let name = Claim.Binding(rawValue: 1 << UInt16(limit)).names.joined()
      return count == 0 ? nil : (limit: name, share: Double(count) / unit / Double(all))
    }
  }

  private func banks(_ tally: Tally) -> [PoolReport.Bank] {
    model.banks.enumerated().map { bank, name in
      PoolReport.Bank(
        name: name,
        paid: Statistics.mean(tally.moments[layout.bankPaid(bank)], tally.paths),
        stoppedByYear: (0..<layout.stopYears).map { share(tally, layout.bankStopped(bank, by: $0)) }
      )
    }
  }

  private func funders(_ paid: Fen) -> [(party: String, paid: Fen)] {
    guard let kernel = try? ClaimKernel(scenario.scheme) else { return [] }
    var shares = Array(repeating: Fen.zero, count: kernel.funders.count)
    guard !shares.isEmpty, (try? kernel.split(paid, into: &shares)) != nil else { return [] }
    return zip(kernel.funders, shares).map { (party: $0, paid: $1) }
  }

  private func bearers(_ tally: Tally) -> PoolReport.Bearers {
    let losses = Double(tally.moments[PoolTally.Total.losses.rawValue].sum)
    func share(_ place: Int) -> Double {
      losses > 0 ? Double(tally.moments[place].sum) / losses : 0
    }
    let first = rules.absorbers.map { absorber in
      let place = layout.absorbed(absorber.place)
      return PoolReport.Bearers.First(
        party: rules.terms.absorbers[absorber.place].name,
        share: share(place),
        amount: Statistics.mean(tally.moments[place], tally.paths)
      )
    }
    let pool = share(PoolTally.Total.cost.rawValue)
    let rest = first.reduce(1 - pool) { $0 - $1.share }
    return PoolReport.Bearers(pool: pool, first: first, banks: losses > 0 ? rest : 0)
  }

  private func vintages(_ tally: Tally) -> PoolReport.Vintages? {
    guard let grid = layout.vintages else { return nil }
    func mean(_ cell: Int) -> Double {
      Double(tally.moments[layout.vintage(cell)].sum) / Double(tally.paths)
    }
    let batches = grid.batches.enumerated().map { index, batch in
      let lent = Double(batch.lent) - mean(index)
      var failed = 0.0
      let shares = (0..<batch.ages).map { age in
        failed += mean(grid.cell(index, age: age))
        return lent > 0 ? failed / lent : 0
      }
      return PoolReport.Vintages.Batch(months: batch.months, lent: Fen.near(lent), failed: shares)
    }
    return PoolReport.Vintages(step: grid.step, batches: batches)
  }

  private var concentration: PoolReport.Concentration {
    var owed: [Int64] = []
    var sectors: [String: Int64] = [:]
    var banks: [String: Int64] = [:]
    var borrowers: [Int: Int64] = [:]
    for kind in model.kinds where kind.starts == 0 {
      let all = kind.principal * Int64(kind.count)
      sectors[scenario.factors.sectors[model.buckets[kind.bucket].sector].name, default: 0] += all
      banks[model.banks[kind.bank], default: 0] += all
      if kind.borrower >= 0 {
        borrowers[kind.borrower, default: 0] += all
      } else {
        owed += repeatElement(kind.principal, count: kind.count)
      }
    }
    owed += borrowers.values
    owed.sort(by: >)
    let total = owed.reduce(0.0) { $0 + Double($1) }
    guard total > 0 else {
      return .init(topTen: 0, herfindahl: 0, topThree: .zero, sectors: [], banks: [])
    }
    func shares(_ amounts: [String: Int64]) -> [(name: String, share: Double)] {
      amounts.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
        .map { (name: $0.key, share: Double($0.value) / total) }
    }
    return PoolReport.Concentration(
      topTen: owed.prefix(10).reduce(0.0) { $0 + Double($1) } / total,
      herfindahl: owed.reduce(0.0) { $0 + Double($1) / total * (Double($1) / total) },
      topThree: Fen(owed.prefix(3).reduce(0, +)),
      sectors: shares(sectors),
      banks: shares(banks)
    )
  }
}
