"""The page about simulations: goals, times, agreement, variance."""

import datetime
import os
import statistics

import sim_model
from bench.measures import machine, table

SHIPPED, FAST = "ours", "ours v3"
ERROR = 0.01  # of a probability, relative: what the question of rare events is asked to

#: What stands in the table of times, in its order.
NAMES = {
    SHIPPED: "ours, as shipped",
    FAST: "ours, built for x86-64-v3",
    "twin": "C++, our algorithm, as shipped",
    "twin v3": "C++, our algorithm, x86-64-v3",
    "c++-skip": "C++, hazard line, C library",
    "c++-textbook": "C++, every loan",
    "numba-skip": "Numba, hazard line",
    "numba": "Numba, every loan",
    "numpy-smart": "NumPy, a uniform number against each loan's probability",
    "numpy": "NumPy, a normal number for each loan",
}
LOANS = {"r1": 1_000, "low": 1_000, "n10000": 10_000, "n50000": 50_000}


class Times:
    """CPU seconds a path or stream, the median of all turns."""

    def __init__(self, lines):
        self.lines = lines

    def __call__(self, case, who):
        turns = self.lines.get((case, who))
        return statistics.median(each["cpu"] / each["count"] for each in turns) if turns else None

    def ratio(self, above, below):
        over, under = self(*above), self(*below)
        return over / under if over and under else None


def spread(lines, figure):
    """The variance of one path's part in a figure."""
    return statistics.mean(line[figure][1] ** 2 * line["count"] for line in lines)


def rare(sides, times, who):
    """CPU seconds until the probability of exhaustion is known to a hundredth of itself."""
    lines = sides.lines.get(("mixture", who))
    if not lines:
        return None
    chance = statistics.mean(line["short"][0] for line in lines)
    # What counts every path alike knows nothing but how many paths were short.
    plain = (1 - chance) / chance / ERROR**2
    mixture = spread(lines, "short") / chance**2 / ERROR**2
    costs = {
        "chance": chance,
        "plain": plain * times("r1", who),
        "mixture": mixture * times("mixture", who),
    }
    if ("r1", "numpy") in sides.lines:
        costs["numpy"] = plain * times("r1", "numpy")
    return costs


def found(sides, times, big, who):
    """What there are goals for, by one of our builds."""
    costs = rare(sides, times, who) or {}
    twin = "twin" if who == SHIPPED else "twin v3"
    months = {"exit": (("exit", "numpy"), ("exit", who)), "irr": (("irr", "scipy"), ("irr", who))}

    def cheaper(than):
        return costs[than] / costs["mixture"] if than in costs else None

    return {
        "numpy": times.ratio(("r1", "numpy"), ("r1", who)),
        "low": times.ratio(("low", "numpy"), ("low", who)),
        "n10000": times.ratio(("n10000", "numpy"), ("n10000", who)),
        "numba": best(times, "r1", who, ("numba-skip", "numba")),
        "twin": times.ratio(("r1", who), ("r1", twin)),
        "full": times.ratio(("full", who), ("r1", who)),
        "rare numpy": cheaper("numpy"),
        "rare plain": cheaper("plain"),
        "threads": times.ratio(("r1", who), ("two threads", who)),
        "exit": times.ratio(*months["exit"]),
        "irr": times.ratio(*months["irr"]),
        "memory": big["peak_kib"] / 2**20 if who == SHIPPED else None,
        "bytes": big["bytes"] / big["count"] if who == SHIPPED else None,
    }


def best(times, case, who, peers):
    """The fastest of some peers against ours."""
    ratios = [times.ratio((case, peer), (case, who)) for peer in peers]
    return min((ratio for ratio in ratios if ratio), default=None)


#: What is compared, the goal, and what must be reached at the very least; bounds from below, but
#: from above where a ratio or an amount should be small.
TARGETS = [
    ("numpy", "1,000 loans, times as fast as NumPy", 22, 15),
    ("low", "the same where few fail", 48, 35),
    ("n10000", "10,000 loans", 28, 20),
    ("numba", "1,000 loans, times as fast as the best Numba", 8, 5),
    ("twin", "our time ÷ that of the same algorithm in C++, same flags", -1.08, -1.20),
    ("full", "time with breakers, tiers, caps of banks, terms ÷ without", -1.8, -2.5),
    ("rare numpy", "a rare exhaustion to 1 %, times cheaper than NumPy", 900, 400),
    ("rare plain", "the same, than our own plain paths", 40, 20),
    ("threads", "two threads, efficiency by CPU time", 0.95, 0.90),
    ("exit", "exits, times as fast as NumPy", 25, 15),
    ("irr", "rate of return, times as fast as brentq", 45, 20),
    ("memory", "GiB at the peak, {paths:,} paths × 1,000 loans", -2, -2),
    ("bytes", "bytes of the result's file for a path", -3, -3),
]


def verdict(value, goal, must):
    if value is None:
        return "–"
    reached = [value >= bound if bound > 0 else value <= -bound for bound in (goal, must)]
    return "✓" if reached[0] else "must ✓" if reached[1] else "✗"


def targets(sides, times, big):
    head = ["", "as shipped", "", "x86-64-v3", "", "goal", "must"]
    rows = [head, ["---"] * len(head)]
    both = [found(sides, times, big, who) for who in (SHIPPED, FAST)]
    for key, name, goal, must in TARGETS:
        cells = [name.format(paths=big["count"])]
        for values in both:
            value = values[key]
            cells += ["–" if value is None else f"{value:.3g}", verdict(value, goal, must)]
        signs = [f"≥ {bound}" if bound > 0 else f"≤ {-bound}" for bound in (goal, must)]
        rows.append(cells + signs)
    return table(rows)


def speeds(times, cases):
    names = (f"{case}, {LOANS[case]:,} loans" for case in cases)
    head = ["CPU-µs a path (CPU-ns a loan)", *names]
    rows = [head, ["---"] * len(head)]
    for who, name in NAMES.items():
        each = [times(case, who) for case in cases]
        if any(each):
            cells = zip(cases, each)
            rows.append([name] + [
                f"{time * 1e6:,.2f} ({time * 1e9 / LOANS[case]:.2f})" if time else "–"
                for case, time in cells
            ])  # fmt: skip
    return table(rows)


def agreed(figures, rows):
    head = ["model", "program", *figures]
    lines = [head, ["---"] * len(head)]
    for case, who, row in rows:
        cells = []
        for figure in figures:
            if figure not in row:
                cells.append("–")
                continue
            value, away = row[figure]
            scale = 1e-8 if figure not in ("defaults", "short") else 1
            cells.append(f"{value * scale:.4g} ({away:+.1f})")
        lines.append([case, NAMES.get(who, who), *cells])
    return table(lines)


def variance(replicas, times):
    """Variance × CPU time of plain paths ÷ that of others, from independent estimates."""
    rows = [["", "µs a path", "exhaustion", "q99.9", "q95"], ["---"] * 5]
    plain = replicas["r1"]
    for case, name in (("r1", "plain"), ("stratified", "stratified"), ("mixture", "mixture")):
        time = times(case, SHIPPED)
        work = time / times("r1", SHIPPED)
        ratios = [plain[figure] / replicas[case][figure] for figure in ("short", "q999", "q95")]
        rows.append([name, f"{time * 1e6:.2f}"] + [f"{ratio / work:.2g}" for ratio in ratios])
    return table(rows)


def exits(sides, times):
    rows = [["", "CPU-µs a path", "CPU-ns a project-month", "paid", "lost", "came back"]]
    rows.append(["---"] * 6)
    for who, name in ((SHIPPED, "ours, as shipped"), (FAST, NAMES[FAST]), ("numpy", "NumPy")):
        lines = sides.lines.get(("exit", who))
        if lines:
            time = times("exit", who)
            cells = [name, f"{time * 1e6:,.1f}", f"{time * 1e9 / 36_000:,.2f}"]
            for key in ("paid", "lost", "back"):
                cells.append(f"{statistics.mean(line[key][0] for line in lines) / 1e8:,.1f}")
            rows.append(cells)
    return table(rows)


def page(sides, agreement, identity, replicas, big):
    times = Times(sides.lines)
    costs = rare(sides, times, SHIPPED)
    paths, digests = identity
    plain = costs["plain"], costs["mixture"]
    model = "\n\n".join(sim_model.__doc__.split("\n\n")[2:4])
    notes = "".join(f"\n* {note}\n" for note in sides.bench.notes)
    numpy = f"{costs['numpy']:,.0f} CPU-s in NumPy, " if "numpy" in costs else ""
    return f"""# Benchmarks of simulations

Written by `scripts/bench sim` on {datetime.date.today()}; do not edit.

Machine: {machine()}. Load when it began: {sides.bench.load:.1f}; when it ended: {os.getloadavg()[0]:.1f}.
All ran turn by turn, {sides.rounds} turns with other seeds; the median CPU time on one core stands
here. Ours runs the scenarios that `xiantou sim --scenario` runs: it puts the claims of all paths in
order, and adds up sums, squares and the spread of the cash; peers keep five numbers a path. "As
shipped" runs on every x86-64; "x86-64-v3" is the same source built with `-Xcc -march=x86-64-v3`.
Peers in C++ are built with `-O3 -march=native`, the twin with the flags of the column. ✓: the goal
is reached; must ✓: what must be reached at the very least is; – was not measured.
{notes}
{targets(sides, times, big)}

## Pools

{model}
Low: five-year probabilities of 2.2 % on average, and a smaller pool.

{speeds(times, LOANS)}

The bench stops where a peer draws another model than ours. Amounts in million yuan, `short` is the
probability that the cash does not cover a claim; in brackets the difference to ours in standard
errors. The twin's claims are ours to the fen: it draws the same random numbers.

{agreed(*agreement)}

## Rare events

Variance × CPU time of plain paths ÷ that of others, by {replicas["r1"]["replicas"]} independent estimates of
{replicas["r1"]["paths"]:,} paths each. A mixture finds its shift by paths of its own first; their time
is in the table above, not in this one's. The probability of exhaustion, {costs["chance"]:.3g}, to 1 %:
{numpy}{plain[0]:,.1f} in plain paths of ours, {plain[1]:.2f} by the mixture.

{variance(replicas, times)}

## Exits

300 projects, 120 months, in million yuan. NumPy goes month by month (`Benchmarks/exit_peer.py`).

{exits(sides, times)}

The rate of return of 121 payments takes {times("irr", SHIPPED) * 1e6:.2f} CPU-µs where streams share their dates, as those
of a simulation do, {times("irr of dated payments", SHIPPED) * 1e6:.2f} as payments with dates of their own{irr(times)}

## The same bytes

{paths:,} paths of the first pool have the digest `{next(iter(digests.values()))[:16]}…` with
{", ".join(digests)}. {big["count"]:,} paths take {big["peak_kib"] / 1024:,.0f} MiB
and {big["cpu"]:.1f} CPU-s on two threads, their result's file {big["bytes"] / big["count"]:.2f} bytes a path.
"""


def irr(times):
    scipy = times("irr", "scipy")
    return f", and {scipy * 1e6:.1f} by `scipy.optimize.brentq`." if scipy else "."
