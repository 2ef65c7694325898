"""Large tables by column: Parquet or CSV in, arrays out, and every row that does not fit with its number."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.broken_file import what_is_wrong
from legation.dossier.problem import Problem
from legation.dossier.tables.votes import Votes
from legation.errors import CannotRead
from legation.language import Message
from legation.sources.reading import file_bytes, notice

__all__ = ["coded", "each_row", "open_columns", "ordered", "take", "texts", "twice", "whole"]

FILE_LIMIT = 2 * 1024**3
"""Bytes of a table of votes."""
ONE_BY_ONE = 1000
"""Rows with one fault that are listed singly; the rest are counted in one entry."""

IntArray = npt.NDArray[np.int64]
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_FLOATS = {"halffloat": "float16", "float": "float32", "double": "float64"}


def open_columns(path: Path, needed: Mapping[str, Sequence[str]], wanted: Mapping[str, Sequence[str]]) -> tuple[Any, str]:
    """Return the columns of a Parquet or CSV file as an Arrow table under our names, and the file's SHA-256.

    Parameters
    ----------
    path : Path
    needed, wanted : mapping of str to sequence of str
        Our name of each column and the names that it may have in the file; without a needed one nothing is read.

    Raises
    ------
    CannotRead
        Where the file is missing, too large, no such table, or lacks a needed column.

    Notes
    -----
    Only an empty cell is missing. ``NA`` is text: it is Namibia's code.
    """
    import hashlib

    import pyarrow as pa
    import pyarrow.parquet as pq

    data = file_bytes(path, FILE_LIMIT)
    try:
        table = pq.ParquetFile(pa.BufferReader(data)).read() if data.startswith(b"PAR1") else _csv(data)
        by_name = {name.strip().lower().lstrip("\ufeff"): name for name in table.column_names}
    except (pa.ArrowException, OSError, ValueError) as error:
        raise CannotRead(Message("sources.no-table", path=str(path), why=what_is_wrong(error))) from error
    at = {ours: next((by_name[n] for n in names if n in by_name), "") for ours, names in (*needed.items(), *wanted.items())}
    missing = [name for name in needed if not at[name]]
    if missing:
        raise CannotRead(Message("sources.missing-columns", path=str(path), missing=missing, found=" ".join(table.column_names)[:200]))
    there = {ours: name for ours, name in at.items() if name}
    twice = next((name for name in there.values() if table.column_names.count(name) > 1), None)
    if twice is not None:
        raise CannotRead(Message("sources.heading-twice", path=str(path), column=twice))
    columns = [table[name] for name in there.values()]
    return pa.table(columns, names=list(there)).combine_chunks(), hashlib.sha256(data).hexdigest()


def _csv(data: bytes) -> Any:
    import pyarrow as pa
    from pyarrow import csv

    first = data[:4096].split(b"\n", 1)[0]
    delimiter = max((b",", b";", b"\t"), key=first.count).decode()
    convert = csv.ConvertOptions(null_values=[""], strings_can_be_null=True, auto_dict_encode=True, auto_dict_max_cardinality=50_000)
    parse = csv.ParseOptions(delimiter=delimiter, newlines_in_values=True)
    try:
        return csv.read_csv(io.BytesIO(data), parse_options=parse, convert_options=convert)
    except pa.ArrowInvalid:
        data.decode("cp1252")
        encoded = csv.ReadOptions(encoding="cp1252")
        return csv.read_csv(io.BytesIO(data), read_options=encoded, parse_options=parse, convert_options=convert)


def coded(table: Any, name: str) -> tuple[IntArray, list[str]]:
    """Return a column of text as positions in a list of its distinct values; -1 where the cell is empty or the column is not there."""
    import pyarrow as pa

    if name not in table.column_names or not table.num_rows:
        return np.full(table.num_rows, -1, np.int64), []
    column = table[name]
    column = column.unify_dictionaries() if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    array = column.combine_chunks()
    at, there = _values(array.indices)
    return np.where(there, at, -1).astype(np.int64), ["" if value is None else str(value) for value in array.dictionary.to_pylist()]


def whole(table: Any, name: str) -> tuple[IntArray, npt.NDArray[np.bool_]]:
    """Return a column of whole numbers, and where it holds one; other cells are 0."""
    import pyarrow as pa

    if not table.num_rows:
        return np.zeros(0, np.int64), np.zeros(0, bool)
    column = table[name]
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        numbers, there = _values(column.combine_chunks())
        there = there & np.isfinite(numbers) & (numbers == np.round(numbers))
    else:
        at, values = coded(table, name)
        numbers = np.array([_number(value) for value in (*values, "")], np.float64)[at]
        there = np.isfinite(numbers)
    return np.where(there, numbers, 0).astype(np.int64), there


def take(table: Any, rows: IntArray) -> Any:
    """Return some rows of a table, counted from 0."""
    import pyarrow as pa

    return table.take(pa.Array.from_buffers(pa.int64(), len(rows), [None, pa.py_buffer(rows.astype(np.int64).tobytes())]))


def _values(array: Any) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
    """Return an Arrow array of numbers as it lies in memory, and where it holds a value.

    Arrow's own way to NumPy would load pandas, which takes longer than reading every vote.
    """
    mask, data = array.buffers()
    to = slice(array.offset, array.offset + len(array))
    there = np.ones(len(array), bool)
    if mask is not None and array.null_count:
        there = np.unpackbits(np.frombuffer(mask, np.uint8), bitorder="little")[to].astype(bool)
    return np.frombuffer(data, np.dtype(_FLOATS.get(str(array.type), str(array.type))))[to], there


def _number(text: str) -> float:
    try:
        return float(int(float(text)))
    except (ValueError, OverflowError):
        return float("nan")


def texts(table: Any, name: str) -> list[str]:
    """Return a column as stripped text, without control characters; empty where the cell is, or the column is not there."""
    import datetime as dt

    import pyarrow as pa

    if name not in table.column_names:
        return [""] * table.num_rows
    column = table[name]
    values = (column.cast(pa.date32(), safe=False) if pa.types.is_timestamp(column.type) else column).to_pylist()
    return [
        "" if v is None or v != v else v.isoformat()[:10] if isinstance(v, dt.date) else _UNSEEN.sub(" ", str(v)).strip() for v in values
    ]


def each_row(code: str, part: str, table: Any, name: str, bad: npt.NDArray[np.bool_], allowed: str) -> Iterator[Problem]:
    """Yield a problem for each row that is bad, with what stands in a column there; beyond a thousand, one problem for all the others."""
    rows = np.flatnonzero(bad)
    for at, text in zip(rows[:ONE_BY_ONE].tolist(), texts(take(table, rows[:ONE_BY_ONE]), name), strict=True):
        yield notice(code, part, at + 2, name, allowed=allowed, found=text)
    if len(rows) > ONE_BY_ONE:
        yield notice("and-more", part, int(rows[ONE_BY_ONE]) + 2, name, allowed=allowed, count=len(rows) - ONE_BY_ONE)


def twice(actor: npt.NDArray[np.int32], rollcall: npt.NDArray[np.int32], width: int) -> npt.NDArray[np.bool_]:
    """Return where an actor stands a second time in a roll call."""
    keys = rollcall.astype(np.int64) * width + actor
    count = np.bincount(keys) if len(keys) else np.zeros(0, np.int64)
    again = np.zeros(len(keys), bool)
    if len(count) and count.max() > 1:
        again[:] = True
        again[np.unique(keys, return_index=True)[1]] = False
    return again


def ordered(
    actors: Sequence[str],
    rollcalls: Sequence[str],
    actor: npt.NDArray[np.int32],
    rollcall: npt.NDArray[np.int32],
    vote: npt.NDArray[np.int8],
) -> Votes:
    """Return votes whose actors and roll calls are those that occur, in the order of their first row."""
    actor_names, actor = _by_first(actors, actor)
    rollcall_names, rollcall = _by_first(rollcalls, rollcall)
    return Votes(actor_names, rollcall_names, actor, rollcall, vote, np.zeros(len(vote), np.int8))


def _by_first(names: Sequence[str], at: npt.NDArray[np.int32]) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
    first = np.full(len(names), len(at), np.int64)
    first[at[::-1]] = np.arange(len(at) - 1, -1, -1)
    order = np.argsort(first, kind="stable")[: int((first < len(at)).sum())]
    new = np.full(len(names), -1, np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
    return tuple(names[i] for i in order.tolist()), new[at]
