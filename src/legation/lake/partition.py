"""A table as one Parquet file for each month, written apart and moved into the lake when whole; names that become folders."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from legation.errors import WrongUse
from legation.lake.manifest import LakeFile
from legation.language import Message
from legation.sources.observations.tables import ObservationTable, observation_table, observation_tables

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = [
    "GROUP",
    "UNDATED",
    "Writing",
    "arrival",
    "checked_name",
    "checked_source",
    "described_by",
    "slug",
]


_NAME = re.compile(r"[a-z][a-z0-9_-]{0,62}")
_LONGEST = 200
_TAKEN = frozenset({"locks", "writing"})


def checked_name(name: str) -> str:
    """Return a table's name, or raise WrongUse."""
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name in _TAKEN:
        raise WrongUse(Message("lake.bad-name", found=str(name)[:80]))
    return name


def checked_source(source: str) -> str:
    """Return a source's name, or raise WrongUse."""
    if not isinstance(source, str) or len(source) > _LONGEST or not source.isprintable():
        raise WrongUse(Message("lake.bad-source", found=str(source)[:80], allowed=_LONGEST))
    return source


UNDATED = "undated"
GROUP = 262_144
_SAMPLE = 20_000
_LEVEL = 1


def slug(text: str) -> str:
    """Return a name for a folder: letters and digits kept, a short hash behind what had others.

    >>> slug("gdelt"), slug("site /fr").startswith("site--fr-")
    ('gdelt', True)
    """
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "._") else "-" for c in text.lower()).strip(".")[:40]
    return safe if safe and safe == text else f"{safe or 'unnamed'}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def described_by(name: str, schema: pa.Schema) -> ObservationTable | None:
    """Return the definition of a table of observations: that of its name, or that whose columns it all has."""
    there = set(schema.names)
    called = observation_table(name)
    if called is not None and set(called.columns) <= there:
        return called
    return next((table for table in observation_tables().values() if set(table.columns) <= there), None)


def arrival(name: str, schema: pa.Schema) -> str | None:
    """Return the column whose day decides the partition: the definition's, or the first that holds dates; None where none does."""
    import pyarrow.types as of

    defined = described_by(name, schema)
    if defined is not None:
        return defined.arrived
    return next((field.name for field in schema if of.is_timestamp(field.type) or of.is_date(field.type)), None)


class Writing:
    """Parquet files in the making, one a month, in a folder that no reader looks at.

    Rows are written while the caller makes the next ones. As a context it removes what was not moved into the lake.
    """

    def __init__(self, lake: Path, name: str, source: str, schema: pa.Schema, column: str | None) -> None:
        self.lake = lake
        self.name, self.source = name, source
        self.schema = schema
        self.column = column
        self.id = uuid.uuid4().hex
        self.folder = lake / "writing" / self.id
        self.writers: dict[str, pq.ParquetWriter] = {}
        self.rows: dict[str, int] = {}
        self.plain: list[str] | None = None
        self.moved: list[Path] = []
        self._behind = ThreadPoolExecutor(1)
        self._written: Future[None] | None = None

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._behind.shutdown()
        for writer in self.writers.values():
            with contextlib.suppress(OSError):  # the disk is full: what is raised already says so
                writer.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        if kind is not None:
            self.undo()

    def undo(self) -> None:
        """Take back what was moved into the lake: the manifest does not list it."""
        for path in self.moved:
            path.unlink(missing_ok=True)

    def write(self, table: pa.Table, month: str = "") -> None:
        """Add rows to the file of one month, or to those of the months that they fall in.

        They are written behind the caller's back: what goes wrong is raised by the next call, or by :meth:`finish`.
        """
        self._settled()
        self._written = self._behind.submit(self._put, table, month)

    def total_bytes(self) -> int:
        """Return how much is on the disk of what was given; rows that are not yet written out are not counted."""
        return sum(file.stat().st_size for file in self.folder.glob("*.parquet"))

    def _settled(self) -> None:
        """Wait until what was given is written."""
        written, self._written = self._written, None
        if written is not None:
            written.result()

    def _put(self, table: pa.Table, month: str) -> None:
        if self.plain is None:
            self.plain = _few_valued(table)
        for of, rows in [(month, table)] if month else _by_month(table, self.column):
            if of not in self.writers:
                self.writers[of] = self._writer(of)
                self.rows[of] = 0
            self.writers[of].write_table(rows, row_group_size=GROUP)
            self.rows[of] += rows.num_rows

    def finish(self, month: str = UNDATED) -> tuple[LakeFile, ...]:
        """Close the files, make them durable and move them into the lake; return what the manifest is to list.

        Where nothing was written, there is one file without rows, of the month given: its columns are the table's.
        """
        self._settled()
        if not self.writers:
            self.writers[month], self.rows[month] = self._writer(month), 0
        parts = []
        for month, writer in sorted(self.writers.items()):
            writer.close()
            file = self.folder / f"{month}.parquet"
            _durable(file)
            below = f"{self.name}/{slug(self.source)}/{month}/{self.id}.parquet"
            target = self.lake / below
            target.parent.mkdir(parents=True, exist_ok=True)
            size = file.stat().st_size
            file.replace(target)
            self.moved.append(target)
            _durable(target.parent)
            parts.append(LakeFile(path=below, month=month, rows=self.rows[month], bytes=size))
        self.writers = {}
        return tuple(parts)

    def _writer(self, month: str) -> pq.ParquetWriter:
        import pyarrow.parquet as pq

        return pq.ParquetWriter(
            self.folder / f"{month}.parquet",
            self.schema,
            compression="zstd",
            compression_level=_LEVEL,
            use_dictionary=self.plain or False,
        )


def _few_valued(table: pa.Table) -> list[str]:
    """Return the columns that repeat their values, judged by the first rows: those are kept as codes."""
    head = table.slice(0, _SAMPLE)
    return [name for name in table.column_names if head[name].combine_chunks().unique().__len__() * 2 <= max(2, head.num_rows)]


def _by_month(table: pa.Table, column: str | None) -> Iterator[tuple[str, pa.Table]]:
    import pyarrow as pa

    if not table.num_rows:
        return
    if column is None:
        yield UNDATED, table
        return
    if (only := _only_month(table[column])) is not None:
        yield only, table
        return
    days = table[column].cast(pa.timestamp("us")).to_numpy() if pa.types.is_date(table[column].type) else table[column].to_numpy()
    months = np.asarray(days, dtype="datetime64[us]").astype("datetime64[M]")
    for month in np.unique(months):
        chosen = np.isnat(months) if np.isnat(month) else months == month
        yield _named(month), table.filter(pa.array(chosen))


def _only_month(days: pa.ChunkedArray) -> str | None:
    """Return the month that all days fall in; None where there are several, or where some are missing and some are not."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if days.null_count:
        return UNDATED if days.null_count == len(days) else None
    ends = pc.min_max(days)
    first, last = (np.datetime64(ends[end].cast(pa.timestamp("us")).value, "us").astype("datetime64[M]") for end in ("min", "max"))
    return _named(first) if first == last else None


def _named(month: Any) -> str:
    return UNDATED if np.isnat(month) else str(month)


def _durable(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
