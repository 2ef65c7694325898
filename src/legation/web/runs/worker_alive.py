"""Whether a worker lives: it holds a lock on a file of the site's folder, which the system gives back however the worker ends."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["hold", "is_alive"]

FILE = "worker.lock"


def hold(folder: Path) -> int | None:
    """Hold the lock from now on, beside other workers; None where the system has no such locks, or the folder takes no file.

    Returns
    -------
    int or None
        The open file, to be left open for as long as the worker works.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     before = is_alive(Path(place))
    ...     held = hold(Path(place))
    ...     during = is_alive(Path(place))
    ...     os.close(held)
    ...     before, during, is_alive(Path(place))
    (None, True, False)
    """
    try:
        import fcntl

        handle = _opened(folder / FILE)
        fcntl.flock(handle, fcntl.LOCK_SH)
    except (ImportError, OSError):
        return None
    return handle


def _opened(place: Path) -> int:
    try:
        return os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return os.open(place, os.O_RDONLY)  # a disk that is only read has the file of before


def is_alive(folder: Path) -> bool | None:
    """Return whether a worker holds the lock; None where none ever did, or it cannot be known here."""
    try:
        import fcntl

        handle = os.open(folder / FILE, os.O_RDONLY)
    except (ImportError, OSError):
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return None
    else:
        return False
    finally:
        os.close(handle)
