"""Signed evidence beside bare OpenSSL: what `scripts/bench audit` measures."""

import datetime
import pathlib
import re
import shutil
import subprocess

from bench.measures import ROOT, SEED, Bench, Goal, compile_c, goals, machine

ALGORITHMS = ("sm2", "p256", "ed25519")
MEMORY = 200  # MiB
ROUNDS = 5

AUDIT = [
    *(
        Goal(f"leaf hashing, {name}, {length}", f"leaf-{algorithm}-{case} ours",
             f"leaf-{algorithm}-{case} c", "leaves/CPU-s", least=0.9)
        for algorithm, name in (("sha256", "SHA-256"), ("sm3", "SM3"))
        for case, length in (("200", "200 bytes"), ("record", "a header of ours"))
    ),
    Goal("all hashes of a record of two lines", "records ours", "records c", "CPU-µs each",
         most=1.5),
    *(
        Goal(f"{verb}, {algorithm}", f"{verb}-{algorithm} ours", f"{verb}-{algorithm} c", "p50",
             most=2)
        for verb in ("sign", "verify")
        for algorithm in ALGORITHMS
    ),
    Goal("a checkpoint with three signatures", "checkpoint ours", "sign-all c", "p50", most=2),
    Goal("a bundle, time until verified", "bundle ours", "bundle c", "s and CPU-s", most=2),
    Goal("a bundle, CPU time", "bundle ours", "bundle c", "CPU-s", most=2),
    Goal("a bundle, peak memory, against the limit", "bundle ours", "limit", "MiB", most=1),
    Goal("posting with the record log, against none, in C", "post-log c", "post-no-log c",
         "CPU-µs each", most=1.25),
]  # fmt: skip


def make_bundle(bench):
    """A ledger of seeded entries, three keys, and the bundle of the whole."""
    folder = pathlib.Path(bench.folder)
    xiantou = ROOT / ".build/release/xiantou"
    generate = compile_c("generate")
    subprocess.run([generate, folder, str(bench.entries), "2", SEED], check=True)
    ledger, keys, password = (folder / name for name in ("bench.xiantou", "keys", "password"))
    for old in (keys, folder / "bundle"):
        shutil.rmtree(old, ignore_errors=True)
    for old in folder.glob("bench.xiantou*"):
        old.unlink()
    start = ["--name", "bench", "--start", "2025-01", "--chart", folder / "accounts.csv"]
    subprocess.run([xiantou, "book", "init", ledger, *start], check=True)
    load = [xiantou, "import", "run", folder / "entries.csv", "--book", ledger, "--post"]
    bench.program(load, "load", "ours", bench.entries)
    password.touch(0o600)
    password.write_text("for the benchmark alone\n")
    pins = []
    for algorithm in ALGORITHMS:
        new = ["key", "new", "--alg", algorithm, "--out", keys, "--password-file", password]
        told = subprocess.check_output([xiantou, *new], encoding="utf-8")
        pins += re.findall(r"\b[0-9a-f]{64}\b", told)
    (folder / "pins").write_text("\n".join(pins) + "\n")
    export = ["audit", "export", "--book", ledger, "--keys", keys, "--password-file", password]
    command = [xiantou, *export, "--to", folder / "bundle"]
    bench.program(command, "export", "ours", bench.entries)
    return folder / "bundle", folder / "pins"


def header_length(records):
    """The mean length of the headers of a file of records."""
    with open(records, "rb") as lines:
        lengths = [len(line) - 1 for line in lines if line.startswith(b'{"at":')]
    return sum(lengths) // len(lengths)


def verification(bench, twin, bundle, pins):
    """Both read the bundle once more in each turn; the faster of them stays."""
    verify = [ROOT / ".build/release/xiantou-verify", bundle, "--pin", pins]
    best = {}
    for _ in range(2 if bench.entries > 300_000 else ROUNDS):
        bench.reporter(twin, "bundle", bundle)
        bench.program(verify, "bundle", "ours", bench.entries)
        for who in ("c", "ours"):
            found = bench.found[f"bundle {who}"]
            best[who] = min(best.get(who, found), found, key=lambda each: each["wall"])
    for who, found in best.items():
        bench.found[f"bundle {who}"] = found | {"mib": found["peak_kib"] / 1024}
    bench.found["limit"] = {"mib": MEMORY}


def page(bench, length, size):
    return f"""# Benchmarks of the evidence

Written by `scripts/bench audit` on {datetime.date.today()}; do not edit.

Machine: {machine()}. Load when it began: {bench.load:.1f}.
The peer is OpenSSL in C, see `Benchmarks/audit_twin.c`: digests fetched once, contexts used again.
Ours and it ran turn by turn; of each the fastest turn stands here.

* A header of ours has {length} bytes in the mean. All hashes of a record are those of its header and
  its lines, the tree of the lines and the tree of the log, each with SHA-256 and SM3.
* A checkpoint is a statement with two signatures and a note with one; the peer is the sum of three
  bare signatures over 600 bytes. Writing it into the ledger comes on top: there the signatures are
  verified, and the disk is waited for.
* The bundle is of a ledger with {bench.entries:,} seeded entries of two lines and has {size / 2**20:,.0f} MiB. The
  peer reads each of its files once, and makes both digests of each file and all hashes of the
  records, on one core; ours does the same, reads what the records say, judges every voucher, makes
  all other files again and compares them, on two cores.
* Posting is measured in C on our schema: without the log neither the text of the records nor any
  hash is made, and their rows are not written; everything else is the same. Ours cannot leave the log
  out; `benchmarks.md` sets it beside the C program with the log.

{goals(bench, AUDIT)}
"""


def run(asked, folder):
    """Measures everything, and gives the page."""
    bench = Bench(folder, asked.records or (50_000 if asked.quick else 1_000_000))
    runner, twin = ROOT / ".build/release/xiantou-bench", compile_c("audit_twin", "-lcrypto")
    bundle, pins = make_bundle(bench)
    records = bundle / "data/entries-0001.jsonl"
    length = header_length(records)
    hashing = ["hash", records, str(length)]
    bench.turns(ROUNDS, [twin, *hashing], [runner, *hashing])
    bench.turns(ROUNDS, [twin, "sign"], [runner, "sign"])
    raw = sum(bench.found[f"sign-{algorithm} c"]["p50"] for algorithm in ALGORITHMS)
    bench.found["sign-all c"] = {"p50": raw}
    posting = [compile_c("ledger_twin", "-lsqlite3", "-lcrypto"), "100000", SEED, folder]
    bench.turns(ROUNDS, [*posting, "log"], [*posting, "no-log"])
    verification(bench, twin, bundle, pins)
    size = sum(file.stat().st_size for file in bundle.rglob("*") if file.is_file())
    return page(bench, length, size)
