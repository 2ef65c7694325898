"""A backup: everything that a site holds, in one zip, taken while people work: the rows of its database, and its lakes.

The rows are read in one transaction that sees the database as it was at its beginning, a moment at which no lake changes, and are written
as lines of JSON, so that a backup of SQLite can be restored into PostgreSQL and the other way round. Sessions are left out: nobody signs in
by stealing a backup; so are the rows that search reads, which are written anew from the parts by whoever searches first
(:mod:`legation.web.stores.rows`). The secret key is left out too unless it is asked for; without it everybody signs in anew after a
restoration, and nothing else changes. The natural persons whom a desk knows are encrypted (:mod:`legation.web.serving.sealed`), and who was
erased is noted beside the backup. What the zip holds is still as confidential as the site (passwords as hashes, second factors, every
dossier): it is readable by its owner only.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import glob
import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.errors import CannotWrite
from legation.language import Message
from legation.system_words import system_words
from legation.version import VERSION
from legation.web.serving.database import must_be_there, set_up_there
from legation.web.serving.erasures import erased_here, note_erased
from legation.web.serving.lake_files import lake_files, lakes_still, write_files
from legation.web.serving.last_backup import note_backup
from legation.web.serving.leftovers import remove_leftovers
from legation.web.serving.sealed import SEALED, Seal, described, new_seal

__all__ = ["FORMAT", "LEFT_OUT", "Made", "backup", "models_of", "plain"]

FORMAT = 3
"""Since 2 with the lakes; since 3 persons are encrypted."""
LEFT_OUT = frozenset({"rooms.roomcheckpoint", "rows.rowentry", "rows.rowindex", "sessions.session", "usersessions.usersession"})
"""Models whose rows are of the moment, or follow from the parts: the first reader writes those anew."""
_CHUNK = 200
_CHUNK_OF_FILES = 4


@dataclass(frozen=True, slots=True)
class Made:
    """How much a backup holds."""

    tables: int
    rows: int


def backup(out: Path, *, with_secrets: bool = False) -> Made:
    """Write a backup of the site of the environment; a file that is there already is replaced when the new one is whole.

    Raises
    ------
    CannotWrite
        Where the place cannot be written; a file that was there is untouched.
    NotAvailable
        Where there is no site of this release.
    """
    from django.conf import settings

    set_up_there()
    must_be_there()
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    remove_leftovers(out.absolute().parent, [f".{glob.escape(out.name)}.*"])
    remove_leftovers(Path(settings.DATA) / "lakes", [".backup-*"])
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                tables = _written(archive, Path(settings.DATA), with_secrets=with_secrets)
            stream.flush()
            os.fsync(stream.fileno())
        note_erased(out.absolute().parent, erased_here(Path(settings.DATA)))
        beside.replace(out)
    except OSError as error:
        raise CannotWrite(Message("site.backup-place", path=str(out), why=system_words(error))) from error
    finally:
        beside.unlink(missing_ok=True)
    note_backup(dt.datetime.now(dt.UTC).date())
    return Made(len(tables), sum(table["rows"] for table in tables.values()))


def models_of(apps: Any) -> list[Any]:
    """Return the models whose rows are kept, also those that only join two others, and the trail, which its migration alone makes."""
    models = [m for m in apps.get_models(include_auto_created=True) if not m._meta.proxy]
    return sorted((m for m in models if m._meta.label_lower not in LEFT_OUT), key=lambda m: m._meta.db_table)


def _written(archive: zipfile.ZipFile, data: Path, *, with_secrets: bool) -> dict[str, Any]:
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    tables: dict[str, Any] = {}
    seal = new_seal()
    with contextlib.ExitStack() as linked:
        with contextlib.ExitStack() as moment:
            with lakes_still(data):  # what the database says of the lakes is what is in them
                moment.enter_context(_one_moment())
                migrations = sorted(MigrationRecorder(connection).applied_migrations())  # the moment is that of the first reading
                lakes = linked.enter_context(lake_files(data))
            for model in models_of(apps):
                tables[model._meta.db_table] = _table(archive, model, seal)
        files = write_files(archive, {"secret-key": data / "secret-key"} if with_secrets else {})
        files |= write_files(archive, lakes)
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": migrations,
        "tables": tables,
        "files": files,
        "sealed": described(seal),
    }
    archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    return tables


@contextlib.contextmanager
def _one_moment() -> Iterator[None]:
    """Read inside as the database is now, whatever others write meanwhile; nobody waits for it."""
    from django.db import connection

    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        # not atomic(): on SQLite that would be a transaction for writing, and everybody would wait
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgresql else "BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _table(archive: zipfile.ZipFile, model: Any, seal: Seal) -> dict[str, Any]:
    """Write the rows of a table, one list of values a line."""
    fields = model._meta.concrete_fields
    digest, rows = hashlib.sha256(), 0
    chunk = _CHUNK_OF_FILES if any(f.get_internal_type() == "BinaryField" for f in fields) else _CHUNK
    table_rows = model._base_manager.order_by("pk").values_list(*(f.attname for f in fields))
    with archive.open(f"rows/{model._meta.db_table}.jsonl", "w", force_zip64=True) as out:
        for row in table_rows.iterator(chunk_size=chunk):
            line = json.dumps([plain(value) for value in row], ensure_ascii=False, separators=(",", ":")).encode()
            line = (seal.close(line) if model._meta.db_table in SEALED else line) + b"\n"
            digest.update(line)
            out.write(line)
            rows += 1
    return {"columns": [f.column for f in fields], "rows": rows, "sha256": digest.hexdigest()}


def plain(value: Any) -> Any:
    """Return a value as JSON holds it; its field reads it back."""
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, (dt.date, dt.datetime, dt.time)):
        return value.isoformat()
    if value is None or isinstance(value, (bool, int, float, str, list, dict)):
        return value
    return str(value)
