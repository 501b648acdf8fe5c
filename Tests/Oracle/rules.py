#!/usr/bin/env python3
"""Compares `xiantou rule` with an independent reading of the rules.

    Tests/Oracle/rules.py [--cases 200] [--program .build/release/xiantou] [--seed 1] [--show 10]

Every published worked example is a fixed case; the rest is drawn from the seed. Prints each
disagreement with its inputs; exit 1 if there is any.
"""

import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile

from drawn import drawn
from published import published


def ask(program, folder, name, rule, policy, case):
    stem = os.path.join(folder, name.replace("/", "-"))
    for kind, content in (("policy", policy), ("case", case)):
        with open(f"{stem}.{kind}.json", "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False)
    done = subprocess.run(
        [program, "rule", rule, "--policy", f"{stem}.policy.json", "--case", f"{stem}.case.json",
         "--json"], capture_output=True, text=True, timeout=60)
    os.remove(f"{stem}.policy.json")
    os.remove(f"{stem}.case.json")
    return done.returncode, done.stdout


def pick(expected, found):
    """What was found, narrowed to the fields expected."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return {key: pick(value, found.get(key)) for key, value in expected.items()}
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [pick(a, b) for a, b in zip(expected, found)]
    return found


def difference(rule, figures, code, output):
    if code != 0:
        return f"exit {code}: {output.strip()[:400]}"
    found = json.loads(output)
    if rule == "claim" and "binding" in found:
        found["binding"] = sorted(found["binding"])
    if rule == "rent":
        found["months"] = [line for line in found["months"] if line["amount"] != "0.00"]
    if rule == "tolerance":
        found["limits"] = [line for line in found["limits"] if line["scope"] == "class"]
    picked = pick(figures, found)
    wrong = [f"{key}: expected {json.dumps(value, ensure_ascii=False)}, "
             f"found {json.dumps(picked[key], ensure_ascii=False)}"
             for key, value in figures.items() if picked[key] != value]
    return "; ".join(wrong)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=".build/release/xiantou")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10, help="disagreements printed in full")
    options = parser.parse_args()
    cases = [(f"{name}.{number}", *rest) for number, (name, *rest) in enumerate(published())]
    cases += [drawn(options.seed, number) for number in range(options.cases)]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(2) as workers:
        answers = workers.map(
            lambda one: ask(options.program, folder, one[0], one[1], one[2], one[3]), cases)
        for (name, rule, policy, case, figures), answer in zip(cases, answers):
            problem = difference(rule, figures, *answer)
            if not problem:
                continue
            wrong += 1
            print(f"{name} {rule}: {problem}")
            if wrong <= options.show:
                print("  policy", json.dumps(policy, ensure_ascii=False))
                print("  case", json.dumps({k: v for k, v in case.items() if k != "rates"},
                                           ensure_ascii=False))
    print(f"seed {options.seed}")
    print(f"{len(cases) - wrong} passed, {wrong} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
