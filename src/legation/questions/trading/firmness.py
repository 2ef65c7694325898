"""How firm a result is: the same drawn many times from the ranges of points and weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from legation.methods.negotiation import frontier, solutions
from legation.methods.progress import Progress
from legation.questions.trading.asked import Package, Talks
from legation.questions.trading.valued import drawn, is_open

__all__ = ["Firmness", "firmness"]

_WORK = 400_000
_SAME = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmness:
    """Of some packages, in what share of the draws each is on the frontier, and each is the Nash solution.

    Attributes
    ----------
    draws : int
    frontier, nash : tuple of float
        By package.
    rivals : tuple of (package, float)
        What else is the Nash solution, by falling share of the draws.
    none : float
        The share of draws in which no package clears every floor.
    """

    draws: int
    frontier: tuple[float, ...]
    nash: tuple[float, ...]
    rivals: tuple[tuple[Package, float], ...]
    none: float


def firmness(talks: Talks, packages: Sequence[Package], draws: int, seed: int, size: int, progress: Progress) -> Firmness | None:
    """Draw a negotiation again and again; None where nothing in it has a range, or no draw is asked for.

    Parameters
    ----------
    packages : sequence of package
    draws : int
        At most; fewer where the frontier, of ``size`` points, is large.
    """
    if not draws or not is_open(talks.valued):
        return None
    times = min(draws, max(10, _WORK // max(size, 1)))
    on_edge, is_nash = np.zeros(len(packages)), np.zeros(len(packages))
    others: dict[Package, int] = {}
    none = 0
    for done, domain in enumerate(drawn(talks.model, talks.valued, times, seed)):
        progress(done, times)
        edge, nash = frontier(domain).utilities, solutions(domain).nash
        worth = domain.utilities(np.array(packages)) if packages else np.zeros((0, domain.parties))
        scale = _SAME * max(1.0, float(np.abs(edge).max()))
        on_edge += (np.abs(worth[:, None] - edge).max(axis=2) <= scale).any(axis=1)
        there = (
            (np.abs(worth[:, None] - nash.utilities).max(axis=2) <= scale).any(axis=1)
            if len(nash.utilities)
            else np.zeros(len(packages), bool)
        )
        is_nash += there
        none += not len(nash.utilities)
        if not there.any():
            for row in nash.packages.tolist():
                others[tuple(row)] = others.get(tuple(row), 0) + 1
    progress(times, times)
    ranked = sorted(others.items(), key=lambda item: (-item[1], item[0]))
    return Firmness(
        draws=times,
        frontier=tuple((on_edge / times).tolist()),
        nash=tuple((is_nash / times).tolist()),
        rivals=tuple((package, count / times) for package, count in ranked),
        none=none / times,
    )
