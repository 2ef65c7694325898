"""What of a room may be published: its map, its counts, and the cells of both that no difference gives away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.ballots import UNSEEN, vote_table
from legation.methods.opinion.coordination import Coordination, counted_once
from legation.methods.opinion.map import map_opinion
from legation.methods.opinion.picture import Opinion, Placed
from legation.methods.opinion.statements import Statements, statements
from legation.methods.progress import Progress, silent

__all__ = ["LITTLE", "SURE", "Published", "publishable_cells", "published", "who_counts"]

Ints = npt.NDArray[np.int64]

SURE = 0.8
"""Stability below which somebody stands near a border."""
LITTLE = 10
"""People of a group below whom a statement counts as too little seen."""


def publishable_cells(seen: Ints, total: Ints, smallest: int) -> npt.NDArray[np.bool_]:
    """Return the cells of a table of groups by statements that may be published beside the numbers of all.

    A cell goes where fewer than ``smallest`` people of the group saw the statement. Where what then is left of all (other cells, people in
    no group) is of fewer people, the smallest of the other cells goes too, until the rest is large enough or empty.

    Parameters
    ----------
    seen : ndarray of int, shape (k, m)
    total : ndarray of int, shape (m,)
    smallest : int

    Examples
    --------
    >>> publishable_cells(np.array([[20, 20], [6, 3], [9, 9]]), np.array([35, 32]), 5).T.tolist()
    [[True, True, True], [True, False, False]]
    """
    shown = seen >= smallest
    for column in range(seen.shape[1]):
        for _ in range(len(seen)):
            rest = total[column] - seen[shown[:, column], column].sum()
            if not 0 < rest < smallest or not shown[:, column].any():
                break
            least = np.where(shown[:, column], seen[:, column], np.iinfo(np.int64).max).argmin()
            shown[least, column] = False
    return np.asarray(shown)


def who_counts(votes: npt.NDArray[np.int8], label: Ints | None, smallest: int) -> npt.NDArray[np.bool_]:
    """Return who is counted among all beside the groups, so that all less the groups leaves nobody or enough people.

    Parameters
    ----------
    votes : ndarray of int8, shape (n, m)
    label : ndarray of int, shape (n,), optional
        The groups that are published, -1 for everybody else; None: no groups are.
    smallest : int

    Examples
    --------
    >>> votes = np.ones((7, 1), np.int8)
    >>> who_counts(votes, np.array([0, 0, 0, 0, 0, -1, -1]), 3).tolist()
    [True, True, True, True, True, False, False]
    """
    everybody = np.ones(len(votes), bool)
    if label is None or not (label >= 0).any():
        return everybody
    rest = (votes[label < 0] != UNSEEN).sum(axis=0)
    return np.asarray(label >= 0) if ((rest > 0) & (rest < smallest)).any() else everybody


@dataclass(frozen=True, kw_only=True)
class Published:
    """A room and what of it may be published.

    Attributes
    ----------
    votes : ndarray of int8, shape (n, m)
    copies : Coordination
        Who voted as one.
    opinion : Opinion
        In which a set of people who voted as one counts as one person.
    as_cast : Opinion, optional
        In which all of them count; None where nobody voted as one.
    label : ndarray of int, shape (n,)
        The group, where it may be published; else -1. Where there are no groups all who have votes enough are in one.
    stats : Statements
        Of the groups that may be published.
    counted : ndarray of bool, shape (n,)
        Who is counted among all: everybody, or those in groups that may be published where the others are too few on some statement.
    everyone : Statements
        Of all who are counted, as one group.
    shown : ndarray of bool, shape (k, m)
        Cells of ``stats`` that may be published.
    smallest : int
        People below whom nothing is published.
    """

    votes: npt.NDArray[np.int8]
    copies: Coordination
    opinion: Opinion
    as_cast: Opinion | None
    label: Ints
    stats: Statements
    counted: npt.NDArray[np.bool_]
    everyone: Statements
    shown: npt.NDArray[np.bool_]
    smallest: int

    @property
    def people(self) -> int:
        """How many voted."""
        return len(self.votes)

    @property
    def is_open(self) -> bool:
        """Whether anything may be published at all."""
        return self.people >= self.smallest

    @property
    def groups(self) -> int:
        """Groups that may be published; 0 where there are not two."""
        return len(self.stats.agree) if self.opinion.k > 1 else 0

    @property
    def near_border(self) -> npt.NDArray[np.bool_]:
        """Whether each person stands near a border of a group that may be published."""
        return (self.label >= 0) & (self.opinion.stability < SURE)

    def least_seen(self) -> Ints:
        """Return how many people of the group that saw it least saw each statement; how many of all where there are no groups."""
        return np.asarray(self.stats.seen.min(axis=0) if self.groups else self.everyone.seen[0], np.int64)


def published(
    votes: npt.NDArray[np.int8],
    copies: Coordination,
    *,
    smallest: int,
    weights: npt.NDArray[np.float64] | None = None,
    previous: Opinion | Placed | None = None,
    previous_as_cast: Opinion | Placed | None = None,
    min_group: int | None = None,
    everybody: bool = False,
    seed: int = 0,
    progress: Progress = silent,
) -> Published:
    """Return what of a room may be published: of groups of ``smallest`` people or more, and of cells that no difference gives away.

    Parameters
    ----------
    votes : ndarray of int8, shape (n, m)
        Of the people who voted, on the statements that stand.
    copies : Coordination
        Of :func:`~legation.methods.opinion.clones`: who voted as one counts as one on the map.
    smallest : int
    weights : ndarray of float, shape (n,), optional
        How much each counts on the map.
    previous, previous_as_cast : Opinion or Placed, optional
        Maps of before, which the new ones continue: then ``min_group`` must be ``smallest`` or more, so that all groups may be published.
    min_group : int, optional
        As in :func:`~legation.methods.opinion.map_opinion`.
    everybody : bool
        Whether all are counted beside the groups, for their counts are known: then more cells of groups go.

    Examples
    --------
    >>> from legation.methods.opinion import clones
    >>> votes = np.ones((6, 3), np.int8)
    >>> found = published(votes, clones(votes), smallest=5)
    >>> found.is_open, found.groups, found.everyone.agree.tolist()
    (True, 0, [[6, 6, 6]])
    """
    n, table = len(votes), vote_table(votes)
    once = (weights if weights is not None else np.ones(n)) * counted_once(n, copies.sets)[0] if copies.sets else weights
    if previous is not None and (min_group or 0) < smallest:
        raise BadValue(f"min_group must be {smallest} or more where a map is continued (got {min_group}); give {smallest}")
    given: dict[str, Any] = {"seed": seed, "publish_at_least": smallest, "min_group": min_group, "progress": progress}
    opinion = map_opinion(table, weights=once, previous=previous, **given)
    as_cast = map_opinion(table, weights=weights, previous=previous_as_cast, **given) if copies.sets else None
    label = _label(opinion)
    stats = statements(table, label)
    counted = who_counts(votes, label if opinion.k > 1 and not everybody else None, smallest)
    everyone = statements(table, np.where(counted, 0, -1))
    return Published(
        votes=votes,
        copies=copies,
        opinion=opinion,
        as_cast=as_cast,
        label=label,
        stats=stats,
        counted=counted,
        everyone=everyone,
        shown=publishable_cells(stats.seen, everyone.seen[0], smallest),
        smallest=smallest,
    )


def _label(opinion: Opinion) -> Ints:
    """Return the groups that may be published; groups are numbered by falling size, so that those that may not be come last."""
    publishable = np.append(opinion.publishable, False)
    return np.where(publishable[opinion.group], opinion.group, -1)
