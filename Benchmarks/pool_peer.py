#!/usr/bin/python3
"""The scheme of `PoolBench` in plain Python, as an analyst would write it, for scale.

    pool_peer.py claim ROUNDS SEED     with whole fen, and with exact fractions of a yuan
    pool_peer.py replay CLAIMS SEED    with whole fen

Reports as `PoolBench` does, one JSON object a line.
"""

import json
import resource
import sys
import time
from fractions import Fraction
from math import floor
from types import SimpleNamespace

LOANS, BORROWERS, BANKS, CLAIMS_PER_YEAR, CLAIMS = 100_000, 50_000, 20, 400, 1_000
YEARLY_CASH = 19_000_000_000
WORD = (1 << 64) - 1
LIMITS = ("raw", "loan", "borrower", "bank", "year", "stack", "funder", "cash")
BITS = {name: 1 << place for place, name in enumerate(LIMITS)}


class Random:
    """SplitMix64."""

    def __init__(self, state):
        self.state = state & WORD

    def below(self, bound):
        self.state = (self.state + 0x9E3779B97F4A7C15) & WORD
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
        z ^= z >> 31
        return (z >> 11) % bound


def loan_at(index, seed):
    random = Random(seed ^ (index * 0xD1B54A32D192ED03 & WORD))
    loan = SimpleNamespace(borrower=index % BORROWERS, bank=random.below(BANKS))
    credit = random.below(101)
    loan.credit_share, loan.pure_credit = credit * 10_000, credit == 100
    loan.first_loan = random.below(4) == 0
    loan.mode = ("直贷", "担保", "保险")[random.below(3)]
    loan.revenue = random.below(20_000_000_000)
    loan.term_months = 6 + random.below(55)
    loan.grade = "ABCD"[random.below(4)]
    loan.region = ("高新区", "老城区")[random.below(2)]
    loan.principal = 10_000_000 + random.below(490_000_000)
    return loan


def next_draw(random):
    return SimpleNamespace(
        loan=random.below(LOANS),
        is_advance=random.below(4) == 0,
        loss_part=random.below(65_537),
        liability_part=50 + random.below(51),
        has_other_payer=random.below(10) == 0,
    )


def case_of(loan, draw):
    loss = loan.principal * draw.loss_part // 65_536
    return SimpleNamespace(
        loss=loss,
        liability=loss * draw.liability_part // 100,
        other=loss // 10 if draw.has_other_payer else 0,
        balance=30_000_000_000 + loan.bank * 5_000_000_000,
        is_advance=draw.is_advance,
        advanced=0,
    )


TIERS = [
    (lambda it: it.first_loan, 800_000),
    (lambda it: it.credit_share >= 700_000, 700_000),
    (lambda it: it.credit_share > 500_000, 500_000),
    (lambda it: it.mode == "担保" and it.revenue <= 2_000_000_000, 600_000),
    (lambda it: it.grade in ("A", "B") and it.term_months > 12, 650_000),
    (lambda it: it.revenue > 10_000_000_000 or it.pure_credit, 300_000),
]


def part_of_fen(amount, ppm):
    return amount * ppm // 1_000_000


def part_of_yuan(amount, ppm):
    return int(floor(Fraction(amount, 100) * Fraction(ppm, 1_000_000) * 100))


def decide(loan, it, part):
    rate = max((rate for fits, rate in TIERS if fits(loan)), default=0)
    rate = min(rate + (50_000 if loan.region == "高新区" else 0), 900_000)
    raw = part(it.loss, rate)
    caps = {
        "loan": 500_000_000 - it.used_loan,
        "borrower": 3_000_000_000 - it.used_borrower,
        "bank": min(1_000_000_000, part(it.balance, 20_000)) - it.used_bank,
        "year": 20_000_000_000 - it.used_year,
        "stack": part(it.liability, 800_000) - it.other,
    }
    left = {"raw": raw} | {name: max(0, amount) for name, amount in caps.items()}
    entitlement = min(left.values())
    binding = sum(BITS[name] for name, amount in left.items() if amount == entitlement)
    clawback = 0
    if it.is_advance:
        due = part(entitlement, 500_000)
    else:
        due = max(entitlement - it.advanced, 0)
        clawback = max(it.advanced - entitlement, 0)
    pay = min(due, it.cash)
    if due > 0 and it.cash <= due:
        binding |= BITS["cash"]
    return it.loss, rate, raw, entitlement, due, pay, clawback, binding


def add(checksum, figures):
    for figure in figures:
        checksum = ((checksum ^ figure) * 0x100000001B3) & WORD
    return checksum


def report(case, who, count, since, checksum):
    cpu = time.process_time() - since
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line = {"case": case, "who": who, "count": count, "wall": cpu, "cpu": cpu, "peak_kib": peak}
    print(json.dumps(line | {"checksum": f"{checksum:x}"}), flush=True)


def claims(rounds, seed):
    random = Random(seed)
    cases = []
    for _ in range(CLAIMS):
        draw = next_draw(random)
        loan = loan_at(draw.loan, seed)
        it = case_of(loan, draw)
        it.used_loan = random.below(600_000_000)
        it.used_borrower = random.below(3_500_000_000)
        it.used_bank = random.below(1_200_000_000)
        it.used_year = random.below(22_000_000_000)
        it.cash = 100_000_000
        cases.append((loan, it))
    for who, part in (("python", part_of_fen), ("fractions", part_of_yuan)):
        checksum = 0xCBF29CE484222325
        for loan, it in cases:
            checksum = add(checksum, decide(loan, it, part))
        start = time.process_time()
        for _ in range(rounds):
            for loan, it in cases:
                decide(loan, it, part)
        report("claim", who, rounds * CLAIMS, start, checksum)


def replay(count, seed):
    loans = [loan_at(index, seed) for index in range(LOANS)]
    used_loan, used_borrower = [0] * LOANS, [0] * BORROWERS
    advanced, advanced_in = [0] * LOANS, [0] * LOANS
    used_bank, used_year, cash, year = [0] * BANKS, 0, 0, 0
    random, checksum = Random(seed), 0xCBF29CE484222325
    start = time.process_time()
    for number in range(count):
        if number % CLAIMS_PER_YEAR == 0:
            used_bank, used_year, cash, year = [0] * BANKS, 0, YEARLY_CASH, year + 1
        draw = next_draw(random)
        loan, index = loans[draw.loan], draw.loan
        own = advanced[index]
        own_year = own if advanced_in[index] == year else 0
        it = case_of(loan, draw)
        it.is_advance = draw.is_advance and own == 0
        it.advanced, it.cash = own, cash
        it.used_loan = used_loan[index] - own
        it.used_borrower = used_borrower[loan.borrower] - own
        it.used_bank, it.used_year = used_bank[loan.bank] - own_year, used_year - own_year
        figures = decide(loan, it, part_of_fen)
        pay, clawback = figures[5], figures[6]
        back = clawback if advanced_in[index] == year else 0
        used_loan[index] += pay - clawback
        used_borrower[loan.borrower] += pay - clawback
        used_bank[loan.bank] += pay - back
        used_year += pay - back
        advanced[index], advanced_in[index] = pay if it.is_advance else 0, year
        cash += clawback - pay
        checksum = add(checksum, figures)
    report("replay", "python", count, start, checksum)


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("claim", "replay"):
        sys.exit(__doc__)
    {"claim": claims, "replay": replay}[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
