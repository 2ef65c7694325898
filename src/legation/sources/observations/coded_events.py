"""Tab-separated tables of coded events with a header: columns by their names, whatever their order, and each row with its line."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.observations.gdelt.rows import Noted
from legation.sources.observations.gdelt.slices import blocks
from legation.sources.observations.tables import TABLES
from legation.sources.observed import BATCH, Fault, Observed, Unplaced
from legation.sources.reading import Origin

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Cells", "day", "in_batches", "named_once", "number", "rows_by_name", "whole"]

LONGEST = 1024**2
"""Bytes that a line may have."""
FAULTS_LIMIT = 200_000
"""Rows one after the other that cannot be read: what has more is something else than it was said to be."""
Cells = Mapping[str, str]
"""The cells of a row under our names; what the file does not have is empty."""


def rows_by_name(
    path: Path,
    needed: Mapping[str, Sequence[str]],
    wanted: Mapping[str, Sequence[str]],
    faults: list[Fault],
    noted: Noted,
    *,
    spurious: Sequence[str] = (),
) -> Iterator[tuple[int, Cells]]:
    """Yield the line and the cells of each row; one of another width than the header is a fault.

    Parameters
    ----------
    path : Path
        Plain, gzip, or zip with one member.
    needed, wanted : mapping of str to sequence of str
        Our name of each column and the names that it may have in the file, in capitals or not.
    faults, noted
        Where rows that cannot be read, and what someone should look at, are listed.
    spurious : sequence of str
        Names that stand in some headers though no row has their cell.

    Raises
    ------
    CannotRead
        Where the file is not there, cut off, damaged, lacks a needed column, or has :data:`FAULTS_LIMIT` unreadable rows in a row.
    """
    if not path.is_file():
        raise CannotRead(Message("sources.a-folder" if path.is_dir() else "sources.not-there", path=str(path)))
    header: list[str] = []
    at: dict[str, int] = {}
    surplus = run = 0  # run: where the faults begin that no row which was read stands between
    for line, cells in _lines(path, faults, noted):
        if len(faults) - run > FAULTS_LIMIT:
            raise CannotRead(Message("sources.lines-unread", path=str(path), count=len(faults) - run, line=faults[run].row))
        if not header:
            header = [name.strip().strip("\ufeff").lower() for name in cells]
            surplus = len({name.lower() for name in spurious}.intersection(header))
            at = _places(path, header, needed, wanted)
            continue
        if surplus and len(cells) == len(header) - surplus:
            header = [name for name in header if name not in {one.lower() for one in spurious}]
            at, surplus = _places(path, header, needed, wanted), 0
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        if len(cells) != len(header):
            faults.append(Fault(path.name, line, "gdelt-width", allowed=str(len(header)), found=str(len(cells))))
            continue
        before = len(faults)
        yield line, {ours: cells[place] if place >= 0 else "" for ours, place in at.items()}
        if len(faults) <= before:  # whoever reads the row had no fault to add
            run = len(faults)
    if not header:
        raise CannotRead(Message("sources.missing-columns", path=str(path), missing=[names[0] for names in needed.values()], found=""))


def _places(path: Path, header: list[str], needed: Mapping[str, Sequence[str]], wanted: Mapping[str, Sequence[str]]) -> dict[str, int]:
    at = {
        ours: next((header.index(name.lower()) for name in names if name.lower() in header), -1)
        for ours, names in (*needed.items(), *wanted.items())
    }
    missing = [needed[ours][0] for ours in needed if at[ours] < 0]
    if missing:
        raise CannotRead(Message("sources.missing-columns", path=str(path), missing=missing, found=", ".join(header)[:200]))
    return at


def _lines(path: Path, faults: list[Fault], noted: Noted) -> Iterator[tuple[int, list[str]]]:
    for block in blocks(path, LONGEST):
        faults += block.faults
        for line, text in enumerate(bytes(block.view).split(b"\n"), block.first):
            row = text.rstrip(b"\r")
            if len(row) > LONGEST:
                faults.append(Fault(path.name, line, "gdelt-long-line", allowed=str(LONGEST), found=row[:60].decode("latin-1")))
            elif row:
                try:
                    yield line, [_bare(cell) for cell in row.decode().split("\t")]
                except UnicodeDecodeError as error:
                    noted.extend([Fault(path.name, line, "gdelt-encoding", "UTF-8", row[error.start : error.start + 1].hex())])
                    yield line, [_bare(_decoded(cell)) for cell in row.split(b"\t")]


def _decoded(cell: bytes) -> str:
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return cell.decode("latin-1")


def _bare(cell: str) -> str:
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        cell = cell[1:-1].strip()
    return "" if cell in ("None", "NULL", "NA") else cell


def day(text: str) -> dt.date | None:
    """Return the day of a text that begins with year-month-day; None where it does not.

    Examples
    --------
    >>> day("2019-10-24"), day("2019-10-24T14:30:00"), day("24.10.2019")
    (datetime.date(2019, 10, 24), datetime.date(2019, 10, 24), None)
    """
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def number(text: str, low: float, high: float) -> float | None:
    """Return a number within a range; None where it is none.

    Examples
    --------
    >>> number("-2.5", -10, 10), number("11", -10, 10), number("nan", -10, 10), number("", -10, 10)
    (-2.5, None, None, None)
    """
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and low <= value <= high else None


def named_once(known: Callable[[Any], str | None], noted: Noted, part: str, column: str) -> Callable[[Any, str, int], str | None]:
    """Return a look-up that remembers, and that notes a name it does not find at the first line where it stands."""
    found: dict[Any, str | None] = {}

    def of(key: Any, name: str, line: int) -> str | None:
        if key not in found:
            found[key] = known(key)
            if found[key] is None and name:
                noted.extend([Fault(part, line, "events-country", found=name[:80], column=column)])
        return found[key]

    return of


def in_batches(
    path: Path, title: str, publisher: str, url: str, rows: Iterator[Sequence[tuple[Any, ...]]], faults: list[Fault], noted: Noted
) -> Iterator[Observed]:
    """Yield rows in the order of our table of events as what a reader returns, some at a time: a file of gigabytes is never in memory.

    Parameters
    ----------
    rows : iterator
        For each row of the file that was read, what it becomes.
    faults, noted
        What could not be read, and what someone should look at, up to the row that was given last; the faults are taken from the list.
    """
    import hashlib

    waiting: list[tuple[Any, ...]] = []
    read, digest = 0, ""

    def batch(*rest: Fault) -> Observed:
        nonlocal waiting, read, digest
        if not digest:  # of a file that could be opened
            with path.open("rb") as data:
                digest = hashlib.file_digest(data, "sha256").hexdigest()
        origin = Origin(title=title, publisher=publisher, url=url, sha256=digest, read=read + len(faults))
        made = Observed(_table(waiting), origin, Unplaced(faults), Unplaced([*noted.taken(), *rest]))
        waiting, read = [], 0
        faults.clear()
        return made

    for each in rows:
        waiting.extend(each)
        read += 1
        if len(waiting) + len(faults) >= BATCH:
            yield batch()
    yield batch(*noted.rest())


def _table(rows: list[tuple[Any, ...]]) -> pa.Table:
    import pyarrow as pa

    schema = TABLES["events"].schema
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema)


def whole(batches: Iterator[Observed]) -> Observed:
    """Return the batches of a file as one."""
    import pyarrow as pa

    made = list(batches)
    origin = dataclasses.replace(made[-1].origin, read=sum(one.origin.read for one in made))
    rejected, warnings = ([fault for one in made for fault in getattr(one, name).faults] for name in ("unplaced", "doubts"))
    return Observed(pa.concat_tables([one.table for one in made]), origin, Unplaced(rejected), Unplaced(warnings))
