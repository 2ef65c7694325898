"""The note on a negotiation: where it could land, who must move, which exchange unlocks it."""

from __future__ import annotations

from legation.briefing.notes.audience import audiences
from legation.briefing.notes.declaration import Material, Note, Sentence

__all__ = ["NOTE"]


def _bottom_line(material: Material) -> Sentence | None:
    return material.first("which-trade:zone", "where-is-the-text-stuck:now", "where-it-would-land:mean", "who-stands-where:spread")


NOTE = Note(
    situation="negotiation",
    questions=(
        "who-stands-where",
        "which-trade",
        "where-is-the-text-stuck",
        "who-is-blocking",
        "where-it-would-land",
        "who-is-in",
        "what-is-due",
        "is-the-strategy-sound",
    ),
    bottom_line=_bottom_line,
    says={
        "situation": ("who-stands-where:spread", "which-trade:offer", "where-is-the-text-stuck:where", "who-is-in:size"),
        "reactions": ("which-trade:trade-1", "who-is-blocking:words", "who-is-in:leaving", "who-is-in:next-best"),
        "uncertainties": ("which-trade:firm", "where-it-would-land:others", "is-the-strategy-sound:contradicted"),
    },
    picture=("which-trade:frontier", "where-is-the-text-stuck:convergence", "who-stands-where:positions", "where-it-would-land:models"),
    approaches=audiences,
)
