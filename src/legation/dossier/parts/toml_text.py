"""The text of a TOML part changed in one place: values set, added or taken out, rows put in; all other text stays as it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tomli_w

from legation.dossier.parts.toml_lines import KeySpan, Path, TableSpan, Value, scan
from legation.dossier.parts.toml_record import parsed

__all__ = [
    "NoPlace",
    "RowLines",
    "TextEdit",
    "TextLayout",
    "composed",
    "is_toml",
    "with_value",
    "without_item",
]


def is_toml(value: Any) -> bool:
    """Whether a value is one of TOML; lists and tables of such values are.

    >>> is_toml({"a": [1, "b"]}), is_toml((1, 2)), is_toml([None])
    (True, False, False)
    """
    if isinstance(value, str):
        return not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, list):
        return all(map(is_toml, value))
    if isinstance(value, dict):
        return all(isinstance(name, str) and is_toml(name) and is_toml(one) for name, one in value.items())
    return isinstance(value, (bool, int, float, dt.date, dt.time))


def with_value(text: str, path: Path, name: str, value: Any) -> str:
    r"""Return the text with one value of a table set; None takes it out.

    A value that stands in lines of its own, as ``[table.name]`` or ``name.key = ...``, is set key by key.

    >>> with_value("[a]\nb = 1 # one\nc = 2\n", ("a",), "b", 3)
    '[a]\nb = 3 # one\nc = 2\n'
    >>> with_value("[a]\n[a.b]\nx = 1\n# why\ny = 2\n", ("a",), "b", {"x": 1, "y": 3})
    '[a]\n[a.b]\nx = 1\n# why\ny = 3\n'
    """
    spans = scan(text)
    key = (*path, name)
    found = [(span, entry) for span, entry in _below(spans, key) if len(span.path) + len(entry.names) == len(key)]
    if found:
        span, entry = found[0]
        return _without(text, span, entry) if value is None else text[: entry.value.start] + _inline(value) + text[entry.value.end :]
    pieces = _below(spans, key)
    tables = [span for span in spans if span.inline is None and span.path[: len(key)] == key]
    if not pieces and not tables:
        return text if value is None else _added(text, spans, path, name, value)
    if isinstance(value, Mapping) and not any(isinstance(one, int) for span in tables for one in span.path[len(key) :]):
        return _by_key(text, key, value)
    if tables:
        start = text.rfind("\n", 0, tables[-1].start) + 1
        return with_value(text[:start] + text[tables[-1].end :], path, name, value)
    return with_value(_without(text, *pieces[-1]), path, name, value)


def _by_key(text: str, key: Path, value: Mapping[str, Any]) -> str:
    """Return the text with a table that stands in lines of its own set: what stays is not touched."""
    before: Any = parsed(text.replace("\r\n", "\n"))
    for one in key:
        before = before[one - 1 if isinstance(one, int) else one]
    for name, one in value.items():
        if name not in before or before[name] != one or type(before[name]) is not type(one):
            text = with_value(text, key, name, one)
    for name in before:
        if name not in value:
            text = with_value(text, key, name, None)
    return text


def _below(spans: Sequence[TableSpan], key: Path) -> list[tuple[TableSpan, KeySpan]]:
    """Return the keys, of tables above a place, that stand at the place or below it."""
    found: list[tuple[TableSpan, KeySpan]] = []
    for span in spans:
        depth = len(span.path)
        if depth < len(key) and span.path == key[:depth]:
            rest = key[depth:]
            found += [(span, entry) for entry in span.entries if entry.names[: len(rest)] == rest]
    return found


def _without(text: str, span: TableSpan, entry: KeySpan) -> str:
    """Return the text without a key: without its lines, or of an inline table without the key and one comma."""
    if span.inline is not None:
        return _braced(text, span, [_raw(text, one) for one in span.entries if one is not entry])
    end = text.find("\n", entry.value.end)
    return text[: text.rfind("\n", 0, entry.start) + 1] + ("" if end < 0 else text[end + 1 :])


def _added(text: str, spans: Sequence[TableSpan], path: Path, name: str, value: Any) -> str:
    """Return the text with a new key after the last one of its table."""
    if not path and isinstance(value, Mapping):
        return _table(text, len(text), (name,), value)
    own = next((span for span in spans if span.path == path), None)
    if own is not None and own.inline is not None:
        return _braced(text, own, [*(_raw(text, one) for one in own.entries), _line((name,), value)])
    if own is not None and (path or own.entries or not _below(spans, path)):
        return _inserted(text, own.end, _line((name,), value))
    pieces = _below(spans, path)
    if pieces:
        span, entry = pieces[-1]
        line = _line((*(str(one) for one in path[len(span.path) :]), name), value)
        if span.inline is not None:
            return _braced(text, span, [*(_raw(text, one) for one in span.entries), line])
        end = text.find("\n", entry.value.end)
        return _inserted(text, len(text) if end < 0 else end + 1, line)
    below = next((span for span in spans if span.inline is None and span.path[: len(path)] == path), None)
    at = len(text) if below is None else text.rfind("\n", 0, below.start) + 1
    return _table(text, at, tuple(map(str, path)), {name: value})


def _table(text: str, at: int, path: tuple[str, ...], values: Mapping[str, Any]) -> str:
    lines = [f"[{_dotted(path)}]", *(_line((name,), value) for name, value in values.items())]
    return _inserted(text, at, *lines)


def _inserted(text: str, at: int, *lines: str) -> str:
    """Return the text with lines at a place, where a line begins or the text ends."""
    end = text.rfind("\n", 0, at)
    ends = "\r\n" if (text[end - 1 : end] == "\r" if end > 0 else text.split("\n", 1)[0].endswith("\r")) else "\n"
    before = text[:at] if not at or text[at - 1] == "\n" else text[:at] + ends
    return before + "".join(f"{line}{ends}" for line in lines) + text[at:]


def _braced(text: str, span: TableSpan, inner: Sequence[str]) -> str:
    return text[: span.start] + (f"{{ {', '.join(inner)} }}" if inner else "{}") + text[span.end :]


def _raw(text: str, entry: KeySpan) -> str:
    return text[entry.start : entry.value.end]


def _line(names: tuple[str, ...], value: Any) -> str:
    return f"{_dotted(names)} = {_inline(value)}"


def _inline(value: Any) -> str:
    """Return a value as TOML writes it on one line."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(_line((name,), one) for name, one in value.items())} }}" if value else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    return tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")


def _dotted(names: tuple[str, ...]) -> str:
    return ".".join(tomli_w.dumps({name: 0}).rpartition(" = ")[0] for name in names)


_GAP = re.compile(r"[ \t]*")


class NoPlace(Exception):
    """What is to be changed has no lines of its own."""


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Characters of a text that others take the place of; ``lines``: whole lines."""

    start: int
    end: int
    text: str = ""
    lines: bool = True


@dataclass(frozen=True, slots=True)
class RowLines:
    """The lines of a row: from the comments directly above its header to the end of its last key, those of rows below it included.

    Attributes
    ----------
    own : int
        Where the lines of the first row below it begin, as far as nothing of its own stands after them; else its end.
    """

    start: int
    end: int
    own: int


class TextLayout:
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

    def block(self, path: Path, tables: Iterable[str]) -> RowLines:
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
        return RowLines(start, end, self._above(inner[0]) if inner and together else end)

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

    def entry(self, path: Path, name: str) -> KeySpan | None:
        """Return a key of a row by its name; None where it has none that stands by itself."""
        first = self._reach[path][0] if path in self._reach else 0 if not path else -1
        span = self._headers[first] if first >= 0 and self._headers[first].path == path else self._inline.get(path)
        return next((one for one in span.entries if one.names == (name,)), None) if span is not None else None

    def without(self, block: RowLines) -> TextEdit:
        """Return the edit that takes out a block, with the empty lines after it; at the end of the text, those before it."""
        text, start, end = self.text, block.start, block.end
        if start and not text[text.rfind("\n", 0, start - 1) + 1 : start].strip():
            while end < len(text) and (line := text.find("\n", end) + 1) and not text[end:line].strip():
                end = line
            while end >= len(text) and start and not text[(line := text.rfind("\n", 0, start - 1) + 1) : start].strip():
                start = line
        return TextEdit(start, end)

    def is_apart(self, at: int) -> bool:
        """Whether an empty line stands before a place at which a line begins."""
        return at > 0 and not self.text[self.text.rfind("\n", 0, at - 1) + 1 : at].strip()


def composed(text: str, start: int, end: int, edits: Sequence[TextEdit], eol: str) -> str:
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


def without_item(text: str, item: Value) -> TextEdit:
    """Return the edit that takes a value out of an array, with its comma, and its line where it has one of its own."""
    start, end = item.start, item.end
    if text.startswith(",", comma := _GAP.match(text, end).end()):  # type: ignore[union-attr]
        end = comma + 1
        line, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        rest = text[end:last] if last >= 0 else ""
        if not text[line:start].strip() and last >= 0 and (not rest.strip() or rest.lstrip().startswith("#")):
            return TextEdit(line, last + 1, lines=False)
        return TextEdit(start, _GAP.match(text, end).end(), lines=False)  # type: ignore[union-attr]
    before = start
    while before and text[before - 1] in " \t":
        before -= 1
    return TextEdit(before - 1 if text[before - 1 : before] == "," else start, end, lines=False)
