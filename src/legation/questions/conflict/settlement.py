"""What would make a state an equilibrium: changed judgements, options that are fixed, and decision makers who go there together."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from legation.questions.conflict.asked import Conflict
from legation.questions.conflict.edits import Edit, Edited, edits
from legation.questions.question import Progress

if TYPE_CHECKING:
    from legation.methods.conflict import CoalitionImprovement, GraphModel

__all__ = ["Lever", "Party", "Search", "fixed", "holds", "levers", "parties", "settling_edits", "undoing_edits"]

_MOST_PAIRS, _MOST_MAKERS = 2000, 8


@dataclass(frozen=True, slots=True)
class Search:
    """Changes of judgements that make a state an equilibrium, each with how many there were to try and how many were tried.

    ``found`` holds single changes, or else pairs; ``tried`` and ``of`` count single ones and, where none was found, pairs.
    """

    found: tuple[tuple[Edit, ...], ...]
    tried: int
    of: int


@dataclass(frozen=True, slots=True)
class Lever:
    """Options whose owners could no longer change them, as they stand in the wanted state."""

    options: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """Decision makers who each prefer the wanted state to the status quo and can lead there together, with their moves."""

    makers: tuple[str, ...]
    way: CoalitionImprovement


def settling_edits(conflict: Conflict, wanted: int, notion: str, keep: Sequence[str], progress: Progress) -> Search:
    """Return the smallest changes of judgements that make a state an equilibrium: all single ones, or else pairs of two decision makers.

    Each is solved again. Pairs are tried up to a number, those first that change most of those who would leave the state.
    """
    from legation.methods.conflict import stability

    edited = Edited(conflict)
    leaves = set(np.flatnonzero(~stability(conflict.g, [notion]).stable[notion][:, wanted]).tolist())
    given = [change for change in edits(conflict, ("swap", "reverse", "drop", "first")) if change.maker not in keep]
    changes = [change for change in given if not edited.changes_nothing(change)]
    pairs = [pair for pair in itertools.combinations(changes, 2) if pair[0].maker != pair[1].maker]
    pairs.sort(key=lambda pair: -sum(conflict.g.number(change.maker) in leaves for change in pair))
    tried, of = 0, 0
    for some in ([(change,) for change in changes], pairs):
        found = []
        of += len(some)
        for number, chosen in enumerate(some[:_MOST_PAIRS]):
            progress(number, min(len(some), _MOST_PAIRS))
            tried += 1
            if holds(edited.game(*chosen), wanted, notion):
                found.append(chosen)
        if found:
            return Search(tuple(found), tried, of)
    return Search((), tried, of)


def undoing_edits(conflict: Conflict, wanted: int, notion: str) -> Iterator[Edit]:
    """Give the single changes of judgements under which an equilibrium is none any more."""
    edited = Edited(conflict)
    for change in edits(conflict, ("swap", "reverse", "drop")):
        if not holds(edited.game(change), wanted, notion):
            yield change


def levers(conflict: Conflict, wanted: int, notion: str) -> tuple[Lever, ...]:
    """Return the options, one or else two, that have only to be fixed for a state to be an equilibrium; each is solved again."""
    there = range(len(conflict.options))
    for size in (1, 2):
        found = [Lever(some) for some in itertools.combinations(there, size) if holds(fixed(conflict, wanted, some), wanted, notion)]
        if found:
            return tuple(found)
    return ()


def fixed(conflict: Conflict, wanted: int, options: Sequence[int]) -> GraphModel:
    """Return the game in which some options cannot be changed from how they stand in a state: what is taken stays, what is not is gone."""
    from legation.methods.conflict import GraphModel

    g, form = conflict.g, conflict.form
    taken = conflict.taken(wanted)
    ways = tuple(("on_only" if taken[k] else "off_only") if k in options else way for k, way in enumerate(form.direction))
    return GraphModel(decision_makers=g.decision_makers, moves=(), payoffs=g.payoffs, options=dataclasses.replace(form, direction=ways))


def parties(conflict: Conflict, start: int, wanted: int) -> tuple[Party, ...]:
    """Return the smallest groups of decision makers that can lead from one state to another which each of them prefers."""
    from legation.methods.conflict import coalition_improvements

    g = conflict.g
    gains = [name for name in g.decision_makers if g.rank(name)[wanted] > g.rank(name)[start]][:_MOST_MAKERS]
    found: list[Party] = []
    for size in range(1, len(gains) + 1):
        for some in itertools.combinations(gains, size):
            if any(set(party.makers) <= set(some) for party in found):
                continue
            there = [one for one in coalition_improvements(g, some, start) if one.state == wanted]
            found += [Party(some, one) for one in there]
    return tuple(found)


def holds(g: GraphModel, state: int, notion: str) -> bool:
    """Whether a state is an equilibrium of a game."""
    from legation.methods.conflict import stability

    return bool(stability(g, [notion]).stable[notion][:, state].all())
