"""Between a part in TOML and a record of ours: read with every fault named, written without what is empty."""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any, TypeVar

import tomli_w

from legation.broken_file import text_at
from legation.dossier.column import Wording
from legation.dossier.problem import Problem, close_to, problem
from legation.dossier.tables.csv_sheet import UNPRINTABLE
from legation.dossier.when import When

__all__ = ["fill", "parsed", "plain", "read_toml", "tables", "written", "wrong_value"]

TOML_LIMIT = 1024 * 1024
_STEPS = 32
"""Names in a key, and lists and tables in one another, at most: each costs the reader of TOML time and memory by all before it."""
_TEXT = re.compile(
    r"""'{3}(?:[^']|'{1,2}(?!'))*+'{0,5}|"{3}(?:[^\\"]|\\.|"{1,2}(?!"))*+"{0,5}|'[^'\n]*+'?|"(?:[^"\\\n]|\\[^\n])*+"?|\#[^\n]*+""",
    re.DOTALL,
)
"""A text or a comment. A text that is never closed runs on to the end: each sign is looked at once. Five quotes may end a long one."""
_NAME = r'(?:[A-Za-z0-9_-]++|"")'
_BRACKET = re.compile(r"[][{}]")
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-]){_NAME}(?:[ \t]*+\.[ \t]*+{_NAME}){{{_STEPS}}}")
"""Looked for where an empty text stands in place of each text, so that names in quotes are names, and what stands in a text is no key."""
_NOT_SETTINGS = ("source", "rules", "parts", "unknown")
"""Fields that no key of the table fills: the part's bytes, and the tables within the table."""
_ALLOWED = {
    "str": "text",
    "bool": "true | false",
    "int": "0, 1, 2, ...",
    "When": "YYYY-MM-DD | YYYY-MM | YYYY",
    "When | None": "YYYY-MM-DD | YYYY-MM | YYYY",
    "tuple[str, ...]": '["...", "..."]',
    "Mapping[str, Any]": "table",
}
"""What may stand in a field of a type, in a notation for people."""

_Record = TypeVar("_Record")


def read_toml(part: str, data: bytes, problems: list[Problem], limit: int = TOML_LIMIT) -> dict[str, Any] | None:
    """Read a part's bytes as a TOML table; None, with a fault, where they are none, or more bytes than ``limit``."""
    if len(data) > limit:
        problems.append(problem("part-too-large", part, allowed=f"0..{limit} bytes", found=f"{len(data)} bytes"))
        return None
    text = ""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        unprintable = UNPRINTABLE.search(text)
        if unprintable is None:
            return _printable(part, parsed(text), problems)
        line = text[: unprintable.start()].count("\n") + 1
        problems.append(problem("not-printable", part, line, found=f"U+{ord(unprintable[0]):04X}"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.append(problem("not-text", part, line, allowed="UTF-8", found=f"0x{data[error.start]:02x}"))
    except (ValueError, RecursionError) as error:  # a TOML error is a ValueError, and so is a number of too many digits
        at = re.search(r"line (\d+)", str(error))
        row = int(at[1]) if at else None
        problems.append(problem("bad-toml", part, row, found=text_at(text, row)))
    return None


def parsed(text: str) -> dict[str, Any]:
    """Return a table of TOML.

    Raises
    ------
    ValueError, RecursionError
        Where the text is none, or is made to be costly to read.
    """
    bare = _TEXT.sub(lambda found: '""' + "\n" * found[0].count("\n"), text)
    if long := _LONG_KEY.search(bare):
        raise ValueError(f"a.b.c > {_STEPS} (at line {bare[: long.start()].count(chr(10)) + 1})")
    depth = 0
    for bracket in _BRACKET.finditer(bare):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > _STEPS:  # what reads it again or writes it goes down step by step
            raise ValueError(f"[[[ > {_STEPS} (at line {bare[: bracket.start()].count(chr(10)) + 1})")
    return tomllib.loads(text)


def fill(
    record: type[_Record], part: str, place: str, table: Mapping[str, Any], problems: list[Problem], /, **given: Any
) -> _Record | None:
    """Make a record of a TOML table by the types of its fields; every value of a wrong type or unknown name is a fault.

    A field that is ``given`` is no setting of the table. The metadata ``name`` of a field is what the table calls it, where that is no
    name in Python. A record with a field ``unknown`` keeps the settings that nobody knows there; one that is called almost like a setting
    that is not given is misspelled.
    """
    before = len(problems)
    values = dict(given)
    left = dict(table)
    settings = [f for f in dataclasses.fields(record) if f.name not in (*_NOT_SETTINGS, *given)]  # type: ignore[arg-type]
    for f in settings:
        kind, called = str(f.type), _called(f)
        if kind == "Wording":
            versions = {name: left.pop(name, "") for name in (called, f"{called}_fr", f"{called}_en")}
            wrong = {name: value for name, value in versions.items() if not isinstance(value, str)}
            problems.extend(wrong_value(part, place + name, "text", value) for name, value in wrong.items())
            if not wrong:
                values[f.name] = Wording(*(value.strip() for value in versions.values()))
        elif called in left:
            found = left.pop(called)
            value = _typed(kind, found)
            if value is None:
                problems.append(wrong_value(part, place + called, _ALLOWED[kind], found))
            else:
                values[f.name] = value
    names = [_called(f) for f in dataclasses.fields(record) if f in settings or "name" in f.metadata]  # type: ignore[arg-type]
    keeps = any(f.name == "unknown" for f in dataclasses.fields(record))  # type: ignore[arg-type]
    preserved = [name for name in left if keeps and not close_to(name, names, table)]
    shown = " | ".join(names)
    problems.extend(problem("unknown-key", part, None, place + name, allowed=shown, found=name) for name in left if name not in preserved)
    if len(problems) > before:
        return None
    problems.extend(problem("newer-release", part, None, place + name, found=name) for name in preserved)
    return record(**values, **({"unknown": {name: left[name] for name in preserved}} if preserved else {}))


def wrong_value(part: str, name: str, allowed: str, found: Any) -> Problem:
    """Return the fault of a setting whose value is not of the allowed kind; what was found is shown as it stands there."""
    shown = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False, default=str)
    return problem("toml-value", part, None, name, allowed=allowed, found=shown)


def tables(part: str, found: Any, place: str, allowed: str, problems: list[Problem]) -> list[tuple[str, dict[str, Any]]]:
    """Return the tables of a list of tables with their places; anything else in their stead is a fault."""
    if not isinstance(found, list):
        problems.append(wrong_value(part, place, allowed, found))
        return []
    entries = [(f"{place} {at}", entry) for at, entry in enumerate(found, start=1)]
    problems.extend(wrong_value(part, at, allowed, entry) for at, entry in entries if not isinstance(entry, dict))
    return [(at, entry) for at, entry in entries if isinstance(entry, dict)]


def plain(record: Any) -> dict[str, Any]:
    """Return a record as a TOML table, without what is empty."""
    table: dict[str, Any] = {}
    for f in dataclasses.fields(record):
        value = getattr(record, f.name)
        if f.name in _NOT_SETTINGS:
            continue
        called = _called(f)
        if isinstance(value, Wording):
            versions = {called: value.text, f"{called}_fr": value.fr, f"{called}_en": value.en}
            table.update({name: text for name, text in versions.items() if text})
        elif value not in (None, "", (), {}) and not (type(value) is int and not value):
            table[called] = str(value) if isinstance(value, When) else list(value) if isinstance(value, tuple) else value
    return table | dict(getattr(record, "unknown", {}))


def _called(one: dataclasses.Field[Any]) -> str:
    """Return how the table calls a field."""
    return str(one.metadata.get("name", one.name))


def written(table: Mapping[str, Any]) -> bytes:
    """Return a table as the bytes of a part."""
    return tomli_w.dumps(table, multiline_strings=False).encode("utf-8")


def _printable(part: str, table: dict[str, Any], problems: list[Problem]) -> dict[str, Any] | None:
    """Return the table; None, with a fault, where an escape in it stands for a character that no page can hold."""
    found = UNPRINTABLE.search(repr(table).encode().decode("unicode_escape", "replace")) if "\\" in repr(table) else None
    if found is None:
        return table
    problems.append(problem("not-printable", part, None, found=f"U+{ord(found[0]):04X}"))
    return None


def _typed(kind: str, value: Any) -> Any:
    """Return a TOML value as the field's type wants it; None where it cannot be."""
    if kind.startswith("When"):
        try:
            return When(str(value))
        except ValueError:
            return None
    if kind.startswith("tuple[str"):
        return tuple(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else None
    if kind == "int":
        return value if type(value) is int and 0 <= value < 2**31 else None
    wanted: dict[str, type] = {"str": str, "bool": bool}
    return value if isinstance(value, wanted.get(kind, dict)) else None
