"""Where a site keeps its data, and the services and settings that the environment names. Read before Django is there.

============================== ====================================================================================
``LEGATION_DATA``              the folder of the site: database, secret key, letters; default ``~/.local/share/legation``
``LEGATION_DATABASE_URL``      ``postgresql://...``; without it SQLite in the folder
``LEGATION_ORIGIN``            the public address, ``https://desk.example.org``; without it the loopback address
``LEGATION_LANGUAGE``          the site's language before a person has chosen one: ``fr`` (default) or ``en``
``LEGATION_EMAIL_URL``         ``smtp://name:password@host:587``; without it letters are written to ``DATA/mail``
``LEGATION_OIDC``              path of a TOML file with OpenID Connect providers: ``[[provider]] id, name, client_id, secret, server``
``LEGATION_MARKINGS``          path of a TOML file with the house's labels of markings (:mod:`legation.briefing.markings.labels`)
``LEGATION_LAKE_QUOTA``        how much the observations of one dossier may take up: ``500MB``; default ``2GB``
``LEGATION_LAKES_QUOTA``       how much those of all dossiers may take up together; default ``20GB``
``LEGATION_LAKE_DAYS``         after how many days observations are deleted, whole months at a time; default 0: never
``LEGATION_BACKUP_PASSPHRASE`` what encrypts the persons in a backup; default the secret key (:mod:`legation.web.serving.sealed`)
``LEGATION_PROXIES``           how many reverse proxies stand before the site (for addresses in rate limits); default 0
============================== ====================================================================================
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from legation.broken_file import what_is_wrong
from legation.errors import CannotRead, WrongUse
from legation.language import LANGUAGES, Message

__all__ = [
    "Mail",
    "data_folder",
    "database",
    "folder_named",
    "lake_limits",
    "mail_settings",
    "provider_origins",
    "providers",
    "proxies",
    "public_origin",
    "secret_key",
    "site_language",
]


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
        raise CannotRead(Message("site.no-folder", path=str(folder), why=what_is_wrong(error))) from error
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
        raise CannotRead(Message("site.no-folder", path=str(folder), why=what_is_wrong(error))) from error
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


def public_origin() -> str:
    """Return the public address of the site, without a slash at its end; empty where it is only on this machine."""
    given = os.environ.get("LEGATION_ORIGIN", "").rstrip("/").lower()
    if given and not _ORIGIN.fullmatch(given):
        raise WrongUse(Message("site.variable", name="LEGATION_ORIGIN", found=given, allowed="https://HOST, https://HOST:PORT"))
    return given


def site_language() -> str:
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


_UNITS = {"MB": 1024**2, "GB": 1024**3, "TB": 1024**4}


def lake_limits() -> tuple[int, int, int]:
    """Return how much the observations of one dossier and of all may take up [bytes], and for how many days they stay; 0: for good."""
    days = os.environ.get("LEGATION_LAKE_DAYS") or "0"
    if not re.fullmatch(r"[0-9]{1,5}", days):
        raise WrongUse(Message("site.variable", name="LEGATION_LAKE_DAYS", found=days, allowed="0-99999"))
    return _size("LEGATION_LAKE_QUOTA", "2GB"), _size("LEGATION_LAKES_QUOTA", "20GB"), int(days)


def _size(name: str, default: str) -> int:
    given = (os.environ.get(name) or default).upper().replace(" ", "")
    found = re.fullmatch(r"([0-9]{1,6})(MB|GB|TB)", given)
    if found is None:
        raise WrongUse(Message("site.variable", name=name, found=given, allowed="500MB, 2GB, 1TB"))
    return int(found[1]) * _UNITS[found[2]]


_PORTS = {"smtp": 587, "smtps": 465}
_ALLOWED = "smtp://NAME:PASSWORD@HOST:PORT?from=ADDRESS, smtps://..."
_KEYS = frozenset({"id", "name", "client_id", "secret", "server", "member_domains", "vouches_for"})
_NEEDED = ("id", "name", "client_id", "secret", "server")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """How letters leave: by a server, or into a folder, where an administrator can read them."""

    backend: str
    sender: str = "legation@localhost"
    folder: str | None = None
    host: str = ""
    port: int = 25
    name: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail_settings(data: Path, url: str | None = None) -> Mail:
    """Return how letters leave the site.

    Parameters
    ----------
    url : str, optional
        ``smtp://name:password@host:587?from=desk@example.org`` (STARTTLS) or ``smtps://...`` (TLS from the first byte); what
        ``LEGATION_EMAIL_URL`` says where it is not given. Without one, letters are files in ``DATA/mail``. A server on this machine
        without a name (``smtp://localhost:25``) is spoken to in clear.

    Examples
    --------
    >>> from pathlib import Path
    >>> m = mail_settings(Path("data"), "smtp://desk:s%40cret@mail.example.org?from=desk@example.org")
    >>> m.host, m.port, m.password, m.starttls, m.sender
    ('mail.example.org', 587, 's@cret', True, 'desk@example.org')
    >>> mail_settings(Path("data"), "").folder
    'data/mail'
    """
    url = os.environ.get("LEGATION_EMAIL_URL", "") if url is None else url
    if not url:
        return Mail(backend="django.core.mail.backends.filebased.EmailBackend", folder=str(data / "mail"))
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in _PORTS or not parts.hostname or port == -1:
        raise WrongUse(Message("page-accounts.email-url", found=f"{parts.scheme}://{parts.hostname or ''}", allowed=_ALLOWED))
    name = unquote(parts.username or "")
    sender = parse_qs(parts.query).get("from", [name if "@" in name else f"legation@{parts.hostname}"])[0]
    return Mail(
        backend="django.core.mail.backends.smtp.EmailBackend",
        sender=sender,
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        name=name,
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp" and (bool(name) or parts.hostname not in ("localhost", "127.0.0.1", "::1")),
        tls=parts.scheme == "smtps",
    )


def providers(path: str | None = None) -> dict[str, Any]:
    """Return the OpenID Connect providers as django-allauth is told of them.

    Parameters
    ----------
    path : str, optional
        A TOML file of ``[[provider]]`` tables: ``id``, ``name``, ``client_id``, ``secret``, ``server`` (the issuer's address, https), and
        ``member_domains``: whoever comes with a verified address of these domains is a member; anybody else is a guest account.
        ``vouches_for``: domains whose addresses count as verified where the provider does not say ``email_verified``. What
        ``LEGATION_OIDC`` says where it is not given; without one there is none.
    """
    path = os.environ.get("LEGATION_OIDC", "") if path is None else path
    if not path:
        return {}
    try:
        given = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CannotRead(Message("page-accounts.oidc-file", path=path, why=what_is_wrong(error))) from error
    tables = given.get("provider")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables) or given.keys() != {"provider"}:
        raise WrongUse(Message("page-accounts.oidc-file", path=path, why="[[provider]]"))
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [_app(table, path) for table in tables]}}


def provider_origins(providers: dict[str, Any]) -> list[str]:
    """Return the origins of the providers' servers: a form that signs in by one of them leads there.

    >>> provider_origins({"openid_connect": {"APPS": [{"settings": {"server_url": "https://id.example.org/realm"}}]}})
    ['https://id.example.org']
    """
    servers = [urlsplit(app["settings"]["server_url"]) for app in providers.get("openid_connect", {}).get("APPS", [])]
    return sorted({f"{server.scheme}://{server.netloc}" for server in servers})


def _app(table: dict[str, Any], path: str) -> dict[str, Any]:
    wrong = [key for key in _NEEDED if not isinstance(table.get(key), str) or not table[key]] + sorted(table.keys() - _KEYS)
    domains = {name: table.get(name, []) for name in ("member_domains", "vouches_for")}
    wrong += [name for name, given in domains.items() if not isinstance(given, list) or not all(isinstance(one, str) for one in given)]
    server = urlsplit(str(table.get("server", "")))
    if server.scheme != "https" and server.hostname not in ("localhost", "127.0.0.1"):
        wrong.append("server")
    if wrong:
        raise WrongUse(Message("page-accounts.oidc-key", path=path, found=tuple(dict.fromkeys(wrong)), allowed=", ".join(sorted(_KEYS))))
    plain = {name: [domain.lower().lstrip("@") for domain in given] for name, given in domains.items()}
    return {
        "provider_id": table["id"],
        "name": table["name"],
        "client_id": table["client_id"],
        "secret": table["secret"],
        "settings": {"server_url": table["server"], "member_domains": plain["member_domains"], "verified_email": plain["vouches_for"]},
    }
