"""Why a scenario is consistent or not: what speaks for and against each of its variants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.scenario.matrix import CrossImpactMatrix, Ints

__all__ = ["Balance", "balance", "scores", "standing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The impact balance sheet of one scenario.

    Attributes
    ----------
    scenario : tuple of int
        The variant of each descriptor, counting from 0.
    impacts : ndarray of int, shape (n, V)
        What the scenario's variant of each descriptor (row) says on every variant (column).
    scores : tuple of tuple of int
        Of each descriptor, the sum on each of its variants: the impact balance.
    best : tuple of tuple of int
        Of each descriptor, the variants with the highest score.
    inconsistency : tuple of int
        Of each descriptor, how far its variant lies below the best.
    consistency_value : int
        The least lead of a variant of the scenario over its best rival; 0 or more where the scenario is consistent.
    total_impact : int
        Sum of the scores of the scenario's variants.
    """

    scenario: tuple[int, ...]
    impacts: Ints
    scores: tuple[tuple[int, ...], ...]
    best: tuple[tuple[int, ...], ...]
    inconsistency: tuple[int, ...]
    consistency_value: int
    total_impact: int


def balance(m: CrossImpactMatrix, scenario: Sequence[int] | Sequence[str]) -> Balance:
    """Weigh each variant of a scenario against its rivals.

    The score of variant l of descriptor j is the sum over descriptors i of the judgement of the scenario's variant of i on it.

    Parameters
    ----------
    m : CrossImpactMatrix
    scenario : sequence of int or of str, length n

    Raises
    ------
    BadValue
        For a scenario that does not fit the matrix.

    Examples
    --------
    >>> m = CrossImpactMatrix(
    ...     descriptors=["talks", "trust"],
    ...     variants=[["open", "shut"], ["high", "low"]],
    ...     judgements=[[0, 0, 2, -2], [0, 0, -1, 1], [1, -1, 0, 0], [-2, 2, 0, 0]],
    ... )
    >>> found = balance(m, ["open", "low"])
    >>> found.scores, found.inconsistency, found.total_impact
    (((-2, 2), (2, -2)), (4, 4), -4)
    """
    z = m.scenario(scenario)
    impacts = m.array[np.asarray(m.offsets[:-1]) + z]
    total = impacts.sum(axis=0)
    parts = [total[a:b] for a, b in zip(m.offsets, m.offsets[1:], strict=False)]
    lead = min(int(part[k] - np.delete(part, k).max()) for part, k in zip(parts, z.tolist(), strict=True))
    return Balance(
        scenario=tuple(z.tolist()),
        impacts=impacts,
        scores=tuple(tuple(part.tolist()) for part in parts),
        best=tuple(tuple(np.flatnonzero(part == part.max()).tolist()) for part in parts),
        inconsistency=tuple(int(part.max() - part[k]) for part, k in zip(parts, z.tolist(), strict=True)),
        consistency_value=lead,
        total_impact=int(sum(part[k] for part, k in zip(parts, z.tolist(), strict=True))),
    )


def scores(m: CrossImpactMatrix, scenarios: npt.ArrayLike) -> Ints:
    """Return the score of every variant in each of several scenarios.

    Parameters
    ----------
    scenarios : array_like of int, shape (k, n)

    Returns
    -------
    ndarray of int, shape (k, V)

    Raises
    ------
    BadValue
        For rows that are no scenarios of the matrix.
    """
    z = np.asarray(scenarios, np.int64)
    if z.ndim != 2 or z.shape[1] != len(m.descriptors) or (z < 0).any() or (z >= np.array(m.sizes)).any():
        raise BadValue(
            f"scenarios must be rows of {len(m.descriptors)} variant numbers within the matrix (got shape {z.shape}); correct them"
        )
    total = np.zeros((len(z), m.offsets[-1]), np.int64)
    for at, first in enumerate(m.offsets[:-1]):
        total += m.array[first + z[:, at]]
    return total


def standing(m: CrossImpactMatrix, scenarios: npt.ArrayLike) -> tuple[Ints, Ints]:
    """Return the inconsistency of each descriptor, shape (k, n), and the total impact, shape (k,), of several scenarios."""
    z = np.asarray(scenarios, np.int64).reshape(-1, len(m.descriptors))
    total = scores(m, z)
    own = np.take_along_axis(total, z + np.asarray(m.offsets[:-1]), axis=1)
    best = np.stack([total[:, a:b].max(axis=1) for a, b in zip(m.offsets, m.offsets[1:], strict=False)], axis=1)
    return best - own, own.sum(axis=1)
