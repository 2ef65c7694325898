"""When we last had contact with an actor, and when the next one is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legation.dossier import Engagement, When, standing
from legation.language import Spoken
from legation.questions.base.case import Case

__all__ = ["Contact", "contacts", "open_steps", "unclear"]


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
        What is to be done then; ``next_row`` is the id of the row that says so.
    evidence : tuple of str
        Of the last contact.
    """

    last: When
    days: int
    channel: str
    next_due: When | None
    next_step: Spoken | str
    next_row: str
    evidence: tuple[str, ...]

    def is_overdue(self, day: dt.date) -> bool:
        """Whether the next contact was due before a day."""
        return self.next_due is not None and self.next_due.is_over(day)


def contacts(case: Case) -> Mapping[str, Contact]:
    """Return the contacts with each actor that we have had any with.

    A contact is a dated row of ``engagements`` whose channel is not ``other``: such a row may be a word in public rather than one to us.
    Steps that are due are read from every row, :func:`open_steps`.
    """
    steps = open_steps(case)
    return {actor: _contact(case, last, steps.get(actor, ())) for actor, last in _last_met(case).items()}


def open_steps(case: Case) -> Mapping[str, tuple[Engagement, ...]]:
    """Return by actor the rows whose step is due after the last contact, the earliest first; an earlier one was met by it."""
    met = _last_met(case)
    found: dict[str, list[Engagement]] = {}
    for row in standing(case.dossier.engagements):
        if row.due is not None and (row.actor not in met or row.due.last > _day(met[row.actor])):
            found.setdefault(row.actor, []).append(row)
    return {actor: tuple(sorted(rows, key=lambda row: (row.due.last if row.due else dt.date.max, row.id))) for actor, rows in found.items()}


def unclear(case: Case) -> int:
    """Return how many rows of ``engagements`` are not counted as contacts: their channel is ``other``, or they bear no date."""
    return sum(row.channel == "other" or row.date is None for row in standing(case.dossier.engagements))


def _last_met(case: Case) -> dict[str, Engagement]:
    """Return the latest contact with each actor."""
    met: dict[str, Engagement] = {}
    for row in standing(case.dossier.engagements):
        if row.date is not None and row.date.by(case.as_of) and row.channel != "other":
            last = met.get(row.actor)
            if last is None or (_day(row), row.id) > (_day(last), last.id):
                met[row.actor] = row
    return met


def _contact(case: Case, last: Engagement, steps: Sequence[Engagement]) -> Contact:
    first = steps[0] if steps else None
    return Contact(
        last=last.date or When(case.as_of.isoformat()),
        days=(case.as_of - _day(last)).days,
        channel=last.channel,
        next_due=first.due if first else None,
        next_step=first.next_step if first else "",
        next_row=first.id if first else "",
        evidence=last.evidence,
    )


def _day(row: Engagement) -> dt.date:
    return row.date.last if row.date else dt.date.min
