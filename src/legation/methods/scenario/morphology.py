"""Morphological analysis: which combinations of variants hold together, pair by pair; the special case without balances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.scenario.consistent import MOST, NODES, consistent
from legation.methods.scenario.constraint import Forbid
from legation.methods.scenario.matrix import CrossImpactMatrix, Ints, whole_square

__all__ = ["Field", "morphology"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The combinations that hold together.

    Attributes
    ----------
    scenarios : ndarray of int, shape (n_found, n)
        In lexicographic order.
    total : ndarray of int, shape (n_found,)
        Sum of the grades of all pairs.
    weakest : ndarray of int, shape (n_found,)
        The lowest grade of a pair.
    used : tuple of tuple of int
        Of each descriptor, in how many of these each variant occurs.
    complete : bool
    count : int
        How many there are, listed or not; where ``counted`` is False, how many were found.
    counted : bool
    """

    scenarios: Ints
    total: Ints
    weakest: Ints
    used: tuple[tuple[int, ...], ...]
    complete: bool
    count: int
    counted: bool


def morphology(
    descriptors: Sequence[str],
    variants: Sequence[Sequence[str]],
    compatibility: npt.ArrayLike,
    *,
    least: int = 1,
    most: int = MOST,
    nodes: int = NODES,
    progress: Progress = silent,
) -> Field:
    """Find every choice of one variant for each descriptor in which each pair is compatible enough.

    Parameters
    ----------
    descriptors, variants
        As of :class:`CrossImpactMatrix`.
    compatibility : array_like of int, shape (V, V)
        A grade for each pair of variants of different descriptors, such as 0 (excluded), 1, 2, 3; symmetric. Blocks of a descriptor on
        itself are not looked at.
    least : int
        The lowest grade that is let pass.
    most, nodes, progress
        As of :func:`consistent`.

    Raises
    ------
    BadValue
        As of :class:`CrossImpactMatrix`, and for grades that are not symmetric.

    References
    ----------
    Ritchey, T. (2006). Problem structuring using computer-aided morphological analysis, doi:10.1057/palgrave.jors.2602177.

    Examples
    --------
    >>> grades = [[1, 1, 1, 0], [1, 1, 1, 1], [1, 1, 1, 1], [0, 1, 1, 1]]
    >>> found = morphology(["forum", "text"], [["UN", "regional"], ["binding", "voluntary"]], grades)
    >>> found.scenarios.tolist(), found.used
    ([[0, 0], [1, 0], [1, 1]], ((1, 2), (2, 1)))
    """
    size = sum(map(len, variants))
    grades = whole_square(compatibility, size, "compatibility")
    m = CrossImpactMatrix(descriptors=descriptors, variants=variants, judgements=np.zeros((size, size), np.int64))
    pairs: list[Forbid] = []
    place = [(i, k) for i, names in enumerate(m.variants) for k in range(len(names))]
    for a, b in np.argwhere(np.triu((grades < least) | (grades != grades.T), 1)).tolist():
        if place[a][0] == place[b][0]:
            continue
        if grades[a, b] != grades[b, a]:
            raise BadValue(
                f"compatibility, row {a} and column {b} must be the same grade both ways (got {grades[a, b]} and {grades[b, a]}); "
                "make them equal"
            )
        pairs.append(Forbid(place[a], place[b]))
    found = consistent(m, constraints=pairs, most=most, nodes=nodes, progress=progress)
    chosen = found.scenarios + np.asarray(m.offsets[:-1])
    above = np.triu_indices(len(m.sizes), 1)
    graded = grades[chosen[:, above[0]], chosen[:, above[1]]]
    used = np.bincount(chosen.ravel(), minlength=size)
    return Field(
        scenarios=found.scenarios,
        total=graded.sum(axis=1),
        weakest=graded.min(axis=1) if len(above[0]) else np.zeros(len(chosen), np.int64),
        used=tuple(tuple(used[a:b].tolist()) for a, b in zip(m.offsets, m.offsets[1:], strict=False)),
        complete=found.complete,
        count=found.count,
        counted=found.counted,
    )
