"""Every use of some phrases in some texts, their share period by period, and how much more often they are used after a day."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.share import TEST, share_interval
from legation.methods.text.plain import plain
from legation.methods.text.uptake.phrase import Phrase, places

__all__ = [
    "EVERY",
    "Beyond",
    "Change",
    "Period",
    "Uses",
    "beyond",
    "change",
    "find",
    "periods",
]


Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Uses:
    """Where a phrase stands.

    Attributes
    ----------
    row, start, end : ndarray of int, shape (n_uses,)
        The text, counted from 0, and the place ``start <= x < end`` in it [characters]; by text, then by place.
    """

    row: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.row)


def find(texts: Iterable[str | None], phrases: Mapping[str, Phrase], *, seen: Callable[[int], None] | None = None) -> dict[str, Uses]:
    """Return every use of each phrase, under its name.

    Parameters
    ----------
    texts : iterable of str or None
        Gone through once, one text held at a time; None is a text without words.
    phrases : mapping of str to Phrase
    seen : callable, optional
        Told the number of each text before it is searched; may raise to stop.

    Examples
    --------
    >>> from legation.methods.text.uptake import phrase
    >>> uses = find(["Digital trust.", "La confiance numérique."], {"trust": phrase("digital trust | confiance numérique")})["trust"]
    >>> uses.row.tolist(), uses.start.tolist(), uses.end.tolist()
    ([0, 1], [0, 3], [13, 22])
    """
    found: dict[str, list[tuple[int, int, int]]] = {name: [] for name in phrases}
    for row, text in enumerate(texts):
        if seen is not None:
            seen(row)
        if text:
            letters = plain(text)
            for name, wanted in phrases.items():
                found[name] += [(row, start, end) for start, end in places(letters, wanted)]
    table = {name: np.array(listed, dtype=np.int64).reshape(-1, 3).T for name, listed in found.items()}
    return {name: Uses(row=columns[0], start=columns[1], end=columns[2]) for name, columns in table.items()}


EVERY = ("day", "week", "month", "quarter", "year")
"""Lengths of a period; a week begins on Monday."""
MOST = 20_000

Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One period.

    Attributes
    ----------
    start, end : str
        ISO dates of its first and last day.
    texts, using, actors : int
        Texts, texts that use the phrase, and different actors who use it.
    share, low, high : float
        Share of texts that use it [0-1], with Wilson's interval (95 % unless another level was asked for),
        which takes texts as independent; nan, 0 and 1 without a text.
    """

    start: str
    end: str
    texts: int
    using: int
    actors: int
    share: float
    low: float
    high: float


def periods(day: Days, using: npt.NDArray[np.bool_], actor: npt.NDArray[np.int64], every: str, level: float = TEST) -> tuple[Period, ...]:
    """Return the periods from the first text to the last, those without a text included.

    Parameters
    ----------
    day : ndarray of datetime64[D], shape (n_texts,)
        Without NaT.
    using : ndarray of bool, shape (n_texts,)
    actor : ndarray of int, shape (n_texts,)
        A number for each actor; -1 unknown.
    every : {"day", "week", "month", "quarter", "year"}
    level : float
        Of the intervals, above 0 and below 1.

    Raises
    ------
    BadValue
        For another length, or more than 20,000 periods.
    """
    if every not in EVERY:
        raise BadValue(f"every must be {', '.join(EVERY)} (got {every!r}); choose one of them")
    if not len(day):
        return ()
    number = _number(day, every)
    first, count = int(number.min()), int(number.max() - number.min()) + 1
    if count > MOST:
        raise BadValue(
            f"every must be at most {MOST} periods from the first text to the last (got {count}); choose longer ones or correct a date"
        )
    texts = np.bincount(number - first, minlength=count)
    users = np.bincount(number[using] - first, minlength=count)
    known = using & (actor >= 0)
    pairs = np.unique(np.stack([number[known] - first, actor[known]]), axis=1)
    actors = np.bincount(pairs[0].astype(np.int64), minlength=count)
    found = []
    for at in range(count):
        low, high = share_interval(int(users[at]), int(texts[at]), level)
        share = float(users[at] / texts[at]) if texts[at] else float("nan")
        start, end = _start(first + at, every), _start(first + at + 1, every) - np.timedelta64(1, "D")
        found.append(
            Period(
                start=str(start),
                end=str(end),
                texts=int(texts[at]),
                using=int(users[at]),
                actors=int(actors[at]),
                share=share,
                low=low,
                high=high,
            )
        )
    return tuple(found)


def _number(day: Days, every: str) -> npt.NDArray[np.int64]:
    """Return the number of the period in which each day lies."""
    if every == "day":
        return day.astype(np.int64)
    if every == "week":
        return np.asarray((day.astype(np.int64) + 3) // 7)
    if every == "year":
        return day.astype("datetime64[Y]").astype(np.int64)
    month = day.astype("datetime64[M]").astype(np.int64)
    return np.asarray(month // 3) if every == "quarter" else month


def _start(number: int, every: str) -> np.datetime64:
    """Return the first day of a period."""
    if every == "day":
        return np.datetime64(number, "D")
    if every == "week":
        return np.datetime64(number * 7 - 3, "D")
    year, month = divmod(number * {"year": 12, "quarter": 3, "month": 1}[every], 12)
    return np.datetime64(f"{1970 + year:04}-{1 + month:02}-01", "D")


_Z = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Texts that use a phrase before and after a day.

    Attributes
    ----------
    before, before_of, after, after_of : int
        Texts with the phrase, of how many; the day itself counts on neither side.
    ratio, low, high : float
        Odds after over odds before, with a 95 % interval (half a text added to each cell); nan where a side has no text. It takes texts as
        independent: of few actors who speak often it is too narrow.
    """

    before: int
    before_of: int
    after: int
    after_of: int
    ratio: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """A phrase's change against that of a control.

    Attributes
    ----------
    control : str
    change : Change
        Of the control.
    ratio, low, high : float
        The phrase's ratio over the control's, with a 95 % interval; an interval that holds 1 shows no difference.
    """

    control: str
    change: Change
    ratio: float
    low: float
    high: float


def change(using: npt.NDArray[np.bool_], before: npt.NDArray[np.bool_], after: npt.NDArray[np.bool_]) -> Change:
    """Return the change of a share of texts.

    Parameters
    ----------
    using, before, after : ndarray of bool, shape (n_texts,)
        Whether a text has the phrase, and on which side of the day it stands.
    """
    cells = [int(np.count_nonzero(using & side)) for side in (before, after)]
    sizes = [int(np.count_nonzero(side)) for side in (before, after)]
    if not all(sizes):
        ratio = low = high = math.nan
    else:
        middle, error = _log_odds(cells, sizes)
        ratio, low, high = (math.exp(middle + side * error) for side in (0, -_Z, _Z))
    return Change(before=cells[0], before_of=sizes[0], after=cells[1], after_of=sizes[1], ratio=ratio, low=low, high=high)


def beyond(one: Change, control: Change, name: str) -> Beyond:
    """Return how far a phrase's change goes beyond that of a control; both counted on the same texts, taken as independent."""
    if math.isnan(one.ratio) or math.isnan(control.ratio):
        return Beyond(control=name, change=control, ratio=math.nan, low=math.nan, high=math.nan)
    (own, error), (other, its) = (_log_odds((c.before, c.after), (c.before_of, c.after_of)) for c in (one, control))
    both = math.hypot(error, its)
    ratio, low, high = (math.exp(own - other + side * both) for side in (0, -_Z, _Z))
    return Beyond(control=name, change=control, ratio=ratio, low=low, high=high)


def _log_odds(cells: tuple[int, int] | list[int], sizes: tuple[int, int] | list[int]) -> tuple[float, float]:
    """Return the log odds ratio of the second against the first, and its standard error."""
    yes, no = [c + 0.5 for c in cells], [size - c + 0.5 for c, size in zip(cells, sizes, strict=True)]
    return math.log(yes[1] * no[0] / (no[1] * yes[0])), math.sqrt(sum(1 / c for c in (*yes, *no)))
