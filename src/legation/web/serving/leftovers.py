"""What a process that was killed has left beside its work: files whose name holds the number of a process that is gone."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

__all__ = ["remove_leftovers"]

_NUMBER = re.compile(r"[-.](\d+)(?:\.sqlite3(?:-wal|-shm)?)?$")


def remove_leftovers(folder: Path, patterns: Iterable[str]) -> int:
    """Remove files and folders of some patterns whose process no longer runs; return how many.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     (Path(place) / ".b.zip.999999999").touch()
    ...     (Path(place) / f".b.zip.{os.getpid()}").touch()
    ...     remove_leftovers(Path(place), [".b.zip.*"])
    1
    """
    removed = 0
    for path in [path for pattern in patterns for path in folder.glob(pattern)]:
        found = _NUMBER.search(path.name)
        if found is None or _is_running(int(found[1])):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        removed += 1
    return removed


def _is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # of somebody else
        return True
    return True
