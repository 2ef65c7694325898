"""The grounds of a listing: for each person or entity which public item proves which ground.

A listing is reviewed by courts on what can be disclosed to the person listed. A ground that rests on nothing public falls there; one good
ground is enough for a listing to stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from legation.errors import BadValue

__all__ = ["GROUNDS", "Ground", "Grounds", "grounds"]

GROUNDS = ("responsible", "support", "associated")
"""Who carried it out or tried to; who gave financial, technical or material support; who is associated with either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why a person or an entity would be listed; ``public_items`` are ids of what can be disclosed and proves it."""

    target: str
    ground: str
    public_items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The grounds beside each other.

    Attributes
    ----------
    answer : {"yes", "no", "unknown"}
        Whether the reasons can stand in public: ``yes`` where every ground has an item, ``no`` where a person or an entity has not a single
        proven ground, else ``unknown``.
    proven, bare : tuple of Ground
        With and without a public item, in the order given.
    targets_without : tuple of str
        Persons and entities none of whose grounds is proven.
    """

    answer: str
    proven: tuple[Ground, ...]
    bare: tuple[Ground, ...]
    targets_without: tuple[str, ...]


def grounds(given: Iterable[Ground]) -> Grounds:
    """Return which grounds are proven by a public item.

    Raises
    ------
    BadValue
        For a ground that is none of :data:`GROUNDS`, and one without a target.

    Examples
    --------
    >>> grounds([Ground(target="unit", ground="responsible", public_items=("e1",)), Ground(target="unit", ground="support")]).answer
    'unknown'
    >>> grounds([Ground(target="unit", ground="support")]).answer, grounds([]).answer
    ('no', 'unknown')
    """
    listed = tuple(given)
    for one in listed:
        if one.ground not in GROUNDS:
            raise BadValue(f"ground must be {' | '.join(GROUNDS)} (got {one.ground!r}); correct it")
        if not one.target.strip():
            raise BadValue("target must be the name of a person's role or of an entity (got none); name it")
    proven = tuple(one for one in listed if one.public_items)
    bare = tuple(one for one in listed if not one.public_items)
    targets = tuple(dict.fromkeys(one.target for one in listed if one.target not in {p.target for p in proven}))
    answer = "unknown" if not listed else "no" if targets else "unknown" if bare else "yes"
    return Grounds(answer=answer, proven=proven, bare=bare, targets_without=targets)
