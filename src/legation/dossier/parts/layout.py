"""Where in the text of a TOML part the lines of each row stand, with the rows below it; and edits put into such a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from legation.dossier.parts.spans import Entry, Path, TableSpan, Value, scan

_GAP = re.compile(r"[ \t]*")

__all__ = ["Block", "Edit", "Layout", "NoPlace", "composed", "without_item"]


class NoPlace(Exception):
    """What is to be changed has no lines of its own."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters of a text that others take the place of; ``lines``: whole lines."""

    start: int
    end: int
    text: str = ""
    lines: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of a row: from the comments directly above its header to the end of its last key, those of rows below it included.

    Attributes
    ----------
    own : int
        Where the lines of the first row below it begin, as far as nothing of its own stands after them; else its end.
    """

    start: int
    end: int
    own: int


class Layout:
    """A text and where its tables stand."""

    __slots__ = ("_headers", "_inline", "_reach", "eol", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.eol = "\r\n" if "\r\n" in text else "\n"
        spans = scan(text)
        self._headers = [span for span in spans if span.inline is None]
        self._inline = {span.path: span for span in spans if span.inline is not None}
        self._reach: dict[Path, list[int]] = {}
        for at, span in enumerate(self._headers):
            for depth in range(1, len(span.path) + 1):
                reach = self._reach.setdefault(span.path[:depth], [at, at, 0])
                reach[1] = at
                reach[2] += 1

    def has_lines(self, path: Path) -> bool:
        """Whether a row has lines of its own."""
        return path in self._reach

    def block(self, path: Path, tables: Iterable[str]) -> Block:
        """Return the lines of a row; of the empty path the whole text.

        Parameters
        ----------
        tables : iterable of str
            The tables of rows that may stand below it.

        Raises
        ------
        NoPlace
            Where the row has no lines, or they do not stand together.
        """
        first, last, count = self._reach.get(path, (0, -1, 0)) if path else (0, len(self._headers) - 1, len(self._headers))
        if not count or last - first + 1 != count or self._headers[first].path != path:
            raise NoPlace(path)
        depth, below = len(path), set(tables)
        inner = [at for at in range(first + 1, last + 1) if self._headers[at].path[depth : depth + 1] and self._is_below(at, depth, below)]
        start, end = (self._above(first), self._headers[last].end) if path else (0, len(self.text))
        together = not inner or all(self._is_below(at, depth, below) for at in range(inner[0], last + 1))
        return Block(start, end, self._above(inner[0]) if inner and together else end)

    def _is_below(self, at: int, depth: int, tables: set[str]) -> bool:
        return self._headers[at].path[depth] in tables

    def _above(self, at: int) -> int:
        """Return where the comments directly above a header begin."""
        start = self.text.rfind("\n", 0, self._headers[at].start) + 1
        least = self._headers[at - 1].end if at else 0
        while start > least:
            line = self.text.rfind("\n", 0, start - 1) + 1
            if line < least or not self.text[line:start].lstrip().startswith("#"):
                break
            start = line
        return start

    def inline(self, path: Path) -> TableSpan:
        """Return the place of an inline row.

        Raises
        ------
        NoPlace
            Where it is none.
        """
        if path not in self._inline:
            raise NoPlace(path)
        return self._inline[path]

    def entry(self, path: Path, name: str) -> Entry | None:
        """Return a key of a row by its name; None where it has none that stands by itself."""
        first = self._reach[path][0] if path in self._reach else 0 if not path else -1
        span = self._headers[first] if first >= 0 and self._headers[first].path == path else self._inline.get(path)
        return next((one for one in span.entries if one.names == (name,)), None) if span is not None else None

    def without(self, block: Block) -> Edit:
        """Return the edit that takes out a block, with the empty lines after it; at the end of the text, those before it."""
        text, start, end = self.text, block.start, block.end
        if start and not text[text.rfind("\n", 0, start - 1) + 1 : start].strip():
            while end < len(text) and (line := text.find("\n", end) + 1) and not text[end:line].strip():
                end = line
            while end >= len(text) and start and not text[(line := text.rfind("\n", 0, start - 1) + 1) : start].strip():
                start = line
        return Edit(start, end)

    def is_apart(self, at: int) -> bool:
        """Whether an empty line stands before a place at which a line begins."""
        return at > 0 and not self.text[self.text.rfind("\n", 0, at - 1) + 1 : at].strip()


def composed(text: str, start: int, end: int, edits: Sequence[Edit], eol: str) -> str:
    """Return a part of a text with edits put in, none of which crosses another; what is put in as lines begins a line."""
    made: list[str] = []
    at = start
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        made.append(text[at : max(at, edit.start)])
        if edit.text:
            said = "".join(made[-2:])
            if edit.lines and (said or edit.start > 0) and not (said or text[edit.start - 1]).endswith("\n"):
                made.append(eol)
            made.append(edit.text)
        at = max(at, edit.end)
    made.append(text[at : max(at, end)])
    return "".join(made)


def without_item(text: str, item: Value) -> Edit:
    """Return the edit that takes a value out of an array, with its comma, and its line where it has one of its own."""
    start, end = item.start, item.end
    if text.startswith(",", comma := _GAP.match(text, end).end()):  # type: ignore[union-attr]
        end = comma + 1
        line, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        rest = text[end:last] if last >= 0 else ""
        if not text[line:start].strip() and last >= 0 and (not rest.strip() or rest.lstrip().startswith("#")):
            return Edit(line, last + 1, lines=False)
        return Edit(start, _GAP.match(text, end).end(), lines=False)  # type: ignore[union-attr]
    before = start
    while before and text[before - 1] in " \t":
        before -= 1
    return Edit(before - 1 if text[before - 1 : before] == "," else start, end, lines=False)
