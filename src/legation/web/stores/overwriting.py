"""The bytes of rows that were erased go from the files of the database too.

SQLite overwrites what is deleted (``PRAGMA secure_delete=ON``), and its write-ahead log, where an older state of a page may stand, is
emptied. On PostgreSQL the tables are rewritten (``VACUUM FULL``), which holds up whoever reads them: a server does it soon after, once for
all that was erased meanwhile. Of columns with what may be erased PostgreSQL draws no samples (:func:`draw_no_samples`): it would keep them
with what it knows of the table. The server's own log of changes keeps the old bytes until it is recycled, as its settings say.

No backup waits for it: it holds rows as they are, not the bytes of the files.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, Error, connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

__all__ = ["Together", "begin_together", "draw_no_samples", "overwrite", "overwrite_soon"]

SOON = 5.0
"""After how many seconds what was erased meanwhile is overwritten together, and tried again where others were in the way [s]."""
WAIT = 0.2
"""For how many seconds whoever reads may be in the way [s]."""


def overwrite(*models: Any, wait: float | None = None) -> bool:
    """Let the bytes of erased rows of some tables go; return whether they have gone.

    Inside a transaction there is nothing to do yet. ``wait`` is for how many seconds others may be in the way before it is left to a later
    time; without it, as long as the connection waits for anything.
    """
    if connection.in_atomic_block:
        return False
    sqlite = connection.vendor == "sqlite"
    try:
        with connection.cursor() as cursor, _waiting(cursor, wait, sqlite=sqlite):
            if sqlite:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return bool(cursor.fetchone()[0] == 0)
            cursor.execute(f"VACUUM (FULL) {', '.join(connection.ops.quote_name(model._meta.db_table) for model in models)}")
    except DatabaseError:  # others are reading: whoever tidies comes by again
        return False
    return True


@contextlib.contextmanager
def _waiting(cursor: Any, wait: float | None, *, sqlite: bool) -> Iterator[None]:
    """Within it, the connection waits so long for others."""
    if wait is None:
        yield
        return
    milliseconds = int(1000 * wait)
    if sqlite:
        cursor.execute("PRAGMA busy_timeout")
        before = int(cursor.fetchone()[0])
    cursor.execute(f"PRAGMA busy_timeout = {milliseconds}" if sqlite else f"SET lock_timeout = {milliseconds}")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {before}" if sqlite else "SET lock_timeout TO DEFAULT")


def draw_no_samples(schema: BaseDatabaseSchemaEditor, model: Any, *columns: str) -> None:
    """Let PostgreSQL draw no samples of some columns of a table for its statistics, and forget those that it has drawn.

    Samples are values as they stand in the rows, and rows that are erased do not take them along. SQLite keeps none.
    """
    if schema.connection.vendor != "postgresql":
        return
    table, done = schema.quote_name(model._meta.db_table), []
    for name in columns:
        column, kind = schema.quote_name(model._meta.get_field(name).column), model._meta.get_field(name).db_type(schema.connection)
        done += [f"ALTER COLUMN {column} TYPE {kind}", f"ALTER COLUMN {column} SET STATISTICS 0"]  # the first forgets, and rewrites nothing
    schema.execute(f"ALTER TABLE {table} {', '.join(done)}")


class Together:
    """Tables of which rows were erased, whose bytes go together."""

    def __init__(self) -> None:
        self._tables: dict[str, Any] = {}
        self._lock, self._some = threading.Lock(), threading.Event()

    def add(self, *models: Any) -> None:
        """Let the bytes of erased rows of some tables go with those that wait."""
        with self._lock:
            self._tables |= {model._meta.db_table: model for model in models}
            self._some.set()

    def once(self) -> bool:
        """Let all go that wait; return whether they have gone. Where others are in the way, they wait on."""
        with self._lock:
            models = [self._tables.pop(name) for name in sorted(self._tables)]
            self._some.clear()
        try:
            if models and not overwrite(*models, wait=WAIT):
                self.add(*models)
                return False
        except Error:
            self.add(*models)
            raise
        return True

    def run(self) -> None:
        """Let them go, each time soon after the first has come."""
        while True:
            self._some.wait()
            time.sleep(SOON)
            with contextlib.suppress(Error):  # the database is away: they wait on, and whoever tidies comes by too
                self.once()
            connection.close()


_TOGETHER: list[Together] = []


def begin_together() -> None:
    """Let what is erased in this process go together from now on, in the background; on SQLite nothing is in anybody's way."""
    if connection.vendor == "postgresql" and not _TOGETHER:
        _TOGETHER.append(Together())
        threading.Thread(target=_TOGETHER[0].run, name="overwriting", daemon=True).start()


def overwrite_soon(*models: Any) -> None:
    """Let the bytes of erased rows of some tables go: together with others that are erased now, where that was begun, else at once."""
    if _TOGETHER:
        _TOGETHER[0].add(*models)
    else:
        overwrite(*models, wait=WAIT)
