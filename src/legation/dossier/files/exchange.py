"""One file or folder put in the place of another, by one rename: whoever reads sees the old bytes or the new ones, whole."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from legation.folder_lock import lock_folder
from legation.folder_sync import sync_folder

__all__ = ["alone_at", "beside", "old_of", "put", "recover", "take_rights_of", "write_through"]


def put(path: Path, data: bytes, *, alone: bool) -> None:
    """Put a file in its place; ``alone``: whether the place is held."""
    new = beside(path, alone=alone)
    try:
        write_through(new, data)
        take_rights_of(path, new)
        new.replace(path)
        sync_folder(path.parent)
    finally:
        new.unlink(missing_ok=True)


def beside(path: Path, *, alone: bool) -> Path:
    """Return a name beside a path for what shall take its place; what a save that was killed left under such a name is cleared away."""
    if alone:
        ours = re.compile(rf"\.{re.escape(path.name)}\.[a-z0-9_]{{8}}\.new")
        for entry in path.parent.iterdir():
            if ours.fullmatch(entry.name):
                if entry.is_dir() and not entry.is_symlink():
                    shutil.rmtree(entry, ignore_errors=True)
                else:
                    entry.unlink(missing_ok=True)
    return path.parent / f".{path.name}.{secrets.token_hex(4)}.new"


def take_rights_of(old: Path, new: Path) -> None:
    """Give what takes a place the rights of what was there; where nothing was, those that the system gives stay."""
    if old.exists() and not old.is_symlink():
        new.chmod(stat.S_IMODE(old.stat().st_mode))


def write_through(path: Path, data: bytes) -> None:
    """Write a file down to the disk."""
    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


@contextlib.contextmanager
def alone_at(path: Path, *, shared: bool = False) -> Iterator[bool]:
    """Hold the place where a dossier lies, so that two saves follow each other and no reader sees half of an exchange.

    Not to be entered twice. Gives whether the place is held: not every disk knows locks, and a mere reader goes on without one.
    """
    if not path.parent.is_dir():
        yield False
        return
    with lock_folder(path.parent, shared=shared) as locked:
        yield locked


def old_of(folder: Path) -> Path:
    """Return where what stood in a place lies while it is exchanged."""
    return folder.parent / f".{folder.name}.old"


def recover(folder: Path) -> None:
    """Finish what a stop between the two renames of a save left undone."""
    old = old_of(folder)
    if old.exists() and not folder.exists():
        old.rename(folder)
    elif old.exists():
        shutil.rmtree(old, ignore_errors=True)
