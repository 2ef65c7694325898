"""What an officer decides of a person, and what somebody answers: written as events, which nothing changes afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from legation.consular.roll_call import URGENCY
from legation.errors import BadValue, NotAvailable
from legation.language import Message
from legation.web.consular.records.models import Crisis, Event, Person
from legation.web.consular.vault import vault

__all__ = ["events_of", "record_event", "set_status"]


def record_event(
    crisis: Crisis,
    kind: str,
    people: Sequence[str],
    about: dict[str, Any],
    *,
    event: str = "",
    at: dt.datetime | None = None,
    channel: str = "",
    trusted: bool = False,
    by: Any = None,
) -> bool:
    """Record that something happened in a crisis; return whether it is new: an event whose id is there changes nothing.

    Parameters
    ----------
    about : dict
        ``status`` and what else was said (``words``, ``position``), encrypted with a key of its own.
    event : str
        An id that whoever repeats it gives again, of at most 32 letters; a random one where none is named.
    """
    row = Event(crisis=crisis, at=at or dt.datetime.now(dt.UTC), kind=kind, people=list(people), channel=channel, trusted=trusted, by=by)
    if event:
        row.pk = event
        if Event.objects.filter(pk=event).exists():
            return False
    try:
        with transaction.atomic():
            row.subject = vault().new_subject(row.pk)
            row.about = vault().seal(row, "about", about)
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def events_of(crisis: Crisis, person: str) -> list[tuple[Event, dict[str, Any]]]:
    """Return what happened to a person in a crisis, the newest first, each with what was said."""
    rows = [one for one in crisis.events.order_by("-at", "-pk") if person in one.people]
    said = dict(vault().open_all(Event, "about", ((one.pk, one.subject, bytes(one.about)) for one in rows)))
    return [(one, said[one.pk] or {}) for one in rows if one.pk in said]


def set_status(crisis: Crisis, person: str, status: str, words: str, by: Any, *, version: int, seen: int) -> None:
    """Set the status of a person as an officer has found it; empty: what was set is withdrawn.

    Parameters
    ----------
    version : int
        Of the person, as the officer saw it.
    seen : int
        How many events of the person the officer saw: an answer that came meanwhile is read first.

    Raises
    ------
    BadValue
        For a status that is none.
    NotAvailable
        Where something changed meanwhile, or the crisis is closed.
    """
    if status and status not in URGENCY:
        raise BadValue(Message("desk-roll.no-status"))
    if crisis.state == "closed":
        raise NotAvailable(Message("desk-roll.is-closed"))
    with transaction.atomic():
        taken = Person.objects.filter(pk=person, version=version).update(version=F("version") + 1, changed=dt.datetime.now(dt.UTC))
        if not taken or sum(person in people for people in crisis.events.values_list("people", flat=True)) != seen:
            raise NotAvailable(Message("desk-roll.changed-meanwhile"))
        record_event(crisis, "officer", [person], {"status": status, "words": words}, by=by)
