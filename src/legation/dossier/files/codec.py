"""Between parts and types: pure, and the inverse of each other on the standard form."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from legation.broken_file import foreseen
from legation.dossier.dossier import Dossier, encode, encode_table, hash_of
from legation.dossier.files.columns import Columns, NotColumns
from legation.dossier.files.format import FORMAT, as_known, format_of, migrated, only_read
from legation.dossier.parts.registry import ANNEX, folders
from legation.dossier.parts.rules import read_bodies
from legation.dossier.parts.settings import Info, read_info, read_mandate
from legation.dossier.problem import Problem, close_to, in_order, problem, stop_at
from legation.dossier.records import MARKINGS, TABLES
from legation.dossier.tables.cells import Keeping, Place, read_table, read_votes
from legation.dossier.tables.csv_sheet import Sheet, read_csv
from legation.dossier.tables.integrity import check
from legation.garbage import collector_at_rest

__all__ = ["UNKNOWN_FILE", "assembled", "decode", "encode", "encode_table", "hash_of", "problems_of", "table_of"]

_TOML = frozenset({"dossier.toml", "bodies.toml", "mandate.toml"})
_FILE = re.compile(r"(?!\.)[^/\\\x00:]{1,120}(?:/(?!\.)[^/\\\x00:]{1,120}){1,4}")
UNKNOWN_FILE = re.compile(r"(?!\.)[^/\\\x00:]{1,120}(?:/(?!\.)[^/\\\x00:]{1,120}){1,15}")
"""How parts are called in a folder of ours, and in one that nobody declared."""
_ROOT = re.compile(r"(?!\.)[^/\\\x00:]{1,120}\.(?:csv|toml)")
"""Tables and settings that a newer release may have."""


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

    Notes
    -----
    A dossier of an older format is read as one of today's; one of a newer format as far as it is known, see
    :attr:`legation.dossier.Dossier.is_read_only`.
    """
    dossier, problems = _read(parts, sheets or {})
    stop_at(problems)
    return dossier


def problems_of(parts: Mapping[str, bytes], sheets: Mapping[str, Sheet] | None = None) -> tuple[Problem, ...]:
    """Return every fault and notice of the parts, in the order part, row, column."""
    return tuple(_read(parts, sheets or {})[1])


@collector_at_rest()
def _read(parts: Mapping[str, bytes], sheets: Mapping[str, Sheet]) -> tuple[Dossier, list[Problem]]:
    stored = format_of(parts.get("dossier.toml", b""))
    parts = migrated(parts)
    problems: list[Problem] = []
    tables: dict[str, Any] = {}
    places: dict[str, list[Place]] = {}
    unread: set[str] = set()
    info = read_info(parts["dossier.toml"], problems) if "dossier.toml" in parts else None
    if "dossier.toml" not in parts:
        problems.append(problem("missing-part", "dossier.toml", allowed="dossier.toml", found=" ".join(sorted(parts)[:8])))
    elif info is not None and stored > FORMAT:
        problems.append(only_read(stored))
    bodies = read_bodies(parts["bodies.toml"], problems) if "bodies.toml" in parts else ()
    mandate = read_mandate(parts["mandate.toml"], problems) if "mandate.toml" in parts else None
    annex: dict[tuple[str, str], str] = {}
    keeping = Keeping()
    for name, table in TABLES.items():
        together: list[Any] = []
        places[name] = []
        for part in _parts_of(table.part, name, parts, sheets):
            with foreseen(part):
                sheet = sheets.get(part) or read_csv(part, parts[part], problems)
            if sheet is None:
                unread.add(table.part)
                continue
            if name == "votes":
                tables[name], found = read_votes(table, sheet, problems, keeping)
            else:
                rows, found = read_table(table, sheet, problems, keeping)
                together.extend(rows)
                if part != table.part:
                    annex |= {(name, table.identity(row)): part.split("/")[1] for row in rows}
            places[name].extend(found)
        if together:
            tables[name] = tuple(together)
    files = {name: data for name, data in parts.items() if name not in _TOML and not table_of(name)}
    problems.extend(_names(files, parts))
    closed = Info(id="unreadable", format=max(stored, FORMAT), marking=MARKINGS[-1])
    dossier = Dossier(
        info=info or closed, bodies=bodies, mandate=mandate, files=files, annex=annex, unknown=keeping.unknown, stored=stored, **tables
    )
    problems.extend(check(dossier, places, frozenset(unread)))
    if stored > FORMAT:
        dossier, problems = as_known(dossier, problems)
    if stored < FORMAT and all(one.is_notice for one in problems):  # what cannot be read will not be written either
        problems.append(problem("older-format", "dossier.toml", None, "format", allowed=str(FORMAT), found=stored))
    problems = in_order(problems)
    return dataclasses.replace(dossier, notices=tuple(p for p in problems if p.is_notice)), problems


def assembled(parts: Mapping[str, bytes], columns: Columns) -> Dossier:
    """Return the dossier that parts hold, of which the tables were read before and are made where they are asked for."""
    problems: list[Problem] = []
    info = read_info(parts["dossier.toml"], problems)
    if info is None:
        raise NotColumns("dossier.toml")
    dossier = Dossier(
        info=info,
        bodies=read_bodies(parts["bodies.toml"], problems) if "bodies.toml" in parts else (),
        mandate=read_mandate(parts["mandate.toml"], problems) if "mandate.toml" in parts else None,
        files={name: data for name, data in parts.items() if name not in _TOML and not table_of(name)},
        annex=columns.annex,
        stored=format_of(parts["dossier.toml"]),
        notices=columns.notices,
    )
    return dossier.opened(columns.tables)


def _names(files: Mapping[str, bytes], parts: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield what is wrong with the names of parts that are no tables of ours; a folder that nobody declared is named once."""
    ours = {*_TOML, *(table.part for table in TABLES.values())}
    unknown: set[str] = set()
    for name in files:
        folder, slash, _ = name.partition("/")
        found = _FILE.fullmatch(name)
        if slash and folder not in folders() and UNKNOWN_FILE.fullmatch(name):
            unknown.add(folder)
        elif not slash and _ROOT.fullmatch(name) and not close_to(name, ours, parts):
            yield problem("newer-release", name, found=name)
        elif not found or folder not in folders():
            yield problem("bad-part-name", name, allowed="files/NAME", found=name)
    yield from (problem("newer-release", f"{folder}/", found=f"{folder}/") for folder in sorted(unknown))


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
