"""Columns of Arrow from what the kernel found in the cells; columns of few values are mapped once for each value."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from legation.sources.observations.gdelt.scanning import Layout, Scanned
from legation.sources.observed import Fault

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = [
    "codes_of",
    "columns_of",
    "day_of",
    "each",
    "gaps_of",
    "strings",
    "taken",
    "time_of",
]


def each(column: pa.ChunkedArray, meaning: Callable[[Any], Any], kind: pa.DataType) -> pa.ChunkedArray:
    """Return a column with every value replaced by its meaning; null stays null, and so does what means None.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
        Dictionary-encoded, or of numbers.
    meaning : callable
        Called once for each different value of a chunk.
    kind : pyarrow.DataType
    """
    import pyarrow as pa

    chunks = []
    for chunk in column.chunks:
        coded = chunk if pa.types.is_dictionary(chunk.type) else chunk.dictionary_encode()
        found = [None if value is None else meaning(value) for value in coded.dictionary.to_pylist()]
        chunks.append(taken(found, codes_of(coded)) if pa.types.is_string(kind) else pa.array(found, kind).take(coded.indices))
    return pa.chunked_array(chunks, kind)


def codes_of(coded: pa.DictionaryArray) -> NDArray[np.int32]:
    """Return the place of each value in the dictionary; -1: null."""
    indices = coded.indices
    codes = np.frombuffer(indices.buffers()[1], np.int32, len(indices), 4 * indices.offset) if len(indices) else np.empty(0, np.int32)
    return np.where(indices.is_valid().to_numpy(zero_copy_only=False), codes, np.int32(-1)) if indices.null_count else codes


def taken(values: Sequence[str | None], codes: NDArray[np.int32]) -> pa.Array:
    """Return texts by their numbers; a number below 0 is null, and so is that of None."""
    from legation.sources.observations.byte_kernels import spread

    parts = [(value or "").encode() for value in values]
    ends = np.cumsum([len(part) for part in parts], dtype=np.int32)
    starts = np.concatenate([np.zeros(1, np.int32), ends])[:-1]
    text = np.frombuffer(b"".join(parts) or b"\0", np.uint8)
    there = np.array([*(value is not None for value in values), False])[codes]  # -1: the last
    sizes = np.append(ends - starts, np.int32(0))[codes]
    return strings(sizes, there, lambda offsets, data: spread(text, starts, ends, codes, offsets, data))


def strings(sizes: NDArray[np.int32], there: NDArray[np.bool_], fill: Callable[[Any, Any], None]) -> pa.Array:
    """Return texts of so many bytes; ``fill`` is given where each begins, and the bytes to be written."""
    import pyarrow as pa

    offsets = np.zeros(len(sizes) + 1, np.int32)
    np.cumsum(sizes, out=offsets[1:])
    data = np.empty(int(offsets[-1]), np.uint8)
    fill(offsets, data)
    return pa.StringArray.from_buffers(len(sizes), pa.py_buffer(offsets), pa.py_buffer(data), gaps_of(there))


def gaps_of(valid: NDArray[np.bool_]) -> pa.Buffer | None:
    """Return which values are there as bits; None: all."""
    import pyarrow as pa

    return None if valid.all() else pa.py_buffer(np.packbits(valid, bitorder="little"))


def day_of(number: int) -> dt.date | None:
    """Return the day of ``20191024``; None where the calendar has none.

    Examples
    --------
    >>> day_of(20191024), day_of(20190229), day_of(0), day_of(10**17)
    (datetime.date(2019, 10, 24), None, None, None)
    """
    try:
        return dt.date(number // 10_000, number // 100 % 100, number % 100)
    except (ValueError, OverflowError):
        return None


def time_of(number: int) -> dt.datetime | None:
    """Return the time, UTC, of ``20191024143000``; None where there is none.

    Examples
    --------
    >>> time_of(20191024143000), time_of(20191024250000)
    (datetime.datetime(2019, 10, 24, 14, 30, tzinfo=datetime.timezone.utc), None)
    """
    day = day_of(number // 1_000_000)
    clock = number % 1_000_000
    try:
        return (
            None
            if day is None
            else dt.datetime(day.year, day.month, day.day, clock // 10_000, clock // 100 % 100, clock % 100, tzinfo=dt.UTC)
        )
    except ValueError:
        return None


_INTEGER = re.compile(r"\s*[+-]?\d{1,18}\s*")
_DECIMAL = re.compile(r"\s*[+-]?((\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?|nan|inf(inity)?)\s*", re.IGNORECASE)
_INT32 = 2**31


def columns_of(
    found: Scanned, layout: Layout, part: str, lines: NDArray[np.int32], faults: list[Fault], warnings: list[Fault]
) -> tuple[pa.Table, NDArray[np.bool_] | None]:
    """Return the columns of a block under GDELT's names, and which of its rows they hold; None: all.

    A coordinate or a scale that is no number is read as missing, and is a doubt; any other number that is none leaves out its row.
    """
    import pyarrow as pa

    readable = _read_odd(found, layout, part, lines, faults, warnings) if len(found.odd) else None
    columns: dict[str, Any] = {}
    code = text = whole = number = 0
    for column, (name, (_, how)) in enumerate(layout.columns.items()):
        if how == "code":
            columns[name], code = _coded(found, code), code + 1
        elif how == "text":
            columns[name], text = _texts(found, text), text + 1
        elif how == "number":
            columns[name] = _with_gaps(found.numbers[number], found.valid[column])
            number += 1
        else:
            values = found.wholes[whole]
            columns[name] = _with_gaps(values if how == "time" else values.astype(np.int32), found.valid[column])
            whole += 1
    table = pa.table(columns)
    return (table if readable is None else table.filter(pa.array(readable))), readable


def _read_odd(
    found: Scanned, layout: Layout, part: str, lines: NDArray[np.int32], faults: list[Fault], warnings: list[Fault]
) -> NDArray[np.bool_] | None:
    """Read the cells that are no plain number; return which rows are left, None where all are."""
    names = list(layout.columns)
    places = np.cumsum([how == "number" for _, how in layout.columns.values()]) - 1
    wholes = np.cumsum([how in ("whole", "time") for _, how in layout.columns.values()]) - 1
    wrong: set[int] = set()
    for column, row, start, end in found.odd[np.argsort(found.odd[:, 0], kind="stable")].tolist():
        name = names[column]
        how = layout.columns[name][1]
        text = found.text[start:end].tobytes().decode()
        value = _number(text, how)
        if value is not None:
            (found.numbers[places[column]] if how == "number" else found.wholes[wholes[column]])[row] = value
            found.valid[column, row] = True
            continue
        if row not in wrong:
            (warnings if how == "number" else faults).append(Fault(part, int(lines[row]), "gdelt-number", found=text[:80], column=name))
        if how != "number":
            wrong.add(row)
    if not wrong:
        return None
    readable = np.ones(len(lines), np.bool_)
    readable[list(wrong)] = False
    return readable


def _number(text: str, how: str) -> float | int | None:
    text = text.strip()  # int and float take \x1c to \x1f for no blanks
    if how == "number":
        return float(text) if _DECIMAL.fullmatch(text) else None
    if not _INTEGER.fullmatch(text):
        return None
    value = int(text)
    return value if how == "time" or -_INT32 <= value < _INT32 else None


def _with_gaps(values: NDArray[Any], valid: NDArray[np.bool_]) -> pa.Array:
    import pyarrow as pa

    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [gaps_of(valid), pa.py_buffer(values)])


def _coded(found: Scanned, place: int) -> pa.Array:
    import pyarrow as pa

    codes = found.codes[place]
    starts, ends = found.distinct[place]
    values = [found.text[start:end].tobytes().decode() for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    return pa.DictionaryArray.from_arrays(_with_gaps(codes, codes >= 0), pa.array(values, pa.string()), safe=False)


def _texts(found: Scanned, place: int) -> pa.Array:
    from legation.sources.observations.byte_kernels import gather

    starts, ends = found.starts[place], found.ends[place]
    return strings(ends - starts, starts != ends, lambda offsets, data: gather(found.text, starts, ends, offsets, data))
