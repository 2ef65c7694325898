"""Filling a drill's house: its citizens are encrypted and indexed as people who registered are, and the truth is written beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from legation.web.consular.drills.citizens import SeededHousehold, seeded
from legation.web.consular.drills.declared import Drill
from legation.web.consular.drills.truth import Truth, write_truth
from legation.web.consular.house import HOUSE, house_folder
from legation.web.consular.records.models import BlindIndex, Household, Person
from legation.web.consular.retention import stored_until
from legation.web.consular.vault import vault

__all__ = ["fill"]

_BATCH = 500


def fill(drill: Drill) -> Truth:
    """Write the citizens of a drill into this process's house, and what is true of them into its folder."""
    today = drill.made.date()
    place = {name: getattr(drill, name) for name in ("longitude", "latitude", "radius_km", "place")}
    households, truth = seeded(drill.seed, drill.people, today=today, **place)
    box = vault()
    box.new_subjects([subject for one in households for subject in (one.id, *(citizen.id for citizen in one.people))])
    rows, people, indexes = [], [], []
    for number, one in enumerate(households):
        about = _about(one, HOUSE.posts[number % len(HOUSE.posts)].id, drill.made)
        row = Household(id=one.id, **about)
        row.contact = box.seal(row, "contact", one.contact)
        rows.append(row)
        indexes += list(_indexes(one))
        for citizen in one.people:
            person = Person(id=citizen.id, household=row, **about)
            person.identity = box.seal(person, "identity", citizen.identity)
            person.stay = box.seal(person, "stay", one.stay)
            people.append(person)
    with transaction.atomic():
        Household.objects.bulk_create(rows, batch_size=_BATCH)
        Person.objects.bulk_create(people, batch_size=_BATCH)
        BlindIndex.objects.bulk_create(indexes, batch_size=_BATCH)
    write_truth(house_folder(), truth)
    return truth


def _about(one: SeededHousehold, post: str, made: dt.datetime) -> dict[str, Any]:
    record_class = "trip" if one.is_confirmed else "unconfirmed"
    start = dt.date.fromisoformat(one.stay["leaves"]) if one.is_confirmed else made
    state = "confirmed" if one.is_confirmed else "unconfirmed"
    until = stored_until(record_class, start, post)
    return {"post": post, "record_class": record_class, "state": state, "made": made, "changed": made, "purge_at": until}


def _indexes(one: SeededHousehold) -> Iterator[BlindIndex]:
    for kind, name in (("phone", "phones"), ("email", "emails")):
        for value in one.contact[name]:
            yield BlindIndex(kind=kind, digest=vault().digest(kind, value), subject=one.id)
