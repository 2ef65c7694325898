"""Blocks of lines as columns: by the kernel, odd cells one by one, values held to their range, warnings listed up to a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from legation.sources.observations.gdelt.columns import columns_of
from legation.sources.observations.gdelt.scanning import Layout, Scanned, scanned
from legation.sources.observations.gdelt.slices import Block
from legation.sources.observed import Fault

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = [
    "LISTED",
    "BlockRows",
    "Noted",
    "Placed",
    "dated",
    "on_earth",
    "rows_of",
    "within",
]


@dataclass(frozen=True, slots=True)
class BlockRows:
    """The rows of a block as columns under GDELT's names.

    Attributes
    ----------
    part : str
        The file's name.
    table : pyarrow.Table
    first : int
        The line of the first row.
    lines : sequence of int or None
        The line of each row; None where they follow each other.
    faults, warnings : tuple of Fault
        Rows that are not in the table; rows that are.
    """

    part: str
    table: pa.Table
    first: int
    lines: Any
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()

    def line(self, row: int) -> int:
        """Return the line of a row of the table."""
        return self.first + row if self.lines is None else int(self.lines[row])


def rows_of(block: Block, layout: Layout, part: str) -> BlockRows:
    """Return the rows of a block.

    A line of another width, an overlong one, and one with a number that is none are faults. A cell that is not UTF-8 is read as Latin-1,
    and is a doubt; a carriage return within a row is a space, at its end nothing. An empty line is no row.
    """
    text = np.frombuffer(block.data, np.uint8)[block.start : block.end]
    found = scanned(text, layout, block.lines + 1)
    warnings: list[Fault] = []
    if len(found.unknown):
        mended = _mended(found, layout, part, block.first, warnings)
        if mended is not None:
            found = scanned(mended, layout, block.lines + 1)
    faults = list(block.faults)
    for line, start, end, cells in found.bad.tolist():
        if end - start > layout.longest:
            begun = found.text[start : start + 60].tobytes().decode("latin-1")
            faults.append(Fault(part, block.first + line, "gdelt-long-line", allowed=str(layout.longest), found=begun))
        else:
            faults.append(Fault(part, block.first + line, "gdelt-width", allowed=str(layout.width), found=str(cells)))
    lines = found.lines + block.first
    table, readable = columns_of(found, layout, part, lines, faults, warnings)
    if readable is not None:
        lines = lines[readable]
    follow = not len(lines) or (int(lines[0]) == block.first and int(lines[-1]) == block.first + len(lines) - 1)
    return BlockRows(part, table, block.first, None if follow else lines, tuple(faults), tuple(warnings))


def _mended(found: Scanned, layout: Layout, part: str, first: int, warnings: list[Fault]) -> NDArray[np.uint8] | None:
    """Return the text with its strange rows in UTF-8 and without carriage returns; None where none of them needs it."""
    pieces: list[bytes | memoryview] = []
    done = 0
    for line, start, end in found.unknown.tolist():
        row = found.text[start:end].tobytes()
        better = _in_utf8(row, layout, part, first + line, warnings)
        if better != row:
            pieces += (found.text[done:start].data, better)
            done = end
    return np.frombuffer(bytearray().join((*pieces, found.text[done:].data)), np.uint8) if pieces else None


def _in_utf8(row: bytes, layout: Layout, part: str, line: int, warnings: list[Fault]) -> bytes:
    """Return a row whose cells, as far as they are read, are UTF-8: one that is not is read as Latin-1. A carriage return is a space."""
    row = row.replace(b"\r", b" ")
    try:
        row.decode()
    except UnicodeDecodeError:
        cells = row.split(b"\t")
        for name, (at, _) in layout.columns.items():
            try:
                cells[at].decode()
            except UnicodeDecodeError as error:
                wrong = cells[at][error.start : error.start + 1].hex()
                warnings.append(Fault(part, line, "gdelt-encoding", allowed="UTF-8", found=wrong, column=name))
                cells[at] = cells[at].decode("latin-1").encode()
        return b"\t".join(cells)
    return row


Placed: TypeAlias = "tuple[pa.Table, list[Fault]]"
"""Rows of our table, and those that could not be placed."""
RowNumbers: TypeAlias = "npt.NDArray[np.int64]"


def dated(table: pa.Table, rows: BlockRows, needed: Mapping[str, tuple[pa.ChunkedArray, str]]) -> Placed:
    """Return the rows that have every date they need, and the others as faults.

    Parameters
    ----------
    table : pyarrow.Table
        Our table, row by row that of ``rows``.
    rows : Rows
    needed : mapping of str to (pyarrow.ChunkedArray, str)
        GDELT's column to what was made of it, null where it is no date, and the form that it should have.
    """
    import pyarrow.compute as pc

    faults = list(rows.faults)
    if not any(values.null_count for values, _ in needed.values()):
        return table, faults
    valid = np.ones(table.num_rows, bool)
    for column, (values, form) in needed.items():
        for row in np.flatnonzero(valid & values.is_null().to_numpy()).tolist():
            value = rows.table[column][row].as_py()
            faults.append(Fault(rows.part, rows.line(row), "gdelt-date", form, "" if value is None else str(value), column))
        valid &= pc.is_valid(values).to_numpy()
    return table.filter(valid), faults


def on_earth(lat: pa.ChunkedArray, lon: pa.ChunkedArray) -> tuple[pa.ChunkedArray, pa.ChunkedArray, RowNumbers]:
    """Return latitude and longitude, both missing where either is no place on Earth, and in which rows that is so."""
    import pyarrow as pa
    import pyarrow.compute as pc

    north, east = pc.less_equal(pc.abs(lat), 90.0), pc.less_equal(pc.abs(lon), 180.0)  # not-a-number is not less
    wrong = pc.or_(pc.invert(pc.fill_null(north, fill_value=True)), pc.invert(pc.fill_null(east, fill_value=True)))
    if not pc.any(wrong).as_py():
        return lat, lon, np.zeros(0, np.int64)
    missing = pa.scalar(None, pa.float64())
    return pc.if_else(wrong, missing, lat), pc.if_else(wrong, missing, lon), np.flatnonzero(wrong.to_numpy())


def within(column: pa.ChunkedArray, low: float, high: float) -> tuple[pa.ChunkedArray, RowNumbers]:
    """Return a column with what is outside a range missing, and in which rows that is so."""
    import pyarrow as pa
    import pyarrow.compute as pc

    right = pc.and_(pc.greater_equal(column, low), pc.less_equal(column, high))
    wrong = pc.fill_null(pc.invert(right), fill_value=False)
    if not pc.any(wrong).as_py():
        return column, np.zeros(0, np.int64)
    return pc.if_else(wrong, pa.scalar(None, column.type), column), np.flatnonzero(wrong.to_numpy())


LISTED = 1000
"""Doubts of one kind in one file that are listed singly."""


class Noted:
    """The warnings of one file.

    Examples
    --------
    >>> noted = Noted("a.CSV")
    >>> noted.add("gdelt-range", [0, 2], line=lambda row: row + 1, allowed="1..4", found=lambda row: "9", column="QuadClass")
    >>> [(doubt.row, doubt.found) for doubt in noted.taken()], noted.taken(), noted.rest()
    ([(1, '9'), (3, '9')], [], [])
    """

    def __init__(self, part: str) -> None:
        self._part = part
        self._count: Counter[str] = Counter()
        self._waiting: list[Fault] = []

    def add(
        self,
        code: str,
        rows: Sequence[int] | npt.NDArray[np.int64],
        *,
        line: Callable[[int], int],
        found: Callable[[int], Any],
        allowed: str = "",
        column: str = "",
    ) -> None:
        """Note rows of a block: which line each is, and what was found there, is asked for those alone that are listed."""
        for row in rows[: max(0, LISTED - self._count[code])]:
            self._waiting.append(Fault(self._part, line(int(row)), code, allowed, str(found(int(row)))[:80], column))
        self._count[code] += len(rows)

    def extend(self, warnings: Iterable[Fault]) -> None:
        """Note warnings that are made already."""
        for doubt in warnings:
            self._count[doubt.code] += 1
            if self._count[doubt.code] <= LISTED:
                self._waiting.append(doubt)

    def taken(self) -> list[Fault]:
        """Return what was noted since the last time."""
        found, self._waiting = self._waiting, []
        return found

    def rest(self) -> list[Fault]:
        """Return, at the end of the file, how many there are of each kind of which not all were listed."""
        many = {code: count for code, count in sorted(self._count.items()) if count > LISTED}
        return [Fault(self._part, 1, "gdelt-more", allowed=code, found=str(count)) for code, count in many.items()]
