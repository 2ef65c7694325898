"""The rows of a large table of text, each in its own encoding, and which column means what.

A row with an open quote would swallow what follows it, up to the end of the file. Here it is told as broken, and reading goes on with the
next line.
"""

from __future__ import annotations

import codecs
import csv
import functools
import re
import tomllib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, TypeAlias

from legation.broken_file import refused, what_is_wrong
from legation.dossier.parts.toml_record import parsed
from legation.errors import CannotRead, WrongUse
from legation.language import Message
from legation.sources.names.spelling import fold
from legation.sources.observations.texts.dates import Order
from legation.sources.reading import file_bytes
from legation.sources.tables.columns import mapping_path

__all__ = [
    "BYTES_LIMIT",
    "BrokenRow",
    "Row",
    "TextMapping",
    "TextTable",
    "delimiter_of",
    "guess_text_columns",
    "is_press",
    "load_text_mapping",
    "network_of",
    "rows_of",
    "suite_of",
    "text_lines",
    "text_table",
]


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
        raise CannotRead(Message("sources.cannot-read", path=str(path), why=what_is_wrong(error))) from error


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
    """Lines that can be taken back, except for the first of a row."""

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


_LIMIT = 1024**2
_ABOVE = 30
"""Lines above the header that are examined: some programs write the query there."""
_ORDERS = ("", "dmy", "mdy")


@dataclass(frozen=True, slots=True)
class TextMapping:
    """What the columns of a table of texts mean.

    Attributes
    ----------
    columns : mapping of str to tuple of str
        For each field (``text``, ``time``, ``author``, ``url``...) the columns that may fill it: the first one that is filled does. Empty:
        guessed. In a file, under ``[columns]``.
    platform : str
        The network of every row, where no column says it: ``x``, ``mastodon``, ``bluesky``, ``facebook``...
    order : {"", "dmy", "mdy"}
        Whether the day or the month comes first in dates of digits; empty: as the file gives away.
    actors : mapping of str to str
        What the file calls an actor, and its id in the dossier.
    """

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    platform: str = ""
    order: Order = ""
    actors: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wrong = [name for name in self.columns if name not in _words("fields")]
        if wrong:
            raise WrongUse(Message("sources.bad-mapping", found=wrong[0], allowed=" | ".join(_words("fields"))))
        if self.order not in _ORDERS:
            raise WrongUse(Message("sources.bad-mapping", found=self.order, allowed=" | ".join(_ORDERS[1:])))


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of texts whose header is found, and whose rows are still to be read.

    Attributes
    ----------
    header : tuple of str
    line : int
        The line of the header.
    at : mapping of str to tuple of int
        For each field, the positions of the columns that may fill it.
    suite : str
        The program that wrote it, as far as its headings tell; else empty.
    rows : iterator
        Of ``(line, cells)`` and :class:`.lines.BrokenRow`; once.
    """

    header: tuple[str, ...]
    line: int
    at: Mapping[str, tuple[int, ...]]
    suite: str
    rows: Iterator[Row | BrokenRow]

    def cell(self, cells: Sequence[str], name: str) -> str:
        """Return what fills a field: the first of its columns that is filled."""
        return next((cells[i].strip() for i in self.at.get(name, ()) if i < len(cells) and cells[i].strip()), "")


def guess_text_columns(header: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return which columns may fill which field, by their headings, likeliest first; a heading fills one field only.

    >>> guess_text_columns(["Post Created", "Page Name", "Message", "Link Text", "Likes"])
    {'time': ('Post Created',), 'text': ('Message',), 'title': ('Link Text',), 'name': ('Page Name',)}
    """
    folded = {name: _key(name) for name in header if name.strip()}
    columns: dict[str, tuple[str, ...]] = {}
    for target, listed in _words("fields").items():
        rank = {word: at for at, word in enumerate(listed)}
        found = sorted((rank[key], name) for name, key in folded.items() if key in rank)
        if found:
            columns[target] = tuple(name for _, name in found)
    return columns


def suite_of(header: Sequence[str]) -> str:
    """Return the program that writes such headings: the one of which at least two are there, and most; else empty.

    >>> suite_of(["Date", "Headline", "Opening Text", "Hit Sentence"]), suite_of(["date", "text"])
    ('meltwater', '')
    """
    keys = {_key(name) for name in header}
    counts = {name: len(keys.intersection(listed)) for name, listed in _words("suites").items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= 2 else ""


def network_of(suite: str) -> str:
    """Return the network whose posts a program exports; empty where it exports several."""
    return str(_table()["networks"].get(suite, ""))


def is_press(network: str) -> bool:
    """Whether what a column calls a network means publications, not posts.

    >>> is_press("online news"), is_press("x")
    (True, False)
    """
    return network in _table()["press"]["words"]


def text_table(path: Path, mapping: TextMapping | None, needed: Sequence[str]) -> TextTable:
    """Find the header of a CSV or TSV file and what its columns mean.

    Raises
    ------
    CannotRead
        Where it is no table, or lacks a column that is needed.
    """
    given = mapping or load_text_mapping(path) or TextMapping()
    lines = text_lines(path)
    head = list(islice(lines, _ABOVE))
    if not head:
        raise CannotRead(Message("sources.texts-empty", path=str(path)))
    delimiter = _delimiter([line for _, line in head], given)
    rows = rows_of(chain(head, lines), delimiter)
    best, seen = _header(list(islice(rows, _ABOVE)), given)
    if best is None:
        raise CannotRead(Message("sources.texts-no-header", path=str(path), allowed=", ".join(needed)))
    number, cells = best
    header = tuple(cell.strip() for cell in cells)
    named = given.columns or guess_text_columns(header)
    places = {name: at for at, name in reversed(list(enumerate(header)))}
    absent = [name for of in given.columns.values() for name in of if name not in places]
    if absent:
        raise CannotRead(Message("sources.mapping-column-missing", path=str(path), column=absent[0], found=", ".join(header)[:300]))
    missing = [name for name in needed if name not in named]
    if missing:
        raise CannotRead(Message("sources.missing-columns", path=str(path), missing=", ".join(missing), found=", ".join(header)[:300]))
    at = {target: tuple(places[name] for name in of) for target, of in named.items()}
    return TextTable(header, number, at, suite_of(header), chain(seen, rows))


def _delimiter(head: list[str], given: TextMapping) -> str:
    """Return the sign between cells: the one by which a line holds most headings that are known; texts hold signs, too."""

    def known(sign: str) -> int:
        return max(_known([cell.strip().strip('"') for cell in line.split(sign)], given) for line in head)

    default = delimiter_of(head)
    return max(",\t;|", key=lambda sign: (known(sign), sign == default))


def _known(cells: Sequence[str], given: TextMapping) -> int:
    """Return how many headings of a line are known."""
    if given.columns:
        return len({cell.strip() for cell in cells}.intersection(name for of in given.columns.values() for name in of))
    return len(guess_text_columns(cells))


def _header(first: list[Row | BrokenRow], given: TextMapping) -> tuple[Row | None, list[Row | BrokenRow]]:
    """Return the first row with the most headings that are known, and the rows behind it."""

    def known(row: Row | BrokenRow) -> int:
        return 0 if isinstance(row, BrokenRow) else _known(row[1], given)

    best = max(range(len(first)), key=lambda i: (known(first[i]), -i), default=-1)
    found = first[best] if best >= 0 else None
    if found is None or isinstance(found, BrokenRow) or known(found) == 0:
        return None, []
    return found, first[best + 1 :]


def load_text_mapping(path: str | Path) -> TextMapping | None:
    """Return the mapping that lies beside a file as ``FILE.mapping.toml``; None where there is none.

    Raises
    ------
    CannotRead
        Where it is there and cannot be read.
    """
    place = mapping_path(path)
    if not place.exists():
        return None
    with refused(place, "sources.bad-mapping-file"):
        table = parsed(file_bytes(place, _LIMIT).decode("utf-8"))
        columns = {name: tuple([of] if isinstance(of, str) else of) for name, of in table.get("columns", {}).items()}
        return TextMapping(columns, str(table.get("platform", "")), table.get("order", ""), dict(table.get("actors", {})))


def _key(heading: str) -> str:
    return fold(heading.replace("_", " ").replace(".", " ").replace("-", " "))


@functools.cache
def _words(topic: str) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(map(_key, listed)) for name, listed in _table()[topic].items()}


@functools.cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("headings.toml").read_text("utf-8"))
