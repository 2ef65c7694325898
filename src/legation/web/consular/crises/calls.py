"""The roll call of a crisis as the desk has it: messages and events of the database, read as events of the rules."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, Max

from legation.consular.roll_call import STATUSES, URGENCY, Event, Kind, RollCall, roll_call
from legation.web.consular.crises.about import read_about
from legation.web.consular.crises.at_stake import AtStake, at_stake
from legation.web.consular.people import known_people
from legation.web.consular.records.models import Crisis, Message
from legation.web.consular.records.models import Event as Stored
from legation.web.consular.vault import vault

__all__ = ["Call", "call_of", "in_triage_order"]

ARRIVED_SOMEWHERE = ("handed-over", "delivered", "unknown")
"""States of a message that may have arrived."""
NOT_ARRIVED = ("failed", "expired")
_MOST_CALLS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """The roll call of a crisis, for the people of some posts.

    Attributes
    ----------
    stake : AtStake
    people : tuple of str
        Who is called: those in the area, and those who were written to or of whom somebody said something.
    households : dict of str to str
        The household of each.
    events : tuple of Event
        What happened, in no order; messages first.
    result : RollCall
    """

    stake: AtStake
    people: tuple[str, ...]
    households: dict[str, str]
    events: tuple[Event, ...]
    result: RollCall

    def households_without_news(self) -> set[str]:
        """Return the households in which somebody is without news."""
        return {self.households[person] for person in self.result.unaccounted}


def call_of(crisis: Crisis, posts: Sequence[str]) -> Call:
    """Return the roll call of a crisis among the people of some posts, as of now.

    It is computed anew where a message, an event or a person has changed; else the last one is given again.
    """
    key = crisis.pk, tuple(sorted(posts))
    people = known_people()
    stamp = (crisis.version, id(people), *_stamp(crisis))
    with _LOCK:
        cached = _CALLS.get(key)
    if cached is not None and cached[0] == stamp and cached[1].stake.people is people:
        return cached[1]
    made = _computed(crisis, posts)
    with _LOCK:
        _CALLS.pop(key, None)
        _CALLS[key] = stamp, made
        for old in list(_CALLS)[:-_MOST_CALLS]:
            del _CALLS[old]
    return made


_CALLS: dict[tuple[str, tuple[str, ...]], tuple[tuple[Any, ...], Call]] = {}
_LOCK = threading.Lock()


def _stamp(crisis: Crisis) -> tuple[Any, ...]:
    events = crisis.events.aggregate(Count("pk"), Max("at"))
    states = Message.objects.filter(wave__crisis=crisis).values_list("state").annotate(Count("pk"), Max("changed")).order_by("state")
    return (*events.values(), *states)


def _computed(crisis: Crisis, posts: Sequence[str]) -> Call:
    stake = at_stake(known_people(), read_about(crisis), posts)
    known = stake.people
    mine = set(known.ids[known.at(posts)].tolist())
    households = dict(zip(known.ids.tolist(), known.households.tolist(), strict=True))
    called = dict.fromkeys(stake.ids())
    stored = list(_of_events(crisis, mine))
    sent, reached = _messages(crisis)
    called |= dict.fromkeys(person for event in stored for person in event.people)
    members: dict[str, list[str]] = {household: [] for household in reached}
    for person in sorted(mine):
        if (household := households[person]) in members:
            members[household].append(person)
            called[person] = None
    letters = list(_of_messages(sent, members))
    people = tuple(called)
    events = (*letters, *stored)
    theirs = {person: households[person] for person in people}
    return Call(stake, people, theirs, events, roll_call(people, theirs, events))


def _messages(crisis: Crisis) -> tuple[list[tuple[str, str, str, str, dt.datetime]], set[str]]:
    """Return the messages that left, and the households to which any was written."""
    columns = ("key", "household_id", "state", "id", "changed")
    rows = list(Message.objects.filter(wave__crisis=crisis).values_list(*columns))
    return [row for row in rows if row[2] in (*ARRIVED_SOMEWHERE, *NOT_ARRIVED)], {row[1] for row in rows}


def _of_messages(rows: Sequence[tuple[str, str, str, str, dt.datetime]], members: dict[str, list[str]]) -> Iterator[Event]:
    for key, household, state, message, at in rows:
        people = members.get(household)
        if people:
            yield Event(f"m{message}", at, "asked", people, channel=key)
            if state in NOT_ARRIVED:
                yield Event(f"f{message}", at, "failed", people, channel=key)


def _of_events(crisis: Crisis, mine: set[str]) -> Iterator[Event]:
    columns = ("pk", "subject", "about", "at", "kind", "people", "channel", "trusted")
    rows = {row[0]: row for row in crisis.events.values_list(*columns)}
    for pk, about in vault().open_all(Stored, "about", ((row[0], row[1], row[2]) for row in rows.values())):
        _, _, _, at, kind, people, channel, trusted = rows[pk]
        theirs = [one for one in people if one in mine]
        status = str((about or {}).get("status", ""))
        if theirs and not (trusted and status not in URGENCY):
            yield Event(pk, at, cast(Kind, kind), theirs, status, channel, trusted=trusted)


_RANK = {status: rank for rank, status in enumerate(STATUSES)}


def in_triage_order(call: Call, people: Sequence[str]) -> list[str]:
    """Return people in the order in which officers go through them: the most urgent first, of one status households together."""
    status = call.result.status
    return sorted(people, key=lambda one: (_RANK[status[one]], call.households[one], one))
