"""A room as the bytes of its part."""

from __future__ import annotations

from typing import Any

from legation.dossier.toml_part import plain, written
from legation.errors import DossierError
from legation.sources.room_model.model import LISTS, RoomModel
from legation.sources.room_model.reading import TABLES, read_room_model

__all__ = ["write_room_model"]


def write_room_model(model: RoomModel) -> bytes:
    """Return the part's bytes: as they were read where nothing changed, so that comments stay.

    >>> from legation.sources.room_model import template
    >>> model = read_room_model(template("fr").encode(), "rooms/un.toml")
    >>> write_room_model(model) == template("fr").encode()
    True
    """
    if model.source:
        try:
            if read_room_model(model.source, model.part) == model:
                return model.source
        except DossierError:
            pass
    table: dict[str, Any] = {"room": {name: value for name, value in plain(model).items() if name not in ("part", *LISTS)}}
    for name, (field, _, _) in TABLES.items():
        rows = [plain(row) for row in getattr(model, field)]
        table |= {name: rows} if rows else {}
    return written(table)
