"""Whose words stand in the text now: those of the first version, of each proposal since, and those that nobody proposed."""

from __future__ import annotations

from dataclasses import dataclass

from legation.methods.drafting import Proposal, parse, proposals, survived
from legation.questions.drafting.asked import Asked
from legation.rooms.drafting import fold, view
from legation.rooms.drafting.event import Brought, Opened

__all__ = ["Kept", "Origin", "kept_words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who proposed words in brackets: how many [words], and how many of them stand outside brackets now; nobody for the first version."""

    actors: tuple[str, ...]
    proposed: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Whose words stand.

    Attributes
    ----------
    origins : tuple of Origin
        The most kept first.
    first : int
        Words of the first version that stand.
    first_words : int
        Words of the first version outside brackets.
    new : int
        Words that stand in no version before them and in nobody's proposal.
    words : int
        Words that stand outside brackets now.
    """

    origins: tuple[Origin, ...]
    first: int
    first_words: int
    new: int
    words: int


def kept_words(asked: Asked) -> Kept:
    """Return whose words stand outside brackets in the last version."""
    room = asked.room
    final = view(room.state, "clean")
    opened = next(event for event in room.events if isinstance(event, Opened))
    brought = [event for event in room.events if isinstance(event, Brought)]
    offered = [Proposal((), view(fold([opened, brought[0]]), "clean"))]
    for event in brought:
        for paragraph in event.paragraphs:
            offered += [one for one in proposals(parse(paragraph.text, room.model.bis)) if one not in offered]
    found = survived(final, offered)
    by: dict[tuple[str, ...], tuple[int, int]] = {}
    for one, proposed, kept in zip(offered[1:], found.proposed[1:], found.kept[1:], strict=True):
        had = by.get(one.actors, (0, 0))
        by[one.actors] = (had[0] + proposed, had[1] + kept)
    origins = [Origin(actors=actors, proposed=proposed, kept=kept) for actors, (proposed, kept) in by.items()]
    return Kept(
        origins=tuple(sorted(origins, key=lambda one: (-one.kept, -one.proposed, one.actors))),
        first=found.kept[0],
        first_words=found.proposed[0],
        new=found.new,
        words=found.words,
    )
