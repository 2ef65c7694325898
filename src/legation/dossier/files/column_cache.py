"""A folder in which the columns of large dossiers lie that were opened before: readable by its owner alone, safe to delete at any time.

A file is found by what the parts of the dossier hold, byte for byte, and by the code that reads them: where either has changed there is
none. The parts are read and hashed each time, for a file that was changed need not show it by its size or its day.
"""

from __future__ import annotations

import functools
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from legation.dossier.dossier import Dossier, hash_of
from legation.dossier.files.codec import assembled, decode
from legation.dossier.files.columns import NotColumns, columns_bytes, read_columns
from legation.dossier.files.format import FORMAT
from legation.dossier.parts.registry import folders
from legation.dossier.tables.csv_sheet import PART_LIMIT
from legation.language import Message
from legation.private_folder import PrivateFolder
from legation.version import VERSION

__all__ = ["LEAST", "MOST", "ColumnCache"]

LEAST = 1024**2
"""Bytes of tables below which nothing is kept: so little is read as quickly."""
MOST = 8
"""Files that the folder holds at most: those that were written and read longest ago are removed."""
_LARGEST = 8 * PART_LIMIT
_NAME = r"[0-9a-f]{64}\.columns"
_READ_BY = ("*.py", "dossier/**/*.py", "methods/share.py", "methods/signing/*.py", "methods/text/codebook.py")
"""Files of the package by whose code a table means what it means."""


class ColumnCache:
    """Columns in a folder, for :func:`legation.dossier.load`.

    Parameters
    ----------
    folder : Path
        Made, with mode 700, where it is not there.
    called : str
        How a person named it.

    Raises
    ------
    CannotWrite
        Where the folder cannot be made, is a link or a file, belongs to another account, or lets others in.
    """

    def __init__(self, folder: Path, called: str) -> None:
        self._files = PrivateFolder(folder, called, _NAME)

    @property
    def fault(self) -> Message | None:
        """Why columns could not be written; the dossier is read all the same."""
        return self._files.fault

    def read(self, parts: Mapping[str, bytes]) -> Dossier:
        """Return the dossier that parts hold, by its columns where they are there; else the columns are there for the next time.

        Raises
        ------
        DossierError
            As :func:`legation.dossier.decode` does: of a dossier with faults there are no columns.
        """
        if sum(len(data) for name, data in parts.items() if name.endswith(".csv")) < LEAST:
            return decode(parts)
        key = _key(parts)
        data = self._files.read(f"{key}.columns", _LARGEST)
        if data is not None:
            try:
                return assembled(parts, read_columns(key, data, functools.cache(lambda: decode(parts))))
            except NotColumns:
                pass
        dossier = decode(parts)
        made = columns_bytes(key, dossier) if dossier.stored == FORMAT and not dossier.unknown else None
        if made is not None:
            self._files.put(f"{key}.columns", made)
            self._files.keep_newest(MOST)
        return dossier


def _key(parts: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of what the parts hold, of the code by which it is read, and of the folders that extensions declare."""
    return hashlib.sha256(json.dumps([hash_of(parts), VERSION, _code(), sorted(folders())]).encode()).hexdigest()


@functools.cache
def _code() -> str:
    """Return the hash of the code that reads tables: the number of a version stays the same while somebody works on it."""
    whole = hashlib.sha256(sys.version.encode())
    for path, data in ((path, path.read_bytes()) for path in _code_files()):
        whole.update(f"{path.name}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()


def _code_files() -> list[Path]:
    package = Path(str(sys.modules["legation"].__file__)).parent
    return sorted(path for pattern in _READ_BY for path in package.glob(pattern))
