"""The tables of observations: one definition of each column, from which readers, the lake, questions and the reference all follow.

Observations are what is too much for a dossier: coded events, what is said, lines of a site's log. Times are UTC. States are ISO 3166-1
alpha-3 codes. A null is unknown, never zero. What each column means stands on the page of observations of the reference.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["DAY", "QUARTER", "TABLES", "ObservationTable", "observation_table"]

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
    """

    name: str
    columns: Mapping[str, str]
    arrived: str
    every: int | None = None

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
        ObservationTable("texts", _TEXTS, "time"),
        ObservationTable("requests", _REQUESTS, "time", DAY),
    )
}


@functools.cache
def observation_table(name: str) -> ObservationTable | None:
    """Return a table of observations by its name; None where we define none of that name.

    Examples
    --------
    >>> observation_table("requests").arrived
    'time'
    """
    return TABLES.get(name)
