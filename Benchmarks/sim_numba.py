#!/usr/bin/env python3
"""The pools of sim_model.py in Numba, on one core.

    sim_numba.py FOLDER NAME PATHS SEED

Twice: every loan's latent variable; and only the loans that fail, found by exponential gaps on a
line of hazards, as ours are. Compiled before the clock starts. Reports as SimBench does.
"""

import math
import sys
import time

import numba
import numpy as np

import sim_model

MONTHS, DELAY = 60, 18
GLOBAL, SECTOR, OWN = math.sqrt(0.12), math.sqrt(0.08), math.sqrt(0.80)
fast = numba.njit(fastmath=True, error_model="numpy", inline="always")
whole = numba.njit(fastmath=True, error_model="numpy", cache=True)


@fast
def below(x):
    """Φ."""
    return 0.5 * math.erfc(-x * 0.7071067811865476)


@fast
def uniform(state):
    """xoshiro256+, its words in an array; between 0 and 1."""
    result = state[0] + state[3]
    shifted = state[1] << np.uint64(17)
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = (state[3] << np.uint64(45)) | (state[3] >> np.uint64(19))
    return (np.float64(result >> np.uint64(12)) + 0.5) * 2.0**-52


@fast
def gap(state):
    return -math.log(uniform(state))


@fast
def quantile(p):
    """Φ⁻¹ by Acklam's rational functions, relative error 1.2e-9: enough for a month."""
    if p < 0.02425 or p > 0.97575:
        q = math.sqrt(-2 * math.log(min(p, 1 - p)))
        c = (((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q
             - 2.549732539343734)  # fmt: skip
        d = ((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q
        x = ((c * q + 4.374664141464968) * q + 2.938163982698783) / (
            (d + 3.754408661907416) * q + 1
        )
        return x if p < 0.5 else -x
    q = p - 0.5
    r = q * q
    a = ((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r
    b = ((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r
    return (
        (((a + 138.3577518672690) * r - 30.66479806614716) * r + 2.506628277459239)
        * q
        / (((b + 66.80131188771972) * r - 13.28068155288572) * r + 1)
    )


@fast
def fail(state, principal, table, most, month, raw):
    """Books a loan that fails: what it loses, and its claim."""
    place = uniform(state) * 1024
    step = int(place)
    loss = int(principal * (table[step] + (place - step) * (table[step + 1] - table[step])))
    raw[month] += min(loss * 7 // 10, most)
    return loss


@fast
def settle(money, raw, back):
    """Claims, what came back and whether the cash was short, month by month."""
    cash, top_up, cap = money[0], money[1], money[2]
    used, claims, recovered, short = 0, 0, 0, False
    for now in range(MONTHS):
        if now > 0 and now % 12 == 0:
            cash += top_up
            used = 0
        cash += back[now]
        recovered += back[now]
        due = min(raw[now], cap - used)
        pay = min(due, cash)
        short |= pay < due
        claims += due
        used += pay
        cash -= pay
        back[now + DELAY] = pay // 5
        raw[now] = 0
    return claims, recovered, short


@whole
def textbook(paths, rng, state, money, count, size, rate, sector, threshold, tables, out):
    raw, back = np.zeros(MONTHS, np.int64), np.zeros(MONTHS + DELAY, np.int64)
    hazard = -np.log1p(-rate) / 12
    for path in range(paths):
        market = GLOBAL * rng.standard_normal()
        common = np.empty(7)
        for index in range(7):
            common[index] = market + SECTOR * rng.standard_normal()
        losses, defaults = 0, 0
        for group in range(len(count)):
            for _ in range(count[group]):
                latent = common[sector[group]] + OWN * rng.standard_normal()
                months = -math.log(below(-latent)) / hazard[group]
                if months < MONTHS:
                    table = tables[sector[group] % 3]
                    losses += fail(state, size[group], table, money[3], int(months), raw)
                    defaults += 1
        claims, recovered, short = settle(money, raw, back)
        out[0, path], out[1, path], out[2, path] = losses, claims, recovered
        out[3, path], out[4, path] = short, defaults


@whole
def skip(paths, rng, state, money, count, size, rate, sector, threshold, tables, out):
    """Groups of one bucket follow one another; `principal` lists the loans."""
    raw, back = np.zeros(MONTHS, np.int64), np.zeros(MONTHS + DELAY, np.int64)
    hazard = -np.log1p(-rate) / 12
    principal = np.repeat(size, count)
    first, buckets = np.zeros(len(count) + 1, np.int64), 0
    kind = np.zeros(len(count), np.int64)
    for group in range(len(count)):
        is_new = group == 0 or rate[group] != rate[group - 1] or sector[group] != sector[group - 1]
        if is_new:
            kind[buckets] = group
            buckets += 1
            first[buckets] = first[buckets - 1]
        first[buckets] += count[group]
    common = np.empty(7)
    for path in range(paths):
        market = GLOBAL * rng.standard_normal()
        for index in range(7):
            common[index] = market + SECTOR * rng.standard_normal()
        losses, defaults = 0, 0
        ahead = gap(state)
        for bucket in range(buckets):
            group = kind[bucket]
            shared, table = common[sector[group]], tables[sector[group] % 3]
            segment = -math.log(below((shared - threshold[group]) / OWN))
            length = segment * (first[bucket + 1] - first[bucket])
            last = -1
            while ahead < length:
                loan = int(ahead / segment)
                if loan > last:
                    last = loan
                    reached = ahead - loan * segment
                    latent = shared + OWN * quantile(-math.expm1(-reached))
                    month = min(int(-math.log(below(-latent)) / hazard[group]), MONTHS - 1)
                    owed = principal[min(first[bucket] + loan, first[bucket + 1] - 1)]
                    losses += fail(state, owed, table, money[3], month, raw)
                    defaults += 1
                ahead += gap(state)
            ahead -= length
        claims, recovered, short = settle(money, raw, back)
        out[0, path], out[1, path], out[2, path] = losses, claims, recovered
        out[3, path], out[4, path] = short, defaults


def main(folder, name, paths, seed):
    from scipy.special import ndtri

    money, (count, size, rate, sector), tables = sim_model.read(folder, name)
    threshold = ndtri(-np.expm1(MONTHS / 12 * np.log1p(-rate)))
    money = np.array(money)
    for who, way in (("numba", textbook), ("numba-skip", skip)):
        rng = np.random.default_rng(seed)
        state = np.random.SeedSequence(seed).generate_state(4, np.uint64)
        given = rng, state, money, count, size, rate, sector, threshold, tables
        way(10, *given, np.zeros((5, 10), np.int64))
        out = np.zeros((5, paths), np.int64)
        start = time.process_time()
        way(paths, *given, out)
        sim_model.report(name, who, time.process_time() - start, out)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:3], int(sys.argv[3]), int(sys.argv[4]))
