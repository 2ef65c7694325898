"""Statements that say nearly the same as one that somebody is about to give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from legation.language import fold

__all__ = ["near"]

LENGTH = 3
ALIKE = 0.45
"""Share of the runs of three letters of both that both have, from which on two statements are near."""


def near(text: str, others: Mapping[str, str], most: int = 3) -> list[str]:
    """Return the ids of the statements nearest to a text, the nearest first; none that is not near.

    Examples
    --------
    >>> near("The secretariat must publish its budget", {"a": "The secretariat should publish its budget.", "b": "More staff."})
    ['a']
    """
    own = set(_runs(text))
    likeness = {name: _likeness(own, set(_runs(other))) for name, other in others.items()}
    found = [name for name in sorted(likeness, key=lambda name: (-likeness[name], name)) if likeness[name] >= ALIKE]
    return found[:most]


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _runs(text: str) -> Iterator[str]:
    plain = f" {' '.join(''.join(letter if letter.isalnum() else ' ' for letter in fold(text)).split())} "
    return (plain[at : at + LENGTH] for at in range(len(plain) - LENGTH + 1))
