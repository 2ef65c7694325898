"""Rushes: spans of time in which far more happened than the hours around them explain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["Burst", "Bursts", "bursts"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """One rush.

    Attributes
    ----------
    start, end : float
        In the unit of the times.
    events : ndarray of int
        Places, in the list given, of what fell into it, in order of time.
    expected : float
        Events that the surroundings would bring.
    p_value : float
        Chance of so many, adjusted for all spans looked at.
    """

    start: float
    end: float
    events: npt.NDArray[np.int64]
    expected: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bursts:
    """The rushes of a conversation, in order of time.

    Attributes
    ----------
    found : tuple of Burst
    unevenness : float
        Correlation of events within a span, 0 to 1, in the conversation itself; 0 for arrivals that know nothing of each other.
    spans : int
        Spans that were examined.
    """

    found: tuple[Burst, ...]
    unevenness: float
    spans: int


def bursts(times: npt.ArrayLike, *, window: float = 600.0, around: int = 24, rate: float = 0.01) -> Bursts:
    """Return the spans in which more came than the conversation's own pace around them explains.

    A window begins at every event. Given the events in it and in ``around`` windows before and after, the number in it is beta-binomial:
    its mean is the window's share of that time, its unevenness that of the conversation's own windows (by moments, the busiest
    hundredth left out). The chance is adjusted by the number of windows (Bonferroni), and the least likely of windows that overlap stands.

    Parameters
    ----------
    times : array_like of number, shape (n_events,)
        When each participant came, or each vote was cast; any order.
    window : float
        In the unit of the times, above 0; 600 is ten minutes in seconds.
    around : int
        Windows on either side, 2 or more.
    rate : float, in (0, 1)
        Chance of any false alarm in a conversation whose pace is even within the time around.

    Raises
    ------
    BadValue
        For times that are no finite numbers, or an argument outside its range.

    Limits
    ------
    A link in a newsletter makes an honest rush. A rush is a place to look at, with :func:`clones` and :func:`coordinated`, not a fault.

    References
    ----------
    Kulldorff, M. (1997), A spatial scan statistic, doi:10.1080/03610929708831995, for scanning with its own rate.

    Examples
    --------
    >>> calm = [3600.0 * hour for hour in range(100)]
    >>> rush = bursts([*calm, *(180_000.0 + second for second in range(40))]).found
    >>> len(rush), len(rush[0].events), round(rush[0].start)
    (1, 41, 180000)
    """
    given = np.asarray(times)
    if given.ndim != 1 or given.dtype.kind not in "iuf" or not np.isfinite(given).all():
        raise BadValue(f"times must be a list of finite numbers (got {given.dtype} of shape {given.shape}); give seconds")
    if not (np.isfinite(window) and window > 0) or around < 2 or not 0 < rate < 1:
        raise BadValue(
            f"window, around, rate must be above 0, 2 or more, between 0 and 1 (got {window}, {around}, {rate}); give 600, 24 and 0.01"
        )
    order = np.argsort(given, kind="stable").astype(np.int64)
    time = given[order].astype(np.float64)
    if len(time) < 2:
        return Bursts(found=(), unevenness=0.0, spans=len(time))
    begin = np.arange(len(time))
    end = np.searchsorted(time, time + window, side="right")
    left = np.searchsorted(time, time - around * window, side="left")
    right = np.searchsorted(time, time + (around + 1) * window, side="right")
    covered = np.minimum(time + (around + 1) * window, time[-1]) - np.maximum(time - around * window, time[0])
    share = np.clip(window / np.maximum(covered, window), 1e-12, 0.5)
    inside, nearby = end - begin - 1, right - left - 1  # the event at which the window begins is given
    unevenness = _unevenness(time, window, around)
    chance = np.minimum(_tail(inside, nearby, share, unevenness) * len(time), 1.0)
    found: list[Burst] = []
    for at in np.lexsort((begin, chance)):
        if chance[at] > rate:
            break
        if all(time[end[at] - 1] < one.start or time[at] > one.end for one in found):
            events = order[begin[at] : end[at]]
            expected, p_value = float(nearby[at] * share[at]), float(chance[at])
            found.append(Burst(start=float(time[at]), end=float(time[end[at] - 1]), events=events, expected=expected, p_value=p_value))
    return Bursts(found=tuple(sorted(found, key=lambda one: one.start)), unevenness=unevenness, spans=len(time))


def _unevenness(time: Floats, window: float, around: int) -> float:
    """Return the correlation of events within a window beyond an even pace around, from windows side by side."""
    last = min(int((time[-1] - time[0]) / window) + 1, 1_000_000)
    count = np.bincount(np.minimum(((time - time[0]) / window).astype(np.int64), last - 1), minlength=last)
    width = min(2 * around + 1, last)
    total = np.convolve(count, np.ones(width), mode="same")
    usable = (total >= 2) & (count <= np.quantile(count[count > 0], 0.99))
    pairs = (total * (total - 1))[usable].sum() / width
    if pairs <= 0:
        return 0.0
    together = (count * (count - 1.0))[usable].sum() / pairs
    return float(np.clip((together - 1 / width) / (1 - 1 / width), 0.0, 0.99))


def _tail(inside: npt.NDArray[np.int64], nearby: npt.NDArray[np.int64], share: Floats, unevenness: float) -> Floats:
    """Return the chance of as many events or more in the window."""
    from scipy.stats import betabinom, binom

    if unevenness < 1e-6:
        return np.asarray(binom.sf(inside - 1, nearby, share), np.float64)
    size = 1 / unevenness - 1
    return np.asarray(betabinom.sf(inside - 1, nearby, share * size, (1 - share) * size), np.float64)
