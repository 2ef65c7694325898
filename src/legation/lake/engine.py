"""The engines that answer expressions: DuckDB on one machine, Spark on a cluster. One expression, the same rows from both.

A DuckDB connection holds no file of its own: it reads the Parquet files that the manifest lists, so that any number of processes ask and
write at once. Sums and means of floating numbers may differ in the last digits from one engine to the other.
"""

from __future__ import annotations

import functools
import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from legation.errors import NotAvailable, WrongUse
from legation.language import Message

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

__all__ = ["ENGINES", "Engine", "EngineName", "normalised", "opened"]

EngineName = Literal["duckdb", "spark"]
ENGINES: tuple[EngineName, ...] = ("duckdb", "spark")


class Engine(ABC):
    """What a lake asks of an engine: a table over Parquet files, and the rows of an expression."""

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
        None: beside other temporary files.
    """

    def __init__(self, memory: str, spill: Path | None) -> None:
        import ibis

        folder = (
            str(spill) if spill else str(Path(tempfile.gettempdir()) / f"legation-spill-{os.getuid() if hasattr(os, 'getuid') else ''}")
        )
        try:
            self.connection = ibis.duckdb.connect(
                memory_limit=memory,
                temp_directory=folder,
                autoinstall_known_extensions=False,
                autoload_known_extensions=False,
                preserve_insertion_order=False,
            )
        except Exception as error:
            raise WrongUse(Message("lake.not-opened", engine="duckdb", why=_first_line(error))) from error

    def over(self, files: Sequence[Path], schema: pa.Schema) -> ir.Table:
        """Return a view over the files."""
        paths = [str(path) for path in files]
        table = self.connection.read_parquet(paths, union_by_name=len(paths) > 1, hive_partitioning=False)
        return table.select(*schema.names)

    def rows(self, expression: ir.Expr) -> pa.Table:
        """Return the rows of an expression."""
        import duckdb

        try:
            return self.connection.to_pyarrow(expression.as_table())
        except duckdb.Error as error:
            raise NotAvailable(Message("lake.engine-failed", engine="duckdb", why=_first_line(error))) from error


class Spark(Engine):
    """Spark: the master that ``LEGATION_SPARK_MASTER`` names, by default two threads of this machine.

    Files are read where they lie: a cluster needs the lake on a disk that all workers see.
    """

    def __init__(self) -> None:
        try:
            import ibis

            self.session = _spark_session(os.environ.get("LEGATION_SPARK_MASTER", "local[2]"))
            self.connection: Any = ibis.pyspark.connect(self.session)
        except ImportError as error:
            raise NotAvailable(Message("lake.no-spark", why=str(error))) from error
        except Exception as error:
            raise NotAvailable(Message("lake.not-opened", engine="spark", why=_first_line(error))) from error
        self._count = 0

    def over(self, files: Sequence[Path], schema: pa.Schema) -> ir.Table:
        """Return a view over the files."""
        from pyspark.sql.pandas.types import from_arrow_schema

        self._count += 1
        name = f"lake_{id(self)}_{self._count}"
        kept = from_arrow_schema(schema, prefer_timestamp_ntz=True)
        frame = self.session.read.schema(kept).parquet(*(path.as_uri() for path in files))
        frame.createOrReplaceTempView(name)
        return self.connection.table(name)

    def rows(self, expression: ir.Expr) -> pa.Table:
        """Return the rows of an expression."""
        from py4j.protocol import Py4JError, Py4JNetworkError
        from pyspark.errors import PySparkException

        try:
            self.connection._run_pre_execute_hooks(expression)  # tables that stand in the expression itself
            frame = self.session.sql(self.connection.compile(expression.as_table()))
            return frame.toArrow()  # Arrow all the way: ibis goes through pandas, whose types are others
        except (Py4JError, Py4JNetworkError, PySparkException, ConnectionError) as error:
            _spark_session.cache_clear()
            raise NotAvailable(Message("lake.engine-failed", engine="spark", why=_first_line(error))) from error


@functools.cache
def _spark_session(master: str) -> Any:
    """Return the session of this process; Java's own messages below an error are not shown."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    local = str(Path(tempfile.gettempdir()) / "legation-spark")
    builder = SparkSession.builder.master(master).appName("legation")
    settings = {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.timestampType": "TIMESTAMP_NTZ",
        "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.shuffle.partitions": os.environ.get("LEGATION_SPARK_PARTITIONS", "8"),
        "spark.local.dir": os.environ.get("LEGATION_SPARK_DIR", local),
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.ansi.enabled": "false",
    }
    if (memory := os.environ.get("LEGATION_SPARK_MEMORY")) is not None:
        settings["spark.driver.memory"] = memory
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def opened(engine: str, memory: str, spill: Path | None) -> Engine:
    """Open an engine by its name.

    Raises
    ------
    WrongUse
        For another name.
    NotAvailable
        Where Spark is not installed, or does not start.
    """
    match engine:
        case "duckdb":
            return DuckDB(memory, spill)
        case "spark":
            return Spark()
        case _:
            raise WrongUse(Message("lake.unknown-engine", found=engine, allowed=ENGINES))


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


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
