"""Columns of few different values, mapped once for each value: codes, days, times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["day_of", "each", "time_of"]


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
        found = pa.array([None if value is None else meaning(value) for value in coded.dictionary.to_pylist()], kind)
        chunks.append(found.take(coded.indices))
    return pa.chunked_array(chunks, kind)


def day_of(number: int) -> dt.date | None:
    """Return the day of ``20191024``; None where the calendar has none.

    Examples
    --------
    >>> day_of(20191024), day_of(20190229), day_of(0)
    (datetime.date(2019, 10, 24), None, None)
    """
    try:
        return dt.date(number // 10_000, number // 100 % 100, number % 100)
    except ValueError:
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
