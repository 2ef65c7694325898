"""Candidates in the order of asking, and the simple list beside which it is measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from legation.methods.signing.traits import FloatArray, Weights, trait_array

__all__ = ["Order", "by_the_book", "order"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Order:
    """Candidates by falling score.

    Attributes
    ----------
    ranking : tuple of str
        Every candidate; of equal scores the first by id.
    score : ndarray of float, shape (n,)
        Sum of the parts, in the order of ``ranking`` [points]; 0 is the average candidate.
    parts : ndarray of float, shape (n, 8)
        What each trait adds to the average candidate, in the order of ``ranking``; nan where the trait is not known, which adds nothing.
    """

    ranking: tuple[str, ...]
    score: FloatArray
    parts: FloatArray


def order(candidates: Sequence[str], traits: ArrayLike, weights: Weights) -> Order:
    """Order candidates by the points of their traits.

    A trait adds its points times the distance from the mean of those of whom it is known: what is not known of a candidate neither helps
    nor harms it.

    Parameters
    ----------
    candidates : sequence of str, length n
        Ids, each once, in any order.
    traits : array_like of float, shape (n, 8)
        -1 to 1, nan where not known, in the order of :data:`TRAITS`.
    weights : Weights
        From :func:`weigh`.

    Returns
    -------
    Order

    Raises
    ------
    BadValue
        A candidate stands twice, another shape, or a number off the scale.

    Notes
    -----
    Limits: who is badly known stands near the middle. Scores are rounded to nine decimals before they are compared; those of two lists of
    candidates cannot be compared.

    Examples
    --------
    >>> from legation.methods.signing import weigh
    >>> found = order(["AUT", "DNK"], [[0, 0, 0, 0, 0.5, 0.9, 0, 1], [1, 0, 0.5, 1, 1, 0.9, 0, 0]], weigh([]))
    >>> found.ranking, found.score.round(2).tolist()
    (('DNK', 'AUT'), [1.95, -1.95])
    """
    names = tuple(candidates)
    array = trait_array(names, traits)
    known = ~np.isnan(array)
    mean = np.where(known, array, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    parts = (array - mean) * weights.value
    score = np.nan_to_num(parts).sum(axis=1)
    places = sorted(range(len(names)), key=lambda i: (-round(float(score[i]), 9), names[i]))
    return Order(ranking=tuple(names[i] for i in places), score=score[places], parts=parts[places])


def by_the_book(
    candidates: Sequence[str], partners: Sequence[str], union: Sequence[str], *, key: Callable[[str], str] = str
) -> tuple[str, ...]:
    """Return the simple list: the closest partners in their order, then the members of a union by the alphabet, then everyone else by it.

    Parameters
    ----------
    candidates : sequence of str
        Who can be asked; nobody else is listed.
    partners, union : sequence of str
        The closest partners, the closest first; the members of the union, in any order.
    key : callable
        By what the alphabet goes: a name for an id.

    Returns
    -------
    tuple of str
        Every candidate once.

    Examples
    --------
    >>> by_the_book(["DNK", "USA", "AUT", "JPN", "AUS"], ["USA", "GBR", "AUS"], ["DNK", "AUT"])
    ('USA', 'AUS', 'AUT', 'DNK', 'JPN')
    """
    there = set(candidates)
    first = [name for name in partners if name in there]
    then = sorted(set(union) & there - set(first), key=lambda name: (key(name), name))
    last = sorted(there - set(first) - set(then), key=lambda name: (key(name), name))
    return tuple(dict.fromkeys((*first, *then, *last)))
