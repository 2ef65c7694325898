"""Columns of few different values, mapped once for each value: codes, days, times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["codes_of", "day_of", "each", "gaps_of", "strings", "taken", "time_of"]


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
    from legation.sources.kernels.interning import spread

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
