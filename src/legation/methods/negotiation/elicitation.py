"""From a ranking of a few cards to weights: a mandate written in minutes, with what it leaves open."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.negotiation.domain import Floats

__all__ = ["Weights", "elicit"]

_CHAINS, _WARM, _THIN = 50, 200, 5
_FLAT = 1e-9
_MARGIN = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """What the answers say of how much each issue matters.

    Attributes
    ----------
    central : ndarray, shape (n_issues,)
        Mean of all weights that fit the answers; they sum to 1.
    low, high : ndarray, shape (n_issues,)
        The middle 90 % of weights that fit, every weighting that fits counted alike.
    least, most : ndarray, shape (n_issues,)
        The smallest and the largest weight that fits at all.
    inconsistent : tuple of (int, int)
        Answers that cannot hold together with the rest by 0.0001 of worth: those that a smallest correction in all would change. They
        were left out.
    answers : int
        How many comparisons were used.
    sample : ndarray, shape (draws, n_issues)
        Weights that fit, every weighting alike: to see what depends on them. Where they leave no room, the few at its ends.
    """

    central: Floats
    low: Floats
    high: Floats
    least: Floats
    most: Floats
    inconsistent: tuple[tuple[int, int], ...]
    answers: int
    sample: Floats


def elicit(
    cards: npt.ArrayLike,
    *,
    ranking: Sequence[int] | None = None,
    pairs: Sequence[tuple[int, int]] = (),
    draws: int = 2000,
    seed: int = 0,
) -> Weights:
    """Find the weights of issues that fit a ranking of cards, or answers on pairs of them.

    A card is a whole deal. It is worth the sum over issues of the weight times how good its option is for us; who puts card a before card b
    says that this sum is larger. The weights that fit all answers form a polyhedron: its extremes are found by linear programmes, its
    middle and 90 % ranges by a random walk in it (hit and run, Smith 1984, doi:10.1287/opre.32.6.1296).

    Parameters
    ----------
    cards : array_like, shape (n_cards, n_issues)
        How good each card's option is for us on each issue, from 0 (the worst on the table) to 1 (the best).
    ranking : sequence of int, optional
        Cards, the best first; not all need be ranked.
    pairs : sequence of (int, int), optional
        Further answers: the better card first.
    draws, seed : int
        Of the walk.

    Raises
    ------
    BadValue
        For values outside 0 to 1, cards that are not there, ranked twice or compared with themselves, and no answer at all.

    Notes
    -----
    Weights are not negative and sum to 1. Answers that contradict each other (a cycle; a card before one that is as good on every issue)
    are named, not averaged: ask again about those. Which of them
    is named is not unique where several corrections are equally small.

    Examples
    --------
    >>> found = elicit([[1, 0, 0], [0, 1, 0], [0, 0, 1]], ranking=[0, 1, 2])
    >>> found.central.round(1).tolist(), found.least.round(2).tolist(), found.most.round(2).tolist()
    ([0.6, 0.3, 0.1], [0.33, 0.0, 0.0], [1.0, 0.5, 0.33])
    """
    values = np.asarray(cards, np.float64)
    if values.ndim != 2 or not values.size or not ((values >= 0) & (values <= 1)).all():
        raise BadValue("cards must be numbers from 0 to 1, cards as rows and issues as columns (got others); 0 is the worst option")
    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 1:
        raise BadValue(f"draws must be a whole number, 1 or more (got {draws!r}); 2000 is usual")
    answers = _answers(ranking, pairs, len(values))
    better = np.array([values[a] - values[b] for a, b in answers])
    wrong = _contradicting(better)
    consistent = better[[row for row in range(len(answers)) if row not in wrong]]
    extremes, middle, room = _extremes(consistent, values.shape[1])
    found = _walk(consistent, middle, draws, seed) if room > _FLAT else extremes
    flat = room <= _FLAT
    least, most = extremes.min(axis=0), extremes.max(axis=0)
    return Weights(
        central=found.mean(axis=0),
        low=least if flat else np.quantile(found, 0.05, axis=0),
        high=most if flat else np.quantile(found, 0.95, axis=0),
        least=least,
        most=most,
        inconsistent=tuple(answers[row] for row in wrong),
        answers=len(consistent),
        sample=found,
    )


def _answers(ranking: Sequence[int] | None, pairs: Sequence[tuple[int, int]], cards: int) -> list[tuple[int, int]]:
    ranked = [] if ranking is None else [*ranking]
    comparisons = [*itertools.pairwise(ranked), *(tuple(pair) for pair in pairs)]
    for pair in comparisons:
        fits = len(pair) == 2 and all(isinstance(card, (int, np.integer)) and 0 <= card < cards for card in pair)
        if not fits or pair[0] == pair[1]:
            raise BadValue(f"answer must be two different cards 0 to {cards - 1}, the better first (got {pair!r}); number cards from 0")
    if len(set(ranked)) < len(ranked):
        raise BadValue(f"ranking must have each card once (got {ranking!r}); leave the second out")
    if not comparisons:
        raise BadValue("answers must be one comparison or more (got none); rank two cards")
    return [(int(pair[0]), int(pair[1])) for pair in comparisons]


def _contradicting(better: Floats) -> list[int]:
    """Return the answers that must be corrected for the rest to fit, by the smallest correction in all."""
    from scipy.optimize import linprog

    count, issues = better.shape
    goal = np.concatenate([np.zeros(issues), np.ones(count)])
    once = np.concatenate([np.ones(issues), np.zeros(count)])[None, :]
    found = linprog(goal, np.hstack([-better, -np.eye(count)]), np.full(count, -_MARGIN), once, [1.0], method="highs")
    return np.flatnonzero(found.x[issues:] > _MARGIN / 100).tolist()


def _extremes(better: Floats, issues: int) -> tuple[Floats, Floats, float]:
    """Return weights with the least and the most of each issue, those farthest from every bound, and how far they are."""
    from scipy.optimize import linprog

    rows = -better.reshape(-1, issues)
    once = np.ones((1, issues))
    ends = [
        linprog(sign * np.eye(issues)[issue], rows, np.zeros(len(rows)), once, [1.0], method="highs").x
        for issue in range(issues)
        for sign in (1, -1)
    ]
    if issues == 1:
        return np.array(ends), np.ones(1), 0.0
    bounds = np.vstack([rows, -np.eye(issues)])
    projected = bounds - bounds.mean(axis=1, keepdims=True)
    length = np.linalg.norm(projected, axis=1)
    bars = np.hstack([bounds, length[:, None]])
    binding = length > _FLAT
    middle = linprog(
        np.append(np.zeros(issues), -1.0), bars[binding], np.zeros(int(binding.sum())), np.append(once, [[0.0]], axis=1), [1.0],
        [(0, None)] * issues + [(0, 1)], method="highs",
    )  # fmt: skip
    return np.clip(np.array(ends), 0, 1), middle.x[:issues], float(middle.x[issues])


def _walk(better: Floats, middle: Floats, draws: int, seed: int) -> Floats:
    """Return weights drawn evenly from all that fit."""
    chance = np.random.default_rng(seed)
    issues = len(middle)
    bars = np.vstack([better.reshape(-1, issues), np.eye(issues)])
    at = np.repeat(middle[None, :], _CHAINS, axis=0)
    accepted = []
    for step in range(_WARM + _THIN * -(-draws // _CHAINS)):
        way = chance.standard_normal(at.shape)
        way -= way.mean(axis=1, keepdims=True)
        room, speed = at @ bars.T, way @ bars.T
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = -room / speed
        forward = np.where(speed < 0, reach, np.inf).min(axis=1)
        back = np.where(speed > 0, reach, -np.inf).max(axis=1)
        at = np.maximum(at + (back + (forward - back) * chance.random(_CHAINS))[:, None] * way, 0.0)
        at /= at.sum(axis=1, keepdims=True)
        if step >= _WARM and (step - _WARM) % _THIN == _THIN - 1:
            accepted.append(at)
    return np.concatenate(accepted)[:draws]
