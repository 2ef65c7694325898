"""The note for the situation "consultation"."""

from __future__ import annotations

from legation.briefing.notes.declaration import Note

__all__ = ["NOTE"]

NOTE = Note(situation="consultation", questions=(), bottom_line=lambda _: None, says={})
