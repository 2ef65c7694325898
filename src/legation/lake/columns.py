"""The columns of a table and the pieces in which it comes: types kept, columns gained, the hash of rows, the slices they fall in."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from legation.errors import BadValue
from legation.language import Message

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "fingerprint",
    "fitted",
    "hashed",
    "lake_schema",
    "pieces_of",
    "read_schema",
    "slices_of",
    "widened",
    "written_schema",
]


def lake_schema(schema: pa.Schema) -> pa.Schema:
    """Return the columns as a lake keeps them: times in microseconds UTC without zone, plain strings, whole numbers with a sign.

    Raises
    ------
    BadValue
        Where there is no column, a name is empty or stands twice (capitals do not tell names apart), or a column holds lists.
    """
    import pyarrow as pa
    import pyarrow.types as of

    lower = [name.lower() for name in schema.names]
    wrong = next((name for name in schema.names if not name.strip() or lower.count(name.lower()) > 1), None)
    if wrong is not None or not lower:
        raise BadValue(Message("lake.bad-columns", found=wrong if wrong is not None else "—"))
    nested = next((field for field in schema if of.is_nested(field.type)), None)
    if nested is not None:
        raise BadValue(Message("lake.nested", column=nested.name, found=str(nested.type)))
    return pa.schema([pa.field(field.name, _lake_type(field.type)) for field in schema])


def _lake_type(kind: pa.DataType) -> pa.DataType:
    import pyarrow as pa
    import pyarrow.types as of

    if of.is_timestamp(kind):
        return pa.timestamp("us")
    if of.is_dictionary(kind):
        return _lake_type(kind.value_type)
    if of.is_large_string(kind) or of.is_string_view(kind) or of.is_null(kind):
        return pa.string()
    if of.is_date64(kind):
        return pa.date32()
    if of.is_unsigned_integer(kind):
        return pa.int64() if of.is_uint64(kind) or of.is_uint32(kind) else pa.int32()
    return kind


def widened(name: str, there: pa.Schema, given: pa.Schema) -> pa.Schema:
    """Return the columns of a table with those that an import brings anew behind.

    Raises
    ------
    BadValue
        Where a column is of another type than it was.
    """
    schema = there
    known = {name.lower(): name for name in there.names}
    for field in given:
        at = there.get_field_index(field.name)
        if at < 0 and field.name.lower() in known:
            raise BadValue(Message("lake.bad-columns", found=field.name))
        if at < 0:
            schema = schema.append(field)
        elif not _fits(field.type, there.field(at).type):
            raise BadValue(
                Message("lake.other-type", name=name, column=field.name, found=str(field.type), allowed=str(there.field(at).type))
            )
    return schema


def _fits(given: pa.DataType, wanted: pa.DataType) -> bool:
    import pyarrow.types as of

    if given == wanted:
        return True
    numbers = of.is_integer(given) or of.is_floating(given), of.is_integer(wanted) or of.is_floating(wanted)
    return all(numbers) and not (of.is_floating(given) and of.is_integer(wanted))


def fitted(name: str, table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return rows in the columns of their table; a column that they lack is null.

    Raises
    ------
    BadValue
        Where a value does not fit its column's type.
    """
    import pyarrow as pa

    columns = []
    for field in schema:
        if field.name not in table.column_names:
            columns.append(pa.nulls(table.num_rows, field.type))
            continue
        given = table[field.name]
        try:
            columns.append(given if given.type == field.type else _cast(given, field.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise BadValue(
                Message("lake.other-type", name=name, column=field.name, found=str(error)[:80], allowed=str(field.type))
            ) from error
    return pa.table(columns, schema=schema)


def _cast(given: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    import pyarrow.types as of

    return given.cast(kind, safe=not (of.is_timestamp(given.type) and of.is_timestamp(kind)))  # parts of a microsecond go


def written_schema(schema: pa.Schema) -> bytes:
    """Return a schema as bytes."""
    return bytes(schema.serialize())


def read_schema(data: bytes) -> pa.Schema:
    """Return a schema from its bytes."""
    import pyarrow as pa

    return pa.ipc.read_schema(pa.py_buffer(data))


def fingerprint(pieces: Iterable[pa.Table]) -> str:
    """Return the hash of rows: of their columns and values in their order, however they are cut into pieces.

    >>> import pyarrow as pa
    >>> whole = pa.table({"a": ["x", None, "z"]})
    >>> fingerprint([whole]) == fingerprint([whole.slice(0, 1), whole.slice(1)])
    True
    """
    import pyarrow as pa

    try:
        table = pa.concat_tables([fitted("", one, lake_schema(one.schema)) for one in pieces], promote_options="permissive")
    except pa.ArrowTypeError as error:
        raise BadValue(Message("lake.pieces-differ", why=str(error)[:120])) from error
    hashed = hashlib.blake2b(written_schema(table.schema), digest_size=32)
    for batch in table.combine_chunks().to_batches(max_chunksize=_BLOCK):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as stream:
            stream.write_batch(batch)
        hashed.update(memoryview(sink.getvalue()))
    return hashed.hexdigest()


_BLOCK = 1_048_576


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
