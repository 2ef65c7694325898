"""The counts of a consular house on one day of one crisis, as they were shown: ranges stay ranges, and nothing is added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from legation.dossier import ConsularCount, When, standing
from legation.dossier.records.consular import DRILL_SCORES
from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.base.case import Case, joined_evidence

__all__ = ["DayOfCounts", "counts_of", "number_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfCounts:
    """What stood on the last day of a crisis that is known.

    Attributes
    ----------
    crisis
        Its name, or that of the service.
    day
        The day.
    rows
        Of that day.
    before
        Of the last day before it.
    others
        Names of the other crises that are counted.
    """

    crisis: str
    day: When
    rows: tuple[ConsularCount, ...]
    before: tuple[ConsularCount, ...]
    others: tuple[str, ...]

    @property
    def is_drill(self) -> bool:
        """Whether it was an exercise."""
        return any(row.drill for row in self.rows)

    @property
    def posts(self) -> tuple[str, ...]:
        """The posts that gave a count, by name."""
        return tuple(sorted({row.post for row in self.rows if row.post}))

    @property
    def evidence(self) -> tuple[str, ...]:
        """The sources of the rows."""
        return joined_evidence(row.evidence for row in self.rows)

    def count(self, status: str, post: str | None = None) -> str | None:
        """Return a count as shown: of a post, or of all together, which is its own row or the only post; None where it is not known."""
        return _count(self.rows, status, post)

    def earlier(self, status: str) -> str | None:
        """Return the count of all together on the day before that is known."""
        return _count(self.before, status, None)


def _count(rows: Iterable[ConsularCount], status: str, post: str | None) -> str | None:
    found = {row.post: row.count for row in rows if row.status == status and row.count}
    if post is not None:
        return found.get(post)
    return found.get("", next(iter(found.values())) if len(found) == 1 and len({row.post for row in rows if row.post}) == 1 else None)


def counts_of(case: Case, crisis: str, *, scores: bool = False) -> DayOfCounts:
    """Return the counts of a crisis, or of the one counted last, on its last day.

    Parameters
    ----------
    case
        As it was known.
    crisis
        Its name; empty for the one counted last.
    scores
        Whether the rows are those of the score of an exercise, instead of people.

    Raises
    ------
    NotAvailable
        Nothing is counted.
    """
    rows = [
        row
        for row in standing(case.dossier.consular)
        if row.day is not None and row.count and (row.status in DRILL_SCORES) == scores and row.day.last <= case.as_of
    ]
    names = sorted({_name(row) for row in rows})
    if crisis:
        rows = [row for row in rows if _name(row) == crisis]
    dated = [(row.day, row) for row in rows if row.day is not None]
    if not dated:
        message = Message("consular-counts.no-score" if scores else "consular-counts.none", as_of=case.as_of)
        raise NotAvailable(message)
    day, newest = max(dated, key=lambda pair: (pair[0].last, _name(pair[1])))
    mine = [(when, row) for when, row in dated if _name(row) == _name(newest)]
    earlier = max((when.last for when, _ in mine if when.last < day.last), default=None)
    return DayOfCounts(
        crisis=_name(newest),
        day=day,
        rows=tuple(row for when, row in mine if when.last == day.last),
        before=tuple(row for when, row in mine if when.last == earlier),
        others=tuple(name for name in names if name != _name(newest)),
    )


def _name(row: ConsularCount) -> str:
    return row.crisis or row.service


def number_of(count: str) -> int | Message:
    """Return a count as a sentence says it: a number, or the words for few.

    >>> number_of("15"), str(number_of("1 to 4"))
    (15, '1 to 4')
    """
    return int(count) if count.isdigit() else Message("consular-counts.few")
