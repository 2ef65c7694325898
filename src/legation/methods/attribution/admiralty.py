"""The Admiralty grades of a source (A to F) and of what it says (1 to 6), as a chance that the item is as reported.

The grades are those of NATO doctrine; the numbers are this product's proposal. F and 6 mean that nobody can judge, and count half. Grade
the source and the item apart: a good source can be wrong.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from legation.errors import BadValue
from legation.methods.attribution.algebra import RHO, effective_count

__all__ = ["CREDIBILITY", "RELIABILITY", "corroborated", "trust"]

RELIABILITY = {"A": 1.0, "B": 0.85, "C": 0.6, "D": 0.35, "E": 0.1, "F": 0.5, "G": 0.0}
"""Of the source; G is the extension of MISP for one that deceives on purpose."""
CREDIBILITY = {1: 1.0, 2: 0.8, 3: 0.55, 4: 0.3, 5: 0.1, 6: 0.5}
"""Of what it says."""


def trust(reliability: str, credibility: int) -> float:
    """Return the weight of an item, 0 to 1: that of its source x that of what it says.

    Raises
    ------
    BadValue
        For another letter or digit.

    Examples
    --------
    >>> trust("A", 1), round(trust("B", 2), 2), trust("F", 6)
    (1.0, 0.68, 0.25)
    """
    if not isinstance(reliability, str) or reliability not in RELIABILITY:
        raise BadValue(f"reliability must be {' | '.join(RELIABILITY)} (got {reliability!r}); F where nobody can judge")
    if not isinstance(credibility, int) or isinstance(credibility, bool) or credibility not in CREDIBILITY:
        raise BadValue(f"credibility must be {' | '.join(map(str, CREDIBILITY))} (got {credibility!r}); 6 where nobody can judge")
    return RELIABILITY[reliability] * CREDIBILITY[credibility]


def corroborated(weights: Sequence[float], rho: float = RHO) -> float:
    """Return the weight of one claim that several origins make: 1 - exp(mean of log(1 - w) x effective count), not below the best of them.

    With independent origins (rho = 0) it is wrong only if all are; with rho = 1 repetition adds nothing.

    Parameters
    ----------
    weights : sequence of float
        Of the claim in each origin, 0 to 1; at least one.
    rho : float
        0 to 1.

    Examples
    --------
    >>> round(corroborated([.25]), 4), round(corroborated([.25, .25]), 4), corroborated([.25] * 20) < .6
    (0.25, 0.3512, True)
    """
    best = max(weights)
    if best >= 1:
        return 1.0
    mean = math.fsum(math.log1p(-weight) for weight in weights) / len(weights)
    return max(best, -math.expm1(mean * effective_count(len(weights), rho)))
