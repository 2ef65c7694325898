"""What people learned: right answers before and after, from counts alone, with the interval of the mean gain."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from legation.errors import BadValue

__all__ = ["Learned", "learned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Mean numbers of right answers and their difference.

    Attributes
    ----------
    people : int
    before, after : float
        Right answers, mean of all.
    gain, low, high : float
        After less before, mean of all, with its interval; ``nan`` at both ends for fewer than two people.
    """

    people: int
    before: float
    after: float
    gain: float
    low: float
    high: float


def learned(counts: Mapping[tuple[int, int], int], level: float = 0.95) -> Learned:
    """Return the mean gain of people who answered before and after, with the interval of Student's t for pairs.

    Parameters
    ----------
    counts : mapping of (int, int) to int
        Right answers before and after: how many people had them so.
    level : float
        0 to 1, both excluded.

    Raises
    ------
    BadValue
        Without anybody, for a count below 0, or a level outside.

    Limits
    ------
    Nobody is compared with anybody who did not play: part of a gain may come from answering twice. Two parallel forms whose order is drawn
    keep people from answering the same questions again, and keep a difference between the forms out of the gain where both orders come
    equally often.

    References
    ----------
    Student (1908), doi:10.1093/biomet/6.1.1.

    Examples
    --------
    >>> found = learned({(3, 5): 6, (4, 5): 3, (5, 5): 1})
    >>> found.people, round(found.gain, 2), round(found.low, 2), round(found.high, 2)
    (10, 1.5, 0.99, 2.01)
    """
    if not 0 < level < 1:
        raise BadValue(f"The level should be in the interval (0, 1) but got {level}")
    if any(count < 0 for count in counts.values()):
        raise BadValue("No count may be below 0.")
    people = sum(counts.values())
    if not people:
        raise BadValue("There should be at least one person.")
    before, after = (sum(pair[side] * count for pair, count in counts.items()) / people for side in (0, 1))
    gain = after - before
    low = high = math.nan
    if people > 1:
        from scipy.special import stdtrit

        squares = sum(count * (pair[1] - pair[0] - gain) ** 2 for pair, count in counts.items())
        reach = float(stdtrit(people - 1, (1 + level) / 2)) * math.sqrt(squares / (people - 1) / people)
        low, high = gain - reach, gain + reach
    return Learned(people=people, before=before, after=after, gain=gain, low=low, high=high)
