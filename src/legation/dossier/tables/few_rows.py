"""A few rows that changed in a table: written into its part, and seen to break no rule, without a look at each of the others.

A row more in fifty thousand costs a row. Each function says where it cannot tell; then all rows are written, or checked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from typing import Any

from legation.dossier.column import Column, Table
from legation.dossier.kind import Reference, Text, Word
from legation.dossier.records import TABLES
from legation.dossier.tables.cells import write_cells
from legation.dossier.tables.contents import Contents
from legation.dossier.tables.csv_sheet import write_csv
from legation.dossier.tables.integrity import out_of_order

__all__ = ["FEW", "breaks_nothing", "changed_rows", "of_identities", "rewritten"]

FEW = 500
"""Changed rows that are looked at by themselves; where more changed, everything is."""


def changed_rows(old: Sequence[Any], new: Sequence[Any], most: float = FEW) -> tuple[list[Any], list[Any]] | None:
    """Return the rows of a table that are there no more, and those that are new, by the objects; None where they are many, or twice.

    ``most``: how many of each there may be.

    >>> one, other, third = ["one"], ["other"], ["third"]
    >>> changed_rows((one, other), (one, third))
    ([['other']], [['third']])
    """
    before, after = {id(row): row for row in old}, {id(row): row for row in new}
    gone = [before[one] for one in before.keys() - after.keys()]
    fresh = [row for row in new if id(row) not in before]
    is_few = len(after) == len(new) and len(gone) <= most and len(fresh) <= most
    return (gone, fresh) if is_few else None


def of_identities(table: Table, rows: Iterable[Any], wanted: Set[str]) -> Iterator[Any]:
    """Yield the rows of a table that have some identities."""
    if table.unique:
        return (row for row in rows if table.identity(row) in wanted)
    return (row for row in rows if row.id in wanted)


def rewritten(name: str, data: bytes, old: Sequence[Any], new: Sequence[Any], most: float = FEW) -> bytes | None:
    r"""Return the part of a table by that of its rows before: what all its rows written anew would give.

    Parameters
    ----------
    data : bytes
        The part in which the rows ``old`` are written.
    old, new : sequence of records
        Rows before and now; those that stay are the same objects.
    most : float
        How many rows may be gone, or new.

    Returns
    -------
    bytes or None
        None where the columns of the part may be others, or it is not written as it would be now.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> data = b"id,name\nFRA,France\nJPN,Japan\n"
    >>> old = decode({"dossier.toml": b'id = "d"', "actors.csv": data}).actors
    >>> rewritten("actors", data, old, old[1:])
    b'id,name\nJPN,Japan\n'
    """
    table, changed = TABLES[name], changed_rows(old, new, most)
    header, *lines = _records(data, len(old) + 1)
    names = header.decode().split(",")
    known = {one: column for column in table.columns for one in column.names}
    if changed is None or not new or len(lines) != len(old) or [one for one in known if one in set(names)] != names:
        return None
    gone, fresh = changed
    filled, cells = write_cells(table, fresh)
    if not set(filled) <= set(names):
        return None
    before, cells_before = write_cells(table, gone)
    if not all(one in filled or known[one].required or _is_filled(known[one], one, new) for one in before):
        return None
    line_of = dict(zip(map(id, old), lines, strict=True))
    ends = (old[0], old[-1]) if old else ()
    tried = [*_lines(names, before, cells_before), *_lines(names, *write_cells(table, ends))]
    if [line_of[id(row)] for row in (*gone, *ends)] != tried:
        return None
    line_of |= dict(zip(map(id, fresh), _lines(names, filled, cells), strict=True))
    return b"\n".join((header, *(line_of[id(row)] for row in new), b""))


def _records(data: bytes, count: int) -> list[bytes]:
    """Return the records of a part, a cell of which may hold line breaks."""
    lines = data.split(b"\n")[:-1]
    if len(lines) == count:
        return lines
    records: list[bytes] = []
    is_open = False
    for line in lines:
        if is_open:
            records[-1] += b"\n" + line
        else:
            records.append(line)
        is_open ^= bool(line.count(b'"') % 2)
    return records


def _lines(names: Sequence[str], filled: Sequence[str], cells: Iterable[Sequence[str]]) -> list[bytes]:
    """Return rows as the records of a part with more columns than they fill."""
    at = {name: number for number, name in enumerate(filled)}
    return [write_csv([row[at[name]] if name in at else "" for name in names], ())[:-1] for row in cells]


def _is_filled(column: Column, name: str, rows: Iterable[Any]) -> bool:
    """Whether some row fills a column of a part."""
    values = (column.of(row) for row in rows)
    if isinstance(column.kind, Text) and column.kind.localized:
        version = ("text", "fr", "en")[column.names.index(name)]
        return any(getattr(value, version) for value in values)
    return any(value is not None and value not in ("", ()) and column.kind.write(value) for value in values)


def breaks_nothing(old: Contents, new: Contents, tables: Collection[str]) -> bool:
    """Whether it is certain that a dossier breaks no rule between rows, since one does not from which it differs in a few rows.

    Parameters
    ----------
    old : Contents
        A dossier that breaks no rule.
    tables : collection of str
        The tables in which they differ; nothing else does.
    """
    return all(_holds(name, old, new) for name in tables)


def _holds(name: str, old: Contents, new: Contents) -> bool:
    table, before, after = TABLES[name], old.rows(name), new.rows(name)
    changed = changed_rows(before, after)
    if changed is None or name == "forecasts":
        return False
    gone, fresh = changed
    called = [table.identity(row) for row in fresh]
    if len(set(called)) < len(called) or sum(1 for _ in of_identities(table, after, set(called))) > len(called):
        return False
    calling = ("id", table.word) if table.word else ("id",)
    if any({getattr(row, one) for row in gone} - {getattr(row, one) for row in fresh} for one in calling):
        return False  # what is called so no more may be named by others
    if name == "evidence" and any(row.part for row in fresh):
        return False
    places = [(table.part, None)] * len(fresh)
    return (
        next(out_of_order(table, fresh, places), None) is None
        and not _may_cycle(fresh, after)
        and all(_is_there(column, fresh, after, new) for column in table.columns)
    )


def _may_cycle(fresh: Iterable[Any], rows: Iterable[Any]) -> bool:
    """Whether a changed row supersedes, over others, itself."""
    starts = [row.id for row in fresh if getattr(row, "supersedes", "")]
    follows = {row.id: row.supersedes for row in rows if row.supersedes} if starts else {}
    for start in starts:
        path, at = {start}, follows[start]
        while at in follows and at not in path:
            path.add(at)
            at = follows[at]
        if at in path:
            return True
    return False


def _is_there(column: Column, fresh: Iterable[Any], rows: Sequence[Any], dossier: Contents) -> bool:
    """Whether all that changed rows name in a column is there."""
    kind = column.kind
    if not isinstance(kind, Reference) or isinstance(kind, Word):
        return True
    values = [value for row in fresh if (value := getattr(row, column.name))]
    named = {one for value in values for one in (value if kind.many else (value,))}
    for place in kind.to if named else ():
        if place == "bodies":
            named -= {body.id for body in dossier.bodies}
        else:
            word = "id" if place == "same" else TABLES[place].word or "id"
            named -= {getattr(row, word) for row in (rows if place == "same" else dossier.rows(place))}
    return not named
