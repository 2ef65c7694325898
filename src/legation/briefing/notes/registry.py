"""The notes that there are: ours, one for each situation, and those that other packages bring by the entry point ``legation.notes``."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Collection, Mapping
from types import MappingProxyType

from legation.briefing.notes.declaration import Note
from legation.errors import WrongUse
from legation.extension import Group
from legation.language import Message
from legation.questions.situations import SITUATIONS, find_situation

__all__ = ["NOTES", "find_note", "notes"]

_OURS = "legation.briefing.notes"


def _fits(note: Note, others: Collection[Note]) -> None:
    """Refuse a note for a situation that is none, and a second one for a situation."""
    find_situation(note.situation)
    for other in others:
        if other.situation == note.situation:
            raise WrongUse(Message("note.two-for-one", situation=note.situation, first=other.id, second=note.id))


NOTES = Group(
    name="legation.notes", of=Note, title=Message("extension.what.note"), held_as="NOTE", identity=lambda note: note.id, fits=_fits
)
"""Notes as other packages declare them."""


@functools.cache
def notes() -> Mapping[str, Note]:
    """Return the note for each situation: that of another package where one brings it, else ours.

    >>> sorted(notes())[:3]
    ['coalition', 'consultation', 'debate']
    """
    ours = {one.id: importlib.import_module(f"{_OURS}.{one.id}").NOTE for one in SITUATIONS}
    known = NOTES.with_ours({one.id: note for one, note in zip(SITUATIONS, ours.values(), strict=True)})
    return MappingProxyType(ours | {note.situation: note for name, note in known.items() if name not in ours})


def find_note(situation: str) -> Note:
    """Return the note for a situation.

    Raises
    ------
    WrongUse
        For an id that is none.
    """
    return notes()[find_situation(situation).id]
