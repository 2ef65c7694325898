"""The rules of succession: where a scenario that is not consistent goes from where it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.scenario.matrix import CrossImpactMatrix, Ints
from legation.methods.scenario.system import Island

__all__ = ["RULES", "TIES", "checked_rule", "dynamics", "successor"]

RULES = ("global", "incremental", "sequential")
"""All descriptors at once; the one with the largest inconsistency, the first of equals; one after the other in one sweep."""
TIES = ("keep", "lowest")
"""Among best variants: the current one if it is among them, else the first; or always the first."""


def successor(m: CrossImpactMatrix, scenario: Sequence[int] | Sequence[str], rule: str = "global", ties: str = "keep") -> tuple[int, ...]:
    """Return the scenario that follows another; a scenario that follows itself is consistent, where ``ties`` is ``keep``.

    Raises
    ------
    BadValue
        For an unknown rule or tie rule, and a scenario that does not fit.

    Examples
    --------
    >>> m = CrossImpactMatrix(
    ...     descriptors=["talks", "trust"],
    ...     variants=[["open", "shut"], ["high", "low"]],
    ...     judgements=[[0, 0, 2, -2], [0, 0, -1, 1], [1, -1, 0, 0], [-2, 2, 0, 0]],
    ... )
    >>> successor(m, ["open", "low"]), successor(m, ["open", "low"], "incremental"), successor(m, ["open", "low"], "sequential")
    ((1, 0), (1, 1), (1, 1))
    """
    checked_rule(rule, ties)
    z = m.scenario(scenario)
    offsets, judged = m.offsets, m.array
    first = np.asarray(offsets[:-1])
    gaps = []
    after = z.copy()
    for j in range(len(z)):
        seen = after if rule == "sequential" else z
        score = judged[first + seen, offsets[j] : offsets[j + 1]].sum(axis=0)
        best = int(score.argmax())
        gaps.append(int(score[best] - score[z[j]]))
        keeps = rule == "incremental" or (ties == "keep" and score[z[j]] == score[best])
        after[j] = z[j] if keeps else best
    if rule == "incremental" and max(gaps) > 0:
        j = int(np.argmax(gaps))
        after[j] = judged[first + z, offsets[j] : offsets[j + 1]].sum(axis=0).argmax()
    return tuple(after.tolist())


def dynamics(m: CrossImpactMatrix, island: Island | None = None) -> tuple[npt.NDArray[Any], Ints]:
    """Return judgements and offsets for the kernels: of the whole matrix, or of an island.

    What descriptors outside an island say on it is the same whatever they are, and stands in the rows of its first descriptor.
    """
    if island is None:
        judged, offsets = m.array, np.array(m.offsets, np.int64)
    else:
        columns = np.concatenate([np.arange(m.offsets[i], m.offsets[i + 1]) for i in island.descriptors])
        judged, offsets = m.array[np.ix_(columns, columns)], np.array(island.offsets, np.int64)
        outside = [m.offsets[i] for i in range(len(m.sizes)) if i not in island.descriptors]
        judged[: island.sizes[0]] += m.array[outside][:, columns].sum(axis=0)
    most = int(np.abs(judged).max(initial=0)) * len(offsets)
    return judged.astype(np.int32 if most < 2**29 else np.int64), offsets


def checked_rule(rule: str, ties: str) -> int:
    """Return the number of a rule in the kernels."""
    if rule not in RULES:
        raise BadValue(f"rule must be {' | '.join(RULES)} (got {rule!r}); global is usual")
    if ties not in TIES:
        raise BadValue(f"ties must be {' | '.join(TIES)} (got {ties!r}); keep is usual")
    return RULES.index(rule)
