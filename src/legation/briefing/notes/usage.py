"""How readers of three kinds expect a note: names, labels of the head, headings and their order, read from one file."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from legation.briefing.notes.fitting import Entry
from legation.dossier import Wording
from legation.errors import WrongUse
from legation.language import Message

__all__ = ["READERS", "Heading", "Usage", "usage_for"]

READERS = ("cabinet", "submission", "memo")
"""Whom a note is for: a French cabinet, a British minister by submission, the board of an NGO or firm by memo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading, what stands under it in which order, and for which situations.

    ``on_sheet`` is the heading of a paper without recommendation, where it is another one; ``page`` the page on which it begins, at least.
    ``yields``: how much the rank of what stands under it grows, so that it gives way to the rest of its page, what else must stay included.
    """

    title: Wording
    on_sheet: Wording
    holds: tuple[str, ...]
    is_numbered: bool = False
    situation: str = ""
    besides: str = ""
    page: int = 1
    yields: int = 0

    def weighed(self, entry: Entry) -> Entry:
        """Return an entry with the rank that it has under this heading."""
        return replace(entry, rank=entry.rank + self.yields)

    def stands_for(self, situation: str) -> bool:
        """Whether a note for a situation has this heading."""
        return self.situation in ("", situation) and self.besides != situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a note is called, with and without a recommendation, its head and its headings; ``hand`` is room for the hand [mm].

    ``own``: by situation, the headings of a paper whose order does not depend on its reader.
    """

    reader: str
    hand: float
    note: Wording
    note_to_nobody: Wording
    sheet: Wording
    boxed: Wording
    head: tuple[str, ...]
    labels: Mapping[str, Wording]
    headings: tuple[Heading, ...]
    own: Mapping[str, tuple[Heading, ...]] = field(default_factory=dict)

    def headings_of(self, situation: str) -> tuple[Heading, ...]:
        """Return the headings of the paper on a situation: its own order, whoever reads it, where it has one."""
        return self.own.get(situation) or tuple(heading for heading in self.headings if heading.stands_for(situation))


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
    if reader not in READERS:
        raise WrongUse(Message("all-questions.bad-option", name="for", found=reader[:40], allowed=" | ".join(READERS)))
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
        headings=_headings(entry["section"]),
        own={situation: _headings(sections) for situation, sections in table["situations"].items()},
    )


def _headings(sections: Sequence[Mapping[str, Any]]) -> tuple[Heading, ...]:
    return tuple(
        Heading(
            title=_wording(one["title"]),
            on_sheet=_wording(one.get("sheet", one["title"])),
            holds=tuple(one["holds"]),
            is_numbered=one.get("numbered", False),
            situation=one.get("situation", ""),
            besides=one.get("besides", ""),
            page=one.get("page", 1),
            yields=one.get("yields", 0),
        )
        for one in sections
    )


def _wording(entry: Mapping[str, Any]) -> Wording:
    return Wording(fr=entry["fr"], en=entry["en"])
