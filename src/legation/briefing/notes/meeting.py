"""The note for a meeting: with whom, what is asked, where they stand, what they will raise."""

from __future__ import annotations

from legation.briefing.notes.declaration import Approach, Material, Note, Sentence
from legation.dossier import Engagement
from legation.language import Message
from legation.questions.actors.contacts import planned_contacts

__all__ = ["NOTE"]


def _next(material: Material) -> Engagement | None:
    """Return the next contact that is planned."""
    return next(iter(planned_contacts(material.case)), None)


def _bottom_line(material: Material) -> Sentence | None:
    row = _next(material)
    if row is None:
        return material.first("who-stands-where:spread")
    form = "note.meeting.bottom-line" if row.ask else "note.meeting.bare"
    return Sentence(message=Message(form, who=material.case.named(row.actor), date=row.date, words=row.ask), evidence=row.evidence)


def _approaches(material: Material) -> tuple[Approach, ...]:
    row = _next(material)
    return (Approach(who=material.case.named(row.actor), tell=row.ask),) if row and row.ask else ()


def _subject(material: Material) -> tuple[str, ...]:
    row = _next(material)
    return tuple(part for part in (row.rollcall, row.issue) if part) if row else ()


NOTE = Note(
    situation="meeting",
    questions=("who-stands-where", "what-did-they-say-before", "who-can-reach", "what-is-due"),
    bottom_line=_bottom_line,
    says={
        "situation": ("who-stands-where:spread", "who-stands-where:ours"),
        "reactions": ("what-did-they-say-before:near", "who-can-reach:path"),
        "uncertainties": (),
    },
    picture=("who-stands-where:positions",),
    approaches=_approaches,
    subject=_subject,
)
