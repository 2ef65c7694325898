"""The first start, and every later one: tables, static files, the first administrator, the examples. Doing it twice changes nothing."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from legation.example_folder import example_folders
from legation.folder_lock import lock_folder
from legation.web.serving.database import must_be_whole, must_not_be_newer, set_up

__all__ = ["Prepared", "prepare"]

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
    """Make the site ready; the settings are those of the environment. Of two starts on one folder the second waits for the first."""
    from django.conf import settings
    from django.core.management import call_command

    set_up()
    from legation.web.serving.static import collect, must_be_fetched

    must_be_fetched()
    with lock_folder(Path(settings.DATA)):
        must_be_whole()
        must_not_be_newer()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        collect()
        return _first(example_folders(examples))


def _first(examples: dict[str, Path]) -> Prepared:
    from django.conf import settings
    from django.db import transaction

    from legation.dossier import load
    from legation.language import Message, say
    from legation.web.accounts.models import Account
    from legation.web.dossiers import store
    from legation.web.runs.loading import submit_example

    if Account.objects.exists():
        return Prepared()
    email = os.environ.get("LEGATION_ADMIN_EMAIL") or FIRST
    password = os.environ.get("LEGATION_ADMIN_PASSWORD") or secrets.token_urlsafe(12)
    with transaction.atomic():  # cut off midway, the next start begins anew
        name = say(Message("page-accounts.role.administrator"), "fr" if settings.LANGUAGE_CODE == "fr" else "en")
        account = Account.objects.create_user(email, password, name=name, is_administrator=True, language=settings.LANGUAGE_CODE)
        loaded = []
        for folder in examples.values():
            dossier = store.create(load(folder), account, reason=Message("web.reason.example"))
            submit_example(dossier, account, folder, settings.LANGUAGE_CODE)
            loaded.append(dossier.slug)
    return Prepared(email, password, tuple(loaded))
