"""What is dear to make is made once in a run: by the worker that asks for it first, on disk, for the others too."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

__all__ = ["keep_in", "made_once"]

_place: list[Path] = []
"""The folder that all workers of this run share; ``conftest.py`` names it when the session begins."""


def keep_in(folder: Path) -> None:
    """Name the folder that all workers of this run share."""
    _place[:] = [folder]


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder of a name, which the first worker that asks for it makes while the others wait.

    Who wants to change what is in it copies it first. A worker that dies lets go of the lock; where making fails, nothing is left and
    the next who asks makes it anew.

    Parameters
    ----------
    name : str
        Of the folder.
    make : callable
        Fills an empty folder, whose path it is given: the final one, so that paths that are written into it hold.
    """
    (place,) = _place
    folder, done = place / name, place / f"{name}.done"
    with (place / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder
