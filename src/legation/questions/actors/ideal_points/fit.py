"""Ideal points fitted to the chosen votes, and comparisons: an actor then and now, two actors side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall
from legation.figures.figure import Named
from legation.language import fold
from legation.methods.voting import Difference, IdealPoints, difference, ideal_points
from legation.questions.actors.ideal_points.rollcalls import Chosen, chosen
from legation.questions.base.case import Case
from legation.questions.question import Progress

__all__ = [
    "FittedPoints",
    "measured",
    "repeats",
]


_Matter = tuple[str, str, str, str]
_WHOLE = ("", "resolution", "draft")
"""What a roll call may be on to be compared: paragraphs and amendments under one title are other texts."""


def repeats(rollcalls: Sequence[RollCall], sessions: Sequence[int], contested: Sequence[bool] | None = None) -> dict[int, int]:
    """Return for each roll call that repeats one the place of the latest that it repeats, both as places in ``rollcalls``.

    A title that stands twice in one session says of neither which one is repeated: both are left alone.

    Parameters
    ----------
    rollcalls : sequence of RollCall, length n
    sessions : sequence of int, length n
        The session of each.
    contested : sequence of bool, length n, optional
        Whether votes differ; one that is unanimous repeats nothing and is not repeated, for no point rests on it.

    Limits
    ------
    Titles are compared, not texts: a resolution may come back under its title with other demands.

    Examples
    --------
    >>> from legation.dossier.column import Wording
    >>> held = [RollCall(id=name, title=Wording("Sky")) for name in ("a", "b", "c")]
    >>> repeats(held, [70, 71, 73])
    {1: 0, 2: 1}
    """
    matters = [_matter(rollcall) for rollcall in rollcalls]
    often = Counter((matter, session) for matter, session in zip(matters, sessions, strict=True))
    found: dict[int, int] = {}
    latest: dict[_Matter, int] = {}
    for at in sorted(range(len(rollcalls)), key=lambda at: (sessions[at], at)):
        matter = matters[at]
        if matter is None or often[matter, sessions[at]] > 1 or (contested is not None and not contested[at]):
            continue
        if matter in latest:
            found[at] = latest[matter]
        latest[matter] = at
    return found


def _matter(rollcall: RollCall) -> _Matter | None:
    title = rollcall.title.in_language("en")
    if not title or rollcall.on not in _WHOLE:
        return None
    return fold(" ".join(title.split())), rollcall.stage, rollcall.on, rollcall.body


Ints = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FittedPoints:
    """Points, with the ids of the dossier.

    Attributes
    ----------
    unrestricted : bool
        Whether no actors were named, so that all are examined together.
    repeated : int
        Contested roll calls that were taken for repeats of an earlier contested one.
    chosen : Chosen
    points : IdealPoints
        Its actors and roll calls are places in those of ``chosen``.
    first, last : ndarray of int, shape (n_actors,)
        The places of each actor's first and last session; -1 for an actor without a point.
    moves : Difference
        Of each actor, from its first session to its last, 0 for those with one session; sure among the actors asked about, or all.
    """

    case: Case
    chosen: Chosen
    points: IdealPoints
    first: Ints
    last: Ints
    moves: Difference
    unrestricted: bool
    repeated: int

    @property
    def actors(self) -> tuple[str, ...]:
        """Ids, in the order of the points' rows."""
        return tuple(self.chosen.actors[at] for at in self.points.actors)

    @property
    def several(self) -> bool:
        """Whether there is more than one session."""
        return len(self.points.sessions) > 1

    def row(self, actor: str) -> int | None:
        """Return the row of an actor that has a point; None for one without."""
        there = {name: at for at, name in enumerate(self.actors)}
        at = there.get(actor)
        return None if at is None or self.first[at] < 0 else at

    def session(self, column: int) -> Named:
        """Return a session, by its column, as a sentence names it."""
        return self.chosen.named(int(self.points.sessions[column]))

    def label(self, column: int) -> Named:
        """Return a session, by its column, as a table names it."""
        return self.chosen.label(int(self.points.sessions[column]))

    def beside(self, row: int, column: int) -> Difference:
        """Return how far each actor lies above one of them in a session; nan where it has no point there."""
        n = len(self.points.actors)
        return difference(self.points, np.full(n, row), np.full(n, column), np.arange(n), np.full(n, column), family=max(1, n - 1))

    def steps(self, row: int) -> tuple[Ints, Difference]:
        """Return the columns in which an actor has points, and its moves from each to the next."""
        columns = np.flatnonzero(~np.isnan(self.points.theta[row]))
        where = np.full(max(0, columns.size - 1), row)
        return columns, difference(self.points, where, columns[:-1], where, columns[1:])


def measured(case: Case, options: Mapping[str, Any], progress: Progress) -> FittedPoints:
    """Fit points to the votes that were asked for.

    Raises
    ------
    NotAvailable
        Where they are too few.
    """
    votes = chosen(case, options)
    again = repeats(votes.rollcalls, votes.session.tolist(), votes.contested.tolist()) if options.get("repeats") else {}
    points = ideal_points(
        votes.actor,
        votes.rollcall,
        votes.session[votes.rollcall],
        votes.value,
        seed=options.get("seed") or 0,
        draws=options.get("draws") or 20,
        dimensions=2 if options.get("dimensions") == 2 else 1,
        bridges=again or None,
        progress=progress,
    )
    there = ~np.isnan(points.theta)
    some = there.any(axis=1)
    first = np.where(some, there.argmax(axis=1), -1)
    last = np.where(some, there.shape[1] - 1 - there[:, ::-1].argmax(axis=1), -1)
    rows = np.arange(len(points.actors))
    named = set(options.get("actors") or ())
    together = (first < last) & np.array([not named or votes.actors[at] in named for at in points.actors], np.bool_)
    moves = difference(points, rows, np.maximum(first, 0), rows, np.maximum(last, 0), family=max(1, int(together.sum())))
    return FittedPoints(
        case=case, chosen=votes, points=points, first=first, last=last, moves=moves, unrestricted=not named, repeated=len(again)
    )
