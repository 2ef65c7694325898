"""A real session: whether a package better for all exists, and how far an offer is from those that cannot be improved."""

from __future__ import annotations

from functools import lru_cache

from legation.errors import BadValue
from legation.methods.negotiation import Domain, Standing, standing
from legation.rooms.negotiation.state import Negotiation, Package

__all__ = ["better", "distance", "forget"]

Tables = tuple[tuple[tuple[int, ...], ...], ...]


def better(state: Negotiation) -> bool | None:
    """Return whether a package is worse for nobody and better for somebody than the deal, else than the last offer to all.

    None while not all sides have said what the options are worth to them, before the first offer to all, and where there are too many
    packages to know. While the talks go on, points that came after an offer say nothing of it: a side that said other points again and
    again, which nobody else sees, would learn from one offer what each option is worth to another.
    """
    offer = state.last_to_all
    goes_on = not state.deal and state.phase != "closed"
    if offer is None or (goes_on and any(one.number > offer.number for one in state.points.values())):
        return None
    found = _place_of(state, offer.package)
    return None if found is None else not found.on_frontier


def distance(state: Negotiation, package: Package) -> str | None:
    """Return how far a package is from the frontier, as a decimal in a text with two places; None where that cannot be told."""
    found = _place_of(state, package)
    return None if found is None else f"{found.distance:.2f}"


def forget() -> None:
    """Keep nothing in memory of points that a side has taken away, nor of any others: it is worked out anew."""
    _place.cache_clear()


def _place_of(state: Negotiation, package: Package) -> Standing | None:
    if not all(side in state.points for side in state.sides):
        return None
    return _place(tuple(state.points[side].points for side in state.sides), package)


@lru_cache(maxsize=512)
def _place(points: Tables, package: Package) -> Standing | None:
    domain = Domain(scores=[[table[issue] for table in points] for issue in range(len(package))])
    try:
        return standing(domain, package)
    except BadValue:  # a frontier of too many points
        return None
