"""What a list shows of a row and filters it by that other rows decide: of a vote its outcome and its totals, on a stretch of days.

Each is worked out by what its own page reads, so that a list says what the page says. It is worked out for one day, and holds from the last
day before it on which anything changed that it rests on, until the next one.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import Body, standing
from legation.dossier import Dossier as Content
from legation.dossier.column import symbol
from legation.questions import Case
from legation.questions.votes.declarations import plain_title
from legation.questions.votes.result import outcome_of, totals_known

__all__ = ["DECIDED", "Facts", "RowFacts", "facts_of", "holding", "rests_on"]

_DAY = dt.timedelta(days=1)
_READ = ("actors", "groups", "rollcalls")
"""The tables that what came of a vote rests on, with its votes and the bodies."""


@dataclass(frozen=True, slots=True)
class RowFacts:
    """Of a row, by column: what a list is filtered by, and what it shows as JSON."""

    cells: tuple[tuple[str, str], ...]
    shown: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Of the rows of a table by their ids, from a day until before another."""

    rows: Mapping[str, RowFacts]
    since: dt.date
    until: dt.date


def facts_of(table: str, case: Case) -> Facts | None:
    """Return what other rows decide of the rows of a table on a case's day; None for a table of which nothing is."""
    if table not in DECIDED:
        return None
    return Facts(DECIDED[table](case), *holding(case))


def holding(case: Case) -> tuple[dt.date, dt.date]:
    """Return from which day on, and before which, nothing changes of what other rows decide on a case's day."""
    turns = {turn for turn in _turns(case.later) if turn > dt.date.min}
    since = max((turn for turn in turns if turn <= case.as_of), default=dt.date.min)
    return since, min((turn for turn in turns if turn > case.as_of), default=dt.date.max)


def rests_on(case: Case) -> tuple[Any, ...]:
    """Return what all that rests on that other rows decide on a case's day: while it is the same, so is that."""
    now, whole = case.dossier, case.later
    ledger = whole.ledger
    days = [ledger.days[ledger.starts[name] : ledger.starts[name] + len(getattr(whole, name))] for name in _READ]
    rows = [getattr(one, name) for one in (now, whole) for name in (*_READ, "bodies")]
    return (case.as_of, now.info, _Same(now.votes), *rows, *days, ledger.days[ledger.starts["bodies"] :])


class _Same:
    """A thing that is the same only as itself."""

    def __init__(self, one: Any) -> None:
        self.one = one

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.one is self.one

    __hash__ = None  # type: ignore[assignment]  # it is compared and no more


def _votes(case: Case) -> dict[str, RowFacts]:
    rows = standing(case.dossier.rollcalls)
    found = {}
    for row, totals in zip(rows, totals_known(case, rows), strict=True):
        outcome, title = outcome_of(case, row, totals), plain_title(row)
        cells = [("outcome", outcome), *(() if row.stage else (("stage", "plenary"),))]
        cells += [("year", str(row.date.first.year))] if row.date else []
        cells += [("session", str(row.session))] if row.session is not None else []
        shown = {
            "symbol": symbol(row),
            "title": [title.text, title.fr, title.en],
            "date": row.date.text if row.date else "",
            "stage": row.stage,
            "on": row.on,
            "outcome": outcome,
            "totals": totals,
        }
        found[row.id] = RowFacts(tuple(cells), json.dumps(shown, ensure_ascii=False))
    return found


DECIDED: Mapping[str, Callable[[Case], Mapping[str, RowFacts]]] = {"rollcalls": _votes}
"""The tables of whose rows others decide something, with what says it."""


def _turns(whole: Content) -> Iterator[dt.date]:
    """Yield the days on which anything may change that a vote's outcome rests on."""
    ledger = whole.ledger
    for name in _READ:
        start = ledger.starts[name]
        yield from ledger.days[start : start + len(getattr(whole, name))]
    start = ledger.starts["bodies"]
    yield from ledger.days[start : start + sum(map(_nodes, whole.bodies))]
    dates = [row.date for row in whole.rollcalls]
    dates += [when for row in whole.groups for when in (row.start, row.end)]
    dates += [when for body in whole.bodies for rule in body.rules for when in (rule.start, rule.end)]
    for when in dates:
        if when is not None:
            yield from (when.first, when.last, min(when.last, dt.date.max - _DAY) + _DAY)


def _nodes(body: Body) -> int:
    """Return how many rows of the ledger a body takes, its rules and their parts among them."""
    waiting, count = list(body.rules), 1
    while waiting:
        waiting += waiting.pop().parts
        count += 1
    return count
