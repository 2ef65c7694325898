"""Which judgement, changed by how little, creates or destroys a consistent scenario."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.scenario.balance import scores
from legation.methods.scenario.consistent import MOST, NODES, solved
from legation.methods.scenario.constraint import Constraint
from legation.methods.scenario.matrix import CrossImpactMatrix, Ints
from legation.methods.scenario.system import system

__all__ = ["Lever", "Sensitivity", "sensitivity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One judgement, moved one way by the least that changes which scenarios are consistent.

    Attributes
    ----------
    source, target : tuple of int
        Descriptor and variant, counting from 0.
    by : int
        The least change; below 0 the judgement is lowered.
    destroys, creates : tuple of tuple of int
        The scenarios that cease, and those that begin, to be consistent with that change, in lexicographic order.
    """

    source: tuple[int, int]
    target: tuple[int, int]
    by: int
    destroys: tuple[tuple[int, ...], ...]
    creates: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What depends on each judgement.

    Attributes
    ----------
    levers : tuple of Lever
        By the size of the change, then those that touch most scenarios, then in the order of the matrix; at most one for each judgement
        and way.
    counts : dict of (source column, target column) to tuple of int
        Of each judgement with a lever: how many scenarios are consistent when it is changed by ``-reach`` to ``reach``. The tornado.
    consistent : int
        How many are as it stands.
    reach : int
        The largest change that was examined.
    complete : bool
        Whether all scenarios within reach were found.
    """

    levers: tuple[Lever, ...]
    counts: dict[tuple[int, int], tuple[int, ...]]
    consistent: int
    reach: int
    complete: bool


def sensitivity(
    m: CrossImpactMatrix,
    tolerance: int = 0,
    *,
    reach: int = 3,
    constraints: Iterable[Constraint] = (),
    most: int = MOST,
    nodes: int = NODES,
    progress: Progress = silent,
) -> Sensitivity:
    """Find for each judgement the smallest change that creates or destroys a consistent scenario.

    Exact within ``reach``. A consistent scenario falls when its variant loses the margin that it has over its best rival plus the tolerance
    plus one, or a rival gains it. One change of a judgement on descriptor j can make a scenario consistent only where j alone lacks
    something: those scenarios are searched with a tolerance that is wider for j. Judgements of a descriptor on itself are not changed.

    Parameters
    ----------
    m : CrossImpactMatrix
    tolerance : int
    reach : int
        The largest change of one judgement that is examined, 1 or more.
    constraints, most, nodes, progress
        As of :func:`consistent`.

    Raises
    ------
    BadValue
        For a tolerance or a reach out of range.

    Examples
    --------
    >>> m = CrossImpactMatrix(
    ...     descriptors=["talks", "trust"],
    ...     variants=[["open", "shut"], ["high", "low"]],
    ...     judgements=[[0, 0, 2, -2], [0, 0, -1, 1], [1, -1, 0, 0], [-2, 2, 0, 0]],
    ... )
    >>> found = sensitivity(m)
    >>> first = found.levers[0]
    >>> first.source, first.target, first.by, first.destroys, first.creates
    ((0, 1), (1, 0), 3, ((1, 1),), ())
    """
    if isinstance(reach, bool) or not isinstance(reach, int) or reach < 1:
        raise BadValue(f"reach must be a whole number, 1 or more (got {reach!r}); 3 is usual")
    constraints_read = tuple(constraints)
    rows, complete = solved(system(m, tolerance, constraints_read), most=most, nodes=nodes)
    events = _falling(m, rows, tolerance, reach)
    there = {tuple(row) for row in rows.tolist()}
    for j in range(len(m.sizes)):
        wide = np.full(len(m.sizes), tolerance)
        wide[j] += reach
        near, all_found = solved(system(m, wide, constraints_read), most=most, nodes=nodes)
        complete &= all_found
        new = [row for row in near.tolist() if tuple(row) not in there]
        for cell, moved in _rising(m, np.array(new, np.int64).reshape(-1, len(m.sizes)), j, tolerance, reach).items():
            events[cell].extend(moved)
        progress(j + 1, len(m.sizes))
    return Sensitivity(
        levers=_levers(m, events),
        counts={cell: _tornado(moved, len(rows), reach) for cell, moved in sorted(events.items())},
        consistent=len(rows),
        reach=reach,
        complete=complete,
    )


_Events = dict[tuple[int, int], list[tuple[int, bool, tuple[int, ...]]]]
"""By judgement: a change, whether it creates, and the scenario."""


def _falling(m: CrossImpactMatrix, rows: Ints, tolerance: int, reach: int) -> _Events:
    events: _Events = defaultdict(list)
    first = np.asarray(m.offsets[:-1])
    for z, total in zip(rows, scores(m, rows), strict=True):
        scenario = tuple(z.tolist())
        for j, (a, b) in enumerate(zip(m.offsets, m.offsets[1:], strict=False)):
            own = a + int(z[j])
            margin = total[own] - total[a:b]
            least = int(np.delete(margin, z[j]).min()) + tolerance + 1
            for target in range(a, b):
                change = -least if target == own else int(margin[target - a]) + tolerance + 1
                if abs(change) <= reach:
                    for source in np.delete(first + z, j).tolist():
                        events[source, target].append((change, False, scenario))
    return events


def _rising(m: CrossImpactMatrix, rows: Ints, j: int, tolerance: int, reach: int) -> _Events:
    events: _Events = defaultdict(list)
    first = np.asarray(m.offsets[:-1])
    a, b = m.offsets[j], m.offsets[j + 1]
    for z, total in zip(rows, scores(m, rows)[:, a:b], strict=True):
        lacks = total - total[z[j]] - tolerance
        changes = [(a + int(z[j]), int(lacks.max()))]
        ahead = np.flatnonzero(lacks > 0)
        if len(ahead) == 1:
            changes.append((a + int(ahead[0]), -int(lacks[ahead[0]])))
        for target, change in changes:
            if abs(change) <= reach:
                for source in np.delete(first + z, j).tolist():
                    events[source, target].append((change, True, tuple(z.tolist())))
    return events


def _levers(m: CrossImpactMatrix, events: _Events) -> tuple[Lever, ...]:
    place = [(i, k) for i, size in enumerate(m.sizes) for k in range(size)]
    found = []
    for (source, target), moved in events.items():
        for way in (-1, 1):
            sizes = [abs(change) for change, _, _ in moved if change * way > 0]
            if not sizes:
                continue
            by = way * min(sizes)
            touched = sorted((scenario, creates) for change, creates, scenario in moved if change == by)
            found.append(
                Lever(
                    source=place[source],
                    target=place[target],
                    by=by,
                    destroys=tuple(scenario for scenario, creates in touched if not creates),
                    creates=tuple(scenario for scenario, creates in touched if creates),
                )
            )
    return tuple(sorted(found, key=lambda one: (abs(one.by), -len(one.destroys) - len(one.creates), one.source, one.target, one.by)))


def _tornado(moved: list[tuple[int, bool, tuple[int, ...]]], now: int, reach: int) -> tuple[int, ...]:
    """Return how many scenarios are consistent at each change: one way, a judgement only ever helps a scenario or only ever harms it."""
    counts = []
    for change in range(-reach, reach + 1):
        done = [creates for by, creates, _ in moved if by * change > 0 and abs(by) <= abs(change)]
        counts.append(now + sum(1 if creates else -1 for creates in done))
    return tuple(counts)
