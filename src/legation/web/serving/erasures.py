"""Who was erased from the store of persons, beside backups and when one is restored; a site without that store has nobody."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legation.web.stores.people.erased import Erased

__all__ = ["erase_again", "erased_here", "known_erased", "note_erased"]


def _has_people() -> bool:
    from django.apps import apps

    return apps.is_installed("legation.web.stores.people")


def erased_here(data: Path) -> list[Erased]:
    """Return who was erased on a site: beside its data, and in its database. The database takes no write for it."""
    if not _has_people():
        return []
    from legation.web.stores.people import erased

    return [*erased.read(data), *erased.tombstones()]


def known_erased(beside: Path, data: Path) -> list[Erased]:
    """Return who was erased, as far as it is known here: beside a backup, beside the data, and in the database that is replaced."""
    if not _has_people():
        return []
    from django.db import DatabaseError, transaction

    from legation.web.stores.people import erased

    known: list[Erased] = []
    with contextlib.suppress(DatabaseError), transaction.atomic():  # an older one has no such table, an empty one none at all
        known = erased.tombstones()
    return [*erased.read(beside), *erased.read(data), *known]


def note_erased(folder: Path, gone: list[Erased]) -> None:
    """Note in a folder who was erased.

    Raises
    ------
    OSError
        Where the file cannot be written.
    """
    if gone:
        from legation.web.stores.people import erased

        erased.note(folder, gone)


def erase_again(gone: list[Erased], connection: Any) -> int:
    """Erase in a database who was erased and is back in it; return how many."""
    if not gone:
        return 0
    from legation.web.stores.people import erased

    return erased.apply(gone, connection)
