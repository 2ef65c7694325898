"""Rows of a table of a model found again in another state of it: by their ids, else by the columns that name them, else by their place.

What is compared, joined, written back and followed through time are the same pairs of rows; this is the one place that makes them.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, cast

from legation.dossier.column import Column, Wording
from legation.dossier.kind import Choice, Number, Text
from legation.dossier.moment import Moment
from legation.dossier.parts.form import Rows, form_of
from legation.dossier.when import When

__all__ = ["listed", "matched", "matched_below", "naming", "own_name", "paired", "said_of"]

_COMPARED = 60
"""Rows without a name of which each is compared with each; more are taken in their order."""


def listed(record: Any, of: Rows) -> tuple[Any, ...]:
    """Return the rows of a table below a record, which may be None; the one of a single table alone."""
    rows = getattr(record, of.field, None)
    return () if rows is None else (rows,) if of.single else tuple(rows)


def naming(record: type[Any]) -> tuple[Column, ...]:
    """Return the columns that name a row which has no id: those that its record says, else those that must be filled.

    >>> from legation.dossier.models.negotiation import Worth
    >>> [column.name for column in naming(Worth)]
    ['party', 'issue']
    """
    return _naming(cast("Any", record))


@functools.cache
def _naming(record: Any) -> tuple[Column, ...]:
    columns = form_of(record).columns
    said: tuple[str, ...] = record.NAMED_BY
    if said:
        return tuple(column for name in said for column in columns if column.name == name)
    return tuple(c for c in columns if c.required and not isinstance(c.kind, (Choice, Number)) and not _is_wording(c))


def own_name(row: Any) -> str:
    """Return what a row is called in its table: its id, else what the columns that name it say; empty where nothing names it.

    Of rows that may share an id, as each is known from another day, the day stands with it.
    """
    identity = str(getattr(row, "id", "") or "")
    if identity and row.REPEATED:
        return ":".join(filter(None, (identity, str(row.known_on or ""))))
    if identity:
        return identity
    values = [column.of(row) for column in naming(type(row))]
    return ":".join(str(value) for value in values if isinstance(value, (str, When, Moment, Wording)) and value)


def said_of(row: Any) -> dict[str, Any]:
    """Return what a row says by column, without the rows below it; a text in two languages is three columns; of nothing, nothing."""
    said: dict[str, Any] = {}
    for column in () if row is None else form_of(type(row)).columns:
        value = column.of(row)
        if isinstance(value, Wording):
            said |= zip(column.names, (value.text, value.fr, value.en), strict=True)
        else:
            said[column.name] = value
    return said


def matched_below(of: Rows, *records: Any) -> dict[str, list[Any]]:
    """Return the rows of a table below some records, the first of which gives the names, as :func:`matched` does; a single one is ``1``."""
    states = [listed(record, of) for record in records]
    if of.single:
        return {"1": [rows[0] if rows else None for rows in states]} if any(states) else {}
    return matched(*states)


def matched(first: Sequence[Any], *others: Sequence[Any]) -> dict[str, list[Any]]:
    """Return the rows of one table in several states by what they are called; None where a state has no such row.

    Parameters
    ----------
    first : sequence
        The rows of the state that gives the names: what a row is called there, with ``#2`` where an earlier one is called so; its number,
        from 1, where nothing names it.
    others : sequences
        Each is compared with the first. Rows that are new in several of them and have one id, or say the same, are one.

    Examples
    --------
    >>> from legation.dossier.models.scenario import ScenarioJudgement
    >>> one, other = (ScenarioJudgement(from_="talks.open", to={"trust.high": n}) for n in (1, 2))
    >>> [(name, [row is not None for row in rows]) for name, rows in matched((one, other), (other,)).items()]
    [('talks.open', [True, False]), ('talks.open#2', [True, True])]
    """
    found: dict[str, list[Any]] = {}
    seen: Counter[str] = Counter()
    names: list[str] = []
    for number, row in enumerate(first, start=1):
        own = own_name(row)
        seen[own] += 1
        name = str(number) if not own else own if seen[own] == 1 else f"{own}#{seen[own]}"
        names.append(name)
        found[name] = [row, *(None for _ in others)]
    for at, rows in enumerate(others, start=1):
        pairs = paired(first, rows)
        for number, row in enumerate(rows):
            if number in pairs:
                found[names[pairs[number]]][at] = row
        for number, row in enumerate(rows):
            if number not in pairs:
                found.setdefault(_free(row, found, at, len(first)), [None] * (len(others) + 1))[at] = row
    return found


def _free(row: Any, found: Mapping[str, Sequence[Any]], at: int, count: int) -> str:
    """Return what a new row is called: as no other row of its state, but as a new one of an earlier state that is the same."""
    own = own_name(row)
    by_id = bool(getattr(row, "id", "")) and not row.REPEATED
    number = 1 if own else count + 1
    while True:
        name = (own if number == 1 else f"{own}#{number}") if own else str(number)
        if name not in found:
            return name
        taken = found[name]
        if taken[0] is None and taken[at] is None and (by_id or any(other == row for other in taken[1:at] if other is not None)):
            return name
        number += 1


def paired(first: Sequence[Any], rows: Sequence[Any]) -> dict[int, int]:
    """Return by number of a row the number of the row of the first state that it is."""
    pairs: dict[int, int] = {}
    ahead, least = 0, min(len(first), len(rows))
    while ahead < least and (rows[ahead] is first[ahead] or rows[ahead] == first[ahead]):
        pairs[ahead] = ahead
        ahead += 1
    back = 0
    while back < least - ahead and (rows[-1 - back] is first[-1 - back] or rows[-1 - back] == first[-1 - back]):
        back += 1
        pairs[len(rows) - back] = len(first) - back
    old, new = _by_name(first, ahead, len(first) - back), _by_name(rows, ahead, len(rows) - back)
    for name, numbers in new.items():
        if name in old:
            pairs.update(_same(first, rows, old[name], numbers))
    return pairs


def _by_name(rows: Sequence[Any], start: int, end: int) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number in range(start, end):
        found[own_name(rows[number])].append(number)
    return found


def _same(first: Sequence[Any], rows: Sequence[Any], old: list[int], new: list[int]) -> dict[int, int]:
    """Return pairs of rows that are called the same: what says the same, then what says nearly the same, then in their order."""
    if len(old) == len(new) == 1:
        return {new[0]: old[0]}
    pairs: dict[int, int] = {}
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for number in reversed(old):
        alike[repr(first[number])].append(number)
    for number in new:
        if waiting := alike.get(repr(rows[number])):
            pairs[number] = waiting.pop()
    taken = set(pairs.values())
    old, new = [n for n in old if n not in taken], [n for n in new if n not in pairs]
    if not (old and new):
        return pairs
    if max(len(old), len(new)) > _COMPARED:
        return pairs | dict(zip(new, old, strict=False))
    before, now = ({n: said_of(state[n]) for n in numbers} for state, numbers in ((first, old), (rows, new)))
    order = sorted((-_shared(before[o], now[n]), abs(o - n), n, o) for o in old for n in new)
    for _, _, number, other in order:
        if number not in pairs and other not in taken:
            pairs[number] = other
            taken.add(other)
    return pairs


def _shared(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    """Return how many columns are filled and say the same."""
    return sum(bool(value) and value == other.get(name) for name, value in one.items())


def _is_wording(column: Column) -> bool:
    return isinstance(column.kind, Text) and column.kind.localized
