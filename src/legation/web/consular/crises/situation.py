"""The situation of a crisis in counts: how many answered and when, what changed within an hour, what is not known, what is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.conf import settings

from legation import moment
from legation.consular.forecasts import PastWave, replied_by
from legation.consular.roll_call import Event, roll_call
from legation.web.consular.crises.boarding import boarding_of
from legation.web.consular.crises.calls import Call
from legation.web.consular.house import HOUSE
from legation.web.consular.people import known_people
from legation.web.consular.records.models import Crisis, Message, Wave
from legation.web.front.catalogue import alpha_2

__all__ = ["ExpectedReplies", "Situation", "change_of", "partners_of", "situation_of"]

HOUR = dt.timedelta(hours=1)
_MOST_POINTS = 60
_NEXT_MORNING = 6


@dataclass(frozen=True, slots=True)
class ExpectedReplies:
    """How many people are expected to have answered by a time: the median and an 80 % range, from so many waves of the past."""

    by: dt.datetime
    low: int
    median: int
    high: int
    waves: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The situation of a crisis; counts of people and never a name.

    Attributes
    ----------
    counts : dict of str to int
        Every status, zeros too.
    before : dict of str to int
        The same at ``before_at``; empty where there was nothing before.
    before_at : datetime or None
        Of the report that was stored before this one; None: an hour ago.
    curve : tuple of (datetime, int)
        How many people had answered, or were set by an officer, by each time.
    waves : tuple of datetime
        When each wave was pressed.
    partners : int
        People at stake who hold none of this State's nationality; 0 where the house is of no State.
    without_place, unconfirmed, messages_unknown : int
        What is not known: people of no known place; whose registration nobody confirmed; messages of which nobody knows whether they left.
    expected : ExpectedReplies or None
        None below three waves of the past, which the report then says.
    """

    at: dt.datetime
    people: int
    households: int
    counts: dict[str, int]
    before: dict[str, int]
    to_confirm: int
    reported: int
    unaccounted: int
    partners: int
    without_place: int
    unconfirmed: int
    messages_unknown: int
    leaving: int
    ready: int
    curve: tuple[tuple[dt.datetime, int], ...]
    waves: tuple[dt.datetime, ...]
    expected: ExpectedReplies | None
    before_at: dt.datetime | None = None

    @property
    def with_news(self) -> int:
        """How many people have a status."""
        return self.people - self.unaccounted


def situation_of(crisis: Crisis, call: Call, now: dt.datetime) -> Situation:
    """Return the situation of a crisis as of a time.

    Parameters
    ----------
    now : datetime
        What happened after it takes no part.
    """
    events = [event for event in call.events if event.at <= now]
    result = roll_call(call.people, call.households, events)
    known = call.stake.people
    places = [known.position[one] for one in call.people]
    begun = crisis.declared or crisis.made
    before = roll_call(call.people, call.households, [one for one in events if one.at <= now - HOUR]).counts if begun <= now - HOUR else {}
    pressed = Wave.objects.filter(crisis=crisis, pressed__lte=now).order_by("number").values_list("pressed", flat=True)
    waves = tuple(one for one in pressed if one is not None)
    boarding = boarding_of(crisis, call, 0)
    return Situation(
        at=now,
        people=len(call.people),
        households=len(set(call.households.values())),
        counts=result.counts,
        before=before,
        to_confirm=len(result.to_confirm),
        reported=len(result.reported),
        unaccounted=len(result.unaccounted),
        partners=_partners([known.nationalities[place] for place in places]),
        without_place=int((call.stake.without_place & ~_called(call)).sum()),
        unconfirmed=sum(str(known.states[place]) == "unconfirmed" for place in places),
        messages_unknown=Message.objects.filter(wave__crisis=crisis, state="unknown").count(),
        leaving=len(boarding.units),
        ready=sum(unit.ready for unit in boarding.units.values()),
        curve=_curve(events, begun, now),
        waves=waves,
        expected=_expected(crisis, events, waves, now),
    )


def _called(call: Call) -> np.ndarray:
    called = np.zeros(len(call.stake.people), bool)
    called[[call.stake.people.position[one] for one in call.people]] = True
    return called


def partners_of(nationalities: Sequence[str]) -> bool:
    """Whether somebody whose nationalities are known holds none of the house's State."""
    state = HOUSE.state.upper()
    return bool(state and nationalities) and not any(one.upper() == state or _alpha_2(one.upper()) == state for one in nationalities)


def _alpha_2(country: str) -> str:
    try:
        return alpha_2(country)
    except KeyError:  # what is no country that is known
        return ""


def _partners(everybody: Iterable[Sequence[str]]) -> int:
    return sum(partners_of(one) for one in everybody)


def _first_news(events: Iterable[Event]) -> dict[str, dt.datetime]:
    """Return when of each person first something was known."""
    first: dict[str, dt.datetime] = {}
    for event in sorted(events, key=lambda one: (one.at, one.id)):
        if event.status and (event.kind == "officer" or (event.kind == "reply" and event.trusted)):
            for person in event.people:
                first.setdefault(person, event.at)
    return first


def _curve(events: Sequence[Event], begun: dt.datetime, now: dt.datetime) -> tuple[tuple[dt.datetime, int], ...]:
    times = sorted(_first_news(events).values())
    step = max((now - begun) / _MOST_POINTS, dt.timedelta(minutes=1))
    points, at, count = [], begun, 0
    while at < now:
        while count < len(times) and times[count] <= at:
            count += 1
        points.append((at, count))
        at += step
    return (*points, (now, len(times)))


def _expected(crisis: Crisis, events: Sequence[Event], waves: Sequence[dt.datetime], now: dt.datetime) -> ExpectedReplies | None:
    """Return the replies expected by the next morning at six, on the clocks of the post that leads."""
    if not waves:
        return None
    written_to = {person for event in events if event.kind == "asked" for person in event.people}
    if not written_to:
        return None
    sent = waves[0]
    replied = {person: at for person, at in _first_news(events).items() if person in written_to}
    by = _next_morning(crisis, now)
    hours = [(one - sent).total_seconds() / 3600 for one in (now, by)]
    is_drill = bool(settings.CONSULAR_DRILL)
    past = _past(crisis, is_drill=is_drill)
    found = replied_by(past, len(written_to), len(replied), *hours, is_drill=is_drill)
    if found is None:
        return None
    low, median, high = (round(share * len(written_to)) for share in (found.low, found.median, found.high))
    return ExpectedReplies(by, low, median, high, found.waves)


def _next_morning(crisis: Crisis, now: dt.datetime) -> dt.datetime:
    post = HOUSE.post(crisis.post)
    zone = post.zone if post is not None else "UTC"
    here = moment.local(now, zone)
    day = here.date() if here.hour < _NEXT_MORNING else here.date() + dt.timedelta(days=1)
    return moment.instant(dt.datetime.combine(day, dt.time(_NEXT_MORNING)), zone, fold=0)


def _past(crisis: Crisis, *, is_drill: bool) -> list[PastWave]:
    """Return the first waves of crises before this one, of which the house still has messages and events."""
    found = []
    for other in Crisis.objects.exclude(pk=crisis.pk).exclude(declared=None):
        first = other.waves.filter(number=1).exclude(pressed=None).first()
        if first is None or first.pressed is None:
            continue
        times: dict[str, dt.datetime] = {}
        for people, at in other.events.filter(kind="reply", trusted=True).order_by("at").values_list("people", "at"):
            for person in people:
                times.setdefault(person, at)
        written = set(first.messages.values_list("household_id", flat=True))
        count = _people_in(written)
        if count:
            hours = tuple((at - first.pressed).total_seconds() / 3600 for at in times.values() if at >= first.pressed)
            found.append(PastWave(count, hours[:count], is_drill))
    return found


def _people_in(households: set[str]) -> int:
    return sum(one in households for one in known_people().households.tolist())


def change_of(situation: Situation, status: str) -> int | None:
    """Return by how many a count rose since what was before; None where nothing was."""
    return situation.counts[status] - situation.before[status] if situation.before else None
