"""The rows of a large table of text, one after the other: each line in its own encoding, each broken row told, none swallowing the next.

A row with an open quote would swallow what follows it, up to the end of the file. Here it is told as broken, and reading goes on with the
next line.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TypeAlias

from legation.errors import CannotRead
from legation.language import Message

__all__ = ["BYTES_LIMIT", "BrokenRow", "Row", "delimiter_of", "rows_of", "text_lines"]

BYTES_LIMIT = 4 * 1024**3
"""Bytes of a file that is read row by row."""
LINE_LIMIT = 4 * 1024**2
"""Bytes of a line; a longer one is cut, and its row is broken."""
ROW_LIMIT = 2_000_000
"""Characters of a cell."""
BROKEN_LIMIT = 1_000
"""Broken rows after which the rest of a file is not read: it is no such table."""
_LINES_IN_ROW = 20_000
_SAMPLE = 65_536
Row: TypeAlias = "tuple[int, list[str]]"


class BrokenRow(Exception):
    """A row that is no row: its line, why, what was found; ``last`` where nothing more is read after it."""

    def __init__(self, line: int, why: str, found: str, *, last: bool = False) -> None:
        super().__init__(why)
        self.line, self.why, self.found, self.last = line, why, found, last


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each line of a file with its number, from 1; UTF-8 or UTF-16 by its mark, else each line as UTF-8 or as Windows-1252.

    Raises
    ------
    CannotRead
        Where there is no regular file, or one of more than 4 GB.
    """
    try:
        if not path.is_file():
            raise CannotRead(Message("sources.not-there" if not path.exists() else "sources.no-regular-file", path=str(path)))
        if path.stat().st_size > BYTES_LIMIT:
            raise CannotRead(Message("sources.too-large", path=str(path), megabytes=BYTES_LIMIT // 1024**2))
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            yield from _wide_lines(path) if wide else _lines(file)
    except OSError as error:
        raise CannotRead(Message("sources.cannot-read", path=str(path), why=error.strerror or str(error))) from error


def _lines(file: IO[bytes]) -> Iterator[tuple[int, str]]:
    number, whole = 0, True
    while line := file.readline(LINE_LIMIT):
        if number == 0:
            line = line.removeprefix(codecs.BOM_UTF8)
        number += whole
        whole = line.endswith(b"\n")
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            text = line.decode("cp1252", "replace")
        yield number, text.replace("\x00", "")


def _wide_lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-16", errors="replace", newline="\n") as file:
        number, whole = 0, True
        while line := file.readline(LINE_LIMIT):
            number += whole
            whole = line.endswith("\n")
            yield number, line.replace("\x00", "")


def delimiter_of(lines: list[str]) -> str:
    r"""Return the sign that parts the cells: the one that stands most often outside quotes.

    >>> delimiter_of(["a;b;c", "1;2,5;3"]), delimiter_of(["a\tb"])
    (';', '\t')
    """
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines]
    return max(",\t;|", key=lambda sign: (sum(line.count(sign) for line in bare), sign == ","))


def rows_of(lines: Iterator[tuple[int, str]], delimiter: str) -> Iterator[Row | BrokenRow]:
    """Yield each row with the line on which it begins, or why it is none; empty lines are left out."""
    source = _Again(lines)
    broken = 0
    while True:
        source.forget()
        reader = csv.reader(source, delimiter=delimiter, strict=True)
        try:
            cells = _next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            broken += 1
            line, found = source.back()
            yield BrokenRow(line, str(error), found[:60], last=broken >= BROKEN_LIMIT)
            if broken >= BROKEN_LIMIT:
                return
            continue
        if any(cells):
            yield source.line, cells


def _next(reader: Iterator[list[str]]) -> list[str]:
    """Return the next row; the length of a cell is limited for all of the process, so the limit is ours only for this moment."""
    before = csv.field_size_limit(ROW_LIMIT)
    try:
        return next(reader)
    finally:
        csv.field_size_limit(before)


class _Again:
    """Lines that can be taken back, but for the first of a row."""

    def __init__(self, lines: Iterator[tuple[int, str]]) -> None:
        self._lines = lines
        self._waiting: deque[tuple[int, str]] = deque()
        self._taken: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= _LINES_IN_ROW:
            raise csv.Error("quote")
        found = self._waiting.popleft() if self._waiting else next(self._lines)
        self._taken.append(found)
        return found[1]

    @property
    def line(self) -> int:
        return self._taken[0][0]

    def forget(self) -> None:
        self._taken = []

    def back(self) -> tuple[int, str]:
        """Give back all lines of the row but the first, and return that one."""
        first, *rest = self._taken
        self._waiting.extendleft(reversed(rest))
        return first
