"""The second round: how a synthesis fared in each group, and two versions of a message, each with the people for whom it was drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.methods.opinion.publishing import publishable_cells
from legation.methods.share import TEST, difference_interval
from legation.rooms.deliberation.picture import place
from legation.rooms.deliberation.state import Deliberation, Statement

__all__ = ["Approval", "Compared", "approvals", "compared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A synthesis and who approves it.

    Attributes
    ----------
    statement : Statement
    agree, seen : int
        Of all, as they may be shown.
    groups : tuple of (int, int) or None
        Of each group of the map how many agree, and how many voted; None of a group of which nothing may be said, and of all while the room
        votes.
    """

    statement: Statement
    agree: int
    seen: int
    groups: tuple[tuple[int, int] | None, ...]


def approvals(state: Deliberation, seen: Mapping[str, Any]) -> tuple[Approval, ...]:
    """Return how the room voted on what its host worded, by the groups of a picture of the first round.

    Groups are said once the room is closed, when no later picture can be laid beside this one.

    Parameters
    ----------
    state : Deliberation
    seen : mapping
        What :func:`legation.rooms.deliberation.picture.picture` returns.
    """
    worded = [
        one for one in state.statements.values() if one.second and one.message is None and one.verdict == "in" and one.shown is not None
    ]
    k = len(seen.get("groups") or ()) if state.phase == "closed" else 0
    first = [state.statements[name] for name in seen.get("statements", ()) if name in state.statements] if k else []
    mine: dict[str, dict[str, int]] = {}
    for statement in first:
        for seat, value in statement.shown_votes.items():
            mine.setdefault(seat, {})[statement.id] = value
    group = {seat: stands[2] for seat, votes in mine.items() if (stands := place(seen, votes)) is not None}
    return tuple(_approval(one, group, k, state.settings["smallest"]) for one in sorted(worded, key=lambda one: one.number))


def _approval(statement: Statement, group: Mapping[str, int | None], k: int, smallest: int) -> Approval:
    agree, _, seen = statement.shown or (0, 0, 0)
    counted = np.zeros((k, 2), np.int64)
    for seat, value in statement.shown_votes.items():
        at = group.get(seat)
        if at is not None:
            counted[at] += (value == 1, 1)
    may = publishable_cells(counted[:, 1:], np.array([seen]), smallest)
    groups = tuple((int(counted[g, 0]), int(counted[g, 1])) if may[g, 0] else None for g in range(k))
    return Approval(statement=statement, agree=agree, seen=seen, groups=groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two versions of a message.

    Attributes
    ----------
    message : str
    first, second : Statement
    agree, seen : tuple of int
        Of both, as they may be shown.
    difference, low, high : float
        Share that agrees with the first less that of the second [-1 to 1], and its interval by Newcombe.
    level : float
        Of the interval.
    """

    message: str
    first: Statement
    second: Statement
    agree: tuple[int, int]
    seen: tuple[int, int]
    difference: float
    low: float
    high: float
    level: float = TEST

    @property
    def is_clear(self) -> bool:
        """Whether the difference is more than chance makes."""
        return self.low > 0 or self.high < 0


def compared(state: Deliberation) -> tuple[Compared, ...]:
    """Return the messages of which both versions have counts that may be shown, in their order; none before the room is closed."""
    found: list[Compared] = []
    if state.phase != "closed":
        return ()
    for message in dict.fromkeys(one.message for one in sorted(state.statements.values(), key=lambda one: one.number)):
        both = state.versions(message) if message is not None else []
        if message is None or len(both) < 2 or both[0].shown is None or both[1].shown is None:
            continue
        (agree, _, seen), (other, _, of_other) = both[0].shown, both[1].shown
        low, high = difference_interval(agree, seen, other, of_other)
        found.append(
            Compared(
                message=message,
                first=both[0],
                second=both[1],
                agree=(agree, other),
                seen=(seen, of_other),
                difference=agree / seen - other / of_other,
                low=low,
                high=high,
            )
        )
    return tuple(found)
