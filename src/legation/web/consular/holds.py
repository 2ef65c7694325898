"""Holds: purging passes over a subject, for a reason, as two persons decided, until a day that is at most a year away."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from legation.errors import WrongUse
from legation.language import Message
from legation.web.consular.records.models import Hold, Household, Person
from legation.web.consular.vault import vault

__all__ = ["LONGEST", "on_hold", "place_hold", "second_hold"]

LONGEST = dt.timedelta(days=366)
"""A hold ends after a year at most; who still needs it places another."""


def place_hold(subject: str, reason: str, by: Any, expires: dt.datetime, now: dt.datetime) -> Hold:
    """Place a hold on a subject: it holds from when a second person has agreed.

    Raises
    ------
    WrongUse
        Without a reason, or with an end that is past or more than a year away.
    """
    if not reason.strip():
        raise WrongUse(Message("desk-retention.hold-reason"))
    if not now < expires <= now + LONGEST:
        raise WrongUse(Message("desk-retention.hold-end"))
    hold = Hold(subject=subject, first=by, expires=expires)
    hold.reason = vault().seal(hold, "reason", reason.strip())
    hold.save()
    return hold


def second_hold(hold: Hold, by: Any) -> None:
    """Agree to a hold that somebody else placed.

    Raises
    ------
    WrongUse
        Where the same person placed it, or a second one has agreed already.
    """
    if by is None or hold.first_id == by.pk:
        raise WrongUse(Message("desk-retention.hold-same-person"))
    now = timezone.now()
    if not Hold.objects.filter(pk=hold.pk, agreed=None).update(second=by, agreed=now):
        raise WrongUse(Message("desk-retention.hold-agreed"))
    hold.second, hold.agreed = by, now


def on_hold(now: dt.datetime) -> frozenset[str]:
    """Return the subjects that purging passes over: those with a hold of two persons, their households, and the people of these."""
    subjects = set(Hold.objects.filter(expires__gt=now, agreed__isnull=False).values_list("subject", flat=True))
    households = set(Person.objects.filter(pk__in=subjects).values_list("household_id", flat=True)) | subjects
    people = set(Person.objects.filter(household_id__in=Household.objects.filter(pk__in=households)).values_list("pk", flat=True))
    return frozenset(subjects | households | people)
