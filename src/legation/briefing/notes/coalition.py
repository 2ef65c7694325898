"""The note on a coalition to build and hold: who is in, who could join, who drifts."""

from __future__ import annotations

from legation.briefing.notes.audience import audiences, listed
from legation.briefing.notes.declaration import Approach, Material, Note, Sentence
from legation.briefing.notes.reactions import interests_of_others, other_coalitions
from legation.language import Message

__all__ = ["NOTE"]


def _bottom_line(material: Material) -> Sentence | None:
    return material.first("who-is-in:size", "who-would-sign:order", "who-stands-where:spread")


def _approaches(material: Material) -> tuple[Approach, ...]:
    return audiences(material) or listed(material, "who-is-in", "next-best", Message("note.coalition.ask"))


def _more(material: Material) -> dict[str, tuple[Sentence, ...]]:
    """Return what those want whom we do not approach, and who stands in other coalitions."""
    answer, case = material.answer("who-is-in"), material.case
    shown = str(answer.provenance.options.get("coalition") or "") if answer and answer.provenance else ""
    approached = {one.who.id for one in _approaches(material)}
    return {"reactions": (*other_coalitions(case, shown), *interests_of_others(case, (), but=approached))}


NOTE = Note(
    situation="coalition",
    questions=("who-is-in", "who-would-sign", "who-stands-where", "who-votes-alike", "what-is-due", "is-the-strategy-sound"),
    bottom_line=_bottom_line,
    says={
        "situation": ("who-stands-where:spread", "who-is-in:bridges"),
        "reactions": ("who-is-in:cross-pressured", "who-is-in:next-best", "who-would-sign:decline"),
        "uncertainties": ("is-the-strategy-sound:contradicted",),
    },
    picture=("who-is-in:mix", "who-would-sign:answers"),
    approaches=_approaches,
    more=_more,
)
