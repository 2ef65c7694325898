"""The map of a room: where people stand by their votes, in which groups, how sure that is, and how it continues the map before."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.ballots import Votes, VoteTable, flags, vote_table
from legation.methods.opinion.canonical import canonical_order
from legation.methods.opinion.choice import Evidence, chosen, compared, has_structure, needed, weighed, why_none
from legation.methods.opinion.groups import membership_stability, partition
from legation.methods.opinion.picture import Opinion, Placed, Reason, few
from legation.methods.opinion.profiles import AGREE, by_profile, same_pairs
from legation.methods.opinion.projection import Axes, principal_axes, projected
from legation.methods.progress import Progress, silent

__all__ = [
    "LEAST_PEOPLE",
    "LEAST_VOTES",
    "continued",
    "map_opinion",
    "turned",
]


Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def turned(before: Floats, now: Floats) -> Floats:
    """Return the turn, shape (2, 2), that brings people nearest to where they were, a mirror allowed; who was or is nowhere is left out.

    Schönemann 1966, doi:10.1007/BF02289451

    Examples
    --------
    >>> points = np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, -1.0]])
    >>> turned(points, points[:, ::-1]).round(9) + 0.0
    array([[0., 1.],
           [1., 0.]])
    """
    n = min(len(before), len(now))
    both = np.isfinite(before[:n]).all(axis=1) & np.isfinite(now[:n]).all(axis=1)
    left, _, right = np.linalg.svd(now[:n][both].T @ before[:n][both])
    turn: Floats = left @ right
    return turn


def continued(before: Ints, now: Ints) -> tuple[Ints, Ints]:
    """Return the number that each group of today bears, and the group of before that it continues (-1: none).

    Groups are paired so that as many people as possible keep company; a pair without common people is none. A group keeps its number
    where it is below today's count; the numbers that are free go to the others, in their order.

    Examples
    --------
    >>> number, source = continued(np.array([1, 1, 0, 0]), np.array([0, 0, 1, 1, 2]))
    >>> number.tolist(), source.tolist()
    ([1, 0, 2], [1, 0, -1])
    """
    from scipy.optimize import linear_sum_assignment

    n, k = min(len(before), len(now)), int(now.max()) + 1
    both = (before[:n] >= 0) & (now[:n] >= 0)
    table = np.zeros((k, max(int(before.max(initial=-1)) + 1, 1)), np.int64)
    np.add.at(table, (now[:n][both], before[:n][both]), 1)
    source = np.full(k, -1, np.int64)
    for g, was in zip(*linear_sum_assignment(-table), strict=True):
        if table[g, was]:
            source[g] = was
    number = np.where(source < k, source, -1)
    free = [g for g in range(k) if g not in set(number.tolist())]
    number[number < 0] = free
    return number, source


LEAST_VOTES = 7
"""Votes on statements that count, from which a person is grouped; all statements where there are fewer."""
LEAST_PEOPLE = 15
"""People with so many votes, below which there is no map."""
LEAST_GROUP, LEAST_SHARE = 5, 0.03
PUBLISHED = 5
MOST_GROUPS = 12
DRAWS = 0
"""Where the draws begin. They are the same in every room, so that nobody finds other groups by asking again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """The votes that count, in the canonical order: all people, and those with enough votes to be grouped."""

    table: VoteTable
    centred: Floats
    moments: Floats
    axes: Axes
    points: Floats
    weight: Floats
    member: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class _Groups:
    """A label and a stability for each member, and what speaks for them."""

    label: Ints
    stability: Floats
    reason: Reason | None
    evidence: tuple[Evidence, ...] = ()
    profile_agreement: float = float("nan")


def map_opinion(
    votes: Votes,
    moderated: npt.ArrayLike | None = None,
    seed: int = 0,
    *,
    weights: npt.ArrayLike | None = None,
    previous: Opinion | Placed | None = None,
    min_group: int | None = None,
    publish_at_least: int = PUBLISHED,
    max_groups: int = 5,
    progress: Progress = silent,
) -> Opinion:
    """Say which people vote alike, and how sure that is.

    Axes are the principal components of the votes cast about each statement's mean; people are placed by their own votes, drawn towards
    the middle where they are few; groups are k-means from many starts, none below the smallest size. The result does not change with the
    order or the names of people and statements, nor where agree and disagree change places, nor with the seed. Groups are shown only where
    half of the people finds them again in the other half, the better the fewer there are; else ``reason`` says why there are none.

    Parameters
    ----------
    votes : array_like of int, shape (n, m), or Ballots
        1 agree, -1 disagree, 0 pass, UNSEEN; of ballots the last one counts.
    moderated : array_like of bool, shape (m,), optional
        Statements taken out: they count for nothing.
    seed : int
        Nothing depends on it: the draws are always the same. How far others would move a strength is its ``strength_error``.
    weights : array_like, shape (n,), optional
        Above 0: how much each person or organisation counts for axes and centres. Sizes stay numbers of people.
    previous : Opinion or Placed, optional
        An earlier map of the same room, people and statements in the same rows and columns and new ones behind: axes are turned to it and
        groups keep their numbers.
    min_group : int, optional
        Smallest group; 5 or 3 % of the people, whichever is more.
    publish_at_least : int
        Below so many people a group is not publishable.
    max_groups : int
        2 to 12.
    progress : callable

    Raises
    ------
    BadValue
        For votes or options outside their range.

    Notes
    -----
    Groups are a description of votes on the statements that were put, not of what people are. A continuum is not told from groups: people
    spread evenly along one axis come out as two groups, with a prediction strength of some 0.95 and a high ``profile_agreement``, and
    nothing here says that they are its two halves. Look at how many people stand near the border (``stability`` below 0.8) and say so
    beside any number of groups. Below 15 people with enough votes there is no map. Groups that only a third axis parts, as four or more
    equally far from each other, are joined on the plane.

    References
    ----------
    Small et al. 2021, doi:10.6035/recerca.5516; the one-standard-error rule: Breiman et al. 1984, Classification and Regression Trees.

    Examples
    --------
    >>> import numpy as np
    >>> sides = np.repeat([1, -1], 20)
    >>> rng = np.random.default_rng(1)
    >>> cells = np.where(rng.random((40, 12)) < 0.85, sides[:, None], -sides[:, None])
    >>> o = map_opinion(cells)
    >>> o.k, o.size.tolist()
    (2, [20, 20])
    """
    table = vote_table(votes)
    n, m = table.shape
    hidden, weight = flags("moderated", moderated, m), _weights(weights, n)
    _check_options(seed, min_group, publish_at_least, max_groups)
    counting = np.flatnonzero(~hidden)
    rows, columns = canonical_order(table.arranged(np.arange(n), counting), weight)
    columns = counting[columns]
    ordered = table.arranged(rows, columns)
    member = np.flatnonzero(ordered.count >= min(LEAST_VOTES, max(len(columns), 1)))
    missing: Reason | None = "few-people" if len(member) < LEAST_PEOPLE else "few-statements" if len(columns) < 2 else None
    if missing:
        return _no_map(table, hidden, missing)
    axes, centred, moments = principal_axes(ordered, weight[rows])
    points = projected(ordered, centred, axes.axis)
    room = _Room(table=ordered, centred=centred, moments=moments, axes=axes, points=points, weight=weight[rows], member=member)
    smallest = min_group or max(LEAST_GROUP, int(np.ceil(LEAST_SHARE * len(member))))
    found = _grouped(room, smallest, max_groups, np.random.default_rng(DRAWS), progress)
    sign = np.where((points**3).sum(axis=0) < 0, -1.0, 1.0)
    position, axis, mean = np.full((n, 2), np.nan), np.zeros((m, 2)), np.zeros(m)
    position[rows] = np.where(ordered.count[:, None] > 0, points * sign, np.nan)
    axis[columns], mean[columns] = axes.axis * sign, axes.mean
    group, stability = np.full(n, -1, np.int64), np.full(n, np.nan)
    group[rows[member]], stability[rows[member]] = found.label, found.stability
    group, k = _by_size(group), int(found.label.max()) + 1
    continues = np.full(k, -1, np.int64)
    if previous is not None and previous.k and position.shape[1] == previous.position.shape[1]:
        turn = turned(previous.position, position)
        position, axis = position @ turn, axis @ turn
        number, source = continued(previous.group, group)
        continues[number] = source
        group = np.where(group >= 0, number[group], -1)
    size = np.bincount(group[group >= 0], minlength=k)
    return Opinion(
        group=group,
        position=position,
        k=k,
        stability=stability,
        reason=found.reason,
        evidence=found.evidence,
        profile_agreement=found.profile_agreement,
        mean=mean,
        axis=axis,
        share=axes.share,
        centre=np.array([position[group == g].mean(axis=0) for g in range(k)]),
        size=size,
        publishable=size >= publish_at_least,
        continues=continues,
        few=None,
        needed=needed(len(member)),
    )


def _grouped(room: _Room, smallest: int, max_groups: int, rng: np.random.Generator, progress: Progress) -> _Groups:
    """Return the groups that the votes support."""
    member = room.member
    one = _Groups(label=np.zeros(len(member), np.int64), stability=np.full(len(member), np.nan), reason="all-alike")
    if room.axes.variance[0] <= 0:
        return one
    table = room.table.rows(member)
    centred = room.centred[np.isin(room.table.participant, member)]
    weight, points = room.weight[member], room.points[member]
    structure = has_structure(table, centred, weight, rng)
    found, evidence = {}, list[Evidence]()
    for k in range(2, max_groups + 1):
        progress(k - 2, max_groups)
        parted = partition(points, weight, k, smallest, rng)
        if parted is not None:
            found[k] = parted
            evidence.append(weighed(points, weight, parted, rng, smallest))
    said = compared(evidence)
    best = chosen(said, len(member)) if structure else None
    if best is None:
        return replace(one, reason=why_none(said) if structure else "no-structure", evidence=said)
    label = found[best.k].label
    profile = by_profile(table, weight, label)
    agreement = same_pairs(label, profile)
    if agreement >= AGREE and np.bincount(profile, minlength=best.k).min() >= smallest:
        label = profile
    stability = membership_stability(table, centred, room.moments, room.axes.axis, label, weight, rng, progress)
    return _Groups(label=label, stability=stability, reason=None, evidence=said, profile_agreement=agreement)


def _by_size(group: Ints) -> Ints:
    """Return groups numbered by falling size, ties by smallest row."""
    there, first, size = np.unique(group[group >= 0], return_index=True, return_counts=True)
    number = np.empty(len(there), np.int64)
    number[np.lexsort((first, -size))] = np.arange(len(there))
    return np.where(group >= 0, number[group], -1)


def _no_map(table: VoteTable, hidden: npt.NDArray[np.bool_], reason: Reason) -> Opinion:
    n, m = table.shape
    return Opinion(
        group=np.full(n, -1, np.int64),
        position=np.full((n, 2), np.nan),
        k=0,
        stability=np.full(n, np.nan),
        reason=reason,
        evidence=(),
        profile_agreement=float("nan"),
        mean=np.zeros(m),
        axis=np.zeros((m, 2)),
        share=np.zeros(2),
        centre=np.zeros((0, 2)),
        size=np.zeros(0, np.int64),
        publishable=np.zeros(0, bool),
        continues=np.zeros(0, np.int64),
        few=few(table, hidden) if n < LEAST_PEOPLE else None,
    )


def _weights(given: npt.ArrayLike | None, n: int) -> Floats:
    if given is None:
        return np.ones(n)
    weights = np.asarray(given)
    if weights.shape != (n,) or weights.dtype.kind not in "iuf" or not np.all(np.isfinite(weights) & (weights > 0)):
        raise BadValue(f"weights must be {n} numbers above 0, one for each participant (got {weights.dtype} of shape {weights.shape})")
    return weights.astype(np.float64)


def _check_options(seed: int, min_group: int | None, publish_at_least: int, max_groups: int) -> None:
    given = (("min_group", 1 if min_group is None else min_group, 1, 10**6), ("publish_at_least", publish_at_least, 1, 10**6))
    for name, value, least, most in (("seed", seed, 0, 2**63), *given, ("max_groups", max_groups, 2, MOST_GROUPS)):
        if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or not least <= value <= most:
            raise BadValue(f"{name} must be a whole number from {least} to {most} (got {value!r}); give another one")
