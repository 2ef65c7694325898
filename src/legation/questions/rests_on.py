"""What an estimate of a vote rests on, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator

from legation.language import Message
from legation.questions import inputs
from legation.questions.answer import Finding
from legation.questions.declared import name_of
from legation.questions.estimate import Estimate

__all__ = ["rests_on"]

AREA = "vote-known"


def rests_on(made: Estimate) -> Finding:
    """Return what is known of this vote and used, by the basis of the estimate."""
    message = Message(f"{AREA}.rests-on", rollcall=name_of(made.ahead), parts=tuple(_parts(made)))
    return Finding(id="basis", message=message, evidence=made.evidence, confidence="high")


def _parts(made: Estimate) -> Iterator[Message]:
    """Yield each thing that the estimate rests on, what says most of this vote first."""
    there = set(made.basis)
    series = inputs.same_title(made.ahead, made.profile.rollcalls)
    if "title" in there and series:
        yield Message(f"{AREA}.on-title", rollcall=name_of(series[-1]), date=series[-1].date)
    if "totals" in there and made.totals and made.known.totals_of:
        yield Message(f"{AREA}.on-totals", rollcall=name_of(made.known.totals_of), **made.totals)
    for word, count in made.words.items():
        if word in there and count:
            yield Message(f"{AREA}.on-{word}", count=count)
    if "like" in there and made.known.like_of:
        yield Message(f"{AREA}.on-like", rollcalls=tuple(name_of(row) for row in made.known.like_of))
    if "similar" in there:
        yield Message(f"{AREA}.on-similar")
