"""Judgements on series: whether something has shifted, and what a measure changed; on simulated series, whose truth is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from benchmarks.monitors import BASELINE, KINDS, drawn, three_sigma, world
from benchmarks.paired import Scores

from legation.methods.series import before_after, watch

__all__ = ["judgements"]

WITHIN = 30
"""Days in which an alarm counts."""
SERIES = 40
AT = 38


def judgements() -> dict[str, Callable[[], Scores]]:
    """Return the judgements measured here."""
    return {"alarms": alarms, "effect": effect}


def alarms() -> Scores:
    """Score whether a monitor, one false alarm a year allowed, says within 30 days that a series moved by half, and no more."""
    ours, plain, clusters = [], [], []
    for kind in KINDS:
        for seed in range(2000, 2000 + SERIES):
            for factor in (1.0, 1.5):
                counts, totals = drawn(kind, seed, WITHIN, factor)
                week = 0 if kind.weekly else None
                found = watch(counts, totals, baseline=BASELINE, false_alarms=1 / 365, week=week, runs=200, seed=seed)
                moved = factor > 1
                ours.append(float(any(one.at >= BASELINE for one in found.alarms) == moved))
                plain.append(float(bool(len(three_sigma(counts, totals))) == moved))
                clusters.append(f"{kind.name} {seed}")
    return Scores(ours=ours, baselines={"three-sigma": plain}, clusters=clusters, held_out=False)


def effect() -> Scores:
    """Score the effect that is found on a logarithmic scale: how far from the one planted, series by series."""
    found: dict[str, list[float]] = {"ours": [], "before-after": [], "less-others": []}
    clusters = []
    for echo in (0.0, 0.4, 0.7):
        for seed in range(2000, 2000 + SERIES):
            for planted in (0.0, 0.3):
                rows = world(seed, planted, echo)
                log = np.log(rows + 0.5)
                moved = log[:, AT:].mean(axis=1) - log[:, :AT].mean(axis=1)
                told = {
                    "ours": before_after(rows[0], None, rows[1:], at=AT, method="synthetic", scale="log").effect,
                    "before-after": moved[0],
                    "less-others": moved[0] - moved[1:].mean(),
                }
                for name, value in told.items():
                    found[name].append(abs(float(value) - planted))
                clusters.append(f"{echo} {seed}")
    return Scores(ours=found.pop("ours"), baselines=found, clusters=clusters, held_out=False)
