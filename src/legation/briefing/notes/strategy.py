"""The note on a strategy: does it hold, in which futures, what comes next."""

from __future__ import annotations

from legation.briefing.notes.audience import audiences
from legation.briefing.notes.declaration import Material, Note, Sentence

__all__ = ["NOTE"]


def _bottom_line(material: Material) -> Sentence | None:
    return material.first("which-plan-survives:robust", "who-stands-where:spread", "who-votes-alike:*")


NOTE = Note(
    situation="strategy",
    questions=(
        "is-the-strategy-sound",
        "which-plan-survives",
        "where-should-we-take-it",
        "who-can-stop-it",
        "who-stands-where",
        "who-votes-alike",
        "who-matters",
        "what-is-due",
    ),
    bottom_line=_bottom_line,
    says={
        "situation": (
            "which-plan-survives:plan-*",
            "where-should-we-take-it:first",
            "who-can-stop-it:stops",
            "who-stands-where:spread",
            "who-matters:first",
        ),
        "reactions": ("who-votes-alike:*",),
        "uncertainties": ("is-the-strategy-sound:contradicted", "which-plan-survives:fails-*"),
    },
    picture=("which-plan-survives:survival", "who-stands-where:positions", "who-votes-alike:*"),
    approaches=audiences,
)
