"""Persons whose time is over are erased."""

from __future__ import annotations

import datetime as dt

from legation.web.audit import trail
from legation.web.people import store

__all__ = ["run"]


def run(today: dt.date) -> int:
    """Erase the persons who were to be kept until before ``today``; return how many. Doing it again on the same day changes nothing."""
    overdue = store.overdue(today)
    for person in overdue:
        slug, key = person.dossier.slug, person.key
        store.erase(person, None, "retention")
        trail.note("changed", route="people.erase", dossier=slug, thing=f"person={key}")
    store.overwrite()
    return len(overdue)
