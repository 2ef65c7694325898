"""How sure it is that a person belongs where the map says: what happens when other statements are drawn.

The statements of a room are a sample of what could have been said. Each resample draws as many statements again, with replacement; the
axes, the places and the groups follow from them, the groups starting from where they are on the map. A person's stability is the share of
resamples in which the group is the same. Chance agreement is not taken off: with two groups, one half says nothing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable
from legation.methods.opinion.groups import lloyd
from legation.methods.opinion.projection import projected
from legation.methods.progress import Progress

__all__ = ["RESAMPLES", "membership_stability"]

RESAMPLES = 40
STEPS = 15
"""Of subspace iteration, from the axes of the map."""
ROUNDS = 20
Floats = npt.NDArray[np.float64]


def membership_stability(
    votes: VoteTable,
    centred: Floats,
    moments: Floats,
    axis: Floats,
    label: npt.NDArray[np.int64],
    weights: Floats,
    rng: np.random.Generator,
    progress: Progress,
) -> Floats:
    """Return the share of resamples of statements in which each person is in the group of the map, shape (n,), in [0, 1]."""
    m, k = votes.shape[1], int(label.max()) + 1
    same = np.zeros(len(label))
    for done in range(RESAMPLES):
        progress(done, RESAMPLES)
        each = np.bincount(rng.integers(m, size=m), minlength=m).astype(np.float64)
        points = projected(votes, centred, _resampled_axis(moments, axis, each), each)
        held = np.maximum(np.bincount(label, weights, minlength=k), 1e-300)
        centre = np.column_stack([np.bincount(label, weights * points[:, a], minlength=k) / held for a in range(points.shape[1])])
        same += lloyd(points, weights, centre, ROUNDS)[0] == label
    return same / RESAMPLES


def _resampled_axis(moments: Floats, axis: Floats, each: Floats) -> Floats:
    """Return the two leading axes where each statement counts so often, from the axes of the map by subspace iteration."""
    root = np.sqrt(each)
    scaled = moments * root[:, None] * root[None, :]
    there = np.flatnonzero(np.abs(axis).sum(axis=0) > 0)
    block = axis[:, there] * root[:, None]
    for _ in range(STEPS):
        block = np.linalg.qr(scaled @ block)[0]
    turned = np.linalg.eigh(block.T @ scaled @ block)[1][:, ::-1]
    out = np.zeros_like(axis)
    out[:, there] = np.where(root[:, None] > 0, (block @ turned) / np.where(root > 0, root, 1.0)[:, None], 0.0)
    return out
