#!/usr/bin/env python3
"""The exit model month by month, vectorised over paths and projects: how NumPy would do it.

    exit_peer.py PATHS SEED

The laws and parameters of the scenario that sim_model.py writes as exit.json: 300 projects and 120
months; an independent reading of docs/simulation-exits.md, and the peer that the engine is measured
against and agrees with. Reports as SimBench does; of several chunks the fastest is measured.
"""

import json
import sys
import time

import numpy as np

SUCCESS = np.array([0.5, 0.6, 0.65, 0.7, 1.0])
MONTHS = np.array([12, 12, 18, 24, np.inf])
STEP = np.log([1.5, 1.6, 2.0, 1.5, 1.0])
VARIANCE = np.array([0.6, 0.55, 0.5, 0.4, 0.4]) ** 2 / 12
ROUNDS = 1 - (1 - np.array([0.1, 0.3, 0.5, 0.4, 0.4])) ** (1 / 12)
DELAY = np.array([0.3, 0.3, 0.3, 0.3, 0.0])
SOLD, MARKET = 0.15, 0.2 / np.sqrt(12)
BUYBACK, TRANSFER = 1 - 0.75 ** (1 / 12), 1 - 0.85 ** (1 / 12)
PROJECTS, HORIZON = 300, 120
CHUNKS = (5, 10, 25, 50)


def interest(months):
    """What a yuan bears in so many months: nothing in the first three years, else 3 % for all."""
    return np.where(months >= 36, 0.03 * months / 12, 0)


def run(paths, rng):
    """Half of the projects begin with 概念验证 and two payments, half with 小试 and one."""
    shape = (paths, PROJECTS)
    first = np.arange(PROJECTS) < PROJECTS // 2
    stage = np.broadcast_to(np.where(first, 0, 1), shape).copy()
    value = np.log(np.broadcast_to(np.where(first, 20e6, 30e6), shape))
    paid = np.broadcast_to(np.where(first, 1e6, 0.0), shape).copy()
    capital, held = np.full(shape, 5e6), np.zeros(shape)
    cost = np.zeros(shape)
    alive = np.ones(shape, bool)
    slow, late = rng.random(shape) < DELAY[stage], np.zeros(shape, int)
    back, lost = np.zeros(paths), np.zeros(paths)
    for month in range(1, HORIZON + 1):
        noise = rng.standard_normal(shape)
        market = MARKET * rng.standard_normal((paths, 1)) - 0.5 * MARKET**2
        value = value - 0.5 * VARIANCE[stage] + np.sqrt(VARIANCE[stage]) * noise + market
        pays = alive & (held == 0)
        if month == 2:
            paid += np.where(pays & ~first, 2e6, 0)
        if month == 12:
            paid += np.where(pays & first, 1e6, 0)
        # A delayed stage ends six months after its own time has come.
        due = alive & (late == 0) & (rng.random(shape) < 1 / MONTHS[stage])
        ends = due & ~slow | (late == 1)
        late = np.where(due & slow, 6, np.maximum(late - 1, 0))
        slow = slow & ~due
        ends &= alive
        wins = ends & (rng.random(shape) < SUCCESS[stage])
        fails = ends & ~wins
        lost += np.where(fails, paid, 0).sum(1)
        alive &= ~fails
        value += np.where(wins, STEP[stage], 0)
        stage = stage + wins
        slow = np.where(wins, rng.random(shape) < DELAY[stage], slow)
        # What a stage begun this month brings comes from the next month on.
        rounds = alive & (rng.random(shape) < ROUNDS[stage - wins])
        worth = np.exp(value)
        price = worth / capital
        issued = worth * SOLD / (1 - SOLD) / price
        converts = rounds & (held == 0) & (paid > 0)
        most = np.minimum((capital + issued) / 3, capital)
        shares = np.where(converts, np.minimum(paid / price, most), 0)
        cost = np.where(converts, shares * price, cost)
        held = held + shares
        capital = capital + np.where(rounds, issued, 0) + shares
        value = value - np.where(rounds, np.log(1 - SOLD), 0)
        part = np.exp(value) * held / capital
        # Each payment bears interest by its own clock.
        second = np.where(paid > 1.5e6, 0.5, 0) * first
        grown = (1 - second) * interest(month - np.where(first, 0, 2))
        least = cost * (1 + grown + second * interest(month - 12))
        free = alive & (held > 0) & ~converts
        buys = free & (rng.random(shape) < BUYBACK) & (part >= least)
        sells = free & ~buys & (rng.random(shape) < TRANSFER) & (0.9 * part >= least)
        got = np.where(buys, least, np.where(sells, 0.9 * part, 0))
        got = got - 0.2 * np.maximum(got - cost, 0)
        back += got.sum(1)
        lost += np.where(buys | sells, paid - cost, 0).sum(1)
        alive &= ~(buys | sells)
    return paid.sum(1), lost, back


def timed(paths, chunk, rng):
    start = time.process_time()
    parts = [run(min(chunk, paths - first), rng) for first in range(0, paths, chunk)]
    return time.process_time() - start, [np.concatenate(part) for part in zip(*parts)]


def main(paths, seed):
    rng = np.random.default_rng(seed)
    trials = {chunk: timed(chunk, chunk, rng)[0] / chunk for chunk in CHUNKS}
    cpu, figures = timed(paths, min(trials, key=trials.get), rng)
    line = {"case": "exit", "who": "numpy", "count": paths, "cpu": cpu}
    for name, figure in zip(("paid", "lost", "back"), figures):
        line[name] = [100 * figure.mean(), 100 * figure.std() / paths**0.5]
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(int(sys.argv[1]), int(sys.argv[2]))
