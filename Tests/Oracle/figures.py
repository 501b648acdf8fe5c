"""What the six rules come to: exact fractions, nothing shared with the program."""

import calendar
import datetime
import math
from fractions import Fraction

MILLION = 1_000_000


# Amounts: fen as integers or fractions, written with two decimals.

def fen(text):
    return int(Fraction(text) * 100)


def yuan(amount):
    assert amount == int(amount)
    sign, amount = ("-" if amount < 0 else ""), abs(int(amount))
    return f"{sign}{amount // 100}.{amount % 100:02d}"


def rounded(value, mode):
    value = Fraction(value)
    size = abs(value)
    whole = math.floor(size)
    rest = size - whole
    if mode == "half_up":
        whole += rest >= Fraction(1, 2)
    elif mode == "half_even":
        whole = round(size)
    elif mode == "floor" and value < 0:
        whole = math.ceil(size)
    return whole if value >= 0 else -whole


def share(amount, ppm):
    return Fraction(amount) * Fraction(ppm, MILLION)


# Dates.

def day(text):
    return datetime.date.fromisoformat(text)


def months_later(start, months):
    """The same day of the month; the last day where the month is too short."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(start.day, last))


def days_between(start, end, daycount):
    if daycount != "30_360":
        return (end - start).days
    first, last = min(start.day, 30), min(end.day, 30)
    return (end.year - start.year) * 360 + (end.month - start.month) * 30 + last - first


# What counts as paid in advance.

def counted(policy, rows):
    weights = {kind["kind"]: int(kind["weight_ppm"]) for kind in policy["count"]["kinds"]}
    return [(row, rounded(share(fen(row["amount"]), weights[row.get("kind", "rent")]), "half_up"))
            for row in rows if weights.get(row.get("kind", "rent"), 0) > 0]


# Exit.

def quote(rates, series, on):
    rows = [row for row in rates if row["series"] == series and day(row["from"]) <= on]
    return int(max(rows, key=lambda row: row["from"])["rate_ppm"])


def yearly(tier, published):
    spread = Fraction(int(tier.get("spread_ppm", "0")), MILLION)
    multiplier = Fraction(int(tier.get("multiplier_ppm", "1000000")), MILLION)
    return Fraction(published, MILLION) * multiplier + spread


def segments(tier, start, end, rates):
    """The stretches of one rate: (from, to, rate a year)."""
    source = tier["rate_source"]
    if source == "none" or start == end:
        return []
    if source == "fixed":
        return [(start, end, yearly(tier, int(tier["rate_ppm"])))]
    if tier["rate_pick"] != "piecewise":
        on = start if tier["rate_pick"] == "at_start" else end
        return [(start, end, yearly(tier, quote(rates, source, on)))]
    changes = sorted(day(row["from"]) for row in rates
                     if row["series"] == source and start < day(row["from"]) < end)
    points = [start, *changes, end]
    return [(a, b, yearly(tier, quote(rates, source, a))) for a, b in zip(points, points[1:])]


def interest(tier, amount, start, end, rate):
    basis = 360 if tier["daycount"] in ("act_360", "30_360") else 365
    if tier.get("compound", "simple") == "simple":
        return amount * rate * days_between(start, end, tier["daycount"]) / basis
    years = 0
    while months_later(start, 12 * (years + 1)) <= end:
        years += 1
    rest = days_between(months_later(start, 12 * years), end, tier["daycount"])
    return amount * ((1 + rate) ** years * (1 + rate * Fraction(rest, basis)) - 1)


def exit_rule(policy, case):
    terms = policy["exit"]
    mode = terms.get("round_mode", "half_up")
    where = terms.get("round_at", "each_slice")
    end = day(case["exit_date"])
    part = int(case.get("fraction_ppm", MILLION))
    rows = counted(policy, case["disbursements"])
    dates = [day(row["date"]) for row, _ in rows]
    slices, exact, bound, total, given = [], Fraction(0), None, 0, 0
    for (row, whole), date in zip(rows, dates):
        total += whole
        amount = rounded(share(total, part), mode) - given
        given += amount
        for number, tier in enumerate(terms["tiers"]):
            start = {"each_disbursement": date, "first_disbursement": min(dates),
                     "last_disbursement": max(dates),
                     "conversion": day(case.get("conversion_date", row["date"]))}[tier["clock"]]
            until = tier.get("to_month", "")
            if until == "" or end <= months_later(start, int(until)):
                break
        bound = tier["bound"]
        found = [(interest(tier, amount, a, b, rate)) for a, b, rate
                 in segments(tier, start, end, case["rates"])]
        if where == "each_segment":
            found = [rounded(value, mode) for value in found]
        earned = sum(found, Fraction(0))
        exact += earned if where == "total" else rounded(earned, mode)
        slices.append({"date": row["date"], "amount": yuan(amount),
                       "days": days_between(start, end, tier.get("daycount", "act_365")),
                       "tier": number, "interest": yuan(rounded(earned, mode))})
    principal = sum(fen(row["amount"]) for row in slices)
    floor = principal + rounded(exact, mode)
    if "offered_price" in case:
        offer = fen(case["offered_price"])
    elif "market_value" in case:
        offer = rounded(share(fen(case["market_value"]), part), mode)
    else:
        offer = floor
    price = {"floor": max(offer, floor), "cap": min(offer, floor), "exact": floor}[bound]
    gain = price - fen(case.get("fees", "0.00")) - principal
    hurdle = rounded(share(principal, int(terms.get("hurdle", "0"))), mode)
    concession = rounded(share(max(0, gain - hurdle),
                               int(terms.get("gain_concession_ppm", "0"))), mode)
    reward = rounded(share(max(0, gain - hurdle - concession),
                           int(terms.get("manager_reward_ppm", "0"))), mode)
    return {"principal": yuan(principal), "floor": yuan(floor), "price": yuan(price),
            "gain": yuan(gain), "concession": yuan(concession), "manager_reward": yuan(reward),
            "to_treasury": yuan(price - fen(case.get("fees", "0.00")) - concession),
            "slices": slices}


# Conversion.

def conversion_rule(policy, case):
    terms = policy["convert"]
    rents = [dict(row, kind="rent") for row in case.get("rents", [])]
    rows = counted(policy, case.get("disbursements", []) + rents)
    base = sum(amount for _, amount in rows)
    before = fen(case["capital_before"])
    together = fen(case.get("co_converting", "0.00"))
    cash = fen(case.get("round_cash", "0.00"))
    value = fen(case["pre_money"])
    mode = terms.get("share_round", "down")
    limit = Fraction(int(terms.get("hold_max_ppm", "1000000")), MILLION)

    inside = terms["include_in_pre"] == "inside_pre"
    round_price = Fraction(value - (base + together if inside else 0), before)
    price = round_price * (1 - Fraction(int(terms.get("discount_ppm", "0")), MILLION))
    if int(terms.get("valuation_cap_fen", "0")):
        price = min(price, Fraction(int(terms["valuation_cap_fen"]), before))
    others = before + rounded(cash / round_price, mode) + rounded(together / round_price, mode)
    capital, converted = rounded(base / price, mode), base
    if limit < 1 and Fraction(capital, capital + others) > limit:
        most = others * limit / (1 - limit)
        converted = min(base, math.floor(most * price))
        capital = min(rounded(converted / price, mode), math.floor(most))
    return {"base": yuan(base), "price": yuan(rounded(price * 100, "half_up")),
            "capital_to_fund": yuan(capital), "surplus": yuan(converted - capital),
            "share_ppm": rounded(Fraction(capital * MILLION, capital + others), "half_up"),
            "excess": yuan(base - converted)}


# Rent.

def rent_rule(policy, case):
    terms = policy["rent"]
    steps = [int(step) for step in terms["rent_free_ppm_by_month"]]
    area = Fraction(str(case["area_m2"]))
    if Fraction(terms.get("rent_area_cap", "0")):
        area = min(area, Fraction(terms["rent_area_cap"]))
    monthly = area * fen(case["price_per_m2_month"])
    start, end = day(case["from"]), day(case["to"])
    cap = int(terms.get("rent_months_cap", "0"))
    months = {}
    today, lease_month = start, 0
    while today <= end:
        while today >= months_later(start, lease_month + 1):
            lease_month += 1
        step = steps[lease_month] if lease_month < len(steps) else 0
        if cap and lease_month >= cap:
            step = 0
        months.setdefault(today.isoformat()[:7], []).append(step)
        today += datetime.timedelta(days=1)
    lines = []
    for month, waived in months.items():
        days = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
        if terms["rent_proration"] == "30":
            full, days = len(waived) == days, 30
            waived = waived[:30] + [waived[-1]] * (30 - len(waived) if full else 0)
        amount = rounded(share(monthly * sum(waived), 1) / days, "half_up")
        if amount:
            lines.append({"month": month, "amount": yuan(amount)})
    return {"months": lines, "total": yuan(sum(fen(line["amount"]) for line in lines))}


# Tolerance.

def tolerance_rule(policy, case):
    limits = policy["fail"]["tolerance"]
    classes = []
    for limit in limits:
        if limit["scope"] != "class":
            continue
        for row in case.get("classes", []):
            if row["stage"] != limit["stage"]:
                continue
            lost, of = fen(row["lost"]), fen(row[limit.get("denominator", "invested")])
            most = int(limit["limit_ppm"])
            classes.append({"scope": "class", "stage": row["stage"], "limit_ppm": most,
                            "loss_ppm": rounded(Fraction(lost * MILLION, of), "half_up"),
                            "within": lost * MILLION <= of * most})
    projects = []
    for row in case.get("projects", []):
        limit = [line for line in limits
                 if line["scope"] == "project" and line["stage"] == row["stage"]]
        outcome = "not_covered"
        if limit and row["diligent"]:
            of = fen(row[limit[0].get("denominator", "invested")])
            within = fen(row["lost"]) * MILLION <= of * int(limit[0]["limit_ppm"])
            outcome = "exempt" if within else "partly"
        projects.append({"id": row["id"], "outcome": outcome})
    return {"limits": classes, "projects": projects}


# Claims and recoveries.

COMPARE = {">": lambda a, b: a > b, ">=": lambda a, b: a >= b, "<": lambda a, b: a < b,
           "<=": lambda a, b: a <= b, "=": lambda a, b: a == b}


def holds(condition, loan):
    """A condition of the generator: terms joined by `and`."""
    for term in condition.split(" and "):
        name, sign, value = term.split(" ")
        mine = loan[name]
        if value in ("true", "false"):
            value = value == "true"
        elif isinstance(mine, int) or value.lstrip("-").replace(".", "").isdigit():
            mine, value = Fraction(str(mine)), Fraction(value)
        if not COMPARE[sign](mine, value):
            return False
    return True


def split(amount, weights):
    parts = [amount * weight // sum(weights) for weight in weights[:-1]]
    return [*parts, amount - sum(parts)]


def pool_rate(policy, loan):
    rates = [int(tier["rate_ppm"]) for tier in policy["tiers"] if holds(tier["when"], loan)]
    combine = {"max": max, "min": min, "first": lambda found: found[0], "sum_capped": sum}
    rate = combine[policy.get("tier_combine", "max")](rates) if rates else 0
    for addon in policy.get("addons", []):
        if "when" in addon and not holds(addon["when"], loan):
            continue
        times = max(0, (loan["term_months"] - 12) // 12) if addon.get("per_year") == "true" else 1
        points = int(addon["ppm"]) * times
        rate += min(points, int(addon["cap"])) if "cap" in addon else points
    return min(rate, int(policy.get("rate_cap_ppm", "1000000")))


def claim_rule(policy, case):
    mode = policy.get("rounding", {}).get("mode", "floor")
    loan = case["loan"]
    if policy["coverage"]["base"] == "outstanding_principal_at_trigger":
        base = fen(loan["outstanding"])
    else:
        base = fen(case["loss"])
    if "counted_base_cap" in policy:
        base = min(base, fen(policy["counted_base_cap"]))
    available = {row["name"]: fen(row["available"]) for row in case.get("absorbers", [])}
    for absorber in policy.get("absorbers", []):
        used = min(base, available[absorber["party"]])
        if "limit" in absorber:
            used = min(used, fen(absorber["limit"]))
        base -= used
    rate = pool_rate(policy, loan)
    raw = rounded(share(base, rate), mode)
    paid = {name: fen(amount) for name, amount in case.get("counters", {}).items()}
    limits = {"raw": raw}
    for cap in policy.get("caps", []):
        most = []
        if "abs" in cap:
            most.append(fen(cap["abs"]))
        if "pct_ppm" in cap:
            of = "actual_liability" if cap["of"] == "actual_liability" else "prior_year_balance"
            most.append(rounded(share(fen(case[of]), int(cap["pct_ppm"])), mode))
        if cap.get("counts") == "all_levels":
            name, used = "stack_cap", fen(case.get("other_government_paid", "0.00"))
        else:
            name, counter = {("loan", "life"): ("loan_cap", "loan"),
                             ("borrower", "life"): ("borrower_cap", "borrower"),
                             ("bank", "year"): ("bank_year_cap", "bank_year"),
                             ("programme", "year"): ("year_cap", "year")}[
                                 cap["scope"], cap["window"]]
            used = paid.get(counter, 0)
        limits[name] = min(limits.get(name, min(most) - used), min(most) - used)
    entitlement = max(0, min(limits.values()))
    binding = {name for name, value in limits.items() if value <= entitlement}
    if case.get("kind", "final") == "advance":
        part = next(int(row["share_ppm"]) for row in policy["triggers"]
                    if row["kind"] == "advance")
        due = rounded(share(entitlement, part), mode)
    else:
        due = entitlement - fen(case.get("advanced", "0.00"))
    clawback = max(0, -due)
    pay = max(0, due)
    if "pool_cash" in case and fen(case["pool_cash"]) < pay:
        pay = fen(case["pool_cash"])
        binding.add("pool_cash")
    weights = [int(funder.get("weight", "1")) for funder in policy["funders"]]
    shares = [{"party": funder["party"], "amount": yuan(amount)}
              for funder, amount in zip(policy["funders"], split(pay, weights))]
    return {"base": yuan(base), "rate_ppm": rate, "raw": yuan(raw),
            "entitlement": yuan(entitlement), "pay": yuan(pay), "clawback": yuan(clawback),
            "binding": sorted(binding), "shares": shares}


def recovery_rule(policy, case):
    terms = policy["recovery"]
    gross, cost = fen(case["gross"]), fen(case.get("cost", "0.00"))
    net = max(0, gross - (cost if terms.get("cost_first", "true") == "true" else 0))
    paid = fen(case["fund_paid"])
    left = max(0, paid - fen(case.get("fund_recovered_before", "0.00")))
    order = terms.get("order", "pro_rata")
    if order == "fund_first":
        fund = net
    elif order == "bank_first":
        fund = max(0, net - fen(case["bank_loss"]))
    elif terms.get("share_basis", "actual_borne") == "nominal":
        rate = int(policy["tiers"][0]["rate_ppm"])
        fund = split(net, [rate, MILLION - rate])[0]
    else:
        bank = fen(case["bank_loss"])
        fund = split(net, [paid, bank])[0] if paid + bank else 0
    if terms.get("cap_at_paid", "true") == "true":
        fund = min(fund, left)
    return {"net": yuan(net), "shares": [{"party": "fund", "amount": yuan(fund)},
                                         {"party": "bank", "amount": yuan(net - fund)}]}


RULES = {"exit": exit_rule, "conversion": conversion_rule, "rent": rent_rule,
         "tolerance": tolerance_rule, "claim": claim_rule, "recovery": recovery_rule}
