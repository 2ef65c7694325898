"""Runs of retention: what is due is destroyed, and leaves a list by class with dates and counts, without a name.

The desk makes a run each hour by itself (:mod:`legation.web.consular.hourly`), and ``legation consular purge`` makes one. What is due at an
instant is destroyed by the first run at or after it: within the hour. The time of a run is an argument.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command
from django.db.models import Model

from legation import moment
from legation.web.consular.clocks import replies_until, start_clocks
from legation.web.consular.copies import drop_old_copies
from legation.web.consular.drill_folders import drop_old_drills
from legation.web.consular.holds import on_hold
from legation.web.consular.house import HOUSE, house_folder
from legation.web.consular.links import doomed, has_random_id, tables
from legation.web.consular.records.models import BreakGlass, Crisis, Event, Hold, Household, LiveToken, Message, Person, Purge, PutAside
from legation.web.consular.retention import house_lines, last_day
from legation.web.consular.run_clock import check_clock, note_run
from legation.web.consular.shredding import destroy, finish, overwrite
from legation.web.stores.audit import trail

__all__ = ["Due", "due", "purge"]


@dataclass(frozen=True, slots=True)
class Due:
    """Records of a class that a run destroys.

    Attributes
    ----------
    first, last : date
        The days, in UTC, on which they were due.
    count : int
        How many are destroyed.
    on_hold : int
        How many were passed over, since a hold is on them.
    """

    record_class: str
    first: dt.date
    last: dt.date
    count: int
    on_hold: int


@dataclass(frozen=True, slots=True)
class _Plan:
    rows: dict[type[Model], set[Any]]
    due: tuple[Due, ...]
    spared: frozenset[str]


def due(now: dt.datetime) -> tuple[Due, ...]:
    """Return what a run at an instant would destroy, by class: the dry run. Nothing is changed but the clocks that have begun."""
    start_clocks()
    return _plan(now).due


def purge(now: dt.datetime, *, is_confirmed: bool = False) -> tuple[Due, ...]:
    """Make a run of retention and return what it destroyed, by class.

    Parameters
    ----------
    now : datetime
        The time of the run.
    is_confirmed : bool
        Whether somebody has looked at the clock of the machine: see :func:`legation.web.consular.run_clock.check_clock`.

    Raises
    ------
    WrongUse
        Where the clock has jumped since the last run and nobody has confirmed it.
    CannotWrite
        Where the erasure journal cannot be written: nothing was destroyed.
    """
    house = house_folder()
    if not is_confirmed:
        check_clock(house, now)
    finish()
    start_clocks()
    plan = _plan(now)
    while plan.spared != on_hold(now):  # what is agreed while it is reckoned who goes holds already
        plan = _plan(now)
    destroy(plan.rows, now)
    done = [*plan.due, *_others(now)]
    Purge.objects.bulk_create(
        Purge(at=now, record_class=one.record_class, first=one.first, last=one.last, count=one.count) for one in done if one.count
    )
    if any(one.count for one in done):
        trail.note("changed", route="retention.purge")
        overwrite()
    note_run(house, now)
    return tuple(done)


def _others(now: dt.datetime) -> Iterator[Due]:
    """Destroy what has no subject of its own: links that have ended, sessions, old entries of the trail, drills, copies of keys."""
    LiveToken.objects.filter(expires__lte=now).delete()
    call_command("clearsessions")
    today = now.astimezone(dt.UTC).date()
    lines = house_lines()
    if "audit" in lines:
        before = _looked_before(now, HOUSE.posts[0].id)
        gone = Hold.objects.filter(expires__lt=before).delete()[0] + trail.drop_old(before)
        for post in sorted(set(BreakGlass.objects.values_list("post", flat=True))):
            gone += BreakGlass.objects.filter(post=post, made__lt=_looked_before(now, post)).delete()[0]
        if gone:
            yield Due("audit", today, today, gone, 0)
    if "drill" in lines:
        gone = drop_old_drills(house_folder() / "drills", now)
        if gone:
            yield Due("drill", today, today, gone, 0)
    drop_old_copies(house_folder(), now)


def _looked_before(now: dt.datetime, post: str) -> dt.datetime:
    """Return the instant before which what is of class ``audit`` is dropped now, by the clocks of a post: the end of a day of theirs."""
    place = HOUSE.post(post)
    return moment.ends(last_day("audit", now, post), place.zone if place is not None else "UTC")


def _plan(now: dt.datetime) -> _Plan:
    """Return what is due at an instant, with the rows that go, and how many are passed over."""
    spared = on_hold(now)
    found = list(_due_rows(now))
    rows = doomed((pk for _, _, model, pk in found if has_random_id(model)), spared)
    for _, _, model, pk in found:
        if not has_random_id(model):  # of nobody whose key the desk has
            rows.setdefault(model, set()).add(pk)
    going = {(model, pk) for model, pks in rows.items() for pk in pks}
    days: dict[str, list[dt.date]] = {}
    passed: dict[str, int] = {}
    for name, day, model, pk in found:
        days.setdefault(name, []).append(day)
        if (model, pk) not in going:
            passed[name] = passed.get(name, 0) + 1
    counts: dict[str, int] = {}
    for model, pks in rows.items():
        for name in _classes(model, pks):
            counts[name] = counts.get(name, 0) + 1
    today = now.astimezone(dt.UTC).date()
    made = []
    for name in sorted(days.keys() | counts.keys()):
        dates = days.get(name, [today])
        made.append(Due(name, min(dates), max(dates), counts.get(name, 0), passed.get(name, 0)))
    return _Plan(rows, tuple(made), spared)


def _due_rows(now: dt.datetime) -> Iterator[tuple[str, dt.date, type[Model], Any]]:
    """Yield class, day, table and id of each row that is due at an instant.

    A household stays while one of its people does, and goes with the last.
    """
    staying = set(Person.objects.exclude(purge_at__lte=now).values_list("household_id", flat=True))
    inhabited = set(Person.objects.values_list("household_id", flat=True))
    for model in tables():
        fields = {field.attname for field in model._meta.concrete_fields}
        if "purge_at" not in fields or model is Household:
            continue
        names = ("pk", "purge_at", *(["record_class"] if "record_class" in fields else []))
        for pk, at, *classes in model._base_manager.filter(purge_at__lte=now).values_list(*names):
            yield (classes[0] if classes and model is not Crisis else _CLASS.get(model, "")), at.date(), model, pk
    ended = Household.objects.exclude(purge_at__gt=now).values_list("pk", "purge_at", "record_class")
    for pk, at, name in ended:
        if pk not in staying and (at is not None or pk in inhabited):
            yield name, (at or now).date(), Household, pk
    for crisis in Crisis.objects.exclude(closed=None):
        until = replies_until(crisis)
        if until is not None and until <= now:
            for pk in crisis.events.values_list("pk", flat=True):
                yield "reply", until.date(), Event, pk


_CLASS: dict[type[Model], str] = {Message: "message", Crisis: "reply", PutAside: "unconfirmed"}
"""The class of rows that do not name their own."""


def _classes(model: type[Model], pks: set[Any]) -> Iterator[str]:
    """Yield the class of each row that counts as a record; a household is no record beside its people."""
    if model is Event:
        yield from ("reply" for _ in pks)
    elif model in (Message, PutAside):
        yield from (_CLASS[model] for _ in pks)
    elif model not in (Household, Crisis) and any(field.attname == "record_class" for field in model._meta.concrete_fields):
        for pk, name in model._base_manager.values_list("pk", "record_class").iterator(chunk_size=2000):
            if pk in pks:
                yield name
