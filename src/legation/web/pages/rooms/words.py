"""The words of a statement as pages show them: in the reader's language where its author has taken them back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.language import Message

__all__ = ["readable", "words"]


def words(text: str | None) -> str | Message:
    """Return a statement's words; of one that was withdrawn, that it was.

    Examples
    --------
    >>> words("Meet in the regions."), words(None).id
    ('Meet in the regions.', 'page-room-result.withdrawn')
    """
    return Message("page-room-result.withdrawn") if text is None else text


def readable(seen: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a seat may know with the words of its statements as pages show them.

    Examples
    --------
    >>> readable({"statements": [{"id": "a", "text": "withdrawn by its author", "gone": True}]})["statements"][0]["text"].id
    'page-room-result.withdrawn'
    """
    return dict(seen) | {
        "statements": [dict(one) | {"text": words(None if one.get("gone") else one["text"])} for one in seen["statements"]]
    }
