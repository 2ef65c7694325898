"""The one file of an archive that holds the posts, as a stream: nothing is unpacked to disk, and nothing without a limit."""

from __future__ import annotations

import contextlib
import fnmatch
import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Any

from legation.errors import CannotRead
from legation.language import Message

__all__ = ["BYTES_LIMIT", "RATIO", "members", "opened"]

BYTES_LIMIT = 8 * 1024**3
"""Bytes of an archive, and bytes that are read of what it unpacks to."""
RATIO = 200
"""How many times its size an archive may unpack to, once it is more than 64 MB: posts pack about ten to one."""
MEMBERS_LIMIT = 200_000
_PACKED = (".json.gz", ".jsonl.gz", ".ndjson.gz", ".car.gz")
"""Endings of a single file that is packed; any other .gz is a .tar."""
_FREE = 64 * 1024**2
_STEP = 1024
"""Bytes that are asked of an archive at once: as many are lost where it is damaged."""
_BROKEN = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)


@contextlib.contextmanager
def opened(path: Path, *names: str) -> Iterator[io.BufferedReader]:
    """Open a file of posts, or the first that is called as one of ``names`` (``outbox.json``, ``*.car``) in a .tar, .tar.gz, .tgz or .zip.

    Names that lead out of the archive, links and devices are not followed. A damaged archive ends the stream with an ``EOFError`` where the
    damage begins, so that what stands before it can be read.

    Raises
    ------
    CannotRead
        Where there is no file, no such file in it, or more than the limits.
    """
    try:
        if not path.is_file():
            raise CannotRead(Message("sources.not-there" if not path.exists() else "sources.no-regular-file", path=str(path)))
        size = path.stat().st_size
        if size > BYTES_LIMIT:
            raise CannotRead(Message("sources.too-large", path=str(path), megabytes=BYTES_LIMIT // 1024**2))
        with path.open("rb") as file, contextlib.ExitStack() as stack:
            head = file.read(512)
            file.seek(0)
            member: Any = file
            if head.startswith(b"PK\x03\x04"):
                member = _in_zip(path, file, names, stack)
            elif head.startswith(b"\x1f\x8b") and not path.name.lower().endswith(_PACKED):
                member = _in_tar(path, _Counted(gzip.GzipFile(fileobj=file), path, size, None), names, stack)
            elif head.startswith(b"\x1f\x8b"):
                member = gzip.GzipFile(fileobj=file)
            elif head[257:262] == b"ustar":
                member = _in_tar(path, file, names, stack)
            yield io.BufferedReader(_Counted(member, path, size, None if member is file else _STEP), 1024**2)
    except OSError as error:
        raise CannotRead(Message("sources.cannot-read", path=str(path), why=error.strerror or str(error)[:200])) from error


def members(path: Path, *names: str) -> int:
    """Return how many files of a .zip are called as one of ``names``; 1 for any other file, of which the first is looked for alone."""
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                return 1
            file.seek(0)
            with zipfile.ZipFile(file) as archive:
                return len(_called(archive.infolist(), names))
    except _BROKEN as error:
        raise CannotRead(Message("sources.posts-archive", path=str(path), why=str(error)[:200])) from error


def _called(entries: Sequence[zipfile.ZipInfo], names: Sequence[str]) -> list[zipfile.ZipInfo]:
    return [entry for entry in entries if not entry.is_dir() and _is(entry.filename, names)]


def _in_zip(path: Path, file: IO[bytes], names: Sequence[str], stack: contextlib.ExitStack) -> Any:
    try:
        archive = stack.enter_context(zipfile.ZipFile(file))
        entries = archive.infolist()
        if len(entries) > MEMBERS_LIMIT:
            raise _bomb(path)
        found = _called(entries, names)
        if found:
            return stack.enter_context(archive.open(found[0]))
    except _BROKEN as error:
        raise CannotRead(Message("sources.posts-archive", path=str(path), why=str(error)[:200])) from error
    raise CannotRead(Message("sources.posts-no-member", path=str(path), allowed=names))


def _in_tar(path: Path, file: Any, names: Sequence[str], stack: contextlib.ExitStack) -> Any:
    try:
        archive: Any = stack.enter_context(tarfile.open(fileobj=file, mode="r|"))  # noqa: SIM115 - the stack closes it
        for number, member in enumerate(archive, start=1):
            if number > MEMBERS_LIMIT:
                raise _bomb(path)
            if member.isreg() and _is(member.name, names):
                return archive.extractfile(member)
            archive.members = []  # so that an archive of many pictures takes no memory
    except _BROKEN as error:
        raise CannotRead(Message("sources.posts-archive", path=str(path), why=str(error)[:200])) from error
    raise CannotRead(Message("sources.posts-no-member", path=str(path), allowed=names))


def _is(member: str, names: Sequence[str]) -> bool:
    """Whether a member is a wanted file, at the top of the archive or of the one folder in it."""
    place = PurePosixPath(member.replace("\\", "/"))
    is_called = any(fnmatch.fnmatchcase(place.name, name) for name in names) and not place.name.startswith("._")  # a shadow of macOS
    return is_called and not place.is_absolute() and ".." not in place.parts and len(place.parts) <= 3


class _Counted(io.RawIOBase):
    """A stream that stops where more comes out of it than can be meant, and that ends where its bytes are damaged."""

    def __init__(self, file: Any, path: Path, packed: int, step: int | None) -> None:
        super().__init__()
        self._file, self._path, self._packed = file, path, packed
        self._count, self._fault = 0, ""
        self._step = step

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def read(self, size: int = -1, /) -> bytes:
        size = size if size >= 0 else _FREE
        if self._fault:
            raise EOFError(self._fault)
        try:
            data = self._file.read(size if self._step is None else min(size, self._step)) or b""
        except (zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
            self._fault = str(error) or "damaged"
            return b""  # so that what a buffer holds already is not lost; the next read tells
        self._count += len(data)
        if self._count > BYTES_LIMIT or (self._count > _FREE and self._count > RATIO * self._packed):
            raise _bomb(self._path)
        return data


def _bomb(path: Path) -> CannotRead:
    return CannotRead(Message("sources.posts-bomb", path=str(path), megabytes=BYTES_LIMIT // 1024**2, ratio=RATIO, members=MEMBERS_LIMIT))
