"""No canary word is on a page of the site, in its JSON, in the API, or in a file of the site, for who may not see it.

The dossier of :mod:`canaries` is saved as the small dossier of the tests. A reader up to TLP:GREEN, an editor up to TLP:AMBER and a guest walk
every route of it, as the table of permissions lets them; then every table by itself, the search, the exports, the archived files of every row
of evidence, and what a program is told. The day of a page may be chosen: what was known later is not on it, but for what counts it.
"""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from typing import Any

import pytest
from canaries import Canary, canaries, dossier, leaked, told
from django.test import Client
from web.samples import made
from web.shown import shown_to

from legation.dossier import TABLES, Invitation, Moment, Signature
from legation.questions.coalitions.circulation.log import circulated_drafts
from legation.web.api import tokens
from legation.web.api.models import SCOPES
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant
from legation.web.stores.public_lists.models import PublicList

pytestmark = pytest.mark.django_db

MARKINGS = {"reader": "TLP:GREEN", "editor": "TLP:AMBER", "guest": "TLP:GREEN"}
INSIDE = "/dossiers/small"


@pytest.fixture
def caged(site: Any) -> Any:
    """Return the site of the tests with the canaries in its dossier; guests are shown every table."""
    whole = Dossier.objects.get(pk=site.dossier.pk)
    store.save(whole, whole.head, dossier(), site.people["owner"], store.EVERYTHING, reason="", owns=True)
    Grant.objects.filter(dossier=whole, account=site.people["editor"]).update(marking="TLP:AMBER")
    Grant.objects.filter(dossier=whole, organisation__isnull=False).update(tables=list(TABLES))
    site.dossier.refresh_from_db()
    return site


SEVERAL = "actors-groups-coalitions-rollcalls-evidence"


@pytest.mark.parametrize("who", sorted(MARKINGS))
def test_no_page_shows_a_secret(caged: Any, who: str) -> None:
    samples = made(caged, who)
    for name in ("number", "a", "b"):
        samples[name] = 2
    pages = shown_to(caged, who, samples)
    leaks = {name: found for name, text in pages.items() if (found := hidden(who, text))}

    assert not leaks, said(leaks)
    assert len(pages) > 20


@pytest.mark.parametrize("who", sorted(MARKINGS))
def test_no_table_search_export_or_file_shows_a_secret(caged: Any, who: str) -> None:
    addresses = [f"{INSIDE}/rows/{table}{end}" for table in TABLES for end in ("", ".json")]
    addresses += [f"{INSIDE}/{name}" for name in ("export/zip", "export/xlsx", "search")]
    addresses += [f"{INSIDE}/search.json?q={words}" for words in ("zorvexa", "states", "norms", "zorvexa0")]
    addresses += [
        f"{INSIDE}/pick/{place}{words}" for place in (*TABLES, "bodies", "scenario", "conflict", SEVERAL) for words in ("", "?q=zorvexa")
    ]
    evidence = [row.id for row in dossier().evidence]
    addresses += [f"{INSIDE}/evidence/{row}/{what}" for row in evidence for what in ("file", "shown", "read")]
    leaks, there = walked(caged.client(who), who, addresses)

    assert not leaks, said(leaks)
    assert there > 60


@pytest.mark.parametrize("who", sorted(MARKINGS))
def test_no_program_is_told_a_secret(caged: Any, who: str) -> None:
    _, secret = tokens.make(caged.people[who], "for the test", tuple(SCOPES), days=7, dossiers=None)
    inside = "/api/v1/dossiers/small"
    addresses = [f"{inside}/tables/{table}?limit=500" for table in TABLES] + [f"{inside}/{name}" for name in (*TABLES, "revisions", "runs")]
    addresses += [
        "/api/v1/dossiers",
        inside,
        f"{inside}/compare?a=1&b=2",
        f"{inside}/export/zip",
        f"{inside}/parts",
        "/api/v1/search?q=zorvexa",
    ]
    addresses += [f"{inside}/parts/{part}" for part in dossier().files]
    addresses += [f"{inside}/evidence/{row.id}" for row in dossier().evidence]
    leaks, there = walked(Client(headers={"Authorization": f"Bearer {secret}"}), who, addresses)

    assert not leaks, said(leaks)
    assert there > 20


def test_a_named_reader_sees_the_mandate_and_nothing_higher(caged: Any) -> None:
    text = caged.client("named").get(f"{INSIDE}/mandate.json").content.decode()
    found = {one.place for one in canaries().values() if one.word in text}

    assert "mandate.toml aim_en" in found
    assert not leaked([text], "TLP:GREEN", "owner")
    assert leaked([text], "TLP:GREEN", "desk")


def hidden(who: str, text: str) -> list[Canary]:
    """Return what a role may not find in a text: a guest is a partner, others are of the desk."""
    return leaked([text], MARKINGS[who], "partner" if who == "guest" else "desk")


def walked(client: Client, who: str, addresses: list[str]) -> tuple[dict[str, list[Canary]], int]:
    """Return what leaks by address, without what the address itself says, and how many addresses there are something at."""
    leaks, there = {}, 0
    for address in addresses:
        answer = client.get(address)
        there += answer.status_code == 200
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said_in = {one.word for one in leaked([address], "TLP:CLEAR", "public")}
        found = [one for one in hidden(who, unpacked(body)) if one.word not in said_in]
        if found:
            leaks[address] = found
    return leaks, there


def unpacked(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode("latin-1")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(f"{name}: {archive.read(name).decode('latin-1')}" for name in archive.namelist())


def said(leaks: dict[str, list[Canary]]) -> str:
    """Return what leaked, by address and by place."""
    return f"{ {address: len(found) for address, found in leaks.items()} } {told(one for found in leaks.values() for one in found)}"


SHOWN = frozenset({"title", "host", "printed_as", "words", "unit", "name", "id", "actor"})
"""What a public list says: how the text, its host and the signatories are called, and the words of a reservation."""


def signed_by_all() -> tuple[Any, str]:
    """Return the dossier with every actor among the confirmed signatories of a draft that is marked no higher than the dossier, and the draft."""
    whole = dossier()
    draft, model = next(iter(circulated_drafts(whole.cleared(whole.info.marking).files).items()))
    at, actors = Moment("2024-01-01T09:00Z"), [row.id for row in whole.actors]
    version = {"draft": draft, "version": model.versions[0].id, "answer": "sign", "at": at, "confirmed": at, "channel": "note"}
    invited = tuple(Invitation(id=f"all:{n}", draft=draft, actor=one, at=at) for n, one in enumerate(actors))
    signed = tuple(Signature(id=f"all:{n}", actor=one, **version) for n, one in enumerate(actors))
    return dataclasses.replace(whole, invitations=(*whole.invitations, *invited), signatures=(*whole.signatures, *signed)), draft


def test_a_public_list_says_how_the_text_and_its_signatories_are_called_and_nothing_else(caged: Any) -> None:
    """No word on it is marked higher than the dossier, and none is of another column."""
    whole, draft = signed_by_all()
    store.save(caged.dossier, caged.dossier.head, whole, caged.people["owner"], store.EVERYTHING, reason="", owns=True)
    assert caged.client("owner").post(f"{INSIDE}/circulations/{draft}/release", {}).status_code == 302
    shown = [
        Client().get(f"/statements/{PublicList.objects.get().pk}{end}").content.decode() for end in ("", "?lang=fr", ".csv", ".csv?lang=fr")
    ]
    there = [one for one in canaries().values() if any(one.word in text for text in shown)]

    assert len(there) > 1
    assert [one.place for one in leaked(shown, whole.info.marking, "desk")] == []
    assert [one.place for one in there if not {re.sub("_(fr|en)$", "", part) for part in one.place.split()} & SHOWN] == []
