"""What a person types into a field of a form, and the value of TOML that it means; and back.

A text that means no value of its kind stays a text: the reader of the part then says what is wrong with it, and nothing typed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from legation.dossier.kind import Kind
from legation.dossier.parts.form import inline
from legation.dossier.parts.toml_record import parsed

__all__ = ["entry_of", "is_lines", "short_entry", "value_of"]

_FLAGS = {"yes": True, "no": False}
_NUMBER = re.compile(r"[+\u2212-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,3})?", re.ASCII)


def entry_of(value: Any) -> str:
    r"""Return a value of TOML as it stands in a field.

    >>> entry_of([1, 2.5, 3]), entry_of(["a", "b"]), entry_of(["110", ["000", "010"]]), entry_of({"a": 1}), entry_of(True)
    ('1; 2.5; 3', 'a\nb', '110\n000, 010', '{ a = 1 }', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        if value and all(_is_number(one) for one in value):
            return "; ".join(map(_number, value))
        if all(isinstance(one, str) or (isinstance(one, list) and all(isinstance(below, str) for below in one)) for one in value):
            return "\n".join(one if isinstance(one, str) else ", ".join(one) for one in value)
        return inline(value)
    if isinstance(value, Mapping):
        return inline(value)
    return _number(value) if _is_number(value) else str(value)


def value_of(kind: Kind, text: str) -> Any:
    """Return the value of TOML that a text in the field of a kind means; None where nothing stands there.

    >>> from legation.dossier.kind import Flag, Number
    >>> from legation.dossier.kind.composite import Span
    >>> value_of(Number(0, 1), "0,5"), value_of(Number(0, 1), "half"), value_of(Span(), "0.1; 0.2; 0.4"), value_of(Flag(), "no")
    (0.5, 'half', [0.1, 0.2, 0.4], False)
    """
    text = text.replace("\r\n", "\n").strip("\n") if is_lines(kind) else text.replace("\r\n", "\n").strip()
    if not text.strip():
        return None
    schemas = list(_schemas(kind.schema))
    types = {str(one.get("type", "")) for one in schemas}
    if "boolean" in types:
        return _FLAGS.get(text, text)
    if types & {"number", "integer"} and (number := _numbers(text)) is not None:
        return number
    if "object" in types and (text.startswith("{") or "string" not in types):
        return _toml(text)
    if "array" not in types:
        return text
    items = [item for one in schemas if one.get("type") == "array" for item in _schemas(one["items"])]
    if "string" not in types and any(item.get("type") in ("number", "integer") for item in items):
        number = _numbers(text)
        return text if number is None else number if isinstance(number, list) else [number]
    if any(item.get("type") == "array" for item in items):
        return [_level(line) for line in text.split("\n") if line.strip()]
    if any(item.get("type") == "object" for item in items) or text.startswith("["):
        return _toml(text)
    if not any(item.get("type") == "string" for item in items):
        return text
    if "string" in types:
        return [one.strip() for one in re.split(r"[;\n]", text) if one.strip()] if ";" in text or "\n" in text else text
    return [line for line in text.split("\n") if line.strip()]


def short_entry(value: Any) -> str:
    """Return a value of TOML as it stands in a field of one line: several texts with semicolons, one that is a list with one after it.

    >>> short_entry(["a", "b"]), short_entry(["a"]), short_entry("a")
    ('a; b', 'a;', 'a')
    """
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return "; ".join(value) + (";" if len(value) == 1 else "")
    return entry_of(value)


def is_lines(kind: Kind) -> bool:
    """Whether a field of the kind has a line for each of several texts.

    >>> from legation.dossier.kind.composite import Texts
    >>> is_lines(Texts()), is_lines(Kind())
    (True, False)
    """
    arrays = [one for one in _schemas(kind.schema) if one.get("type") == "array"]
    return any(item.get("type") in ("string", "array") for one in arrays for item in _schemas(one["items"]))


def _schemas(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "anyOf" in schema:
        for one in schema["anyOf"]:
            yield from _schemas(one)
    else:
        yield schema


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) or not float(value).is_integer() or abs(value) > 1e15 else str(int(value))


def _numbers(text: str) -> Any:
    """Return a number, or several between semicolons; None where the text is neither."""
    parts = [part.strip() for part in text.strip("[] ").split(";")]
    if len(parts) == 1 and text.startswith("["):
        parts = [part.strip() for part in text.strip("[] ").split(",")]
    if not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    found = [_one(part) for part in parts]
    return found[0] if len(found) == 1 and not text.startswith("[") else found


def _one(text: str) -> float:
    plain = text.replace(",", ".").replace("\u2212", "-")
    return int(plain) if re.fullmatch(r"[+-]?\d{1,18}", plain) else float(plain)


def _toml(text: str) -> Any:
    try:
        made = parsed(f"x = {text}")
    except (ValueError, RecursionError):
        return text
    return made["x"] if made.keys() == {"x"} else text


def _level(line: str) -> Any:
    names = [one for one in re.split(r"[,;=\s]+", line) if one]
    return names[0] if len(names) == 1 else names
