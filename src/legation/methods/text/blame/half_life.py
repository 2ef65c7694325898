"""How long blame lasts: the half-life of its weekly counts after their peak, corrected for the classifier's own mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.text.blame.confusion import Confusion, own_confusion
from legation.methods.text.blame.lexicon import TARGETS
from legation.methods.text.blame.shares import Told

__all__ = ["FEWEST_TEXTS", "FEWEST_WEEKS", "HalfLife", "half_life"]

Floats = npt.NDArray[np.float64]

FEWEST_TEXTS = 10
"""Texts that blame the target from its peak on; of fewer no half-life is given."""
FEWEST_WEEKS = 4
"""Weeks from the peak to the last text held; of fewer no half-life is given."""
_WEEK = 7
_SHORTEST = 1.0  # day: counts by week tell nothing shorter
_STILL = 1e-6  # a week: a rate that is none
_HALVINGS = 60
_LOST = 0.05  # share of draws that may leave no blame before an interval says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfLife:
    """How fast the blame on a target fades.

    Attributes
    ----------
    target : str
    peak : str
        ISO date of the first day of the peak week; empty where no dated sentence blames the target.
    weeks : int
        From the peak to the last text held, begun weeks counted [weeks].
    texts : int
        Texts that blame the target from the peak on.
    read, corrected : tuple of float, length ``weeks``
        Blames of each week as they were read, and without what the classifier takes for what [sentences]; the correction keeps the sum
        right, so that a week of few sentences may have less than none. Empty where no half-life is given.
    days, low, high : float or None
        Half-life with a 95 % interval [days], 1 or more; infinite where the blame does not fade. None where `lack` says why.
    lack : str
        ``texts`` or ``weeks`` where there are too few of them, ``blame`` where none is left after the correction; else empty.
    sentences, abstained : int
        Sentences from the peak on, and those among them on which the classifier abstains: they blame nobody, and are not shared out.
    """

    target: str
    peak: str
    weeks: int
    texts: int
    read: tuple[float, ...] = ()
    corrected: tuple[float, ...] = ()
    days: float | None = None
    low: float | None = None
    high: float | None = None
    lack: str = ""
    sentences: int = 0
    abstained: int = 0


def half_life(told: Sequence[Told], target: str, *, mistakes: Confusion | None = None, draws: int = 400, seed: int = 0) -> HalfLife:
    """Return the time in which blame of a target falls to half, from its peak to the last text held.

    Sentences blame the target at a rate ``a exp(-r t)`` from the first day of the peak week, the week with most corrected blame, of several
    the first. Given the sum, the Poisson counts of the weeks are those of an exponential time that ends at the last text and is known by
    the week; the half-life is ``log 2 / r`` at the greatest likelihood. It does not change where all counts double. The last week counts
    for as many days as it has.

    Parameters
    ----------
    told : sequence of Told
        Without those whose ``day`` is empty, which are passed over.
    target : str
        One of ``TARGETS``.
    mistakes : Confusion, optional
        Of the classifier on sentences like these; by default `own_confusion`.
    draws : int
        Bootstrap draws, 100 or more: texts are drawn again with all their sentences, and the mistakes from what their counts allow.
    seed : int

    Raises
    ------
    BadValue
        For an unknown target, a day that is none, and too few draws.

    Notes
    -----
    The peak is taken as it stands, and a chance maximum makes the fall look steeper. A collection that stops by itself looks like blame
    that fades: what is measured is the debate as it is held. Blame that returns in a second wave has no half-life of this kind; look at the
    weeks.

    References
    ----------
    Counts of a fading attention: Candia et al. 2019, doi:10.1038/s41562-018-0474-5 (with two rates, of which this is the simple case).
    Poisson counts given their sum: McCullagh & Nelder 1989, chapter 6, doi:10.1007/978-1-4899-3242-6.

    Examples
    --------
    >>> per_week = (40, 20, 10, 5, 2, 1)
    >>> days = [f"2020-01-{1 + 7 * week:02}" if week < 5 else "2020-02-05" for week in range(6)]
    >>> there = [Told(blamed=(TARGETS[0],), day=day) for day, count in zip(days, per_week) for _ in range(count)]
    >>> found = half_life(there, TARGETS[0])
    >>> 5 < found.low < found.days < found.high < 11, found.weeks, found.lack
    (True, 6, '')
    """
    if target not in TARGETS:
        raise BadValue(f"target must be {' | '.join(TARGETS)} (got {target!r}); write it as in the codebook")
    if isinstance(draws, bool) or draws < 100:
        raise BadValue(f"draws must be a whole number, 100 or more (got {draws!r}); leave it out for 400")
    unknown = next((name for one in told for name in one.blamed if name not in TARGETS), None)
    if unknown is not None:
        raise BadValue(f"blamed must be {' | '.join(TARGETS)} (got {unknown!r}); write it as in the codebook")
    mistakes = own_confusion() if mistakes is None else mistakes
    dated = [one for one in told if one.day]
    if not any(target in one.blamed for one in dated):
        return HalfLife(target=target, peak="", weeks=0, texts=0, lack="texts")
    days = np.array([_day(one.day) for one in dated])
    at, chance = TARGETS.index(target), _chance(mistakes.read)
    read = np.array([[name in one.blamed for name in TARGETS] for one in dated], float)
    each = _undone(read, np.ones(len(dated)), chance, mistakes.spurious / mistakes.sentences)[:, at]
    week = (days - days.min()) // _WEEK
    start = days.min() + _WEEK * _peak(week, each)
    after = days >= start
    week, length = (days[after] - start) // _WEEK, float(days.max() - start + 1) / _WEEK
    items = _texts([one for one, is_after in zip(dated, after, strict=True) if is_after])
    result = HalfLife(
        target=target,
        peak=str(np.datetime64(int(start), "D")),
        weeks=int(np.ceil(length)),
        texts=len(set(items[read[after, at] > 0].tolist())),
        sentences=int(after.sum()),
        abstained=sum(one.abstained for one, there in zip(dated, after, strict=True) if there),
    )
    lack = "texts" if result.texts < FEWEST_TEXTS else "weeks" if result.weeks < FEWEST_WEEKS else ""
    return replace(result, lack=lack) if lack else _fitted(result, read[after], each[after], week, items, length, mistakes, draws, seed)


def _fitted(
    result: HalfLife,
    read: Floats,
    each: Floats,
    week: npt.NDArray[np.int64],
    items: npt.NDArray[np.int64],
    length: float,
    mistakes: Confusion,
    draws: int,
    seed: int,
) -> HalfLife:
    """Return the half-life of what is there from the peak on."""
    rng, at, size = np.random.default_rng(seed), TARGETS.index(result.target), int(items.max()) + 1
    weight = np.stack([np.ones(len(week)), week, week == result.weeks - 1], axis=1)  # sum, sum of starts, sum of the last week
    there = np.concatenate([read, np.ones((len(read), 1))], axis=1)
    sums = np.zeros((size, 3, len(TARGETS) + 1))
    np.add.at(sums, items, weight[:, :, None] * there[:, None, :])
    chosen = rng.multinomial(size, np.full(size, 1 / size), size=draws).astype(float)
    drawn = np.tensordot(chosen, sums, axes=1)
    wrong = np.stack([rng.dirichlet(row + 0.1, size=draws) * max(row.sum(), 1.0) for row in mistakes.read], axis=1)
    spurious = rng.gamma(mistakes.spurious + 0.1, size=(draws, len(TARGETS))) / mistakes.sentences
    moments = _undone(drawn[..., :-1], drawn[..., -1], _chance(wrong), spurious[:, None])[..., at]
    rate = _rate((weight * each[:, None]).sum(axis=0)[None], length)[0]
    rates = _rate(moments, length)
    lost = np.isnan(rates)
    if np.isnan(rate) or lost.mean() > _LOST:
        return replace(result, lack="blame")
    slow, fast = np.quantile(rates[~lost], (0.025, 0.975))
    weekly = [np.bincount(week, values, result.weeks).tolist() for values in (read[:, at], each)]
    low, days, high = (_days(value) for value in (max(fast, rate), rate, min(slow, rate)))
    return replace(result, read=tuple(weekly[0]), corrected=tuple(weekly[1]), days=days, low=low, high=high)


def _day(text: str) -> int:
    """Return a day as a number."""
    try:
        days = int(np.datetime64(text, "D").astype(int)) if len(text) == len("2018-02-15") else None
    except ValueError:
        days = None
    if days is None:
        raise BadValue(f"day must be a date such as 2018-02-15, or nothing (got {text!r}); correct it")
    return days


def _texts(texts: Sequence[Told]) -> npt.NDArray[np.int64]:
    """Return the text of each sentence by number; a sentence without one stands alone."""
    names: dict[tuple[str, str, int], int] = {}
    return np.array([names.setdefault((one.outlet, one.item, -1 if one.item else at), len(names)) for at, one in enumerate(texts)])


def _chance(read: Floats) -> Floats:
    """Return how often a target (row) is read as each target (column), with half a case on the diagonal and half on what is missed."""
    smooth = read + np.eye(len(TARGETS), len(TARGETS) + 1) / 2
    smooth[..., -1] += 0.5
    return np.asarray(smooth[..., :-1] / smooth.sum(axis=-1, keepdims=True), np.float64)


def _undone(read: Floats, sentences: Floats, chance: Floats, spurious: Floats) -> Floats:
    """Return blame as it is, from blame as it was read: without what is spurious, and with the mistakes undone by their inverse."""
    return np.asarray((read - spurious * sentences[..., None]) @ np.linalg.pinv(chance), np.float64)


def _peak(week: npt.NDArray[np.int64], each: Floats) -> int:
    """Return the week with most blame, of several the first."""
    weeks, place = np.unique(week, return_inverse=True)
    return int(weeks[np.bincount(place, each).round(9).argmax()])


def _rate(moments: Floats, length: float) -> Floats:
    """Return the rate of decay a week, for each row of sum, sum of starts and sum of the last week; not a number where nothing is left.

    The score falls with the rate, so that halving an interval finds its one zero; a rate beyond the interval is given as its end.
    """
    total, starts, last = moments.T
    fastest = np.log(2) * _WEEK / _SHORTEST
    low, high = np.full(len(total), -fastest), np.full(len(total), fastest)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        inside = (total - last) * _mean(middle, 1.0) + last * _mean(middle, length - np.ceil(length) + 1)
        rising = inside - starts - total * _mean(middle, length) > 0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    return np.where(total > 0, (low + high) / 2, np.nan)


def _mean(rate: Floats, length: float) -> Floats:
    """Return ``length / (exp(rate length) - 1)``, less its pole at 0 that all terms of the score share."""
    x = np.clip(rate * length, -600, 600)
    small = np.abs(x) < 1e-3
    safe = np.where(small, 1.0, x)
    return np.asarray(np.where(small, length * (x / 12 - 0.5), length * (1 / np.expm1(safe) - 1 / safe)), np.float64)


def _days(rate: float) -> float:
    """Return the half-life [days] of a rate a week."""
    return float("inf") if rate <= _STILL else max(_SHORTEST, float(np.log(2) / rate * _WEEK))
