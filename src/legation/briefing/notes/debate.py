"""The note on a public debate: are our words taken up, did it work, who is believed."""

from __future__ import annotations

from legation.briefing.notes.audience import audiences
from legation.briefing.notes.declaration import Material, Note, Sentence

__all__ = ["NOTE"]


def _bottom_line(material: Material) -> Sentence | None:
    return material.first("did-it-work:verdict", "who-took-up-our-words:targets", "what-is-said:voice", "whom-does-the-public-blame:shares")


NOTE = Note(
    situation="debate",
    questions=(
        "did-it-work",
        "who-took-up-our-words",
        "who-reads-us",
        "what-is-said",
        "whom-does-the-public-blame",
        "what-is-due",
        "is-the-strategy-sound",
    ),
    bottom_line=_bottom_line,
    says={
        "situation": ("who-took-up-our-words:targets", "who-reads-us:activity", "what-is-said:held"),
        "reactions": ("who-took-up-our-words:before",),
        "uncertainties": ("is-the-strategy-sound:contradicted",),
    },
    picture=("did-it-work:weeks", "who-took-up-our-words:adoption", "what-is-said:voice"),
    approaches=audiences,
)
