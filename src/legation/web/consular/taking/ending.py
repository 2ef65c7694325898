"""Registrations that come to their end: asked once 30 days before the last day of the stay, ended the day after it.

A registration is *expiring* from the 30th day before its last day, where it was made before that; who registers for less has just said
until when. It has *ended* from the first instant of the day after its last one, by the clocks of its post, and is destroyed when its time
of keeping is over. New dates, by the link or an officer, bring it back. Who is at stake in a crisis is told by dates, never by states.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from legation import moment
from legation.errors import LegationError, WrongUse
from legation.web.consular.batches import chunks
from legation.web.consular.house import HOUSE
from legation.web.consular.letters import Passed, queue_letter
from legation.web.consular.records.models import Household, Message, Person
from legation.web.consular.retention import house_lines, last_day
from legation.web.consular.run_clock import check_clock
from legation.web.consular.taking.household import CLASSES

__all__ = ["EVERY", "NAME", "let_end", "state_at"]

EVERY = 300.0
"""Seconds between two times that the desk looks whose registration ends."""
NAME = "expiring"
QUESTION_LEAD = dt.timedelta(days=30)
"""So long before the last day the question goes out."""
_ONCE = dt.timedelta(days=60)
"""Nobody is asked twice within it, whatever they answered."""
_AT_ONCE = 1_000
_STATES = ("confirmed", "expiring", "ended")
"""Those that a date gives: of what a clock that ran ahead has ended, one that is right again makes what it is."""
_LONGEST = {"days": 1, "months": 31, "years": 366}
_PASSED = Passed()


def let_end(now: dt.datetime | None = None) -> tuple[int, int]:
    """Bring registrations into the state of their date and ask those that are about to end; return how many of each.

    Nothing is done where the clock of the machine has jumped since retention last ran, which the page of retention says: one that is ahead
    would write to everybody.
    """
    now = now or dt.datetime.now(dt.UTC)
    try:
        check_clock(HOUSE.folder, now)
    except WrongUse:
        return 0, 0
    return _change_states(now), 0 if settings.CONSULAR_DRILL else _ask(now)


def state_at(record_class: str, purge_at: dt.datetime, post: str, made: dt.datetime, now: dt.datetime) -> str:
    """Return the state of a confirmed registration by its date: ``confirmed``, ``expiring`` or ``ended``.

    Parameters
    ----------
    made : datetime
        When it came in.
    """
    place = HOUSE.post(post)
    zone = place.zone if place is not None else "UTC"
    last = last_day(record_class, purge_at, post)
    begins = moment.starts(last - QUESTION_LEAD, zone)
    if now >= moment.ends(last, zone):
        return "ended"
    return "expiring" if made < begins <= now else "confirmed"


def _change_states(now: dt.datetime) -> int:
    lines, changed = house_lines(), 0
    for name in CLASSES:
        if name not in lines:
            continue
        length = dt.timedelta(days=lines[name].period.count * _LONGEST[lines[name].period.unit])
        dated = Household.objects.filter(record_class=name, state__in=_STATES, purge_at__isnull=False)
        near = dated.filter(Q(purge_at__lte=now + QUESTION_LEAD + 2 * length) | ~Q(state="confirmed"))
        moves: dict[tuple[str, str, dt.datetime], list[str]] = {}
        for pk, post, purge_at, made, state in near.values_list("pk", "post", "purge_at", "made", "state"):
            assert purge_at is not None  # noqa: S101 - the query asks for those with a day
            new = state_at(name, purge_at, post, made, now)
            if new != state:
                moves.setdefault((state, new, purge_at), []).append(pk)
        changed += sum(_move(pks, *move, now) for move, pks in moves.items())
    return changed


def _move(pks: Iterable[str], old: str, new: str, purge_at: dt.datetime, now: dt.datetime) -> int:
    """Bring households and their people from a state into another, unless their dates have changed meanwhile."""
    count = 0
    for part in chunks(pks):
        with transaction.atomic():
            there = Household.objects.filter(pk__in=part, state=old, purge_at=purge_at)
            taken = list(there.values_list("pk", flat=True))
            Household.objects.filter(pk__in=taken).update(state=new)
            Person.objects.filter(household__in=taken).update(state=new, version=F("version") + 1, changed=now)
            count += len(taken)
    return count


def _ask(now: dt.datetime) -> int:
    """Queue the question to whose registration is about to end, and was not asked yet."""
    sent = set(Message.objects.filter(key__contains=f"-{NAME}-", made__gte=now - _ONCE).values_list("household_id", flat=True))
    waiting = Household.objects.filter(state=NAME).order_by("purge_at", "pk").values_list("pk", flat=True)
    count = 0
    for pk in [one for one in _PASSED.without(waiting, now) if one not in sent][:_AT_ONCE]:
        household = Household.objects.filter(pk=pk, state=NAME).first()
        if household is None or household.purge_at is None:
            continue
        try:
            queue_letter(NAME, household, f"{pk}-{NAME}-{household.purge_at:%Y%m%d}", expires=household.purge_at)
        except LegationError:  # no address, an objection, no approved text: the others are asked
            _PASSED.add(pk, now)
            continue
        count += 1
    return count
