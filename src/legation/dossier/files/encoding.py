"""A dossier as parts in the standard form: bytes by name, and the hash over all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from legation.dossier.parts.settings import write_bodies, write_info, write_mandate
from legation.dossier.records import TABLES
from legation.dossier.tables.cells import Unknown, write_cells
from legation.dossier.tables.contents import Contents
from legation.dossier.tables.csv_sheet import write_csv

__all__ = ["encode", "encode_table", "hash_of"]


def encode(dossier: Contents) -> dict[str, bytes]:
    """Return the parts of a dossier in the standard form, sorted by name; tables without rows are left out."""
    parts = {"dossier.toml": write_info(dossier.info), **dossier.files}
    if dossier.bodies:
        parts["bodies.toml"] = write_bodies(dossier.bodies)
    if dossier.mandate is not None:
        parts["mandate.toml"] = write_mandate(dossier.mandate)
    for name, table in TABLES.items():
        rows = dossier.rows(name)
        for annex in {"": None} | dict.fromkeys(dossier.annex.values()):
            own = [row for row in rows if dossier.annex.get((name, table.identity(row)), "") == annex] if dossier.annex else rows
            if own:
                part = f"annexes/{annex}/{table.part}" if annex else table.part
                parts[part] = _written(part, name, own, dossier.unknown) if dossier.unknown else encode_table(name, own)
    return dict(sorted(parts.items()))


def encode_table(name: str, records: Sequence[Any]) -> bytes:
    """Return the records of a table as a part."""
    return write_csv(*write_cells(TABLES[name], records))


def _written(part: str, name: str, rows: Sequence[Any], unknown: Unknown) -> bytes:
    """Return the rows of a table as a part, with the columns that are not known after the others."""
    header, cells = write_cells(TABLES[name], rows)
    places = [(name, TABLES[name].identity(row)) for row in rows]
    more = unknown.header(part, places)
    beyond = (unknown.cells.get(place, {}) for place in places)
    return write_csv([*header, *more], [[*own, *(one.get(column, "") for column in more)] for own, one in zip(cells, beyond, strict=True)])


def hash_of(parts: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of the sorted list of names and their SHA-256."""
    lines = (f"{name}\0{hashlib.sha256(data).hexdigest()}\n" for name, data in sorted(parts.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
