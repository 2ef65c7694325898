"""What a table and a source may be called: names become folders."""

from __future__ import annotations

import re

from legation.errors import WrongUse
from legation.language import Message

__all__ = ["checked_name", "checked_source"]

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,62}")
_LONGEST = 200
_TAKEN = frozenset({"locks", "writing"})


def checked_name(name: str) -> str:
    """Return a table's name, or raise WrongUse."""
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name in _TAKEN:
        raise WrongUse(Message("lake.bad-name", found=str(name)[:80]))
    return name


def checked_source(source: str) -> str:
    """Return a source's name, or raise WrongUse."""
    if not isinstance(source, str) or len(source) > _LONGEST or not source.isprintable():
        raise WrongUse(Message("lake.bad-source", found=str(source)[:80], allowed=_LONGEST))
    return source
