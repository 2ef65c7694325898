"""Blocks of lines as columns: at once where every line is as it should be, line by line where one is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from legation.sources.gdelt.blocks import Block
from legation.sources.gdelt.layout import Layout
from legation.sources.observed import Fault

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Rows", "rows_of"]

_CHUNK = 2 * 1024**2
_INTEGER = re.compile(r"\s*[+-]?\d{1,18}\s*")
_DECIMAL = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*")
_INT32 = 2**31


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
    """Return the rows of a block: at once where every line is as it should be, line by line where one is not."""
    import pyarrow as pa

    if _plain(block, layout):
        try:
            table = _columns(block.view, layout)
        except pa.ArrowInvalid:
            table = None
        if table is not None and table.num_rows == block.lines:
            return Rows(part, table, block.first, None, block.faults)
    return _one_by_one(block, layout, part)


def _plain(block: Block, layout: Layout) -> bool:
    """Whether no carriage return and no overlong line is there."""
    half, find = layout.longest // 2, block.data.find
    return find(b"\r", block.start, block.end) < 0 and all(
        find(b"\n", at, at + half) >= 0 for at in range(block.start, block.end - half, half)
    )


def _columns(data: bytes | memoryview, layout: Layout, *, texts: bool = False) -> pa.Table:
    import pyarrow as pa
    from pyarrow import csv

    if not data:
        return pa.table({name: pa.array([], pa.string()) for name in layout.columns}) if texts else _columns_empty(layout)
    types = _types()
    named = {f"{at}": (name, how) for name, (at, how) in layout.columns.items()}
    found = csv.read_csv(
        pa.BufferReader(pa.py_buffer(data)),
        read_options=csv.ReadOptions(
            column_names=[f"{at}" for at in range(layout.width)], block_size=max(_CHUNK, 2 * layout.longest), use_threads=False
        ),
        parse_options=csv.ParseOptions(delimiter="\t", quote_char=False, escape_char=False),
        convert_options=csv.ConvertOptions(
            include_columns=list(named),
            column_types={at: pa.string() if texts else types[how] for at, (_, how) in named.items()},
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    return found.rename_columns([name for name, _ in named.values()])


def _types() -> dict[str, Any]:
    import pyarrow as pa

    coded = pa.dictionary(pa.int32(), pa.string())
    return {"code": coded, "text": pa.string(), "whole": pa.int32(), "time": pa.int64(), "number": pa.float64()}


def _columns_empty(layout: Layout) -> pa.Table:
    import pyarrow as pa

    types = _types()
    return pa.table({name: pa.array([], types[how]) for name, (_, how) in layout.columns.items()})


def _one_by_one(block: Block, layout: Layout, part: str) -> Rows:
    import pyarrow as pa

    faults = list(block.faults)
    doubts: list[Fault] = []
    good: list[bytes] = []
    lines: list[int] = []
    tabs = layout.width - 1
    for line, text in enumerate(bytes(block.view).split(b"\n"), block.first):
        row = text.rstrip(b"\r")
        if not row:
            continue
        if len(row) > layout.longest:
            faults.append(Fault(part, line, "gdelt-long-line", allowed=str(layout.longest), found=row[:60].decode("latin-1")))
        elif row.count(b"\t") != tabs:
            faults.append(Fault(part, line, "gdelt-width", allowed=str(layout.width), found=str(row.count(b"\t") + 1)))
        else:
            good.append(_in_utf8(row, layout, part, line, doubts))
            lines.append(line)
    data = b"\n".join(good) + b"\n" if good else b""
    try:
        table = _columns(data, layout)
    except pa.ArrowInvalid:
        table, kept = _checked(_columns(data, layout, texts=True), layout, part, lines, faults, doubts)
        lines = [lines[row] for row in kept]
    return Rows(part, table, block.first, lines, tuple(faults), tuple(doubts))


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


def _checked(
    table: pa.Table, layout: Layout, part: str, lines: list[int], faults: list[Fault], doubts: list[Fault]
) -> tuple[pa.Table, list[int]]:
    """Return a table of texts with its numbers as numbers, and which rows are left.

    A coordinate or a scale that is no number is read as missing, and is a doubt; any other number that is none leaves out its row.
    """
    import pyarrow as pa

    types = _types()
    columns: dict[str, Any] = {}
    wrong: set[int] = set()
    for name, (_, how) in layout.columns.items():
        texts = table[name].to_pylist()
        if how in ("code", "text"):
            columns[name] = pa.array(texts, pa.string())
            continue
        values: list[float | int | None] = []
        for row, text in enumerate(texts):
            value = None if text is None else _number(text, how)
            values.append(value)
            if value is None and text is not None:
                listed = doubts if how == "number" else faults
                if row not in wrong:
                    listed.append(Fault(part, lines[row], "gdelt-number", found=text[:80], column=name))
                if how != "number":
                    wrong.add(row)
        columns[name] = pa.array(values, types[how])
    kept = [row for row in range(len(lines)) if row not in wrong]
    found = pa.table(
        {name: column.dictionary_encode() if layout.columns[name][1] == "code" else column for name, column in columns.items()}
    )
    return found.take(kept) if wrong else found, kept


def _number(text: str, how: str) -> float | int | None:
    if how == "number":
        return float(text) if _DECIMAL.fullmatch(text) else None
    if not _INTEGER.fullmatch(text):
        return None
    value = int(text)
    return value if how == "time" or -_INT32 <= value < _INT32 else None
