"""What is asked of a candidate for a joint attribution, past cases in these terms, and the points that they give each trait.

============  ======================================================================================================  ======
trait         meaning, from 0 (not so) to 1 (wholly so); nan where it is not known                                     points
============  ======================================================================================================  ======
``named``     has named a State in public before, alone or with others                                                  0.9
``joined``    has joined a public attribution of others before                                                          1.2
``close``     is in the circle that shares intelligence with the first mover; a wider circle counts less                1.6
``hit``       was itself hit by the incident, as known on the day                                                       0.8
``allied``    share of the first mover's alliances and unions that it is in                                             0.8
``alike``     agreement of its votes with those of the first mover                                                      0.5
``said``      its own position on naming in this matter: from -1 (against) over 0 (between) to 1 (for)                  1.0
``hurdle``    something in its procedure or its standing policy stands in the way                                      -1.0
============  ======================================================================================================  ======

Points are natural logarithms of odds. The declared ones are a judgement made before any fit; they say that closeness and custom weigh more
than harm. Custom and closeness overlap, so that sums are for ordering and not chances.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue

__all__ = [
    "DECLARED",
    "MOST",
    "STRENGTH",
    "TRAITS",
    "FloatArray",
    "Past",
    "Weights",
    "points",
    "trait_array",
    "weigh",
]


FloatArray: TypeAlias = NDArray[np.float64]

TRAITS = ("named", "joined", "close", "hit", "allied", "alike", "said", "hurdle")
"""The traits in the order of every array's columns."""
DECLARED: Mapping[str, float] = MappingProxyType(
    {"named": 0.9, "joined": 1.2, "close": 1.6, "hit": 0.8, "allied": 0.8, "alike": 0.5, "said": 1.0, "hurdle": -1.0}
)
"""Points of each trait before any case is examined [natural logarithm of odds]."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Past:
    """A past joint attribution as it could be seen on its eve.

    Attributes
    ----------
    name : str
    candidates : tuple of str, length n
        Who could have been asked: neither the first mover nor who had spoken by then.
    traits : array_like of float, shape (n, 8)
        -1 to 1, nan where not known, in the order of :data:`TRAITS`.
    signed : array_like of bool, shape (n,)
        Who signed afterwards.

    Raises
    ------
    BadValue
        Lengths differ, a candidate stands twice, or a trait is off its scale.
    """

    name: str
    candidates: tuple[str, ...]
    traits: FloatArray
    signed: NDArray[np.bool_]

    def __post_init__(self) -> None:
        object.__setattr__(self, "traits", trait_array(self.candidates, self.traits))
        signed = np.asarray(self.signed, bool)
        if signed.shape != (len(self.candidates),):
            raise BadValue(f"signed must be one entry for each of {len(self.candidates)} candidates (got the shape {signed.shape})")
        object.__setattr__(self, "signed", signed)


def trait_array(candidates: tuple[str, ...], traits: ArrayLike) -> FloatArray:
    """Return traits as an array of their own.

    Raises
    ------
    BadValue
        A candidate stands twice, another shape than one row for each candidate, or a number off the scale from -1 to 1.

    Examples
    --------
    >>> trait_array(("DNK",), [[1, 0, 0.5, 1, 1, float("nan"), 0, 0]]).shape
    (1, 8)
    """
    if len(set(candidates)) < len(candidates):
        twice = next(name for name in candidates if candidates.count(name) > 1)
        raise BadValue(f"candidates must have each once (got {twice!r} twice); name it once")
    try:
        array = np.array(traits, np.float64).reshape(-1, len(TRAITS)) if not len(candidates) else np.array(traits, np.float64)
    except (TypeError, ValueError):
        raise BadValue("traits must be numbers, nan where not known (got something else); give eight numbers a candidate") from None
    if array.shape != (len(candidates), len(TRAITS)):
        raise BadValue(f"traits must be the shape ({len(candidates)}, {len(TRAITS)}) (got {array.shape}); give one row a candidate")
    if (np.abs(array) > 1).any():
        raise BadValue(f"traits must be -1 to 1 (got {array[np.abs(array) > 1][0]:g}); rescale the numbers")
    return array


def points(declared: Mapping[str, float]) -> FloatArray:
    """Return declared points in the order of the traits.

    Raises
    ------
    BadValue
        A trait is missing or unknown, or its points are no number.

    Examples
    --------
    >>> points(DECLARED)[:2].tolist()
    [0.9, 1.2]
    """
    if set(declared) != set(TRAITS) or not np.isfinite([float(value) for value in declared.values()]).all():
        raise BadValue(f"declared must be a number for each of {', '.join(TRAITS)} (got {dict(declared)}); give all eight")
    return np.array([declared[name] for name in TRAITS], np.float64)


STRENGTH = 5.0
"""The declared points count as much as so many past cases."""
MOST = 3.0
"""A trait that all signers had and nobody else counts no more than this: a few cases cannot show that it decides."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Weights:
    """Points of each trait, in the order of :data:`TRAITS`.

    Attributes
    ----------
    value : ndarray of float, shape (8,)
        The points in use [natural logarithm of odds].
    declared : ndarray of float, shape (8,)
        What they were before any case.
    seen : ndarray of float, shape (8,)
        What the past cases alone would give; nan where they show nothing of the trait.
    cases, signers, others : int
        How many cases were examined, and candidates in them that signed and did not.
    """

    value: FloatArray
    declared: FloatArray
    seen: FloatArray
    cases: int
    signers: int
    others: int


def weigh(past: Sequence[Past], *, declared: Mapping[str, float] = DECLARED, strength: float = STRENGTH) -> Weights:
    r"""Return the points of each trait after the past cases.

    With :math:`s` of :math:`S` signers and :math:`o` of :math:`O` others having a trait (parts of a trait count as parts), the cases show

    .. math:: \hat w = \ln\frac{(s + 1/2)(O - o + 1/2)}{(S - s + 1/2)(o + 1/2)}

    held within 3 to either side; in use after :math:`n` cases is :math:`w = (k w_0 + n \hat w) / (k + n)`: the declared :math:`w_0` count
    as :math:`k` cases. Signers of one case look at one another: a case counts once, however many signed. Cases may weaken a trait to
    nothing but never turn it into its contrary.

    Parameters
    ----------
    past : sequence of Past
        In any order; none: the declared points stand.
    declared : mapping of str to float
        Points of each trait before any case.
    strength : float
        How many past cases the declared points count for; above 0.

    Returns
    -------
    Weights

    Raises
    ------
    BadValue
        A strength of 0 or less, or points that are not one number for each trait.

    Notes
    -----
    Limits: traits are examined one by one, though they overlap; the points therefore serve to order candidates, and their sums are no
    chances. The half that is added to each count is that of Haldane and Anscombe.

    References
    ----------
    Haldane, J. B. S. (1956), doi:10.1111/j.1469-1809.1955.tb01285.x.

    Examples
    --------
    >>> weigh([]).value.tolist() == list(DECLARED.values())
    True
    """
    if not strength > 0 or not np.isfinite(strength):
        raise BadValue(f"strength must be a number above 0 (got {strength}); it says how many cases the declared points count for")
    first = points(declared)
    traits = np.concatenate([np.empty((0, len(TRAITS))), *(case.traits for case in past)])
    signed = np.concatenate([np.empty(0, bool), *(case.signed for case in past)])
    known = ~np.isnan(traits)
    has = np.clip(np.where(known, traits, 0.0), 0.0, 1.0)
    signers, others = known[signed].sum(axis=0), known[~signed].sum(axis=0)
    with_it, without = has[signed].sum(axis=0), has[~signed].sum(axis=0)
    odds = (with_it + 0.5) * (others - without + 0.5) / ((signers - with_it + 0.5) * (without + 0.5))
    seen = np.where((signers > 0) & (others > 0), np.clip(np.log(odds), -MOST, MOST), np.nan)
    of_cases = np.array([(~np.isnan(case.traits)).any(axis=0) for case in past]).reshape(-1, len(TRAITS)).sum(axis=0)
    count = np.where(np.isnan(seen), 0, of_cases)
    value = (strength * first + count * np.nan_to_num(seen)) / (strength + count)
    value = np.where(first >= 0, np.maximum(value, 0.0), np.minimum(value, 0.0))
    return Weights(
        value=value, declared=first, seen=seen, cases=len(past), signers=int(signed.sum()), others=int(signed.size - signed.sum())
    )
