"""What an engine is, DuckDB (the one of this machine), and where an engine spills. One expression, the same rows from every engine.

A DuckDB connection holds no file of its own: it reads the Parquet files that the manifest lists, so that any number of processes ask and
write at once. Sums and means of floating numbers may differ in the last digits from one engine to the other.
"""

from __future__ import annotations

import contextlib
import functools
import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.errors import NotAvailable, WrongUse
from legation.language import Message
from legation.private_folder import make_private

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

__all__ = [
    "DuckDB",
    "Engine",
    "first_line",
    "normalised",
    "scratch",
]


@functools.cache
def scratch(name: str) -> Path:
    """Return a folder beside other temporary files that this user alone can read: always the same, unless others have taken its name.

    Parameters
    ----------
    name : str
        What it is for.

    Raises
    ------
    OSError
        Where no folder can be made.
    """
    folder = Path(tempfile.gettempdir()) / f"legation-{name}-{os.getuid() if hasattr(os, 'getuid') else 'own'}"
    try:
        ours = not make_private(folder)
    except OSError:
        ours = False
    return folder if ours else Path(tempfile.mkdtemp(prefix=f"legation-{name}-"))


class Engine(ABC):
    """What a lake asks of an engine: a table over Parquet files, and the rows of an expression."""

    @property
    @abstractmethod
    def works(self) -> bool:
        """Whether it can be asked again; where not, another is opened."""

    @abstractmethod
    def over(self, files: Sequence[Path], schema: pa.Schema) -> ir.Table:
        """Return a table over the files; a column that a file lacks is null there."""

    @abstractmethod
    def rows(self, expression: ir.Expr) -> pa.Table:
        """Return the rows of an expression."""


class DuckDB(Engine):
    """DuckDB in this process, within a limit of memory; what is more is spilled to a folder.

    Parameters
    ----------
    memory : str
        ``1GB``.
    spill : Path or None
        None: a folder of the user's own beside other temporary files.
    """

    def __init__(self, memory: str, spill: Path | None) -> None:
        import ibis

        self._broken = False
        try:
            self.connection = ibis.duckdb.connect(
                memory_limit=memory,
                temp_directory=str(spill or scratch("spill")),
                autoinstall_known_extensions=False,
                autoload_known_extensions=False,
                preserve_insertion_order=False,
            )
        except Exception as error:
            raise WrongUse(Message("lake.not-opened", engine="duckdb", why=first_line(error))) from error

    @property
    def works(self) -> bool:
        """Whether nothing has made the connection invalid."""
        return not self._broken

    def over(self, files: Sequence[Path], schema: pa.Schema) -> ir.Table:
        """Return a view over the files."""
        with self._failing():
            paths = [str(path) for path in files]
            table = self.connection.read_parquet(paths, union_by_name=len(paths) > 1, hive_partitioning=False)
            return table.select(*schema.names)

    def rows(self, expression: ir.Expr) -> pa.Table:
        """Return the rows of an expression."""
        with self._failing():
            return self.connection.to_pyarrow(expression.as_table())

    @contextlib.contextmanager
    def _failing(self) -> Iterator[None]:
        """Say in a sentence that DuckDB gave up: of memory, of disk, of a file that is gone."""
        import duckdb

        try:
            yield
        except duckdb.Error as error:
            self._broken = isinstance(error, (duckdb.FatalException, duckdb.InternalException))
            code = "lake.no-memory" if isinstance(error, duckdb.OutOfMemoryException) else "lake.engine-failed"
            raise NotAvailable(Message(code, engine="duckdb", why=first_line(error))) from error


def normalised(table: pa.Table) -> pa.Table:
    """Return rows in types that do not depend on the engine: int64, float64, string, microseconds without zone (UTC).

    >>> import pyarrow as pa
    >>> normalised(pa.table({"n": pa.array([1], pa.int8())})).schema.field("n").type
    DataType(int64)
    """
    import pyarrow as pa

    return table.cast(pa.schema([(field.name, _plain(field.type)) for field in table.schema]))


def _plain(kind: pa.DataType) -> pa.DataType:
    import pyarrow as pa
    import pyarrow.types as of

    if of.is_integer(kind):
        return pa.int64()
    if of.is_floating(kind) or of.is_decimal(kind):
        return pa.float64()
    if of.is_timestamp(kind):
        return pa.timestamp("us")
    if of.is_large_string(kind) or of.is_dictionary(kind) or of.is_string_view(kind):
        return pa.string()
    return kind


def first_line(error: Exception) -> str:
    """Return what an error says, without the trace that engines put below it."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
