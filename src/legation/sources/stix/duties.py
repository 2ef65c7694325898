"""The clock of an incident: which reports are due to whom and when, whom to call, and what may be shared.

A duty runs from a moment in the incident's ``clock`` (when the firm became aware, when it was classified as major) or from when another
duty was done. Hours and days are counted from that moment in UTC; working days are Monday to Friday, and holidays are not known, so that
the day may be earlier than the law asks, never later; a month ends on the same day of the next, or on its last. Whether a duty binds
somebody is for a person to say. Ours to begin with (:func:`standard_duties`) are starting values with their provisions: compare them with
the law in force, correct them, and set ``checked``.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from legation.errors import WrongUse
from legation.language import Message
from legation.sources.stix.bundle import decode
from legation.sources.stix.clearing import rank
from legation.sources.stix.extension import record_of
from legation.sources.stix.incidents import Incidents
from legation.sources.stix.records import Coding, Contact, Duty, SharingAgreement

__all__ = [
    "FRESH_DAYS",
    "Due",
    "agreements",
    "coding",
    "contacts",
    "due",
    "ends",
    "is_fresh",
    "may_share",
    "standard_duties",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A duty on the clock of one incident.

    Attributes
    ----------
    duty : Duty
    begun : datetime or None
        The moment from which it runs; None: not yet known, so nothing is due.
    until : datetime or None
        When it is due.
    done : datetime or None
    state : {"waiting", "running", "late", "done", "done_late"}
        At the moment that was asked for.
    """

    duty: Duty
    begun: dt.datetime | None
    until: dt.datetime | None
    done: dt.datetime | None
    state: str


def standard_duties() -> Incidents:
    """Return duties to report under acts of the European Union and one of the United States, to be checked and corrected.

    >>> [record.name for record in map(record_of, standard_duties().of_type("reporting-duty"))][:2]
    ['Early warning of a significant incident', 'Notification of a significant incident']
    """
    path = Path(__file__).with_name("duties.json")
    return decode(path.read_bytes(), path.name)


def coding(incidents: Incidents, incident: str) -> Coding:
    """Return the political and legal fields of an incident; empty ones where it has none.

    Raises
    ------
    WrongUse
        Where there is no such incident.
    """
    o = next((o for o in incidents.of_type("incident") if o.get("id") == incident), None)
    if o is None:
        there = tuple(str(one.get("id")) for one in incidents.of_type("incident"))
        raise WrongUse(Message("stix.no-incident", found=incident, there=there[:10] or None))
    found = record_of(o)
    return found if found is not None else Coding()


def due(incidents: Incidents, incident: str, at: dt.datetime) -> tuple[Due, ...]:
    """Return every duty of the register on the clock of an incident, the earliest first; those that do not run yet at the end.

    Parameters
    ----------
    incidents : Incidents
        With objects of the type ``reporting-duty``.
    incident : str
        The id of an incident.
    at : datetime
        With a time zone: whether something is late is asked of this moment.

    Raises
    ------
    WrongUse
        Where there is no such incident, or the moment has no time zone.
    """
    if at.tzinfo is None:
        raise WrongUse(Message("stix.no-zone", found=at.isoformat()))
    fields = coding(incidents, incident)
    duties = [record_of(o) for o in incidents.of_type("reporting-duty")]
    found = [_due(duty, fields, at) for duty in duties]
    return tuple(sorted(found, key=lambda one: (one.until is None, one.until or at, one.duty.name, one.duty.id)))


def _due(duty: Duty, fields: Coding, at: dt.datetime) -> Due:
    begun = fields.done.get(duty.after_ref) if duty.after_ref else fields.clock.get(duty.runs_from)
    until = ends(begun, duty.amount, duty.unit) if begun is not None and duty.amount is not None and duty.unit else None
    done = fields.done.get(duty.id)
    if done is not None and done > at:
        done = None
    if done is not None:
        state = "done_late" if until is not None and done > until else "done"
    elif until is None:
        state = "waiting"
    else:
        state = "late" if at > until else "running"
    return Due(duty=duty, begun=begun, until=until, done=done, state=state)


def ends(begun: dt.datetime, amount: int, unit: str) -> dt.datetime:
    """Return when a time that began at a moment is over.

    >>> begun = dt.datetime(2024, 1, 31, 22, 0, tzinfo=dt.UTC)          # a Wednesday
    >>> [ends(begun, *time).isoformat(" ", "hours") for time in ((72, "hour"), (1, "month"), (4, "working_day"))]
    ['2024-02-03 22+00:00', '2024-02-29 22+00:00', '2024-02-06 22+00:00']
    """
    if unit == "hour":
        return begun + dt.timedelta(hours=amount)
    if unit == "month":
        months = begun.year * 12 + begun.month - 1 + amount
        year, month = divmod(months, 12)
        return begun.replace(year=year, month=month + 1, day=min(begun.day, calendar.monthrange(year, month + 1)[1]))
    if unit == "day":
        return begun + dt.timedelta(days=amount)
    while amount:
        begun += dt.timedelta(days=1)
        amount -= begun.weekday() < 5
    return begun


FRESH_DAYS = 183
"""How long a point of contact counts as checked: half a year, as registers of points of contact are commonly tested."""


def contacts(incidents: Incidents, country: str = "") -> tuple[Contact, ...]:
    """Return the points of contact, or those of a country (ISO 3166 alpha-3), in the order of the register."""
    found = (record_of(o) for o in incidents.of_type("contact-point"))
    return tuple(one for one in found if not country or one.country == country)


def is_fresh(contact: Contact, day: dt.date, days: int = FRESH_DAYS) -> bool:
    """Whether a point of contact was checked within so many days before a day; one that was never checked is not fresh.

    >>> from legation.dossier.when import When
    >>> seen = Contact(role="Duty officer", checked=When("2024-05"))
    >>> is_fresh(seen, dt.date(2024, 8, 1)), is_fresh(seen, dt.date(2025, 8, 1)), is_fresh(Contact(role="Desk"), dt.date(2024, 8, 1))
    (True, False, False)
    """
    return contact.checked is not None and dt.timedelta(0) <= day - contact.checked.first <= dt.timedelta(days=days)


def agreements(incidents: Incidents, day: dt.date | None = None) -> tuple[SharingAgreement, ...]:
    """Return the sharing agreements, or those in force on a day, both ends included."""
    found = (record_of(o) for o in incidents.of_type("sharing-agreement"))
    return tuple(one for one in found if day is None or _in_force(one, day))


def may_share(incidents: Incidents, partner: str, marking: str, day: dt.date) -> tuple[SharingAgreement, ...]:
    """Return the agreements in force under which something of a marking may go to a partner; none gives ``()``.

    An agreement without a marking allows nothing: what may be shared has to be written down.

    Raises
    ------
    WrongUse
        For a word that is no marking of TLP 2.0.
    """
    level = rank(marking)
    return tuple(one for one in agreements(incidents, day) if partner in one.partners and one.marking and rank(one.marking) >= level)


def _in_force(one: SharingAgreement, day: dt.date) -> bool:
    return (one.start is None or one.start.first <= day) and (one.end is None or not one.end.is_over(day))
