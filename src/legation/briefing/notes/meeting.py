"""The note for a meeting: with whom, what is asked, where they stand, what they will raise."""

from __future__ import annotations

from legation.briefing.notes.declaration import Approach, Material, Note, Sentence
from legation.dossier import Engagement, Wording
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


def _more(material: Material) -> dict[str, tuple[Sentence, ...]]:
    """Return what they are expected to raise, and what we would settle for with them, as the row of the meeting says it."""
    row = _next(material)
    found: dict[str, tuple[Sentence, ...]] = {}
    if row is not None and row.points:
        message = Message("note.meeting.raise", points=_on_one_line(row.points))
        found["reactions"] = (Sentence(message=message, evidence=row.evidence),)
    if row is not None and row.fallback:
        found["situation"] = (Sentence(message=Message("note.meeting.settle", words=row.fallback), evidence=row.evidence),)
    return found


def _on_one_line(words: Wording) -> Wording:
    """Return points that stand on lines of their own as one sentence has them."""
    return Wording(*("; ".join(filter(None, map(str.strip, text.splitlines()))) for text in (words.text, words.fr, words.en)))


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
    more=_more,
    subject=_subject,
)
