"""The first start, and every later one: tables, static files, the first administrator, the examples. Doing it twice changes nothing."""

from __future__ import annotations

import functools
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from legation.folder_lock import lock_folder
from legation.web.serving.database import must_be_whole, must_not_be_newer, set_up

if TYPE_CHECKING:
    from legation.web.accounts.models import Account

__all__ = ["Prepared", "prepare", "prepare_site"]

FIRST = "admin@legation.localhost"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a start found and made.

    Attributes
    ----------
    email, password : str
        Of the administrator, where this start made it; else empty. The password is shown once and stored nowhere in clear.
    examples : tuple of str
        The dossiers that were loaded.
    """

    email: str = ""
    password: str = ""
    examples: tuple[str, ...] = ()


def prepare(*, examples: Path | None = None) -> Prepared:
    """Make a site of dossiers ready, with the examples of a folder, by default those that came with the package."""
    from legation.web.serving.examples import load_examples

    return prepare_site(functools.partial(load_examples, examples))


def prepare_site(fill: Callable[[Account], tuple[str, ...]] | None = None) -> Prepared:
    """Make a site ready; the settings are those of the environment. Of two starts on one folder the second waits for the first.

    Parameters
    ----------
    fill : callable, optional
        Puts into a new site what it begins with, for its first administrator, and returns the names of it. Called in the transaction that
        makes the administrator: cut off midway, the next start begins anew.
    """
    from django.conf import settings
    from django.core.management import call_command

    set_up()
    from legation.web.serving.static import collect, must_be_fetched

    must_be_fetched()
    with lock_folder(Path(settings.DATA)):
        must_be_whole()
        must_not_be_newer()
        for database in settings.DATABASES:
            call_command("migrate", database=database, interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        collect()
        return _first(fill)


def _first(fill: Callable[[Account], tuple[str, ...]] | None) -> Prepared:
    from django.conf import settings
    from django.db import transaction

    from legation.language import Message, say
    from legation.web.accounts.models import Account

    if Account.objects.exists():
        return Prepared()
    email = os.environ.get("LEGATION_ADMIN_EMAIL") or FIRST
    password = os.environ.get("LEGATION_ADMIN_PASSWORD") or secrets.token_urlsafe(12)
    with transaction.atomic():
        name = say(Message("page-accounts.role.administrator"), "fr" if settings.LANGUAGE_CODE == "fr" else "en")
        account = Account.objects.create_user(email, password, name=name, is_administrator=True, language=settings.LANGUAGE_CODE)
        return Prepared(email, password, fill(account) if fill is not None else ())
