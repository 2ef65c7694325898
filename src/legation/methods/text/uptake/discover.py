"""Which of our runs of words were taken up: rare before we used them, used by others afterwards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.text.plain import stop_words
from legation.methods.text.uptake.runs import Runs, our_runs
from legation.methods.text.uptake.uptake import Said, said

__all__ = ["Discovered", "Run", "discover"]

_Z = 1.959963984540054
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of words.

    Attributes
    ----------
    words : str
        In plain letters, parted by one blank; it is a form that :func:`phrase` takes.
    day : str
        ISO date of our first use.
    ours, before, before_of, after, after_of : int
        Our texts with it; others' texts with it before and after that day, of how many. The day itself counts on neither side.
    actors : tuple of str
        Others who used it after that day, by name.
    log_odds, low, high : float
        Log odds after against before, drawn towards no change where texts are few, with a 95 % interval.
    q : float
        Share of false finds to be expected among the runs up to this one [0-1] (Benjamini and Hochberg, over all that were compared).
    """

    words: str
    day: str
    ours: int
    before: int
    before_of: int
    after: int
    after_of: int
    actors: tuple[str, ...]
    log_odds: float
    low: float
    high: float
    q: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """Runs of ours that others took up.

    Attributes
    ----------
    runs : tuple of Run
        The clearest rise first, then by words.
    compared : int
        Runs of ours that were rare before and were compared: of so many comparisons some rise by chance.
    """

    runs: tuple[Run, ...]
    compared: int


def discover(
    texts: Sequence[str | None],
    times: npt.ArrayLike,
    actors: Sequence[str | None],
    *,
    ours: AbstractSet[str],
    shortest: int = 3,
    longest: int = 6,
    rare: float = 0.01,
    least: int = 3,
    most: int = 50,
    prior: float = 10.0,
    progress: Progress = silent,
) -> Discovered:
    """Find the runs of our words that others used more after our first use of them than before.

    The log odds of a text having the run, after against before, under a Dirichlet prior that holds the run's share in all texts of others
    (Monroe, Colaresi and Quinn 2008), over texts and not words, so that a text that repeats itself counts once.

    Parameters
    ----------
    texts, times, actors, ours
        As for :func:`uptake`.
    shortest, longest : int
        Words in a run, 2 to 8. Runs that begin or end with a small word of English or French are left out, and so is a run within a longer
        one that has the same counts.
    rare : float
        Largest share of others' texts that had it before [0-1].
    least : int
        Other actors who used it after, at least 1.
    most : int
        Runs that are named.
    prior : float
        Weight of the prior [texts], above 0.
    progress : callable

    Raises
    ------
    BadValue
        For options outside their range.

    Limits
    ------
    Adoption is not influence (see :func:`uptake`): an event, or a text that everybody signs, raises a run as well. Texts are taken as
    independent. Overlapping runs rise together, so ``q`` is an indication. A run may be the name of a person.

    References
    ----------
    Monroe, B., Colaresi, M. and Quinn, K. (2008), doi:10.1093/pan/mpn018. Benjamini, Y. and Hochberg, Y. (1995),
    doi:10.1111/j.2517-6161.1995.tb02031.x.

    Examples
    --------
    >>> said = ["We want fish.", "Peace and bread now."] * 20 + ["Open and trusted networks matter."]
    >>> said += ["For open and trusted networks!"] * 6
    >>> days = [f"2017-01-{1 + at % 28:02}" for at in range(40)] + ["2018-01-01"] + ["2019-01-01"] * 6
    >>> who = [f"S{at % 10}" for at in range(40)] + ["FRA"] + [f"S{at}" for at in range(6)]
    >>> found = discover(said, days, who, ours={"FRA"})
    >>> [(run.words, run.before, run.after, len(run.actors)) for run in found.runs]
    [('open and trusted networks', 0, 6, 6)]
    """
    if not (2 <= shortest <= longest <= 8 and 0 <= rare <= 1 and least >= 1 and most >= 0 and prior > 0):
        raise BadValue(
            "discover must be 2 <= shortest <= longest <= 8, rare 0 to 1, least from 1, most from 0, prior above 0 (got otherwise)"
        )
    texts_said = said(len(texts), times, actors)
    own = texts_said.by(ours)
    runs = our_runs(
        texts, texts_said.dated & own, texts_said.dated & ~own, shortest, longest, stop_words("en") | stop_words("fr"), progress
    )
    if not len(runs.first):
        return Discovered(runs=(), compared=0)
    return _compared(runs, texts_said, own, _Options(rare, least, most, prior))


@dataclass(frozen=True, slots=True)
class _Options:
    rare: float
    least: int
    most: int
    prior: float


def _compared(runs: Runs, texts_said: Said, own: npt.NDArray[np.bool_], options: _Options) -> Discovered:
    count = len(runs.first)
    start = np.full(count, np.iinfo(np.int64).max)
    day = texts_said.day.astype(np.int64)
    np.minimum.at(start, runs.our_run, day[runs.our_text])
    others = np.sort(day[texts_said.dated & ~own])
    before_of, after_of = np.searchsorted(others, start, "left"), len(others) - np.searchsorted(others, start, "right")
    side = np.sign(day[runs.text] - start[runs.run])
    before, after = (np.bincount(runs.run[side == sign], minlength=count) for sign in (-1, 1))
    tested = (before_of > 0) & (after_of > 0) & (before <= options.rare * before_of)
    middle, error = _log_odds(before, before_of, after, after_of, options.prior)
    q = np.ones(count)
    q[tested] = _false_finds(middle[tested] / error[tested])
    later = side == 1
    who: dict[int, set[str]] = {}
    for run, text in zip(runs.run[later].tolist(), runs.text[later].tolist(), strict=True):
        if tested[run] and texts_said.actor[text] >= 0:
            who.setdefault(run, set()).add(texts_said.names[texts_said.actor[text]])
    enough = [run for run, names in who.items() if len(names) >= options.least and middle[run] > 0]
    ours = np.bincount(runs.our_run, minlength=count)
    enough.sort(key=lambda run: (-middle[run] / error[run], runs.words(run)))
    found = [
        Run(
            words=runs.words(run),
            day=str(np.datetime64(int(start[run]), "D")),
            ours=int(ours[run]),
            before=int(before[run]),
            before_of=int(before_of[run]),
            after=int(after[run]),
            after_of=int(after_of[run]),
            actors=tuple(sorted(who[run])),
            log_odds=float(middle[run]),
            low=float(middle[run] - _Z * error[run]),
            high=float(middle[run] + _Z * error[run]),
            q=float(q[run]),
        )
        for run in _maximal(enough, runs, before, after)[: options.most]
    ]
    return Discovered(runs=tuple(found), compared=int(np.count_nonzero(tested)))


def _log_odds(before: Ints, before_of: Ints, after: Ints, after_of: Ints, prior: float) -> tuple[Floats, Floats]:
    """Return the log odds after against before, and their standard error."""
    share = (before + after + 0.5) / (before_of + after_of + 1.0)
    weight = prior * share
    odds = [np.log((cell + weight) / (of + prior - cell - weight)) for cell, of in ((before, before_of), (after, after_of))]
    return np.asarray(odds[1] - odds[0]), np.asarray(np.sqrt(1 / (before + weight) + 1 / (after + weight)))


def _false_finds(z: Floats) -> Floats:
    """Return the adjusted chance of each one-sided test."""
    chance = np.array([0.5 * math.erfc(value / math.sqrt(2)) for value in z])
    order = np.argsort(-chance, kind="stable")
    adjusted = np.minimum.accumulate(chance[order] * len(z) / (len(z) - np.arange(len(z))))
    result = np.empty(len(z))
    result[order] = np.minimum(adjusted, 1)
    return result


def _maximal(chosen: list[int], runs: Runs, before: Ints, after: Ints) -> list[int]:
    """Leave out the runs within a longer one of the same counts."""
    found_runs: dict[tuple[int, int], list[str]] = {}
    for run in chosen:
        found_runs.setdefault((int(before[run]), int(after[run])), []).append(f" {runs.words(run)} ")
    return [
        run
        for run in chosen
        if not any(
            f" {runs.words(run)} " in longer and f" {runs.words(run)} " != longer
            for longer in found_runs[(int(before[run]), int(after[run]))]
        )
    ]
