"""The five files, from a folder or a zip, within limits."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from legation.dossier.problem import Problem
from legation.errors import CannotRead
from legation.language import Message
from legation.sources.reading import file_bytes, notice

__all__ = ["NAMES", "Sheet", "files_of", "rows_of"]

NAMES = ("comments.csv", "votes.csv", "participants-votes.csv", "summary.csv", "stats-history.csv")
FILE_LIMIT = 512 * 1024**2
ROWS_LIMIT = 20_000_000
ENTRIES_LIMIT = 1000
FAULTS_LIMIT = 1000
"""Faults that are told: an export that is not one has as many as rows."""


def files_of(path: Path) -> dict[str, bytes]:
    """Return the bytes of those of the five files that are there; others beside them are not looked at.

    Raises
    ------
    CannotRead
        Where there is nothing, no zip, or more than the limits.
    """
    if path.is_dir():
        return {name: file_bytes(path / name, FILE_LIMIT) for name in NAMES if (path / name).exists()}
    data = file_bytes(path, FILE_LIMIT)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            named = {entry.filename.rpartition("/")[2]: entry for entry in entries if not entry.is_dir()}
            found = [named[name] for name in NAMES if name in named]
            if len(entries) > ENTRIES_LIMIT or any(entry.file_size > FILE_LIMIT for entry in found):
                raise CannotRead(Message("sources.too-large", path=str(path), megabytes=FILE_LIMIT // 1024**2))
            return {entry.filename.rpartition("/")[2]: archive.read(entry) for entry in found}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise CannotRead(Message("sources.cannot-read", path=str(path), why=str(error)[:200])) from error


class Sheet:
    """A file's header and rows, with the line on which each row begins; faults go to one list."""

    __slots__ = ("_lines", "at", "header", "part")

    def __init__(self, part: str, lines: Iterator[tuple[int, list[str]]], faults: list[Problem], needed: tuple[str, ...]) -> None:
        self.part = part
        _, header = next(lines, (1, []))
        self.header = tuple(name.strip() for name in header)
        self.at = {name: at for at, name in reversed(list(enumerate(self.header)))}
        self._lines = lines
        missing = [name for name in needed if name not in self.at]
        if missing:
            faults.append(notice("polis-column-missing", part, 1, missing[0], allowed=", ".join(needed), found=", ".join(self.header)))
            self._lines = iter(())

    def rows(self, faults: list[Problem]) -> Iterator[tuple[int, list[str]]]:
        """Yield line and cells of each row that is as wide as the header; another is a fault."""
        for line, cells in self._lines:
            if len(cells) == len(self.header):
                yield line, cells
            elif cells and len(faults) < FAULTS_LIMIT:
                faults.append(notice("polis-width", self.part, line, allowed=str(len(self.header)), found=len(cells)))


def rows_of(part: str, data: bytes, faults: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line on which it begins; text that is not UTF-8, or no CSV, is a fault and ends the file."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        faults.append(notice("polis-no-utf-8", part, line, allowed="UTF-8", found=data[error.start : error.start + 1].hex()))
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line, count = 1, 0
    try:
        for cells in reader:
            yield line, cells
            line, count = reader.line_num + 1, count + 1
            if count > ROWS_LIMIT:
                faults.append(notice("polis-rows", part, line, allowed=str(ROWS_LIMIT), found=count))
                return
    except csv.Error as error:
        faults.append(notice("polis-no-csv", part, line, found=error))
