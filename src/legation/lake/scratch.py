"""Where an engine puts what does not fit into memory: a folder of this user's own, for rows of a lake may lie in it."""

from __future__ import annotations

import functools
import os
import stat
import tempfile
from pathlib import Path

__all__ = ["scratch"]


@functools.cache
def scratch(name: str) -> Path:
    """Return a folder beside other temporary files that this user alone can read: always the same, unless others have taken its name.

    Parameters
    ----------
    name : str
        What it is for.

    Raises
    ------
    OSError
        Where no folder can be made.
    """
    folder = Path(tempfile.gettempdir()) / f"legation-{name}-{os.getuid() if hasattr(os, 'getuid') else 'own'}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return Path(tempfile.mkdtemp(prefix=f"legation-{name}-"))
    ours = stat.S_ISDIR(found.st_mode) and (not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o077))
    return folder if ours else Path(tempfile.mkdtemp(prefix=f"legation-{name}-"))
