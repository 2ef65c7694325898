"""The compiled arithmetic of the actors' chains: tridiagonal precisions, one after the other. Imported only where points are fitted."""

from __future__ import annotations

import math
from typing import Any

from legation.methods.kernel import kernel

__all__ = ["solve_chains", "times_chains"]


@kernel
def times_chains(start: Any, diagonal: Any, beside: Any, x: Any, result: Any) -> None:
    """Multiply by the precision of the actors' chains; ``beside[c]`` couples point c with the one before it in the chain."""
    for i in range(len(start) - 1):
        for c in range(start[i], start[i + 1]):
            total = diagonal[c] * x[c]
            if c > start[i]:
                total += beside[c] * x[c - 1]
            if c + 1 < start[i + 1]:
                total += beside[c + 1] * x[c + 1]
            result[c] = total


@kernel
def solve_chains(start: Any, diagonal: Any, beside: Any, x: Any, noise: Any, result: Any, spread: Any) -> None:
    """Solve the chains' tridiagonal systems; with ``noise`` (cells,) add a draw that has their inverse as covariance.

    ``spread`` (cells,) is filled with the diagonal of the inverse.
    """
    for i in range(len(start) - 1):
        first, last = start[i], start[i + 1]
        for c in range(first, last):  # D and L of the factors: D in spread, L = beside / D of the one before
            spread[c] = diagonal[c]
            result[c] = x[c]
            if c > first:
                link = beside[c] / spread[c - 1]
                spread[c] -= link * beside[c]
                result[c] -= link * result[c - 1]
        for c in range(last - 1, first - 1, -1):
            pivot = spread[c]
            result[c] = result[c] / pivot + noise[c] / math.sqrt(pivot)
            spread[c] = 1.0 / pivot
            if c + 1 < last:
                link = beside[c + 1] / pivot
                result[c] -= link * result[c + 1]
                spread[c] += link * link * spread[c + 1]
