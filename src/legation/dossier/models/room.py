"""``rooms/NAME.toml``: a room in which statements were put to the vote; beside it the export of its votes.

One ``[room]`` says what the room was asked, who held it, when, and below how many people nothing of a group is published. The votes lie in
``rooms/NAME/*.csv`` in the five files that Polis exports (:mod:`legation.sources.polis`). Then:

- ``[[statement]]``: how a statement is worded for readers, in both languages; one without a row stands as the export has it;
- ``[[organisation]]``: a participant that is an organisation and votes as such, by the ``xid`` of the export: an actor of the dossier, and
  for how many votes it counts on the map.

Persons appear by their number in the export only, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from legation.dossier.column import Wording, column, day, wording
from legation.dossier.kind import InvalidValue, Kind, Note, Number, Reference, Text
from legation.dossier.parts.checks import Check
from legation.dossier.parts.form import ModelHead, ModelRow, rows
from legation.dossier.parts.kind import ModelKind
from legation.dossier.problem import Problem
from legation.dossier.when import When

__all__ = ["ROOM", "Organisation", "RoomModel", "Worded"]


@dataclass(frozen=True, slots=True)
class _InExport(Kind):
    """The number of a statement in the export, as text."""

    name: ClassVar[str] = "code"

    @property
    def allowed(self) -> str:
        return '"0", "1", ...'

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]+$", "examples": ["0"]}

    def read(self, text: str) -> str:
        if not (text.isascii() and text.isdigit()):
            raise InvalidValue("toml-value")
        return text


@dataclass(frozen=True, slots=True)
class _Count(Number):
    """A whole number; of one that is too small or too large the fault says just that."""

    def take(self, value: Any, note: Note) -> Any:
        if type(value) is int and not (self.low or 0) <= value <= (self.high or 0):
            return note("out-of-range", self.expected, value)
        return Number.take(self, value, note)


def _count(low: int, high: int, default: int) -> Any:
    return column(_Count(low, high, whole=True), default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded(ModelRow):
    """How a statement, by its number in the export, is worded for readers."""

    id: str = column(_InExport())
    text: Wording = wording(needed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(ModelRow):
    """A participant that votes as an organisation, in public.

    Attributes
    ----------
    xid : str
        Its identifier in the export.
    weight : int
        Votes for which it counts where people are placed and groups are found, 1 or more. Everybody else counts for one; counts of people
        stay counts of people.
    """

    xid: str = column(Text())
    actor: str = column(Reference(("actors",)))
    weight: int = _count(1, 10_000, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomModel(ModelHead):
    """A room in which statements were put to the vote.

    Attributes
    ----------
    opened, closed : When or None
        Votes without a time are known from ``closed`` on.
    holder : Wording
        Who held the room.
    smallest : int
        People below whom nothing of a group is published.
    attribution : Wording
        What is to be shown wherever its results are shown.
    """

    ENDING: ClassVar[str] = ".toml"
    KNOWN: ClassVar[tuple[str, ...]] = ("known_on", "opened")
    opened: When | None = day()
    closed: When | None = day()
    holder: Wording = wording()
    smallest: int = _count(3, 10_000, 5)
    attribution: Wording = wording()
    statements: tuple[Worded, ...] = rows("statement", Worded)
    organisations: tuple[Organisation, ...] = rows("organisation", Organisation)

    @property
    def folder(self) -> str:
        """Where its votes lie, ``rooms/NAME/``."""
        return f"rooms/{self.id}/"


def _checked(model: RoomModel, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:
    """Yield what does not fit together: an end before the beginning, an organisation that stands twice."""
    check = Check(part)
    if head and model.opened and model.closed and model.closed.last < model.opened.first:
        yield check.fault("out-of-range", "room.closed", f">= {model.opened}", model.closed)
    yield from check.twice(places["organisations"], [one.xid for one in model.organisations])
    yield from check.twice(places["organisations"], [one.actor for one in model.organisations])


ROOM = ModelKind(id="room", pattern="rooms/{name}.toml", head=RoomModel, section="room", checked=_checked)
