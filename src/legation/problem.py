"""One fault or notice: what is wrong, where, and what to do; errors carry them (:class:`legation.errors.DossierError`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from legation.language import Lang, Message, say

__all__ = ["NOTICES", "Problem"]

NOTICES = frozenset(
    {
        "beside",
        "byte-order-mark",
        "decimal-comma",
        "delimiter",
        "encoding",
        "game-no-deal",
        "game-numbers",
        "line-endings",
        "marking-unconfirmed",
        "newer-dossier",
        "newer-release",
        "no-marking",
        "note-lacks",
        "not-known-here",
        "older-format",
        "paper-contradicted",
        "person-named",
        "signpost-monitor-gone",
        "signpost-no-source",
        "signpost-no-threshold",
        "signpost-number-unknown",
        "step-without-day",
        "step-without-source",
        "undeclared-part",
        "unknown-name",
    }
)
"""Codes of what was read right: it is written in the standard form at the next save, or is for a person to look at. All other codes stop
the dossier from loading."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault or notice.

    Attributes
    ----------
    part : str
        The part's name, ``positions.csv``.
    row : int or None
        As a spreadsheet shows it: the header is row 1. None where the whole part is meant; in a text part, the line.
    column : str or None
        The column's name as the part's header has it.
    allowed : str
        What may stand there, in a notation that needs no language: ``0..100``, ``yes | no``, ``YYYY-MM-DD``, ``actors.csv: id``.
    found : str
        What stands there, cut to 80 characters.
    remedy : Message
        What to do, as a sentence in either language.
    code : str
        The kind of fault, stable: ``unknown-actor``, ``out-of-range``...
    """

    part: str
    row: int | None
    column: str | None
    allowed: str
    found: str
    remedy: Message
    code: str

    @property
    def is_notice(self) -> bool:
        """Whether the part was read right all the same."""
        return self.code in NOTICES

    @property
    def place(self) -> str:
        """``positions.csv:12:value``, as far as it is known."""
        return ":".join(str(item) for item in (self.part, self.row, self.column) if item is not None)

    def in_language(self, lang: Lang) -> str:
        """Return place, what was found, what is allowed and the remedy as one line."""
        return say(self.at(self.place), lang)

    def at(self, place: Any) -> Message:
        """Return the same line with another place: what a reader calls the row, where it stands in no part yet."""
        form = "line" if self.found and self.allowed else "line-found" if self.found else "line-plain"
        return Message(f"problem.{form}", place=place, found=self.found, allowed=self.allowed, remedy=self.remedy)

    def __str__(self) -> str:
        return self.in_language("en")
