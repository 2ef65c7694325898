"""JSON from strangers: read within limits, refused where it says two things or is no text.

What is read is lossless in the sense of I-JSON (RFC 7493): text is Unicode, numbers are those of IEEE 754 or whole, no name stands twice in
one object. Memory is bounded before anything is built: the bytes, and the brackets and commas among them, are counted first.
"""

from __future__ import annotations

import codecs
import collections
import json
import math
import re
from typing import Any

from legation.errors import CannotRead
from legation.language import Message

__all__ = ["BYTES_LIMIT", "DEPTH_LIMIT", "read_json"]

BYTES_LIMIT = 96 * 1024 * 1024
CONTAINERS_LIMIT = 1_000_000
"""Objects and lists in all."""
VALUES_LIMIT = 5_000_000
DEPTH_LIMIT = 64
"""Objects and lists in one another; no format that is read here needs ten."""
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_SHOWN = 60


class _Refused(ValueError):
    """What a strict reader does not take, with its code and what was found."""

    def __init__(self, code: str, found: str) -> None:
        super().__init__(code)
        self.code, self.found = code, found


def read_json(data: bytes, part: str) -> Any:
    r"""Return what a JSON text says.

    Parameters
    ----------
    data : bytes
        UTF-8, with or without a byte-order mark.
    part : str
        The name of the file or part, for the error.

    Raises
    ------
    CannotRead
        For a text that is too large, too deep, no JSON, or not the same for every reader of it.

    Examples
    --------
    >>> read_json(b'{"a": [1, 2.5, null]}', "x.json")
    {'a': [1, 2.5, None]}
    >>> read_json(b'{"a": 1, "a": 2}', "x.json")
    Traceback (most recent call last):
    ...
    legation.errors.CannotRead: x.json: the name “a” stands twice in one object, and readers differ on which counts. Delete one of the two.
    """
    _check_size(data, part)
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        raise CannotRead(Message("stix.no-utf-8", part=part, byte=error.start)) from error
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_float=_real, parse_constant=_no_number)
    except RecursionError as error:
        raise _too_deep(part) from error
    except _Refused as error:
        raise CannotRead(Message(f"stix.{error.code}", part=part, found=error.found)) from error
    except json.JSONDecodeError as error:
        raise CannotRead(Message("stix.no-json", part=part, line=error.lineno, column=error.colno)) from error
    except ValueError as error:  # a whole number of thousands of digits
        raise CannotRead(Message("stix.no-number", part=part, found="…")) from error
    _check_depth(value, part)
    if _HALF.search(text):
        _check_text(value, part)
    return value


def _check_size(data: bytes, part: str) -> None:
    containers = data.count(b"{") + data.count(b"[")
    if len(data) > BYTES_LIMIT or containers > CONTAINERS_LIMIT or data.count(b",") > VALUES_LIMIT:
        raise CannotRead(
            Message(
                "stix.too-large",
                part=part,
                megabytes=BYTES_LIMIT // 1024**2,
                containers=CONTAINERS_LIMIT,
                found_megabytes=math.ceil(len(data) / 1024**2),
                found=containers,
            )
        )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        counts = collections.Counter(name for name, _ in pairs)
        raise _Refused("name-twice", _shown(next(name for name, count in counts.items() if count > 1)))
    return made


def _real(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise _Refused("no-number", _shown(text))
    return value


def _no_number(text: str) -> float:
    raise _Refused("no-number", text)


def _shown(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()[:_SHOWN]


def _too_deep(part: str) -> CannotRead:
    return CannotRead(Message("stix.too-deep", part=part, allowed=DEPTH_LIMIT))


def _check_depth(value: Any, part: str) -> None:
    level, depth = [value] if type(value) in (dict, list) else [], 0
    while level:
        depth += 1
        if depth > DEPTH_LIMIT:
            raise _too_deep(part)
        inner: list[Any] = []
        for one in level:
            inner += [v for v in (one.values() if type(one) is dict else one) if type(v) is dict or type(v) is list]
        level = inner


def _check_text(value: Any, part: str) -> None:
    """Refuse half of a pair of UTF-16, which no text in UTF-8 can hold."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            try:
                one.encode("utf-8")
            except UnicodeEncodeError as error:
                raise CannotRead(Message("stix.half-character", part=part, found=_shown(one))) from error
        elif isinstance(one, dict):
            waiting.extend(one)
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
