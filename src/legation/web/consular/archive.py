"""The file of a backup: rows of tables as lines of JSON, with what they are, in a zip that the keyring signs."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import hashlib
import json
import os
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from django.db import connections
from django.db.models import Model

from legation.errors import CannotRead, CannotWrite
from legation.keys import Keyring, sign, verify
from legation.language import Message
from legation.system_words import system_words
from legation.version import VERSION

__all__ = ["FORMAT", "Kind", "applied", "one_moment", "read_manifest", "rows_of", "write_archive"]

Kind = Literal["desk", "keys"]
FORMAT = 1
_MANIFEST, _SIGNATURE = "manifest.json", "signature"
_CHUNK = 500
_LARGEST = 2**24


def write_archive(path: Path, ring: Keyring, kind: Kind, models: Sequence[type[Model]], about: dict[str, Any]) -> int:
    """Write the rows of tables into a file, whole or not at all, readable by its owner alone; return how many.

    Raises
    ------
    CannotWrite
        Where the file cannot be written; what stood there still stands.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                tables = {model._meta.db_table: _table(archive, model) for model in models}
                manifest = json.dumps({"format": FORMAT, "kind": kind, "version": VERSION, "tables": tables} | about).encode()
                archive.writestr(_MANIFEST, manifest)
                archive.writestr(_SIGNATURE, sign(ring, _signed(manifest)))
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    except OSError as error:
        raise CannotWrite(Message("desk-retention.backup-not-written", path=str(path), why=system_words(error))) from error
    finally:
        beside.unlink(missing_ok=True)
    return sum(table["rows"] for table in tables.values())


def read_manifest(archive: zipfile.ZipFile, path: Path, ring: Keyring, kind: Kind) -> dict[str, Any]:
    """Return what a file says of itself, once the signature of the keyring has been checked.

    Raises
    ------
    CannotRead
        Where it is no backup of that kind, was changed, is another house's, or was written by another version.
    """
    try:
        if archive.getinfo(_MANIFEST).file_size > _LARGEST:
            raise CannotRead(Message("desk-retention.no-backup", path=str(path)))
        manifest, signature = archive.read(_MANIFEST), archive.read(_SIGNATURE)
    except (KeyError, zipfile.BadZipFile, OSError):
        raise CannotRead(Message("desk-retention.no-backup", path=str(path))) from None
    if not verify(ring.signing_public(), _signed(manifest), signature):
        raise CannotRead(Message("desk-retention.not-signed", path=str(path)))
    found: dict[str, Any] = json.loads(manifest)
    if found["kind"] != kind:
        raise CannotRead(Message("desk-retention.other-kind", path=str(path), found=found["kind"], wanted=kind))
    if found["format"] != FORMAT or found["migrations"] != applied():
        raise CannotRead(Message("desk-retention.other-version", path=str(path), version=found["version"]))
    return found


def rows_of(archive: zipfile.ZipFile, path: Path, manifest: dict[str, Any], model: type[Model]) -> Iterator[list[Any]]:
    """Yield the rows of a table, as lists of values in the order of its fields; whether they are whole is known at the end.

    Raises
    ------
    CannotRead
        Where a row was changed or is missing.
    """
    table = manifest["tables"].get(model._meta.db_table)
    if table is None:
        return
    digest = hashlib.sha256()
    try:
        with archive.open(_entry(model)) as lines:
            for line in lines:
                digest.update(line)
                yield json.loads(line)
    except (KeyError, ValueError, zipfile.BadZipFile, OSError):
        raise CannotRead(Message("desk-retention.damaged-backup", path=str(path))) from None
    if digest.hexdigest() != table["sha256"]:
        raise CannotRead(Message("desk-retention.damaged-backup", path=str(path)))


def applied() -> list[list[str]]:
    """Return the changes of tables that this version makes: a backup is restored by a version that makes the same."""
    from django.db.migrations.loader import MigrationLoader

    return sorted([app, name] for app, name in MigrationLoader(None).disk_migrations)


@contextlib.contextmanager
def one_moment(alias: str) -> Iterator[None]:
    """Read inside as a database is now, whatever others write meanwhile; nobody waits for it."""
    connection = connections[alias]
    if connection.in_atomic_block:  # in a transaction already, which sees one moment
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if connection.vendor == "postgresql" else "BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _table(archive: zipfile.ZipFile, model: type[Model]) -> dict[str, Any]:
    names = [field.attname for field in model._meta.concrete_fields]
    digest, count = hashlib.sha256(), 0
    with archive.open(_entry(model), "w", force_zip64=True) as out:
        for row in model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=_CHUNK):
            line = json.dumps([_plain(value) for value in row], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            out.write(line)
            count += 1
    return {"columns": names, "rows": count, "sha256": digest.hexdigest()}


def _entry(model: type[Model]) -> str:
    return f"rows/{model._meta.db_table}.jsonl"


def _signed(manifest: bytes) -> bytes:
    return b"legation consular backup|" + manifest


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; its field reads it back."""
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, int, float, str, list, dict)) else str(value)
