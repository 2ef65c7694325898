"""What a registration becomes: confirmed, changed, withdrawn. Each raises the version of the household and of its people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from legation.web.consular.holds import on_hold
from legation.web.consular.records.models import Household, LiveToken, Person
from legation.web.consular.shredding import shred
from legation.web.consular.taking.ending import state_at
from legation.web.consular.taking.household import Stay, until
from legation.web.consular.taking.submitted import resolved
from legation.web.consular.vault import Vault

__all__ = ["change", "confirm", "gone", "raise_version", "withdraw"]

_LONGEST_NOTES = 2_000
"""Characters of notes: a link that is used over and over does not fill the desk."""


def raise_version(rows: Iterable[Household | Person], now: dt.datetime) -> None:
    """Let a row have another version; it is not written yet."""
    for row in rows:
        row.version += 1
        row.changed = now


def confirm(box: Vault, household: Household, now: dt.datetime) -> None:
    """Let a household that nobody had confirmed be confirmed: it becomes what it declared to be, with the time of keeping of that."""
    if household.state != "unconfirmed":
        return
    people = list(household.people.all())
    contact = box.open(household, "contact")
    stays = [box.open(person, "stay") for person in people] or [{}]
    purge_at = until(contact["declared"], stays[0], household.post, now)
    for row in (household, *people):
        row.state, row.record_class, row.purge_at = "confirmed", contact["declared"], purge_at
    _written(household, people, now)


def change(box: Vault, household: Household, changed: Mapping[str, str], now: dt.datetime) -> str:
    """Apply what somebody changed by their link, and return ``changed``, or ``noted`` where the days would not be in order."""
    people = list(household.people.all())
    contact = box.open(household, "contact")
    for name, field in (("phone", "phones"), ("email", "emails")):
        if changed.get(name):
            contact[field] = [changed[name]]
    outcome, added = "changed", changed.get("words", "")
    if changed.keys() & {"country", "place", "arrives", "leaves"}:
        stays = [_stay_after(box.open(person, "stay"), changed) for person in people]
        if any(one.arrives and one.leaves and one.leaves < one.arrives for one in stays):
            outcome = "noted"
            added = f"{added} [{changed.get('arrives', '')} - {changed.get('leaves', '')}]".strip()
        else:
            for person, stay in zip(people, stays, strict=True):
                person.stay = box.seal(person, "stay", stay.stored())
            if household.state != "unconfirmed" and stays:
                purge_at = until(household.record_class, stays[0].stored(), household.post, now)
                state = state_at(household.record_class, purge_at, household.post, household.made, now)
                for row in (household, *people):
                    row.purge_at, row.state = purge_at, state
                LiveToken.objects.filter(subject=household.pk, kind="registration").update(expires=purge_at)
    if added:
        contact["notes"] = f"{contact.get('notes', '')}\n{now.date()} {added}".strip()[-_LONGEST_NOTES:]
    household.contact = box.seal(household, "contact", contact)
    box.put_indexes(household.pk, {"phone": contact["phones"], "email": contact["emails"]})
    _written(household, people, now)
    return outcome


def withdraw(household: Household, now: dt.datetime) -> str:
    """Let a household go, and return ``withdrawn``: it is due now, and :func:`gone` destroys it; ``on-hold`` where a hold keeps it."""
    people = list(household.people.all())
    if on_hold(now) & {household.pk, *(person.pk for person in people)}:
        return "on-hold"
    for row in (household, *people):
        row.state, row.purge_at = "withdrawn", now
    LiveToken.objects.filter(subject=household.pk).delete()
    _written(household, people, now)
    return "withdrawn"


def gone(households: Iterable[str], now: dt.datetime) -> None:
    """Destroy households that have withdrawn, after that was written; what a power cut leaves, the next run of retention takes."""
    rows = Household.objects.filter(pk__in=list(households), state="withdrawn")
    subjects = [subject for row in rows for subject in (row.pk, *row.people.values_list("pk", flat=True))]
    if subjects:
        shred(subjects, now, on_hold(now))


def _stay_after(stay: Mapping[str, Any], changed: Mapping[str, str]) -> Stay:
    country = changed.get("country") or stay.get("country", "")
    where = Stay(country=country, place=stay.get("place", ""), lon=stay.get("lon"), lat=stay.get("lat"))
    if changed.get("place"):
        where = resolved(changed["place"], country)
    elif changed.get("country", stay.get("country", "")) != stay.get("country", ""):
        where = Stay(country=country)
    return Stay(
        country=where.country,
        place=where.place,
        lon=where.lon,
        lat=where.lat,
        arrives=changed.get("arrives") or stay.get("arrives", ""),
        leaves=changed.get("leaves") or stay.get("leaves", ""),
    )


def _written(household: Household, people: list[Person], now: dt.datetime) -> None:
    raise_version((household, *people), now)
    household.save()
    Person.objects.bulk_update(people, ["stay", "state", "record_class", "purge_at", "version", "changed"])
