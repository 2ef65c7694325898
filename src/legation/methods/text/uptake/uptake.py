"""Is our wording taken up: who said it when, who first, who after us, who before, and who could not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.share import TEST
from legation.methods.text.uptake.period import Beyond, Change, Period, Uses, beyond, change, find, periods
from legation.methods.text.uptake.phrase import Phrase

__all__ = [
    "Adopter",
    "Said",
    "Uptake",
    "said",
    "uptake",
]


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Texts without their words.

    Attributes
    ----------
    day : ndarray of datetime64[D], shape (n,)
        NaT: not known.
    actor : ndarray of int, shape (n,)
        Place of the actor in ``names``; -1: not known.
    names : tuple of str
        Sorted.
    dated : ndarray of bool, shape (n,)
    """

    day: npt.NDArray[np.datetime64]
    actor: npt.NDArray[np.int64]
    names: tuple[str, ...]
    dated: npt.NDArray[np.bool_]

    def by(self, actors: AbstractSet[str]) -> npt.NDArray[np.bool_]:
        """Mark the texts of some actors."""
        return np.isin(self.actor, [at for at, name in enumerate(self.names) if name in actors])


def said(n: int, times: npt.ArrayLike, actors: Sequence[str | None]) -> Said:
    """Return dates and actors of ``n`` texts.

    Raises
    ------
    BadValue
        For lengths that differ, or times that are no dates.
    """
    given: Any = times
    try:
        day = np.asarray(given, dtype="datetime64[us]").astype("datetime64[D]")
    except (ValueError, TypeError) as error:
        raise BadValue(f"times must be ISO dates or datetime64, UTC without a zone (got otherwise: {error})") from None
    if day.shape != (n,) or len(actors) != n:
        raise BadValue(f"times, actors must be one for each of {n} texts (got {day.shape} and {len(actors)}); give lists of one length")
    names = tuple(sorted({name for name in actors if name}))
    number = {name: at for at, name in enumerate(names)}
    return Said(day, np.array([number[name] if name else -1 for name in actors], dtype=np.int64), names, ~np.isnat(day))


When = Literal["ours", "before", "same-day", "after", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopter:
    """An actor who uses the phrase.

    Attributes
    ----------
    actor : str
    day : str
        ISO date of its first use.
    row : int
        The text of its first use; of several on that day the first given.
    texts, of : int
        Its dated texts that use the phrase, and all its dated texts.
    when : {"ours", "before", "same-day", "after", "unknown"}
        Its first use against the day that counts; ``unknown`` where there is no such day.
    """

    actor: str
    day: str
    row: int
    texts: int
    of: int
    when: When


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Uptake:
    """The uses of a phrase and who took it up.

    Attributes
    ----------
    uses : Uses
        Every use, undated ones included.
    since : str
        ISO date against which first uses are told apart: the day given, otherwise our own first use; empty where there is neither.
    first : tuple of Adopter
        Who used it first of all: several where several did on one day.
    adopters : tuple of Adopter
        Everyone who used it, by day of first use, then by name. The order within one day is not known.
    not_taken_up : tuple of str
        Actors with a text after ``since`` and no use at all, by name.
    could_not : tuple of str
        Actors without a text after ``since`` and without a use: nothing is known of them.
    periods : tuple of Period
    cumulative_day : ndarray of datetime64[D], shape (n_days,)
    cumulative : ndarray of int, shape (n_days,)
        Actors who had used it by each day on which one was added.
    change : Change
        Texts of all but ours after ``since`` against before.
    beyond : tuple of Beyond
        The same against each control phrase, in the order given.
    texts, undated, unnamed : int
        Texts; those without a date, which count for nothing but ``uses``; dated ones without an actor, which count in shares only.
    """

    uses: Uses
    since: str
    first: tuple[Adopter, ...]
    adopters: tuple[Adopter, ...]
    not_taken_up: tuple[str, ...]
    could_not: tuple[str, ...]
    periods: tuple[Period, ...]
    cumulative_day: npt.NDArray[np.datetime64]
    cumulative: npt.NDArray[np.int64]
    change: Change
    beyond: tuple[Beyond, ...]
    texts: int
    undated: int
    unnamed: int

    def those(self, *when: When) -> tuple[Adopter, ...]:
        """Return the adopters whose first use came then, in their order; ``before`` and ``same-day`` came to it without us."""
        return tuple(adopter for adopter in self.adopters if adopter.when in when)


def uptake(
    texts: Sequence[str | None],
    times: npt.ArrayLike,
    actors: Sequence[str | None],
    phrase: Phrase,
    *,
    ours: AbstractSet[str] = frozenset(),
    since: str | None = None,
    every: str = "year",
    controls: Mapping[str, Phrase] | None = None,
    level: float = TEST,
    progress: Progress = silent,
) -> Uptake:
    """Say who used a phrase, when first, and how that changed after we did.

    Parameters
    ----------
    texts : sequence of str or None, length n
    times : array_like of datetime64, or of ISO dates, shape (n,)
        UTC, without a zone; read to the day. None or NaT: not known.
    actors : sequence of str or None, length n
        Who speaks; None or empty: not known.
    phrase : Phrase
    ours : set of str
        Actors whose use is our own.
    since : str, optional
        ISO date from which uptake counts, as the day a text was published; our own first use where None.
    every : {"day", "week", "month", "quarter", "year"}
        Length of a period.
    controls : mapping of str to Phrase, optional
        Phrases of like kind that nobody pushed: what rises with them rises for other reasons.
    level : float
        Of the intervals of a period's share, above 0 and below 1.
    progress : callable

    Raises
    ------
    BadValue
        For lengths that differ, times that are no dates, or an ``every`` that is none of these.

    Limits
    ------
    Adoption is not influence: who heard whom is not known, and a phrase also spreads by an event, a common source or a translation. Who
    used it before or on the same day came to it without us; who used it after may have, too. Only the texts given count: an actor who
    speaks once a year is late by up to a year. A phrase quoted in order to be rejected is a use.

    Examples
    --------
    >>> from legation.methods.text.uptake import phrase
    >>> said = ["Safe seas.", "Digital trust now.", "Trust.", "digital trust", "Digital trust, too", "Fish."]
    >>> days = ["2018-01-01", "2018-05-02", "2018-06-01", "2018-05-02", "2019-01-01", "2018-01-01"]
    >>> found = uptake(said, days, ["FRA", "FRA", "PER", "JPN", "PER", "FJI"], phrase("digital trust"), ours={"FRA"})
    >>> [(a.actor, a.day, a.when, a.texts, a.of) for a in found.adopters]
    [('FRA', '2018-05-02', 'ours', 1, 2), ('JPN', '2018-05-02', 'same-day', 1, 1), ('PER', '2019-01-01', 'after', 1, 2)]
    >>> found.could_not, [a.actor for a in found.first]
    (('FJI',), ['FRA', 'JPN'])
    """
    texts_said = said(len(texts), times, actors)
    names = {f"control {name}": wanted for name, wanted in (controls or {}).items()}
    uses = find(texts, {"": phrase, **names}, seen=lambda row: progress(row, len(texts)))
    using = {name: _texts(found, len(texts)) for name, found in uses.items()}
    known = texts_said.dated & using[""]
    own = texts_said.by(ours)
    start = _start(since, texts_said.day[known & own])
    adopters = _adopters(texts_said, known, ours, start)
    before, after = (texts_said.dated & ~own & side for side in (texts_said.day < start, texts_said.day > start))
    changed = change(known, before, after)
    spoke = {texts_said.names[at] for at in np.unique(texts_said.actor[after & (texts_said.actor >= 0)])}
    silent = set(texts_said.names) - {adopter.actor for adopter in adopters} - set(ours)
    days, added = np.unique(np.array([a.day for a in adopters], dtype="datetime64[D]"), return_counts=True)
    return Uptake(
        uses=uses[""],
        since="" if np.isnat(start) else str(start),
        first=tuple(a for a in adopters if a.day == adopters[0].day),
        adopters=adopters,
        not_taken_up=tuple(sorted(silent & spoke)) if not np.isnat(start) else (),
        could_not=tuple(sorted(silent - spoke)) if not np.isnat(start) else (),
        periods=periods(texts_said.day[texts_said.dated], using[""][texts_said.dated], texts_said.actor[texts_said.dated], every, level),
        cumulative_day=days,
        cumulative=np.cumsum(added),
        change=changed,
        beyond=tuple(beyond(changed, change(using[f"control {n}"] & texts_said.dated, before, after), n) for n in controls or {}),
        texts=len(texts),
        undated=int(np.count_nonzero(~texts_said.dated)),
        unnamed=int(np.count_nonzero(texts_said.dated & (texts_said.actor < 0))),
    )


def _start(since: str | None, own: npt.NDArray[np.datetime64]) -> np.datetime64:
    if since is None:
        return own.min() if len(own) else np.datetime64("NaT", "D")
    try:
        return np.datetime64(since, "D")
    except ValueError:
        raise BadValue(f"since must be an ISO date (got {since!r}); write it as 2019-05-31") from None


def _texts(found: Uses, n: int) -> npt.NDArray[np.bool_]:
    """Mark the texts that have a use."""
    marked = np.zeros(n, dtype=bool)
    marked[found.row] = True
    return marked


def _adopters(texts_said: Said, using: npt.NDArray[np.bool_], ours: AbstractSet[str], start: np.datetime64) -> tuple[Adopter, ...]:
    named = texts_said.dated & (texts_said.actor >= 0)
    spoken = np.bincount(texts_said.actor[named], minlength=len(texts_said.names))
    rows = np.flatnonzero(using & named)
    rows = rows[np.lexsort((rows, texts_said.day[rows]))]
    actors, at, count = np.unique(texts_said.actor[rows], return_index=True, return_counts=True)
    found = [
        Adopter(
            actor=texts_said.names[actor],
            day=str(texts_said.day[row]),
            row=int(row),
            texts=int(texts),
            of=int(spoken[actor]),
            when=_when(texts_said.names[actor], texts_said.day[row], ours, start),
        )
        for actor, row, texts in zip(actors, rows[at], count, strict=True)
    ]
    return tuple(sorted(found, key=lambda a: (np.datetime64(a.day), a.actor)))


def _when(actor: str, day: np.datetime64, ours: AbstractSet[str], start: np.datetime64) -> When:
    if actor in ours:
        return "ours"
    if np.isnat(start):
        return "unknown"
    return "before" if day < start else "same-day" if day == start else "after"
