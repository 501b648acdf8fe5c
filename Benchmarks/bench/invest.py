"""Exits, lives of projects and their pages, beside limits and plain vouchers."""

import datetime
import os
import pathlib

from bench.measures import ROOT, Bench, Goal, goals, machine, table

EVENTS = 100_000
PROJECTS = 10_000

INVEST = [
    Goal("an exit of twenty payments under daily rates, against the limit", "quote ours",
         "limit-quote", "p50", most=1),
    Goal("postings of business documents a second, against those of plain vouchers", "postings ours",
         "vouchers ours", "entries/CPU-s", least=0.5),
    Goal("the page of a project among ten thousand, against the limit", "page ours",
         "limit-page", "p50", most=1),
]  # fmt: skip


def page(bench):
    events = bench.found["events ours"]
    rows = [
        ["", "count"],
        ["---", "---"],
        ["documents", f"{events['count']:,}"],
        ["lines of their vouchers", f"{bench.found['postings ours']['count']:,}"],
        ["documents a CPU-second", f"{events['count'] / events['cpu']:,.0f}"],
        ["peak, MiB", f"{events['peak_kib'] / 1024:,.0f}"],
    ]
    return f"""# Benchmarks of 先投后股

Written by `scripts/bench invest` on {datetime.date.today()}; do not edit.

Machine: {machine()}. Load when it began: {bench.load:.1f}; when it ended: {os.getloadavg()[0]:.1f}.

* The exit has twenty payments, each with its own clock, and interest by the rate of each day.
* The documents are lives of twenty steps from approval to return, in the built-in chart with its
  control accounts; a thousand documents a commit. Each is computed, booked and recorded with facts,
  figures and steps. The plain vouchers are the same lines without documents.
* A page is everything that the documents of one project say, read from the file as if for the
  first time: the policy from its bytes too.

{table(rows)}

{goals(bench, INVEST)}
"""


def run(asked, folder):
    """Measures everything, and gives the page."""
    bench = Bench(folder, EVENTS // 10 if asked.quick else EVENTS)
    runner = ROOT / ".build/release/xiantou-bench-invest"
    files = pathlib.Path(folder)
    bench.reporter(runner, "quote", "20000", str(ROOT))
    bench.reporter(runner, "events", str(bench.entries), str(ROOT), str(files / "events"))
    lines = bench.found.pop("lines ours")["count"]
    bench.found["postings ours"] = bench.found["events ours"] | {"count": lines}
    projects = PROJECTS // 10 if asked.quick else PROJECTS
    bench.reporter(runner, "page", str(projects), str(ROOT), str(files / "page"))
    bench.found["limit-quote"] = {"count": 1, "p50": 50e-6}
    bench.found["limit-page"] = {"count": 1, "p50": 5e-3}
    return page(bench)
