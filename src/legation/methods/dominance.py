"""Which options nobody need take, several columns apart: no total score, and what is not known neither beats nor is beaten."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from legation.errors import BadValue

__all__ = ["Beaten", "dominated", "would_be_dominated"]

Values: TypeAlias = Sequence[float | None]


def dominated(rows: Mapping[str, Values]) -> dict[str, tuple[str, ...]]:
    """Return who is dominated, each with everybody that dominates it, in the order of the rows.

    A row is dominated where another is at least as good on every column and better on one. On a column that is not known of one of the
    two, neither is at least as good as the other: what is not known neither dominates nor is dominated. So whoever is dominated stays so
    whatever is learnt, and no row dominates itself by way of others.

    Parameters
    ----------
    rows : mapping of str to sequence of float or None
        By option its value on each column, more is better; None: not known.

    Raises
    ------
    BadValue
        Where rows differ in length, or a value is no number.

    Notes
    -----
    Every pair is compared: the time grows with the square of the rows, 500 rows of seven columns take a fifth of a second.

    References
    ----------
    Pareto dominance; Ehrgott, M. (2005), Multicriteria Optimization, doi:10.1007/3-540-27659-9, chapter 2.

    Examples
    --------
    >>> dominated({"a": (3, 2), "b": (3, 1), "c": (1, None)})
    {'b': ('a',)}
    """
    _check(rows)
    complete = {name: tuple(values) for name, values in rows.items() if None not in values}
    found = {}
    for name, values in complete.items():
        better = tuple(other for other, theirs in complete.items() if theirs != values and _covers(theirs, values))
        if better:
            found[name] = better
    return found


@dataclass(frozen=True, slots=True)
class Beaten:
    """What one unknown decides: with all that is unknown of the two at its end, ``row`` is dominated by ``by``.

    Attributes
    ----------
    of : str
        The row whose value is not known.
    column : int
        The column.
    row, by : str
        Who is then dominated, and by whom; ``of`` is one of them.
    alone : bool
        Whether it is the one unknown of the two: known at its best or worst, it changes the list by itself.
    """

    of: str
    column: int
    row: str
    by: str
    alone: bool


def would_be_dominated(rows: Mapping[str, Values]) -> tuple[Beaten, ...]:
    """Return each unknown that would change who is dominated: at its best where its row would dominate, at its worst where it would be.

    What an unknown may be has no bounds: at its best it is as good as the best that is known of its column or better, at its worst as bad
    as the worst or worse. Who is dominated already stays so, and is not said again.

    Parameters
    ----------
    rows : mapping of str to sequence of float or None
        As for :func:`dominated`.

    Raises
    ------
    BadValue
        As :func:`dominated`.

    Examples
    --------
    >>> [(one.of, one.column, one.row, one.by, one.alone) for one in would_be_dominated({"a": (3, 2), "b": (1, None)})]
    [('b', 1, 'b', 'a', True)]
    """
    gone = dominated(rows)
    open_columns = {name: tuple(k for k, value in enumerate(values) if value is None) for name, values in rows.items()}
    found: list[Beaten] = []
    for row, values in rows.items():
        for by, theirs in rows.items():
            unknown = (*((row, k) for k in open_columns[row]), *((by, k) for k in open_columns[by]))
            if row == by or row in gone or not unknown:
                continue
            if all(a is None or b is None or b >= a for a, b in zip(values, theirs, strict=True)):
                found.extend(Beaten(of, k, row, by, len(unknown) == 1) for of, k in unknown)
    return tuple(found)


def _covers(some: Values, others: Values) -> bool:
    return all(a >= b for a, b in zip(some, others, strict=True))  # type: ignore[operator]  # rows without an unknown


def _check(rows: Mapping[str, Values]) -> None:
    for one, other in pairwise(rows):
        if len(rows[one]) != len(rows[other]):
            raise BadValue(f"rows must have one value for each column ({one}: {len(rows[one])}, {other}: {len(rows[other])}); use None")
    for name, values in rows.items():
        for value in values:
            if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value)):
                raise BadValue(f"values of {name} must be numbers, or None where they are not known (got {value!r})")
