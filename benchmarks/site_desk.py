"""Fifty people on a new site, each signed in: ``python -m benchmarks.site_desk`` prints their session keys and the pages as JSON.

It runs as a program of its own, so that the settings are those of the environment and the server finds everything on disk.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from legation.web.serving.prepare import prepare

PEOPLE = 50
FLAGSHIP = Path(__file__).parents[1] / "examples"


def main() -> None:
    prepare(examples=FLAGSHIP)
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from legation.web.accounts.models import Account
    from legation.web.dossiers.models import Dossier, Grant

    keys = []
    for number in range(PEOPLE):
        account = Account.objects.create_user(f"person-{number}@example.org", name=f"Person {number}", language="en")
        for dossier in Dossier.objects.all():
            Grant.objects.create(dossier=dossier, account=account, role="editor", marking="TLP:RED")
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(account.pk), account.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session.create()
        keys.append(session.session_key)
    json.dump({"sessions": keys, "pages": pages()}, sys.stdout)


def pages() -> list[str]:
    """Return the address of each page that needs nothing but the dossier, as an editor may open it."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 - declares the routes
    from legation.web.access import SITE_ROLES, TABLE
    from legation.web.route import ROUTES

    found = []
    for route in ROUTES.values():
        address = "/" + route.path.replace("<slug:slug>", "un-ict-2018")
        allowed = TABLE[route.action] & {"editor", SITE_ROLES[1]}
        if route.kind == "page" and "<" not in address and allowed and route.action not in ("visit", "sign-in"):
            found.append(address)
    return found


if __name__ == "__main__":
    main()
