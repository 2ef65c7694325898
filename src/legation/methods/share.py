"""How sure a share is that was counted on few cases, and whole numbers from shares that still add up to the total."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from statistics import NormalDist

from legation.errors import BadValue

__all__ = [
    "LEVEL",
    "TEST",
    "difference_interval",
    "ends_of",
    "largest_remainders",
    "share_interval",
]

LEVEL = 0.8
"""What share of cases an interval holds that an answer prints of an estimate or of a share that was counted: one level for all.

What tells whether a difference may be chance keeps the level of its test, and the sentence says it.
"""
TEST = 0.95
"""The level of an interval that tells whether a difference may be chance."""


def ends_of(level: float) -> tuple[float, float]:
    """Return the two quantiles between which an interval of a level lies.

    >>> [round(end, 3) for end in ends_of(0.9)]
    [0.05, 0.95]
    """
    return (1 - level) / 2, (1 + level) / 2


@functools.cache
def _reach(level: float) -> float:
    """Return how many standard deviations to each side hold a share of a normal distribution."""
    return NormalDist().inv_cdf((1 + level) / 2)


def share_interval(count: int, of: int, level: float = TEST) -> tuple[float, float]:
    """Return the interval of Wilson for a share, 95 % unless said otherwise: never outside 0 to 1, and never without width.

    Parameters
    ----------
    count, of : int
        Cases that were so, out of how many; of none nothing is known.
    level : float
        What share of such intervals holds the true share, above 0 and below 1.

    Raises
    ------
    BadValue
        Where more cases were so than there are, or for a level out of range.

    References
    ----------
    Wilson, E. B. (1927), doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> [round(end, 3) for end in share_interval(3, 10)], share_interval(0, 0)
    ([0.108, 0.603], (0.0, 1.0))
    >>> [round(end, 3) for end in share_interval(3, 10, LEVEL)]
    [0.154, 0.503]
    """
    if not 0 <= count <= of:
        raise BadValue(f"count must be 0 to {of} cases (got {count}); count them again")
    if not 0 < level < 1:
        raise BadValue(f"level must be above 0 and below 1 (got {level!r}); write 0.8 for 80 %")
    if not of:
        return 0.0, 1.0
    reach = _reach(level)
    share, squared = count / of, reach * reach / of
    middle = (share + squared / 2) / (1 + squared)
    half = reach * math.sqrt(share * (1 - share) / of + squared / (4 * of)) / (1 + squared)
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def difference_interval(count: int, of: int, other: int, of_other: int, level: float = TEST) -> tuple[float, float]:
    """Return the interval of Newcombe for the first of two shares less the second, counted on different cases: Wilson's of both, joined.

    Parameters
    ----------
    count, of : int
        Cases of the first that were so, out of how many.
    other, of_other : int
        The same of the second.
    level : float
        What share of such intervals holds the true difference, above 0 and below 1.

    Raises
    ------
    BadValue
        As :func:`share_interval`.

    References
    ----------
    Newcombe, R. G. (1998), Interval estimation for the difference between independent proportions, method 10,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.

    Examples
    --------
    >>> [round(end, 4) for end in difference_interval(56, 70, 48, 80)], difference_interval(0, 0, 1, 2)
    ([0.0524, 0.3339], (-1.0, 1.0))
    """
    (low, high), (other_low, other_high) = share_interval(count, of, level), share_interval(other, of_other, level)
    if not of or not of_other:
        return -1.0, 1.0
    share, other_share = count / of, other / of_other
    between = share - other_share
    return between - math.hypot(share - low, other_high - other_share), between + math.hypot(high - share, other_share - other_low)


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
