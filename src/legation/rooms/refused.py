"""Why a room does not take an entry."""

from __future__ import annotations

from typing import Any

from legation.errors import LegationError
from legation.language import Message

__all__ = ["CODES", "Refused"]

CODES = ("no-role", "not-open", "closed", "late", "unknown", "twice", "too-long", "not-in", "still-opposed", "needs-reason", "conflict")
"""The role may not; not yet in this phase; the room is closed; after the deadline; no such thing; there already; too many characters;
the statement is not in; a standing objection; a reason is missing; against what stands."""


class Refused(LegationError):
    """The rules do not take an entry; the room is as it was.

    Attributes
    ----------
    code : str
        One of :data:`CODES`.
    number : int
        Of the entry.
    field : str
        What of it; empty where the refusal is of the whole.
    """

    def __init__(self, code: str, number: int, **words: Any) -> None:
        super().__init__(Message(f"room.refused-{code}", number=number, **words))
        self.code, self.number = code, number
        self.field = str(words.get("field", ""))
