"""What a second make-up of a coalition changes, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation.language import AnyOrder, Message
from legation.questions.answer import first_of
from legation.questions.coalitions.make_up import Ballot, MakeUp
from legation.web.pages.stakeholders.coalition_moves import OUT
from legation.web.pages.stakeholders.coalitions import tier_label

__all__ = ["Difference", "difference_of"]

AREA = "page-coalitions-compare"
NAMED = 4
"""Actors that the sentence names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two make-ups, and what leads from the one to the other: actors elsewhere, or another coalition; whether votes wait to be counted."""

    now: MakeUp
    then: MakeUp
    ballot: Ballot | None
    wanted: Mapping[str, str]
    before: Mapping[str, str]
    names: Mapping[str, Any]
    title: Any
    other: Any
    is_waiting: bool = False


def difference_of(change: Difference) -> Message:
    """Return what changes: who comes and goes, the votes, the outcome, whether it can block, what we owe."""
    effects = tuple(_effects(change)) or (Message(f"{AREA}.{'not-yet' if change.is_waiting else 'no-effect'}"),)
    if change.other:
        lead: Any = Message(f"{AREA}.beside", first=change.title, second=change.other)
    else:
        lead = tuple(_leads(change))
    return Message(f"{AREA}.difference", lead=lead, effects=effects)


def _leads(change: Difference) -> Iterator[Message]:
    out = [actor for actor, tier in change.wanted.items() if tier == OUT]
    joined = [actor for actor, tier in change.wanted.items() if tier != OUT and actor not in change.before]
    if out:
        yield Message(f"{AREA}.lead-without", actors=_named(change, out))
    if joined:
        yield Message(f"{AREA}.lead-with", actors=_named(change, joined))
    for actor, tier in change.wanted.items():
        if tier != OUT and actor in change.before:
            yield Message(f"{AREA}.lead-moved", actor=change.names.get(actor, actor), tier=tier_label(tier))


def _named(change: Difference, actors: list[str]) -> AnyOrder:
    return AnyOrder(first_of([change.names.get(actor, actor) for actor in actors], NAMED))


def _effects(change: Difference) -> Iterator[Message]:
    now, then = change.now.vote, change.then.vote
    if now and then and change.ballot:
        own = len(then.counted) - len(now.counted)
        if own and change.other:
            yield Message(f"{AREA}.votes-instead", count=len(then.counted), before=len(now.counted))
        elif own:
            yield Message(f"{AREA}.votes-{'fewer' if own < 0 else 'more'}", count=abs(own))
        if not change.ballot.took_place and now.tally and then.tally:
            yield from _outcome(change)
        if now.blocks is not None and then.blocks != now.blocks:
            yield Message(f"{AREA}.then-{'blocks' if then.blocks else 'blocks-not'}")
    owed = len(change.then.owed) - len(change.now.owed)
    if owed:
        yield Message(f"{AREA}.owed-{'fewer' if owed < 0 else 'more'}", count=abs(owed))


def _outcome(change: Difference) -> Iterator[Message]:
    now, then = change.now.vote, change.then.vote
    if now is None or then is None:
        return
    if now.adopted != then.adopted:
        yield Message(f"{AREA}.then-{'adopted' if then.adopted else 'not-adopted'}")
    elif now.tally == then.tally:
        yield Message(f"{AREA}.same-count")
    else:
        word = "yes" if now.tally.get("yes", 0) != then.tally.get("yes", 0) else "no"
        counts = {"before": now.tally.get(word, 0), "after": then.tally.get(word, 0)}
        yield Message(f"{AREA}.count-{word}", **counts)
