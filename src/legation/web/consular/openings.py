"""Which records were opened by officers of other posts, week by week, for whoever is in charge of data protection.

A week begins on Monday by the clock of the house's first post. Once a week is over and something was opened in it, protection is told by
e-mail, in words that name nobody; the list itself stands on the desk's page alone.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.conf import settings

from legation import moment
from legation.language import Message
from legation.web.accounts.invitations import has_mail
from legation.web.accounts.letters import write_letter
from legation.web.consular.house import HOUSE
from legation.web.consular.records.models import Assignment, BreakGlass, OpeningsWeek

__all__ = ["EVERY", "WEEK", "counts_by_week", "mark_read", "monday_of", "openings_of", "tell_protection", "unread_weeks"]

EVERY = 3600.0
"""Seconds between two times that the desk looks whether a week is over."""
WEEK = dt.timedelta(days=7)
_ROLE = "protection"


def monday_of(at: dt.datetime) -> dt.date:
    """Return the Monday of the week of an instant, as the clock of the house's first post shows it."""
    day = moment.local(at, HOUSE.posts[0].zone).date()
    return day - dt.timedelta(days=day.weekday())


def openings_of(monday: dt.date) -> list[BreakGlass]:
    """Return what was opened in the week of a Monday, the latest first."""
    zone = HOUSE.posts[0].zone
    first, after = moment.starts(monday, zone), moment.starts(monday + WEEK, zone)
    return list(BreakGlass.objects.filter(made__gte=first, made__lt=after).order_by("-made"))


def counts_by_week() -> Counter[dt.date]:
    """Return how many records were opened in which week, by its Monday."""
    return Counter(monday_of(at) for at in BreakGlass.objects.values_list("made", flat=True))


def unread_weeks(now: dt.datetime) -> list[dt.date]:
    """Return the Mondays of the weeks that are over and of which nobody has read the list, the earliest first."""
    read = set(OpeningsWeek.objects.filter(read__isnull=False).values_list("monday", flat=True))
    return sorted(monday for monday in counts_by_week() if monday < monday_of(now) and monday not in read)


def mark_read(monday: dt.date, reader: str, now: dt.datetime) -> None:
    """Note who has read the list of a week; who read it first stays."""
    row = OpeningsWeek.objects.get_or_create(monday=monday)[0]
    OpeningsWeek.objects.filter(pk=row.pk, read=None).update(read=now, reader=reader[:120])


def tell_protection(now: dt.datetime | None = None) -> int:
    """Tell everybody in charge of data protection by e-mail of the weeks that are over, each week once; return how many letters left.

    In a drill, and without a mail server, none leaves: the first page of the desk says the same.
    """
    if settings.CONSULAR_DRILL or not has_mail():
        return 0
    now, sent = now or dt.datetime.now(dt.UTC), 0
    noticed = set(OpeningsWeek.objects.filter(noticed__isnull=False).values_list("monday", flat=True))
    weeks = [monday for monday in unread_weeks(now) if monday not in noticed]
    people = [one.account for one in Assignment.objects.filter(role=_ROLE, account__is_active=True).select_related("account")]
    for monday in weeks if people else ():
        words = Message("desk-openings.letter", count=len(openings_of(monday)), first=monday, last=monday + WEEK - dt.timedelta(days=1))
        taken = sum(write_letter(person, Message("desk-openings.letter-subject"), words) for person in people)
        if not taken:  # of one whose address is refused, the others are written to once and not each hour
            break
        OpeningsWeek.objects.update_or_create(monday=monday, defaults={"noticed": now})
        sent += taken
    return sent
