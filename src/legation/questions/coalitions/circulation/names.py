"""Names to check in a circulation: those that a reader takes for one another, and those that hide something. Nothing is joined by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from legation.language import LANGUAGES, Message, say
from legation.methods.text.confusable import UNSEEN
from legation.questions.base.case import Case
from legation.questions.coalitions.circulation.log import CirculationInputs
from legation.rooms.circulation import Alike, look_alike

__all__ = ["names_to_check", "names_warning"]

AREA = "who-has-signed"
NAMED = 5
"""Pairs that the warning names."""


def names_to_check(case: Case, found: CirculationInputs) -> tuple[Alike, ...]:
    """Return which of those invited bear names that look alike: by the dossier in each language, and as they asked to be printed."""
    return look_alike(_names(case, found))


def names_warning(case: Case, found: CirculationInputs) -> Message | None:
    """Return in a sentence which names are to be checked, and why; None where there are none."""
    pairs = names_to_check(case, found)
    return Message(f"{AREA}.names", count=len(pairs), pairs=_few(pairs)) if pairs else None


def _names(case: Case, found: CirculationInputs) -> Iterator[tuple[str, str]]:
    actors = {one.id: one.name for one in case.dossier.actors}
    printed: dict[str, list[object]] = {}
    for row in found.answers.values():
        if row.printed_as:
            printed.setdefault(row.actor, []).append(row.printed_as)
    for actor in found.invitations:
        yield from dict.fromkeys((actor, say(one, lang)) for one in (actors.get(actor, ""), *printed.get(actor, ())) for lang in LANGUAGES)


def _few(pairs: Sequence[Alike]) -> tuple[Message, ...]:
    named = tuple(_clause(pair) for pair in pairs[:NAMED])
    return (*named, Message("who-matters.more", count=len(pairs) - NAMED)) if len(pairs) > NAMED else named


def _clause(pair: Alike) -> Message:
    first, second = (UNSEEN.sub("", name) for name in pair.names)
    return Message(f"{AREA}.names-{pair.reason}" if pair.second else f"{AREA}.names-alone", first=first, second=second)
