"""What is given to a lake, on its way in: the pieces of a table, their hash, and the slices that their rows fall in."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from legation.errors import BadValue
from legation.lake.shape import fingerprint
from legation.language import Message

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["hashed", "pieces_of", "slices_of"]

_EARLIEST = 631_152_000
"""1990-01-01, seconds since 1970."""


def pieces_of(table: Any) -> tuple[pa.Table, Iterator[pa.Table]]:
    """Return the first piece of what was given as a table, and the others: Arrow tables, one by one.

    Raises
    ------
    BadValue
        Where it is nothing of the kind, or holds no piece.
    """
    import pyarrow as pa

    if isinstance(table, pa.RecordBatch | pa.RecordBatchReader):
        table = pa.Table.from_batches(table if isinstance(table, pa.RecordBatchReader) else [table], schema=table.schema)
    pieces = iter([table]) if isinstance(table, pa.Table) or not isinstance(table, Iterable) else iter(table)
    first = next(pieces, None)
    if first is None:
        raise BadValue(Message("lake.nothing-given"))
    if not isinstance(first, pa.Table):
        raise BadValue(Message("lake.no-arrow", found=type(first).__name__))
    return first, pieces


def hashed(first: pa.Table, rest: Iterator[pa.Table]) -> tuple[pa.Table, Iterator[pa.Table], str]:
    """Return rows whose hash had to be made of them, all read, and that hash."""
    every: Sequence[pa.Table] = [first, *rest]
    return every[0], iter(every[1:]), fingerprint(every)


def slices_of(rows: pa.Table, column: str, every: int) -> set[int]:
    """Return the slices that rows fall in; a row dated before there were such sources, or in the future, stands for none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    seconds = pc.unique(rows[column].cast(pa.timestamp("us")).cast(pa.timestamp("s"), safe=False).cast(pa.int64()))
    latest = time.time() + every
    return {at // every * every for at in seconds.to_pylist() if at is not None and _EARLIEST <= at < latest}
