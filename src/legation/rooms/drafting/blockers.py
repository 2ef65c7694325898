"""Who holds which bracket open, alone or with whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from legation.rooms.drafting.counting import words_in
from legation.rooms.drafting.state import State
from legation.rooms.drafting.voices import opposing, standing, supporting, voices

__all__ = ["SILENT", "Blocking", "blocking"]

SILENT = -128
_VALUE = {"support": 1, "oppose": -1}


@dataclass(frozen=True, slots=True, eq=False)
class Blocking:
    """Actors and open brackets.

    Attributes
    ----------
    actors, brackets : tuple of str
        By name; by order of opening.
    stance : ndarray of int8, shape (actors, brackets)
        1 wants the words in, -1 wants them out, 0 spoke and neither, :data:`SILENT` said nothing. Silence is no acceptance.
    words : ndarray of int, shape (brackets,)
        Words in each bracket; stops and other signs are none.
    objectors, wanting : mapping of str to tuple of str
        By bracket.
    lone : mapping of str to str
        Brackets with exactly one objector, and who it is.
    lone_wanting : mapping of str to str
        Brackets that nobody opposes, and brackets that somebody opposes, with exactly one who wants them.
    pairs : tuple of (str, str, int)
        Two who object to the same brackets: how many, the most first.
    contradictory : tuple of (str, str, str)
        A bracket, who needs its words in, who needs them out.
    bracketed : mapping of str to int
        By actor, words that its objections keep in brackets; words in a bracket within another count once.
    held_back : mapping of str to tuple of str
        Brackets that nobody opposes, and what else in their package is opposed.
    """

    actors: tuple[str, ...]
    brackets: tuple[str, ...]
    stance: NDArray[np.int8]
    words: NDArray[np.int64]
    objectors: Mapping[str, tuple[str, ...]]
    wanting: Mapping[str, tuple[str, ...]]
    lone: Mapping[str, str]
    lone_wanting: Mapping[str, str]
    pairs: tuple[tuple[str, str, int], ...]
    contradictory: tuple[tuple[str, str, str], ...]
    bracketed: Mapping[str, int]
    held_back: Mapping[str, tuple[str, ...]]


def blocking(state: State) -> Blocking:
    """Return who holds which open bracket of a room.

    Examples
    --------
    >>> from legation.rooms.drafting import Brought, Opened, Paragraph, fold
    >>> text = (Paragraph(id="5", label="5", text="States [shall (EU, CHE) – RUS oppose] report [at once (EU)]."),)
    >>> found = blocking(fold([Opened(at="2025-03-01"), Brought(at="2025-03-01", kind="rolling", paragraphs=text)]))
    >>> dict(found.lone), found.actors, found.stance.tolist()
    ({'5:56ee5b50': 'RUS'}, ('CHE', 'EU', 'RUS'), [[1, -128], [1, 1], [-1, -128]])
    """
    actors, brackets = voices(state), tuple(state.held)
    table = np.full((len(actors), len(brackets)), SILENT, dtype=np.int8)
    row = {actor: n for n, actor in enumerate(actors)}
    for column, name in enumerate(brackets):
        for actor, one in standing(state, name).items():
            if actor in row:
                table[row[actor], column] = _VALUE.get(one.stance, 0)
    objectors = {name: opposing(state, name) for name in brackets}
    wanting = {name: supporting(state, name) for name in brackets}
    together: dict[tuple[str, str], int] = {}
    for found in objectors.values():
        for pair in combinations(found, 2):
            together[pair] = together.get(pair, 0) + 1
    return Blocking(
        actors=actors,
        brackets=brackets,
        stance=table,
        words=np.array([words_in(state, [name]) for name in brackets], dtype=np.int64),
        objectors=objectors,
        wanting=wanting,
        lone={name: found[0] for name, found in objectors.items() if len(found) == 1},
        lone_wanting={name: found[0] for name, found in wanting.items() if len(found) == 1},
        pairs=tuple((a, b, count) for (a, b), count in sorted(together.items(), key=lambda item: (-item[1], item[0]))),
        contradictory=tuple((name, a, b) for name in brackets for a in wanting[name] for b in objectors[name]),
        bracketed={actor: words_in(state, [n for n in brackets if actor in objectors[n]]) for actor in actors},
        held_back=_held_back(state, objectors),
    )


def _held_back(state: State, objectors: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    open_units: dict[str, list[str]] = {}
    for name, held in state.held.items():
        open_units.setdefault(held.unit, []).append(name)
    found: dict[str, tuple[str, ...]] = {}
    for package in state.packages.values():
        opposed = [t for t in package.targets if any(objectors.get(n) for n in ([t] if t in objectors else open_units.get(t, [])))]
        for target in package.targets:
            if target in objectors and not objectors[target] and opposed:
                found[target] = tuple(dict.fromkeys((*found.get(target, ()), *opposed)))
    return found
