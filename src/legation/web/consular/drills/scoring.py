"""The score of this house's drill: what its desk knew, beside what the seeded truth says."""

from __future__ import annotations

import datetime as dt

from legation.consular.drill_score import DrillScore, Said, drill_score
from legation.consular.roll_call import Event
from legation.errors import NotAvailable
from legation.language import Message
from legation.web.consular.crises.calls import call_of
from legation.web.consular.drills.declared import Drill
from legation.web.consular.drills.truth import Call, Truth, truth
from legation.web.consular.house import HOUSE
from legation.web.consular.records.models import Crisis, Wave

__all__ = ["calls_until", "score_of"]


def calls_until(drill: Drill, now: dt.datetime) -> list[tuple[dt.datetime, Call]]:
    """Return the calls that have come by now, or by the close, with their time, the last first."""
    end = drill.closed or now
    come = [(at, call) for call in truth().calls if (at := drill.at(call.minutes)) is not None and at <= end]
    return sorted(come, key=lambda one: one[0], reverse=True)


def score_of(drill: Drill) -> DrillScore:
    """Return the score of a drill that is closed: of the people who were hit.

    Raises
    ------
    NotAvailable
        Where it is not closed yet: whoever reads the truth before cannot rehearse.
    """
    if drill.started is None or drill.closed is None:
        raise NotAvailable(Message("desk-drill.not-closed"))
    found: Truth = truth()
    events: dict[str, Event] = {}
    for crisis in Crisis.objects.exclude(state="prepared"):
        events |= {event.id: event for event in call_of(crisis, [post.id for post in HOUSE.posts]).events}
    waves = Wave.objects.exclude(pressed=None).order_by("pressed").values_list("pressed", flat=True)
    return drill_score(
        {person: str(about["status"]) for person, about in found.people.items() if about["is_hit"]},
        events.values(),
        [Said(call.person, at, call.says) for at, call in calls_until(drill, drill.closed)],
        started=drill.started,
        closed=drill.closed,
        first_wave=waves.first(),
        late=drill.late,
    )
