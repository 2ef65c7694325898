"""The posts of an archive as a stream, one by one: nothing unpacked to disk, nothing without a limit, an early end told."""

from __future__ import annotations

import codecs
import contextlib
import fnmatch
import gzip
import io
import json
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Any

from legation.broken_file import damage, what_is_wrong
from legation.errors import CannotRead
from legation.language import Message
from legation.sources.observations.texts.rows import TextRows
from legation.sources.observed import Fault

__all__ = [
    "BYTES_LIMIT",
    "OBJECT_LIMIT",
    "RATIO",
    "CutShort",
    "as_object",
    "as_text",
    "items_of",
    "members",
    "objects",
    "opened",
]


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
                member = _in_tar(path, _LimitedStream(gzip.GzipFile(fileobj=file), path, size, None), names, stack)
            elif head.startswith(b"\x1f\x8b"):
                member = gzip.GzipFile(fileobj=file)
            elif head[257:262] == b"ustar":
                member = _in_tar(path, file, names, stack)
            yield io.BufferedReader(_LimitedStream(member, path, size, None if member is file else _STEP), 1024**2)
    except OSError as error:
        raise CannotRead(Message("sources.cannot-read", path=str(path), why=what_is_wrong(error))) from error


def members(path: Path, *names: str) -> int:
    """Return how many files of a .zip are called as one of ``names``; 1 for any other file, of which the first is sought alone."""
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                return 1
            file.seek(0)
            with zipfile.ZipFile(file) as archive:
                return len(_called(archive.infolist(), names))
    except damage() as error:
        raise CannotRead(Message("sources.posts-archive", path=str(path), why=what_is_wrong(error))) from error


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
    except damage() as error:
        raise CannotRead(Message("sources.posts-archive", path=str(path), why=what_is_wrong(error))) from error
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
    except damage() as error:
        raise CannotRead(Message("sources.posts-archive", path=str(path), why=what_is_wrong(error))) from error
    raise CannotRead(Message("sources.posts-no-member", path=str(path), allowed=names))


def _is(member: str, names: Sequence[str]) -> bool:
    """Whether a member is a wanted file, at the top of the archive or of the one folder in it."""
    place = PurePosixPath(member.replace("\\", "/"))
    is_called = any(fnmatch.fnmatchcase(place.name, name) for name in names) and not place.name.startswith("._")  # a shadow of macOS
    return is_called and not place.is_absolute() and ".." not in place.parts and len(place.parts) <= 3


class _LimitedStream(io.RawIOBase):
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


OBJECT_LIMIT = 4 * 1024**2
"""Characters of one object; no post has as many."""
_CHUNK = 1024**2
_HEAD = 16 * 1024**2
"""Characters before the list begins."""
_SPACE = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


class CutShort(Exception):
    """The file ends, or is damaged, before what it tells does."""


def objects(file: IO[bytes], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    r"""Yield each object of a file.

    Parameters
    ----------
    file : binary stream
        UTF-8. A list of objects; an object that holds one under one of ``names``; or an object on each line. An object that holds no such
        list is the only one.
    names : sequence of str

    Raises
    ------
    Cut
        After the last whole object, where the file is cut off or damaged there.

    Examples
    --------
    >>> import io
    >>> [list(objects(io.BytesIO(text), ["posts"])) for text in (b'[{"a": 1}]', b'{"n": 1, "posts": [{"a": 1}]}', b'{"a": 1}\n{"a": 2}')]
    [[{'a': 1}], [{'a': 1}], [{'a': 1}, {'a': 2}]]
    """
    text = _Text(file)
    text.more()
    text.skip()
    if not text.left():
        return
    if text.buffer[text.at] == "[":
        text.at += 1
        yield from _list(text)
        return
    first_line = _first_line(text)
    if first_line is not None and not any(isinstance(first_line.get(name), list) for name in names):
        yield from _values(text, "")
        return
    listed = re.compile(r'(?<!\\)"(?:' + "|".join(map(re.escape, names)) + r')"\s*:\s*\[')
    found = listed.search(text.buffer, text.at)
    while found is None and len(text.buffer) < _HEAD and text.more():
        found = listed.search(text.buffer, text.at)
    if found is None:
        yield from _values(text, "")
        return
    text.at = found.end()
    yield from _list(text)


def _first_line(text: _Text) -> dict[str, Any] | None:
    """Return the object that the first line holds whole; None where it goes on."""
    end = text.buffer.find("\n", text.at)
    line = text.buffer[text.at :] if end < 0 else text.buffer[text.at : end]
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _list(text: _Text) -> Iterator[dict[str, Any]]:
    yield from _values(text, "]")


def _values(text: _Text, end: str) -> Iterator[dict[str, Any]]:
    """Yield objects up to the sign that ends them; other values between them are no posts and are left out."""
    while True:
        text.skip()
        if not text.left():
            if end:
                raise CutShort
            return
        if end and text.buffer[text.at] == end:
            return
        value = _value(text)
        if isinstance(value, dict):
            yield value


def _value(text: _Text) -> Any:
    while True:
        try:
            value, at = _DECODER.raw_decode(text.buffer, text.at)
        except (ValueError, RecursionError) as error:
            if len(text.buffer) - text.at > OBJECT_LIMIT or isinstance(error, RecursionError) or not text.more():
                raise CutShort from error
            continue
        if at == len(text.buffer) and not isinstance(value, (dict, list, str)) and text.more():
            continue  # a number at the end of what was read may go on
        text.at = at
        return value


class _Text:
    """What was read of a file and not yet used."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self.buffer, self.at = "", 0

    def more(self) -> bool:
        """Read on, and return whether there was more; damage is told as an end."""
        try:
            data = self._file.read(_CHUNK)
        except EOFError as error:
            if not self.left():
                raise CutShort from error
            return False
        if not data:
            return False
        self.buffer = self.buffer[self.at :] + self._decoder.decode(data)
        self.at = 0
        return True

    def left(self) -> bool:
        return self.at < len(self.buffer)

    def skip(self) -> None:
        """Pass over blanks and commas."""
        while True:
            found = _SPACE.match(self.buffer, self.at)
            self.at = found.end() if found else self.at
            if self.left() or not self.more():
                return


def items_of(path: Path, member: str, lists: Sequence[str], rows: TextRows | None) -> Iterator[dict[str, Any]]:
    """Yield the items of a file, or of its member in an archive; a cut is a fault of the rows, where there are any."""
    count = 0
    with opened(path, member) as file:
        try:
            for item in objects(file, lists):
                count += 1
                yield item
        except (CutShort, EOFError):
            if rows is not None:
                rows.fault(Fault(path.name, count + 1, "posts-cut"), rows=0)


def as_object(value: Any) -> dict[str, Any]:
    """Return a value that is an object of JSON; an empty one for any other."""
    return value if isinstance(value, dict) else {}


def as_text(value: Any) -> str:
    """Return a value that is a text, or a number as one; an empty one for any other: a list may nest deeper than it can be written out.

    >>> as_text("norms"), as_text(7), as_text(None), as_text([["norms"]])
    ('norms', '7', '', '')
    """
    return value if isinstance(value, str) else str(value) if type(value) is int and value else ""
