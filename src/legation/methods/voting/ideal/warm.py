"""Where points and roll calls begin, from the votes alone or from an earlier answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from legation.methods.voting.ideal.panel import Panel
from legation.methods.voting.ideal.start import first_points

if TYPE_CHECKING:
    from legation.methods.voting.ideal.answer import IdealPoints

__all__ = ["first_items", "warm_items", "warm_points"]

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
