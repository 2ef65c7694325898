"""The points of each trait after the past cases: the declared ones, moved as far as few cases can move them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from legation.errors import BadValue
from legation.methods.signing.traits import DECLARED, TRAITS, FloatArray, Past, points

__all__ = ["MOST", "STRENGTH", "Weights", "weigh"]

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
        How many cases were looked at, and candidates in them that signed and did not.
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
    Limits: traits are looked at one by one, though they overlap; the points therefore serve to order candidates, and their sums are no
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
