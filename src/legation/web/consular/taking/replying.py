"""Answers to a roll call as events: trusted by one's own link, or by one's own code from the number it was sent to; else only reported.

A household has one link. Whoever answers for all is taken at their word; whoever answers for some of several is, where the names that they
write say whom they mean. Else it is reported of all, for an officer to read: nobody is ever taken for safe on a guess.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.consular.codes import read_code
from legation.web.consular.paper.codes import households_with
from legation.web.consular.people import searched
from legation.web.consular.records.models import Crisis, Event, Person
from legation.web.consular.records.models import Message as Sent
from legation.web.consular.vault import Vault

__all__ = ["OPEN", "Answer", "by_code", "covered", "event_id", "events_of", "open_crises"]

OPEN = ("declared", "stood-down")
"""States of a crisis that takes answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer with what it was sent by: the household that it speaks for, the crisis, and whether that is certain."""

    id: str
    at: dt.datetime
    household: str
    crisis: Crisis
    reply: Mapping[str, str]
    channel: str
    trusted: bool


def event_id(source: str, number: int, crisis: str) -> str:
    """Return the id of the event of a submission: the same each time that it is applied, and it says nothing."""
    return hashlib.sha256(f"{source}|{number}|{crisis}".encode()).hexdigest()[:32]


def open_crises(post: str) -> list[Crisis]:
    """Return the crises that concern a post and take answers."""
    return [one for one in Crisis.objects.filter(state__in=OPEN) if post in one.posts or post == one.post]


def by_code(codes: Sequence[str]) -> dict[str, list[tuple[str, Crisis]]]:
    """Return of each code the household and crisis that it was sent for or printed for, in the crises that take answers."""
    found: dict[str, list[tuple[str, Crisis]]] = {}
    rows = Sent.objects.filter(code__in=[code for code in codes if code], wave__crisis__state__in=OPEN).select_related("wave__crisis")
    for row in rows.order_by("made"):
        pair = (row.household_id, row.wave.crisis)  # type: ignore[union-attr]  # such a message is of a wave
        if pair not in found.setdefault(row.code, []):
            found[row.code].append(pair)
    printed = [code for one in codes if one not in found and (code := read_code(one))]
    for crisis in Crisis.objects.filter(state__in=OPEN) if printed else ():
        for code, households in households_with(crisis, printed).items():
            found.setdefault(code, []).extend((household, crisis) for household in households)
    return {code: pairs for code, pairs in found.items() if pairs}


def covered(box: Vault, members: Sequence[Person], reply: Mapping[str, str]) -> tuple[list[str], bool]:
    """Return whom an answer covers, and whether that is certain: for all of one household, or those whose names stand in its words."""
    people = sorted({one.same_as or one.pk for one in members})
    if reply["covers"] == "all" or len(people) == 1:
        return people, True
    words = f" {searched(reply['words'])} "
    named = set()
    for one in members:
        given = searched(box.open(one, "identity").get("given", "")).split()
        if given and f" {given[0]} " in words:
            named.add(one.same_as or one.pk)
    return (sorted(named), True) if named and len(named) < len(people) else (people, False)


def events_of(box: Vault, answers: Sequence[Answer]) -> list[Event]:
    """Return the events of answers, encrypted, each with a key of its own; they are not written yet."""
    members: dict[str, list[Person]] = {}
    for person in Person.objects.filter(household__in={one.household for one in answers}):
        members.setdefault(person.household_id, []).append(person)
    events = []
    for one in answers:
        people, is_certain = covered(box, members.get(one.household, ()), one.reply)
        if not people:
            continue
        event = Event(id=one.id, crisis=one.crisis, at=one.at, kind="reply", people=people, channel=one.channel)
        event.trusted, event.subject = one.trusted and is_certain, one.id
        events.append(event)
    there = set(Event.objects.filter(pk__in=[one.pk for one in events]).values_list("pk", flat=True))
    new = {one.pk: one for one in events if one.pk not in there}
    box.new_subjects(list(new))
    said: dict[str, Mapping[str, Any]] = {one.id: one.reply for one in answers}
    for event in new.values():
        event.about = box.seal(event, "about", {name: text for name, text in said[event.pk].items() if name not in ("token", "code")})
    return list(new.values())
