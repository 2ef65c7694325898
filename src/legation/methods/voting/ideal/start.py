"""Where the search for ideal points begins: the direction along which votes differ most, one number an actor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from legation.methods.voting.ideal.panel import Panel

__all__ = ["first_points"]

_ROUNDS = 60  # of power iteration: a place to begin, not an answer


def first_points(panel: Panel, left: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Return a first point for every actor in every session, shape (n_points,): the leading singular vector of the votes.

    Votes are first centred and scaled within each item. ``left`` (n_votes,): what another dimension leaves of each vote, instead of the
    votes. Groups of actors that nothing links are scaled each for itself.
    """
    size = np.diff(panel.item_start)
    item = np.repeat(np.arange(size.size), size)
    actor = panel.point_actor[panel.item_point]
    score = panel.item_value.astype(np.float64) if left is None else left
    score = score - (np.bincount(item, score) / size)[item]
    score /= np.maximum(np.sqrt(np.bincount(item, score**2) / size), 1e-12)[item]
    n_actors = len(panel.actors)
    votes = np.maximum(np.bincount(actor, minlength=n_actors), 1)
    group = panel.group + 1
    members = np.maximum(np.bincount(group), 1)
    vector = np.random.default_rng(0).standard_normal(n_actors)
    for _ in range(_ROUNDS):
        loading = np.bincount(item, score * vector[actor]) / size
        vector = np.bincount(actor, score * loading[item], minlength=n_actors) / votes
        vector /= np.maximum(np.sqrt(np.bincount(group, vector**2) / members), 1e-300)[group]
    return vector[panel.point_actor]
