"""The criteria that a strategy is held against, as ``criteria.toml`` declares them."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.dossier import Wording
from legation.language import Message
from legation.questions.answer import Named

__all__ = ["AREA", "Criterion", "criteria"]

AREA = "what-does-the-strategy-cover"
_FILE = Path(__file__).with_name("criteria.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing that a strategy is expected to hold.

    Attributes
    ----------
    id : str
        By which rows of the posture name it.
    frame, name : Wording
        Whose criterion it is, and what it asks, in our own words.
    source, url : str
        Where the frame says so.
    verified : {"yes", "proposal", "secondary", "no"}
        How far that was compared, as of rows of fora.
    checked_on : str
        The day of that, ``YYYY-MM-DD``.
    check : str
        The check that answers it.
    words : tuple of str
        By which the check finds rows: folded beginnings of words.
    """

    id: str
    frame: Wording
    name: Wording
    source: str
    url: str
    verified: str
    checked_on: str
    check: str
    words: tuple[str, ...] = ()

    @property
    def called(self) -> Named:
        """What a reader is told: its name, marked where its source was not verified."""
        plain: Message | Wording = self.name
        return Named(self.id, Message(f"{AREA}.not-verified-name", name=self.name) if self.verified == "no" else plain)


@functools.cache
def criteria() -> tuple[Criterion, ...]:
    """Return the criteria in the order of the file.

    >>> len(criteria()), criteria()[0].id, sorted({one.verified for one in criteria()})
    (26, 'nis2-a', ['no', 'secondary', 'yes'])
    """
    there = tomllib.loads(_FILE.read_text("utf-8"))
    return tuple(_criterion(row, there["frame"], there["source"]) for row in there["criterion"])


def _criterion(row: Mapping[str, Any], frames: Mapping[str, Any], sources: Mapping[str, Any]) -> Criterion:
    source = sources[row["source"]]
    return Criterion(
        id=row["id"],
        frame=_wording(frames[row["frame"]]),
        name=_wording(row),
        source=source["title"],
        url=source.get("url", ""),
        verified=row["verified"],
        checked_on=row["checked_on"],
        check=row["check"],
        words=tuple(row.get("words", ())),
    )


def _wording(row: Mapping[str, str]) -> Wording:
    return Wording(fr=row["name_fr"], en=row["name_en"])
