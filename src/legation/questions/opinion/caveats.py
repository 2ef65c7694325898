"""What a reader of a room must know: who held it, whose words it is, who is counted, and what it does not change."""

from __future__ import annotations

from collections.abc import Iterator

from legation.dossier import standing
from legation.language import Message
from legation.questions.opinion.asked import Asked
from legation.questions.part_inputs import part_caveats

__all__ = ["caveats"]

AREA = "what-the-room-thinks"


def caveats(asked: Asked) -> Iterator[Message]:
    """Return what the room is, and what was left out or weighed."""
    return part_caveats(AREA, asked, _left_out(asked), is_signed=False)


def _left_out(asked: Asked) -> Iterator[Message]:
    model = asked.model
    if model.holder:
        yield Message(f"{AREA}.holder", holder=model.holder)
    if model.attribution:
        yield Message(f"{AREA}.attribution", words=model.attribution)
    counted = int(asked.counted.sum())
    if counted < asked.people:
        yield Message(f"{AREA}.counted", count=counted, people=asked.people)
    out = int(asked.conversation.moderated.sum())
    if out:
        yield Message(f"{AREA}.moderated", count=out)
    weighted = sum(weight != 1 for _, _, weight in asked.organisations())
    if weighted:
        yield Message(f"{AREA}.weighted", count=weighted)
    actors = {actor for _, actor, _ in asked.organisations()}
    held = sum(row.actor in actors for row in standing(asked.case.dossier.positions))
    if held:
        yield Message(f"{AREA}.positions", count=held)
