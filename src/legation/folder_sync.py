"""A folder on the disk: a file that was put there under a new name is there after a power cut too."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["sync_folder"]


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
