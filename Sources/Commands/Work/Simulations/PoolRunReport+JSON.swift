import Quantities
import Reports
import Simulators

extension PoolRunReport {
  var json: JSON {
    .object(
      stamp.json + amounts + chances + levels + lists + (studies?.json ?? [])
        + (actual.map { [.init("actual", $0.json)] } ?? [])
    )
  }

  private var amounts: [JSON.Member] {
    [
      .init("expected_losses", report.losses.json), .init("expected_claims", report.claims.json),
      .init("expected_paid", report.paid.json), .init("expected_unpaid", report.unpaid.json),
      .init("expected_refused", report.refused.json),
      .init("expected_recovered", report.recovered.json),
      .init("expected_top_ups", report.topUps.json), .init("expected_lent", report.lent.json),
      .init("expected_not_lent", report.notLent.json), .init("expected_cash", report.cash.json),
      .init("cost_per_yuan", report.costPerYuan.json),
      .init("claim_count", report.claimCount.json),
      .init("months_stopped", report.monthsStopped.json),
      .init("usage", report.usage.json), .init("leverage", report.leverage.json),
    ]
  }

  private var chances: [JSON.Member] {
    [
      .init("p_unpaid_by_year", .array(report.unpaidByYear.map(\.json))),
      .init("p_empty_by_year", .array(report.emptyByYear.map(\.json))),
      .init("p_breaker_by_year", .array(report.breakerByYear.map(\.json))),
    ]
  }

  private var levels: [JSON.Member] {
    func object(_ levels: [PoolReport.Level]) -> JSON {
      .object(levels.map { .init($0.name, $0.estimate.json) })
    }
    return [
      .init("quantiles", object(report.quantiles)),
      .init("expected_shortfall", object(report.shortfalls)),
      .init("capital", object(report.capital)),
    ]
  }

  private var lists: [JSON.Member] {
    let years = report.years.map { year -> JSON in
      ["claims": year.claims.json, "paid": year.paid.json, "unpaid": year.unpaid.json]
    }
    let exceedance = report.exceedance.map { point -> JSON in
      ["amount": .amount(point.amount), "probability": .number(point.probability)]
    }
    let banks = report.banks.map { bank -> JSON in
      [
        "bank": .string(bank.name), "paid": bank.paid.json, "p_stopped": bank.stopped.json,
        "p_stopped_by_year": .array(bank.stoppedByYear.map(\.json)),
      ]
    }
    let funders = report.funders.map { funder -> JSON in
      ["party": .string(funder.party), "paid": .amount(funder.paid)]
    }
    let first = report.bearers.first.map { bearer -> JSON in
      [
        "party": .string(bearer.party), "share": .number(bearer.share),
        "amount": bearer.amount.json,
      ]
    }
    return [
      .init("years", .array(years)), .init("fan", .array(report.fan.map(\.json))),
      .init("exceedance", .array(exceedance)),
      .init("binding", .object(report.binding.map { .init($0.limit, .number($0.share)) })),
      .init("banks", .array(banks)), .init("funders", .array(funders)),
      .init(
        "bearers",
        [
          "pool": .number(report.bearers.pool), "absorbers": .array(first),
          "banks": .number(report.bearers.banks),
        ]
      ),
      .init("vintages", .array(report.vintages?.json ?? [])),
      .init("concentration", report.concentration.json),
      .init("assumptions", .array(report.assumptions.map(\.json))),
      .init("sentence", .string(sentence.text(in: language))),
    ]
  }
}

extension PoolReport.FanPoint {
  var json: JSON {
    let levels = ["0.05", "0.25", "0.5", "0.75", "0.95"]
    return .object(
      [.init("month", .integer(Int64(month)))]
        + zip(levels, quantiles).map { .init($0, .amount($1)) }
    )
  }
}

extension PoolReport.Vintages {
  fileprivate var json: [JSON] {
    batches.map { batch -> JSON in
      let ages = batch.failed.enumerated().map { age, share -> JSON in
        ["months": .integer(Int64((age + 1) * step)), "share": .number(share)]
      }
      return [
        "from_month": .integer(Int64(batch.months?.lowerBound ?? 0)),
        "to_month": .integer(Int64(batch.months?.upperBound ?? 0)), "lent": .amount(batch.lent),
        "failed_by_age": .array(ages),
      ]
    }
  }
}

extension PoolReport.Concentration {
  fileprivate var json: JSON {
    func shares(_ parts: [(name: String, share: Double)]) -> JSON {
      .object(parts.map { .init($0.name, .number($0.share)) })
    }
    return [
      "top_ten": .number(topTen), "herfindahl": .number(herfindahl),
      "top_three": .amount(topThree), "sectors": shares(sectors), "banks": shares(banks),
    ]
  }
}

extension PoolFigures {
  var json: JSON {
    [
      "expected_claims": claims.json, "expected_paid": paid.json, "expected_unpaid": unpaid.json,
      "p_unpaid": unpaidProbability.json, "quantile_99": quantile.json,
      "expected_shortfall_99": shortfall.json, "cost_per_yuan": costPerYuan.json,
    ]
  }
}

extension StudiedPool {
  var json: [JSON.Member] {
    let tornado = tornado.map { turned -> JSON in
      [
        "lever": .string(turned.lever.rawValue), "down": turned.down.json, "up": turned.up.json,
      ]
    }
    let stresses = stresses.map { stressed -> JSON in
      ["stress": .string(stressed.stress.rawValue), "figures": stressed.figures.json]
    }
    return [
      .init(
        "studies",
        [
          "paths": .integer(Int64(paths)), "base": base.json, "tornado": .array(tornado),
          "stresses": .array(stresses), "reverse_stress_pd": reverse.map(JSON.number) ?? .null,
        ]
      )
    ]
  }
}
