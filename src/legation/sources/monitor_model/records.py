"""The record of a monitor: what is counted, what is usual, and when somebody is told."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.column import Wording
from legation.dossier.when import When

__all__ = ["ACTS", "PERIODS", "TABLE", "WHAT", "Monitor"]

WHAT: Mapping[str, tuple[str, ...]] = {
    "phrase": ("words",),
    "topic": ("words", "least"),
    "pair": ("first", "second", "acts"),
    "pages": ("pages",),
    "bots": ("bots",),
}
"""By what is counted, the keys that say more of it."""
TABLE: Mapping[str, str] = {"phrase": "texts", "topic": "texts", "pair": "events", "pages": "requests", "bots": "requests"}
"""The table of observations in which it is counted."""
ACTS: Mapping[str, tuple[int, ...]] = {
    "conflict": (3, 4),
    "cooperation": (1, 2),
    "verbal-cooperation": (1,),
    "material-cooperation": (2,),
    "verbal-conflict": (3,),
    "material-conflict": (4,),
}
"""Classes of acts (``quad``) by their name."""
PERIODS: Mapping[str, int] = {"day": 1, "week": 7}
"""Days of a period."""
_NONE = Wording()
_SAID = ("title", "note", "author", "known_on", "evidence", "tell", "part", "source")
"""What may be reworded without another watch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor:
    """Something in the lake that is watched.

    Attributes
    ----------
    what : str
        One of :data:`WHAT`.
    words : tuple of str
        Forms of a phrase, or the words of a topic.
    least : int
        How many of a topic's words a text must hold, from 1.
    first, second : str
        ISO 3166-1 alpha-3 codes of a pair.
    acts : str
        One of :data:`ACTS`.
    pages : tuple of str
        Paths, with ``*`` for any signs.
    bots : tuple of str
        Families of programs, or kinds of them.
    baseline_from, baseline_to : When
        The days that teach what is usual, both included.
    every : {"day", "week"}
    false_alarms : int
        Allowed in a year.
    direction : {"up", "down", "both"}
    change : int
        The change to be found soonest [percent of the usual].
    tell : str
        Who is told; free text.
    part : str
        The name of the dossier's part.
    """

    title: Wording = _NONE
    what: str = ""
    words: tuple[str, ...] = ()
    least: int = 2
    first: str = ""
    second: str = ""
    acts: str = "conflict"
    pages: tuple[str, ...] = ()
    bots: tuple[str, ...] = ()
    baseline_from: When | None = None
    baseline_to: When | None = None
    every: str = "day"
    false_alarms: int = 1
    direction: str = "up"
    change: int = 50
    tell: str = ""
    note: Wording = _NONE
    author: str = ""
    known_on: When | None = None
    evidence: tuple[str, ...] = ()
    part: str = ""
    source: bytes = field(default=b"", compare=False, repr=False)

    @property
    def name(self) -> str:
        """Its name: that of the file."""
        return self.part.rpartition("/")[2].removesuffix(".toml")

    @property
    def table(self) -> str:
        """The table of observations in which it counts."""
        return TABLE[self.what]

    @property
    def days(self) -> int:
        """Days of a period."""
        return PERIODS[self.every]

    @property
    def rate(self) -> float:
        """False alarms allowed in a period."""
        return self.false_alarms * self.days / 365

    @property
    def begins(self) -> dt.date:
        """The first day of the baseline."""
        return self.baseline_from.first if self.baseline_from else dt.date.min

    @property
    def learnt(self) -> int:
        """Whole periods of the baseline; 0 where it has none."""
        if self.baseline_from is None or self.baseline_to is None:
            return 0
        return max(0, (self.baseline_to.last - self.baseline_from.first).days + 1) // self.days

    @property
    def digest(self) -> str:
        """The hash of what the watch depends on: with another one it begins anew."""
        kept = {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name not in _SAID}
        kept = {name: value for name, value in kept.items() if name not in _OWN or name in WHAT.get(self.what, ())}
        return hashlib.blake2b(json.dumps(kept, sort_keys=True, default=str).encode(), digest_size=16).hexdigest()

    def cited(self) -> tuple[str, ...]:
        """Return the ids of the evidence that it names."""
        return self.evidence

    def keys(self) -> Mapping[str, Any]:
        """Return the keys that say what is counted, with their values."""
        return {name: getattr(self, name) for name in WHAT.get(self.what, ())}


_OWN = frozenset(name for names in WHAT.values() for name in names)
