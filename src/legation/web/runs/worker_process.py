"""The workers of a site of dossiers: one for all runs, and one that makes pictures of live rooms."""

from __future__ import annotations

import os
import sys
import threading

from legation.web.serving.worker_process import WorkerProcess

__all__ = ["WorkerProcess", "rooms_worker", "start_worker"]


def start_worker(*, rooms: bool = False) -> WorkerProcess:
    """Start a worker on the same data; it is started again where it ends, and ends when this process is gone.

    Parameters
    ----------
    rooms : bool
        One that makes pictures of live rooms and nothing else; the other makes all but those.

    Returns
    -------
    Child
        Call its ``stop`` when the server stops.
    """
    only = "--rooms" if rooms else "--no-rooms"
    return WorkerProcess([sys.executable, "-m", "legation", "worker", "--parent", str(os.getpid()), only])


_ROOMS: list[WorkerProcess] = []
_STARTING = threading.Lock()


def rooms_worker() -> WorkerProcess:
    """Return the one worker of this process that works for live rooms, started where it was not: it knows the picture of before."""
    with _STARTING:
        if not _ROOMS:
            _ROOMS.append(start_worker(rooms=True))
        return _ROOMS[0]
