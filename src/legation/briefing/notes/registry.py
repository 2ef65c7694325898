"""The notes that there are: ours, one for each situation, and those that other packages bring by the entry point ``legation.notes``."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Mapping
from types import MappingProxyType

from legation.briefing.notes.declaration import Note
from legation.extension import Group
from legation.language import Message
from legation.questions.situations import SITUATIONS

__all__ = ["NOTES", "find_note", "notes"]

_OURS = "legation.briefing.notes"
NOTES = Group(
    name="legation.notes",
    of=Note,
    title=Message("extension.what.note"),
    held_as="NOTE",
    ours_at=_OURS,
    identity=lambda note: note.situation,
)
"""Notes as other packages declare them."""


@functools.cache
def notes() -> Mapping[str, Note]:
    """Return every note by its situation.

    >>> sorted(notes())[:3]
    ['coalition', 'consultation', 'debate']
    """
    ours = {one.id: importlib.import_module(f"{_OURS}.{one.id}").NOTE for one in SITUATIONS}
    return MappingProxyType(dict(NOTES.with_ours(ours)))


def find_note(situation: str) -> Note:
    """Return the note for a situation.

    Raises
    ------
    KeyError
        For an id that is none: :func:`legation.questions.situations.find_situation` says so in words.
    """
    return notes()[situation]
