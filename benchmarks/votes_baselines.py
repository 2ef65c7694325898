"""What the methods on votes are measured against: simple forecasts, a plain loop, and the error of calibration."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def commonest(votes: NDArray[np.int8]) -> float:
    """Share of the commonest vote."""
    return float(np.bincount(votes).max() / votes.size)


def vote_distance(history: NDArray[np.int8]) -> NDArray[np.float64]:
    """Mean |difference| / 2 over common votes; 1 where there is none."""
    present = (history > 0).astype(float)
    apart, common = np.zeros((len(history),) * 2), present @ present.T
    for a in (1, 2, 3):
        for b in (1, 2, 3):
            apart += abs(a - b) / 2 * ((history == a).astype(float) @ (history == b).astype(float).T)
    return np.where(common > 0, apart / np.maximum(common, 1), 1.0)


def nine_nearest(distance: NDArray[np.float64], outcome: NDArray[np.int8]) -> NDArray[np.int64]:
    """Commonest vote among the nine nearest other voters."""
    voters = np.flatnonzero(outcome)
    far = distance[:, voters].copy()
    far[voters, np.arange(voters.size)] = np.inf
    near = outcome[voters[np.argsort(far, axis=1, kind="stable")[:, :9]]]
    return np.stack([(near == code).sum(axis=1) for code in (1, 2, 3)], axis=1).argmax(axis=1) + 1


def nearest_share(weight: NDArray[np.float64], known: NDArray[np.int8]) -> NDArray[np.int64]:
    """Code with the highest weight among the known votes of others."""
    weight = weight - np.diag(np.diag(weight))
    return np.stack([weight @ (known == code) for code in (1, 2, 3)], axis=1).argmax(axis=1) + 1


def expected_calibration_error(confidence: NDArray[np.float64], hit: NDArray[np.bool_], bins: int = 15) -> float:
    """Mean over equal-width bins, by their share, of |mean confidence - share right|."""
    index = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(confidence[index == b].sum() - hit[index == b].sum()) for b in range(bins)]
    return float(sum(gaps) / confidence.size)


def loop_agreement(votes: NDArray[np.int8]) -> NDArray[np.float64]:
    """Agreement by a plain loop over actors, each against all others at once; no interval."""
    divided = [len(set(column[column > 0].tolist())) > 1 for column in votes.T]
    table = votes[:, divided].astype(float)
    table[table == 0] = np.nan
    score = np.full((len(table),) * 2, np.nan)
    for i, row in enumerate(table):
        apart = np.abs(table - row) / 2
        common = (~np.isnan(apart)).sum(axis=1)
        total = np.nansum(apart, axis=1)
        score[i] = np.where(common > 0, 1 - total / np.maximum(common, 1), np.nan)
    np.fill_diagonal(score, 1)
    return score
