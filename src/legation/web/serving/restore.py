"""A backup becomes a site again: into a new folder or database, or in place of what is there, whole or not at all.

Nothing of a backup is used before all of it has been checked (:class:`Archive`). The tables are made as they were when the backup was
taken, filled, and then brought to the present release by its migrations: so a backup of an older release is restored by a newer one. On
SQLite the new database is made beside the old one and copied over it in one transaction; on PostgreSQL everything happens in one
transaction. A secret key and the lakes wait beside the old ones until then. A site that is being served goes on with what was restored.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.errors import CannotRead, LegationError, WrongUse
from legation.language import Message
from legation.version import VERSION
from legation.web.serving.archive import Archive
from legation.web.serving.backup import models_of
from legation.web.serving.database import CUT_OFF, set_up
from legation.web.serving.erasures import erase_again, known_erased, note_erased
from legation.web.serving.leftovers import remove_leftovers
from legation.web.serving.sealed import PASSPHRASE

__all__ = [
    "Restored",
    "consistent",
    "fill_tables",
    "fitting",
    "restore",
    "secrets_known",
]


BESIDE = "restoring"
LEFTOVERS = (".restoring-key-*", ".restoring-lakes-*", ".replaced-lakes-*", ".restoring-*.sqlite3*")
"""What a restoration that was killed leaves in the folder of the site."""
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: when the backup was taken, how many rows it held, how many persons in it had been erased and stay so."""

    made: str
    rows: int
    erased: int = 0


def restore(source: Path, *, replace: bool = False, with_secrets: bool = False, without_people: bool = False) -> Restored:
    """Restore a backup into the site of the environment.

    Parameters
    ----------
    replace : bool
        Whether a site that is there may be replaced; without it a site with anything in it is left alone.
    with_secrets : bool
        Whether the secret key of the backup becomes the site's: whoever made the backup knows it.
    without_people : bool
        Whether the natural persons of the backup are left out: for whoever has lost what opens them.

    Raises
    ------
    CannotRead
        Where the backup is damaged or of a newer release; nothing was changed.
    WrongUse
        Where a site is there already, or what opens the persons of the backup is not there.
    """
    from django.conf import settings

    set_up()
    data = Path(settings.DATA)
    if not replace and _occupied():
        raise WrongUse(Message("site.occupied", place=str(data)))
    archive = Archive(source)
    if not without_people:
        archive.unseal(secrets_known(archive))
    gone = known_erased(source.absolute().parent, data)
    remove_leftovers(data, LEFTOVERS)
    with _key_of(archive if with_secrets else None, data), archive.lakes(data):
        with _unless_it_fails(data), _database(data) as connection:
            rows = _filled(connection, archive, archive.sealed if without_people else frozenset())
            back = erase_again(gone, connection)
            _note_cut_off(data, source)
        note_erased(data, gone)
    (data / CUT_OFF).unlink(missing_ok=True)
    if back:
        from legation.web.stores.people.store import overwrite

        overwrite()
    return Restored(archive.manifest["made"], rows, back)


@contextlib.contextmanager
def _unless_it_fails(data: Path) -> Iterator[None]:
    """Take back the note that a restoration has begun to change the site where the database refused all of it; never an earlier one's."""
    was_cut_off = (data / CUT_OFF).exists()
    try:
        yield
    except BaseException:
        if not was_cut_off:
            (data / CUT_OFF).unlink(missing_ok=True)
        raise


def _note_cut_off(data: Path, source: Path) -> None:
    """Note that from here on the site changes: whoever starts it after a kill in the middle is told to restore again."""
    with (data / CUT_OFF).open("w", encoding="utf-8") as out:
        out.write(str(source))
        out.flush()
        os.fsync(out.fileno())


def secrets_known(archive: Archive) -> tuple[str, ...]:
    """Return what may open a backup, as far as it is known here: the passphrase, the secret key of the site, the one in the backup."""
    from django.conf import settings

    own = archive.key().decode("ascii", "replace").strip() if archive.has_key else ""
    return tuple(filter(None, (os.environ.get(PASSPHRASE), str(settings.SECRET_KEY), own)))


def _occupied() -> bool:
    from django.db import connection

    return bool(connection.introspection.table_names())


@contextlib.contextmanager
def _key_of(archive: Archive | None, data: Path) -> Iterator[None]:
    """Write the key of a backup before anything else changes, and let it take the place of the site's when all else is done."""
    if archive is None or not archive.has_key:
        yield
        return
    beside = data / f".restoring-key-{os.getpid()}"
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(archive.key())
            out.flush()
            os.fsync(out.fileno())
        yield
        beside.replace(data / "secret-key")
    finally:
        beside.unlink(missing_ok=True)


@contextlib.contextmanager
def _database(data: Path) -> Iterator[Any]:
    """Give an empty database; what stands in it at the end takes the place of the site's."""
    from django.db import connection, connections, transaction

    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(current_schema())")
            schema = cursor.fetchone()[0]
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")
            cursor.execute(f"CREATE SCHEMA {schema}")
            yield connection
        return
    beside = data / f".restoring-{os.getpid()}.sqlite3"
    connections.settings[BESIDE] = connections.settings["default"] | {"NAME": beside}
    try:
        target = connections[BESIDE]
        yield target
        target.close()
        connection.close()
        with contextlib.closing(sqlite3.connect(beside)) as new, contextlib.closing(sqlite3.connect(settings_name())) as site:
            new.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            site.execute("PRAGMA journal_mode=WAL")
            new.backup(site)
    finally:
        connections[BESIDE].close()
        del connections[BESIDE], connections.settings[BESIDE]
        for name in (beside.name, f"{beside.name}-wal", f"{beside.name}-shm"):
            (data / name).unlink(missing_ok=True)


def settings_name() -> str:
    """Return where SQLite keeps the site."""
    from django.conf import settings

    return str(settings.DATABASES["default"]["NAME"])


def _filled(connection: Any, archive: Archive, left_out: frozenset[str]) -> int:
    """Make the tables of the backup, fill them, and bring them to the present; return how many rows came in."""
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import transaction
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    unknown = archive.migrations - set(executor.loader.disk_migrations)
    if unknown:
        names = ", ".join(f"{app}.{name}" for app, name in sorted(unknown)[:3])
        raise CannotRead(Message("site.backup-newer", path=str(archive.path), found=names, here=VERSION))
    nodes = executor.loader.graph.node_map
    passed = {parent.key for key in archive.migrations if key in nodes for parent in nodes[key].parents if parent.key[0] == key[0]}
    wanted = sorted(archive.migrations - passed)
    with consistent(archive):
        state = executor.migrate(wanted, plan=executor.migration_plan(wanted))
    models = {model._meta.db_table: model for model in models_of(state.apps)}
    with consistent(archive):  # what refers to a row that is not there is found at the end
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            _check_references(connection, cursor, "DEFERRED")  # a migration has some of them checked row by row from then on
            rows = fill_tables(connection, archive, models, left_out)
            for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
                cursor.execute(statement)
            _check_references(connection, cursor, "IMMEDIATE")  # no table with unchecked rows can be altered
        call_command("migrate", database=connection.alias, interactive=False, verbosity=0)
    call_command("createcachetable", database=connection.alias, verbosity=0)
    return rows


@contextlib.contextmanager
def consistent(archive: Archive) -> Iterator[None]:
    """Within it, rows that a rule of the database or a migration refuses are those of a backup that cannot be used; a fault of ours is one.

    Raises
    ------
    CannotRead
        Where rows name others that are not there, break a rule, or hold what a migration cannot bring to the present.
    """
    from django.core.exceptions import ValidationError
    from django.db import DataError, IntegrityError

    try:
        yield
    except (ValidationError, DataError, IntegrityError) as error:
        raise CannotRead(Message("site.backup-inconsistent", path=str(archive.path))) from error


@contextlib.contextmanager
def fitting(archive: Archive, table: str) -> Iterator[None]:
    """Within it, rows that do not fit the columns of a table are those of a backup that cannot be used.

    Raises
    ------
    CannotRead
        With the table.
    """
    from django.core.exceptions import ValidationError
    from django.db import DataError, IntegrityError, ProgrammingError

    refused = (ValidationError, DataError, IntegrityError, ProgrammingError)
    try:
        yield
    except LegationError:
        raise
    except (*refused, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise _invalid_rows(archive, table) from error


def _invalid_rows(archive: Archive, table: str) -> CannotRead:
    return CannotRead(Message("site.backup-unfit", path=str(archive.path), table=table))


def fill_tables(connection: Any, archive: Archive, models: Mapping[str, Any], left_out: Collection[str] = ()) -> int:
    """Put the rows of a backup into tables in place of what stands in them; return how many there are.

    Raises
    ------
    CannotRead
        Where a table or a column is not known, or a row does not fit.
    """
    rows = 0
    with connection.cursor() as cursor:
        for model in models.values():
            if model._base_manager.using(connection.alias).exists():  # written by a migration: the backup has it too
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of our own
        for table in archive.tables:
            with fitting(archive, table):
                if table not in models:
                    raise _invalid_rows(archive, table)
                if table not in left_out:
                    rows += _insert(connection, cursor, models[table], archive)
    return rows


def _check_references(connection: Any, cursor: Any, when: str) -> None:
    """Say when rows that name others are checked: tables come in alphabetical order, a row often before the one that it names."""
    if connection.vendor == "postgresql":  # SQLite checks at the end, whatever migrations do
        cursor.execute(f"SET CONSTRAINTS ALL {when}")


def _insert(connection: Any, cursor: Any, model: Any, archive: Archive) -> int:
    """Insert the rows of a table as they are: no default, no date of today."""
    by_column = {field.column: field for field in model._meta.concrete_fields}
    table = model._meta.db_table
    columns = archive.tables[table]["columns"]
    if set(columns) - set(by_column):
        raise _invalid_rows(archive, table)
    fields = [by_column[column] for column in columns]
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {connection.ops.quote_name(table)} ({quoted}) VALUES ({places})"  # noqa: S608 - names of our own tables
    waiting: list[list[Any]] = []
    count = 0
    for row in archive.rows(table):
        waiting.append([f.get_db_prep_save(f.to_python(value), connection) for f, value in zip(fields, row, strict=True)])
        count += 1
        if len(waiting) == _AT_ONCE:
            cursor.executemany(statement, waiting)
            waiting.clear()
    if waiting:
        cursor.executemany(statement, waiting)
    return count
