"""Krippendorff's alpha for nominal codes, with an interval: how far coders agree beyond what chance gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

__all__ = ["alpha", "alpha_interval"]


def alpha(units: Sequence[Sequence[str]]) -> float:
    """Return alpha over units, each with its coders' codes: 1 full agreement, 0 what chance gives, nan where only one code occurs.

    Krippendorff, Content Analysis (4th ed. 2018), chapter 12: one minus observed over expected disagreement of pairs within units.

    >>> round(alpha([("a", "a"), ("a", "a"), ("b", "b"), ("a", "b")]), 4)
    0.5333
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for codes in units:
        for i, first in enumerate(codes):
            for j, second in enumerate(codes):
                if i != j:
                    pairs[first, second] += 1 / (len(codes) - 1)
    total = Counter[str]()
    for (first, _), count in pairs.items():
        total[first] += count
    n = sum(total.values())
    observed = sum(count for (first, second), count in pairs.items() if first != second)
    expected = (n * n - sum(count * count for count in total.values())) / (n - 1)
    return 1 - observed / expected if expected else float("nan")


def alpha_interval(units: Sequence[Sequence[str]], draws: int = 2000, seed: int = 6) -> tuple[float, float]:
    """Return the 95 % interval of alpha when the units are drawn anew."""
    rng = np.random.default_rng(seed)
    found = [alpha([units[i] for i in rng.integers(len(units), size=len(units))]) for _ in range(draws)]
    low, high = np.nanquantile(found, (0.025, 0.975))
    return float(low), float(high)
