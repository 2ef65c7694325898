"""Which of several alternatives meets the least opposition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from legation.rooms.drafting.state import State
from legation.rooms.drafting.views import alternatives
from legation.rooms.drafting.voices import standing

__all__ = ["Landing", "landing"]


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


def landing(state: State, voices: tuple[str, ...] | None = None) -> tuple[Landing, ...]:
    """Return for each group of alternatives where it meets the least opposition, then the most support.

    A description of stances as they stand: it writes no text and claims no agreement. Every voice counts once.

    Parameters
    ----------
    voices : tuple of str, optional
        Who counts among the silent; by default all who said something in the room.
    """
    everyone = voices if voices is not None else tuple(sorted({actor for actor, _ in state.stances}))
    found = []
    for one in alternatives(state):
        order = sorted(range(len(one.brackets)), key=lambda n: (len(one.opposing[n]), -len(one.supporting[n]), n))
        score = [(len(one.opposing[n]), len(one.supporting[n])) for n in order]
        best = tuple(one.brackets[n] for n, pair in zip(order, score, strict=True) if pair == score[0])
        spoke = {actor for name in one.brackets for actor in standing(state, name)}
        found.append(
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
    return tuple(found)
