"""The dates of a dossier as an iCalendar file (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from legation.dossier.records import MARKINGS
from legation.language import Lang, Message, say
from legation.questions import Case
from legation.questions.dates import Dated, deadlines, happenings, origins

__all__ = ["HIGHEST", "calendar"]

HIGHEST = "TLP:AMBER+STRICT"
"""What is marked higher is for named persons only and never leaves by an address."""


def calendar(case: Case, lang: Lang, *, slug: str, revision: int, stamp: dt.datetime, links: Mapping[tuple[str, str], str]) -> bytes:
    """Return the dates of a case as a calendar.

    Parameters
    ----------
    slug : str
        Of the dossier; with the table, the first of the rows that supersede one another, and the kind of date it makes the event's
        identifier, which therefore stays when a row is corrected.
    revision : int
        Number of the dossier's revision: the sequence number of the events.
    stamp : datetime
        When the revision was made; nothing in the file depends on when it is asked for.
    links : mapping
        Address of the page of each row, by table and row.
    """
    from icalendar import Calendar

    made = Calendar()
    name = say(Message("page-engagement.feed.calendar", title=case.info.title or case.info.id, marking=case.info.marking), lang)
    made.add("prodid", "-//Legation//Legation//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-published-ttl", "PT6H")
    both = [one for one in (*deadlines(case), *happenings(case)) if (one.table, one.kind) not in _TWICE]
    first = {table: origins(case.dossier, table) for table in {one.table for one in both}}
    markings = {(table, row.id): row.marking for table in first for row in case.dossier.rows(table)}
    for one in both:
        marking = markings.get((one.table, one.row)) or case.info.marking or MARKINGS[0]
        made.add_component(_event(one, lang, _uid(slug, one, first), revision, stamp, marking, links.get((one.table, one.row), "")))
    return bytes(made.to_ical())


_TWICE = {("activities", "activity"), ("rollcalls", "rollcall")}
"""What is due and takes place is written once: as what takes place."""


def _event(one: Dated, lang: Lang, uid: str, revision: int, stamp: dt.datetime, marking: str, link: str) -> Any:
    from icalendar import Event

    event = Event()
    due = one.is_deadline
    begin = one.when.last if due else one.when.first  # what is due in a month is due at its end
    end = begin if due else (one.end or one.when).last
    summary = Message("page-engagement.feed.summary", kind=one.label, what=one.what)
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", revision)
    event.add("dtstart", begin)
    event.add("dtend", end + dt.timedelta(days=1))  # the end of an all-day event is the day after
    event.add("summary", say(summary, lang))
    about = [say(one.who, lang)] if one.who else []
    about += [say(Message("page-engagement.feed.about-month", when=one.when), lang)] if begin != end or len(str(one.when)) < 10 else []
    event.add("description", "\n".join([*about, marking, *([link] if link else [])]))
    event.add("class", "PUBLIC" if marking == MARKINGS[0] else "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [say(one.label, lang)])
    if link:
        event.add("url", link)
    return event


def _uid(slug: str, one: Dated, first: Mapping[str, Mapping[str, str]]) -> str:
    name = "/".join((slug, one.table, first[one.table].get(one.row, one.row), one.kind))
    return f"{hashlib.sha256(name.encode()).hexdigest()[:40]}@legation"
