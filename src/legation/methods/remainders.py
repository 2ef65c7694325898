"""Whole numbers from shares, so that the parts still add up to the total: one rule wherever a count is written, drawn or listed."""

from __future__ import annotations

import math
from collections.abc import Sequence

from legation.errors import BadValue

__all__ = ["largest_remainders"]


def largest_remainders(shares: Sequence[float], total: int | None = None) -> list[int]:
    """Return whole numbers near ``shares`` that add up to ``total``: each is rounded down, and the largest remainders get one more.

    Parameters
    ----------
    shares : sequence of float
        Not negative; of equal remainders the earlier one is served first.
    total : int or None
        What they must add up to: from the sum of the shares rounded down, to that and one for each share. None: their sum, rounded.

    Raises
    ------
    BadValue
        A share is negative or not finite, or no rounding reaches the total.

    Examples
    --------
    >>> largest_remainders([124.2, 2.3, 51.48, 15.02])
    [124, 2, 52, 15]
    >>> largest_remainders([33.0, 18.48], total=52)
    [33, 19]
    """
    if not all(0 <= share < math.inf for share in shares):
        raise BadValue(f"shares must be finite numbers, 0 or more (got {list(shares)}); count anew")
    counts = [math.floor(share + 1e-9) for share in shares]
    left = (round(sum(shares)) if total is None else total) - sum(counts)
    if not 0 <= left <= len(counts):
        raise BadValue(f"total must be {sum(counts)}..{sum(counts) + len(counts)} (got {total}); give the total of these shares")
    for place in sorted(range(len(counts)), key=lambda i: counts[i] - shares[i])[:left]:
        counts[place] += 1
    return counts
