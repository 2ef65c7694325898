"""From the tables of ``rooms/NAME.toml`` to the records of a room: every fault is named, with its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, cast

from legation.dossier.problem import Problem, stop_at
from legation.dossier.toml_part import read_toml
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
        return self._model(table, "room", RoomModel, ("title",), TABLES, checked)
