"""95 % intervals of an agreement score: by a formula, and by drawing roll calls again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from legation.methods.voting.pairs import Pairs, Table, pair_counts, ratio
from legation.methods.voting.votes import VoteArray

__all__ = ["mean_interval", "resampled_interval"]

Z = 1.959963984540054
PRIOR = 0.5  # weight of the assumption that votes agree fully or not at all, in units of one common vote's variance


def mean_interval(pairs: Pairs, *, chance_corrected: bool) -> tuple[Table, Table]:
    """Wilson's interval for the mean q of n scores of 0, 1/2, 1, each array (n_rows, n_actors).

    For scores of 0 and 1 the variance is q (1 - q), and Wilson's interval holds all means that z standard errors reach. Half
    scores make it smaller: by phi = (sum (x - q)^2 + PRIOR) / (n q (1 - q) + PRIOR), at most 1, so n / phi takes the place of n.
    It never leaves [0, 1], holds q, and keeps a width where all scores are the same. The chance-corrected one moves both ends.
    """
    n, q = pairs.common, pairs.plain()
    binary = n * q * (1 - q)
    phi = np.minimum((binary - pairs.near / 4 + PRIOR) / (binary + PRIOR), 1)
    squared = ratio(Z**2 * phi, n)  # z^2 / effective n
    middle = (q + squared / 2) / (1 + squared)
    half = np.sqrt(squared * np.maximum(q * (1 - q) + squared / 4, 0)) / (1 + squared)
    low, high = np.clip(middle - half, 0, q), np.clip(middle + half, q, 1)
    if chance_corrected:
        return pairs.corrected(low), pairs.corrected(high)
    return low, high


def resampled_interval(
    table: VoteArray, rows: slice, draws: NDArray[np.float32], score: Table, *, chance_corrected: bool
) -> tuple[Table, Table]:
    """Percentiles 2.5 and 97.5 of the score over resamples of roll calls.

    A resample without common votes of a pair counts as its score, so that the interval stays defined; low <= score <= high is held.
    """
    samples = np.empty((len(draws), *score.shape), dtype=np.float32)
    for sample, draw in zip(samples, draws, strict=True):
        again = pair_counts(table, rows, weight=draw, margins=chance_corrected).score(chance_corrected=chance_corrected)
        sample[:] = np.where(np.isnan(again), score, again)
    samples.sort(axis=0)
    last = len(draws) - 1
    low, high = samples[int(np.floor(0.025 * last))], samples[int(np.ceil(0.975 * last))]
    return np.minimum(low, score), np.maximum(high, score)
