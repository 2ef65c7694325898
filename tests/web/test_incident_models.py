"""An assessment on the site: who does not see an item of evidence gets no row that rests on it, in whatever carrier."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from legation.dossier.edit import Edit, apply
from legation.dossier.models.assessment import ASSESSMENT
from legation.errors import CannotWrite
from legation.web.access import grant_of, scope_of
from legation.web.api import tokens
from legation.web.api.models import SCOPES
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant

pytestmark = pytest.mark.django_db

PART = "incidents/a.assessment.toml"
SECRET = '\n[[item]]\nid = "secret"\nclaim = "SECRET-CLAIM"\nevidence = ["red"]\nratio = { alpha = 4 }\n'
TEXT = ASSESSMENT.template("en") + SECRET


@pytest.fixture
def assessed(site: Any) -> Any:
    """Return the site, its dossier with an assessment, and an editor who sees up to TLP:AMBER."""
    Grant.objects.filter(dossier=site.dossier, account=site.people["editor"]).update(marking="TLP:AMBER")
    edit = Edit("evidence", "add", "red", {"id": "red", "title": "A source", "marking": "TLP:RED"})
    whole = apply(store.content(head(site)), [edit])
    put(site, "owner", dataclasses.replace(whole, files={**whole.files, PART: TEXT.encode()}), store.EVERYTHING)
    return site


def head(site: Any) -> Any:
    return store.revision_of(Dossier.objects.get(pk=site.dossier.pk))


def scope(site: Any) -> Any:
    return scope_of(grant_of(site.people["editor"], site.dossier))


def put(site: Any, who: str, mine: Any, seen: Any) -> None:
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    store.save(dossier, dossier.head, mine, site.people[who], seen, reason="")


def test_no_carrier_holds_a_hidden_row(assessed: Any) -> None:
    given = assessed.client("editor").get("/dossiers/small/export/zip").content
    with zipfile.ZipFile(io.BytesIO(given)) as found:
        data = found.read(PART)
    _, secret = tokens.make(assessed.people["editor"], "mine", tuple(SCOPES), days=7, dossiers=None)
    headers = {"Authorization": f"Bearer {secret}"}
    answers = [
        Client().get(f"/api/v1/dossiers/small/{path}", headers=headers).content for path in (f"parts/{PART}", "parts", "export/xlsx")
    ]

    assert answers[0] == data and b"SECRET-CLAIM" not in b"".join((data, *answers)) and b'"red"' not in data
    assert {item.id for item in ASSESSMENT.read(TEXT.encode(), PART).items} - {i.id for i in ASSESSMENT.read(data, PART).items} >= {
        "secret"
    }


def test_a_save_beside_it_leaves_every_byte_of_it(assessed: Any) -> None:
    mine = apply(store.seen(head(assessed), scope(assessed)), [Edit("actors", "change", "FRA", {"name": "French Republic"})])
    put(assessed, "editor", mine, scope(assessed))

    assert store.content(head(assessed)).files[PART] == TEXT.encode()


@pytest.mark.parametrize("wanted", [ASSESSMENT.template("fr").encode(), None])
def test_what_is_seen_in_part_is_neither_changed_nor_removed(assessed: Any, wanted: bytes | None) -> None:
    seen = store.seen(head(assessed), scope(assessed))
    files = {name: data for name, data in seen.files.items() if name != PART} | ({} if wanted is None else {PART: wanted})

    with pytest.raises(CannotWrite) as refused:
        put(assessed, "editor", dataclasses.replace(seen, files=files), scope(assessed))
    assert refused.value.message.values["part"] == PART and store.content(head(assessed)).files[PART] == TEXT.encode()


def test_what_is_seen_whole_is_changed(assessed: Any) -> None:
    whole = store.content(head(assessed))
    whole = apply(whole, [Edit("evidence", "add", "e3", {"id": "e3", "title": "No ransom"})])  # a source that is not there hides its row
    opened = tuple(dataclasses.replace(row, marking="") for row in whole.evidence)
    put(assessed, "owner", dataclasses.replace(whole, evidence=opened), store.EVERYTHING)
    seen = store.seen(head(assessed), scope(assessed))
    wanted = seen.files[PART].replace(b"SECRET-CLAIM", b"Another claim")
    put(assessed, "editor", dataclasses.replace(seen, files={**seen.files, PART: wanted}), scope(assessed))

    stored = store.content(head(assessed)).files[PART]
    assert ASSESSMENT.read(stored, PART) == ASSESSMENT.read(wanted, PART)
    assert stored == TEXT.replace("SECRET-CLAIM", "Another claim").encode(), "every other byte of the owner's text stays, its comments too"
