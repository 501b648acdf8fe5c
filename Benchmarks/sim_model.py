#!/usr/bin/env python3
"""The pools that simulators are measured on, written once for all of them.

    sim_model.py FOLDER     of each pool below a scenario NAME.json for `xiantou sim pool --scenario`
                            and the same loans as NAME.txt for the peers

1,000 loans in 7 sectors × 10 grades × 5 sizes, 60 months. Grades' five-year probabilities rise by a
quarter from one to the next and average 10.2 %; sizes are 1, 2, 3, 5 and 9.2 million. What is lost
follows Beta(3, 2.5) in sectors 0, 3 and 6, Beta(2, 3) in 1 and 4, Beta(4, 2) in 2 and 5.

X = √.12·G + √.08·S + √.80·ε decides who fails within 60 months and, by an even hazard, in which. A
claim is 70 % of the loss, at most 5 million; what a calendar year pays is capped; the cash is topped
up by a fixed sum at each new year; 18 months after a claim a fifth of what was paid for it comes
back. What the cash does not cover is not paid later. Peers share a month's cash at once, not claim
by claim: to the fen the same, but for the rounding of what comes back.

exit.json is a portfolio of 300 projects for exit_peer.py, flows.txt a thousand streams of payments.
"""

import json
import math
import pathlib
import random
import sys

SECTORS, GRADES, SIZES = 7, 10, (100_000_000, 200_000_000, 300_000_000, 500_000_000, 920_000_000)
SHAPES = [(3, 2.5), (2, 3), (4, 2)]
MILLION = 100_000_000
#: Loans, average probability of failing in five years; opening cash, top-up, year's cap in millions.
POOLS = {
    "r1": (1_000, 0.102, 300, 45, 200),
    "low": (1_000, 0.022, 115, 17, 60),
    "n10000": (10_000, 0.102, 2_900, 460, 2_000),
    "n50000": (50_000, 0.102, 14_500, 2_300, 10_000),
}


def yuan(fen):
    return f"{fen // 100}.{fen % 100:02}"


def severities():
    """Mean and deviation of each beta law, as scenarios write them."""
    for a, b in SHAPES:
        yield f"{a / (a + b):.9f}", f"{math.sqrt(a * b / (a + b + 1)) / (a + b):.9f}"


def groups(loans, average):
    """Sector, size, yearly probability and number of each group of loans."""
    scale = average / (sum(1.25**grade for grade in range(GRADES)) / GRADES)
    count = SECTORS * GRADES * len(SIZES)
    for number in range(count):
        sector, rest = divmod(number, GRADES * len(SIZES))
        grade, size = divmod(rest, len(SIZES))
        yearly = 1 - (1 - scale * 1.25**grade) ** (1 / 5)
        many = loans * (number + 1) // count - loans * number // count
        yield {"sector": sector, "size": SIZES[size], "pd": f"{yearly:.9f}", "count": many}


def policy(cap):
    """The least that a scheme can say: a rate, a limit for each loan, one for each year."""
    return {
        "policy": "risk_pool",
        "policy_id": "bench",
        "coverage": {"base": "net_principal_loss"},
        "absorbers": [],
        "tiers": [{"rate_ppm": "700000"}],
        "caps": [
            {"scope": "loan", "abs": yuan(5 * MILLION)},
            {"scope": "programme", "window": "year", "abs": yuan(cap * MILLION)},
        ],
        "breakers": [],
        "rounding": {"mode": "floor"},
        "allocation": {"order": "fifo_by_approval", "on_shortfall": "lapse"},
        "recovery": {"order": "pro_rata", "share_basis": "actual_borne"},
    }


def scenario(name):
    loans, average, opening, top_up, cap = POOLS[name]
    laws = list(severities())
    scheme = policy(cap)
    scheme["replenish"] = {"rule": "fixed_budget", "budget_cap": yuan(top_up * MILLION)}
    lent = [
        {
            "count": group["count"],
            "principal": yuan(group["size"]),
            "pd_year": group["pd"],
            "lgd": dict(zip(("mean", "sd"), laws[group["sector"] % 3])),
            "sector": f"S{group['sector']}",
        }
        for group in groups(loans, average)
    ]
    return {
        "scenario": "pool",
        "name": name,
        "policy": scheme,
        "pool": {"opening": yuan(opening * MILLION)},
        "horizon_months": 60,
        "loans": {"groups": lent},
        "factors": {"path": "constant", "rho_global": "0.12", "rho_sector": "0.08"},
        "recovery": {"rate": "0.2", "delay_months": "18"},
    }


def full(base):
    """The same loans under a scheme with conditions, breakers and caps of banks, and with terms."""
    bank = {"scope": "bank", "window": "year", "abs": yuan(60 * MILLION)}
    bank |= {"pct_ppm": "60000", "of": "prior_year_balance"}
    scheme = base["policy"] | {
        "tiers": [
            {"when": "first_loan = true", "rate_ppm": "800000"},
            {"when": "credit_share_ppm > 500000", "rate_ppm": "700000"},
            {"when": "grade in (A, B) and term_months > 12", "rate_ppm": "650000"},
            {"when": "revenue > 100000000", "rate_ppm": "500000"},
        ],
        "tier_combine": "max",
        "caps": [*base["policy"]["caps"], bank],
        "breakers": [
            {"measure": "npl_rate", "numerator": "net", "denominator": "enrolled_balance",
             "level": "bank", "cmp": "ge", "ppm": "150000", "effect": "stop_new",
             "resume": "below", "resume_below_ppm": "100000"},
            {"measure": "compensation_rate", "numerator": "gross",
             "denominator": "cumulative_lending", "level": "programme", "cmp": "ge",
             "ppm": "250000", "effect": "stop_claims", "resume": "manual", "hold_queue": "true"},
        ],
    }  # fmt: skip
    lent = []
    for number, group in enumerate(base["loans"]["groups"]):
        facts = {
            "bank": f"B{number % 4}",
            "term_months": str((36, 48, 60)[number % 3]),
            "credit_share_ppm": str(number * 100_000 % 1_100_000),
            "first_loan": "true" if number % 4 == 0 else "false",
            "grade": "ABCD"[number // 5 % 4],
            "revenue": yuan(number % 9 * 20 * MILLION),
        }
        lent.append(group | facts)
    loans = {"groups": lent, "renew": "0.95"}
    return base | {"name": "full", "policy": scheme, "loans": loans}


def numbers(name):
    """The pool in plain numbers: fen, months and shares."""
    loans, average, opening, top_up, cap = POOLS[name]
    lines = [f"{opening * MILLION} {top_up * MILLION} {cap * MILLION} {5 * MILLION}"]
    for group in groups(loans, average):
        lines.append(f"{group['count']} {group['size']} {group['pd']} {group['sector']}")
    return "\n".join(lines) + "\n"


def exits():
    """Half of the projects begin with 概念验证 and two payments, half with 小试 and one."""
    exact = {"clock": "each_disbursement", "base": "principal", "bound": "floor"}
    interest = {"rate_source": "lpr_1y", "rate_pick": "at_exit", "daycount": "act_365"}
    rules = {
        "policy": "invest_first",
        "policy_id": "bench",
        "count": {"kinds": [{"kind": "cash"}]},
        "convert": {
            "trigger": [{"kind": "external_round"}],
            "price_rule": "round_price",
            "include_in_pre": "outside_pre",
            "hold_max_ppm": "250000",
            "not_largest": "true",
            "excess": "keep_as_right",
            "share_round": "down",
        },
        "exit": {
            "gain_concession_ppm": "200000",
            "tiers": [
                {"from_month": "0", "to_month": "36", "rate_source": "none"} | exact,
                {"from_month": "36", "to_month": ""} | interest | exact,
            ],
        },
        "fail": {},
    }
    groups = [
        ("概念验证", "20000000.00", [("2026-01-01", "1000000.00"), ("2027-01-01", "1000000.00")]),
        ("小试", "30000000.00", [("2026-03-01", "2000000.00")]),
    ]
    return {
        "scenario": "exit",
        "name": "exit",
        "as_of": "2026-01-01",
        "horizon_months": 120,
        "policy": rules,
        "rates": [{"series": "lpr_1y", "from": "2020-01-01", "rate_ppm": 30000}],
        "sales": {"listing": "0"},
        "projects": {
            "groups": [
                {
                    "count": 150,
                    "class": "seed",
                    "stage": stage,
                    "pre_money": worth,
                    "capital": "5000000.00",
                    "disbursements": [{"date": date, "amount": amount} for date, amount in paid],
                }
                for stage, worth, paid in groups
            ]
        },
    }


def flows():
    """121 payments each: out in the first year, in during the others."""
    draw = random.Random(20250929)
    for _ in range(1_000):
        months = [0] * 121
        for month in (0, 2, 12):
            months[month] = -draw.randrange(100, 200) * MILLION
        for month in range(18, 121):
            months[month] = draw.randrange(0, 12 * MILLION)
        yield " ".join(map(str, months)) + "\n"


def write(folder):
    folder = pathlib.Path(folder)
    (folder / "exit.json").write_text(json.dumps(exits(), ensure_ascii=False))
    (folder / "flows.txt").write_text("".join(flows()))
    written = {name: scenario(name) for name in POOLS}
    for name in POOLS:
        (folder / f"{name}.txt").write_text(numbers(name))
    written["full"] = full(written["r1"])
    for variance in ("mixture", "stratified"):
        written[variance] = written["r1"] | {"variance": variance}
    for name, text in written.items():
        (folder / f"{name}.json").write_text(json.dumps(text, ensure_ascii=False))


def read(folder, name):
    """The four limits of the money; each group's number, principal, probability and sector."""
    import numpy as np

    rows = (pathlib.Path(folder) / f"{name}.txt").read_text().splitlines()
    money = [int(word) for word in rows[0].split()]
    count, size, rate, sector = np.array([row.split() for row in rows[1:]], float).T
    tables = np.loadtxt(pathlib.Path(folder) / "severities.txt")
    return money, (count.astype(int), size, rate, sector.astype(int)), tables


def report(name, who, cpu, paths):
    """One line of JSON about paths: each figure with its standard error."""
    import numpy as np

    def mean(values):
        return [float(np.mean(values)), float(np.std(values) / len(values) ** 0.5)]

    def quantile(values, part):
        order, count = np.sort(values), len(values)
        half = 1.96 * math.sqrt(part * (1 - part) * count)
        low, middle, high = (
            order[min(max(math.ceil(count * part + step) - 1, 0), count - 1)]
            for step in (-half, 0, half)
        )
        return [float(middle), float((high - low) / 3.92)]

    losses, claims, recovered, short, defaults = (np.asarray(each, float) for each in paths)
    line = {
        "case": name,
        "who": who,
        "count": len(losses),
        "cpu": cpu,
        "defaults": mean(defaults),
        "losses": mean(losses),
        "claims": mean(claims),
        "recovered": mean(recovered),
        "short": mean(short),
    }
    for key, part in (("q95", 0.95), ("q99", 0.99), ("q999", 0.999)):
        line[key] = quantile(claims, part)
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(sys.argv[1])
