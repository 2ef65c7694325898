"""Whose information a protected source is: the owner's alone, in every carrier; all others read that the desk protects it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from web.samples import made
from web.shown import shown_to

from legation.briefing.brief import brief, gather
from legation.briefing.html import render
from legation.dossier import Dossier as Content
from legation.dossier.edit import Edit, apply
from legation.dossier.tables.labels import named_source
from legation.language import say
from legation.questions import Case
from legation.web.access import grant_of, scope_of
from legation.web.api import tokens
from legation.web.api.models import SCOPES
from legation.web.dossiers import older_revisions, store
from legation.web.dossiers.models import Dossier, Grant

pytestmark = pytest.mark.django_db

CANARY = "zorvexa-informant"
SAID = {"en": "a source protected by the desk", "fr": "une source protégée par le bureau"}
SOURCE = {"publisher": CANARY, "origin": f"{CANARY} himself", "speaker_level": f"{CANARY}-level", "channel": f"{CANARY}-channel"}
SOURCE |= {"url": f"https://{CANARY}.example/", "part": f"files/{CANARY}.txt"}
ARCHIVED = b"zorvexa-informant wrote this"


@pytest.fixture
def site_with_source(site: Any) -> Any:
    """Return the site; its one open source is protected since the third revision."""
    Grant.objects.filter(dossier=site.dossier, account=site.people["editor"]).update(marking="TLP:RED")
    whole = store.content(head(site))
    rows = tuple(dataclasses.replace(row, **SOURCE) if row.id == "e1" else row for row in whole.evidence)
    keep(site, "owner", dataclasses.replace(whole, evidence=rows, files={**whole.files, SOURCE["part"]: ARCHIVED}))
    keep(site, "owner", apply(store.content(head(site)), [Edit("evidence", "change", "e1", {"attributable": "no"})]))
    return site


def head(site: Any) -> Any:
    return store.revision_of(Dossier.objects.get(pk=site.dossier.pk))


def scope(site: Any, who: str) -> Any:
    return scope_of(grant_of(site.people[who], site.dossier))


def view(site: Any, who: str) -> Content:
    return store.seen(head(site), scope(site, who))


def keep(site: Any, who: str, mine: Content) -> None:
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    store.save(dossier, dossier.head, mine, site.people[who], scope(site, who), reason="", owns=who == "owner")


def test_no_page_of_an_editor_names_it(site_with_source: Any) -> None:
    samples = made(site_with_source, "editor")
    samples["number"] = samples["a"] = samples["b"] = 2
    pages = shown_to(site_with_source, "editor", samples)
    assert len(pages) > 20
    assert [name for name, text in pages.items() if "zorvexa" in text] == []

    client = site_with_source.client("editor")
    listed = client.get("/dossiers/small/evidence").content.decode()
    one = client.get("/dossiers/small/evidence/e1-2/read").content.decode()
    assert "zorvexa" not in listed + one
    assert SAID["en"] in listed
    assert SAID["en"] in one
    assert SAID["en"] in client.get("/dossiers/small/evidence.json").content.decode()
    assert SAID["en"] not in site_with_source.client("owner").get("/dossiers/small/evidence").content.decode()
    assert CANARY in site_with_source.client("owner").get("/dossiers/small/evidence/e1-2/read").content.decode()


@pytest.mark.parametrize("who", ["editor", "reader", "guest"])
def test_no_export_nor_answer_of_a_program_names_it(site_with_source: Any, who: str) -> None:
    _, secret = tokens.make(site_with_source.people[who], "for the test", tuple(SCOPES), days=7, dossiers=None)
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    inside = "/api/v1/dossiers/small"
    paths = ["", "/tables/evidence", "/evidence/e1", "/evidence/e1-2", "/parts", "/parts/evidence.csv", f"/parts/{SOURCE['part']}"]
    paths += [
        "/export/zip",
        "/export/xlsx",
        "/compare?a=1&b=2",
        "/compare?a=2&b=3",
        "/tables/evidence?revision=2",
        "/export/zip?revision=2",
    ]
    answers = [program.get(inside + path) for path in paths]

    assert not [path for path, answer in zip(paths, answers, strict=True) if "zorvexa" in unpacked(answer.content)]
    assert program.get(f"{inside}/evidence/e1-2").json()["source"] == SAID["en"]
    assert site_with_source.client(who).get(f"/dossiers/small/search.json?q={CANARY}").json()["count"] == 0


def unpacked(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(f"{name}: {archive.read(name).decode('utf-8', 'replace')}" for name in archive.namelist())


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_papers_say_that_it_is_protected(site_with_source: Any, lang: Any) -> None:
    case = Case(dossier=view(site_with_source, "editor"), today=dt.date(2026, 1, 1))
    text = render(brief(case, gather(case, sections=("who-stands-where",)), lang)).decode()
    assert "zorvexa" not in text and SAID[lang] in html.unescape(re.sub(r"\s+", " ", text))


def test_an_editor_does_not_lift_the_protection(site_with_source: Any) -> None:
    for wanted in ("yes", ""):
        seen = view(site_with_source, "editor")
        flag = True if wanted else None
        rows = tuple(dataclasses.replace(row, attributable=flag, publisher="", supersedes="") for row in seen.evidence)
        keep(site_with_source, "editor", dataclasses.replace(seen, evidence=rows))
        assert "zorvexa" not in repr(view(site_with_source, "editor").evidence)
    seen = view(site_with_source, "editor")
    keep(site_with_source, "editor", dataclasses.replace(seen, evidence=tuple(row for row in seen.evidence if row.id != "e1-2")))
    assert "zorvexa" not in repr(view(site_with_source, "editor"))
    stored = next(row for row in store.content(head(site_with_source)).evidence if row.id == "e1")
    assert stored.publisher == CANARY and store.content(head(site_with_source)).files[SOURCE["part"]] == ARCHIVED


def test_it_is_protected_in_what_was_saved_before(site_with_source: Any) -> None:
    then = older_revisions.seen_at(
        store.revision_of(Dossier.objects.get(pk=site_with_source.dossier.pk), 2), head(site_with_source), scope(site_with_source, "editor")
    )

    assert "zorvexa" not in repr(then)
    [row] = [row for row in then.evidence if row.id == "e1"]
    assert say(named_source(row), "fr") == SAID["fr"]
