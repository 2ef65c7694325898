"""How sure a share is that was counted on few cases."""

from __future__ import annotations

import math

from legation.errors import BadValue

__all__ = ["share_interval"]

_Z = 1.959963984540054


def share_interval(count: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of Wilson for a share: never outside 0 to 1, and never without width.

    Parameters
    ----------
    count, of : int
        Cases that were so, out of how many; of none nothing is known.

    Raises
    ------
    BadValue
        Where more cases were so than there are.

    References
    ----------
    Wilson, E. B. (1927), doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> [round(end, 3) for end in share_interval(3, 10)], share_interval(0, 0)
    ([0.108, 0.603], (0.0, 1.0))
    """
    if not 0 <= count <= of:
        raise BadValue(f"count must be 0 to {of} cases (got {count}); count them again")
    if not of:
        return 0.0, 1.0
    share, squared = count / of, _Z * _Z / of
    middle = (share + squared / 2) / (1 + squared)
    half = _Z * math.sqrt(share * (1 - share) / of + squared / (4 * of)) / (1 + squared)
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
