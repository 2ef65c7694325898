"""A folder that its owner alone may read: made so, and told what it is where it is not."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import Literal, TypeAlias

__all__ = ["Fault", "cache_folder", "is_own", "make_private"]

Fault: TypeAlias = Literal["", "no-folder", "not-yours", "open"]
"""Why a folder is not private: a file or a link, another account's, open to others; empty where it is."""
_OTHERS = 0o077
_HAS_OWNERS = hasattr(os, "getuid")


def make_private(folder: Path, *, parents: bool = False) -> Fault:
    """Make a folder with mode 700 where it is not there, and tell whether it is private; on a system without owners a folder is.

    Raises
    ------
    OSError
        Where it cannot be made or looked at.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as there:
    ...     first = make_private(Path(there, "answers"))
    ...     Path(there, "link").symlink_to(Path(there, "answers"))
    ...     first, make_private(Path(there, "link"))
    ('', 'no-folder')
    """
    folder.mkdir(mode=0o700, parents=parents, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return "no-folder"
    if not is_own(found):
        return "not-yours"
    return "open" if _HAS_OWNERS and found.st_mode & _OTHERS else ""


def cache_folder() -> Path:
    """Return the folder in the user's own cache that is ours; it need not be there.

    >>> cache_folder().name
    'legation'
    """
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(os.path.expanduser(base)) / "legation"  # noqa: PTH111 - where there is no home, nothing is raised


def is_own(found: os.stat_result) -> bool:
    """Whether a file belongs to the account of this process."""
    return not _HAS_OWNERS or found.st_uid == os.getuid()
