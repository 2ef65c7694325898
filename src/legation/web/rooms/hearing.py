"""What other processes write: told by PostgreSQL, and looked for where a word of it may have been missed.

One connection a process listens. A notification says no more than which room and how far; what was written is read from the log. Whoever
was cut off from the database reads on when it is there again, and every few seconds in any case, so that none that is missed loses
anything. On SQLite one process serves, and hears itself.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections, connection, connections

from legation.web.rooms.audience import AUDIENCE, Audience
from legation.web.rooms.desk import CHANNEL, DESK, Desk

__all__ = ["begin_hearing", "hear"]

EVERY = 5.0
"""After how many seconds without a word it is looked for what was written [s]."""
AGAIN = 0.5
"""After how many seconds a lost connection is made anew [s]."""
_log = logging.getLogger(__name__)


def begin_hearing() -> threading.Thread | None:
    """Hear in the background what other processes write; None where there are none."""
    if connection.vendor != "postgresql":
        return None
    thread = threading.Thread(target=hear, name="rooms-hear", daemon=True)
    thread.start()
    return thread


def hear(desk: Desk = DESK, audience: Audience = AUDIENCE, *, is_over: Callable[[], bool] = lambda: False) -> None:
    """Hear what other processes write, until it is over."""
    was_there = True
    while not is_over():
        listening = connections.create_connection("default")
        try:
            listening.ensure_connection()
            listening.connection.execute(f"LISTEN {CHANNEL}")
            was_there = True
            while not is_over():
                close_old_connections()
                desk.catch_up(audience.rooms)
                until = time.monotonic() + EVERY
                while not is_over() and (left := until - time.monotonic()) > 0:
                    _take(desk, listening, min(left, 1.0))
        except Exception:  # noqa: BLE001 - a thread that ends would be missed by nobody
            if was_there:  # said once: the database may be away for long
                _log.exception("What other processes write in rooms is not heard.")
            was_there = False
            time.sleep(AGAIN)
        finally:
            listening.close()
    connections.close_all()


def _take(desk: Desk, listening: Any, seconds: float) -> None:
    """Take what is told; wait for it so long."""
    for note in listening.connection.notifies(timeout=seconds, stop_after=1):
        room, _, number = note.payload.partition(" ")
        if number.isascii() and number.isdigit():
            desk.hear(room, int(number))
