"""Small domains to try, and the definitions written out: every package is looked at, in fractions."""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import strategies as st

from legation.methods.negotiation import Domain


@st.composite
def domains(draw: st.DrawFn, most_parties: int = 4, *, least: int = 0) -> Domain:
    """Whole scores, few of them different, so that ties are many; floors that bind now and then."""
    parties = draw(st.integers(1, most_parties))
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    scores = [draw(st.lists(st.lists(st.integers(least, 6), min_size=n, max_size=n), min_size=parties, max_size=parties)) for n in sizes]
    floor = draw(st.none() | st.lists(st.none() | st.integers(0, 14), min_size=parties, max_size=parties))
    return Domain(scores=scores, reservation=floor)


def every_package(domain: Domain) -> dict[tuple[int, ...], tuple[Fraction, ...]]:
    """By package, in their order, its utilities."""
    found = {}
    for package in itertools.product(*(range(size) for size in domain.sizes)):
        chosen = [[Fraction(row[option]) for row in table.tolist()] for table, option in zip(domain.scores, package, strict=True)]
        found[package] = tuple(sum(column) for column in zip(*chosen, strict=True))
    return found


def true_frontier(domain: Domain) -> list[tuple[tuple[Fraction, ...], tuple[int, ...], int, bool]]:
    """Point, first package, count, rational; by falling utilities."""
    worth = every_package(domain)
    points: dict[tuple[Fraction, ...], list[tuple[int, ...]]] = {}
    for package, utilities in worth.items():
        points.setdefault(utilities, []).append(package)
    best = [
        point for point in points if not any(other != point and all(a >= b for a, b in zip(other, point, strict=True)) for other in points)
    ]
    floor = domain.reservation.tolist()
    return [
        (point, points[point][0], len(points[point]), all(u >= r - 1e-9 for u, r in zip(point, floor, strict=True)))
        for point in sorted(best, reverse=True)
    ]
