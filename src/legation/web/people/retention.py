"""Persons whose time is over are erased."""

from __future__ import annotations

import datetime as dt

from legation.web.audit import trail
from legation.web.people.store import erase, overdue, overwrite

__all__ = ["erase_overdue"]


def erase_overdue(today: dt.date) -> int:
    """Erase the persons who were to be kept until before ``today``; return how many. Doing it again on the same day changes nothing."""
    late = overdue(today)
    for person in late:
        slug, key = person.dossier.slug, person.key
        erase(person, None, "retention")
        trail.note("changed", route="people.erase", dossier=slug, thing=f"person={key}")
    overwrite()
    return len(late)
