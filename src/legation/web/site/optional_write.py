"""What a page for reading writes beside, such as a visit. Where the database takes no write, the page is shown without it."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db import InternalError, OperationalError, connection, transaction

__all__ = ["PATIENCE", "close_where_only_read", "optional_write"]

PATIENCE = 250
"""How long it is waited for others who write [ms]: nobody waits longer for a page because of a note that may be left out."""
V = TypeVar("V")
_log = logging.getLogger(__name__)


def optional_write(write: Callable[[], V], otherwise: V, *, patience: int = PATIENCE) -> V:
    """Return what a transaction of its own returns; ``otherwise`` where the database refuses to write, or others write for too long.

    Parameters
    ----------
    patience : int
        How long others who write are waited for on SQLite [ms].

    Examples
    --------
    >>> def note(visit):
    ...     return optional_write(lambda: visit.save() or True, False)
    """
    try:
        with _patience(patience), transaction.atomic():
            return write()
    except (OperationalError, InternalError) as error:
        _log.warning("A note was left out: the database takes no writes.")
        close_where_only_read(error)
        return otherwise


def close_where_only_read(error: BaseException | None) -> None:
    """Close this thread's connection where it was opened while the disk was only read: SQLite would only read by it for ever."""
    if connection.vendor == "sqlite" and "readonly" in str(error) and not connection.in_atomic_block:
        connection.close()


@contextlib.contextmanager
def _patience(patience: int) -> Iterator[None]:
    """Wait for those who write no longer than that; inside a transaction the wait is over already."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    timeout = int(1000 * connection.settings_dict["OPTIONS"].get("timeout", 5))
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout={patience}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout={timeout}")
