"""Between parts and types: pure, and the inverse of each other on the standard form."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from legation.dossier.dossier import Dossier
from legation.dossier.info import Info, read_bodies, read_info, read_mandate, write_bodies, write_info, write_mandate
from legation.dossier.integrity import check
from legation.dossier.parts.registry import folders
from legation.dossier.parts.tables import ANNEX
from legation.dossier.problem import Problem, in_order, problem, stop_at
from legation.dossier.reading import Place, read_table, read_votes, write_cells
from legation.dossier.records import TABLES
from legation.dossier.sheet import Sheet, read_csv, write_csv

__all__ = ["decode", "encode", "encode_table", "hash_of", "problems_of", "table_of"]

_TOML = frozenset({"dossier.toml", "bodies.toml", "mandate.toml"})
_FILE = re.compile(r"([^/]+)(?:/(?!\.)[^/\\\x00:]{1,120}){1,4}")


def encode(dossier: Dossier) -> dict[str, bytes]:
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
                parts[f"annexes/{annex}/{table.part}" if annex else table.part] = encode_table(name, own)
    return dict(sorted(parts.items()))


def encode_table(name: str, records: Sequence[Any]) -> bytes:
    """Return the records of a table as a part."""
    return write_csv(*write_cells(TABLES[name], records))


def decode(parts: Mapping[str, bytes], sheets: Mapping[str, Sheet] | None = None) -> Dossier:
    """Make a dossier of its parts.

    Parameters
    ----------
    parts : mapping of str to bytes
        Part names with their content; only ``dossier.toml`` must be there.
    sheets : mapping of str to Sheet, optional
        Tables that are already cells, by part name: what a workbook brings.

    Raises
    ------
    DossierError
        With every problem of every part; notices alone do not raise and stand in ``dossier.notices``.
    """
    dossier, problems = _read(parts, sheets or {})
    stop_at(problems)
    return dossier


def problems_of(parts: Mapping[str, bytes], sheets: Mapping[str, Sheet] | None = None) -> tuple[Problem, ...]:
    """Return every fault and notice of the parts, in the order part, row, column."""
    return tuple(_read(parts, sheets or {})[1])


def _is_file(name: str) -> bool:
    found = _FILE.fullmatch(name)
    return found is not None and found[1] in folders()


def hash_of(parts: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of the sorted list of names and their SHA-256."""
    lines = (f"{name}\0{hashlib.sha256(data).hexdigest()}\n" for name, data in sorted(parts.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _read(parts: Mapping[str, bytes], sheets: Mapping[str, Sheet]) -> tuple[Dossier, list[Problem]]:
    problems: list[Problem] = []
    tables: dict[str, Any] = {}
    places: dict[str, list[Place]] = {}
    unread: set[str] = set()
    info = read_info(parts["dossier.toml"], problems) if "dossier.toml" in parts else None
    if "dossier.toml" not in parts:
        problems.append(problem("missing-part", "dossier.toml", allowed="dossier.toml", found=" ".join(sorted(parts)[:8])))
    bodies = read_bodies(parts["bodies.toml"], problems) if "bodies.toml" in parts else ()
    mandate = read_mandate(parts["mandate.toml"], problems) if "mandate.toml" in parts else None
    annex: dict[tuple[str, str], str] = {}
    for name, table in TABLES.items():
        together: list[Any] = []
        places[name] = []
        for part in _parts_of(table.part, name, parts, sheets):
            sheet = sheets.get(part) or read_csv(part, parts[part], problems)
            if sheet is None:
                unread.add(table.part)
                continue
            if name == "votes":
                tables[name], found = read_votes(table, sheet, problems)
            else:
                rows, found = read_table(table, sheet, problems)
                together.extend(rows)
                if part != table.part:
                    annex |= {(name, table.identity(row)): part.split("/")[1] for row in rows}
            places[name].extend(found)
        if together:
            tables[name] = tuple(together)
    files = {name: data for name, data in parts.items() if name not in _TOML and not table_of(name)}
    problems.extend(problem("bad-part-name", name, allowed="files/NAME", found=name) for name in files if not _is_file(name))
    dossier = Dossier(info=info or Info(id="unreadable"), bodies=bodies, mandate=mandate, files=files, annex=annex, **tables)
    problems.extend(check(dossier, places, frozenset(unread)))
    problems = in_order(problems)
    return dataclasses.replace(dossier, notices=tuple(p for p in problems if p.is_notice)), problems


def table_of(part: str) -> str:
    """Return the table that a part holds rows of, its own or an annex's; empty where it holds none.

    >>> table_of("actors.csv"), table_of("annexes/second/actors.csv"), table_of("annexes/second/votes.csv"), table_of("files/actors.csv")
    ('actors', 'actors', '', '')
    """
    annexed = ANNEX.fullmatch(part)
    name = annexed[1] if annexed else part.removesuffix(".csv")
    ours = name in TABLES and (annexed is not None or part == TABLES[name].part)
    return name if ours and not (annexed and name == "votes") else ""


def _parts_of(main: str, name: str, parts: Mapping[str, bytes], sheets: Mapping[str, Sheet]) -> list[str]:
    return sorted((part for part in {*parts, *sheets} if table_of(part) == name), key=lambda part: (part != main, part))
