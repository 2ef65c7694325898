"""From the tables of ``rooms/NAME.toml`` to the records of a room: every fault is named, with its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, cast

from legation.dossier.problem import Problem, problem, stop_at
from legation.dossier.toml_part import read_toml, wrong_value
from legation.sources.model_tables import ModelReader
from legation.sources.room_model.checking import checked
from legation.sources.room_model.model import Organisation, RoomModel, Worded

__all__ = ["FOLDER", "SUFFIX", "TABLES", "read_room_model"]

FOLDER, SUFFIX = "rooms/", ".toml"
TABLES: Mapping[str, tuple[str, type[Any], tuple[str, ...]]] = {
    "statement": ("statements", Worded, ("id", "text")),
    "organisation": ("organisations", Organisation, ("xid", "actor")),
}
"""By table: the field that it fills, its record, and what it cannot be without."""


def read_room_model(data: bytes, part: str) -> RoomModel:
    """Return the room that a part holds; its votes lie in parts of their own.

    Parameters
    ----------
    data : bytes
    part : str
        Its name, ``rooms/NAME.toml``, for the room's id and for what is said of faults.

    Raises
    ------
    DossierError
        With every fault and its place.

    Examples
    --------
    >>> from legation.sources.room_model import template
    >>> room = read_room_model(template("en").encode(), "rooms/example.toml")
    >>> room.id, room.smallest, [one.id for one in room.statements]
    ('example', 5, ['0', '1'])
    """
    problems: list[Problem] = []
    table = read_toml(part, data, problems)
    model = _Reader(part, problems).model(table) if table is not None else None
    stop_at(problems)
    return dataclasses.replace(cast("RoomModel", model), source=data)


class _Reader(ModelReader):
    """Tables of one part become records; what is wrong is noted."""

    __slots__ = ()

    def model(self, table: dict[str, Any]) -> RoomModel | None:
        """Return the room, and note what is wrong in it: first of each table by itself, then of one against the other."""
        left = dict(table)
        given: dict[str, Any] = {"part": self._part}
        places: dict[str, tuple[str, ...]] = {}
        for name, (field, record, needed) in TABLES.items():
            rows = [(place, self._filled(record, place, entry, needed)) for place, entry in self._tables(left, name)]
            places[field] = tuple(place for place, row in rows if row is not None)
            given[field] = tuple(row for _, row in rows if row is not None)
        head = left.pop("room", {})
        allowed = " | ".join(("[room]", *(f"[[{name}]]" for name in TABLES)))
        self._problems.extend(problem("unknown-key", self._part, None, name, allowed=allowed, found=name) for name in left)
        if not isinstance(head, dict):
            self._problems.append(wrong_value(self._part, "room", "[room]", head))
            head = {}
        found = self._filled(RoomModel, "room", dict(head), ("title",), **given)
        self._problems.extend(checked(found or RoomModel(**given), self._part, places, head=found is not None))
        return found
