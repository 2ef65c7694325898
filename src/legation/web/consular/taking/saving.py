"""Saving a household that an officer has changed: all of it, or nothing where somebody else was quicker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from legation.web.consular.holds import on_hold
from legation.web.consular.records.models import Household, LiveToken, Person, new_id
from legation.web.consular.shredding import shred
from legation.web.consular.taking.ending import state_at
from legation.web.consular.taking.household import Taken, until
from legation.web.consular.vault import Vault

__all__ = ["save_household"]


def save_household(box: Vault, household: Household, version: int, taken: Taken, ids: Sequence[str], now: dt.datetime) -> bool:
    """Save what an officer made of a household, and return whether it was saved: False where its version has changed.

    Parameters
    ----------
    ids : sequence of str
        For each member of ``taken`` the id of the person, or any other text for one who is new. Who is missing among them is destroyed.
    """
    declared, state = taken.declared, household.state
    record_class = "unconfirmed" if state == "unconfirmed" else declared
    purge_at = household.purge_at if state == "unconfirmed" else until(declared, taken.stay.stored(), household.post, now)
    if state != "unconfirmed" and purge_at is not None:
        state = state_at(declared, purge_at, household.post, household.made, now)
    new = {one: new_id() for one in ids if not Person.objects.filter(pk=one, household=household).exists()}
    box.new_subjects(list(new.values()))
    with transaction.atomic():
        about = {"version": version + 1, "changed": now, "record_class": record_class, "purge_at": purge_at, "state": state}
        if not Household.objects.filter(pk=household.pk, version=version).update(**about):
            return False
        row = Household.objects.get(pk=household.pk)
        row.contact = box.seal(row, "contact", {**taken.contact, "declared": declared})
        row.save(update_fields=["contact"])
        box.put_indexes(row.pk, {"phone": taken.contact["phones"], "email": taken.contact["emails"]})
        there = {person.pk: person for person in row.people.all()}
        for one, member in zip(ids, taken.members, strict=True):
            person = there.pop(one, None) or Person(id=new[one], household=row, post=row.post, state=row.state, version=0, made=now)
            person.version, person.changed = person.version + 1, now
            person.record_class, person.purge_at, person.state = record_class, purge_at, row.state
            person.identity = box.seal(person, "identity", member.identity())
            person.stay = box.seal(person, "stay", taken.stay.stored())
            person.save()
            box.put_indexes(person.pk, {"document": member.documents})
        LiveToken.objects.filter(subject=row.pk, kind="registration").update(expires=purge_at)
    if there:
        shred(there, now, on_hold(now))
    return True
