"""Counts of people as they may leave a consular house: small ones as a range, others rounded, totals rounded on their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from legation.errors import BadValue

__all__ = ["FEW", "Counts", "counts_as_shown", "shown"]

FEW = "1 to 4"
"""What stands for one to four people; it is never added up."""
_LEAST, _STEP = 5, 5


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts as they leave.

    Attributes
    ----------
    cells
        Each count as shown.
    total
        The total as shown: from the true counts, not from the cells, so that no cell can be found by subtraction.
    """

    cells: dict[str, str]
    total: str


def shown(count: int) -> str:
    """Return a count of people as it may leave: 0, ``1 to 4``, else the nearest 5.

    Raises
    ------
    BadValue
        A count is below 0.

    Examples
    --------
    >>> [shown(count) for count in (0, 1, 4, 5, 7, 8, 1_234)]
    ['0', '1 to 4', '1 to 4', '5', '5', '10', '1235']
    """
    if count < 0:
        raise BadValue(f"count must be 0 or more (got {count}); count people")
    if count == 0:
        return "0"
    return FEW if count < _LEAST else str((count + _STEP // 2) // _STEP * _STEP)


def counts_as_shown(counts: Mapping[str, int]) -> Counts:
    """Return counts by status, and their total, as they may leave.

    Parameters
    ----------
    counts
        People by status (or by post, by service): true counts.

    Examples
    --------
    >>> made = counts_as_shown({"safe": 13, "injured": 2, "asked": 3})
    >>> made.cells, made.total
    ({'safe': '15', 'injured': '1 to 4', 'asked': '1 to 4'}, '20')
    """
    return Counts({name: shown(count) for name, count in counts.items()}, shown(sum(counts.values())))
