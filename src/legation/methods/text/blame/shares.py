"""Shares of blame by target, corrected for the classifier's own mistakes, with an interval; their shift; who named a target first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.share import TEST, share_interval
from legation.methods.text.blame.confusion import Confusion, own_confusion, unmixed
from legation.methods.text.blame.lexicon import TARGETS

__all__ = ["FEWEST", "Shares", "Shift", "Told", "blame_shares", "blame_shift", "first_movers"]

Floats = npt.NDArray[np.float64]

FEWEST = 10
"""Sentences that blame somebody; of fewer no share is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One sentence as it was read.

    Attributes
    ----------
    blamed : tuple of str
        Targets that it blames.
    abstained : bool
        The classifier could not say.
    day : str
        ISO date of publication; empty where unknown.
    outlet : str
        Who published it.
    item : str
        The article or post that it stands in: sentences of one item are drawn together. Empty: it stands alone.
    """

    blamed: tuple[str, ...]
    abstained: bool = False
    day: str = ""
    outlet: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Shares of blame, in the order of ``TARGETS``.

    Attributes
    ----------
    sentences, blaming : int
        Sentences that were read, and those in which a blame was read.
    count : ndarray of int, shape (8,)
        Blames as they were read.
    share, low, high : ndarray of float, shape (8,), or None
        Corrected share of all blame, 0 to 1, with a 95 % interval that holds both the choice of sentences and what is not known of the
        classifier's mistakes. None where fewer than `FEWEST` sentences blame anybody: then no number is given.
    abstained, abstained_low, abstained_high : float
        Share of sentences on which the classifier abstains, with Wilson's interval.
    draws : ndarray of float, shape (n_draws, 8), or None
        The drawn shares behind the interval.
    """

    sentences: int
    blaming: int
    count: npt.NDArray[np.int64]
    share: Floats | None
    low: Floats | None
    high: Floats | None
    abstained: float
    abstained_low: float
    abstained_high: float
    draws: Floats | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """The blame shift index: share of a target after an event minus its share before, -1 to 1, with a 95 % interval."""

    index: float
    low: float
    high: float


def blame_shares(told: Sequence[Told], *, mistakes: Confusion | None = None, draws: int = 400, seed: int = 0) -> Shares:
    """Return whom some sentences blame, as shares of all blame.

    Parameters
    ----------
    told : sequence of Told
    mistakes : Confusion, optional
        Of the classifier on sentences like these; by default `own_confusion`, on the training sentences.
    draws : int
        Bootstrap draws, 100 or more: items are drawn again, and the mistakes from what their counts allow.
    seed : int

    Raises
    ------
    BadValue
        For an unknown target, and for too few draws.

    Notes
    -----
    The correction holds where the sentences resemble those on which the mistakes were counted. What is counted are sentences, not readers.

    Examples
    --------
    >>> shares = blame_shares([Told(blamed=("attacker/hackers",))] * 30 + [Told(blamed=("breached organisation",))] * 10)
    >>> bool(shares.low[0] <= shares.share[0] <= shares.high[0]), int(shares.count[2])
    (True, 10)
    """
    if isinstance(draws, bool) or draws < 100:
        raise BadValue(f"draws must be a whole number, 100 or more (got {draws!r}); leave it out for 400")
    mistakes = own_confusion() if mistakes is None else mistakes
    table = np.array([[target in one.blamed for target in TARGETS] for one in told], float).reshape(-1, len(TARGETS))
    unknown = next((t for one in told for t in one.blamed if t not in TARGETS), None)
    if unknown is not None:
        raise BadValue(f"blamed must be {' | '.join(TARGETS)} (got {unknown!r}); write it as in the codebook")
    silent, blaming = sum(one.abstained for one in told), int(table.any(axis=1).sum())
    low, high = share_interval(silent, len(told), TEST)
    share = drawn = None
    if blaming >= FEWEST:
        share = _shares(table.mean(axis=0)[None], mistakes.read[None], mistakes.spurious[None] / mistakes.sentences)[0]
        names = {name: at for at, name in enumerate(dict.fromkeys(_items(told)))}
        drawn = _resampled_shares(table, np.array([names[name] for name in _items(told)]), mistakes, draws, seed)
    ends = (None, None) if drawn is None or share is None else tuple(np.quantile(drawn, (0.025, 0.975), axis=0))
    return Shares(
        sentences=len(told),
        blaming=blaming,
        count=table.sum(axis=0).astype(np.int64),
        share=share,
        low=None if share is None or ends[0] is None else np.minimum(ends[0], share),
        high=None if share is None or ends[1] is None else np.maximum(ends[1], share),
        abstained=silent / len(told) if told else 0.0,
        abstained_low=low,
        abstained_high=high,
        draws=drawn,
    )


def _items(texts: Sequence[Told]) -> Iterator[tuple[str, str, int]]:
    """Yield what is drawn together: the item of each sentence, or the sentence itself."""
    for at, one in enumerate(texts):
        yield one.outlet, one.item, -1 if one.item else at


def _shares(rate: Floats, read: Floats, background: Floats, unseen: Floats | float = 0.0) -> Floats:
    """Return shares from rates as read; `unseen` is what a target may have though no sentence here shows it, half a case on average."""
    blamed = unmixed(rate, read, background) + unseen
    total = blamed.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(blamed, total, out=np.full_like(blamed, 1 / len(TARGETS)), where=total > 0), np.float64)


def _resampled_shares(table: Floats, items: npt.NDArray[np.int64], mistakes: Confusion, draws: int, seed: int) -> Floats:
    """Draw shares: items again with all their sentences, and what is read for what from a Dirichlet distribution around the counts."""
    rng = np.random.default_rng(seed)
    size = int(items.max()) + 1
    sums = np.zeros((size, len(TARGETS)))
    np.add.at(sums, items, table)
    chosen = rng.integers(size, size=(draws, size))
    rate = sums[chosen].sum(axis=1) / np.bincount(items)[chosen].sum(axis=1, keepdims=True)
    read = np.stack([rng.dirichlet(row + 0.1, size=draws) * max(row.sum(), 1.0) for row in mistakes.read], axis=1)
    spurious = rng.gamma(mistakes.spurious + 0.1, size=(draws, len(TARGETS)))
    return _shares(rate, read, spurious / mistakes.sentences, rng.gamma(0.5, size=(draws, len(TARGETS))) / len(table))


def blame_shift(before: Shares, after: Shares, target: str = TARGETS[0]) -> Shift | None:
    """Return how far the share of a target moved; None where one of the two has no shares.

    Raises
    ------
    BadValue
        For an unknown target.

    Examples
    --------
    >>> firm, gang = [Told(blamed=("breached organisation",))] * 40, [Told(blamed=("attacker/hackers",))] * 40
    >>> blame_shift(blame_shares(firm), blame_shares(gang)).low > 0
    True
    """
    if target not in TARGETS:
        raise BadValue(f"target must be {' | '.join(TARGETS)} (got {target!r}); write it as in the codebook")
    if before.share is None or after.share is None or before.draws is None or after.draws is None:
        return None
    at = TARGETS.index(target)
    size = min(len(before.draws), len(after.draws))
    order = np.random.default_rng(len(after.draws)).permutation(size)
    low, high = np.quantile(after.draws[:size][order, at] - before.draws[:size, at], (0.025, 0.975))
    index = float(after.share[at] - before.share[at])
    return Shift(index=index, low=min(float(low), index), high=max(float(high), index))


def first_movers(told: Iterable[Told]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return for each target that is blamed the first day on which it was, and the outlets of that day by name; days unknown are left out.

    Examples
    --------
    >>> days = {"B": "2018-02-15", "A": "2018-02-14"}
    >>> first_movers(Told(blamed=("state sponsor",), day=day, outlet=outlet) for outlet, day in days.items())
    {'state sponsor': ('2018-02-14', ('A',))}
    """
    days: dict[str, dict[str, set[str]]] = {}
    for one in told:
        for target in one.blamed if one.day else ():
            days.setdefault(target, {}).setdefault(one.day, set()).add(one.outlet)
    return {target: (day := min(days[target]), tuple(sorted(days[target][day]))) for target in TARGETS if target in days}
