"""The bytes of rows that were erased go from the files of the database too.

SQLite overwrites what is deleted (``PRAGMA secure_delete=ON``), and its write-ahead log, where an older state of a page may stand, is
emptied. On PostgreSQL the tables are rewritten (``VACUUM FULL``); the server's own log of changes keeps the old bytes until it is recycled,
as its settings say.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, connection

__all__ = ["overwrite"]


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
