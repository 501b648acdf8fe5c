"""Pools and exits drawn by ours, by NumPy, Numba and C++; what they take, and that they agree."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

import sim_model
from bench.measures import ROOT, SEED, Bench
from bench.sim_page import page

#: Where `scripts/setup --bench` puts NumPy, SciPy and Numba.
PYTHON = ROOT / ".build/peers/bin/python"
SHIPPED, FAST, PLAIN = "ours", "ours v3", "ours debug"
SCRATCH = {SHIPPED: ".build", FAST: ".build-v3", PLAIN: ".build"}
TWINS = {SHIPPED: "twin", FAST: "twin v3"}
FLAGS = ["-Xcc", "-march=x86-64-v3"]
INVERSE = ("Faint", "Low", "Middle", "High")
#: Paths in a turn: ours, NumPy, compiled peers.
TURNS = {
    "r1": (65_536, 10_000, 20_000),
    "low": (131_072, 10_000, 40_000),
    "n10000": (12_288, 1_000, 2_000),
}
#: Two programs may differ by so many standard errors of their difference.
APART = 4.5


class Sides:
    """The programs that take part, and what each reported in every turn."""

    def __init__(self, bench, folder, quick):
        self.bench, self.folder = bench, pathlib.Path(folder)
        self.rounds = 3 if quick else 7
        self.lines = {}
        self.ours = {SHIPPED: runner(SHIPPED, "release")}
        self.peers = {}
        self.has_python = has("numpy", "scipy")
        self.has_numba = self.has_python and has("numba")

    def say(self, *command, who=None, keep=True):
        """Runs a program; what it reports becomes one more turn."""
        os.environ["NUMBA_CACHE_DIR"] = str(self.folder)
        lines = []
        for line in self.bench.reports(*command):
            if who and line["who"] == "ours":
                line["who"] = who
            lines.append(line)
            if keep:
                self.lines.setdefault((line["case"], line["who"]), []).append(line)
        return lines

    def pool(self, who, case, paths, seed, threads=1, name=None, shards=1, keep=True):
        file = self.folder / f"{case}.json"
        return self.say(
            self.ours[who], "pool", name or case, file, paths, seed, threads, shards,
            who=who, keep=keep,
        )[0]  # fmt: skip

    def python(self, script, *words):
        if self.has_python:
            self.say(PYTHON, ROOT / "Benchmarks" / script, *words)


def has(*modules):
    """Whether the peers' Python has these modules."""
    command = [PYTHON, "-c", f"import {','.join(modules)}"]
    return PYTHON.exists() and not subprocess.run(command, stderr=subprocess.DEVNULL).returncode


def runner(who, mode):
    return ROOT / SCRATCH[who] / mode / "xiantou-bench-sim"


def build(who, *words):
    command = ["swift", "build", "--product", "xiantou-bench-sim", "--scratch-path", SCRATCH[who]]
    subprocess.run([*command, *words], cwd=ROOT, check=True)


def compile_cpp(name, level):
    """Compiles a C++ program of ours and gives its path; clang where there is one."""
    compiler = shutil.which("clang++") or shutil.which("g++")
    if compiler is None:
        return None
    built = ROOT / ".build/bench" / f"{name}-{level}"
    built.parent.mkdir(parents=True, exist_ok=True)
    flags = ["-O3", f"-march={level}", "-std=c++20", "-Wall", "-Wno-psabi", "-ffp-contract=off"]
    source = ROOT / "Benchmarks" / f"{name}.cpp"
    subprocess.run([compiler, *flags, "-o", built, source], check=True)
    return built


def polynomials():
    """The coefficients of H and of its inverse, as they stand in our sources."""
    for name in ("Hazard+Left", "Hazard+Right", *(f"HazardInverse+{part}" for part in INVERSE)):
        text = (ROOT / f"Sources/Simulators/Random/{name}.swift").read_text(encoding="utf-8")
        yield from re.findall(r"-?0x[01]\.[0-9a-f]+p[+-]?\d+", text)


def prepare(sides, quick):
    """Writes the models, builds what takes part, and names what is missing."""
    sim_model.write(sides.folder)
    (sides.folder / "hazard.txt").write_text("\n".join(polynomials()))
    laws = [word for law in sim_model.severities() for word in law]
    with open(sides.folder / "severities.txt", "w") as file:
        subprocess.run([sides.ours[SHIPPED], "severities", *laws], stdout=file, check=True)
    sides.peers["c++"] = compile_cpp("sim_peer", "native")
    sides.peers[SHIPPED] = compile_cpp("sim_twin", "x86-64")
    if "avx2" in pathlib.Path("/proc/cpuinfo").read_text() and not quick:
        build(FAST, "-c", "release", *FLAGS)
        sides.ours[FAST] = runner(FAST, "release")
        sides.peers[FAST] = compile_cpp("sim_twin", "x86-64-v3")
    if not sides.has_numba:
        sides.bench.note("Numba, NumPy or SciPy is not installed: scripts/setup --bench")
    if sides.peers["c++"] is None:
        sides.bench.note("no C++ compiler: apt-get install clang")


def compiled(sides, case, paths, seed):
    """The peers in C++."""
    if sides.peers["c++"]:
        for way in ("textbook", "skip"):
            sides.say(sides.peers["c++"], way, sides.folder, case, paths, seed)


def beside_twin(sides, case, paths, seed):
    """Ours, and the twin that must come to the same fen."""
    for who in sides.ours:
        own = sides.pool(who, case, paths, seed)
        if sides.peers.get(who):
            words = [sides.peers[who], sides.folder, case, paths, seed, TWINS[who]]
            twin = sides.say(*words)[0]
            if twin["total"] != own["total"]:
                sys.exit(f"{case}: claims of {twin['total']} by the twin, {own['total']} by us")


def turn(sides, number):
    """One turn of everything that is compared by its time."""
    seed = str(int(SEED) + number)
    for case, (ours, numpy, others) in TURNS.items():
        sides.python("sim_peer.py", "pool", sides.folder, case, numpy, seed)
        if sides.has_numba:
            sides.python("sim_numba.py", sides.folder, case, others, seed)
        compiled(sides, case, others, seed)
        beside_twin(sides, case, ours, seed)
    paths = TURNS["r1"][0]
    for who in sides.ours:
        sides.pool(who, "r1", paths, seed, threads=2, name="two threads")
        for case in ("full", "stratified"):
            sides.pool(who, case, paths, seed)
        # About as many as an error of a hundredth takes, so that the pilot weighs as it does there.
        sides.pool(who, "mixture", 131_072, seed)
        sides.say(sides.ours[who], "exit", "exit", sides.folder / "exit.json", 8_192, seed, who=who)
        sides.say(sides.ours[who], "irr", sides.folder / "flows.txt", 50, who=who)
    sides.python("exit_peer.py", 200, seed)
    sides.python("sim_peer.py", "irr", sides.folder / "flows.txt", 1_000)


def identity(sides, quick):
    """One digest for any threads, shards, level of the processor, and without optimisation."""
    paths = 20_480
    ways = {"one thread": (SHIPPED, 1, 1), "two": (SHIPPED, 2, 1), "three": (SHIPPED, 3, 1)}
    ways |= {"five shards, merged": (SHIPPED, 1, 5)}
    if FAST in sides.ours:
        ways |= {"x86-64-v3": (FAST, 1, 1)}
    if not quick:
        build(PLAIN)
        sides.ours[PLAIN] = runner(PLAIN, "debug")
        ways |= {"debug build": (PLAIN, 2, 1)}
    found = {}
    for name, (who, threads, shards) in ways.items():
        line = sides.pool(who, "r1", paths, SEED, threads, "digest", shards, keep=False)
        found[name] = line["checksum"]
    sides.ours.pop(PLAIN, None)
    if len(set(found.values())) != 1:
        sys.exit(f"the digests differ: {found}")
    return paths, found


def replicas(sides, quick):
    """How estimates vary from seed to seed, by the way in which paths are drawn."""
    paths, count, found = 16_384, 20 if quick else 100, {}
    for case in ("r1", "stratified", "mixture"):
        file = sides.folder / f"{case}.json"
        words = ["replicas", case, file, paths, SEED, count]
        found[case] = sides.say(sides.ours[SHIPPED], *words, keep=False)[0]
        found[case] |= {"paths": paths, "replicas": count}
    return found


def pooled(sides, case, who, figure):
    """A figure over all turns, with its standard error."""
    pairs = [line[figure] for line in sides.lines.get((case, who), []) if figure in line]
    if not pairs:
        return None
    count = len(pairs)
    return sum(pair[0] for pair in pairs) / count, sum(e * e for _, e in pairs) ** 0.5 / count


def total(sides, case, who):
    """How many paths were drawn over all turns."""
    return sum(line["count"] for line in sides.lines[case, who])


def agreement(sides):
    """How many standard errors each peer is away from ours; stops where it is too many."""
    rows, far = [], []
    figures = ("defaults", "losses", "claims", "recovered", "short", "q95", "q99")
    for case, who in sides.lines:
        if case not in TURNS or who.startswith("ours"):
            continue
        row = {}
        for figure in figures:
            theirs, own = (pooled(sides, case, each, figure) for each in (who, SHIPPED))
            # A quantile beyond which a turn has less than 50 paths says little.
            if figure == "q99" and sides.lines[case, who][0]["count"] < 5_000:
                continue
            # One law, so both spread alike from path to path.
            more = total(sides, case, who) / total(sides, case, SHIPPED)
            error = theirs[1] * (1 + more) ** 0.5
            row[figure] = (theirs[0], (theirs[0] - own[0]) / error)
            if abs(row[figure][1]) > APART:
                far.append(f"{case}, {who}: {figure} {theirs[0]:.6g} against {own[0]:.6g}")
        rows.append((case, who, row))
    far += exits_apart(sides)
    if far:
        sys.exit("the programs do not draw the same model:\n" + "\n".join(far))
    return figures, rows


def exits_apart(sides):
    """The figures of exits in which NumPy is too far from ours."""
    far = []
    for figure in ("paid", "lost", "back"):
        theirs, own = (pooled(sides, "exit", who, figure) for who in ("numpy", SHIPPED))
        if theirs is None or own is None:
            continue
        error = (theirs[1] ** 2 + own[1] ** 2) ** 0.5
        if abs(theirs[0] - own[0]) > APART * error:
            far.append(f"exits, numpy: {figure} {theirs[0]:.6g} against {own[0]:.6g}")
    return far


def check(folder):
    """Holds ours against the programs in C++, without looking at the clock."""
    sides = Sides(Bench(folder, 0), folder, quick=True)
    prepare(sides, quick=True)
    for case, (_, _, others) in TURNS.items():
        compiled(sides, case, others, SEED)
        beside_twin(sides, case, 8_192, SEED)
    _, rows = agreement(sides)
    paths, ways = identity(sides, quick=True)
    print(f"{len(rows)} models and programs agree; {paths:,} paths have one digest: {', '.join(ways)}")


def run(asked, folder):
    """Measures everything, and gives the page."""
    if asked.check:
        check(folder)
        return ""
    bench = Bench(folder, 0)
    sides = Sides(bench, folder, asked.quick)
    prepare(sides, asked.quick)
    for number in range(sides.rounds):
        turn(sides, number)
    big = sides.pool(SHIPPED, "r1", 262_144 if asked.quick else 1_000_000, SEED, 2, "big")
    if not asked.quick:
        sides.pool(SHIPPED, "n50000", 8_192, SEED)
    return page(
        sides, agreement(sides), identity(sides, asked.quick), replicas(sides, asked.quick), big
    )
