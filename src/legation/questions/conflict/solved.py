"""A conflict with its equilibria and what the status quo leads to; and what a reader must know of its model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from legation.language import Message
from legation.questions.conflict.asked import Conflict
from legation.questions.conflict.figures import Drawn
from legation.questions.conflict.tables import MOST_ROWS, unsourced
from legation.questions.conflict.words import kinds, strongest_first
from legation.questions.part_inputs import part_caveats

if TYPE_CHECKING:
    from legation.methods.conflict import Step

__all__ = ["caveats_of", "solved"]


def solved(conflict: Conflict, start: int | None, notion: str) -> tuple[Drawn, tuple[str, ...]]:
    """Return a conflict with its equilibria, and the notions that count: ``any`` for the five."""
    from legation.methods.conflict import DEFAULT, chains, stability

    notions = DEFAULT if notion == "any" else (notion,)
    found = stability(conflict.g, tuple(dict.fromkeys((*DEFAULT, *notions))))
    there = {state for one in notions for state in found.equilibria[one]}
    led = None if start is None else chains(conflict.g, start, improving=True)
    equilibria = tuple(state for state in strongest_first(found, led) if state in there)
    path: tuple[Step, ...] = ()
    if led is not None and start not in equilibria:
        reached = [s for s in equilibria if led.earliest[s] > 0]
        best = min(reached, key=lambda s: ("nash" not in kinds(found, s), int(led.earliest[s]), s), default=None)
        path = () if best is None else led.path(best)
    return Drawn(conflict, found, equilibria, start, led, path), notions


def caveats_of(drawn: Drawn) -> Iterator[Message]:
    """Yield what a reader must know of the model before its results."""
    conflict = drawn.conflict
    called = {"model": conflict.title, "name": conflict.model.id}
    yield from part_caveats("conflict", conflict, _said_of_itself(conflict), is_signed=False, others=conflict.others, **called)
    bare, of = unsourced(conflict)
    if bare:
        yield Message("conflict.unsourced", count=bare, of=of)
    if len(drawn.equilibria) > MOST_ROWS:
        yield Message("conflict.too-many-to-list", count=len(drawn.equilibria), most=MOST_ROWS)


def _said_of_itself(conflict: Conflict) -> Iterator[Message]:
    if not conflict.model.illustration:
        yield Message("conflict.judged", model=conflict.title, name=conflict.model.id)
    if conflict.model.note:
        yield Message("conflict.note", note=conflict.model.note)
