"""Candidates in the order of asking, past cases ordered by what the others teach, and how many at each place signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from legation.errors import BadValue
from legation.methods.share import TEST, share_interval
from legation.methods.signing.traits import DECLARED, STRENGTH, FloatArray, Past, Weights, trait_array, weigh

__all__ = [
    "EDGES",
    "Band",
    "Order",
    "Replay",
    "by_the_book",
    "chances",
    "order",
    "replay",
]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A past case with its candidates in the order that the other cases give.

    Attributes
    ----------
    name : str
    ranking : tuple of str
        Every candidate.
    signers : tuple of str
        Those who signed, in the order of ``ranking``.
    """

    name: str
    ranking: tuple[str, ...]
    signers: tuple[str, ...]

    def among_first(self, first: int, *, apart: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the signers among the first so many places, those of ``apart`` left out.

        Raises
        ------
        BadValue
            Fewer than one place.
        """
        if first < 1:
            raise BadValue(f"first must be 1 or more places (got {first}); ask for at least one")
        return tuple(name for name in self.ranking[:first] if name in self.signers and name not in apart)


def replay(past: Sequence[Past], *, declared: Mapping[str, float] = DECLARED, strength: float = STRENGTH) -> tuple[Replay, ...]:
    """Order each past case with the points that the other cases give.

    Parameters
    ----------
    past : sequence of Past
        Each name once.
    declared, strength
        See :func:`weigh`.

    Returns
    -------
    tuple of Replay
        In the order of ``past``.

    Raises
    ------
    BadValue
        Two cases bear one name.

    Notes
    -----
    Limits: traits of a case are as on its eve, but the other cases may be later ones. With one case, and with none, the declared points are
    all that there is.

    Examples
    --------
    >>> zero = [0.0] * 7
    >>> case = Past(name="a", candidates=("X", "Y"), traits=[[0, *zero], [1, *zero]], signed=[False, True])
    >>> [(found.ranking, found.signers) for found in replay([case])]
    [(('Y', 'X'), ('Y',))]
    """
    names = [case.name for case in past]
    if len(set(names)) < len(names):
        raise BadValue(f"past must have each case once (got the names {names}); leave the second out")
    found = []
    for case in past:
        weights = weigh([other for other in past if other is not case], declared=declared, strength=strength)
        ranking = order(case.candidates, case.traits, weights).ranking
        signed = {name for name, yes in zip(case.candidates, case.signed.tolist(), strict=True) if yes}
        found.append(Replay(name=case.name, ranking=ranking, signers=tuple(name for name in ranking if name in signed)))
    return tuple(found)


EDGES = (4, 8, 16)
"""The last place of each band but the last one, which has no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Places of the order, and who stood there in past cases.

    Attributes
    ----------
    first, last : int
        Places, from 1; ``last`` is 0 where the band has no end.
    signed, of : int
        How many that stood there signed, of how many.
    low, high : float
        Interval of the share, of 95 % unless another level was asked for [0 to 1]; 0 to 1 where nobody stood there.
    """

    first: int
    last: int
    signed: int
    of: int
    low: float
    high: float


def chances(replays: Sequence[Replay], *, edges: Sequence[int] = EDGES, level: float = TEST) -> tuple[Band, ...]:
    """Return the shares that signed by place, from replays of past cases.

    A later place never has the better share: bands that would say so are counted together.

    Parameters
    ----------
    replays : sequence of Replay
        From :func:`replay`; none: every band reaches from 0 to 1.
    edges : sequence of int
        The last place of each band but the last one, rising, from 1.
    level : float
        Of the intervals, above 0 and below 1.

    Returns
    -------
    tuple of Band
        By place; they cover every place once.

    Raises
    ------
    BadValue
        Edges that do not rise, or begin below 1.

    Notes
    -----
    Limits: candidates of one case are counted as if each decided alone; they look at one another, so that the true range is wider.

    Examples
    --------
    >>> band = chances([Replay(name="a", ranking=("X", "Y"), signers=("X",))], edges=(1,))[0]
    >>> band.signed, band.of, round(band.low, 2), round(band.high, 2)
    (1, 1, 0.21, 1.0)
    """
    ends = list(edges)
    if any(b <= a for a, b in zip([0, *ends], ends, strict=False)):
        raise BadValue(f"edges must be rising places from 1 (got {tuple(ends)}); put them in order")
    blocks: list[tuple[int, int, int, int]] = []
    for first, last in zip([1, *(end + 1 for end in ends)], [*ends, 0], strict=True):
        there = [name in found.signers for found in replays for name in found.ranking[first - 1 : last or None]]
        blocks.append((first, last, sum(there), len(there)))
        while len(blocks) > 1 and _better(blocks[-1], blocks[-2]):
            later, earlier = blocks.pop(), blocks.pop()
            blocks.append((earlier[0], later[1], earlier[2] + later[2], earlier[3] + later[3]))
    return tuple(
        Band(first=first, last=last, signed=signed, of=of, low=low, high=high)
        for first, last, signed, of in blocks
        for low, high in [share_interval(signed, of, level)]
    )


def _better(later: tuple[int, int, int, int], earlier: tuple[int, int, int, int]) -> bool:
    """Whether a later band has the larger share: compared in whole numbers; a band in which nobody stood says nothing."""
    return later[3] > 0 and earlier[3] > 0 and later[2] * earlier[3] > earlier[2] * later[3]
