"""The services outside that a site is told of by the environment: a mail server, and OpenID Connect providers."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from legation.errors import CannotRead, WrongUse
from legation.language import Message

__all__ = ["Mail", "mail", "origins", "providers"]

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


def mail(data: Path, url: str | None = None) -> Mail:
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
    >>> m = mail(Path("data"), "smtp://desk:s%40cret@mail.example.org?from=desk@example.org")
    >>> m.host, m.port, m.password, m.starttls, m.sender
    ('mail.example.org', 587, 's@cret', True, 'desk@example.org')
    >>> mail(Path("data"), "").folder
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
        raise CannotRead(Message("page-accounts.oidc-file", path=path, why=str(error))) from error
    tables = given.get("provider")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables) or given.keys() != {"provider"}:
        raise WrongUse(Message("page-accounts.oidc-file", path=path, why="[[provider]]"))
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [_app(table, path) for table in tables]}}


def origins(told: dict[str, Any]) -> list[str]:
    """Return the origins of the providers' servers: a form that signs in by one of them leads there.

    >>> origins({"openid_connect": {"APPS": [{"settings": {"server_url": "https://id.example.org/realm"}}]}})
    ['https://id.example.org']
    """
    servers = [urlsplit(app["settings"]["server_url"]) for app in told.get("openid_connect", {}).get("APPS", [])]
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
