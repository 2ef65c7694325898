"""A site's database as a command finds it: whether it answers, whether a site is in it, and whether that is of this release."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from legation.errors import CannotRead, NotAvailable
from legation.language import Message
from legation.version import VERSION
from legation.web.site.environment import folder_named

__all__ = ["CUT_OFF", "database_errors", "must_be_there", "must_be_whole", "must_not_be_newer", "place_of", "set_up", "set_up_there"]


CUT_OFF = "restoring"
"""A file in the folder of the site while a restoration takes the place of what was there: it names the backup."""


def set_up() -> None:
    """Load Django with the settings of the environment."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legation.web.settings")
    django.setup()


@contextlib.contextmanager
def database_errors() -> Iterator[None]:
    """Say in one sentence what the database refuses inside: it is not there, is none, is full, or may not be written.

    Raises
    ------
    CannotRead
        With the first line of what the database said; a mistake of our own in what it was asked stays what it is.
    """
    from django.db import DatabaseError, InterfaceError, OperationalError

    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        if type(error) not in (DatabaseError, InterfaceError, OperationalError):
            raise
        said = str(error).strip().splitlines() or [type(error).__name__]
        raise CannotRead(Message("site.no-database", place=place_of(), why=said[0])) from error


def set_up_there() -> None:
    """Load Django where the folder of a site is, and make no folder where there is none.

    Raises
    ------
    NotAvailable
        Where the folder is not there.
    """
    if not folder_named().is_dir():
        raise NotAvailable(Message("site.none", place=str(folder_named())))
    set_up()


def must_be_there() -> None:
    """Make sure that a site of this release is in the database, before a command does anything with it.

    Raises
    ------
    NotAvailable
        Where no start has made one, or where its tables are those of another release.
    """
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    must_be_whole()
    place = place_of()
    if connection.vendor == "sqlite" and not Path(place).exists():  # asking SQLite would make an empty one
        raise NotAvailable(Message("site.none", place=place))
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        raise NotAvailable(Message("site.none", place=place))
    must_not_be_newer()
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotAvailable(Message("site.older-tables", place=place))


def must_be_whole() -> None:
    """Make sure that no restoration was cut off while it took the place of what was there.

    Raises
    ------
    NotAvailable
        With what to do.
    """
    from django.conf import settings

    place = Path(settings.DATA) / CUT_OFF
    if place.exists():
        raise NotAvailable(Message("site.restoration-cut-off", place=place_of(), path=place.read_text("utf-8", "replace")))


def must_not_be_newer() -> None:
    """Make sure that no later release has changed the tables: this one would write into what it does not know.

    Raises
    ------
    NotAvailable
        Where the tables are those of a later release.
    """
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("legation.")}
    if any(app in ours and (app, name) not in loader.disk_migrations for app, name in loader.applied_migrations):
        raise NotAvailable(Message("site.newer-tables", place=place_of(), here=VERSION))


def place_of() -> str:
    """Return where the database is, without who signs in to it."""
    from django.db import connection

    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(settings["NAME"])
    return f"postgresql://{settings['HOST'] or settings['OPTIONS'].get('host') or 'localhost'}/{settings['NAME']}"
