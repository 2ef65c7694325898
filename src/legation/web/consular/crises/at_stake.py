"""Whom a crisis concerns, of those whom the desk knows: in its area, and apart those of whom no place is known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from legation.consular.area import affected
from legation.web.consular.crises.about import About, geometries
from legation.web.consular.crises.countries import countries_at
from legation.web.consular.people import KnownPeople

__all__ = ["AtStake", "at_stake"]

WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, eq=False)
class AtStake:
    """Whom a crisis concerns, each an array of bool, shape (n,), in the order of the people.

    Attributes
    ----------
    inside : array of bool
        Their stay meets the days, and their place is in the area.
    without_place : array of bool
        Their stay meets the days, and no place of theirs is known.
    """

    people: KnownPeople
    inside: np.ndarray
    without_place: np.ndarray

    def ids(self, *, placed: bool = True) -> list[str]:
        """Return the ids of who is in the area; of who has no place instead, where not ``placed``."""
        return [str(one) for one in self.people.ids[self.inside if placed else self.without_place]]

    def by_post(self) -> list[tuple[str, int, int]]:
        """Return each post with how many are in the area and how many have no place."""
        posts = sorted(set(self.people.posts[self.inside | self.without_place].tolist()))
        return [(one, int((self.inside & (at := self.people.posts == one)).sum()), int((self.without_place & at).sum())) for one in posts]


def at_stake(people: KnownPeople, about: About, posts: Collection[str]) -> AtStake:
    """Return whom a crisis concerns among the people of some posts; who has withdrawn takes no part.

    Whose registration has ended since does, where their stay meets the days: they may not have left.

    Parameters
    ----------
    posts : collection of str
        Those whose people the reader may see, of the posts that the crisis concerns.

    Raises
    ------
    BadValue
        For an area that cannot be read.
    """
    mine = people.at(posts) & (people.states != WITHDRAWN)
    inside, without_place = np.zeros(len(people), bool), np.zeros(len(people), bool)
    where = np.flatnonzero(mine)
    columns = (people.longitude[where], people.latitude[where], people.arrives[where], people.leaves[where])
    days = about.first or None, about.last or None
    for shape in geometries(about.area):
        found = affected(shape, *days, *columns)
        inside[where] |= found.inside
        without_place[where] |= found.unplaced
    if about.country:
        found = affected(_WHOLE, *days, *columns)
        there = np.zeros(len(where), bool)
        placed = np.flatnonzero(found.inside)
        there[placed] = countries_at(columns[0][placed], columns[1][placed]) == about.country
        inside[where] |= there
        without_place[where] |= found.unplaced
    return AtStake(people, inside, without_place)


_WHOLE = {"type": "Circle", "coordinates": [0.0, 0.0], "radius_km": 20_015.0}
"""A circle that holds every place on Earth but a few hundred metres round the antipode of 0, 0, in the middle of the Pacific."""
