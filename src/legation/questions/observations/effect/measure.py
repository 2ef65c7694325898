"""A measure of an activity beside others that it did not touch, and the verdict: plausible, not seen, or not to be told; never proven."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from legation.language import Message
from legation.methods.series import FEWEST_BEFORE, BeforeAfter, before_after

__all__ = [
    "AREA",
    "FEWEST",
    "MISSING",
    "MOST_OTHERS",
    "EffectMeasure",
    "Spans",
    "Verdict",
    "anchored",
    "judged",
    "nearest",
]


AREA = "did-it-work"
MOST_OTHERS = 20
"""Other series at most: those nearest in size before the activity."""
MISSING = 0.1
"""Share of a period that was not received from which it counts as missing."""
_MOST_SPANS = 1_500
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
Floats = npt.NDArray[np.float64]
Unit = Literal["share", "count", "thousand"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Periods counted from the day of the activity on, in both directions, so that none lies on either side of it.

    Attributes
    ----------
    starts : tuple of date
        The first day of each.
    until : date
        The last day of the last.
    at : int
        Periods before the activity: the first period after it.
    """

    starts: tuple[dt.date, ...]
    until: dt.date
    at: int

    def __len__(self) -> int:
        return len(self.starts)

    def end(self, period: int) -> dt.date:
        """Return the last day of a period."""
        return self.starts[period + 1] - dt.timedelta(days=1) if period + 1 < len(self.starts) else self.until

    def of(self, days: npt.NDArray[np.datetime64]) -> npt.NDArray[np.int64]:
        """Return the period of each day; -1 for days outside."""
        edges = np.array(self.starts, "datetime64[D]")
        place = np.searchsorted(edges, days.astype("datetime64[D]"), side="right") - 1
        return np.where(days.astype("datetime64[D]") <= np.datetime64(self.until, "D"), place, -1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EffectMeasure:
    """What was counted.

    Attributes
    ----------
    kind : str
        ``phrase``, ``pages``, ``pair``, ``voice`` or ``votes``.
    what : Message
        What is measured, as it stands in a sentence.
    spans : Spans
    names : tuple
        What periods are called where not by their days (sessions), else empty.
    count : ndarray of float, shape (n_periods,)
        nan where missing.
    total : ndarray of float, shape (n_periods,), or None
    others : tuple of (Spoken, ndarray of float, ndarray of float or None)
        Name, counts and totals of each other series.
    rest : Message
        What the others are, as it stands in a sentence.
    unit : {"share", "count", "thousand"}
        How a reader is told: percent, counts in a period, or stories in a thousand.
    every : str
        ``week``, ``month``, ``quarter``, ``year`` or ``session``.
    notes : tuple of Message
        What must be known of this measure.
    lacking : tuple of Message
        What is missing.
    """

    kind: str
    what: Message
    spans: Spans
    count: Floats
    total: Floats | None
    others: tuple[tuple[Any, Floats, Floats | None], ...]
    rest: Message
    unit: Unit
    every: str
    names: tuple[Any, ...] = ()
    notes: tuple[Message, ...] = ()
    lacking: tuple[Message, ...] = ()
    evidence: tuple[str, ...] = field(default=())

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Whether something is known of each period."""
        return np.isfinite(self.count) & (True if self.total is None else np.nan_to_num(self.total) > 0)

    @property
    def scale(self) -> Literal["level", "log"]:
        """Shares are compared as they are, counts by their logarithm, in which effects multiply."""
        return "level" if self.unit == "share" else "log"


def anchored(date: dt.date, every: str, begin: dt.date, end: dt.date) -> Spans:
    """Return the whole periods from a day to a day, counted from a date on in both directions.

    Parameters
    ----------
    date : date
        The first day of a period.
    every : {"week", "month", "quarter", "year"}
    begin, end : date
        Both included.

    Examples
    --------
    >>> made = anchored(dt.date(2024, 5, 31), "month", dt.date(2024, 2, 1), dt.date(2024, 7, 15))
    >>> [str(day) for day in made.starts], str(made.until), made.at
    (['2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31'], '2024-06-29', 3)
    """
    before: list[dt.date] = []
    after = [date]
    step = 0
    while len(before) < _MOST_SPANS and (first := _moved(date, every, step - 1)) >= begin:
        before.append(first)
        step -= 1
    step = 0
    while len(after) <= _MOST_SPANS and (following := _moved(date, every, step + 1)) - dt.timedelta(days=1) <= end:
        after.append(following)
        step += 1
    starts = [*reversed(before), *after]
    periods = [first for first in starts[:-1] if first >= begin]
    until = starts[-1] - dt.timedelta(days=1)
    if until > end:  # the date lies behind what is known: only periods before it, those that are over
        whole = [
            at for at in range(len(periods)) if (periods[at + 1] if at + 1 < len(periods) else starts[-1]) - dt.timedelta(days=1) <= end
        ]
        until = (periods[whole[-1] + 1] if whole and whole[-1] + 1 < len(periods) else starts[-1]) - dt.timedelta(days=1) if whole else end
        periods = [periods[at] for at in whole]
    return Spans(starts=tuple(periods), until=until, at=sum(first < date for first in periods))


def _moved(date: dt.date, every: str, steps: int) -> dt.date:
    """Return the date some periods on; the last day of a month where the day does not exist there."""
    if every == "week":
        return date + dt.timedelta(weeks=steps)
    year, month = divmod(date.year * 12 + date.month - 1 + steps * _MONTHS[every], 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(date.day, last))


def nearest(sizes: Sequence[float], own: float, most: int = MOST_OTHERS) -> list[int]:
    """Return the places of the series whose size is nearest to our own, on a logarithmic scale; ties by place."""
    order = sorted(range(len(sizes)), key=lambda at: (abs(np.log((sizes[at] + 0.5) / (own + 0.5))), at))
    return sorted(order[:most])


FEWEST = 20
"""Known periods in all; with fewer a 95 % interval cannot be bounded."""
_CEILING = 0.9
"""Share before from which there is no room for more."""
_LARGE = 0.1
"""Place among the others from which an effect stands out; with fewer than nine others it must be the largest."""
_EARLIER = 0.2
"""Place among earlier dates above which an effect is one of many."""
_FEW_OTHERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What can be said.

    Attributes
    ----------
    says : {"plausible", "not-seen", "cannot-tell"}
    found : BeforeAfter or None
        None where it cannot be estimated at all.
    why : tuple of Message
        Why it cannot be told, or what weakens what is told.
    """

    says: Literal["plausible", "not-seen", "cannot-tell"]
    found: BeforeAfter | None
    why: tuple[Message, ...] = ()


def judged(measured: EffectMeasure) -> Verdict:
    """Compare the series with the others before and after, and say what follows."""
    known = measured.known
    before, after = int(known[: measured.spans.at].sum()), int(known[measured.spans.at :].sum())
    rows = [
        np.isfinite(count[known]).all() and (total is None or (np.nan_to_num(total[known]) > 0).all())
        for _, count, total in measured.others
    ]
    lacking = []
    if before < FEWEST_BEFORE:
        lacking.append(Message(f"{AREA}.why.few-before", count=before, least=FEWEST_BEFORE))
    if after < 1:
        lacking.append(Message(f"{AREA}.why.none-after"))
    elif before >= FEWEST_BEFORE and before + after < FEWEST:
        lacking.append(Message(f"{AREA}.why.few", count=before + after, least=FEWEST))
    if not any(rows):
        lacking.append(Message(f"{AREA}.why.no-others", count=len(rows)))
    if lacking:
        return Verdict(says="cannot-tell", found=None, why=tuple(lacking))
    totals = None if measured.total is None else [total for _, _, total in measured.others]
    found = before_after(
        measured.count,
        measured.total,
        [count for _, count, _ in measured.others],
        totals,  # type: ignore[arg-type]  # where we have totals, so have the others
        at=measured.spans.at,
        scale=measured.scale,
    )
    return _weights(measured, found, after)


def _weights(measured: EffectMeasure, found: BeforeAfter, after: int) -> Verdict:
    at = measured.spans.at
    weak = []
    if not (math.isfinite(found.low) and math.isfinite(found.high)):
        return Verdict(says="cannot-tell", found=found, why=(Message(f"{AREA}.why.no-bound", count=after),))
    if measured.unit == "share" and float(np.nanmean(found.observed[:at])) >= _CEILING:
        return Verdict(says="cannot-tell", found=found, why=(Message(f"{AREA}.why.ceiling", share=float(np.nanmean(found.observed[:at]))),))
    missing = len(measured.spans) - at - after
    if missing > after:
        return Verdict(says="cannot-tell", found=found, why=(Message(f"{AREA}.why.gaps-after", count=missing, known=after),))
    used = int(np.isfinite(found.weights).sum())
    if used < _FEW_OTHERS:
        weak.append(Message(f"{AREA}.why.few-others", count=used))
    excludes = found.low > 0 or found.high < 0
    placed = found.other_rank is None or found.other_rank <= max(_LARGE, 1 / (1 + used)) + 1e-9
    earlier = found.earlier_rank is None or found.earlier_rank <= _EARLIER
    if excludes and placed and earlier:
        return Verdict(says="plausible", found=found, why=tuple(weak))
    if excludes and not placed:
        weak.append(Message(f"{AREA}.why.others-too"))
    if excludes and placed:
        weak.append(Message(f"{AREA}.why.earlier-too"))
    return Verdict(says="not-seen", found=found, why=tuple(weak))
