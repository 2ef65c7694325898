"""The items of a file of posts, one by one, and what is told where the file ends too early."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from legation.sources.observed import Fault
from legation.sources.posts.archive import opened
from legation.sources.posts.stream import Cut, objects
from legation.sources.texts.rows import Rows

__all__ = ["as_object", "as_text", "items_of"]


def items_of(path: Path, member: str, lists: Sequence[str], rows: Rows | None) -> Iterator[dict[str, Any]]:
    """Yield the items of a file, or of its member in an archive; a cut is a fault of the rows, where there are any."""
    count = 0
    with opened(path, member) as file:
        try:
            for item in objects(file, lists):
                count += 1
                yield item
        except (Cut, EOFError):
            if rows is not None:
                rows.fault(Fault(path.name, count + 1, "posts-cut"), rows=0)


def as_object(value: Any) -> dict[str, Any]:
    """Return a value that is an object of JSON; an empty one for any other."""
    return value if isinstance(value, dict) else {}


def as_text(value: Any) -> str:
    """Return a value that is a text, or a number as one; an empty one for any other: a list may nest deeper than it can be written out.

    >>> as_text("norms"), as_text(7), as_text(None), as_text([["norms"]])
    ('norms', '7', '', '')
    """
    return value if isinstance(value, str) else str(value) if type(value) is int and value else ""
