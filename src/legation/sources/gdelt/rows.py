"""Blocks of lines as columns: all at once in the compiled kernel; the few lines and cells that are not as they should be, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from legation.sources.gdelt.blocks import Block
from legation.sources.gdelt.cells import columns_of
from legation.sources.gdelt.layout import Layout
from legation.sources.gdelt.scanning import Scanned, scanned
from legation.sources.observed import Fault

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["Rows", "rows_of"]


@dataclass(frozen=True, slots=True)
class Rows:
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
    faults, doubts : tuple of Fault
        Rows that are not in the table; rows that are.
    """

    part: str
    table: pa.Table
    first: int
    lines: Any
    faults: tuple[Fault, ...] = ()
    doubts: tuple[Fault, ...] = ()

    def line(self, row: int) -> int:
        """Return the line of a row of the table."""
        return self.first + row if self.lines is None else int(self.lines[row])


def rows_of(block: Block, layout: Layout, part: str) -> Rows:
    """Return the rows of a block.

    A line of another width, an overlong one, and one with a number that is none are faults. A cell that is not UTF-8 is read as Latin-1,
    and is a doubt; a carriage return within a row is a space, at its end nothing. An empty line is no row.
    """
    text = np.frombuffer(block.data, np.uint8)[block.start : block.end]
    found = scanned(text, layout, block.lines + 1)
    doubts: list[Fault] = []
    if len(found.strange):
        mended = _mended(found, layout, part, block.first, doubts)
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
    table, kept = columns_of(found, layout, part, lines, faults, doubts)
    if kept is not None:
        lines = lines[kept]
    follow = not len(lines) or (int(lines[0]) == block.first and int(lines[-1]) == block.first + len(lines) - 1)
    return Rows(part, table, block.first, None if follow else lines, tuple(faults), tuple(doubts))


def _mended(found: Scanned, layout: Layout, part: str, first: int, doubts: list[Fault]) -> NDArray[np.uint8] | None:
    """Return the text with its strange rows in UTF-8 and without carriage returns; None where none of them needs it."""
    pieces: list[bytes | memoryview] = []
    done = 0
    for line, start, end in found.strange.tolist():
        row = found.text[start:end].tobytes()
        better = _in_utf8(row, layout, part, first + line, doubts)
        if better != row:
            pieces += (found.text[done:start].data, better)
            done = end
    return np.frombuffer(bytearray().join((*pieces, found.text[done:].data)), np.uint8) if pieces else None


def _in_utf8(row: bytes, layout: Layout, part: str, line: int, doubts: list[Fault]) -> bytes:
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
                doubts.append(Fault(part, line, "gdelt-encoding", allowed="UTF-8", found=wrong, column=name))
                cells[at] = cells[at].decode("latin-1").encode()
        return b"\t".join(cells)
    return row
