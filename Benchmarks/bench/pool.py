"""Claims by the kernel, by the rule that explains itself, in C and in Python."""

import datetime
import os
import re
import subprocess
import sys

from bench.measures import ROOT, SEED, Bench, Goal, compile_c, goals, machine, table

ROUNDS = 7
CLAIMS = 1_000_000
MEMORY = 64  # MiB

POOL = [
    Goal("a claim by the kernel, against the limit", "claim ours", "limit-claim", "CPU-µs each",
         most=1),
    Goal("a claim by the rule, figures without words, against the same limit", "claim-rule ours",
         "limit-claim", "CPU-µs each", most=1),
    Goal("a million claims replayed, peak memory, against the limit", "replay ours",
         "limit-memory", "MiB", most=1),
    Goal("four million, peak memory, against one million", "replay-4 ours", "replay ours", "MiB",
         most=1.02),
]  # fmt: skip

SIDES = [
    ("the kernel", "claim ours", "replay ours"),
    ("the kernel, the rate looked up before", "claim-rate-known ours", None),
    ("the rule that can explain itself, figures alone", "claim-rule ours", None),
    ("C, this scheme written by hand", "claim c", "replay c"),
    ("Python, whole fen", "claim python", "replay python"),
    ("Python, fractions", "claim fractions", None),
]


def agree(bench, *cases):
    """Stops when two programs do not come to the same figures, claim by claim."""
    sums = {key: bench.found[key]["checksum"] for key in cases if key in bench.found}
    if len(set(sums.values())) != 1:
        sys.exit(f"the figures differ: {sums}")


def decide(bench, runner, twin, peer):
    """The same thousand claims again and again."""
    bench.turns(ROUNDS, [runner, "claim", "3000", SEED], [twin, "claim", "20000", SEED])
    bench.turns(2, [sys.executable, peer, "claim", "30", SEED])
    agree(bench, *(one for _, one, _ in SIDES))
    bench.found["limit-claim"] = {"count": 1, "cpu": 1e-6}


def replay(bench, runner, twin, peer):
    """Claim after claim, with the counters of every loan, borrower, bank and year."""
    count = str(bench.entries)
    bench.turns(ROUNDS, [runner, "replay", count, SEED], [twin, "replay", count, SEED])
    bench.reporter(sys.executable, peer, "replay", count, SEED)
    agree(bench, *(many for _, _, many in SIDES if many))
    for line in bench.reports(runner, "replay", str(4 * bench.entries), SEED):
        bench.keep(line | {"case": "replay-4"})
    for case in ("replay ours", "replay-4 ours", "replay c", "replay python"):
        bench.found[case]["mib"] = bench.found[case]["peak_kib"] / 1024
    bench.found["limit-memory"] = {"mib": MEMORY}


def allocations(runner):
    """How often memory is asked for, by one more claim: two runs of different length compared."""
    counter = compile_c("count_allocations", "-shared", "-fPIC")
    counts = []
    for claims in (100_000, 300_000):
        told = subprocess.run(
            [runner, "replay", str(claims), SEED],
            env=os.environ | {"LD_PRELOAD": str(counter)},
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", check=True,
        ).stderr  # fmt: skip
        counts.append(int(re.search(r"(\d+) allocations", told)[1]))
    return counts[1] - counts[0]


def scale(bench):
    """Everybody's time for a claim, and how many times that of the kernel."""

    def cells(key, ours):
        if key not in bench.found:
            return ["–", "–"]
        found = (bench.found[which] for which in (key, ours))
        each, own = (line["cpu"] / line["count"] for line in found)
        return [f"{each * 1e9:,.0f}", f"{each / own:,.2f}"]

    head = ["", "claim, CPU-ns", "× kernel", "replay, CPU-ns a claim", "× kernel", "peak, MiB"]
    rows = []
    for name, one, many in SIDES:
        peak = f"{bench.found[many]['mib']:,.0f}" if many else "–"
        rows.append([name, *cells(one, "claim ours"), *cells(many, "replay ours"), peak])
    return table([head, ["---"] * len(head), *rows])


def page(bench, asked_for):
    return f"""# Benchmarks of the pool

Written by `scripts/bench pool` on {datetime.date.today()}; do not edit.

Machine: {machine()}. Load when it began: {bench.load:.1f}; when it ended: {os.getloadavg()[0]:.1f}.
All ran turn by turn; of each the turn with the least CPU time stands here.

## Claims

The scheme has six tiers, points on top, an advance and five caps: of the loan, of the borrower, of
the bank by amount and by a part of last year's balance, of the year, and of all public money
together; see `Benchmarks/PoolBench/PoolBench.swift`. All programs decide the same claims, and stop
unless a checksum over all figures of all claims is the same.

* The kernel is compiled from the policy file. It judges the conditions of the tiers for every
  claim; a simulator looks the rate of a loan up once.
* In C the scheme is written down by hand, see `Benchmarks/pool_twin.c`: what a claim costs where
  nothing is read from a policy. Python is `Benchmarks/pool_peer.py`.
* The replay decides {bench.entries:,} claims on 100,000 loans of 50,000 borrowers and 20
  banks in one process, 400 claims a year, and counts them under every cap. It includes drawing the
  claims. The memory is that of the loans and counters, however many claims there are; {asked_for:,}
  times was memory asked for by 200,000 claims more. (A peak counts at least what the script
  itself took before it started the program, some 15 MiB.)

{scale(bench)}

{goals(bench, POOL)}
"""


def run(asked, folder):
    """Measures everything, and gives the page."""
    bench = Bench(folder, 200_000 if asked.quick else CLAIMS)
    runner = ROOT / ".build/release/xiantou-bench-pool"
    sides = runner, compile_c("pool_twin"), ROOT / "Benchmarks/pool_peer.py"
    decide(bench, *sides)
    replay(bench, *sides)
    return page(bench, allocations(runner))
