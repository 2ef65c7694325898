"""A folder that one process at a time writes to, on every system: what a process holds is free again however the process ends."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["LOCK_FILE", "lock_folder"]

LOCK_FILE = ".legation.lock"
"""What the first writer leaves in a folder where the system has no locks on folders (Windows): an empty file, for ever. Nobody is held off
before it is there."""
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS)
_LONGEST = 2_000_000.0
"""How long SQLite is told to wait [s]: three weeks, the most that it takes."""


@contextlib.contextmanager
def lock_folder(folder: Path, *, shared: bool = False) -> Iterator[bool]:
    """Wait for a folder and hold it inside the block.

    Linux and macOS lock the folder itself (``flock``). Elsewhere SQLite locks an empty file in it, by whatever the system has. Not to be
    entered twice by one thread.

    Parameters
    ----------
    folder : Path
        It is there.
    shared : bool
        Several may hold it at once, as long as nobody holds it alone: for reading.

    Yields
    ------
    bool
        Whether it is held. Not every disk knows locks; whoever only reads goes on without one where the folder may not be read or written.

    Raises
    ------
    OSError
        Where the system refuses a folder that is to be held alone.
    """
    try:
        import fcntl
    except ImportError:
        with _by_sqlite(folder, shared=shared) as locked:
            yield locked
        return
    handle = None
    try:
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
    except OSError as error:
        if handle is not None:
            os.close(handle)
            handle = None
        if not shared and error.errno not in _NO_LOCKS:
            raise
    try:
        yield handle is not None
    finally:
        if handle is not None:
            os.close(handle)


@contextlib.contextmanager
def _by_sqlite(folder: Path, *, shared: bool) -> Iterator[bool]:
    """Hold the lock of an empty database; where it may not be opened, the folder is not held. Who only reads makes no file."""
    import sqlite3

    if shared and not (folder / LOCK_FILE).exists():
        yield False
        return
    with contextlib.ExitStack() as stack:
        locked = False
        with contextlib.suppress(sqlite3.OperationalError):
            file = stack.enter_context(contextlib.closing(sqlite3.connect(folder / LOCK_FILE, timeout=_LONGEST, isolation_level=None)))
            file.execute("BEGIN" if shared else "BEGIN EXCLUSIVE")
            file.execute("SELECT 1 FROM sqlite_master").fetchone()  # a shared lock is taken by the first look
            locked = True
        yield locked
