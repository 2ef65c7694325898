"""Which statement a seat votes on next: what is uncertain, once that is known; before, what the fewest have seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from legation.methods.opinion import UNSEEN, Routing
from legation.web.rooms.pictures import ShownPicture

__all__ = ["next_statement"]


def next_statement(
    left: Sequence[Mapping[str, Any]], mine: Mapping[str, int], seat: str, shown: ShownPicture | None, at: str = ""
) -> Mapping[str, Any] | None:
    """Return the statement that a seat votes on next; None where it has voted on all.

    Only counts that are shown decide, so that nobody learns of others' votes by what is put to them.

    Parameters
    ----------
    left : sequence of statements
        Those that it has not voted on, as the seat sees them.
    mine : mapping of str to int
        Its votes.
    shown : ShownPicture, optional
        What of the room is known.
    at : str
        The statement that is on its screen, which stays there.
    """
    if not left:
        return None
    there = {one["id"]: one for one in left}
    if at in there:
        return there[at]
    draw = np.random.default_rng([int(seat, 16) % 2**63, len(left)])
    fresh = sorted(there) if shown is None or shown.routing is None else sorted(set(there) - set(shown.routed))
    if fresh or shown is None or shown.routing is None:
        lot = dict(zip(fresh, draw.permutation(len(fresh)).tolist(), strict=True))
        return there[min(fresh, key=lambda name: (there[name]["seen"] or 0, lot[name]))]
    return there[_uncertain(there, mine, shown.routing, shown.routed, int(draw.integers(2**31)))]


def _uncertain(there: Mapping[str, Mapping[str, Any]], mine: Mapping[str, int], routing: Routing, routed: Sequence[str], seed: int) -> str:
    """Return the statement of which this seat's answer is expected to say most; one that lacks its share of votes goes before."""
    votes = np.array([[mine.get(name, UNSEEN) for name in routed]], np.int8)
    seen = routing.seen.copy()
    for column, name in enumerate(routed):
        if name in there:
            seen[column] = there[name]["seen"] or 0
    ordered: list[int] = routing.placing(votes, seen).next(0, len(routed), seed=seed).tolist()
    return next(name for name in (routed[column] for column in ordered) if name in there)
