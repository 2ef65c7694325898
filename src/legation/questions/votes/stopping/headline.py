"""Who carries and who stops it, in sentences: the headline, and the sentences that say the sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from legation.language import Message
from legation.methods.power import Sets
from legation.questions.votes.stopping.readings import EITHER, Reading
from legation.questions.votes.stopping.words import SetWords

__all__ = ["carried", "head", "kinds", "stopped"]

AREA = "who-can-stop-it"


def head(readings: Sequence[Reading], words: SetWords, place: Message) -> Message:
    """Return who carries and who stops it, for a headline: in one sentence where no set has several parts, else in two."""

    def said(does: str) -> Callable[..., Message]:
        return lambda sets, after=None: words.in_short(sets, does, after)

    is_plain = all(len(sets.patterns) <= 1 and all(len(one) <= 1 for one in sets.patterns) for _, _, sets in kinds(readings))
    stops = stopped(readings, said("stop"), "stopped" if is_plain else "blocks")
    parts = {"place": place, "carried": carried(readings, said("carry")), "stopped": stops, "stops": readings[0].stops.smallest}
    return Message(f"{AREA}.in-all" if is_plain else f"{AREA}.in-all-two", **parts)


def carried(readings: Sequence[Reading], said: Callable[..., Message], verb: str = "carried") -> Message:
    """Return who carries it, as a part of a headline or, with the verb ``carries``, as a sentence."""
    first, last = readings[0].carries, readings[-1].carries
    if first.patterns == last.patterns:
        return Message(f"{AREA}.{verb}-either", sets=said(first))
    return Message(f"{AREA}.{verb}-{'free' if last.smallest == 0 else 'two'}", sets=said(first), other=said(last, first))


def stopped(readings: Sequence[Reading], said: Callable[..., Message], verb: str = "stopped") -> Message:
    """Return who stops it, as a part of a headline or, with the verb ``blocks``, as a sentence."""
    first, last = readings[0].stops, readings[-1].stops
    if first.patterns == last.patterns:
        return Message(f"{AREA}.{verb}-either", sets=said(first))
    return Message(f"{AREA}.{verb}-{'never' if last.smallest is None else 'two'}", sets=said(first), other=said(last, first))


def kinds(readings: Sequence[Reading]) -> Iterator[tuple[str, Reading, Sets]]:
    """Yield what sets do, in which reading, and the sets; where both readings have the same, once."""
    for does, of in (("carry", attrgetter("carries")), ("stop", attrgetter("stops"))):
        if len(readings) > 1 and of(readings[0]).patterns == of(readings[1]).patterns:
            yield does, replace(readings[0], way=EITHER), of(readings[0])
        else:
            yield from ((does, one, of(one)) for one in readings)
