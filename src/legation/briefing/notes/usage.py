"""How readers of three kinds expect a note: names, labels of the head, headings and their order, read from one file."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.dossier import Wording
from legation.errors import WrongUse
from legation.language import Message

__all__ = ["READERS", "Heading", "Usage", "usage_for"]

READERS = ("cabinet", "submission", "memo")
"""Whom a note is for: a French cabinet, a British minister by submission, the board of an NGO or firm by memo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading, what stands under it in which order, and for which situations.

    ``on_sheet`` is the heading of a paper without recommendation, where it is another one.
    """

    title: Wording
    on_sheet: Wording
    holds: tuple[str, ...]
    is_numbered: bool = False
    situation: str = ""
    besides: str = ""

    def stands_for(self, situation: str) -> bool:
        """Whether a note for a situation has this heading."""
        return self.situation in ("", situation) and self.besides != situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a note is called, with and without a recommendation, its head and its headings; ``hand`` is room for the hand [mm]."""

    reader: str
    hand: float
    note: Wording
    note_to_nobody: Wording
    sheet: Wording
    boxed: Wording
    head: tuple[str, ...]
    labels: Mapping[str, Wording]
    headings: tuple[Heading, ...]


@functools.cache
def usage_for(reader: str) -> Usage:
    """Return the usage of a reader.

    Raises
    ------
    WrongUse
        For a reader that the file does not know.

    Examples
    --------
    >>> [str(heading.title) for heading in usage_for("submission").headings][:3]
    ['Issue', 'Recommendation', 'Timing']
    """
    table = tomllib.loads(Path(__file__).with_name("usage.toml").read_text("utf-8"))
    if reader not in table:
        raise WrongUse(Message("all-questions.bad-option", name="for", found=reader[:40], allowed=" | ".join(table)))
    entry = table[reader]
    return Usage(
        reader=reader,
        hand=float(entry["hand"]),
        note=_wording(entry["note"]),
        note_to_nobody=_wording(entry["note-to-nobody"]),
        sheet=_wording(entry["sheet"]),
        boxed=_wording(entry["boxed"]),
        head=tuple(entry["head"]),
        labels={name: _wording(words) for name, words in entry["labels"].items()},
        headings=tuple(
            Heading(
                title=_wording(one["title"]),
                on_sheet=_wording(one.get("sheet", one["title"])),
                holds=tuple(one["holds"]),
                is_numbered=one.get("numbered", False),
                situation=one.get("situation", ""),
                besides=one.get("besides", ""),
            )
            for one in entry["section"]
        ),
    )


def _wording(entry: Mapping[str, Any]) -> Wording:
    return Wording(fr=entry["fr"], en=entry["en"])
