"""Restoring a house from a backup of the desk and one of the keys: what was destroyed since does not come back.

All of it happens in one transaction of each database, and whoever stands in the erasure journal is passed over row by row: nobody is
served, and nothing is written, before the journal was read.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connections, transaction
from django.db.models import Model

from legation.errors import CannotRead, NotAvailable
from legation.keys import Keyring, unwrap_keys
from legation.language import Message
from legation.moment import written
from legation.system_words import system_words
from legation.web.consular.archive import read_manifest, rows_of
from legation.web.consular.backing_up import desk_tables
from legation.web.consular.copies import LIFE
from legation.web.consular.databases import KEYS
from legation.web.consular.erasures import erased_ids, journal_length
from legation.web.consular.house import CONFIGURATION, house_folder
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.links import link_fields, tables
from legation.web.consular.shredding import LISTS, without
from legation.web.consular.vault import close_vault, vault
from legation.web.stores.audit import trail
from legation.web.stores.audit.models import Entry

__all__ = ["Restored", "restore"]

_BATCH = 500
_AHEAD = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Restored:
    """How many rows and keys came back, and how many stayed destroyed."""

    rows: int
    keys: int
    passed_over: int


def restore(desk: Path, keys: Path, now: dt.datetime) -> Restored:
    """Put the rows of two backups into a house that has none, but for what was destroyed since.

    Parameters
    ----------
    desk, keys : Path
        What :func:`legation.web.consular.backing_up.back_up` wrote.
    now : datetime
        The time: copies of keys older than seven days are refused.

    Raises
    ------
    NotAvailable
        Where the house has records already, or its erasure journal is older than the backup.
    CannotRead
        Where a backup is none of this house, was changed, or its keys are too old; then nothing was restored.
    """
    house, ring = house_folder(), vault().keyring
    if SubjectKey.objects.exists() or any(model._base_manager.exists() for model in _of_people()):
        raise NotAvailable(Message("desk-retention.not-empty", path=str(house)))
    erased = erased_ids(house).keys()
    with _opened(desk) as rows_file, _opened(keys) as keys_file:
        about = read_manifest(rows_file, desk, ring, "desk")
        about_keys = read_manifest(keys_file, keys, ring, "keys")
        made = dt.datetime.fromisoformat(about_keys["made"])
        if not now - LIFE <= made <= now + _AHEAD:
            raise CannotRead(Message("desk-retention.old-keys", path=str(keys), made=written(made)))
        length = journal_length(house)
        if length < max(about["journal"], about_keys["journal"]):
            raise NotAvailable(Message("desk-retention.old-journal", path=str(house / "journal")))
        with transaction.atomic(), transaction.atomic(using=KEYS):
            count_keys, passed = _load(keys_file, keys, about_keys, [SubjectKey], erased, KEYS)
            _must_open(ring)
            count_rows, passed_rows = _load(rows_file, desk, about, desk_tables(), erased, "default")
            trail.note("changed", route="backup.restored")
    if not (house / CONFIGURATION).exists():
        (house / CONFIGURATION).write_text(about["declared"], "utf-8")
    close_vault()
    return Restored(count_rows, count_keys, passed + passed_rows)


def _of_people() -> list[type[Model]]:
    """Return the tables that hold something of people: a new desk has none, but for its first account."""
    return [model for model in tables() if any(field.attname in ("purge_at", *LISTS) for field in model._meta.concrete_fields)]


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise CannotRead(Message("desk-retention.no-backup", path=str(path))) from None
    except OSError as error:
        raise CannotRead(Message("desk-retention.backup-not-read", path=str(path), why=system_words(error))) from error


def _must_open(ring: Keyring) -> None:
    """Make sure that the keyring unwraps every key: else somebody restored with the keyring of another day."""
    rows = SubjectKey.objects.values_list("subject", "wrapped").iterator(chunk_size=2000)
    unwrap_keys(ring, ((subject, bytes(wrapped)) for subject, wrapped in rows))


def _load(
    archive: zipfile.ZipFile, path: Path, about: dict[str, Any], models: Sequence[type[Model]], erased: Any, alias: str
) -> tuple[int, int]:
    """Write the rows of a file into a database; return how many, and how many were passed over since they are destroyed."""
    connection = connections[alias]
    count = passed = 0
    for model in models:
        if model is not Entry:  # the database itself refuses to empty the trail: what it has stays, and the backup's entries follow
            model._base_manager.using(alias).all().delete()
    for model in models:
        waiting: list[list[Any]] = []
        for row in rows_of(archive, path, about, model):
            cleaned = _without(model, row, erased)
            passed += cleaned is None
            waiting += [cleaned] if cleaned is not None else []
            if len(waiting) == _BATCH:
                count += _insert(connection, model, waiting)
                waiting = []
        count += _insert(connection, model, waiting)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    connection.check_constraints()
    return count, passed


def _without(model: type[Model], row: list[Any], erased: Any) -> list[Any] | None:
    """Return a row without the ids that were destroyed; None where it was destroyed, or belongs to what was."""
    names = [field.attname for field in model._meta.concrete_fields]
    links = {model._meta.pk.attname, *link_fields(model)} if model._meta.pk is not None else set()
    if any(row[at] in erased for at, name in enumerate(names) if name in links and isinstance(row[at], str)):
        return None
    for at, name in enumerate(names):
        if name in LISTS and isinstance(row[at], list):
            row[at] = without(name, row[at], erased)
    return row


def _insert(connection: Any, model: type[Model], rows: list[list[Any]]) -> int:
    """Write rows as they are: no time of making is set anew."""
    fields = [field for field in model._meta.concrete_fields if not (model is Entry and field.primary_key)]
    places = [at for at, field in enumerate(model._meta.concrete_fields) if field in fields]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    values = [
        [field.get_db_prep_save(field.to_python(row[at]), connection) for at, field in zip(places, fields, strict=True)] for row in rows
    ]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)  # noqa: S608 - names of our own tables
    return len(values)
