"""Changes of single rows, as a person or a program asks for them: pure, checked like the cells of a file, all or nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from legation.dossier.clearing import with_known_cells
from legation.dossier.column import Table
from legation.dossier.dossier import Dossier
from legation.dossier.files.format import writable
from legation.dossier.problem import Problem, problem, stop_at
from legation.dossier.records import MARKINGS, TABLES
from legation.dossier.tables.cells import Place, read_table, write_cells
from legation.dossier.tables.csv_sheet import Sheet
from legation.dossier.tables.integrity import check
from legation.dossier.tables.votes import CODE, Votes
from legation.errors import WrongUse
from legation.language import Message

__all__ = [
    "Do",
    "Edit",
    "apply",
    "cells_of",
    "known_from",
    "marked_by",
    "new_id",
    "older_versions",
    "raised",
]


def older_versions(rows: Mapping[str, Any], identity: str) -> Iterator[str]:
    """Yield the rows that a row supersedes, the newest first; it stops at a cycle, which the rules forbid."""
    seen = {identity}
    while (identity := rows[identity].supersedes) and identity in rows and identity not in seen:
        seen.add(identity)
        yield identity


def raised(rows: Mapping[str, Any], identity: str, marking: str, whole: str) -> dict[str, Any]:
    """Return the older versions of a row that are marked lower than ``marking``, marked with it.

    Parameters
    ----------
    rows : mapping of str to record
        The rows of a table by identity.
    marking : str
        The marking that the row gets; empty is that of the dossier, ``whole``.
    """

    def level(one: str) -> int:
        return MARKINGS.index(one or whole or MARKINGS[0])

    lower = [old for old in older_versions(rows, identity) if level(rows[old].marking) < level(marking)]
    return {old: dataclasses.replace(rows[old], marking=marking) for old in lower}


def marked_by(dossier: Dossier, *markings: str) -> dict[str, str]:
    """Return the marking of a row that follows from others, as its cell: the highest of theirs; nothing where the dossier's is as high.

    Parameters
    ----------
    markings : str
        Those of the rows and models that it follows from; empty is that of the dossier.
    """
    whole = dossier.info.marking or MARKINGS[0]
    highest = max((one or whole for one in (*markings, whole)), key=MARKINGS.index)
    return {"marking": highest} if MARKINGS.index(highest) > MARKINGS.index(whole) else {}


_OURS = frozenset({"author", "recorded"})
"""Columns that say who wrote a row and when: where :func:`apply` is told, nobody writes them themselves."""

Do = Literal["add", "change", "remove"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one row.

    Attributes
    ----------
    table : str
        ``positions``.
    do : {"add", "change", "remove"}
        ``change`` supersedes or replaces, as :attr:`legation.dossier.Table.superseded` says; where the marking alone changes, it changes
        in place, and older versions of a row are never marked lower than the row. ``remove`` takes a row out (it stays in the revision
        before).
    row : str
        The row's identity; for ``add`` empty, or the id that the new row shall have.
    values : mapping of str to str
        Cells by column, as they would stand in the part; a column that is not named keeps its value, an empty cell empties it.
    """

    table: str
    do: Do
    row: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, plain: Any) -> Edit:
        """Return an edit from plain data, as JSON brings it.

        Raises
        ------
        WrongUse
            Where it is no edit; the sentence says what is allowed.
        """
        if not isinstance(plain, Mapping) or str(plain.get("table")) not in TABLES:
            found = plain.get("table") if isinstance(plain, Mapping) else type(plain).__name__
            raise WrongUse(Message("dossier.not-allowed", name="table", found=str(found), allowed=" | ".join(TABLES)))
        if plain.get("do") not in ("add", "change", "remove"):
            raise WrongUse(Message("dossier.not-allowed", name="do", found=str(plain.get("do")), allowed="add | change | remove"))
        row, values = plain.get("row", ""), plain.get("values") or {}
        if not isinstance(row, str) or not isinstance(values, Mapping):
            raise WrongUse(
                Message("dossier.not-allowed", name="row, values", found=f"{row!r}, {values!r}"[:80], allowed="text, {column: text}")
            )
        return cls(plain["table"], plain["do"], row, {str(name): "" if cell is None else str(cell) for name, cell in values.items()})

    def to_plain(self) -> dict[str, Any]:
        """Return the edit as plain data."""
        return {"table": self.table, "do": self.do, "row": self.row, "values": dict(self.values)}


def apply(
    dossier: Dossier,
    edits: Sequence[Edit],
    *,
    author: str = "",
    day: dt.date | None = None,
    known: dt.date | None = None,
    reason: str = "",
) -> Dossier:
    r"""Return the dossier with every edit made, in their order.

    Parameters
    ----------
    author, day, reason
        Written into each row that is added or supersedes another, where the edit does not say otherwise.
    known : date, optional
        The same for ``known_on``: since when the row is known; see :func:`known_from`.

    Raises
    ------
    DossierError
        With every problem; ``problem.row`` is the number of the edit, from 1. Nothing was changed. So where a newer release made it.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> d = decode({"dossier.toml": b'id = "x"', "actors.csv": b"id,name,kind\nFRA,France,state\n"})
    >>> new = apply(d, [Edit("actors", "change", "FRA", {"name_en": "France"}), Edit("actors", "add", "", {"name": "ICANN"})])
    >>> [a.id for a in new.actors]
    ['FRA', 'icann']
    """
    writable(dossier)
    problems: list[Problem] = []
    where: dict[str, list[Place]] = {}
    rows: dict[str, dict[str, Any]] = {}
    cells = dict(dossier.unknown.cells)
    made: dict[tuple[str, str], int] = {}
    for number, edit in enumerate(edits, 1):
        if edit.table not in rows:
            table = TABLES[edit.table]
            rows[edit.table] = {table.identity(row): row for row in dossier.rows(edit.table)}
            where[edit.table] = []
        identity = _one(
            TABLES[edit.table],
            rows[edit.table],
            edit,
            number,
            problems,
            {"author": author, "recorded": day, "known_on": known, "reason": reason},
            dossier.info.marking,
        )
        made[edit.table, identity] = number
        if edit.do == "change" and identity and (edit.table, edit.row) in cells:
            cells[edit.table, identity] = cells[edit.table, edit.row]
    changed: dict[str, Any] = {name: tuple(found.values()) for name, found in rows.items()}
    if "votes" in changed:
        changed["votes"] = _columns(changed["votes"])
    new = dataclasses.replace(dossier, **changed)
    if cells:
        new = with_known_cells(dataclasses.replace(new, unknown=dataclasses.replace(new.unknown, cells=cells)))
    if not problems:
        problems.extend(_placed(p, new, made) for p in check(new, {}) if not p.is_notice)
    stop_at(p for p in problems if not p.is_notice)
    return new


def cells_of(table: str, row: Any) -> dict[str, str]:
    """Return a row as cells by column, with every column that it fills."""
    header, (cells,) = write_cells(TABLES[table], [row])
    return dict(zip(header, cells, strict=True))


def new_id(table: str, values: Mapping[str, str], taken: Container[str]) -> str:
    """Return a readable id for a new row that none has yet: made of whom and what it speaks of, else of its words."""
    names = [values.get(name, "").split(" ")[0] for name in ("actor", "rollcall", "issue", "held_from", "date")]
    calling = [f"{name}{lang}" for name in TABLES[table].roles["calls"] for lang in ("", "_en", "_fr")]
    words = next((values[name] for name in calling if values.get(name)), "") if not any(names[:3]) else ""
    plain = unicodedata.normalize("NFKD", "-".join(filter(None, names)) or words or table.rstrip("s"))
    stem = re.sub(r"[^\w.:+-]+", "-", plain.encode("ascii", "ignore").decode().lower() if words else plain).strip("-")[:60] or table
    return _free(stem, taken)


def known_from(dossier: Dossier, today: dt.date) -> dt.date:
    """Return since when a row that is entered today counts as known: the day at which a dossier is frozen, else today."""
    frozen = dossier.info.as_of
    return min(today, frozen.last) if frozen else today


def _next(row: str, rows: Mapping[str, Any]) -> str:
    """Return the id of the row that supersedes a row: ``p1-2`` after ``p1``, ``p1-3`` after ``p1-2``."""
    numbered = re.fullmatch(r"(.+)-\d{1,3}", row)
    return _free(numbered[1] if numbered and numbered[1] in rows else row, rows)


_IN_TURN = 64
"""Numbers that are tried one by one; of more, the free one behind them is sought by halves: a list may bring thousands of one name."""


def _free(stem: str, taken: Container[str]) -> str:
    if stem not in taken:
        return stem
    number = next((one for one in range(2, _IN_TURN) if f"{stem}-{one}" not in taken), 0)
    if not number:
        low, number = _IN_TURN - 1, 2 * _IN_TURN
        while f"{stem}-{number}" in taken:
            low, number = number, 2 * number
        while number - low > 1:
            middle = (low + number) // 2
            low, number = (middle, number) if f"{stem}-{middle}" in taken else (low, middle)
    return f"{stem}-{number}"


def _one(
    table: Table, rows: dict[str, Any], edit: Edit, number: int, problems: list[Problem], signed: Mapping[str, Any], whole: str
) -> str:
    """Make one edit in the rows of its table and return the identity of the row that it made; ``whole`` is the marking of the dossier."""
    if edit.do != "add" and edit.row not in rows:
        problems.append(problem("no-such-row", table.part, number, None, allowed=f"{table.part}: id", found=edit.row))
        return ""
    if edit.do == "remove":
        del rows[edit.row]
        return ""
    old = rows.get(edit.row) if edit.do == "change" else None
    values = {name: cell for name, cell in edit.values.items() if not signed["author"] or name not in _OURS}
    before = cells_of(table.name, old) if old is not None else {}
    cells = {**before, **values}
    superseding = old is not None and table.superseded and _differing(values, before) != {"marking"}
    if edit.do == "add":
        needs_id = any(c.name == "id" and c.required for c in table.columns)
        cells["id"] = edit.row or values.get("id") or (new_id(table.name, values, rows) if needs_id else "")
    if superseding:
        cells |= {"id": _next(edit.row, rows), "supersedes": edit.row}
    if superseding or edit.do == "add":
        names = {column.name for column in table.columns}
        stamp = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in signed.items() if name in names}
        cells |= {name: text for name, text in stamp.items() if text and not values.get(name)}
    columns = {c.name: c for c in table.columns}
    empty = [name for name in table.demanded if not any(cells.get(n, "").strip() for n in columns[name].names)]
    unsaid = [name for name in empty if edit.do == "add" or any(before.get(n) for n in columns[name].names)]
    problems.extend(problem("not-filled", table.part, number, name, allowed=columns[name].kind.allowed) for name in unsaid)
    cells |= dict.fromkeys(unsaid, "")
    header = tuple(cells)
    found: list[Problem] = []
    made, _ = read_table(table, Sheet(table.part, header, ((number, tuple(cells.values())),)), found)
    problems.extend(dataclasses.replace(p, row=number) for p in found if p.code != "required" or p.column not in unsaid)
    if not made:
        return ""
    identity = table.identity(made[0])
    if (identity in rows and identity != edit.row) or (edit.do == "add" and identity in rows):
        problems.append(problem("duplicate-key", table.part, number, "id", found=identity, first=f"{table.part}: {identity}"))
        return ""
    if old is not None and not superseding:
        replaced = [(identity, made[0]) if key == edit.row else (key, row) for key, row in rows.items()]
        rows.clear()
        rows.update(replaced)
    else:
        rows[identity] = made[0]
    if old is not None and table.superseded:
        rows |= raised(rows, identity, made[0].marking, whole)
    return identity


def _differing(values: Mapping[str, str], before: Mapping[str, str]) -> set[str]:
    """Return the columns that an edit alters; who gives a reason alters nothing by it."""
    return {name for name, cell in values.items() if name != "reason" and cell.strip() != before.get(name, "")}


def _placed(fault: Problem, new: Dossier, made: Mapping[tuple[str, str], int]) -> Problem:
    """Return a fault between rows with the number of the edit that made the row; of another row its identity stands before the column."""
    name = fault.part.removesuffix(".csv")
    if name not in TABLES or fault.row is None:
        return fault
    rows = new.rows(name)
    if not 0 <= fault.row - 2 < len(rows):
        return fault
    identity = TABLES[name].identity(rows[fault.row - 2])
    if (name, identity) in made:
        return dataclasses.replace(fault, row=made[name, identity])
    return dataclasses.replace(fault, row=None, column=f"{identity}.{fault.column or ''}".rstrip("."))


def _columns(rows: Sequence[Any]) -> Votes:
    ids = tuple(row.id for row in rows)
    return Votes.of(
        [row.actor for row in rows],
        [row.rollcall for row in rows],
        [CODE[row.vote or "unknown"] for row in rows],
        [CODE[row.intent or "unknown"] for row in rows],
        ids if any(ids) else (),
    )
