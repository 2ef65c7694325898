"""A dossier in a few words: what it is, how much of what it holds, and of which days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.dossier.records import TABLES
from legation.dossier.when import When

if TYPE_CHECKING:
    from legation.dossier.tables.contents import Contents

__all__ = ["Summary", "summary"]

_TITLE, _COUNTS, _ID = 90, 200, 40
"""Characters that each may have, so that the whole is a line and no page."""
_DATED = ("date", "held_from", "known_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a dossier holds.

    Attributes
    ----------
    id, title : str
        The title in English, or as it is written.
    counts : mapping of str to int
        Rows of each table by its name, then parts of each kind by its id; what is empty is left out.
    first, last : date or None
        Of the oldest and the newest row that has a date.
    as_of : When or None
        The day at which it is frozen.
    """

    id: str
    title: str
    counts: Mapping[str, int]
    first: dt.date | None
    last: dt.date | None
    as_of: When | None

    def __str__(self) -> str:
        """Return it in one line of less than 400 characters."""
        shown: list[str] = []
        for name, count in self.counts.items():
            if len(", ".join(shown)) + len(name) > _COUNTS:
                shown.append(f"... {len(self.counts) - len(shown)} more parts")
                break
            shown.append(f"{count:,} {name}")
        pieces = [f"{_cut(self.id, _ID)} {_cut(self.title, _TITLE)!r}", ", ".join(shown) or "empty"]
        if self.first is not None:
            pieces.append(f"{self.first} to {self.last}")
        if self.as_of is not None:
            pieces.append(f"as of {self.as_of}")
        return "; ".join(pieces)


def summary(dossier: Contents) -> Summary:
    r"""Return what a dossier holds.

    >>> from legation.dossier import decode
    >>> str(summary(decode({"dossier.toml": b'id = "d"', "evidence.csv": b"id,title,date\ne,a,2018-11\n"})))
    "d ''; 1 evidence; 2018-11-30 to 2018-11-30"
    """
    counts = {name: len(getattr(dossier, name)) for name in TABLES}
    counts["bodies"] = len(dossier.bodies)
    if dossier.files:
        from legation.dossier.parts.registry import kind_of

        for name in dossier.files:
            kind = kind_of(name)
            counts[kind.id if kind else "file"] = counts.get(kind.id if kind else "file", 0) + 1
    days = sorted(_days(dossier))
    return Summary(
        id=dossier.info.id,
        title=dossier.info.title.in_language("en"),
        counts={name: count for name, count in counts.items() if count},
        first=days[0] if days else None,
        last=days[-1] if days else None,
        as_of=dossier.info.as_of,
    )


def _days(dossier: Contents) -> Iterator[dt.date]:
    for name in TABLES:
        if name != "votes":
            for row in getattr(dossier, name):
                day = next((when for field in _DATED if (when := getattr(row, field, None)) is not None), None)
                if day is not None:
                    yield day.last


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."
