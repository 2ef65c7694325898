"""Checked votes as arrays: points (an actor in a session), roll calls merged over bridges, and who can be compared with whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue

__all__ = ["STRONG", "Panel", "panel_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Votes by roll call and by point.

    A point is an actor in a session in which it voted; points stand in the order of actors, then sessions. An actor that took part in
    unanimous roll calls only has none.

    Attributes
    ----------
    actors, sessions, roll_calls : tuple
        Names, sorted.
    point_actor, point_session : ndarray of int, shape (n_points,)
        Place of each point's actor and session.
    votes : ndarray of int, shape (n_actors, n_sessions)
        Votes cast, those on unanimous roll calls included [votes].
    chain : ndarray of int, shape (n_actors + 1,)
        Where the points of each actor begin.
    item_of : ndarray of int, shape (n_roll_calls,)
        The item of each roll call; -1 where all votes cast were the same. Bridged roll calls are one item.
    item_start : ndarray of int, shape (n_items + 1,)
    item_point : ndarray of int32, shape (n_votes,)
    item_value : ndarray of int8, shape (n_votes,)
        Votes on contested items, by item then point.
    by_point : ndarray of int, shape (n_votes,)
        The same votes by point then item, as places in ``item_point``.
    point_start : ndarray of int, shape (n_points + 1,)
    point_item : ndarray of int32, shape (n_votes,)
    group : ndarray of int, shape (n_actors,)
        Actors with different numbers are linked by no roll call, no bridge and no chain of sessions; -1: no contested vote at all.
    unused_bridges : int
        Bridges of which a roll call is not among the votes.
    """

    actors: tuple[Any, ...]
    sessions: tuple[Any, ...]
    roll_calls: tuple[Any, ...]
    point_actor: NDArray[np.intp]
    point_session: NDArray[np.intp]
    votes: NDArray[np.intp]
    chain: NDArray[np.intp]
    item_of: NDArray[np.intp]
    item_start: NDArray[np.intp]
    item_point: NDArray[np.int32]
    item_value: NDArray[np.int8]
    by_point: NDArray[np.intp]
    point_start: NDArray[np.intp]
    point_item: NDArray[np.int32]
    group: NDArray[np.intp]
    unused_bridges: int


def panel_of(
    actor: ArrayLike, roll_call: ArrayLike, session: ArrayLike, value: ArrayLike, bridges: Mapping[Any, Any] | None = None
) -> Panel:
    """Check four columns of votes and order them.

    Examples
    --------
    >>> panel = panel_of(["B", "A", "A", "B", "A", "B"], [1, 1, 2, 2, 3, 3], [7, 7, 8, 8, 8, 8], [1, 3, 2, 2, 3, 2])
    >>> panel.actors, panel.sessions, panel.item_of.tolist()
    (('A', 'B'), (7, 8), [0, -1, 1])
    """
    votes = _values(value)
    actors, at_actor = _coded(actor, "actor", votes.size)
    roll_calls, at_call = _coded(roll_call, "roll_call", votes.size)
    sessions, at_session = _coded(session, "session", votes.size)
    _once(at_actor, at_call, at_session, actors, roll_calls, sessions)
    merged, unused = _merged(roll_calls, bridges)

    at_item = merged[at_call]
    kinds = sum(np.bincount(at_item[votes == kind], minlength=len(roll_calls)) > 0 for kind in (1, 2, 3))
    contested = np.asarray(kinds) > 1
    number = np.where(contested, np.cumsum(contested) - 1, -1)
    item_of = number[merged]

    usable = np.flatnonzero(item_of[at_call] >= 0)
    placed = np.bincount(at_actor[usable], minlength=len(actors))[at_actor] > 0
    cell = at_actor * len(sessions) + at_session
    points, at_point = np.unique(cell, return_inverse=True)
    points, at_point = _only(points, at_point, placed)
    item, point = item_of[at_call[usable]], at_point[usable]
    order = np.lexsort((at_call[usable], point, item))
    item, point, kind = item[order], point[order], votes[usable][order]
    by_point = np.argsort(point, kind="stable")
    point_actor = points // len(sessions)
    n_items = int(contested.sum())
    panel = Panel(
        actors=actors,
        sessions=sessions,
        roll_calls=roll_calls,
        point_actor=point_actor,
        point_session=points % len(sessions),
        votes=np.bincount(cell, minlength=len(actors) * len(sessions)).reshape(len(actors), len(sessions)),
        chain=np.searchsorted(point_actor, np.arange(len(actors) + 1)),
        item_of=item_of,
        item_start=np.searchsorted(item, np.arange(n_items + 1)),
        item_point=point.astype(np.int32),
        item_value=kind,
        by_point=by_point,
        point_start=np.searchsorted(point[by_point], np.arange(points.size + 1)),
        point_item=item[by_point].astype(np.int32),
        group=_groups(point_actor[point], item, len(actors), n_items),
        unused_bridges=unused,
    )
    _enough(panel)
    return panel


def _values(value: ArrayLike) -> NDArray[np.int8]:
    try:
        found = np.asarray(value)
    except ValueError:
        raise BadValue("value must be one array of 1, 2, 3 (got rows of unequal length); give one vote an element") from None
    if found.ndim != 1 or not found.size:
        raise BadValue(f"value must be one array of one vote or more (got shape {found.shape}); give one vote an element")
    if found.dtype.kind not in "iuf":
        raise BadValue(f"value must be 1 yes, 2 abstain, 3 no (got {found.dtype}); recode the votes")
    wrong = found[~np.isin(found, (1, 2, 3))]
    if wrong.size:
        raise BadValue(
            f"value must be 1 yes, 2 abstain, 3 no (got {wrong[0]} ({wrong.size} such vote(s))); "
            "leave out the rows of those who did not vote: an absence is no abstention"
        )
    return found.astype(np.int8)


def _coded(names: ArrayLike, name: str, size: int) -> tuple[tuple[Any, ...], NDArray[np.intp]]:
    """Return the sorted names and the place of each element."""
    if not hasattr(names, "__len__") or (isinstance(names, np.ndarray) and names.ndim == 0):
        raise BadValue(f"{name} must be one array as long as value, {size} votes (got {names!r}); give one element a vote")
    if isinstance(names, np.ndarray) and names.dtype.kind in "iu" and names.shape == (size,):
        numbers, places = np.unique(names, return_inverse=True)
        return tuple(numbers.tolist()), places
    given: Any = names
    listed = getattr(given, "tolist", None) or getattr(given, "to_pylist", None)  # of NumPy and pandas, of Arrow
    column = listed() if listed is not None else list(given)
    if len(column) != size or any(isinstance(entry, list) for entry in column[:1]):
        raise BadValue(f"{name} must be one array as long as value, {size} votes (got {len(column)}); give one element a vote")
    try:
        known = dict.fromkeys(column)
        if any(entry is None or entry == "" or entry != entry for entry in known):  # nan is not itself
            raise BadValue(f"{name} must be a name or number for every vote (got an empty one); leave out its row or name it")
        ordered = tuple(sorted(known))
    except TypeError:
        raise BadValue(f"{name} must be names or numbers of one kind (got several kinds); write all alike") from None
    place = {entry: at for at, entry in enumerate(ordered)}
    return ordered, np.fromiter((place[entry] for entry in column), np.intp, size)


def _once(
    at_actor: NDArray[np.intp],
    at_call: NDArray[np.intp],
    at_session: NDArray[np.intp],
    actors: tuple[Any, ...],
    roll_calls: tuple[Any, ...],
    sessions: tuple[Any, ...],
) -> None:
    order = np.lexsort((at_actor, at_call))
    same = at_call[order][1:] == at_call[order][:-1]
    twice = np.flatnonzero(same & (at_actor[order][1:] == at_actor[order][:-1]))
    if twice.size:
        row = order[twice[0]]
        raise BadValue(
            f"actor, roll_call must be one vote of an actor on a roll call (got {twice.size + 1} or more of "
            f"{actors[at_actor[row]]!r} on {roll_calls[at_call[row]]!r}); keep the vote that counts"
        )
    moved = np.flatnonzero(same & (at_session[order][1:] != at_session[order][:-1]))
    if moved.size:
        row, other = order[moved[0]], order[moved[0] + 1]
        raise BadValue(
            f"roll_call must be one session for {roll_calls[at_call[row]]!r} (got {sessions[at_session[row]]!r} and "
            f"{sessions[at_session[other]]!r}); give each vote its own name, and tie repeats by bridges"
        )


def _merged(roll_calls: tuple[Any, ...], bridges: Mapping[Any, Any] | None) -> tuple[NDArray[np.intp], int]:
    """Return for each roll call the first of those that it is bridged with, and how many bridges found no hold."""
    root = np.arange(len(roll_calls))
    if bridges is None:
        return root, 0
    if not isinstance(bridges, Mapping):
        raise BadValue(f"bridges must be a mapping of a roll call to the one it repeats (got {type(bridges).__name__}); write a dict")
    place = {name: at for at, name in enumerate(roll_calls)}
    unused = 0

    def top(at: int) -> int:
        while root[at] != at:
            at = int(root[at])
        return at

    for later, earlier in bridges.items():
        if later not in place or earlier not in place:
            unused += 1
            continue
        one, other = sorted((top(place[later]), top(place[earlier])))
        root[other] = one
    if bridges and unused == len(bridges):
        raise BadValue(f"bridges must be names of roll calls (got none of them in {unused} bridge(s)); write them as in roll_call")
    return np.array([top(at) for at in range(len(roll_calls))]), unused


def _only(points: NDArray[np.intp], at_point: NDArray[np.intp], placed: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Leave out the points of actors that can be placed nowhere."""
    chosen = np.zeros(points.size, np.bool_)
    chosen[at_point[placed]] = True
    return points[chosen], (np.cumsum(chosen) - 1)[at_point]


def _groups(actor: NDArray[np.intp], item: NDArray[np.intp], n_actors: int, n_items: int) -> NDArray[np.intp]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = coo_array((np.ones(actor.size, np.int8), (actor, n_actors + item)), shape=(n_actors + n_items,) * 2)
    label = connected_components(links, directed=False)[1][:n_actors]
    label = np.where(np.bincount(actor, minlength=n_actors) > 0, label, -1)
    seen = {name: at for at, name in enumerate(dict.fromkeys(label[label >= 0].tolist()))}
    return np.array([seen.get(name, -1) for name in label.tolist()], np.intp)


def _enough(panel: Panel) -> None:
    if len(panel.actors) < 2:
        raise BadValue(f"actor must be two actors or more (got {len(panel.actors)}); a point says who stands where beside others")
    if panel.item_start.size - 1 < 2:
        raise BadValue(
            f"roll_call must be two roll calls or more on which votes differ (got {panel.item_start.size - 1} of "
            f"{len(panel.roll_calls)}); unanimous ones say nothing of who stands where: add others"
        )


STRONG = 0.25
"""From this strength on a session is said to have a strong second dimension."""
