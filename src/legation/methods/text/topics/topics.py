"""Topics: words that go together over many texts, how firmly they do, and how much of each period is about them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.text.topics.stability import STABLE, Stability, Terms, factors, stability, terms_of

__all__ = ["FEWEST_TEXTS", "Topic", "TopicShares", "Topics", "topics"]

Floats = npt.NDArray[np.float64]

FEWEST_TEXTS = 30
"""Texts; in fewer no topics are sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic.

    Attributes
    ----------
    terms : tuple of str
        The words that mark it off from the others, the most telling first.
    share : float, 0 to 1
        Mean over texts of the part of each that is about it.
    stability : float, 0 to 1
        Mean of the two that follow.
    over_seeds, over_texts : float, 0 to 1
        How far its ten heaviest words come back from other starts, and in two halves of the texts (Jaccard, less what chance gives).
    stable : bool
        Both are 0.4 or more. An unstable topic is not to be named or counted.
    """

    terms: tuple[str, ...]
    share: float
    stability: float
    over_seeds: float
    over_texts: float
    stable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicShares:
    """How much of each period is about each topic.

    Attributes
    ----------
    periods : tuple
        Sorted.
    texts : ndarray of int, shape (n_periods,)
        Texts with words that were counted.
    share, low, high : ndarray of float, shape (n_periods, n_topics)
        Mean over texts, with a 95 % interval over drawn texts; it holds the topics as found, not what is not known of them. nan in periods
        of one text or none for the ends.
    """

    periods: tuple[Hashable, ...]
    texts: npt.NDArray[np.int64]
    share: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """The topics of many texts, the largest first.

    Attributes
    ----------
    topics : tuple of Topic
    by_text : ndarray of float, shape (n_texts, n_topics)
        Part of each text that is about each topic; rows sum to 1, nan for texts without words that were counted.
    by_period : TopicShares or None
    tried : tuple of (int, float)
        Each number of topics that was tried, with its mean stability.
    chosen : bool
        The number was chosen here, the largest whose mean stability is within 0.05 of the best.
    left_out : tuple of int
        Texts without words that were counted.
    converged : bool
        The search settled.
    """

    topics: tuple[Topic, ...]
    by_text: Floats
    by_period: TopicShares | None
    tried: tuple[tuple[int, float], ...]
    chosen: bool
    left_out: tuple[int, ...]
    converged: bool


def topics(
    texts: Sequence[str],
    *,
    number: int | Sequence[int] = (3, 4, 5, 6, 8, 10),
    periods: Sequence[Hashable] | None = None,
    leave_out: Sequence[str] = (),
    runs: int = 5,
    seed: int = 0,
    progress: Progress = silent,
) -> Topics:
    """Return the topics of texts: non-negative factors of their words, weighed by how rare these are.

    The start is fixed (singular vectors), so that the same texts give the same topics. They are then looked for again from ``runs`` random
    starts and in the halves of ``runs`` partings of the texts, and each topic is matched with its partners there: what does not come back
    is unstable.

    Parameters
    ----------
    texts : sequence of str
        30 or more, of one language; a word counts that stands in two or more texts, in no more than half of them, and has three letters.
    number : int or sequence of int
        How many topics, 2 or more; of several the largest whose topics are nearly as stable as those of the best.
    periods : sequence, optional
        The period of each text, sortable.
    leave_out : sequence of str
        Words not to count (small words of the language).
    runs : int, 2 or more
    seed : int
    progress : Progress

    Raises
    ------
    BadValue
        Too few texts or words, and what is outside its range.

    Limits
    ------
    Stability is not meaning: letterheads and signatures make firm topics. Small numbers are often more stable than the right one. Texts of
    two languages fall into one topic for each language first.

    References
    ----------
    Lee, D. D., Seung, H. S. (1999), doi:10.1038/44565; Boutsidis, C., Gallopoulos, E. (2008), for the start,
    doi:10.1016/j.patcog.2007.09.010; Greene, D., O'Callaghan, D., Cunningham, P. (2014), for stability, doi:10.1007/978-3-662-44848-9_32.

    Examples
    --------
    >>> sea = ["ship harbour sail", "ship sail wave", "harbour wave ship"]
    >>> air = ["plane wing cloud", "wing plane runway", "cloud runway wing"]
    >>> found = topics((sea + air) * 6, number=2)
    >>> sorted(found.topics[0].terms)[:2] in (["harbour", "sail"], ["cloud", "plane"]), [one.stable for one in found.topics]
    (True, [True, True])
    """
    numbers = _checked(texts, number, periods, runs, seed)
    terms = terms_of(texts, leave_out)
    room = min(terms.table.shape[1], terms.table.shape[0] // 2) - 1
    if max(numbers) > room:
        raise BadValue(f"number must be up to {room} in these texts (got {max(numbers)}); look for fewer topics or add texts")
    tried: dict[int, Stability] = {}
    for done, size in enumerate(numbers):
        tried[size] = stability(terms.table, size, runs, seed)
        progress(done + 1, len(numbers))
    best = max(float(one.both.mean()) for one in tried.values())
    size = max(size for size, one in tried.items() if one.both.mean() >= best - 0.05)
    return _found(texts, terms, tried, size, periods, seed)


def _checked(
    texts: Sequence[str], number: int | Sequence[int], periods: Sequence[Hashable] | None, runs: int, seed: int
) -> tuple[int, ...]:
    if isinstance(texts, str) or len(texts) < FEWEST_TEXTS or not all(isinstance(text, str) for text in texts):
        raise BadValue(f"texts must be a list of {FEWEST_TEXTS} or more texts (got {len(texts)}); add texts")
    numbers = (number,) if isinstance(number, int) else tuple(sorted(set(number)))
    if not numbers or any(isinstance(n, bool) or not 2 <= n <= 100 for n in numbers) or runs < 2 or seed < 0:
        raise BadValue(f"number, runs, seed must be 2 to 100, 2 or more, 0 or more (got {number}, {runs}, {seed}); give 5, 5 and 0")
    if periods is not None and len(periods) != len(texts):
        raise BadValue(f"periods must be one for each of {len(texts)} texts (got {len(periods)}); say when each was published")
    return numbers


def _found(
    texts: Sequence[str], terms: Terms, tried: dict[int, Stability], size: int, periods: Sequence[Hashable] | None, seed: int
) -> Topics:
    one = factors(terms.table, size)
    mass = one.by_text * one.by_term.sum(axis=1)
    total = mass.sum(axis=1, keepdims=True)
    part = np.divide(mass, total, out=np.full_like(mass, np.nan), where=total > 0)
    share = np.nanmean(part, axis=0)
    order = np.argsort(-share, kind="stable")
    firm = tried[size]
    by_text = np.full((len(texts), size), np.nan)
    by_text[terms.rows] = part[:, order]
    names = [_telling(one.by_term, at, terms.words) for at in order]
    return Topics(
        topics=tuple(
            Topic(
                terms=names[rank],
                share=float(share[at]),
                stability=float(firm.both[at]),
                over_seeds=float(firm.over_seeds[at]),
                over_texts=float(firm.over_texts[at]),
                stable=bool(min(firm.over_seeds[at], firm.over_texts[at]) >= STABLE),
            )
            for rank, at in enumerate(order)
        ),
        by_text=by_text,
        by_period=None if periods is None else _by_period(by_text, periods, seed),
        tried=tuple((number, float(result.both.mean())) for number, result in tried.items()),
        chosen=len(tried) > 1,
        left_out=tuple(np.flatnonzero(np.isnan(by_text[:, 0])).tolist()),
        converged=one.converged and firm.converged,
    )


def _telling(by_term: Floats, at: int, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return ten words by weight in the topic times the part of the word that is the topic's (exclusivity)."""
    total = np.maximum(by_term.sum(axis=0), 1e-300)
    score = by_term[at] * (by_term[at] / total)
    order = np.lexsort((np.arange(len(words)), -score.round(12)))[:10]
    return tuple(words[i] for i in order if score[i] > 0)


def _by_period(by_text: Floats, periods: Sequence[Hashable], seed: int) -> TopicShares:
    rng = np.random.default_rng(seed)
    names = tuple(sorted(set(periods)))  # type: ignore[type-var]
    counted = ~np.isnan(by_text[:, 0])
    share, low, high = (np.full((len(names), by_text.shape[1]), np.nan) for _ in range(3))
    sizes = np.zeros(len(names), np.int64)
    for at, name in enumerate(names):
        rows = by_text[counted & np.array([one == name for one in periods])]
        sizes[at] = len(rows)
        if len(rows):
            share[at] = rows.mean(axis=0)
        if len(rows) > 1:
            drawn = np.array([rows[rng.integers(len(rows), size=len(rows))].mean(axis=0) for _ in range(400)])
            low[at], high[at] = np.quantile(drawn, (0.025, 0.975), axis=0)
    return TopicShares(periods=names, texts=sizes, share=share, low=np.minimum(low, share), high=np.maximum(high, share))
