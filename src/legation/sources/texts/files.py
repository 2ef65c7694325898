"""The files of a folder in order of their names: no hidden ones, nothing that a link leads to outside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.observed import Fault
from legation.sources.texts.rows import Rows

__all__ = ["FILES_LIMIT", "files_in"]

FILES_LIMIT = 200_000
"""Files of a folder and all the folders in it."""


def files_in(path: Path, rows: Rows) -> Iterator[tuple[str, Path]]:
    """Yield each file's path within the folder, with slashes, and where it is; a link is told and not followed.

    Files and folders whose name begins with a point, or with ``__MACOSX``, are left out: systems make them, nobody wrote them.

    Raises
    ------
    CannotRead
        Where there is no such folder, or one of more than 200,000 files.
    """
    if not path.is_dir():
        raise CannotRead(Message("sources.not-there" if not path.exists() else "sources.texts-no-folder", path=str(path)))
    found: list[tuple[str, Path]] = []
    for folder, inside, names in os.walk(path, followlinks=False):
        inside[:] = [name for name in inside if not _hidden(name)]
        for name in names:
            if not _hidden(name):
                place = Path(folder) / name
                found.append((place.relative_to(path).as_posix(), place))
        if len(found) > FILES_LIMIT:
            raise CannotRead(Message("sources.texts-too-many-files", path=str(path), allowed=FILES_LIMIT))
    for part, place in sorted(found):
        if place.is_symlink():
            rows.fault(Fault(part, 1, "texts-link"))
        else:
            yield part, place


def _hidden(name: str) -> bool:
    return name.startswith((".", "__MACOSX"))
