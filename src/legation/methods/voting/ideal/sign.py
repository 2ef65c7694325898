"""Which end of the line is which: the likelihood cannot say, a rule or two named actors do."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from legation.errors import BadValue
from legation.methods.voting.ideal.panel import Panel

__all__ = ["anchored", "signs"]

Floats = NDArray[np.float64]


def anchored(panel: Panel, anchors: tuple[Hashable, Hashable] | None) -> tuple[int, int] | None:
    """Return the places of the anchors, low and high."""
    if anchors is None:
        return None
    if not isinstance(anchors, tuple | list) or len(anchors) != 2 or anchors[0] == anchors[1]:
        raise BadValue(f"anchors must be two actors, (low, high) (got {anchors!r}); name two that stand apart")
    for name in anchors:
        if name not in panel.actors:
            raise BadValue(f"anchors must be actors among the votes (got {name!r}); write it as in actor")
    low, high = (panel.actors.index(name) for name in anchors)
    for at in (low, high):
        if panel.group[at] < 0:
            raise BadValue(f"anchors must be actors with contested votes (got {panel.actors[at]!r} without); name another")
    if panel.group[low] != panel.group[high]:
        raise BadValue(
            f"anchors must be actors that can be compared (got {anchors[0]!r} and {anchors[1]!r}, which no vote links); see bridges"
        )
    return low, high


def signs(panel: Panel, theta: Floats, anchors: tuple[int, int] | None) -> Floats:
    """Return 1 or -1 for each actor, the same throughout a group, shape (n_actors,)."""
    turn = np.ones(len(panel.actors))
    table = np.full(panel.votes.shape, np.nan)
    table[panel.point_actor, panel.point_session] = theta
    known = ~np.isnan(table)
    means = np.where(known, table, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    for group in range(int(panel.group.max()) + 1):
        inside = np.flatnonzero(panel.group == group)
        if anchors is not None and panel.group[anchors[0]] == group:
            low, high = anchors
            both = known[low] & known[high]
            apart = (table[high] - table[low])[both].mean() if both.any() else means[high] - means[low]
        else:
            apart = means[inside[np.argmax(np.abs(means[inside]))]]
        turn[inside] = -1.0 if apart < 0 else 1.0
    return turn
