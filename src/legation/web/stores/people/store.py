"""The one door to persons: who may see whom, what is held of one, erasing, and the end of retention.

Erasing takes the row away and makes sure that its bytes go too. SQLite overwrites what is deleted (``PRAGMA secure_delete=ON``) and
the write-ahead log, where an older state of the page may stand, is emptied at once. On PostgreSQL the table is rewritten (``VACUUM
FULL``: it is small); the server's own log of changes keeps the old bytes until it is recycled, as its settings say. Backups that were
made before still hold the person, encrypted: who was erased is noted beside the data and beside the backups
(:mod:`legation.web.stores.people.erased`), and is erased again when one of them is restored.
"""

from __future__ import annotations

import datetime as dt
import logging
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from legation.web.dossiers.models import Dossier
from legation.web.stores import overwriting
from legation.web.stores.audit import trail
from legation.web.stores.audit.models import Entry
from legation.web.stores.people import erased
from legation.web.stores.people.models import Person, Tombstone

__all__ = [
    "erase",
    "erase_overdue",
    "overdue",
    "overwrite",
    "people_of",
    "record_of",
]

_LOG = logging.getLogger(__name__)


def people_of(dossier: Dossier, role: str, *, for_export: bool = False) -> list[Person]:
    """Return the persons of a dossier for a role in it.

    Owners see everybody; editors everybody who is not protected; others nobody. No export and no map shows who is protected.

    Parameters
    ----------
    role : str
        Of :data:`legation.web.dossiers.roles.ROLES`.
    for_export : bool
        Whether the list leaves the page: a map, a handover pack, a download.
    """
    if role not in ("owner", "editor"):
        return []
    persons = Person.objects.filter(dossier=dossier)
    if for_export or role != "owner":
        persons = persons.filter(protected=False)
    return list(persons)


def record_of(person: Person) -> dict[str, Any]:
    """Return everything that the site holds of a person, for the person: the data, where it comes from, and who looked at or changed it."""
    mentions = Entry.objects.filter(dossier=person.dossier.slug, object__contains=person.key).order_by("time")
    return {
        "key": person.key,
        "dossier": person.dossier.slug,
        "name": person.name,
        "function": person.function,
        "organisation": person.organisation,
        "actor": person.actor,
        "contact": person.contact,
        "channel": person.channel,
        "basis": person.basis,
        "source": person.source,
        "retain_until": person.retain_until.isoformat(),
        "protected": person.protected,
        "added": person.made.isoformat(),
        "changed": person.changed.isoformat(),
        "trail": [{"time": entry.time.isoformat(), "kind": entry.kind, "what": entry.route} for entry in mentions.iterator()],
    }


def erase(person: Person, by: Any, reason: str) -> Tombstone:
    """Erase a person for good and leave a tombstone."""
    with transaction.atomic():
        tombstone = Tombstone.objects.create(dossier=person.dossier, key=person.key, by=by, reason=reason)
        person.delete()
        transaction.on_commit(partial(_note_beside, tombstone.key))
    overwrite()
    return tombstone


def _note_beside(key: str) -> None:
    """Write a tombstone beside the data too, from where it outlives the database; what cannot be written goes into the next backup."""
    try:
        erased.note(Path(settings.DATA), [one for one in erased.tombstones() if one.key == key])
    except OSError:
        _LOG.warning("Who was erased could not be noted beside the data; the next backup notes it.")


def overwrite() -> None:
    """Let the bytes of what was erased go from the database's files; inside a transaction there is nothing to do yet."""
    overwriting.overwrite(Person)


def overdue(today: dt.date) -> list[Person]:
    """Return the persons whose time is over."""
    return list(Person.objects.filter(retain_until__lt=today).select_related("dossier"))


def erase_overdue(today: dt.date) -> int:
    """Erase the persons who were to be kept until before ``today``; return how many. Doing it again on the same day changes nothing."""
    late = overdue(today)
    for person in late:
        slug, key = person.dossier.slug, person.key
        erase(person, None, "retention")
        trail.note("changed", route="people.erase", dossier=slug, thing=f"person={key}")
    overwrite()
    return len(late)
