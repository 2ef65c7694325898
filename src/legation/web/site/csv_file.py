"""A table to take along as CSV, in which no spreadsheet runs what a person wrote."""

from __future__ import annotations

from typing import Any

__all__ = ["defused"]

_RUN = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def defused(cell: Any) -> Any:
    """Return a cell that no spreadsheet runs: names are a person's own words, so that any sign that may begin a formula counts.

    >>> [defused(cell) for cell in ("=1+1", " -5", "Chad", 7)]
    ["'=1+1", "' -5", 'Chad', 7]
    """
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ")[:1] in _RUN else cell
