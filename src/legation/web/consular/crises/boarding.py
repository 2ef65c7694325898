"""Who asks to leave: households in the order in which they go aboard, and what officers have noted of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from legation.consular.manifest import Manifest, Unit, manifest
from legation.consular.roll_call import URGENCY
from legation.errors import NotAvailable
from legation.language import Message
from legation.web.consular.crises.calls import Call
from legation.web.consular.records.models import Crisis, Household, Report
from legation.web.consular.vault import vault

__all__ = ["KIND", "Boarding", "boarding_of", "note_household"]

KIND = "boarding"
_LEAVING = URGENCY[:3]
"""Statuses of people who go: injured, in need of help, wishing to leave."""
PRIORITIES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Boarding:
    """Who goes aboard with so many seats.

    Attributes
    ----------
    units : dict of str to Unit
    people : dict of str to list of str
        The members of each household who go.
    """

    units: dict[str, Unit]
    people: dict[str, list[str]]
    result: Manifest


def boarding_of(crisis: Crisis, call: Call, seats: int) -> Boarding:
    """Return who goes aboard: each household of which somebody is injured, needs help or wishes to leave, never split.

    The priority is that of its most urgent member, unless an officer noted another; a household goes when an officer noted that all of it
    is ready. Of one priority who asked first goes first.
    """
    noted = {about["household"]: about for _, about in _notes(crisis)}
    first_request: dict[str, dt.datetime] = {}
    for event in sorted(call.events, key=lambda one: (one.at, one.id)):
        if event.status in _LEAVING:
            for person in event.people:
                first_request.setdefault(call.households[person], event.at)
    people: dict[str, list[str]] = {}
    for person in call.people:
        people.setdefault(call.households[person], []).append(person)
    units: dict[str, Unit] = {}
    for household, members in people.items():
        urgency = min(
            (URGENCY.index(call.result.status[one]) for one in members if call.result.status[one] in URGENCY), default=len(URGENCY)
        )
        if urgency < len(_LEAVING):
            going = [one for one in members if call.result.status[one] != "left"]
            note = noted.get(household, {})
            since = first_request.get(household, crisis.declared or crisis.made)
            units[household] = Unit(household, len(going), int(note.get("priority") or urgency + 1), since, bool(note.get("ready")))
            people[household] = going
    return Boarding(units, {one: people[one] for one in units}, manifest(units.values(), seats))


def _notes(crisis: Crisis) -> list[tuple[Report, dict[str, Any]]]:
    rows = {one.pk: one for one in Report.objects.filter(crisis=crisis, kind=KIND)}
    opened = vault().open_all(Report, "about", ((one.pk, one.pk, bytes(one.about)) for one in rows.values()))
    return [(rows[pk], about) for pk, about in opened if about]


def note_household(crisis: Crisis, household: Household, *, ready: bool, priority: int, seen_ready: bool, by: Any) -> None:
    """Note of a household whether all of it is ready, and its priority; 0: that of its most urgent member.

    Parameters
    ----------
    seen_ready : bool
        What the officer saw: where another has changed it, it is looked at again first.

    Raises
    ------
    NotAvailable
        Where somebody noted something else meanwhile, or the crisis is closed.
    """
    if crisis.state == "closed":
        raise NotAvailable(Message("desk-roll.is-closed"))
    about = {"household": household.pk, "ready": ready, "priority": priority if priority in PRIORITIES else 0}
    row = next((one for one, there in _notes(crisis) if there.get("household") == household.pk), None)
    was_ready = bool(row is not None and (vault().open(row, "about") or {}).get("ready"))
    if was_ready != seen_ready:
        raise NotAvailable(Message("desk-roll.changed-meanwhile"))
    try:
        with transaction.atomic():
            if row is None:
                row = Report(crisis=crisis, kind=KIND, post=household.post, record_class="report", state="open", by=by)
                vault().new_subject(row.pk)
                row.about = vault().seal(row, "about", about)
                row.save(force_insert=True)
            elif not Report.objects.filter(pk=row.pk, version=row.version).update(
                version=row.version + 1, about=vault().seal(row, "about", about), by=by
            ):
                raise NotAvailable(Message("desk-roll.changed-meanwhile"))
    except IntegrityError:
        raise NotAvailable(Message("desk-roll.changed-meanwhile")) from None
