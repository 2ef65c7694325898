"""What says that a rehearsal is an exercise: pages do so by themselves (:mod:`legation.web.rooms.play`), files by the names given here."""

from __future__ import annotations

from legation.briefing.exercise import exercise_name
from legation.language import Lang
from legation.web.rooms.play import is_play

__all__ = ["file_name"]


def file_name(room: str, name: str, lang: Lang | None = None) -> str:
    """Return the name under which a file of a room is taken along: of a rehearsal it begins with the word, of both languages without one.

    Parameters
    ----------
    room : str
        Its id.
    """
    return exercise_name(name, lang) if is_play(room) else name
