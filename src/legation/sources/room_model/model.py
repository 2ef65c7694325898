"""What a room's file holds."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from legation.dossier.column import Wording
from legation.dossier.when import When

__all__ = ["LISTS", "Organisation", "RoomModel", "Worded"]

_NONE = Wording()
LISTS = ("statements", "organisations")
"""The fields that are lists of rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """How a statement, by its number in the export, is worded for readers."""

    id: str
    text: Wording = _NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A participant that votes as an organisation, in public.

    Attributes
    ----------
    xid : str
        Its identifier in the export.
    actor : str
        Id in ``actors.csv``.
    weight : int
        Votes for which it counts where people are placed and groups are found, 1 or more. Everybody else counts for one; counts of people
        stay counts of people.
    """

    xid: str
    actor: str
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomModel:
    """A room in which statements were put to the vote.

    Attributes
    ----------
    part : str
        Where it lies, ``rooms/NAME.toml``.
    opened, closed : When or None
        Votes without a time are known from ``closed`` on.
    holder : Wording
        Who held the room.
    smallest : int
        People below whom nothing of a group is published.
    attribution : Wording
        What is to be shown wherever its results are shown.
    """

    part: str = field(default="", compare=False)
    title: Wording = _NONE
    opened: When | None = None
    closed: When | None = None
    holder: Wording = _NONE
    smallest: int = 5
    attribution: Wording = _NONE
    note: Wording = _NONE
    author: str = ""
    illustration: bool = False
    known_on: When | None = None
    marking: str = ""
    evidence: tuple[str, ...] = ()
    statements: tuple[Worded, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    source: bytes = field(default=b"", compare=False, repr=False)

    @property
    def id(self) -> str:
        """The NAME of ``rooms/NAME.toml``."""
        return PurePosixPath(self.part).name.removesuffix(".toml")

    @property
    def folder(self) -> str:
        """Where its votes lie, ``rooms/NAME/``."""
        return f"rooms/{self.id}/"

    def cited(self) -> tuple[str, ...]:
        """Return the ids of all evidence that the file names."""
        return tuple(dict.fromkeys(self.evidence))

    def with_evidence(self, there: Collection[str]) -> RoomModel:
        """Return the room with that evidence alone which is there."""
        return dataclasses.replace(self, evidence=tuple(one for one in self.evidence if one in there))

    def is_known(self, evidence: Collection[str], as_of: dt.date) -> bool:
        """Whether the room was known at a day to who may see some evidence."""
        days = (self.known_on, self.opened)
        return all(day is None or day.by(as_of) for day in days) and (not self.evidence or any(one in evidence for one in self.evidence))
