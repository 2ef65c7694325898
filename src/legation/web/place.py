"""Where a site keeps its data, and what it was told by the environment. Read by the settings, before Django is there.

========================== ====================================================================================
``LEGATION_DATA``          the folder of the site: database, secret key, letters; default ``~/.local/share/legation``
``LEGATION_DATABASE_URL``  ``postgresql://...``; without it SQLite in the folder
``LEGATION_ORIGIN``        the public address, ``https://desk.example.org``; without it the loopback address
``LEGATION_LANGUAGE``      the site's language before a person has chosen one: ``fr`` (default) or ``en``
``LEGATION_EMAIL_URL``     ``smtp://name:password@host:587``; without it letters are written to ``DATA/mail``
``LEGATION_OIDC``          path of a TOML file with OpenID Connect providers: ``[[provider]] id, name, client_id, secret, server``
``LEGATION_PROXIES``       how many reverse proxies stand before the site (for addresses in rate limits); default 0
========================== ====================================================================================
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from legation.errors import CannotRead, WrongUse
from legation.language import LANGUAGES, Message

__all__ = ["data_folder", "database", "folder_named", "language", "origin", "proxies", "secret_key"]

SHORTEST_KEY = 32
"""A key that is shorter was cut off, or was not made by us [characters]."""
_ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")


def folder_named() -> Path:
    """Return the folder of the site, as the environment names it."""
    return Path(os.environ.get("LEGATION_DATA") or "~/.local/share/legation").expanduser().resolve()


def data_folder() -> Path:
    """Return the folder of the site; it is made where it is not there, readable by its owner only."""
    folder = folder_named()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise CannotRead(Message("site.no-folder", path=str(folder), why=error.strerror or str(error))) from error
    return folder


def secret_key(folder: Path) -> str:
    """Return the key that signs sessions: made once, kept in the folder, never in the repository.

    Raises
    ------
    CannotRead
        Where the file holds no key, or the folder cannot be read or written.
    """
    place = folder / "secret-key"
    try:
        if not place.exists():
            _make_key(place)
        key = place.read_text("ascii", "replace").strip()
    except OSError as error:
        raise CannotRead(Message("site.no-folder", path=str(folder), why=error.strerror or str(error))) from error
    if len(key) < SHORTEST_KEY:
        raise CannotRead(Message("site.no-key", path=str(place)))
    return key


def _make_key(place: Path) -> None:
    """Make a key that is there whole or not at all, whoever else starts at the same moment and whenever a start is cut off."""
    handle, name = tempfile.mkstemp(prefix=".secret-key-", dir=place.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(64))
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):  # another process was first: its key is the site's
            os.link(beside, place)
    finally:
        beside.unlink(missing_ok=True)


def database(folder: Path, url: str | None = None) -> dict[str, Any]:
    """Return Django's description of the database: SQLite in the folder, or what a URL names."""
    url = os.environ.get("LEGATION_DATABASE_URL", "") if url is None else url
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "legation.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA mmap_size=134217728",
            },
        }
    if urlsplit(url).scheme not in ("postgresql", "postgres"):
        raise WrongUse(Message("site.database-url", found=urlsplit(url).scheme, allowed="postgresql://NAME:PASSWORD@HOST/DATABASE"))
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        given = dict(conninfo_to_dict(url))
    except ProgrammingError as error:
        raise WrongUse(
            Message("site.database-url", found=str(error).strip(), allowed="postgresql://NAME:PASSWORD@HOST/DATABASE")
        ) from error
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        **{ours: str(given.pop(theirs)) for theirs, ours in names.items() if given.get(theirs)},
        "OPTIONS": given,
    }


def origin() -> str:
    """Return the public address of the site, without a slash at its end; empty where it is only on this machine."""
    given = os.environ.get("LEGATION_ORIGIN", "").rstrip("/").lower()
    if given and not _ORIGIN.fullmatch(given):
        raise WrongUse(Message("site.variable", name="LEGATION_ORIGIN", found=given, allowed="https://HOST, https://HOST:PORT"))
    return given


def language() -> str:
    """Return the language of the site before a person has chosen one."""
    given = os.environ.get("LEGATION_LANGUAGE") or "fr"
    if given not in LANGUAGES:
        raise WrongUse(Message("site.variable", name="LEGATION_LANGUAGE", found=given, allowed=", ".join(LANGUAGES)))
    return given


def proxies() -> int:
    """Return how many reverse proxies stand before the site."""
    given = os.environ.get("LEGATION_PROXIES") or "0"
    if not re.fullmatch(r"[0-9]", given):
        raise WrongUse(Message("site.variable", name="LEGATION_PROXIES", found=given, allowed="0-9"))
    return int(given)
