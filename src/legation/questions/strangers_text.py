"""What can be printed of a text that strangers wrote."""

from __future__ import annotations

__all__ = ["printed"]

_LONGEST = 300


def printed(text: str) -> str:
    r"""Return what can be printed of a text that strangers wrote, cut where it is very long.

    >>> printed("a\x1b[31m"), len(printed("x" * 1000))
    ('a�[31m', 301)
    """
    clean = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[: _LONGEST + 1])
    return clean if len(clean) <= _LONGEST else clean[:_LONGEST] + "…"
