"""Where in the text of a TOML part each table, key and value stands, and its faults with their lines.

The text is one that ``tomllib`` has read: what is sought here are places, not faults.
"""

from __future__ import annotations

import bisect
import dataclasses
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from legation.dossier.problem import Problem

__all__ = [
    "KeySpan",
    "Lines",
    "TableSpan",
    "Value",
    "scan",
    "table_place",
    "with_lines",
]


_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_GAP = re.compile(r"[ \t]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_NAME = re.compile(r'[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')
_PLAIN = re.compile(r"[^,\]}\n#]*")
Path: TypeAlias = "tuple[str | int, ...]"
"""Names of tables, each of a list with its number, from 1: ``("descriptor", 1, "variant", 2)``."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value: from its first character to the one after its last; the values of an array, or the keys of an inline table."""

    start: int
    end: int
    items: tuple[Value, ...] = ()
    keys: tuple[KeySpan, ...] = ()
    inline: bool = False


@dataclass(frozen=True, slots=True)
class KeySpan:
    """A key with its value: where the key begins, its names, the value."""

    start: int
    names: tuple[str, ...]
    value: Value


@dataclass(slots=True)
class TableSpan:
    """A table: its path, from its header to the one after the line of its last key, its keys in order; an inline one says so."""

    path: Path
    start: int
    end: int
    entries: list[KeySpan] = field(default_factory=list)
    inline: Value | None = None


class Lines:
    """Numbers of lines, from 1, by place in a text."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def at(self, place: int) -> int:
        """Return the number of the line that a character stands in."""
        return bisect.bisect_right(self._starts, place)


def scan(text: str) -> tuple[TableSpan, ...]:
    r"""Return the tables of a text in their order, the first one without a header; inline tables within lists follow their own.

    >>> [(table.path, [entry.names for entry in table.entries]) for table in scan('a = 1\n[[b]]\nc.d = [\n2]\n[[b.e]]\n')]
    [((), [('a',)]), (('b', 1), [('c', 'd')]), (('b', 1, 'e', 1), [])]
    """
    return tuple(_Scanner(text).tables())


def table_place(path: Path) -> str:
    """Return how a table is called in a fault: ``descriptor 1.variant 2``.

    >>> table_place(("descriptor", 1, "variant", 2)), table_place(("model",))
    ('descriptor 1.variant 2', 'model')
    """
    return "".join(f" {one}" if isinstance(one, int) else f".{one}" for one in path).lstrip(".")


class _Scanner:
    __slots__ = ("_counts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._counts: dict[Path, int] = {}

    def tables(self) -> Iterator[TableSpan]:
        """Yield the tables."""
        text, at = self._text, 0
        current = TableSpan((), 0, 0)
        while True:
            at = self._skip(at)
            if at >= len(text):
                break
            if text[at] == "[":
                yield current
                yield from self._within(current)
                current, at = self._header(at)
            else:
                entry, at = self._entry(at)
                current.entries.append(entry)
                at = self._line_end(at)
                current.end = at
        yield current
        yield from self._within(current)

    def _header(self, at: int) -> tuple[TableSpan, int]:
        start, listed = at, self._text.startswith("[[", at)
        names, at = self._names(at + (2 if listed else 1))
        at = self._line_end(at + (2 if listed else 1))
        path: Path = ()
        for depth, name in enumerate(names):
            path = (*path, name)
            if depth == len(names) - 1 and listed:
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
        return TableSpan(path, start, at), at

    def _within(self, table: TableSpan) -> Iterator[TableSpan]:
        """Yield the inline tables that stand in the values of a table, as the tables that they are."""
        for entry in table.entries:
            path = (*table.path, *entry.names)
            if entry.value.inline:
                found = [(path, entry.value)]
            else:
                found = [((*path, number), item) for number, item in enumerate(entry.value.items, start=1) if item.inline]
            for where, value in found:
                inner = TableSpan(where, value.start, value.end, list(value.keys), value)
                yield inner
                yield from self._within(inner)

    def _entry(self, at: int) -> tuple[KeySpan, int]:
        start = at
        names, at = self._names(at)
        value, at = self._value(self._skip(self._text.index("=", at) + 1))
        return KeySpan(start, names, value), at

    def _names(self, at: int) -> tuple[tuple[str, ...], int]:
        names: list[str] = []
        while True:
            at = self._gap(at)
            found = _NAME.match(self._text, at)
            if found is None:
                raise ValueError(at)
            names.append(_unquoted(found[0]))
            at = self._gap(found.end())
            if not self._text.startswith(".", at):
                return tuple(names), at
            at += 1

    def _value(self, at: int) -> tuple[Value, int]:
        text, start = self._text, at
        if text[at] in "\"'":
            found = _STRING.match(text, at)
            at = found.end() if found else len(text)
            return Value(start, at), at
        if text[at] == "[":
            items: list[Value] = []
            at = self._skip(at + 1)
            while text[at] != "]":
                item, at = self._value(at)
                items.append(item)
                at = self._skip(at)
                if text[at] == ",":
                    at = self._skip(at + 1)
            return Value(start, at + 1, tuple(items)), at + 1
        if text[at] == "{":
            keys: list[KeySpan] = []
            at = self._skip(at + 1)
            while text[at] != "}":
                key, at = self._entry(at)
                keys.append(key)
                at = self._skip(at)
                if text[at] == ",":
                    at = self._skip(at + 1)
            return Value(start, at + 1, keys=tuple(keys), inline=True), at + 1
        found = _PLAIN.match(text, at)
        end = at + len(found[0].rstrip()) if found else at
        if end == at:  # what closes nothing stands where a value must
            raise ValueError(at)
        return Value(start, end), end

    def _skip(self, at: int) -> int:
        found = _BLANK.match(self._text, at)
        return found.end() if found else at

    def _gap(self, at: int) -> int:
        found = _GAP.match(self._text, at)
        return found.end() if found else at

    def _line_end(self, at: int) -> int:
        """Return the place after the end of a line, whose rest is blank or a comment."""
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end + 1


def _unquoted(name: str) -> str:
    if name[0] not in "\"'":
        return name
    return name[1:-1] if "\\" not in name or name[0] == "'" else next(iter(tomllib.loads(f"{name} = 0")))


def with_lines(problems: Sequence[Problem], data: bytes) -> list[Problem]:
    """Return faults with the lines on which they stand, as far as the text tells."""
    if all(one.row is not None for one in problems):
        return list(problems)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        spans = scan(text)
    except (ValueError, IndexError, RecursionError):
        return list(problems)
    lines = Lines(text)
    starts: dict[str, int] = {}
    for table in spans:
        at = table_place(table.path)
        starts.setdefault(at, table.start)
        for entry in table.entries:
            for depth in range(1, len(entry.names) + 1):
                starts.setdefault(".".join((*([at] if at else []), *entry.names[:depth])), entry.start)
    return [
        one if one.row is not None or not one.column else dataclasses.replace(one, row=_line(one.column, starts, lines)) for one in problems
    ]


def _line(column: str, starts: Mapping[str, int], lines: Lines) -> int | None:
    """Return the line of the longest beginning of a place that the text has."""
    place = column
    while place:
        for name in (place, f"{place}_en", f"{place}_fr"):
            if name in starts:
                return lines.at(starts[name])
        place = place.rpartition(".")[0] if "." in place else place.rpartition(" ")[0]
    return None
