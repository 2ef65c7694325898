"""A folder that its owner alone may read: made so, told what it is where it is not, and its files read and put in place whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from legation.errors import CannotWrite
from legation.language import Message
from legation.system_words import system_words

__all__ = ["DAYS", "Fault", "PrivateFolder", "cache_folder", "is_own", "make_private", "sealed", "unsealed"]

DAYS = 30
"""A file that was written so many days ago is removed when the folder is opened."""

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


def sealed(body: bytes) -> bytes:
    """Return the content of a file whose first line is the SHA-256 of the rest.

    >>> unsealed(sealed(b"whole")), unsealed(sealed(b"whole")[:-1])
    (b'whole', None)
    """
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def unsealed(data: bytes) -> bytes | None:
    """Return what :func:`sealed` was given; None where the file is damaged or cut short.

    >>> unsealed(b"whole") is None
    True
    """
    seal, _, body = data.partition(b"\n")
    return body if seal == hashlib.sha256(body).hexdigest().encode() else None


class PrivateFolder:
    """A folder of files that may be deleted at any time: each is whole or not there, and only our own plain files are read.

    Parameters
    ----------
    folder : Path
        Made, with mode 700, where it is not there.
    called : str
        How a person named it: ``--cache``.
    names : str
        What its files are called, as a regular expression; others are not ours.

    Attributes
    ----------
    fault : Message or None
        Why a file could not be written; whoever reads goes on without it.

    Raises
    ------
    CannotWrite
        Where the folder cannot be made, is a link or a file, belongs to another account, or lets others in.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as there:
    ...     folder = PrivateFolder(Path(there, "own"), "--cache", r"[a-z]+")
    ...     folder.put("a", b"whole")
    ...     folder.read("a", 100), folder.read("a", 3), folder.read("b", 100)
    (b'whole', None, None)
    """

    def __init__(self, folder: Path, called: str, names: str) -> None:
        self.folder = _private(folder, called)
        self.fault: Message | None = None
        self._called, self._whole, self._ours = called, re.compile(names), re.compile(rf"(?:{names})|\.[^/]*\.part")
        self._remove_old()

    def read(self, name: str, limit: int) -> bytes | None:
        """Return the bytes of a file; None where there is none, or one that is larger, a link, or somebody else's."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            with os.fdopen(os.open(self.folder / name, flags), "rb") as source:
                found = os.fstat(source.fileno())
                if not (stat.S_ISREG(found.st_mode) and found.st_size <= limit and is_own(found)):
                    return None
                data = source.read(limit + 1)
        except OSError:
            return None
        with contextlib.suppress(OSError):  # many disks note no reading by themselves
            os.utime(self.folder / name, ns=(time.time_ns(), found.st_mtime_ns))
        return data

    def put(self, name: str, data: bytes) -> None:
        """Put a file in place at once: whoever reads sees the whole of it, or what stood there before."""
        import tempfile  # what reads a file only does without

        try:
            handle, beside = tempfile.mkstemp(prefix=f".{name[:16]}-", suffix=".part", dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as out:
                    out.write(data)
                Path(beside).replace(self.folder / name)
            except BaseException:
                with contextlib.suppress(OSError):
                    Path(beside).unlink()
                raise
        except OSError as error:
            why = system_words(error)
            self.fault = Message("private-folder.not-written", called=self._called, path=str(self.folder), why=why)

    def keep_newest(self, most: int) -> None:
        """Remove the files that were written and read longest ago, where there are more than so many."""
        whole = {path: found for path, found in self._found() if self._whole.fullmatch(path.name)}
        for path in sorted(whole, key=lambda path: max(whole[path].st_atime_ns, whole[path].st_mtime_ns))[:-most]:
            _unlink(path)

    def _remove_old(self) -> None:
        """Remove what was written long ago, and what a command that was killed left half written; other files are not ours."""
        last = time.time() - DAYS * 86_400
        for path, found in self._found():
            if self._ours.fullmatch(path.name) and found.st_mtime < last:
                _unlink(path)

    def _found(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Yield what lies in the folder; another command may remove of it meanwhile."""
        with contextlib.suppress(OSError):
            for path in [*self.folder.iterdir()]:
                with contextlib.suppress(OSError):
                    yield path, path.lstat()


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _private(folder: Path, called: str) -> Path:
    """Return a folder that is there, a folder, ours, and closed to others."""
    try:
        fault = make_private(folder, parents=True)
        mode = stat.S_IMODE(folder.lstat().st_mode)
    except OSError as error:
        raise CannotWrite(Message("private-folder.not-made", called=called, path=str(folder), why=system_words(error))) from error
    if fault == "no-folder":
        raise CannotWrite(Message("private-folder.no-folder", called=called, path=str(folder)))
    if fault == "not-yours":
        raise CannotWrite(Message("private-folder.not-yours", called=called, path=str(folder)))
    if fault == "open":
        raise CannotWrite(Message("private-folder.open", called=called, path=str(folder), mode=f"{mode:o}"))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotWrite(Message("private-folder.read-only", called=called, path=str(folder)))
    return folder
