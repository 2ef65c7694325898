"""One person or State on a note: what is asked, who speaks, at which level, their own words, what they want in return, what is owed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from legation.briefing.notes.declaration import Approach
from legation.dossier import Commitment, Engagement, standing
from legation.figures.figure import Named
from legation.language import Message, Spoken
from legation.questions import Case
from legation.questions.base import inputs

__all__ = ["Person", "person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a note says of somebody whom it proposes to approach; what is not known is empty or None.

    Attributes
    ----------
    level : str
        Of the last contact: head, minister, ministry, mission, group, other.
    speakers : tuple of Named
        Who speaks for it or reaches it.
    words : Message or None
        What it said last on the matter, quoted and dated.
    wants : Spoken or None
        What it is likely to ask in return.
    owed : tuple of Message
        Promises that stand between us, either way.
    """

    who: Named
    ask: Message
    reason: Message | None
    level: str
    speakers: tuple[Named, ...]
    words: Message | None
    wants: Spoken | None
    owed: tuple[Message, ...]
    evidence: tuple[str, ...]


def person(case: Case, approach: Approach, subject: Iterable[str]) -> Person:
    """Return what the dossier holds on somebody about roll calls and issues."""
    actor, about = approach.who.id, frozenset(subject)
    talks = sorted((row for row in standing(case.dossier.engagements) if row.actor == actor and _on(row, about)), key=_day)
    said = next((row for row in reversed(talks) if row.words), None)
    wants = next((row for row in standing(case.dossier.interests) if row.actor == actor and (row.issue in about or not about)), None)
    promises = [row for row in standing(case.dossier.commitments) if row.actor == actor and row.kept in ("", "open")]
    rests = [row for row in (said, wants, *promises) if row is not None]
    return Person(
        who=approach.who,
        ask=approach.ask,
        reason=approach.reason,
        level=next((level for row in reversed(talks) if (level := str(getattr(row, "level", "")))), ""),
        speakers=case.names(inputs.speakers(case).get(actor, ())),
        words=_quoted(said) if said else approach.last,
        wants=(wants.needs or wants.interest) if wants else None,
        owed=tuple(_owed(row) for row in promises),
        evidence=tuple(dict.fromkeys(item for row in rests for item in row.evidence)),
    )


def _on(row: Engagement, about: frozenset[str]) -> bool:
    return not about or bool({row.rollcall, row.issue} & about)


def _day(row: Engagement) -> str:
    return str(row.date or "")


def _quoted(row: Engagement) -> Message:
    return Message("note.words" if row.date else "note.words-undated", words=row.words, date=row.date)


def _owed(row: Commitment) -> Message:
    return Message(f"note.owed.{row.direction or 'received'}", promise=row.promise)
