"""Spark, on this machine or on a cluster: one session a process, given up when Java or the cluster is gone, made anew when next asked for.

What a site sets for all its Spark programs (``spark-defaults.conf``) holds, but for what the answers depend on.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.errors import NotAvailable, WrongUse
from legation.lake.engine import Engine, first_line, scratch
from legation.language import Message

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

__all__ = ["Spark"]

_LOCAL = "local[2]"
_WAIT = 120.0
"""Seconds without a worker after which a query is given up."""
_TIED = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.ansi.enabled": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_LOCK = threading.RLock()
_SESSIONS: dict[str, Any] = {}


class Spark(Engine):
    """Spark: the master that ``LEGATION_SPARK_MASTER`` names, by default two threads of this machine.

    Files are read where they lie: a cluster needs the lake on a disk that all workers see.

    Raises
    ------
    WrongUse
        Where a setting is no number of seconds.
    NotAvailable
        Where Spark is not installed, or does not start.
    """

    def __init__(self) -> None:
        self.wait = _seconds(os.environ.get("LEGATION_SPARK_WAIT", ""))
        try:
            import ibis

            self.session = _session(os.environ.get("LEGATION_SPARK_MASTER", _LOCAL))
            self.connection: Any = ibis.pyspark.connect(self.session)
        except ImportError as error:
            raise NotAvailable(Message("lake.no-spark", why=str(error))) from error
        except Exception as error:
            _give_up()
            raise NotAvailable(Message("lake.not-opened", engine="spark", why=first_line(error))) from error
        self._count = 0

    @property
    def works(self) -> bool:
        """Whether the session can still be asked."""
        return self.session in _SESSIONS.values() and _runs(self.session)

    def over(self, files: Sequence[Path], schema: pa.Schema) -> ir.Table:
        """Return a view over the files."""
        from pyspark.sql.pandas.types import from_arrow_schema

        with self._failing():
            self._count += 1
            name = f"lake_{id(self)}_{self._count}"
            stored = from_arrow_schema(schema, prefer_timestamp_ntz=True)
            frame = self.session.read.schema(stored).parquet(*(path.as_uri() for path in files))
            frame.createOrReplaceTempView(name)
            return self.connection.table(name)

    def rows(self, expression: ir.Expr) -> pa.Table:
        """Return the rows of an expression."""
        with self._failing(), _watched(self.session, self.wait):
            self.connection._run_pre_execute_hooks(expression)  # tables that stand in the expression itself
            frame = self.session.sql(self.connection.compile(expression.as_table()))
            return frame.toArrow()  # Arrow all the way: ibis goes through pandas, whose types are others

    @contextlib.contextmanager
    def _failing(self) -> Iterator[None]:
        """Say in a sentence that Spark gave up; a session whose Java or cluster is gone is forgotten."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            yield
        except Exception as error:
            if not self.works:  # without Java, pyspark runs into closed sockets, and into attributes of None
                _give_up()
                raise NotAvailable(Message("lake.spark-gone", why=first_line(error))) from error
            if isinstance(error, (Py4JError, PySparkException, OSError, EOFError)):
                raise NotAvailable(Message("lake.engine-failed", engine="spark", why=first_line(error))) from error
            raise


@contextlib.contextmanager
def _watched(session: Any, wait: float) -> Iterator[None]:
    """Give a query up when for some time nobody has worked on it: Spark itself waits for workers without end."""
    done, left = threading.Event(), threading.Event()

    def watch() -> None:
        idle = time.monotonic()
        while not done.wait(min(1.0, wait / 4)):
            try:
                at = session.sparkContext.statusTracker()
                stages = [at.getStageInfo(stage) for stage in at.getActiveStageIds()]
                if not stages or any(stage is not None and stage.numActiveTasks for stage in stages):
                    idle = time.monotonic()
                elif time.monotonic() - idle > wait:
                    left.set()
                    session.sparkContext.cancelAllJobs()
                    return
            except Exception:  # noqa: BLE001 - Java is gone: who asks finds out
                return

    threading.Thread(target=watch, name="legation-spark-watch", daemon=True).start()
    try:
        yield
    except Exception as error:
        if left.is_set():
            raise NotAvailable(Message("lake.spark-left", seconds=wait)) from error
        raise
    finally:
        done.set()


def _session(master: str) -> Any:
    """Return the session of this process for a master; a process has one at a time."""
    with _LOCK:
        there = _SESSIONS.get(master)
        if there is not None and _runs(there):
            return there
        _give_up()
        _SESSIONS[master] = _started(master)
        return _SESSIONS[master]


def _started(master: str) -> Any:
    """Start a session; Java's own messages below an error are not shown."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("legation")
    for key, value in _settings(master, os.environ).items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _settings(master: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Return what is set for a session: on this machine alone nothing of it can be reached from elsewhere.

    >>> _settings("spark://desk:7077", {"LEGATION_SPARK_DIR": "/var/spark"}).get("spark.driver.host") is None
    True
    """
    settings = dict(_TIED)
    settings["spark.sql.shuffle.partitions"] = environment.get("LEGATION_SPARK_PARTITIONS", "8")
    settings["spark.local.dir"] = environment.get("LEGATION_SPARK_DIR") or str(scratch("spark"))
    if master.startswith("local"):
        settings |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    if memory := environment.get("LEGATION_SPARK_MEMORY"):
        settings["spark.driver.memory"] = memory
    return settings


def _runs(session: Any) -> bool:
    try:
        return not session.sparkContext._jsc.sc().isStopped()
    except Exception:  # noqa: BLE001 - whatever it is: there is no Java to ask
        return False


def _give_up() -> None:
    """Forget the session, so that the next one starts from nothing: a new Java, too, where the old one is gone."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    with _LOCK:
        for session in _SESSIONS.values():
            with contextlib.suppress(Exception):
                session.stop()
        _SESSIONS.clear()
        gateway: Any = SparkContext._gateway
        with contextlib.suppress(Exception):  # closed sockets, refused connections
            if gateway is None or gateway.jvm.System.currentTimeMillis():
                return
        with contextlib.suppress(Exception):
            gateway.close(close_callback_server_connections=True)
        with contextlib.suppress(Exception):
            gateway.proc.kill()
            gateway.proc.wait(10)
            gateway.proc.stdin.close()
        SparkContext._active_spark_context = SparkContext._gateway = SparkContext._jvm = None
        SparkSession._instantiatedSession = None


def _seconds(text: str) -> float:
    try:
        wait = float(text or _WAIT)
    except ValueError:
        wait = 0.0
    if not 1.0 <= wait <= 86_400.0:
        raise WrongUse(Message("lake.bad-wait", found=text[:40]))
    return wait
