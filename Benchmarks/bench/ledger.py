"""The ledger beside its peers: what `scripts/bench ledger` measures."""

import contextlib
import csv
import datetime
import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

from bench.measures import ROOT, SEED, Bench, Goal, compile_c, goals, machine, table

PYTHON = ROOT / ".build/python/bin/python"
BATCH = 1000

LEDGER = [
    *(
        goal
        for n in (2, 4)
        for goal in (
            Goal(f"batch posting, {n} lines, against C", f"post-{n} ours", f"post-{n} c",
                 "entries/CPU-s", least=0.85),
            Goal(f"batch posting, {n} lines, against PostgreSQL", f"post-{n} ours",
                 f"post-{n} postgresql", "entries/CPU-s", least=4),
        )
    ),
    Goal("one durable entry, median", "single ours", "single c", "p50", most=1.3),
    Goal("rate at 3,000,000 entries against 250,000", "growth-3000000 ours",
         "growth-250000 ours", "entries/CPU-s", least=0.7),
    Goal("rate at 10,000,000 entries against 250,000", "growth-10000000 ours",
         "growth-250000 ours", "entries/CPU-s", least=0.7),
    Goal("balance now", "balance ours", "balance c", "p50", most=2.5),
    Goal("balance as of a date", "balance-as-of ours", "balance-as-of c", "p50", most=2),
    Goal("statement page of 50 lines", "statement ours", "statement c", "p50", most=2),
    Goal("statement page, deep", "statement-deep ours", "statement-deep c", "p50", most=2),
    Goal("trial balance now", "trial ours", "trial c", "p50", most=2),
    Goal("trial balance as of a date", "trial-as-of ours", "trial-as-of c", "p50", most=2),
    *(
        Goal(f"import, against {peer}", "read ours", f"read {peer}", "s and CPU-s", most=most)
        for peer, most in (("hledger", 1 / 2), ("beancount", 1 / 3), ("ledger", 3))
    ),
    *(
        Goal(f"trial balance afterwards, against {peer}", "trial-program ours", f"read {peer}", "s",
             most=1 / 1000)
        for peer in ("hledger", "ledger", "beancount")
    ),
    Goal("book check", "check ours", "check c", "CPU-s", most=1.3),
    Goal("start of the program", "start ours", "start sqlite3", "p50", most=4),
]  # fmt: skip


def fen(text):
    whole, _, part = text.lstrip("-").partition(".")
    size = int(whole) * 100 + int((part + "00")[:2])
    return -size if text.startswith("-") else size


def compare(who, balances, folder):
    """Every balance of a peer or of ours must be the generator's own."""
    with open(f"{folder}/balances.csv", encoding="utf-8") as file:
        expected = {code: int(amount) for code, amount in csv.reader(file)}
    wrong = [code for code in expected if expected[code] != balances.get(code, 0)]
    if wrong:
        sys.exit(f"{who}: {len(wrong)} of {len(expected)} balances are wrong, first {wrong[0]}")


def plain_text_tools(bench):
    """hledger, ledger and beancount read the same journal and print balances."""
    folder = bench.folder
    output = f"{folder}/balances.out"
    commands = {
        "hledger": (["hledger", "-f", f"{folder}/entries.journal", "bal", "-N", "--flat", "-E"],),
        "ledger": (
            ["ledger", "-f", f"{folder}/entries.journal", "bal", "--flat", "-E", "--no-total"],
        ),
        "beancount": (
            [PYTHON, ROOT / "Benchmarks/beancount_balances.py", f"{folder}/entries.beancount"],
            {"BEANCOUNT_DISABLE_LOAD_CACHE": "1"},
        ),
    }  # fmt: skip
    for who, (command, *env) in commands.items():
        if shutil.which(command[0]) is None:
            bench.note(f"{who} is not installed; scripts/setup --bench installs it")
            continue
        with open(output, "w", encoding="utf-8") as file:
            bench.program(command, "read", who, bench.entries, file, *env)
        text = pathlib.Path(output).read_text(encoding="utf-8")
        if who == "beancount":
            pairs = re.findall(r":(\d{7}),(-?[\d.]+)", text)
            balances = {code: fen(amount) for code, amount in pairs}
        else:
            pairs = re.findall(r"(-?[\d.]+)(?: CNY)? +assets:(\d{7})", text)
            balances = {code: fen(amount) for amount, code in pairs}
        compare(who, balances, folder)


@contextlib.contextmanager
def postgres_server(folder, programs):
    """A private PostgreSQL on a socket in `folder`; yields psql's arguments."""
    owner = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}
    home = pathlib.Path(folder, "postgres")
    home.mkdir()
    if owner:
        os.chmod(folder, 0o711)
        shutil.chown(home, **owner)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": home, **owner}
    initdb = [f"{programs}/initdb", "-D", home / "data", "-A", "trust", "-U", "postgres"]
    subprocess.run([*initdb, "--locale=C", "-E", "UTF8"], check=True, **quiet)
    settings = "-c listen_addresses= -c shared_buffers=512MB -c fsync=on -c max_wal_size=4GB"
    server = subprocess.Popen(
        [f"{programs}/postgres", "-D", home / "data", "-k", home, *settings.split()], **quiet
    )
    client = [f"{programs}/psql", "-h", str(home), "-U", "postgres", "-qX", "-v", "ON_ERROR_STOP=1"]
    try:
        for _ in range(100):
            if subprocess.run([*client, "-c", "select 1"], **quiet | {"cwd": None}).returncode == 0:
                break
            time.sleep(0.1)
        yield client
    finally:
        server.terminate()
        server.wait()


def postgresql(bench, lines, count):
    """Feeds a lean set of tables in batches of 1,000 over a local socket."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not found:
        bench.note("PostgreSQL is not installed; scripts/setup --bench installs it")
        return
    programs = found[-1]
    with tempfile.TemporaryDirectory() as folder, postgres_server(folder, programs) as client:
        subprocess.run([*client, "-f", ROOT / "Benchmarks/postgres.sql"], check=True)
        script = pathlib.Path(folder, "feed.sql")
        with open(script, "w", encoding="utf-8") as out:
            feed(out, f"{bench.folder}/entries.tsv", lines, count)
            # The session tells its own CPU time: from outside, a process that has just ended
            # may be counted nowhere. Writers in the background are a present to PostgreSQL.
            out.write("SELECT pg_read_file('/proc/self/stat', 0, 4096);\n")
        began = time.monotonic()
        told = subprocess.check_output([*client, "-At", "-f", script], encoding="utf-8")
        wall = time.monotonic() - began
        ticks = sum(map(int, told.rsplit(") ", 1)[1].split()[11:13]))
        cpu = ticks / os.sysconf("SC_CLK_TCK")
        if not 0 < cpu <= wall + 0.1:
            sys.exit(f"PostgreSQL's CPU time of {cpu} s in {wall:.2f} s cannot be right")
        bench.keep(
            {"case": f"post-{lines}", "who": "postgresql", "count": count, "wall": wall, "cpu": cpu}
        )


def feed(out, entries, lines, count):
    """Writes the entries as calls of post_batch, 1,000 entries each."""
    columns = ((0, lines), (2, lines), (5, lines), (3, 1), (4, 1))
    with open(entries, encoding="utf-8") as rows:
        for start in range(0, count, BATCH):
            size = min(BATCH, count - start) * lines
            batch = [next(rows).rstrip("\n").split("\t") for _ in range(size)]
            arrays = ("{" + ",".join(row[n] for row in batch[::step]) + "}" for n, step in columns)
            listed = ", ".join(f"'{array}'" for array in arrays)
            out.write(f"SELECT FROM post_batch({lines}, {listed});\n")


def ours(bench):
    """Our program as a clerk starts it."""
    xiantou = ROOT / ".build/release/xiantou"
    folder, ledger = bench.folder, f"{bench.folder}/bench.xiantou"
    start = ["--name", "bench", "--start", "2025-01", "--chart", f"{folder}/accounts.csv"]
    subprocess.run([xiantou, "book", "init", ledger, *start], check=True)
    load = [xiantou, "import", "run", f"{folder}/entries.csv", "--book", ledger, "--post"]
    bench.program(load, "read", "ours", bench.entries)
    trial = [xiantou, "report", "tb", "--book", ledger, "--period", "2025-12", "--leaf", "--all"]
    rows = json.loads(subprocess.check_output([*trial, "--json"]))["rows"]
    compare("xiantou", {row["code"]: fen(row["closing"]) for row in rows}, folder)
    bench.program(trial, "trial-program", "ours")
    bench.program([xiantou, "book", "check", ledger], "check-program", "ours", bench.entries)


def loops(bench, extent):
    """Our library in a loop beside its C twin; both leave the same ledger."""
    runner = ROOT / ".build/release/xiantou-bench"
    flags = [str(bench.entries), SEED, bench.folder, *([extent] if extent else [])]
    bench.reporter(compile_c("ledger_twin", "-lsqlite3", "-lcrypto"), *flags)
    bench.reporter(runner, *flags)
    files = [f"{bench.folder}/{who}-2.xiantou" for who in ("twin", "ours")]
    subprocess.run([runner, "same", *files], check=True)


def page(bench):
    memory = [["program", "CPU-s", "wall s", "peak MiB"], ["---"] * 4]
    for key, each in bench.found.items():
        if key.startswith("read "):
            figures = (each["cpu"], each["wall"], each["peak_kib"] / 1024)
            memory.append([each["who"], *(f"{figure:,.1f}" for figure in figures)])
    notes = "".join(f"* {note}\n" for note in bench.notes)
    return f"""# Benchmarks

Written by `scripts/bench ledger` on {datetime.date.today()}; do not edit.
Others: [evidence](benchmarks-audit.md), [claims](benchmarks-pool.md), [先投后股](benchmarks-invest.md),
[simulations](benchmarks-sim.md).

Machine: {machine()}. Load when it began: {bench.load:.1f}.
Data: {bench.entries:,} seeded entries over one year, 2,000 accounts, a quarter of the first lines on
ten hot accounts; every program's balances were compared with the generator's. Rates and the book
check are CPU time of all processes, single operations medians of wall time. An import is judged by
the time until it is done, its CPU time beside it: ours reads on one core and writes on another, to
a disk that has it all at the end; its peers use one core, so that their CPU time is what they take.
A dash means that the figure was not measured.

{goals(bench, LEDGER)}

Reading {bench.entries:,} entries of 2 lines and printing 2,000 balances; ours also checks, hashes and
stores them durably:

{table(memory)}

{notes}"""


def run(asked, folder):
    """Measures everything, and gives the page."""
    bench = Bench(folder, asked.entries)
    generate = compile_c("generate")
    for lines in (4, 2):
        subprocess.run([generate, folder, str(asked.entries), str(lines), SEED], check=True)
        postgresql(bench, lines, min(asked.entries, 100_000))
    xiantou = ROOT / ".build/release/xiantou"
    bench.start({"sqlite3": ["sqlite3", "-version"], "ours": [xiantou, "--version"]})
    ours(bench)
    loops(bench, "large" if asked.large else "quick" if asked.quick else "")
    plain_text_tools(bench)
    return page(bench)
