"""Runs programs, keeps what they measured, and compares it with goals."""

import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SEED = "20250929"


class Goal:
    """One line of the table: two measurements, and how they must compare.

    The ratio is ours / peer for times and for rates alike, so that "at most 2 x the time" and "at
    least 4 x the rate" can be read off; `least` or `most` bounds it.
    """

    def __init__(self, name, ours, peer, unit, least=None, most=None):
        self.name, self.ours, self.peer, self.unit = name, ours, peer, unit
        self.least, self.most = least, most

    def row(self, found):
        both = [found.get(key) for key in (self.ours, self.peer)]
        ours, peer = (value(measured, self.unit) for measured in both)
        cells = [shown(measured, self.unit) for measured in both]
        goal = f"≥ {self.least:g} ×" if self.least else f"≤ {self.most:g} ×"
        if ours is None or peer is None:
            return [self.name, *cells, "–", goal, "–"]
        ratio = ours / peer
        met = ratio >= self.least if self.least else ratio <= self.most
        return [self.name, *cells, f"{ratio:.3g}", goal, "✓" if met else "✗"]


def value(measured, unit):
    if measured is None:
        return None
    if unit in ("entries/CPU-s", "leaves/CPU-s"):
        return measured["count"] / measured["cpu"]
    if unit == "CPU-µs each":
        return measured["cpu"] / measured["count"] * 1e6
    return measured.get({"CPU-s": "cpu", "s": "wall", "s and CPU-s": "wall", "p50": "p50", "MiB": "mib"}[unit])


def shown(measured, unit):
    number = value(measured, unit)
    if number is None:
        return "–"
    if unit == "p50":
        return f"{number * 1e6:,.1f} µs"
    if unit in ("entries/CPU-s", "leaves/CPU-s"):
        return f"{number:,.0f}/CPU-s"
    if unit == "CPU-µs each":
        return f"{number:,.2f} CPU-µs"
    if unit == "MiB":
        return f"{number:,.0f} MiB"
    if unit == "s and CPU-s":
        return f"{number:,.1f} s ({measured['cpu']:,.1f} CPU-s)"
    return f"{number * 1000:,.1f} ms" if number < 1 else f"{number:,.1f} {unit}"


class Bench:
    """Runs programs and keeps what they report, by "case who"."""

    def __init__(self, folder, entries):
        self.folder, self.entries = folder, entries
        self.found, self.notes = {}, []
        self.load = os.getloadavg()[0]  # when it began

    def note(self, text):
        print("note:", text, flush=True)
        self.notes.append(text)

    def keep(self, line):
        self.found[f"{line['case']} {line['who']}"] = line
        print(json.dumps(line, ensure_ascii=False), flush=True)

    def program(self, command, case, who, count=0, stdout=subprocess.DEVNULL, env=None):
        """Runs a program to its end and notes wall, CPU and peak memory."""
        began = time.monotonic()
        child = subprocess.Popen(
            [str(part) for part in command], stdout=stdout, env=os.environ | (env or {})
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"{' '.join(map(str, command))}: exit {child.returncode}")
        self.keep(
            {
                "case": case,
                "who": who,
                "count": count,
                "wall": time.monotonic() - began,
                "cpu": used.ru_utime + used.ru_stime,
                "peak_kib": used.ru_maxrss,
            }
        )

    def reporter(self, *command):
        """Runs a program that reports its own measurements, one JSON object a line."""
        for line in self.reports(*command):
            self.keep(line)

    def reports(self, *command):
        """What such a program reports."""
        with subprocess.Popen(
            [str(part) for part in command], stdout=subprocess.PIPE, encoding="utf-8"
        ) as child:
            yield from map(json.loads, child.stdout)
        if child.returncode:
            sys.exit(f"{' '.join(map(str, command))}: exit {child.returncode}")

    def turns(self, rounds, *commands):
        """Runs such programs turn by turn and keeps the best of each case: load only ever slows."""
        best = {}
        for _ in range(rounds):
            for command in commands:
                for line in self.reports(*command):
                    key = (line["case"], line["who"])
                    cost = "p50" if "p50" in line else "cpu"
                    if key not in best or line[cost] < best[key][cost]:
                        best[key] = line
        for line in best.values():
            self.keep(line)

    def start(self, commands):
        """Median wall time of programs that do nothing, turn by turn so that load meets all."""
        times = {who: [] for who in commands}
        for _ in range(100):
            for who, command in commands.items():
                began = time.perf_counter()
                subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
                times[who].append(time.perf_counter() - began)
        for who, each in times.items():
            self.keep(
                {"case": "start", "who": who, "count": len(each), "p50": statistics.median(each)}
            )


def compile_c(name, *libraries):
    """Compiles a C program of ours at -O2 and gives its path."""
    compiler = shutil.which("cc") or shutil.which("clang")
    if compiler is None:
        sys.exit("no C compiler: apt-get install gcc")
    built = ROOT / ".build/bench" / name
    built.parent.mkdir(parents=True, exist_ok=True)
    source = ROOT / "Benchmarks" / f"{name}.c"
    subprocess.run([compiler, "-O2", "-Wall", "-o", built, source, *libraries], check=True)
    return built


def machine():
    """What the figures were measured on."""
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text())
    system = re.search(r'PRETTY_NAME="(.*)"', pathlib.Path("/etc/os-release").read_text())
    sqlite = subprocess.check_output(["sqlite3", "-version"], encoding="utf-8").split()[0]
    swift = subprocess.run(["swift", "--version"], encoding="utf-8", capture_output=True).stdout
    return (
        f"{os.cpu_count()} × {cpu[1] if cpu else platform.machine()}, "
        f"{int(memory[1]) / 2**20:.0f} GiB, {system[1]}, SQLite {sqlite}, "
        f"Swift {re.search(r'version ([0-9.]+)', swift)[1]}"
    )


def table(rows):
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def goals(bench, lines):
    """The goals with what was found, as a table."""
    head = [["", "ours", "peer", "ours / peer", "goal", "met"], ["---"] * 6]
    return table(head + [goal.row(bench.found) for goal in lines])
