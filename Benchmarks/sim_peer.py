#!/usr/bin/env python3
"""The pools of sim_model.py in NumPy and SciPy, and their rates of return.

    sim_peer.py pool FOLDER NAME PATHS SEED    a normal number for each loan, Φ and ln of all; and
                                               a uniform number against the loan's probability
    sim_peer.py irr FILE STREAMS               brentq on payments times discount factors

Paths are worked out in chunks; of several sizes the fastest is measured. Reports as SimBench does,
one JSON object a line.
"""

import sys
import time

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

import sim_model

MONTHS, DELAY = 60, 18
GLOBAL, SECTOR, OWN = np.sqrt([0.12, 0.08, 0.80])
CHUNKS = (25, 100, 1_000)


class Pool:
    def __init__(self, folder, name):
        self.money, (count, size, rate, sector), self.tables = sim_model.read(folder, name)
        self.principal = np.repeat(size, count)
        self.sector = np.repeat(sector, count)
        self.hazard = np.repeat(-np.log1p(-rate) / 12, count)
        # Loans with the same probability in the same sector share a bucket.
        keys, self.bucket = np.unique(
            np.stack([self.sector, self.hazard]), axis=1, return_inverse=True
        )
        self.bucket = self.bucket.ravel()
        self.bucket_sector = keys[0].astype(int)
        self.threshold = ndtri(-np.expm1(-MONTHS * keys[1]))

    def common(self, paths, rng):
        """What the loans of each sector share."""
        market = rng.standard_normal((paths, 1))
        return GLOBAL * market + SECTOR * rng.standard_normal((paths, 7))

    def textbook(self, paths, rng):
        latent = self.common(paths, rng)[:, self.sector]
        latent += OWN * rng.standard_normal((paths, len(self.principal)))
        # A normal number and its opposite are alike: Φ(X) stands for 1 − Φ(X).
        months = -np.log(ndtr(latent)) / self.hazard
        path, loan = np.nonzero(months < MONTHS)
        return path, loan, months[path, loan].astype(int)

    def smart(self, paths, rng):
        common = self.common(paths, rng)
        chance = ndtr((self.threshold - common[:, self.bucket_sector]) / OWN)
        uniform = rng.random((paths, len(self.principal)))
        path, loan = np.nonzero(uniform < chance[:, self.bucket])
        latent = common[path, self.sector[loan]] + OWN * ndtri(uniform[path, loan])
        months = -np.log(ndtr(-latent)) / self.hazard[loan]
        return path, loan, np.minimum(months.astype(int), MONTHS - 1)

    def settle(self, paths, rng, path, loan, month):
        """Losses, claims and cash of the paths, month by month."""
        opening, top_up, cap, most = self.money
        place = rng.random(len(loan)) * 1024
        step = place.astype(int)
        table = self.tables[self.sector[loan] % 3, step]
        severity = table + (place - step) * (self.tables[self.sector[loan] % 3, step + 1] - table)
        loss = np.floor(self.principal[loan] * severity)
        claim = np.minimum(np.floor(loss * 7 / 10), most)
        size = (MONTHS, paths)
        raw = np.bincount(month * paths + path, claim, MONTHS * paths).reshape(size)
        raw = raw.astype(np.int64)
        back = np.zeros((MONTHS + DELAY, paths), np.int64)
        cash, used = np.full(paths, opening), np.zeros(paths, np.int64)
        claims, short = np.zeros(paths, np.int64), np.zeros(paths, bool)
        for now in range(MONTHS):
            if now and now % 12 == 0:
                cash += top_up
                used[:] = 0
            cash += back[now]
            due = np.minimum(raw[now], cap - used)
            pay = np.minimum(due, cash)
            short |= pay < due
            claims += due
            used += pay
            cash -= pay
            back[now + DELAY] = pay // 5
        losses = np.bincount(path, loss, paths)
        return losses, claims, back[:MONTHS].sum(0), short, np.bincount(path, minlength=paths)


def timed(pool, way, paths, chunk, rng):
    start = time.process_time()
    parts = []
    for first in range(0, paths, chunk):
        many = min(chunk, paths - first)
        parts.append(pool.settle(many, rng, *way(many, rng)))
    spent = time.process_time() - start
    return spent / paths, [np.concatenate(part) for part in zip(*parts)]


def pool(folder, name, paths, seed):
    model, rng = Pool(folder, name), np.random.default_rng(seed)
    for who, way in (("numpy", model.textbook), ("numpy-smart", model.smart)):
        trials = [timed(model, way, min(chunk, paths), chunk, rng)[0] for chunk in CHUNKS]
        best = CHUNKS[trials.index(min(trials))]
        each, figures = timed(model, way, paths, best, rng)
        sim_model.report(name, who, each * paths, figures)


def irr(file, streams):
    flows = np.loadtxt(file)[:streams]
    years = np.arange(flows.shape[1]) * 30 / 365
    start = time.process_time()
    rates = [brentq(lambda rate: flow @ (1 + rate) ** -years, -0.9, 10) for flow in flows]
    cpu = time.process_time() - start
    line = {"case": "irr", "who": "scipy", "count": len(flows), "cpu": cpu}
    print(sim_model.json.dumps(line | {"mean": float(np.mean(rates))}), flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 6 and sys.argv[1] == "pool":
        pool(*sys.argv[2:4], int(sys.argv[4]), int(sys.argv[5]))
    elif len(sys.argv) == 4 and sys.argv[1] == "irr":
        irr(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(__doc__)
