"""Where the search for ideal points begins: from the votes alone or from an earlier answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from legation.methods.voting.ideal.panel import Panel

if TYPE_CHECKING:
    from legation.methods.voting.ideal.answer import IdealPoints

__all__ = [
    "first_items",
    "first_points",
    "warm_items",
    "warm_points",
]


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


Floats = NDArray[np.float64]


def first_items(panel: Panel) -> Floats:
    """Return items that divide nobody, with cuts from the shares of the votes, shape (n_items, 3)."""
    from scipy.special import ndtri

    size = np.diff(panel.item_start)
    item = np.repeat(np.arange(size.size), size)
    yes = (np.bincount(item, panel.item_value == 1) + 0.5) / (size + 1.5)
    no = (np.bincount(item, panel.item_value == 3) + 0.5) / (size + 1.5)
    return np.column_stack((np.zeros(size.size), ndtri(yes), ndtri(1 - no)))


def warm_points(panel: Panel, start: IdealPoints | None) -> Floats:
    """Return the earlier point of each actor in the session, or in its nearest earlier session, or in its first; 0 for a new actor."""
    if start is None:
        return first_points(panel)
    rows = {name: at for at, name in enumerate(start.actors)}
    sessions = np.array([np.searchsorted(np.array(start.sessions), name, side="right") - 1 for name in panel.sessions])
    points = np.zeros(panel.point_actor.size)
    for at, (actor, session) in enumerate(zip(panel.point_actor.tolist(), panel.point_session.tolist(), strict=True)):
        row = start.theta[rows[panel.actors[actor]]] if panel.actors[actor] in rows else np.empty(0)
        known = np.flatnonzero(~np.isnan(row))
        if known.size:
            points[at] = row[known[max(int(np.searchsorted(known, sessions[session], side="right")) - 1, 0)]]
    return points if points.std() > 0 else first_points(panel)


def warm_items(panel: Panel, items: Floats, start: IdealPoints) -> Floats:
    """Return the items with what the earlier answer knows of them."""
    warm = items.copy()
    columns = np.column_stack((start.discrimination, start.yes_abstain, start.abstain_no))
    rows = {name: at for at, name in enumerate(start.roll_calls)}
    for at, name in enumerate(panel.roll_calls):
        if panel.item_of[at] >= 0 and name in rows and not np.isnan(columns[rows[name]]).any():
            warm[panel.item_of[at]] = columns[rows[name]]
    return warm
