"""The published worked examples: rule, policy, case, figures that must come out."""

from figures import fen, split, yuan

LPR_1Y = [("2019-08-20", 42500), ("2019-09-20", 42000), ("2019-11-20", 41500),
          ("2020-02-20", 40500), ("2020-04-20", 38500), ("2021-12-20", 38000),
          ("2022-01-20", 37000), ("2022-08-22", 36500), ("2023-06-20", 35500),
          ("2023-08-21", 34500), ("2024-07-22", 33500), ("2024-10-21", 31000),
          ("2025-05-20", 30000)]
LPR_5Y = [("2019-08-20", 48500), ("2019-11-20", 48000), ("2020-02-20", 47500),
          ("2020-04-20", 46500), ("2022-01-20", 46000), ("2022-05-20", 44500),
          ("2022-08-22", 43000), ("2023-06-20", 42000), ("2024-02-20", 39500),
          ("2024-07-22", 38500), ("2024-10-21", 36000), ("2025-05-20", 35000)]
RATES = ([{"series": "lpr_1y", "from": date, "rate_ppm": rate} for date, rate in LPR_1Y]
         + [{"series": "lpr_5y", "from": date, "rate_ppm": rate} for date, rate in LPR_5Y]
         + [{"series": "pboc_bench", "from": "2015-10-24", "rate_ppm": 47500}])


def invest_first(**sections):
    head = {"policy": "invest_first", "policy_id": "example-2025", "doc_no": "示例〔2025〕1号",
            "issuer": "示例", "effective_from": "2008-01-01", "source_url": "example.invalid",
            "count": {"kinds": [{"kind": "cash", "weight_ppm": "1000000"},
                                {"kind": "rent", "weight_ppm": "1000000"}]}}
    return {**head, **sections}


def risk_pool(**sections):
    head = {"policy": "risk_pool", "policy_id": "pool-2025", "doc_no": "示例〔2025〕2号",
            "issuer": "示例", "funders": [{"party": "省", "weight": "500"},
                                          {"party": "市", "weight": "3500"}],
            "coverage": {"base": "outstanding_principal_at_trigger", "net_of": []},
            "absorbers": [], "tiers": [], "tier_combine": "max", "addons": [],
            "rate_cap_ppm": "1000000", "caps": [], "breakers": [],
            "rounding": {"mode": "floor"},
            "recovery": {"cost_first": "true", "order": "pro_rata",
                         "share_basis": "actual_borne"},
            "allocation": {"order": "fifo_by_approval", "on_shortfall": "lapse"}}
    return {**head, **sections}


def tier(start, until, source, **more):
    line = {"from_month": start, "to_month": until, "clock": "each_disbursement",
            "base": "principal", "rate_source": source, "bound": "floor"}
    if source != "none":
        line.update({"rate_pick": "at_exit", "compound": "simple", "daycount": "act_365"})
    return {**line, **more}


def zhejiang(source="pboc_bench", **more):
    return invest_first(exit={"round_at": "each_slice", "round_mode": "half_up", "tiers": [
        tier("0", "36", "none", clock=more.get("clock", "each_disbursement")),
        tier("36", "", source, **more)]})


def flat(source, where="each_slice", **more):
    return invest_first(exit={"round_at": where, "round_mode": "half_up",
                              "tiers": [tier("0", "", source, **more)]})


def paid(*rows):
    return [{"date": date, "kind": "cash", "amount": amount} for date, amount in rows]


def published():
    """The worked examples that one call of a rule can show."""
    cases = []

    def add(name, rule, policy, case, **figures):
        cases.append((name, rule, policy, case, figures))

    late = {"disbursements": paid(("2020-03-15", "5000000.00")), "exit_date": "2024-12-20",
            "rates": RATES}
    add("P-T1", "exit", zhejiang(), {**late, "disbursements": paid(("2022-03-15", "5000000.00"))},
        floor="5000000.00")
    for source, basis, floor in [
            ("pboc_bench", "act_365", "6132842.47"), ("pboc_bench", "act_360", "6148576.39"),
            ("lpr_1y", "act_365", "5739328.77"), ("lpr_1y", "act_360", "5749597.22"),
            ("lpr_5y", "act_365", "5858575.34"), ("lpr_5y", "act_360", "5870500.00")]:
        add("P-T2", "exit", zhejiang(source, daycount=basis), late, floor=floor)
    slow = {"disbursements": paid(("2022-03-01", "2000000.00")), "exit_date": "2025-06-30",
            "rates": RATES}
    for pick, basis, floor in [
            ("piecewise", "act_360", "2233741.67"), ("piecewise", "act_365", "2230539.73"),
            ("at_start", "act_360", "2250161.11"), ("at_exit", "act_360", "2202833.33")]:
        add("P-T3", "exit", flat("lpr_1y", rate_pick=pick, daycount=basis), slow, floor=floor)
    two = {**slow, "disbursements": paid(("2022-03-01", "1200000.00"),
                                         ("2022-08-15", "800000.00"))}
    for clock, where, floor in [
            ("each_disbursement", "each_slice", "2120032.88"),
            ("last_disbursement", "each_slice", "2000000.00"),
            ("first_disbursement", "total", "2200054.79"),
            ("first_disbursement", "each_slice", "2200054.80")]:
        policy = zhejiang("lpr_1y", clock=clock)
        policy["exit"]["round_at"] = where
        add("P-T4", "exit", policy, two, floor=floor)
    halves = {"disbursements": paid(("2025-12-25", "1000000.00"), ("2026-12-25", "1000000.00")),
              "exit_date": "2029-06-30", "rates": RATES}
    for basis, where, floor in [("act_365", "each_slice", "2180904.10"),
                                ("act_365", "total", "2180904.11"),
                                ("act_360", "each_slice", "2183416.67")]:
        add("P-T6", "exit", flat("fixed", where, rate_ppm="30000", rate_pick="at_start",
                                 daycount=basis), halves, floor=floor)
    for value, returned, gain in [("3000000.00", "2163000.00", "1674000.00"),
                                  ("1320000.00", "1320000.00", "-6000.00"),
                                  ("1000000.00", "1000000.00", "-326000.00")]:
        policy = flat("none", bound="cap")
        policy["exit"]["gain_concession_ppm"] = "500000"
        policy["exit"]["tiers"][0].update(base="market", bound="exact")
        add("P-T15", "exit", policy,
            {"disbursements": paid(("2025-10-13", "1326000.00")), "exit_date": "2030-01-02",
             "market_value": value, "rates": RATES}, to_treasury=returned, gain=gain)
    add("P-T10", "exit", zhejiang() | {"exit": {
        **zhejiang()["exit"], "manager_reward_ppm": "200000"}},
        {"disbursements": paid(("2023-01-01", "5000000.00")), "exit_date": "2024-01-01",
         "offered_price": "8000000.00", "rates": RATES},
        gain="3000000.00", manager_reward="600000.00", to_treasury="8000000.00")
    add("P-T19", "exit", flat("fixed", rate_ppm="30000", rate_pick="at_start",
                              daycount="30_360"),
        {"disbursements": paid(("2024-01-15", "50.00")), "exit_date": "2024-02-14",
         "rates": RATES}, floor="50.12")
    add("P-T19", "exit", flat("fixed", rate_ppm="30000", rate_pick="at_start",
                              daycount="30_360"),
        {"disbursements": paid(("2024-01-15", "50.00")), "exit_date": "2024-02-15",
         "rates": RATES}, floor="50.13")
    for where, interest_sum in [("total", "1115728.24"), ("each_segment", "1115728.25")]:
        add("P-T19", "exit", flat("lpr_1y", where, rate_pick="piecewise"),
            {**slow, "disbursements": paid(("2022-03-01", "1000411.00"))}, floor=interest_sum)
    add("P-T20", "exit", flat("lpr_5y", rate_pick="piecewise", daycount="act_360"),
        {**slow, "disbursements": paid(("2022-03-01", "10000000.00"))}, floor="11381027.78")

    def convert(**terms):
        return invest_first(convert={"price_rule": "round_price", "include_in_pre": "outside_pre",
                                     "discount_ppm": "0", "share_round": "down", **terms})

    together = {"disbursements": paid(("2025-01-01", "2000000.00")), "pre_money": "36000000.00",
                "capital_before": "1000000.00", "round_cash": "4000000.00",
                "co_converting": "2000000.00", "event_date": "2025-06-30"}
    add("P-T5a", "conversion", convert(share_round="half_up"), together, price="36.00",
        capital_to_fund="55555.56", surplus="1944444.44", share_ppm=45455)
    add("P-T5b", "conversion", convert(include_in_pre="inside_pre"), together, price="32.00",
        capital_to_fund="62500.00", share_ppm=50000)
    add("P-T5c", "conversion", convert(discount_ppm="200000", share_round="half_up"), together,
        price="28.80", capital_to_fund="69444.44")
    add("P-T7", "conversion", convert(hold_max_ppm="250000", excess="keep_as_right"),
        {"disbursements": paid(("2025-01-01", "5000000.00")), "pre_money": "11000000.00",
         "capital_before": "1000000.00"}, excess="1333333.34")
    with_rent = {"disbursements": paid(("2025-10-13", "1200000.00")),
                 "rents": [{"month": "2026-01", "amount": "126000.00"}],
                 "pre_money": "20000000.00", "capital_before": "2000000.00"}
    add("P-T14", "conversion", convert(), with_rent, base="1326000.00", price="10.00",
        capital_to_fund="132600.00", surplus="1193400.00", share_ppm=62178)
    add("P-T14", "conversion", convert(discount_ppm="200000"), with_rent, price="8.00",
        capital_to_fund="165750.00", surplus="1160250.00", share_ppm=76532)
    add("P-T13", "rent", invest_first(rent={
        "rent_price_source": "contract", "rent_proration": "actual_days_of_month",
        "rent_free_ppm_by_month": ["1000000"] * 12 + ["500000"] * 12}),
        {"area_m2": "200", "price_per_m2_month": "35.00", "from": "2025-10-13",
         "to": "2027-10-12"}, total="126000.00")

    zhuhai = risk_pool(
        tiers=[{"id": "first", "when": "first_loan = true", "rate_ppm": "900000"},
               {"id": "credit70", "when": "credit_share_ppm >= 700000", "rate_ppm": "700000"},
               {"id": "credit50", "when": "credit_share_ppm > 500000", "rate_ppm": "500000"}],
        caps=[{"scope": "loan", "window": "life", "abs": "3000000.00"}])

    def loan(outstanding, **more):
        return {"loan": {"id": "L1", "borrower": "B1", "bank": "K1", "principal": outstanding,
                         "outstanding": outstanding, "credit_share_ppm": 600000,
                         "pure_credit": False, "first_loan": False, "mode": "direct",
                         "revenue": "60000000.00", "term_months": 12, **more},
                "kind": "final"}

    def parts(province, city):
        return [{"party": "省", "amount": province}, {"party": "市", "amount": city}]

    add("R-T1", "claim", zhuhai, loan("5000000.00"), pay="2500000.00", binding=["raw"],
        shares=parts("312500.00", "2187500.00"))
    add("R-T2", "claim", zhuhai, loan("4500000.00", credit_share_ppm=700000), raw="3150000.00",
        pay="3000000.00", binding=["loan_cap"], shares=parts("375000.00", "2625000.00"))
    add("R-T3", "claim", zhuhai, loan("3333333.33", first_loan=True), rate_ppm=900000,
        pay="2999999.99", shares=parts("374999.99", "2625000.00"))
    add("R-T4", "claim", zhuhai, loan("1000000.00", credit_share_ppm=500000), rate_ppm=0,
        pay="0.00")
    anhui = risk_pool(
        tiers=[{"id": "direct", "when": "mode = direct", "rate_ppm": "300000"},
               {"id": "guaranteed", "when": "mode = guaranteed", "rate_ppm": "200000"}],
        addons=[{"when": "mode = direct and pure_credit = true", "ppm": "50000"}],
        caps=[{"scope": "loan", "window": "life", "pct_ppm": "800000", "of": "actual_liability",
               "counts": "all_levels"}])
    add("R-T5", "claim", anhui, {**loan("1234567.89", pure_credit=True),
                                 "actual_liability": "1234567.89"}, pay="432098.76")
    add("R-T6", "claim", anhui, {**loan("2000000.00", pure_credit=True),
                                 "actual_liability": "2000000.00",
                                 "other_government_paid": "1100000.00"},
        raw="700000.00", pay="500000.00", binding=["stack_cap"])
    add("R-T7", "claim", anhui, {**loan("2000000.00", mode="guaranteed"),
                                 "actual_liability": "1600000.00"}, pay="400000.00")
    chongqing = risk_pool(
        funders=[{"party": "省", "weight": "4"}, {"party": "市", "weight": "6"}],
        tiers=[{"id": "all", "when": "principal > 0", "rate_ppm": "800000"}],
        triggers=[{"event": "overdue_days", "kind": "advance", "share_ppm": "500000"},
                  {"event": "write_off", "kind": "final", "share_ppm": "1000000"}])
    add("R-T8", "claim", chongqing, loan("3765432.11"), pay="3012345.68",
        shares=parts("1204938.27", "1807407.41"))
    add("R-T28", "claim", chongqing, {**loan("3765432.11"), "kind": "advance"},
        entitlement="3012345.68", pay="1506172.84")
    add("R-T28", "claim", chongqing, {**loan("3000000.00"), "advanced": "1506172.84"},
        pay="893827.16", clawback="0.00")
    add("R-T28", "claim", chongqing, {**loan("1500000.00"), "advanced": "1506172.84"},
        pay="0.00", clawback="306172.84")
    henan = risk_pool(
        coverage={"base": "net_principal_loss"},
        tiers=[{"id": "research", "when": "product = 产学研 and revenue < 10000000",
                "rate_ppm": "800000"},
               {"id": "credit", "when": "pure_credit = true", "rate_ppm": "600000"},
               {"id": "20", "when": "revenue <= 20000000", "rate_ppm": "600000"},
               {"id": "50", "when": "revenue > 20000000 and revenue <= 50000000",
                "rate_ppm": "500000"},
               {"id": "100", "when": "revenue > 50000000 and revenue <= 100000000",
                "rate_ppm": "400000"},
               {"id": "more", "when": "revenue > 100000000", "rate_ppm": "300000"}],
        rate_cap_ppm="800000",
        caps=[{"scope": "bank", "window": "year", "abs": "10000000.00", "pct_ppm": "20000",
               "of": "prior_year_balance", "counts": "paid"}])

    def lost(amount, revenue, **more):
        return {**loan("9999999.00", revenue=revenue, product="其他", **more), "loss": amount,
                "counters": {"bank_year": "0.00"}, "prior_year_balance": "800000000.00"}

    for revenue, pay in [("20000000.00", "900000.00"), ("20000000.01", "750000.00"),
                         ("50000000.00", "750000.00"), ("100000000.00", "600000.00"),
                         ("100000000.01", "450000.00")]:
        add("R-T9", "claim", henan, lost("1500000.00", revenue), pay=pay)
    add("R-T10", "claim", henan, lost("1500000.00", "9999999.99", ) | {
        "loan": loan("9.00", revenue="9999999.99", product="产学研")["loan"]}, pay="1200000.00")
    add("R-T11", "claim", henan, {**lost("1500000.00", "20000000.00"),
                                  "prior_year_balance": "300000000.00",
                                  "counters": {"bank_year": "5600000.00"}},
        raw="900000.00", pay="400000.00", binding=["bank_year_cap"])
    add("R-T12", "claim", henan, {**lost("1500000.00", "50000000.00"),
                                  "counters": {"bank_year": "9500000.00"}}, pay="500000.00")
    add("R-T13", "claim", henan, lost("1500000.00", "60000000.00", pure_credit=True),
        pay="900000.00")
    add("R-T13", "claim", {**henan, "tier_combine": "min"},
        lost("1500000.00", "60000000.00", pure_credit=True), pay="600000.00")
    add("R-T14", "claim", risk_pool(
        tiers=[{"when": "principal > 0", "rate_ppm": "600000"}],
        caps=[{"scope": "loan", "window": "life", "abs": "5000000.00"}]),
        loan("9000000.00"), raw="5400000.00", pay="5000000.00")
    for rate, months, cover, pay in [("450000", 36, 550000, "679012.33"),
                                     ("550000", 36, 600000, "740740.73")]:
        add("R-T15", "claim", risk_pool(
            tiers=[{"when": "principal > 0", "rate_ppm": rate}], rate_cap_ppm="600000",
            addons=[{"ppm": "50000", "per_year": "true"}]),
            loan("1234567.89", term_months=months), rate_ppm=cover, pay=pay)
    for first, pay in [(False, "679012.33"), (True, "740740.73")]:
        add("R-T17", "claim", risk_pool(
            tiers=[{"when": "principal > 0", "rate_ppm": "550000"}],
            addons=[{"when": "first_loan = true", "ppm": "50000"}]),
            loan("1234567.89", first_loan=first), pay=pay)
    for mode, pay in [("floor", "500000.00"), ("half_up", "500000.01"),
                      ("half_even", "500000.00")]:
        add("R-T18", "claim", risk_pool(tiers=[{"when": "principal > 0", "rate_ppm": "500000"}],
                                        rounding={"mode": mode}), loan("1000000.01"), pay=pay)
    add("R-T19", "claim", risk_pool(
        funders=[{"party": "政府", "weight": "40"}, {"party": "担保", "weight": "40"},
                 {"party": "银行", "weight": "20"}],
        coverage={"base": "principal_plus_interest"},
        tiers=[{"when": "principal > 0", "rate_ppm": "1000000"}]),
        {**loan("9.00"), "loss": "1500000.01"},
        shares=[{"party": "政府", "amount": "600000.00"}, {"party": "担保", "amount": "600000.00"},
                {"party": "银行", "amount": "300000.01"}])
    add("R-T21", "claim", risk_pool(
        funders=[{"party": "省", "weight": "2"}, {"party": "市", "weight": "1"}],
        coverage={"base": "net_principal_loss"},
        absorbers=[{"party": "本企业", "scope": "own", "order": "1"},
                   {"party": "互助", "scope": "pool", "order": "2"}],
        tiers=[{"when": "principal > 0", "rate_ppm": "1000000"}]),
        {**loan("9.00"), "loss": "1800000.00",
         "absorbers": [{"name": "本企业", "available": "150000.00"},
                       {"name": "互助", "available": "600000.00"}]},
        base="1050000.00", pay="1050000.00", shares=parts("700000.00", "350000.00"))
    for amount, last in [("12345678.90", "2469135.78"), ("10000000.01", "2000000.01")]:
        shares = split(fen(amount), [20, 40, 20, 20])
        add("R-T23", "claim", risk_pool(
            funders=[{"party": name, "weight": weight} for name, weight in
                     [("银行", "20"), ("国担", "40"), ("省再担", "20"), ("原担保", "20")]],
            tiers=[{"when": "principal > 0", "rate_ppm": "1000000"}]), loan(amount),
            shares=[{"party": name, "amount": yuan(part)} for name, part in
                    zip(["银行", "国担", "省再担"], shares)] + [
                        {"party": "原担保", "amount": last}])
    for cash, pay in [("500000.00", "500000.00"), ("166666.67", "166666.67")]:
        add("R-T27", "claim", risk_pool(tiers=[{"when": "principal > 0",
                                                "rate_ppm": "1000000"}]),
            {**loan("500000.00"), "pool_cash": cash}, pay=pay)

    def recovery(gross, paid_out, bank, fund, rest, **terms):
        policy = risk_pool(tiers=[{"id": "all", "rate_ppm": "800000"}])
        policy["recovery"] = {**policy["recovery"], **terms}
        add("R-T29/30", "recovery", policy,
            {"gross": gross, "cost": "80000.00", "fund_paid": paid_out, "bank_loss": bank,
             "fund_recovered_before": "0.00"},
            shares=[{"party": "fund", "amount": fund}, {"party": "bank", "amount": rest}])

    recovery("1000000.00", "2000000.00", "1765432.11", "736000.00", "184000.00",
             share_basis="nominal")
    recovery("1000000.00", "2000000.00", "1765432.11", "488655.73", "431344.27")
    recovery("1000000.00", "2000000.00", "1765432.11", "920000.00", "0.00", order="fund_first")
    recovery("4000000.00", "3012345.68", "753086.43", "3012345.68", "907654.32",
             share_basis="nominal")
    return cases
