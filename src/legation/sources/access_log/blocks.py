"""Whole lines in blocks, and the place up to which a log has been read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["HEAD", "LIMIT", "START", "Block", "Position", "head_of", "known", "whole_lines"]

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
    held: list[bytes] = []
    kept = 0
    line, end, seen = start.lines, start.bytes, start.bytes
    for piece in pieces:
        at_start = seen == 0
        seen += len(piece)
        if at_start:
            piece = piece.removeprefix(_MARK)
        stop = piece.rfind(b"\n") + 1
        if stop:
            text = b"".join((*held, memoryview(piece)[:stop]))
            end = seen - (len(piece) - stop)
            yield Block(text, line, end)
            line += text.count(b"\n")
            held, kept = [], 0
        tail = piece[stop : stop + max(0, LIMIT + 1 - kept)]
        if tail:
            held.append(tail)
            kept += len(tail)
    if kept and not unfinished():
        yield Block(b"".join(held), line, seen)
