"""One value of a table in the text of a TOML part set, added or taken out, and all other text left as it is."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import tomli_w

from legation.dossier.parts.spans import Entry, Path, TableSpan, scan

__all__ = ["is_toml", "with_value"]


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
    before: Any = tomllib.loads(text.replace("\r\n", "\n"))
    for one in key:
        before = before[one - 1 if isinstance(one, int) else one]
    for name, one in value.items():
        if name not in before or before[name] != one or type(before[name]) is not type(one):
            text = with_value(text, key, name, one)
    for name in before:
        if name not in value:
            text = with_value(text, key, name, None)
    return text


def _below(spans: Sequence[TableSpan], key: Path) -> list[tuple[TableSpan, Entry]]:
    """Return the keys, of tables above a place, that stand at the place or below it."""
    found: list[tuple[TableSpan, Entry]] = []
    for span in spans:
        depth = len(span.path)
        if depth < len(key) and span.path == key[:depth]:
            rest = key[depth:]
            found += [(span, entry) for entry in span.entries if entry.names[: len(rest)] == rest]
    return found


def _without(text: str, span: TableSpan, entry: Entry) -> str:
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


def _raw(text: str, entry: Entry) -> str:
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
