"""Pictures that have no room on a page: what follows them in their section goes before them, so that the page is not left half empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

__all__ = ["Spot", "filled_up"]

Spot: TypeAlias = Mapping[str, Any]
"""Where a picture is: ``number``, ``at`` (before or drawn), ``page`` and how far ``down`` it [points]."""
_EMPTY = 0.55
"""A page filled to less than this share of its height is filled up."""
_GOES_BEFORE = frozenset({"paragraph", "bullets", "table", "box", "notice"})


def filled_up(blocks: Sequence[Mapping[str, Any]], spots: Sequence[Spot], height: float) -> list[Mapping[str, Any]] | None:
    """Return the blocks with one of them moved before the first picture that leaves a page half empty; None where none does or can.

    Parameters
    ----------
    blocks : sequence of composed blocks
    spots : sequence of Spot
        Of the pictures that may stand later.
    height : float
        Of a page [points].

    Examples
    --------
    >>> blocks = [{"is": "picture", "number": 1}, {"is": "table"}, {"is": "heading"}]
    >>> before, drawn = {"number": 1, "at": "before", "page": 2, "down": 200.0}, {"number": 1, "at": "drawn", "page": 3, "down": 57.0}
    >>> [block["is"] for block in filled_up(blocks, (before, drawn), 842)]
    ['table', 'picture', 'heading']
    >>> filled_up(blocks, (before | {"down": 700.0}, drawn), 842) is None
    True
    """
    drawn = {spot["number"]: spot["page"] for spot in spots if spot["at"] == "drawn"}
    early = {
        spot["number"]
        for spot in spots
        if spot["at"] == "before" and spot["page"] < drawn.get(spot["number"], 0) and spot["down"] < _EMPTY * height
    }
    for place, block in enumerate(blocks):
        if block["is"] == "picture" and block["number"] in early:
            found = _next(blocks, place)
            if found is not None:
                return [*blocks[:place], blocks[found], *blocks[place:found], *blocks[found + 1 :]]
    return None


def _next(blocks: Sequence[Mapping[str, Any]], place: int) -> int | None:
    """Return the place of the first block after a picture that may go before it: of the same section."""
    for at in range(place + 1, len(blocks)):
        if blocks[at]["is"] in _GOES_BEFORE:
            return at
        if blocks[at]["is"] != "picture":
            return None
    return None
