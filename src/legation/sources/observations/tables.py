"""The tables of observations: one definition of each column, from which readers, the lake, questions and the reference all follow.

Observations are what is too much for a dossier: coded events, what is said, lines of a site's log. Times are UTC. States are ISO 3166-1
alpha-3 codes. A null is unknown, never zero. What each column means stands in the catalogue ``observation``, from which the page of
observations of the reference is made. Other packages declare tables by the entry point ``legation.observations``.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from legation.errors import WrongUse
from legation.extension import Group
from legation.language import Message

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["DAY", "OBSERVATIONS", "QUARTER", "TABLES", "ObservationTable", "observation_table", "observation_tables"]

DAY = 86_400
QUARTER = 900


@dataclass(frozen=True, slots=True)
class ObservationTable:
    """One table of observations.

    Attributes
    ----------
    name : str
    columns : mapping of str to str
        Column to Arrow type: ``string``, ``date32``, ``time`` (microseconds, UTC), ``int8``, ``int32``, ``int64``, ``float64``, ``bool``.
    arrived : str
        The column whose day decides the partition and the slice, and before which a row was not known.
    every : int or None
        Seconds between the slices that the source publishes; None where it follows no clock.
    known_by : str
        The column by which a source's rows are told apart: a row that the source had sent before is not added again. Empty: every row of
        a new file is new.

    Raises
    ------
    WrongUse
        For a column of another type, an ``arrived`` that is no column of times, or a ``known_by`` that is none of texts.
    """

    name: str
    columns: Mapping[str, str]
    arrived: str
    every: int | None = None
    known_by: str = ""

    def __post_init__(self) -> None:
        wrong = next(((name, kind) for name, kind in self.columns.items() if kind not in _TYPES), None)
        if wrong is not None:
            raise WrongUse(Message("observing.column-type", table=self.name, column=wrong[0], found=wrong[1], allowed=_TYPES))
        if self.columns.get(self.arrived) != "time":
            raise WrongUse(Message("observing.no-arrival", table=self.name, found=self.arrived))
        if self.known_by and self.columns.get(self.known_by) != "string":
            raise WrongUse(Message("observing.not-known-by", table=self.name, found=self.known_by))

    @property
    def id(self) -> str:
        """Its name, as a thing that a package may bring."""
        return self.name

    @property
    def called(self) -> Message:
        """What its rows are called in a sentence."""
        return Message(f"observation.{self.name}._called")

    @property
    def about(self) -> Message:
        """What a row is."""
        return Message(f"observation.{self.name}._")

    def meaning(self, column: str) -> Message:
        """Return what a column means: unit, range, and what an empty one says."""
        return Message(f"observation.{self.name}.{column}")

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema; a new object at each call."""
        import pyarrow as pa

        types = {
            "string": pa.string(),
            "date32": pa.date32(),
            "time": pa.timestamp("us", tz="UTC"),
            "int8": pa.int8(),
            "int32": pa.int32(),
            "int64": pa.int64(),
            "float64": pa.float64(),
            "bool": pa.bool_(),
        }
        return pa.schema([(name, types[kind]) for name, kind in self.columns.items()])


_TYPES = ("string", "date32", "time", "int8", "int32", "int64", "float64", "bool")
_EVENTS = {
    "date": "date32",
    "added": "time",
    "actor1": "string",
    "actor2": "string",
    "actor1_group": "string",
    "actor2_group": "string",
    "code": "string",
    "quad": "int8",
    "goldstein": "float64",
    "mentions": "int32",
    "place": "string",
    "lat": "float64",
    "lon": "float64",
    "url": "string",
}
_MENTIONS = {
    "event": "string",
    "event_added": "time",
    "added": "time",
    "kind": "string",
    "outlet": "string",
    "url": "string",
    "confidence": "int8",
    "tone": "float64",
    "language": "string",
}
_ARTICLES = {
    "added": "time",
    "outlet": "string",
    "url": "string",
    "themes": "string",
    "places": "string",
    "organisations": "string",
    "tone": "float64",
    "words": "int32",
    "language": "string",
}
_TEXTS = {
    "id": "string",
    "time": "time",
    "kind": "string",
    "outlet": "string",
    "actor": "string",
    "account": "string",
    "language": "string",
    "title": "string",
    "text": "string",
    "url": "string",
    "answers": "string",
    "repeats": "string",
}
_REQUESTS = {
    "time": "time",
    "address": "string",
    "method": "string",
    "path": "string",
    "status": "int32",
    "bytes": "int64",
    "referrer": "string",
    "agent": "string",
    "bot": "string",
}

TABLES: Mapping[str, ObservationTable] = {
    table.name: table
    for table in (
        ObservationTable("events", _EVENTS, "added", QUARTER),
        ObservationTable("mentions", _MENTIONS, "added", QUARTER),
        ObservationTable("articles", _ARTICLES, "added", QUARTER),
        ObservationTable("texts", _TEXTS, "time", known_by="id"),
        ObservationTable("requests", _REQUESTS, "time", DAY),
    )
}


OBSERVATIONS = Group(
    name="legation.observations", of=ObservationTable, title=Message("extension.what.observation"), identity=lambda table: table.name
)
"""Tables of observations as other packages declare them."""


@functools.cache
def observation_tables() -> Mapping[str, ObservationTable]:
    """Return every table of observations by its name: ours, and after them those that other packages declare.

    Raises
    ------
    WrongUse
        Where a declaration from outside cannot be loaded, is no table, or takes the name of one that is there.
    """
    return MappingProxyType(OBSERVATIONS.with_ours(TABLES))


def observation_table(name: str) -> ObservationTable | None:
    """Return a table of observations by its name; None where nobody declared one.

    Examples
    --------
    >>> observation_table("requests").arrived
    'time'
    """
    return TABLES.get(name) or observation_tables().get(name)
