"""Plain values: whole numbers in addresses and forms, pages as JSON, and the hash that is stored in place of a secret."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any, overload

from django.db.models import Model

from legation.language import Lang, is_spoken, say

__all__ = [
    "LARGEST_INT",
    "fingerprint",
    "parse_int",
    "read_json",
    "to_json",
]


def fingerprint(secret: str) -> str:
    """Return the SHA-256 of a secret of ours, which is random and long enough to need no salt; of any text that somebody sends."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


LARGEST_INT = 2**63 - 1
"""The largest number that a column of the database holds."""


@overload
def parse_int(text: Any, default: int, most: int = LARGEST_INT) -> int: ...
@overload
def parse_int(text: Any, default: None = None, most: int = LARGEST_INT) -> int | None: ...
def parse_int(text: Any, default: int | None = None, most: int = LARGEST_INT) -> int | None:
    """Return the number that a text writes in plain digits; the default where it writes none, or a larger one than is taken.

    Examples
    --------
    >>> parse_int("12"), parse_int("", 1), parse_int("-1", 1), parse_int("\u00b2", 1), parse_int("9" * 5000, 1), parse_int("7", 1, most=6)
    (12, 1, 1, 1, 1, 1)
    """
    digits = str(text).lstrip("0") or "0"
    if not str(text).isascii() or not str(text).isdigit() or len(digits) > len(str(most)) or int(digits) > most:
        return default
    return int(digits)


def to_json(value: Any, lang: Lang) -> Any:
    """Return a value as JSON knows it: dataclasses as objects, what can be said as text in the reader's language, dates in ISO 8601.

    A row of the database is never written out whole: a page names the fields that it shows.
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, Model):
        raise TypeError(f"A page holds a row of the database ({type(value).__name__}); give it the fields that are shown.")
    if is_spoken(value):
        return say(value, lang)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name), lang) for f in dataclasses.fields(value) if f.repr}
    if isinstance(value, Mapping):
        return {str(key): to_json(item, lang) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)) or hasattr(value, "__iter__"):
        return [to_json(item, lang) for item in value]
    if hasattr(value, "item"):
        return to_json(value.item(), lang)
    return str(value)


def read_json(sent: str | bytes) -> Any:
    r"""Return JSON that a browser or a program sent.

    Raises
    ------
    ValueError, RecursionError
        Where it is none, or names half a character (``\ud800``), which no answer and no database can hold.
    """
    data = json.loads(sent)
    if (b"\\u" if isinstance(sent, bytes) else "\\u") in sent:  # type: ignore[operator]  # both are of one kind
        json.dumps(data, ensure_ascii=False).encode()
    return data
