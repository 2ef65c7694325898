"""The pictures of the answer: cooperation against conflict by period, and who acts on whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from legation.figures.acts_matrix import acts_matrix
from legation.figures.figure import Figure
from legation.figures.mirrored import Ends, Span, mirrored
from legation.language import Message
from legation.questions.events.around import Circle
from legation.questions.events.asked import AREA, Asked

__all__ = ["acts_picture", "balance_picture"]

THOUSAND = 1000.0


def balance_picture(asked: Asked, title: Message, alarms: Sequence[dt.date] = ()) -> Figure:
    """Draw stories of cooperation and of conflict of the pair among a thousand of the source, by period; marked where an alarm is."""
    found = asked.balance
    spans = [
        Span(
            start=start,
            above=_ends(found.cooperation_share[at]),
            below=_ends(found.conflict_share[at]),
            missing=float(asked.missing[at]),
            alarm=any(start <= day <= asked.seen.end(at) for day in alarms),
        )
        for at, start in enumerate(asked.seen.starts)
    ]
    values = {"whom": asked.whom, "since": asked.seen.since, "until": asked.seen.until}
    return mirrored(
        spans,
        above=Message(f"{AREA}.cooperation"),
        below=Message(f"{AREA}.conflict"),
        every=asked.seen.every,
        id="balance",
        title=title,
        subtitle=Message(f"{AREA}.balance-subtitle", source=asked.source, **values),
        alt=Message(
            f"{AREA}.balance-alt",
            count=len(spans),
            cooperation=int(asked.both.cooperation[-1]),
            conflict=int(asked.both.conflict[-1]),
            last=asked.split,
            **values,
        ),
    )


def acts_picture(asked: Asked, circle: Circle) -> Figure:
    """Draw who acts on whom in the circle over the whole window."""
    values = {"count": len(circle.states), "since": asked.seen.since, "until": asked.seen.until}
    grouped = int(np.count_nonzero(circle.whole.sizes > 1))
    title = (
        Message(f"{AREA}.acts-title", camps=grouped) if grouped > 1 else Message(f"{AREA}.acts-title-one", first=asked.named(asked.first))
    )
    return acts_matrix(
        circle.cooperation,
        circle.conflict,
        [asked.named(state) for state in circle.states],
        circle.whole.membership.tolist(),
        id="acts",
        title=title,
        subtitle=Message(f"{AREA}.acts-subtitle", source=asked.source, **values),
        alt=Message(f"{AREA}.acts-alt", camps=grouped, **values),
    )


def _ends(share: np.ndarray) -> Ends | None:
    value, low, high = (float(end) * THOUSAND for end in share)
    return None if value != value else (value, low, high)
