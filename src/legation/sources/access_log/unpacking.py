"""The text of a log, packed or not, in pieces; what is packed is told by its first bytes, not by its name.

A packed file that ends early gives what stands before the end, and says that it was cut: the log of a running server is copied like that.
Several packed members one behind the other are one text. UTF-16, which some Windows tools write, becomes UTF-8.
"""

from __future__ import annotations

import bz2
import codecs
import hashlib
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from legation.errors import CannotRead
from legation.language import Message

__all__ = ["Text"]

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


class Text:
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
        for piece in Text(self.path).pieces(size=size):
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
        held: Any = None
        data = b""
        waits = False
        while True:
            if not data and not waits:
                data = self._read(file, _PACKED)
                if not data:
                    self.cut |= held is not None
                    return
            if held is None:
                data = data.lstrip(b"\0")
                if not data:
                    continue
                held = fresh()
            try:
                piece = held.decompress(data, size)
            except (zlib.error, OSError, EOFError, lzma.LZMAError):
                self.cut = True
                return
            data = getattr(held, "unconsumed_tail", b"")
            waits = not getattr(held, "needs_input", True)
            if held.eof:
                data, held, waits = held.unused_data, None, False
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
    return CannotRead(Message("sources.cannot-read", path=str(path), why=error.strerror or str(error)))
