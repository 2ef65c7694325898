"""Fifty editors on a new site, each signed in: ``python -m benchmarks.site_desk`` prints their session keys and the pages as JSON.

It runs as a program of its own, so that the settings are those of the environment and the server finds everything on disk.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from legation.web.serving.prepare import prepare

PEOPLE, SMALL = 50, 10
SLUG = "un-ict-2018"
"""The largest example: it is read and edited."""
EXAMPLES = Path(__file__).parents[1] / "examples"


def main(*, bare: bool = False, sizes: Sequence[int] = ()) -> None:
    """Make it and print it; ``sizes`` are those of made dossiers that stand beside the examples."""
    with tempfile.TemporaryDirectory() as none:
        prepare(examples=Path(none) if bare else EXAMPLES)
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from legation.dossier import Dossier as Content
    from legation.dossier import decode
    from legation.dossier.parts.settings import Info
    from legation.web.accounts.models import Account
    from legation.web.dossiers import store
    from legation.web.dossiers.models import Dossier, Grant

    if bare:
        store.create(Content(info=Info(id=SLUG)), Account.objects.first(), slug=SLUG)
    for size in sizes:
        from benchmarks.large_dossiers import parts

        store.create(decode(parts(size)), Account.objects.first(), slug=f"made-{size}")
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
    first = Account.objects.get(email="person-0@example.org")
    for number in range(0 if bare else SMALL):  # opened to one person alone, so that the others have what a desk has
        store.create(Content(info=Info(id=f"small-{number}")), first, slug=f"small-{number}")
    made = {f"made-{size}": pages(f"made-{size}") for size in sizes}
    json.dump({"sessions": keys, "pages": [] if bare else pages(SLUG), "made": made}, sys.stdout)


def pages(slug: str) -> list[str]:
    """Return the address of each page that needs nothing but the dossier, as an editor may open it, and one page of each kind of row."""
    from django.urls import get_resolver, reverse

    get_resolver().url_patterns  # noqa: B018 - declares the routes
    from legation.web.access import SITE_ROLES, TABLE
    from legation.web.dossiers import store
    from legation.web.dossiers.models import Dossier
    from legation.web.site.routing import ROUTES

    whole = store.content(store.newest(Dossier.objects.get(slug=slug)))
    ones = {"actor": whole.actors[0], "issue": whole.issues[0], "row": whole.evidence[0]}
    found = []
    for route in ROUTES.values():
        address = "/" + route.path.replace("<slug:slug>", slug)
        allowed = TABLE[route.action] & {"editor", SITE_ROLES[1]}
        if (
            route.kind == "page"
            and route.name != "runs.compare"
            and "<" not in address
            and allowed
            and route.action not in ("visit", "sign-in")
        ):
            found.append(address)
    names = {"actor": "actors.one", "issue": "issues.one", "row": "evidence.one"}
    found += [reverse(names[key], kwargs={"slug": slug, key: row.id}) for key, row in ones.items()]
    return [*found, reverse("questions.one", kwargs={"slug": slug, "question": "do-we-have-the-votes"})]


if __name__ == "__main__":
    main(bare="--bare" in sys.argv[1:], sizes=[int(word) for word in sys.argv[1:] if word.isdigit()])
