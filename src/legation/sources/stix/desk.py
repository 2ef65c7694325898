"""Whom to call and what may be shared: points of contact with the day they were checked, agreements with their marking and their end."""

from __future__ import annotations

import datetime as dt

from legation.sources.stix.clearing import rank
from legation.sources.stix.desk_records import Contact, SharingAgreement
from legation.sources.stix.extension import record_of
from legation.sources.stix.incidents import Incidents

__all__ = ["FRESH_DAYS", "agreements", "contacts", "is_fresh", "may_share"]

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
