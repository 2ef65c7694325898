"""Why a member's chances are what they are, and which fact would move an estimate most."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from legation.language import Message
from legation.methods.voting.expected import Expected
from legation.questions.answer import Finding
from legation.questions.case import Case
from legation.questions.declared import name_of
from legation.questions.estimate import Estimate

__all__ = ["of_reasons", "why"]

AREA = "vote-known"
_LEAST = 0.15
"""Share of the change in odds from which on a reason is told."""
_MOST = 2
"""Reasons told of one member."""
_MOVES = 1.5
"""Members of margin below which a fact moves nothing worth saying."""


def why(told: Expected, member: int) -> Message | None:
    """Return what moves the odds of a member's likeliest outcome most, the largest share first; None where nothing is known of it.

    A share is that of one part of the basis in what all parts move the odds by, up or down.
    """
    if not np.isfinite(told.outcome[member]).all():
        return None
    moved = {part: float(told.reasons[part][member]) for part in told.basis}
    total = sum(abs(change) for change in moved.values())
    if total < 1e-6:
        return None
    shares = sorted(((abs(change) / total, part, change) for part, change in moved.items()), key=lambda one: (-one[0], one[1]))
    parts = tuple(
        Message(f"{AREA}.because-{part}" if change > 0 else f"{AREA}.although-{part}", share=share)
        for share, part, change in shares[:_MOST]
        if share >= _LEAST
    )
    return Message(f"{AREA}.why", parts=parts)


def of_reasons(case: Case, made: Estimate) -> Iterator[Finding]:
    """Yield what moved the estimate most of what is known, and whose declaration would move it most of what is not."""
    told = made.forecast
    if told is None:
        return
    moved = max(told.basis, key=lambda part: (abs(told.moved[part]), part))
    open_ones = np.where(np.isfinite(told.telling), told.telling, 0.0)
    first = int(open_ones.argmax())
    if len(told.basis) > 1 and abs(told.moved[moved]) >= _MOVES:
        change = round(told.moved[moved])
        message = Message(f"{AREA}.moved-{'up' if change > 0 else 'down'}", part=Message(f"{AREA}.part-{moved}"), count=abs(change))
        yield Finding(id="moved", message=message, evidence=made.evidence, confidence="moderate")
    if open_ones[first] >= _MOVES:
        values = {"actor": case.named(made.members[first]), "count": round(float(open_ones[first])), "rollcall": name_of(made.ahead)}
        yield Finding(id="telling", message=Message(f"{AREA}.telling", **values), evidence=made.evidence, confidence="low")
