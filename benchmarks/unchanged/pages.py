"""The pages of a site with one example: the JSON of every page and the bytes of every file, for who owns it and for who reads it."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from benchmarks.unchanged.written import Written

__all__ = ["pages"]

SLUG = "small"
"""The name of the dossier on the site: that of the samples of the tests."""
WALKS = (("owner", "en"), ("owner", "fr"), ("reader", "en"))
EACH = 3
"""So many rows of each table have their pages walked: the first, the middle and the last."""
ANSWERED = 6
"""So many questions are asked on the site and answered by its worker: the first that the dossier can answer."""


def pages(example: Path, to: Written, place: Path) -> None:
    """Walk every route of the site that shows or gives something, in the order of their names."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "web_settings"  # they keep the site in a temporary folder of their own
    tempfile.tempdir = str(place)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    from web.samples import made

    site = _site(example)
    samples = made(site)
    volatile = [(str(samples[key]), key.upper()) for key in ("token", "key", "engagement.calendar:token")]
    _answer(site)
    values = {**{name: [value] for name, value in samples.items()}, **_values(site)}
    for who, lang in WALKS:
        _walk(site, who, lang, values, to, volatile)


def _walk(site: Any, who: str, lang: str, values: dict[str, list[Any]], to: Written, volatile: list[tuple[str, str]]) -> None:
    from web.samples import address_of, expected

    from legation.web.site.routing import ROUTES

    for route in sorted(ROUTES.values(), key=lambda route: route.name):
        if route.kind == "action":
            continue
        asked_by = who if expected(route, site, who) == "allowed" else "administrator" if who == "owner" else ""
        if not asked_by or expected(route, site, asked_by) != "allowed":
            continue
        client = _client(site, asked_by, lang)
        for number, chosen in enumerate(_choices(route, values)):
            address = address_of(route, site, chosen, as_json=route.kind == "page").replace("issue=norms", f"issue={chosen['issue']}")
            answer = client.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            name = f"{who}-{lang}/{route.name}.{number}"
            if answer.status_code >= 400:
                to.put_text(f"{name}.txt", f"{answer.status_code}\n")
                to.put_error(f"{name}.txt", body.decode("utf-8", "replace"))
                continue
            try:
                text = body.decode()
            except UnicodeDecodeError:
                to.put(f"{name}.bin", body)
                continue
            to.put_text(f"{name}.{'json' if route.kind == 'page' else 'txt'}", text, volatile)


def _choices(route: Any, values: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Return the samples with which a route is opened: each value of its address in turn; a table with rows of its own."""
    from web.samples import keys_of, names_of

    first = {name: there[0] for name, there in values.items() if there}
    names = names_of(route)
    if {"table", "row"} <= set(names):
        for table, row in values["table-and-row"]:
            yield {**first, f"{route.name}:table": table, f"{route.name}:row": row}
        return
    keys = [next((key for key in keys_of(route, name) if values.get(key)), name) for name in names]
    for chosen in itertools.product(*(values.get(key, []) for key in keys)):
        yield {**first, **{f"{route.name}:{name}": value for name, value in zip(names, chosen, strict=True)}}


def _values(site: Any) -> dict[str, list[Any]]:
    """Return what the addresses of a dossier may hold, as far as it is walked."""
    import legation.dossier
    from legation.questions import questions
    from legation.web.runs.models import Run

    dossier = site.content
    rows = {
        table: [str(getattr(row, "id", "") or form.identity(row)) for row in dossier.rows(table)]
        for table, form in legation.dossier.TABLES.items()
    }
    found: dict[str, list[Any]] = {
        "question": list(questions()),
        "table": list(rows),
        "table-and-row": [(table, row) for table, there in rows.items() for row in _some(there)],
        "actor": _some(rows["actors"]),
        "issue": rows["issues"],
        "evidence": _some(rows["evidence"]),
        "evidence.*:row": _some(rows["evidence"]),
        "rollcall": _some([one.id for one in dossier.rollcalls]),
        "coalition": sorted({row.coalition for row in dossier.coalitions}),
        "contents": ["roles", "people"],
        "engagement.*:form": ["pdf", "docx", "html", "zip"],
        "strategy.*:form": ["csv", "xlsx"],
        "form": ["zip", "xlsx", "json"],
        "history.at:number": [1],
        "runs.one:number": list(Run.objects.order_by("pk").values_list("pk", flat=True)),
        "runs.file:number": list(Run.objects.filter(state="done").order_by("pk").values_list("pk", flat=True)),
    }
    return {name: there for name, there in found.items() if there}


def _some(there: list[str]) -> list[str]:
    picked = (0, len(there) // 2, len(there) - 1)[:EACH]
    return [there[at] for at in sorted(set(picked))] if there else []


def _site(example: Path) -> Any:
    """Make a site with the people of the tests' samples and the example."""
    from django.contrib.auth import get_user_model

    import legation
    from legation.web.accounts.models import Organisation
    from legation.web.dossiers import store
    from legation.web.dossiers.models import Grant

    people = {
        who: get_user_model().objects.create_user(
            f"{who}@example.org", name=who.title(), language="en", is_administrator=who == "administrator"
        )
        for who in ("owner", "editor", "contributor", "reader", "member", "administrator")
    }
    Organisation.objects.create(name="Partner", kind="ngo")
    content = legation.load(example)
    dossier = store.create(content, people["owner"], slug=SLUG)
    for who, marking in (("editor", "TLP:RED"), ("contributor", "TLP:AMBER"), ("reader", "TLP:GREEN")):
        Grant.objects.create(dossier=dossier, account=people[who], role=who, marking=marking, by=people["owner"])
    site = SimpleNamespace(dossier=dossier, people=people, content=content)
    site.client = lambda who: _client(site, who, "en")
    return site


def _client(site: Any, who: str, lang: str) -> Any:
    from django.test import Client

    account = site.people[who]
    if account.language != lang:
        account.language = lang
        account.save()
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _answer(site: Any) -> None:
    """Ask the first questions on the site by their forms, and let its worker answer what waits."""
    from django.urls import reverse

    from legation.questions import questions
    from legation.web.runs.worker import Worker

    client = site.client("owner")
    asked = 0
    for question in questions():
        asked += client.post(reverse("questions.ask", args=[SLUG, question])).status_code == 302
        if asked == ANSWERED:
            break
    worker = Worker()
    while worker.once():
        pass
