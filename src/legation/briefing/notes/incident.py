"""The note on a cyber incident: what is established, how sure, what may be done and said, with whom, at which cost."""

from __future__ import annotations

from legation.briefing.notes.audience import listed
from legation.briefing.notes.declaration import Approach, Material, Note, Sentence
from legation.language import Message

__all__ = ["NOTE"]


def _bottom_line(material: Material) -> Sentence | None:
    """Return the leading hypothesis with its probability and that nobody measured such judgements; without one, whom to notify.

    Without that what may be done, else who signs.
    """
    return material.first(
        "how-sure-are-we:first-*", "whom-must-we-notify:late", "whom-must-we-notify:next", "what-may-we-do:open", "who-would-sign:order"
    )


def _approaches(material: Material) -> tuple[Approach, ...]:
    return listed(material, "who-would-sign", "order", Message("note.incident.ask"))


NOTE = Note(
    situation="incident",
    questions=(
        "what-is-established",
        "whom-must-we-notify",
        "how-sure-are-we",
        "what-can-we-show",
        "what-may-we-do",
        "who-would-sign",
        "what-does-naming-cost",
        "what-would-prove-us-wrong",
        "what-is-due",
    ),
    bottom_line=_bottom_line,
    says={
        "situation": (
            "what-is-established:established",
            "whom-must-we-notify:late",
            "whom-must-we-notify:next",
            "whom-must-we-notify:then",
            "what-is-established:reported",
            "what-may-we-do:held",
            "what-can-we-show:view-public",
            "what-may-we-do:open",
            "what-may-we-do:closed",
            "how-sure-are-we:confidence",
            "what-is-established:affected",
        ),
        "reactions": (
            "who-would-sign:decline",
            "what-does-naming-cost:reply-2",
            "what-does-naming-cost:cost-1",
            "what-does-naming-cost:cost-3",
        ),
        "uncertainties": (
            "what-is-established:unknown",
            "what-is-established:disputed",
            "what-would-prove-us-wrong:assumption",
            "what-would-prove-us-wrong:next-*",
        ),
    },
    picture=("how-sure-are-we:posterior", "who-would-sign:answers"),
    approaches=_approaches,
)
