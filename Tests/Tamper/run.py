#!/usr/bin/env python3
"""Tampers with bundles in every way of mutations.py and asks each verifier for its verdict.

    Tests/Tamper/run.py [--write] [--quick] [--jobs N] [--only TEXT] [--verifier PROGRAM] [--verbose]

Every case names the check that has to fail first. Asked are scripts/evidence/verify.py, verify.sh
(its checks), and xiantou-verify where it was built. --quick leaves out five of six cases of the
attackers without the signers' keys, who mostly end at the same two checks. --write puts the table into docs/tamper.md.
Exit code 1 on any deviation; the last line says "N passed, N failed".
"""

import argparse
import concurrent.futures
import contextlib
import functools
import importlib.util
import io
import json
import multiprocessing
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zlib

sys.dont_write_bytecode = True
import mutations  # noqa: E402
import workshop  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SCRIPTS = ROOT / "scripts" / "evidence"
PAGE = ROOT / "docs" / "tamper.md"
SHELL_CHECKS = {"files", "statement", "pins", "signatures", "timestamp", "manifest", "digests"}
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def place(case, folder):
    """Writes the bundle of a case; returns its path and arguments."""
    built = case.build()
    bundle, arguments = built[0], built[1]
    if isinstance(bundle, bytes):
        path = folder / "bundle.tar"
        path.write_bytes(bundle)
        return path, arguments
    path = folder / "bundle"
    bundle.save(path)
    if len(built) > 2:
        built[2](path)
    return path, arguments


def with_pins(arguments, pins):
    return arguments if "--pin" in arguments else ["--pin", pins] + arguments


@functools.cache
def python_verifier():
    """verify.py inside this process; what `openssl` said about the same bytes is asked once."""
    spec = importlib.util.spec_from_file_location("verify", SCRIPTS / "verify.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("verifies", "public_key"):
        asked, ask = {}, getattr(module.OpenSSL, name)

        def once(self, *key, asked=asked, ask=ask):
            if key not in asked:
                asked[key] = ask(self, *key)
            return asked[key]

        setattr(module.OpenSSL, name, once)
    return module


def ask(program, path, arguments):
    """The exit code and both streams of a verifier."""
    if program:
        done = subprocess.run([*program, str(path), *arguments, "--json"], capture_output=True,
                              timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr
    out = io.StringIO()
    sys.argv = ["verify.py", str(path), *arguments, "--json"]
    with contextlib.redirect_stdout(out):
        code = python_verifier().main()
    return code, out.getvalue().encode(), b""


def judge_json(program, path, arguments):
    code, out, errors = ask(program, path, arguments)
    try:
        answer = json.loads(out)
        verdict = answer["failed"] or ("ok" if answer["valid"] else "?")
        wrong = [c for c in answer["checks"] if c["name"] == verdict]
        detail = wrong[0].get("detail") if wrong else ""
    except (ValueError, KeyError):
        return f"exit {code}", (out + errors).decode(errors="replace")[-600:]
    if code != (0 if verdict == "ok" else 7):
        verdict = f"{verdict} with exit {code}"
    return verdict, detail


def judge_shell(path, arguments):
    if not path.is_dir() or "--since" in arguments:
        return None, ""
    done = subprocess.run(["sh", str(SCRIPTS / "verify.sh"), str(path), *arguments],
                          capture_output=True, timeout=60, check=False)
    text = done.stdout.decode()
    match = re.search(r"the first check that failed: (\w+)", text)
    verdict = match.group(1) if match else "ok"
    if done.returncode != (0 if verdict == "ok" else 7) or done.stderr:
        verdict = f"exit {done.returncode}"
    return verdict, text[-400:] + done.stderr.decode()[-400:]


def run(case, scene, verifiers):
    """The deviations of one case."""
    with tempfile.TemporaryDirectory(dir=scene.folder) as folder:
        try:
            path, arguments = place(case, pathlib.Path(folder))
        except (AssertionError, KeyError, IndexError, OSError, RuntimeError, ValueError) as error:
            return [f"the case cannot be made: {error!r}"]
        arguments = with_pins(arguments, scene.pins)
        wrong = []
        for name, program in verifiers.items():
            verdict, detail = judge_json(program, path, arguments)
            # Who makes every derived file again finds the stand-ins of derive.py, last of all.
            expected = "derived" if program and case.expected == "ok" else case.expected
            if verdict != expected:
                wrong.append(f"{name} says {verdict}, not {expected}: {detail}")
        expected = case.expected if case.expected in SHELL_CHECKS else case.shell or "ok"
        # What verify.sh cannot see it is asked about now and then: it has to say ok.
        asked = expected != "ok" or case.group == 0 or zlib.crc32(case.name.encode()) % 8 == 0
        verdict, detail = judge_shell(path, arguments) if asked else (None, "")
        if verdict not in (None, expected):
            wrong.append(f"verify.sh says {verdict}, not {expected}: {detail}")
    return wrong


def table_of(cases):
    """The page's table: a row for each mutation, a column for each attacker."""
    rows = {}
    for case in cases:
        cells = rows.setdefault((case.group, case.name), {})
        cell = f"`{case.expected}`" if case.expected != "ok" else "ok"
        if case.anchor:
            cell = f"outside: {cell}"
        cells.setdefault(case.level, []).append(cell)
    out = [f"{len(cases)} cases from {len(rows)} mutations; every one has to end as it says here.", ""]
    for group, title in {0: "nothing", **mutations.GROUPS}.items():
        mine = {name: cells for (number, name), cells in rows.items() if number == group}
        if not mine:
            continue
        out += [f"### {group}. Changed: {title}", "", "| what | naive | reseal | evilkey | insider |",
                "|---|---|---|---|---|"]
        for name, cells in mine.items():
            shown = []
            for level in mutations.LEVELS:
                cell = cells.get(level, ["–"])
                if len(cell) > 1 and cell[0] == "ok":
                    cell = ["not by itself"] + cell[1:]
                elif cell == ["ok"] and not name.startswith("honest"):
                    cell = ["not by itself"]
                shown.append("; ".join(cell))
            out.append(f"| {name} | {' | '.join(shown)} |")
        out.append("")
    return "\n".join(out)


def write_page(cases):
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    PAGE.write_text(f"{head}{BEGIN}\n{table_of(cases)}{END}{tail}", encoding="utf-8")


judge = None


def judge_case(cases, scene, verifiers, number):
    return run(cases[number], scene, verifiers)


def call_judge(number):
    return judge(number)


def is_chosen(case, arguments):
    name = f"{case.group} {case.name} {case.level}"
    is_telling = case.level in ("naive", "insider") or zlib.crc32(name.encode()) % 6 == 0
    return arguments.only in name and (is_telling or not arguments.quick)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="")
    parser.add_argument("--verifier", default=str(ROOT / ".build" / "release" / "xiantou-verify"))
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    verifiers = {"verify.py": None}
    if os.access(arguments.verifier, os.X_OK):
        verifiers["xiantou-verify"] = [arguments.verifier]
    folder = tempfile.mkdtemp()
    try:
        scene = mutations.Scene(folder, SCRIPTS)
        cases = mutations.all_cases(scene)
        chosen = [case for case in cases if is_chosen(case, arguments)]
        global judge
        judge = functools.partial(judge_case, chosen, scene, verifiers)
        # Workers are copies of this process, so that cases need not be carried to them.
        context = multiprocessing.get_context("fork")
        with concurrent.futures.ProcessPoolExecutor(arguments.jobs, context) as pool:
            results = list(pool.map(call_judge, range(len(chosen)), chunksize=8))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    failed = 0
    for case, wrong in zip(chosen, results):
        failed += bool(wrong)
        if wrong or arguments.verbose:
            print(f"{case.group} {case.name} [{case.level}] has to be {case.expected}")
        for text in wrong:
            print("    " + text.replace("\n", "\n    "))
    if arguments.write:
        write_page(cases)
    print(f"asked {', '.join(verifiers)} and verify.sh")
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
