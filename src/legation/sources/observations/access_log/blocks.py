"""The text of a log, packed or not, as whole lines in blocks, and the place up to which it has been read.

A packed file that ends early gives what stands before the end, and says that it was cut: the log of a running server is copied like that.
Several packed members one behind the other are one text. UTF-16, which some Windows tools write, becomes UTF-8.
"""

from __future__ import annotations

import bz2
import codecs
import hashlib
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from legation.errors import CannotRead
from legation.language import Message
from legation.system_words import system_words

__all__ = [
    "HEAD",
    "LIMIT",
    "START",
    "Block",
    "LogText",
    "Position",
    "head_of",
    "known",
    "whole_lines",
]


PIECE = 8 * 1024 * 1024
"""Bytes of text in a piece, at most."""
_PACKED = 1024 * 1024
_SIGNS = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class LogText:
    """The text of one file.

    Attributes
    ----------
    sha256 : str
        Of the file's bytes read so far; of all of them once the pieces have come to an end. Empty where the reading began in the middle.
    cut : bool
        Whether the packed data ended early or were damaged.
    changed : float
        When the file was last written, in seconds since 1970, UTC.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cut = False
        self._hash: Any = hashlib.sha256()
        try:
            if not path.exists():
                raise CannotRead(Message("sources.not-there", path=str(path)))
            if not path.is_file():
                raise CannotRead(Message("sources.no-regular-file", path=str(path)))
            self.changed = path.stat().st_mtime
            with path.open("rb") as file:
                start = file.read(6)
        except OSError as error:
            raise _unreadable(path, error) from error
        self.packing = next((name for sign, name in _SIGNS if start.startswith(sign)), "")

    @property
    def sha256(self) -> str:
        """The hash of what was read of the file."""
        return self._hash.hexdigest() if self._hash else ""

    def head(self, size: int) -> bytes:
        """Return the first ``size`` bytes of the text, or all of a shorter one."""
        found = b""
        for piece in LogText(self.path).pieces(size=size):
            found += piece
            if len(found) >= size:
                break
        return found[:size]

    def pieces(self, start: int = 0, *, size: int = PIECE) -> Iterator[bytes]:
        """Yield the text from a byte of it on.

        Raises
        ------
        CannotRead
            Where the file cannot be read.
        """
        if start:
            self._hash = None
        try:
            with self.path.open("rb") as file:
                if not self.packing and start:
                    file.seek(start)
                    start = 0
                for piece in self._unpacked(file, size):
                    if start >= len(piece):
                        start -= len(piece)
                        continue
                    yield piece[start:] if start else piece
                    start = 0
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def _read(self, file: IO[bytes], size: int) -> bytes:
        data = file.read(size)
        if self._hash:
            self._hash.update(data)
        return data

    def _unpacked(self, file: IO[bytes], size: int) -> Iterator[bytes]:
        match self.packing:
            case "":
                return iter(lambda: self._read(file, size), b"")
            case "gzip":
                return self._members(file, size, lambda: zlib.decompressobj(wbits=31))
            case "bzip2":
                return self._members(file, size, bz2.BZ2Decompressor)
            case "xz":
                return self._members(file, size, lzma.LZMADecompressor)
            case "zstd":
                return self._zstd(file, size)
        return self._recoded(file, size)

    def _members(self, file: IO[bytes], size: int, fresh: Callable[[], Any]) -> Iterator[bytes]:
        """Unpack members one behind the other, never more than a piece at a time."""
        unzipping: Any = None
        data = b""
        waits = False
        while True:
            if not data and not waits:
                data = self._read(file, _PACKED)
                if not data:
                    self.cut |= unzipping is not None
                    return
            if unzipping is None:
                data = data.lstrip(b"\0")
                if not data:
                    continue
                unzipping = fresh()
            try:
                piece = unzipping.decompress(data, size)
            except (zlib.error, OSError, EOFError, lzma.LZMAError):
                self.cut = True
                return
            data = getattr(unzipping, "unconsumed_tail", b"")
            waits = not getattr(unzipping, "needs_input", True)
            if unzipping.eof:
                data, unzipping, waits = unzipping.unused_data, None, False
            if piece:
                yield piece

    def _zstd(self, file: IO[bytes], size: int) -> Iterator[bytes]:
        import pyarrow as pa

        try:
            with pa.CompressedInputStream(file, "zstd") as stream:
                while piece := stream.read(size):
                    yield piece
        except (pa.ArrowException, OSError):
            self.cut = True
        self._hash = None if self._hash is None else _hash_of(self.path)

    def _recoded(self, file: IO[bytes], size: int) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder("utf-16")("replace")
        while data := self._read(file, size):
            yield decoder.decode(data).encode("utf-8", "replace")
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _hash_of(path: Path) -> Any:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256")


def _unreadable(path: Path, error: OSError) -> CannotRead:
    return CannotRead(Message("sources.cannot-read", path=str(path), why=system_words(error)))


HEAD = 65_536
"""Bytes at the beginning of a log by which it is known again."""
LIMIT = 65_536
"""The longest line that is read, in bytes."""
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Position:
    """Up to where a log was read. Its fields are numbers and texts: keep them as JSON.

    Attributes
    ----------
    bytes : int
        Bytes of the text, unpacked, up to the end of the last line that was taken.
    lines : int
        Lines among them, so that those that follow keep their numbers.
    head : str
        SHA-256 of the first ``head_bytes`` bytes of the text: a log that was rotated or written anew has another, and is read from its
        beginning; one that was renamed or packed has the same, and is read from where it ended.
    head_bytes : int
        At most 65,536.
    fields : str
        The ``#Fields:`` line in force, of a log that has such lines.
    """

    bytes: int = 0
    lines: int = 0
    head: str = ""
    head_bytes: int = 0
    fields: str = ""


START = Position()
"""The beginning of a log that still grows."""


class Block(NamedTuple):
    """Whole lines of a log.

    Attributes
    ----------
    text : bytes
    line : int
        Lines of the file that stand before the block.
    end : int
        Bytes of the text up to the end of the block.
    """

    text: bytes
    line: int
    end: int


def head_of(text: bytes, size: int) -> tuple[str, int]:
    """Return the hash of the first bytes of a text of which ``size`` bytes were read, and of how many bytes it is."""
    head = text[: min(HEAD, size)]
    return hashlib.sha256(head).hexdigest(), len(head)


def known(head: bytes, positions: Iterable[Position]) -> Position:
    r"""Return the furthest of the positions whose log begins as this one does; the beginning where none does.

    Examples
    --------
    >>> before = Position(9, 1, *head_of(b"line one\n", 9))
    >>> known(b"line one\nline two\n", [before]) == before, known(b"other\n", [before]) == START
    (True, True)
    """
    fits = [
        one
        for one in positions
        if one.head_bytes and len(head) >= one.head_bytes and hashlib.sha256(head[: one.head_bytes]).hexdigest() == one.head
    ]
    return max(fits, key=lambda one: one.bytes, default=START)


def whole_lines(pieces: Iterable[bytes], start: Position, *, unfinished: Callable[[], bool]) -> Iterator[Block]:
    """Yield the lines of a text in blocks; memory stays bounded however long a line is.

    Parameters
    ----------
    pieces : iterable of bytes
    start : Position
        Where the first piece begins.
    unfinished : callable
        Whether a last line without its end is left out, asked once the pieces have come to an end: the log still grows, or was cut there.
    """
    pending: list[bytes] = []
    size = 0
    line, end, seen = start.lines, start.bytes, start.bytes
    for piece in pieces:
        at_start = seen == 0
        seen += len(piece)
        if at_start:
            piece = piece.removeprefix(_MARK)
        stop = piece.rfind(b"\n") + 1
        if stop:
            text = b"".join((*pending, memoryview(piece)[:stop]))
            end = seen - (len(piece) - stop)
            yield Block(text, line, end)
            line += text.count(b"\n")
            pending, size = [], 0
        tail = piece[stop : stop + max(0, LIMIT + 1 - size)]
        if tail:
            pending.append(tail)
            size += len(tail)
    if size and not unfinished():
        yield Block(b"".join(pending), line, seen)
