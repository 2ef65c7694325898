"""Who holds which bracket open, alone or with whom; which alternative meets least opposition; words in brackets counted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from legation.rooms.drafting.state import State, is_visible, opposing, standing, supporting, voices
from legation.rooms.drafting.views import alternatives

__all__ = [
    "SILENT",
    "Blocking",
    "Landing",
    "blocking",
    "is_word",
    "landing",
    "share",
    "words_in",
]


def is_word(token: str) -> bool:
    """Whether a piece of a paragraph is a word.

    >>> is_word(" report"), is_word("."), is_word(" 2019")
    (True, False, True)
    """
    return any(sign.isalnum() for sign in token)


def words_in(state: State, brackets: Iterable[str]) -> int:
    """Return how many words stand in some open brackets; words in a bracket within another count once."""
    those = [state.held[name] for name in brackets]
    places = {(bracket.unit, n) for bracket in those for n in range(bracket.start, bracket.end)}
    return sum(is_word(state.unit(unit).words[n]) for unit, n in places)


def share(state: State) -> float:
    """Return the words in brackets by all words, 0 to 1; nan for a text without words."""
    total = sum(is_word(word) for unit in state.units for word in unit.words)
    return words_in(state, state.held) / total if total else math.nan


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


def blocking(state: State, looking: str = "") -> Blocking:
    """Return who holds which open bracket of a room.

    Parameters
    ----------
    looking : str
        Who looks: an actor sees its own stances beside the public ones, ``"chair"`` all that it was told; by default public ones alone.

    Examples
    --------
    >>> from legation.rooms.drafting import Brought, Opened, Paragraph, fold
    >>> text = (Paragraph(id="5", label="5", text="States [shall (EU, CHE) – RUS oppose] report [at once (EU)]."),)
    >>> found = blocking(fold([Opened(at="2025-03-01"), Brought(at="2025-03-01", kind="rolling", paragraphs=text)]))
    >>> dict(found.lone), found.actors, found.stance.tolist()
    ({'5:56ee5b50': 'RUS'}, ('CHE', 'EU', 'RUS'), [[1, -128], [1, 1], [-1, -128]])
    """
    actors, brackets = voices(state, looking), tuple(state.held)
    table = np.full((len(actors), len(brackets)), SILENT, dtype=np.int8)
    row = {actor: n for n, actor in enumerate(actors)}
    for column, name in enumerate(brackets):
        for actor, one in standing(state, name, looking).items():
            if actor in row:
                table[row[actor], column] = _VALUE.get(one.stance, 0)
    objectors = {name: opposing(state, name, looking) for name in brackets}
    wanting = {name: supporting(state, name, looking) for name in brackets}
    together: dict[tuple[str, str], int] = {}
    for actors_against in objectors.values():
        for pair in combinations(actors_against, 2):
            together[pair] = together.get(pair, 0) + 1
    return Blocking(
        actors=actors,
        brackets=brackets,
        stance=table,
        words=np.array([words_in(state, [name]) for name in brackets], dtype=np.int64),
        objectors=objectors,
        wanting=wanting,
        lone={name: actors_against[0] for name, actors_against in objectors.items() if len(actors_against) == 1},
        lone_wanting={name: actors_against[0] for name, actors_against in wanting.items() if len(actors_against) == 1},
        pairs=tuple((a, b, count) for (a, b), count in sorted(together.items(), key=lambda item: (-item[1], item[0]))),
        contradictory=tuple((name, a, b) for name in brackets for a in wanting[name] for b in objectors[name]),
        bracketed={actor: words_in(state, [n for n in brackets if actor in objectors[n]]) for actor in actors},
        held_back=_withheld(state, objectors),
    )


def _withheld(state: State, objectors: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    open_units: dict[str, list[str]] = {}
    for name, bracket in state.held.items():
        open_units.setdefault(bracket.unit, []).append(name)
    blocked: dict[str, tuple[str, ...]] = {}
    for package in state.packages.values():
        opposed = [t for t in package.targets if any(objectors.get(n) for n in ([t] if t in objectors else open_units.get(t, [])))]
        for target in package.targets:
            if target in objectors and not objectors[target] and opposed:
                blocked[target] = tuple(dict.fromkeys((*blocked.get(target, ()), *opposed)))
    return blocked


@dataclass(frozen=True, slots=True)
class Landing:
    """One group of alternatives.

    Attributes
    ----------
    group, unit : str
    brackets : tuple of str
        Every alternative, that with the least opposition first; of equal ones by support, then by order of opening.
    against, for_ : tuple of int
        Who wants each out, and in.
    best : tuple of str
        The first and those that equal it in both.
    must_move : mapping of str to tuple of str
        For each of ``best``, who opposes it now.
    silent : int
        Voices that said nothing of any of them.
    """

    group: str
    unit: str
    brackets: tuple[str, ...]
    against: tuple[int, ...]
    for_: tuple[int, ...]
    best: tuple[str, ...]
    must_move: Mapping[str, tuple[str, ...]]
    silent: int


def landing(state: State, voices: tuple[str, ...] | None = None, looking: str = "") -> tuple[Landing, ...]:
    """Return for each group of alternatives where it meets the least opposition, then the most support.

    A description of stances as they stand: it writes no text and claims no agreement. Every voice counts once.

    Parameters
    ----------
    voices : tuple of str, optional
        Who counts among the silent; by default all who said something in the room.
    looking : str
        Who looks, as in :func:`blocking`.
    """
    spoken = {actor for (actor, _), one in state.stances.items() if is_visible(state.settings, one, looking)}
    everyone = voices if voices is not None else tuple(sorted(spoken))
    kinds = []
    for one in alternatives(state, looking):
        order = sorted(range(len(one.brackets)), key=lambda n: (len(one.opposing[n]), -len(one.supporting[n]), n))
        score = [(len(one.opposing[n]), len(one.supporting[n])) for n in order]
        best = tuple(one.brackets[n] for n, pair in zip(order, score, strict=True) if pair == score[0])
        spoke = {actor for name in one.brackets for actor in standing(state, name, looking)}
        kinds.append(
            Landing(
                group=one.group,
                unit=one.unit,
                brackets=tuple(one.brackets[n] for n in order),
                against=tuple(pair[0] for pair in score),
                for_=tuple(pair[1] for pair in score),
                best=best,
                must_move={one.brackets[n]: one.opposing[n] for n in order if one.brackets[n] in best},
                silent=sum(actor not in spoke for actor in everyone),
            )
        )
    return tuple(kinds)
