"""How many will have replied to a wave of messages by a time: from waves of the past, with a range, or nothing."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from legation.errors import BadValue

__all__ = ["Expected", "PastWave", "replied_by"]

LEAST_WAVES = 3
"""Below so many past waves nothing is said."""
_HIGH = 0.9


@dataclass(frozen=True, slots=True)
class PastWave:
    """A wave that was sent: who was asked, and when they replied.

    Attributes
    ----------
    people
        How many people were asked; at least 1.
    hours
        Of each first reply, after the wave was sent; in any order.
    is_drill
        Whether it was an exercise.
    """

    people: int
    hours: tuple[float, ...]
    is_drill: bool = False

    def share(self, hour: float) -> float:
        """Return the share, 0 to 1, that had replied so many hours after the wave.

        >>> PastWave(4, (3.0, 0.5)).share(1.0)
        0.25
        """
        return min(bisect_right(sorted(self.hours), hour) / self.people, 1.0)


@dataclass(frozen=True, slots=True)
class Expected:
    """Replies expected by a time: shares of those asked, 0 to 1.

    Attributes
    ----------
    low, high
        The 80 % range.
    median
        As many as not.
    waves
        How many past waves it rests on.
    """

    low: float
    median: float
    high: float
    waves: int


def replied_by(past: Sequence[PastWave], people: int, replied: int, now: float, hour: float, *, is_drill: bool = False) -> Expected | None:
    """Return the share of those asked that is expected to have replied by a time, or None below three past waves.

    Of those who have not replied by now, a past wave j has the share q_j = (F_j(t) - F_j(t0)) / (1 - F_j(t0)) reply until t, none where it
    had ended; the share is r + (1 - r) q. The median is that of the q_j. The 80 % range adds the spread of the q_j over waves, that of
    their mean, and the chance of each person (binomial), times Student's factor for few waves, on the scale of the logarithm of the odds.

    Parameters
    ----------
    past
        Waves of the past; drills count for a drill only, real waves for a real one only.
    people, replied
        How many were asked in this wave and how many of them have replied.
    now, hour
        Hours after this wave: now, and the time asked about; ``hour`` is not before ``now``.
    is_drill
        Whether this wave is an exercise.

    Raises
    ------
    BadValue
        Nobody was asked, more replied than were asked, or the time lies before now.

    Limits
    ------
    Past waves must be like this one: same channels, same kind of event. It says nothing of who does not reply.

    Examples
    --------
    >>> past = [PastWave(100, tuple(0.1 * n for n in range(count))) for count in (50, 60, 70)]
    >>> expected = replied_by(past, 1_000, 200, 2.0, 6.0)
    >>> round(expected.median, 2), expected.low < expected.median < expected.high
    (0.59, True)
    >>> replied_by(past[:2], 1_000, 200, 2.0, 6.0) is None
    True
    """
    if people < 1 or not 0 <= replied <= people:
        raise BadValue(f"replied must be 0 to people, at least 1 (got {replied} of {people}); correct the counts")
    if hour < now:
        raise BadValue(f"hour must be {now:g} or later (got {hour:g}); ask about a time to come")
    waves = [wave for wave in past if wave.is_drill == is_drill]
    if len(waves) < LEAST_WAVES:
        return None
    share, open_people = replied / people, people - replied
    if not open_people:
        return Expected(share, share, share, len(waves))
    later = [_later(wave, now, hour) for wave in waves]
    low, median, high = (share + (1 - share) * q for q in _range(later, open_people))
    return Expected(low, median, high, len(waves))


def _later(wave: PastWave, now: float, hour: float) -> tuple[float, float]:
    """Return the share of those silent at a time who replied until another, and how many were silent."""
    before, after = wave.share(now), wave.share(hour)
    return (after - before) / (1 - before) if before < 1 else 0.0, (1 - before) * wave.people


def _range(later: Sequence[tuple[float, float]], people: int) -> tuple[float, float, float]:
    """Return the lower end, the median and the upper end of the share that replies."""
    from scipy.special import stdtrit

    logits = sorted(math.log((q * n + 0.5) / ((1 - q) * n + 0.5)) for q, n in later)
    count = len(logits)
    middle = (logits[(count - 1) // 2] + logits[count // 2]) / 2
    mean = sum(logits) / count
    spread = sum((one - mean) ** 2 for one in logits) / (count - 1)
    share = 1 / (1 + math.exp(-middle))
    chance = 1 / (people * max(share * (1 - share), 1 / (4 * people)))
    width = float(stdtrit(count - 1, _HIGH)) * math.sqrt(spread * (1 + 1 / count) + chance)
    if not any(q for q, _ in later):
        return 0.0, 0.0, 1 / (1 + math.exp(-middle - width))
    low, high = (1 / (1 + math.exp(-middle - side * width)) for side in (-1, 1))
    return low, share, high
