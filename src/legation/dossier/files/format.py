"""The format of a dossier: what ``dossier.toml`` says it is, how an older one becomes today's, and what is left alone in a newer one.

An older dossier is migrated in memory, one format after the other, before anything is read; the next save writes it in today's format. A
newer one is read as far as it is known, and nothing is written over it: what this release does not know it cannot keep right.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar

from legation.dossier.parts.settings import FORMAT
from legation.dossier.parts.toml_record import read_toml
from legation.dossier.parts.toml_text import with_value
from legation.dossier.problem import Problem, problem
from legation.dossier.records import TABLES
from legation.dossier.tables.contents import Contents
from legation.dossier.tables.references import Name, names_of, references_of, without
from legation.errors import DossierError

__all__ = ["FORMAT", "MIGRATIONS", "as_known", "format_of", "migrated", "only_read", "writable"]

_Contents = TypeVar("_Contents", bound=Contents)

Parts: TypeAlias = "Mapping[str, bytes]"
_PART = "dossier.toml"
_BOM = b"\xef\xbb\xbf"
_BROKEN = frozenset(
    {
        "archive-changed",
        "bad-csv",
        "bad-toml",
        "cell-too-long",
        "cycle-of-supersession",
        "duplicate-column",
        "duplicate-key",
        "formula",
        "missing-part",
        "mixed-encodings",
        "no-header",
        "not-printable",
        "not-text",
        "part-too-large",
        "too-many",
        "too-many-cells",
    }
)
"""Faults of a file that is broken in any format: no newer release explains them."""


def format_of(data: bytes) -> int:
    r"""Return the format that ``dossier.toml`` names; 1 where it names none, or cannot be read.

    >>> format_of(b'id = "x"'), format_of(b'id = "x"\nformat = 2'), format_of(b'format = "two"')
    (1, 2, 1)
    """
    found = _table(data).get("format", 1)
    return found if type(found) is int and found > 0 else 1


def migrated(parts: Parts) -> Parts:
    """Return the parts of a dossier in today's format; those of a newer one, or of one that cannot be read, as they are."""
    for step in MIGRATIONS[format_of(parts.get(_PART, b"")) - 1 :]:
        parts = step(parts)
    return parts


def writable(dossier: _Contents) -> _Contents:
    """Return a dossier, where it may be changed, written and handed on.

    Raises
    ------
    DossierError
        Where a newer release made it: nothing may be written over what is not known.
    """
    if dossier.is_read_only:
        fault = problem("newer-format", _PART, None, "format", allowed=_allowed(), found=dossier.info.format)
        raise DossierError(fault.at(fault.place), (fault,))
    return dossier


def only_read(number: int) -> Problem:
    """Return the notice of a dossier that a newer release made."""
    return problem("newer-dossier", _PART, None, "format", allowed=_allowed(), found=number)


def as_known(dossier: _Contents, problems: Iterable[Problem]) -> tuple[_Contents, list[Problem]]:
    """Return a dossier of a newer format without what in it leads to what is not known, and with its faults as notices.

    What is wrong in a file of any format stays a fault.
    """
    problems = list(problems)
    if any(one.part == "bodies.toml" and not one.is_notice for one in problems):
        dossier = dataclasses.replace(dossier, bodies=())  # a body that lost a rule would decide in another way
    while (cut := _cut(dossier)) != dossier:
        dossier = cut
    return dossier, [one if one.is_notice or one.code in _BROKEN else _noticed(one) for one in problems]


def _noticed(fault: Problem) -> Problem:
    """Return a fault that what is not known explains, as a notice."""
    notice = problem("not-known-here", fault.part, fault.row, fault.column)
    return dataclasses.replace(notice, allowed=fault.allowed, found=fault.found)


def _cut(dossier: _Contents) -> _Contents:
    """Return a dossier without references to rows that are not there, and without the rows that are about nothing else."""
    there: set[Name] = {("bodies", body.id) for body in dossier.bodies} | {("files", part) for part in dossier.files}
    for row in dossier.evidence:
        there |= {("content", f"{row.part}#{row.sha256}")} if row.part in dossier.files else set()
    for name in _TABLES:
        for row in getattr(dossier, name):
            there.update(names_of(name, "", row))
    places = {*TABLES, *(f"{name}.id" for name in TABLES), "bodies", "files", "content"}

    def absent(names: tuple[Name, ...]) -> bool:
        return there.isdisjoint(names)

    preserved: dict[str, Any] = {
        name: tuple(left for row in getattr(dossier, name) if (left := without(name, row, absent, places))) for name in _TABLES
    }
    bodies = tuple(b for b in dossier.bodies if not any(absent(names) for _, names in references_of("bodies.toml", b, places)))
    actors, rollcalls = ({row.id for row in preserved[name]} for name in ("actors", "rollcalls"))
    votes = dossier.votes.without({*dossier.votes.rollcalls} - rollcalls, {*dossier.votes.actors} - actors)
    return dataclasses.replace(dossier, **preserved, bodies=bodies, votes=votes)


def _with_number(parts: Parts) -> Parts:
    """From 1 to 2: ``dossier.toml`` says its format; all else means what it meant."""
    data = parts.get(_PART, b"")
    before = _table(data)
    number = before.get("format", 1)
    if not before or type(number) is not int or number != 1:
        return parts
    bom = _BOM if data.startswith(_BOM) else b""
    text = data.removeprefix(_BOM).decode("utf-8")
    new = with_value(text, (), "format", 2)
    if tomllib.loads(new.replace("\r\n", "\n")) != before | {"format": 2}:
        new = f"format = 2\n{text}"
    return {**parts, _PART: bom + new.encode("utf-8")}


MIGRATIONS: tuple[Callable[[Parts], Parts], ...] = (_with_number,)
"""What makes a dossier of format 1 one of format 2, and so on: one for each format before today's, pure, from parts to parts."""
_TABLES = tuple(name for name in TABLES if name != "votes")


def _table(data: bytes) -> dict[str, Any]:
    """Return ``dossier.toml`` as a table; empty where it cannot be read."""
    return (read_toml(_PART, data, []) or {}) if data else {}


def _allowed() -> str:
    return " | ".join(map(str, range(1, FORMAT + 1)))
