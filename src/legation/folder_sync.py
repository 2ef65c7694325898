"""A folder on the disk: a file that was put there under a new name is there after a power cut too."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

__all__ = ["put_file", "sync_folder"]


def put_file(path: Path, data: bytes) -> None:
    """Put a file in place at once, readable by its owner alone (mode 600), and on the disk when this returns.

    Raises
    ------
    OSError
        Where it cannot be written; what stood there still stands.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as there:
    ...     put_file(Path(there) / "one", b"whole")
    ...     (Path(there) / "one").read_bytes()
    b'whole'
    """
    handle, beside = tempfile.mkstemp(prefix=f".{path.name[:16]}-", dir=path.parent)  # made with mode 600
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(beside).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Write the entries of a folder down to the disk, where the system can do so.

    Raises
    ------
    OSError
        Where the folder cannot be opened or the disk does not take it.
    """
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
