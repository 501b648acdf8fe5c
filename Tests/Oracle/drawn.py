"""Policies and cases drawn from a seed, with what the rules come to."""

import datetime
import random

from figures import MILLION, RULES, counted, day, fen, months_later, yuan
from published import RATES, invest_first, risk_pool


class Draw:
    """Policies and cases from one seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def amount(self, low=1, high=10**10):
        exact = self.random.randint(low, high)
        return yuan(self.random.choice([exact, max(low, exact // 100_000_000 * 100_000_000)]))

    def ppm(self, *usual):
        return str(self.random.choice([*usual, self.random.randint(0, MILLION)]))

    def date(self, low, high):
        span = (day(high) - day(low)).days
        drawn = day(low) + datetime.timedelta(days=self.random.randint(0, span))
        if self.random.random() < 0.2:
            drawn = self.random.choice([datetime.date(2020, 2, 29), datetime.date(2021, 1, 31),
                                        datetime.date(2020, 8, 31), datetime.date(2021, 2, 28)])
        return drawn

    def some(self, chance=0.5):
        return self.random.random() < chance

    def wrapped(self, value):
        """A parameter bare or with its clause and mark."""
        if isinstance(value, str) and self.some(0.3):
            return {"value": value, "clause": "第二十五条", "mark": "V"}
        return value

    def kinds(self):
        return [{"kind": "cash", "weight_ppm": self.ppm(1000000, 1000000, 500000)},
                {"kind": "rent", "weight_ppm": self.ppm(1000000, 800000)}]

    def paid_rows(self, low="2020-01-01", high="2021-06-30"):
        return [{"date": self.date(low, high).isoformat(),
                 "kind": self.random.choice(["cash", "cash", "rent", "equipment"])
                 if number else "cash", "amount": self.amount()}
                for number in range(self.random.randint(1, 4))]

    def tiers(self, clock):
        edges = sorted(self.random.sample([6, 12, 18, 24, 36, 48, 60], self.random.randint(0, 3)))
        edges = ["0", *map(str, edges), ""]
        bound = self.random.choice(["floor", "floor", "exact", "cap"])
        lines = []
        for start, until in zip(edges, edges[1:]):
            source = self.random.choice(["none", "fixed", "lpr_1y", "lpr_5y"])
            line = {"from_month": start, "to_month": until, "clock": clock, "base": "principal",
                    "rate_source": source, "bound": bound}
            if source != "none":
                line["rate_pick"] = self.random.choice(["at_start", "at_exit", "piecewise"])
                line["spread_ppm"] = self.random.choice(["0", "0", "5000", "-2500", "1"])
                line["multiplier_ppm"] = self.random.choice(["1000000", "1000000", "1300000",
                                                             "333333"])
                line["compound"] = self.random.choice(["simple", "simple", "annual"])
                if line["rate_pick"] == "piecewise":
                    line["compound"] = "simple"
                line["daycount"] = self.random.choice(["act_365", "act_360", "30_360"])
            if source == "fixed":
                line["rate_ppm"] = self.ppm(30000, 45000)
                line["rate_ppm"] = str(int(line["rate_ppm"]) // 5 + 5000)
            lines.append(line)
        return lines

    def exit(self):
        clock = self.random.choice(["each_disbursement", "each_disbursement",
                                    "first_disbursement", "last_disbursement", "conversion"])
        policy = invest_first(count={"kinds": self.kinds()}, exit={
            "round_at": self.random.choice(["each_slice", "each_segment", "total"]),
            "round_mode": self.random.choice(["half_up", "half_up", "down", "half_even"]),
            "tiers": self.tiers(clock), "gain_concession_ppm": self.ppm(0, 500000),
            "manager_reward_ppm": self.ppm(0, 200000)})
        if self.some(0.2):
            policy["exit"]["hurdle"] = self.ppm(0, 60000)
        case = {"disbursements": self.paid_rows(), "rates": RATES,
                "conversion_date": self.date("2021-07-01", "2022-03-31").isoformat(),
                "exit_date": self.date("2022-04-01", "2026-06-30").isoformat()}
        rows = counted(policy, case["disbursements"])
        if self.some(0.5):
            on = self.random.choice(rows)[0]["date"] if rows else "2020-05-05"
            on = day(case["conversion_date"] if clock == "conversion" else on)
            later = [months_later(on, int(line["to_month"])) for line in policy["exit"]["tiers"]
                     if line["to_month"]]
            later = [date for date in later if date >= datetime.date(2022, 4, 1)]
            if later:
                exact = self.random.choice(later)
                exact += datetime.timedelta(days=self.random.choice([0, 1, -1]))
                case["exit_date"] = exact.isoformat()
        if day(case["exit_date"]) < datetime.date(2022, 4, 1):
            case["exit_date"] = "2023-05-06"
        if day(case["conversion_date"]) < datetime.date(2021, 7, 1):
            case["conversion_date"] = "2021-08-31"
        if self.some(0.3):
            case["fraction_ppm"] = int(self.ppm(500000, 333333, 1000000)) or 1
        if self.some(0.4):
            case["market_value"] = self.amount()
        elif self.some(0.7):
            total = sum(amount for _, amount in rows)
            case["offered_price"] = yuan(int(total * self.random.uniform(0.5, 3)))
        if self.some(0.3):
            case["fees"] = self.amount(0, 10**6)
        return policy, case

    def conversion(self):
        policy = invest_first(count={"kinds": self.kinds()}, convert={
            "price_rule": "round_price",
            "include_in_pre": self.random.choice(["outside_pre", "inside_pre"]),
            "discount_ppm": self.random.choice(["0", "200000", "123456"]),
            "share_round": self.random.choice(["down", "down", "half_up", "half_even"])})
        terms = policy["convert"]
        if self.some(0.4):
            terms["hold_max_ppm"] = self.random.choice(["250000", "200000", "333333", "50000"])
            terms["excess"] = self.random.choice(["keep_as_right", "waive", "repay"])
        case = {"disbursements": self.paid_rows(), "event_date": "2025-06-30",
                "pre_money": self.amount(6 * 10**10, 10**12),
                "capital_before": self.amount(10**7, 10**10)}
        if self.some(0.1):
            terms["valuation_cap_fen"] = str(self.random.randint(10**10, 10**11))
        if self.some():
            case["rents"] = [{"month": f"2024-{month:02d}", "amount": self.amount(1, 10**7)}
                             for month in range(1, self.random.randint(2, 6))]
        if self.some(0.4):
            case["round_cash"] = self.amount(1, 10**10)
        if self.some(0.4):
            case["co_converting"] = self.amount(1, 10**10)
        return policy, case

    def rent(self):
        steps = []
        for _ in range(self.random.randint(1, 3)):
            steps += [self.ppm(1000000, 500000, 0)] * self.random.choice([1, 6, 12])
        policy = invest_first(rent={
            "rent_price_source": "contract", "rent_free_ppm_by_month": steps,
            "rent_proration": self.random.choice(["actual_days_of_month", "30"]),
            "vat_included": "false"})
        if self.some(0.2):
            policy["rent"]["rent_area_cap"] = "200"
        if self.some(0.2):
            policy["rent"]["rent_months_cap"] = "9"
        start = self.date("2023-01-01", "2025-06-30")
        end = start + datetime.timedelta(days=self.random.randint(0, 900))
        if self.some(0.4):
            end = months_later(start, self.random.randint(1, 30)) - datetime.timedelta(days=1)
        return policy, {
            "area_m2": self.random.choice(["200", 200, "88.5", "1234.56"]),
            "price_per_m2_month": self.amount(100, 10**4), "from": start.isoformat(),
            "to": end.isoformat()}

    def tolerance(self):
        stages = ["seed", "angel", "industry"]
        limits = [{"scope": "class", "stage": stage, "limit_ppm": self.ppm(500000, 400000),
                   "denominator": "invested"} for stage in stages]
        case = {"classes": [], "projects": []}
        for stage, limit in zip(stages, limits):
            invested = self.random.randint(1, 10**12)
            lost = self.random.choice([invested * int(limit["limit_ppm"]) // MILLION,
                                       -(-invested * int(limit["limit_ppm"]) // MILLION),
                                       self.random.randint(0, invested)])
            case["classes"].append({"stage": stage, "invested": yuan(invested),
                                    "lost": yuan(lost)})
        limits.append({"scope": "project", "stage": "seed",
                       "limit_ppm": self.ppm(1000000, 1000000, 800000),
                       "denominator": self.random.choice(["invested", "approved"])})
        for number in range(self.random.randint(0, 4)):
            invested = self.random.randint(1, 10**9)
            case["projects"].append({
                "id": f"P{number}", "stage": self.random.choice(stages), "diligent": self.some(0.8),
                "invested": yuan(invested), "approved": yuan(2 * invested),
                "lost": yuan(self.random.choice([invested, self.random.randint(0, invested)]))})
        return invest_first(fail={"tolerance": limits}), case

    def loan(self):
        principal = self.amount(1, 10**9)
        return {"id": "L1", "borrower": "B1", "bank": "K1", "principal": principal,
                "outstanding": principal,
                "credit_share_ppm": self.random.choice([0, 500000, 500001, 699999, 700000,
                                                        1000000]),
                "pure_credit": self.some(), "first_loan": self.some(),
                "mode": self.random.choice(["direct", "guaranteed"]),
                "revenue": self.random.choice(["20000000.00", "20000000.01", "50000000.00",
                                               "9999999.99", "100000000.01"]),
                "term_months": self.random.choice([6, 12, 13, 23, 24, 25, 36, 47, 60]),
                "grade": "A", "region": "东湖", "product": "产学研"}

    def pool(self):
        conditions = ["first_loan = true", "credit_share_ppm >= 700000",
                      "credit_share_ppm > 500000", "revenue <= 20000000",
                      "revenue > 20000000 and revenue <= 50000000", "mode = direct",
                      "mode = guaranteed and pure_credit = true", "term_months > 12",
                      "product = 产学研 and revenue < 10000000", "region = 东湖"]
        policy = risk_pool(
            funders=[{"party": f"出资方{number}", "weight": str(self.random.randint(1, 4000))}
                     for number in range(self.random.randint(1, 4))],
            tiers=[{"id": f"t{number}", "when": condition,
                    "rate_ppm": self.ppm(300000, 500000, 800000)} for number, condition
                   in enumerate(self.random.sample(conditions, self.random.randint(1, 5)))],
            tier_combine=self.random.choice(["max", "min", "first", "sum_capped"]),
            rate_cap_ppm=self.ppm(1000000, 1000000, 800000),
            rounding={"mode": self.random.choice(["floor", "floor", "half_up", "half_even"])},
            coverage={"base": self.random.choice(["outstanding_principal_at_trigger",
                                                  "net_principal_loss"]), "net_of": []})
        if self.some(0.4):
            policy["addons"] = [{"when": self.random.choice(conditions), "ppm": "50000"}]
            if self.some():
                policy["addons"].append({"ppm": "50000", "per_year": "true"})
            if self.some(0.3):
                policy["addons"][-1]["cap"] = "70000"
        return policy

    def caps(self, case):
        caps = []
        for scope, window, counter in [("loan", "life", "loan"), ("borrower", "life", "borrower"),
                                       ("bank", "year", "bank_year"),
                                       ("programme", "year", "year")]:
            if not self.some(0.4):
                continue
            cap = {"scope": scope, "window": window}
            if scope != "bank" or self.some(0.7):
                cap["abs"] = self.amount(10**5, 10**9)
            if "abs" not in cap or (scope == "bank" and self.some()):
                cap.update(pct_ppm=self.ppm(20000), of="prior_year_balance")
                case["prior_year_balance"] = self.amount(1, 10**10)
            if self.some(0.5):
                cap["counts"] = "paid"
            caps.append(cap)
            if self.some(0.7):
                case.setdefault("counters", {})[counter] = self.amount(0, 10**8)
        if self.some(0.3):
            caps.append({"scope": "loan", "window": "life", "pct_ppm": self.ppm(800000),
                         "of": "actual_liability", "counts": "all_levels"})
            case["actual_liability"] = self.amount(1, 10**9)
            if self.some():
                case["other_government_paid"] = self.amount(0, 10**8)
        return caps

    def claim(self):
        policy, case = self.pool(), {"loan": self.loan(), "loss": self.amount(1, 10**9)}
        policy["caps"] = self.caps(case)
        if self.some(0.3):
            names = ["本企业", "互助"][:self.random.randint(1, 2)]
            policy["absorbers"] = [{"party": name, "scope": "own", "order": str(number + 1)}
                                   for number, name in enumerate(names)]
            case["absorbers"] = [{"name": name, "available": self.amount(0, 10**8)}
                                 for name in names]
            if self.some(0.3):
                policy["absorbers"][0]["limit"] = self.amount(0, 10**8)
        if self.some(0.2):
            policy["counted_base_cap"] = self.amount(10**5, 10**9)
        policy["triggers"] = [
            {"event": "overdue_days", "kind": "advance",
             "share_ppm": self.random.choice(["500000", "333333"])},
            {"event": "write_off", "kind": "final", "share_ppm": "1000000"}]
        case["kind"] = self.random.choice(["advance", "final", "final"])
        if case["kind"] == "final" and self.some(0.4):
            case["advanced"] = self.amount(0, 10**8)
        if self.some(0.3):
            case["pool_cash"] = self.amount(0, 10**8)
        return policy, case

    def recovery(self):
        policy = risk_pool(tiers=[{"id": "all", "rate_ppm": self.ppm(800000)}], recovery={
            "cost_first": self.random.choice(["true", "true", "false"]),
            "order": self.random.choice(["pro_rata", "pro_rata", "fund_first", "bank_first"]),
            "share_basis": self.random.choice(["actual_borne", "nominal"])})
        case = {"gross": self.amount(0, 10**9), "cost": self.amount(0, 10**8),
                "fund_paid": self.amount(1, 10**9), "bank_loss": self.amount(0, 10**9)}
        case["fund_recovered_before"] = yuan(int(fen(case["fund_paid"])
                                                 * self.random.choice([0, 0.5, 1])))
        return policy, case


def bare_or_wrapped(node, draw, key=""):
    """The same policy with some parameters as {"value", "clause", "mark"}."""
    if isinstance(node, dict):
        return {name: bare_or_wrapped(value, draw, name) for name, value in node.items()}
    if isinstance(node, list):
        return [bare_or_wrapped(value, draw, "") for value in node]
    wrappable = key.endswith("_ppm") or key in (
        "compound", "daycount", "bound", "clock", "share_round", "include_in_pre", "abs", "weight")
    return draw.wrapped(node) if wrappable else node


def drawn(seed, number):
    draw = Draw(f"{seed}/{number}")
    rule = ["exit", "claim", "conversion", "exit", "claim", "rent", "recovery", "exit", "claim",
            "tolerance"][number % 10]
    policy, case = getattr(draw, rule)()
    figures = RULES[rule](policy, case)
    return (f"{seed}/{number}", rule, bare_or_wrapped(policy, draw), case, figures)
