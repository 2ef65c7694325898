"""When we last had contact with an actor, and when the next one is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from legation.dossier import Engagement, When, standing
from legation.language import Spoken
from legation.questions.case import Case

__all__ = ["Contact", "contacts", "unclear"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Our contacts with one actor.

    Attributes
    ----------
    last : When
        The latest contact.
    days : int
        Days from it to the day of knowing.
    channel : str
        ``meeting``, ``call``, ``note``, ``letter``, ``event``, ``online``, or empty.
    next_due : When or None
        The earliest due date that lies after the last contact; an earlier one was met by it.
    next_step : Spoken or str
        What is to be done then.
    evidence : tuple of str
        Of the last contact.
    """

    last: When
    days: int
    channel: str
    next_due: When | None
    next_step: Spoken | str
    evidence: tuple[str, ...]

    def is_overdue(self, day: dt.date) -> bool:
        """Whether the next contact was due before a day."""
        return self.next_due is not None and self.next_due.last < day


def contacts(case: Case) -> Mapping[str, Contact]:
    """Return the contacts with each actor that we have had any with.

    A contact is a dated row of ``engagements`` whose channel is not ``other``: such a row may be a word in public rather than one to us.
    Steps that are due are read from every row.
    """
    by_actor: dict[str, list[Engagement]] = {}
    for row in standing(case.dossier.engagements):
        if row.date is not None and row.date.by(case.as_of):
            by_actor.setdefault(row.actor, []).append(row)
    found = {}
    for actor, rows in by_actor.items():
        met = [row for row in rows if row.channel != "other"]
        if met:
            found[actor] = _contact(case, met, rows)
    return found


def unclear(case: Case) -> int:
    """Return how many rows of ``engagements`` are not counted as contacts: their channel is ``other``, or they bear no date."""
    return sum(row.channel == "other" or row.date is None for row in standing(case.dossier.engagements))


def _contact(case: Case, met: list[Engagement], rows: list[Engagement]) -> Contact:
    last = max(met, key=lambda row: (_day(row), row.id))
    due = [row for row in rows if row.due is not None and row.due.last > _day(last)]
    first = min(due, key=lambda row: (row.due.last if row.due else dt.date.max, row.id)) if due else None
    return Contact(
        last=last.date or When(case.as_of.isoformat()),
        days=(case.as_of - _day(last)).days,
        channel=last.channel,
        next_due=first.due if first else None,
        next_step=first.next_step if first else "",
        evidence=last.evidence,
    )


def _day(row: Engagement) -> dt.date:
    return row.date.last if row.date else dt.date.min
