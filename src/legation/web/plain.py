"""A page as plain data: the JSON twin of what its template shows."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from legation.language import Lang, Spoken, say

__all__ = ["plain", "read_json"]


def plain(value: Any, lang: Lang) -> Any:
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
    if isinstance(value, Spoken):
        return say(value, lang)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name), lang) for f in dataclasses.fields(value) if f.repr}
    if isinstance(value, Mapping):
        return {str(key): plain(item, lang) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)) or hasattr(value, "__iter__"):
        return [plain(item, lang) for item in value]
    if hasattr(value, "item"):
        return plain(value.item(), lang)
    return str(value)


def read_json(sent: str | bytes) -> Any:
    r"""Return JSON that a browser or a program sent.

    Raises
    ------
    ValueError, RecursionError
        Where it is none, or names half a character (``\ud800``), which no answer and no database can hold.
    """
    found = json.loads(sent)
    if (b"\\u" if isinstance(sent, bytes) else "\\u") in sent:  # type: ignore[operator]  # both are of one kind
        json.dumps(found, ensure_ascii=False).encode()
    return found
