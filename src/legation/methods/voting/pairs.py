"""Sums over the common votes of pairs of actors, by products of indicator matrices: no loop over pairs or roll calls.

With p = 1 where a vote was cast, a = 1 for abstain, b = p - a, s = +1 for yes and -1 for no: p p' counts common votes,
p p' - a a' - b b' those one step apart (one of the two abstained), (b b' - s s') / 2 opposite ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from legation.methods.voting.votes import ABSTAIN, NO, YES, VoteArray

__all__ = ["Pairs", "Table", "pair_counts", "ratio"]

Table: TypeAlias = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Counts for some rows against all actors, each of shape (n_rows, n_actors) [roll calls].

    Attributes
    ----------
    common, near, opposite : ndarray of float32
        Both voted; one abstained and the other did not; one yes and one no.
    expected : ndarray of float32
        Score of two independent actors with these shares on the common votes, 0-1, nan without common votes; 0 if not asked for.
    """

    common: Table
    near: Table
    opposite: Table
    expected: Table

    def plain(self) -> Table:
        """Mean of 1 - |difference| / 2; nan without common votes."""
        return ratio(self.common - self.near / 2 - self.opposite, self.common)

    def corrected(self, plain: Table) -> Table:
        """Move a plain score so that chance is 0 and full agreement stays 1; nan where chance alone gives 1."""
        return ratio(plain - self.expected, np.where(self.expected > 1 - 1e-6, 0, 1 - self.expected))

    def score(self, *, chance_corrected: bool) -> Table:
        """Plain score, or the chance-corrected one."""
        return self.corrected(self.plain()) if chance_corrected else self.plain()


def ratio(part: Table, whole: Table) -> Table:
    """Divide; nan where ``whole`` is 0."""
    return np.divide(part, whole, out=np.full(part.shape, np.nan, dtype=np.float64), where=whole != 0)


def pair_counts(table: VoteArray, rows: slice, *, weight: NDArray[np.float32] | None = None, margins: bool = False) -> Pairs:
    """Count the pairs (rows, all actors) of checked votes; ``weight`` (n_rollcalls,) counts a roll call that often."""
    present = (table > 0).astype(np.float32)
    abstain = (table == ABSTAIN).astype(np.float32)
    yes, no = (table == YES).astype(np.float32), (table == NO).astype(np.float32)
    once = np.float32(1) if weight is None else weight
    taken, sign = present - abstain, yes - no
    common = (present[rows] * once) @ present.T
    sides = (taken[rows] * once) @ taken.T
    near = common - (abstain[rows] * once) @ abstain.T - sides
    opposite = (sides - (sign[rows] * once) @ sign.T) / 2
    expected: Table = np.zeros(common.shape, dtype=np.float32)
    if margins:
        y, a, n = ((kind[rows] * once) @ present.T for kind in (yes, abstain, no))
        y_other, a_other, n_other = ((present[rows] * once) @ kind.T for kind in (yes, abstain, no))
        alike = y * y_other + a * a_other + n * n_other + (a * (y_other + n_other) + (y + n) * a_other) / 2
        expected = ratio(alike, common**2)
    return Pairs(common=common, near=near, opposite=opposite, expected=expected)
