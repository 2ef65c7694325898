"""How much was said at all, by day, outlet and speaker, and the periods that are compared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from legation.questions.base.case import Case
from legation.questions.debate.expressions import by_day, texts_between
from legation.questions.debate.texts import speaker
from legation.questions.debate.utterances import Spoken
from legation.questions.observations import lake as observing

__all__ = [
    "EVERY",
    "Every",
    "Spans",
    "Volume",
    "fitting_period",
    "spans",
    "volume_of",
]


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """Texts on anything.

    Attributes
    ----------
    day : ndarray of datetime64[D], shape (n_cells,)
    outlet, actor : tuple of str
    texts : ndarray of float, shape (n_cells,)
        In as many as were read: where every second text of the lake was read, half of its texts.
    lake : ndarray of bool, shape (n_cells,)
        Whether they are of the lake: of an outlet's evidence alone nobody knows how much it published.
    """

    day: npt.NDArray[np.datetime64]
    outlet: tuple[str, ...]
    actor: tuple[str, ...]
    texts: npt.NDArray[np.float64]
    lake: npt.NDArray[np.bool_]


def volume_of(case: Case, said: Spoken, texts: Spoken, since: dt.date | None, until: dt.date, *, topic: bool) -> Volume:
    """Return how much was said on anything in the days that are examined.

    Parameters
    ----------
    case : Case
    said, kept : Spoken
        The texts on the matter, and those of them that are no copies: copies do not count here either.
    since, until : date
    topic : bool
        Whether the texts were chosen by words; else they are all.
    """
    whole = zip(texts.days, texts.outlets, texts.actors, texts.of_lake.tolist(), strict=True)
    cells = [(day, outlet, actor, 1.0, lake) for day, outlet, actor, lake in whole]
    if topic:
        cells = [(day, outlet, actor, 1.0, False) for day, outlet, actor in said.origin.beside]
        own = np.flatnonzero(~texts.of_lake).tolist()
        cells += [(texts.days[at], texts.outlets[at], texts.actors[at], 1.0, False) for at in own]
        if observing.has(case, "texts"):
            cells += [(*cell, True) for cell in _of_lake(case, said, texts, since, until)]
    return Volume(
        np.array([cell[0] for cell in cells], "datetime64[D]"),
        tuple(cell[1] for cell in cells),
        tuple(cell[2] for cell in cells),
        np.array([cell[3] for cell in cells], np.float64),
        np.array([cell[4] for cell in cells], np.bool_),
    )


def _of_lake(case: Case, said: Spoken, rows: Spoken, since: dt.date | None, until: dt.date) -> list[tuple[np.datetime64, str, str, float]]:
    """Return the cells of the lake, less the copies; none below what was found in it on the matter."""
    table = observing.rows(case, by_day(texts_between(observing.seen(case, "texts"), since, until)))
    whose = speaker(case)
    there: dict[tuple[int, str, str], float] = {}
    for day, outlet, actor, texts in zip(*(table.column(name).to_pylist() for name in ("day", "outlet", "actor", "texts")), strict=True):
        key = (int(day), outlet, whose(actor, outlet))
        there[key] = there.get(key, 0.0) + texts / said.origin.nth
    found = _counts(rows)
    for key, texts in _counts(said).items():
        there[key] = max(there.get(key, 0.0) - (texts - found.get(key, 0)), float(found.get(key, 0)))
    return [(np.datetime64(day, "D"), outlet, actor, float(round(texts))) for (day, outlet, actor), texts in there.items()]


def _counts(said: Spoken) -> dict[tuple[int, str, str], int]:
    found: dict[tuple[int, str, str], int] = {}
    days = said.days.astype(np.int64).tolist()
    for day, outlet, actor, lake in zip(days, said.outlets, said.actors, said.of_lake.tolist(), strict=True):
        if lake:
            found[day, outlet, actor] = found.get((day, outlet, actor), 0) + 1
    return found


Every = Literal["week", "month", "quarter", "year"]
EVERY: tuple[Every, ...] = ("week", "month", "quarter", "year")
Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]

_MOST = 160
"""Periods that are chosen at most where nobody chose."""
_TEXTS = 4
"""Texts in a period, on average, from which a shorter one is chosen."""
_NOW = 30
"""Texts that the last periods hold together, where that takes less than half of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Periods without a gap, the first and the last one with texts.

    Attributes
    ----------
    every : {"week", "month", "quarter", "year"}
    starts, ends : tuple of date
        First and last day of each; weeks begin on Monday.
    """

    every: Every
    starts: tuple[dt.date, ...]
    ends: tuple[dt.date, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def of(self, days: Days) -> Ints:
        """Return the period of each day."""
        return np.searchsorted(np.array(self.starts, "datetime64[D]"), days, side="right").astype(np.int64) - 1

    def now(self, texts: Ints) -> int:
        """Return the first period of now: the fewest last ones with 30 texts or more, and no more than half of all; 0 for a single period.

        Parameters
        ----------
        texts : ndarray of int, shape (n_periods,)

        >>> spans(np.array(["2018-01-05", "2020-01-05"], "datetime64[D]"), "year").now(np.array([90, 10, 20]))
        2
        """
        if len(self) < 2:
            return 0
        tail = np.cumsum(np.asarray(texts)[::-1])
        enough = int(np.searchsorted(tail, _NOW)) + 1
        return len(self) - min(enough, max(1, len(self) // 2))


def spans(days: Days, every: Every) -> Spans:
    """Return the periods from the first day to the last.

    >>> found = spans(np.array(["2018-02-05", "2018-07-01"], "datetime64[D]"), "quarter")
    >>> [str(day) for day in found.starts], found.of(np.array(["2018-06-30"], "datetime64[D]")).tolist()
    (['2018-01-01', '2018-04-01', '2018-07-01'], [1])
    """
    first, last = _number(days.min(), every), _number(days.max(), every)
    starts = [_start(number, every) for number in range(first, last + 2)]
    return Spans(every, tuple(starts[:-1]), tuple(day - dt.timedelta(days=1) for day in starts[1:]))


def fitting_period(days: Days) -> Every:
    """Return the shortest kind of period that most of the time has texts in.

    >>> fitting_period(np.array(["2018-09-15"] * 40 + ["2019-09-15"] * 40, "datetime64[D]"))
    'year'
    """
    for every in EVERY:
        count = _number(days.max(), every) - _number(days.min(), every) + 1
        filled = len({_number(day, every) for day in np.unique(days)})
        if count <= _MOST and filled >= count / 2 and len(days) >= _TEXTS * count:
            return every
    return "year"


def _number(day: np.datetime64, every: Every) -> int:
    if every == "week":
        return (int(day.astype("datetime64[D]").astype(np.int64)) + 3) // 7
    return int(day.astype("datetime64[M]").astype(np.int64)) // {"month": 1, "quarter": 3, "year": 12}[every]


def _start(number: int, every: Every) -> dt.date:
    if every == "week":
        return dt.date(1970, 1, 1) + dt.timedelta(days=number * 7 - 3)
    months = number * {"month": 1, "quarter": 3, "year": 12}[every]
    return dt.date(1970 + months // 12, months % 12 + 1, 1)
