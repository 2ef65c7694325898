"""The note on a consultation: what those consulted share, what parts them, who is not heard."""

from __future__ import annotations

from legation.briefing.notes.audience import audiences
from legation.briefing.notes.declaration import WANTED, Material, Note, Sentence

__all__ = ["NOTE"]

_ROOM = "what-the-room-thinks"


def _bottom_line(material: Material) -> Sentence | None:
    return material.first(f"{_ROOM}:bridges", f"{_ROOM}:groups", f"{_ROOM}:people")


NOTE = Note(
    situation="consultation",
    questions=(_ROOM, "what-is-due"),
    bottom_line=_bottom_line,
    says={
        "situation": (f"{_ROOM}:people", f"{_ROOM}:groups", f"{_ROOM}:unites:*", f"{_ROOM}:divides:*"),
        "reactions": (f"{_ROOM}:says:*",),
        "uncertainties": (f"{_ROOM}:border", f"{_ROOM}:seldom"),
    },
    picture=(f"{_ROOM}:divisions", f"{_ROOM}:opinion-map"),
    approaches=audiences,
    without_contrary=(f"{_ROOM}:unites:*",),
    wants=tuple(name for name in WANTED if name != "words"),
)
