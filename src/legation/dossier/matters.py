"""The matters of a body: what it decides by rules of their own, called by the same words wherever they stand."""

from __future__ import annotations

from legation.language import fold

__all__ = ["matter_key"]


def matter_key(matter: str) -> str:
    """Return what two spellings of one matter have in common: case, blanks, hyphens and accents say nothing.

    >>> matter_key("Reject-budget ") == matter_key("reject budget"), matter_key("")
    (True, '')
    """
    return " ".join(fold(matter).replace("-", " ").replace("_", " ").split())
