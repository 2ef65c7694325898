"""Backups of a house: the desk without the keys of subjects, and these keys apart, which are of no use after seven days.

Neither opens without the keyring. They belong on two media: whoever takes one has nothing to read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db.models import Model

from legation.moment import written
from legation.web.consular.archive import applied, one_moment, write_archive
from legation.web.consular.copies import drop_old_copies, note_copy
from legation.web.consular.databases import KEYS
from legation.web.consular.erasures import journal_length
from legation.web.consular.house import CONFIGURATION, house_folder
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.vault import vault

__all__ = ["Made", "back_up", "desk_tables"]

_LEFT_OUT = frozenset({"sessions.session", "usersessions.usersession", "consular_keys.subjectkey"})
"""Sessions are of the moment; keys have a backup of their own."""


@dataclass(frozen=True, slots=True)
class Made:
    """How many rows a backup of the desk has, and how many keys the one of the keys."""

    rows: int
    keys: int


def back_up(desk: Path | None, keys: Path | None, now: dt.datetime) -> Made:
    """Write a backup of the desk, one of the keys of subjects, or both, while people work.

    The desk is read first: whatever it has, its keys were there before. Old copies of keys are deleted on this occasion.

    Raises
    ------
    CannotWrite
        Where a file cannot be written; what stood there still stands.
    """
    house, ring = house_folder(), vault().keyring
    about = {"made": written(now), "migrations": applied(), "journal": journal_length(house)}
    rows = count = 0
    if desk is not None:
        with one_moment("default"):
            declared = {"declared": (house / CONFIGURATION).read_text("utf-8")}
            rows = write_archive(desk, ring, "desk", desk_tables(), about | declared)
    if keys is not None:
        drop_old_copies(house, now)
        note_copy(house, keys, now)
        with one_moment(KEYS):
            count = write_archive(keys, ring, "keys", [SubjectKey], about)
    return Made(rows, count)


def desk_tables() -> list[type[Model]]:
    """Return the tables that a backup of the desk has, accounts and the trail among them."""
    models = [one for one in apps.get_models(include_auto_created=True) if not one._meta.proxy and one._meta.label_lower not in _LEFT_OUT]
    return sorted(models, key=lambda one: one._meta.db_table)
