"""The note for the situation "debate"."""

from __future__ import annotations

from legation.briefing.notes.declaration import Note

__all__ = ["NOTE"]

NOTE = Note(situation="debate", questions=(), bottom_line=lambda _: None, says={})
