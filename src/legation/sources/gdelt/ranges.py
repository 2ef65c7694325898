"""What may stand in a column: days that the calendar has, places on Earth, numbers within a range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from legation.sources.gdelt.rows import Rows
from legation.sources.observed import Fault

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Placed", "dated", "on_earth", "within"]

Placed: TypeAlias = "tuple[pa.Table, list[Fault]]"
"""Rows of our table, and those that could not be placed."""
RowNumbers: TypeAlias = "npt.NDArray[np.int64]"


def dated(table: pa.Table, rows: Rows, needed: Mapping[str, tuple[pa.ChunkedArray, str]]) -> Placed:
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
    kept = np.ones(table.num_rows, bool)
    for column, (values, form) in needed.items():
        for row in np.flatnonzero(kept & values.is_null().to_numpy()).tolist():
            value = rows.table[column][row].as_py()
            faults.append(Fault(rows.part, rows.line(row), "gdelt-date", form, "" if value is None else str(value), column))
        kept &= pc.is_valid(values).to_numpy()
    return table.filter(kept), faults


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
