import InvestFirst
import Quantities
import Reports
import Simulators

extension ExitRunReport {
  var json: JSON {
    .object(stamp.json + amounts + projects + ratios + lists + (studies?.json ?? []))
  }

  private var amounts: [JSON.Member] {
    let amounts = report.amounts
    return [
      .init("expected_invested", amounts.invested.json),
      .init("expected_principal", amounts.principalReturned.json),
      .init("expected_gain", amounts.gainReturned.json),
      .init("expected_to_treasury", amounts.toTreasury.json),
      .init("expected_concession", amounts.concession.json),
      .init("expected_rewards", amounts.rewards.json),
      .init("expected_fees", amounts.fees.json),
      .init("expected_residual", amounts.residual.json),
      .init("expected_lost", amounts.lost.json),
    ]
  }

  private var projects: [JSON.Member] {
    let projects = report.projects
    return [
      .init(
        "projects",
        [
          "converted": projects.converted.json, "failed": projects.failed.json,
          "bought_back": projects.boughtBack.json, "transferred": projects.transferred.json,
          "listed": projects.listed.json, "waived": projects.waived.json,
          "alive": projects.alive.json,
        ]
      )
    ]
  }

  private var ratios: [JSON.Member] {
    let rate = report.rate
    return [
      .init("moic", report.moic.json), .init("dpi", report.dpi.json),
      .init("tvpi", report.tvpi.json), .init("loss", report.loss.json),
      .init("irr", rate.expected?.json ?? .null),
      .init("irr_daycount", "ACT/365"),
      .init("irr_cash_only", rate.cashOnly.map(JSON.number) ?? .null),
      .init("p_no_irr", rate.withoutRate.json), .init("p_several_irr", rate.withSeveral.json),
      .init("years_away", report.yearsAway?.json ?? .null),
      .init("company_at_sale", report.companyAtSale.map(JSON.amount) ?? .null),
    ]
  }

  private var lists: [JSON.Member] {
    let levels = report.quantiles.enumerated().map { index, level -> JSON in
      [
        "level": .string(NumberForm.fixed(Double(level.ppm) / 1_000_000, 2)),
        "tvpi": level.tvpi.json, "loss": level.loss.json, "to_treasury": level.toTreasury.json,
        "irr": report.rate.quantiles[index]?.json ?? .null,
      ]
    }
    let limits = report.limits.map { limit -> JSON in
      [
        "scope": .string(limit.scope.rawValue), "stage": .string(limit.stage),
        "limit_ppm": .integer(limit.limit.rawValue), "loss": limit.loss.json,
        "p_beyond": limit.beyond.json,
      ]
    }
    let flows = report.flows.map { flow -> JSON in
      ["date": .string("\(flow.date)"), "net": flow.net.json]
    }
    let held = rates.map { rate -> JSON in
      ["field": .string(rate.field), "value": .string(rate.value)]
    }
    return [
      .init("quantiles", .array(levels)), .init("limits", .array(limits)),
      .init("p_half_back_by_year", .array(report.halfBackByYear.map(\.json))),
      .init("fan", .array(report.fan.map(\.json))), .init("flows", .array(flows)),
      .init("assumptions", .array(report.assumptions.map(\.json) + held)),
      .init("sentence", .string(sentence.text(in: language))),
    ]
  }
}
