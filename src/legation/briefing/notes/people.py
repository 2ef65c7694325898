"""Somebody on a note: who speaks, at which level, its own words, what it wants in return, what is owed, from the rows of the dossier."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from legation.briefing.notes.declaration import Approach
from legation.dossier import Engagement, standing
from legation.language import Message
from legation.questions import Case
from legation.questions.base import inputs

__all__ = ["filled"]


def filled(case: Case, approach: Approach, subject: Iterable[str]) -> Approach:
    """Return an approach with what the dossier holds on somebody about roll calls and issues; what it says already stays."""
    actor, about = approach.who.id, frozenset(subject)
    talks = sorted((row for row in standing(case.dossier.engagements) if row.actor == actor and _on(row, about)), key=_day)
    said = next((row for row in reversed(talks) if row.words), None)
    wants = next((row for row in standing(case.dossier.interests) if row.actor == actor and (row.issue in about or not about)), None)
    promises = [row for row in standing(case.dossier.commitments) if row.actor == actor and row.kept in ("", "open")]
    rows = [row for row in (said, wants, *promises) if row is not None]
    return dataclasses.replace(
        approach,
        level=approach.level or next((row.level for row in reversed(talks) if row.level), ""),
        speakers=approach.speakers or case.names(inputs.speakers(case).get(actor, ())),
        last=_quoted(said) if said else approach.last,
        wants=approach.wants or ((wants.needs or wants.interest) if wants else None),
        owed=approach.owed or tuple(Message(f"note.owed.{row.direction or 'received'}", promise=row.promise) for row in promises),
        evidence=tuple(dict.fromkeys((*approach.evidence, *(item for row in rows for item in row.evidence)))),
    )


def _on(row: Engagement, about: frozenset[str]) -> bool:
    return not about or bool({row.rollcall, row.issue} & about)


def _day(row: Engagement) -> str:
    return str(row.date or "")


def _quoted(row: Engagement) -> Message:
    return Message("note.words" if row.date else "note.words-undated", words=row.words, date=row.date)
