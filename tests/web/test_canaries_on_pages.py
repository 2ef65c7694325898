"""No canary word is on a page of the site, in its JSON, in the API, or in a file of the site, for who may not see it.

The dossier of :mod:`canaries` is saved as the small dossier of the tests. A reader up to TLP:GREEN, an editor up to TLP:AMBER and a guest walk
every route of it, as the table of permissions lets them; then every table by itself, the search, the exports, the archived files of every row
of evidence, and what a program is told. The day of a page may be chosen: what was known later is not on it, but for what counts it.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from canaries import Canary, canaries, dossier, leaked, told
from django.test import Client
from web.samples import made
from web.shown import shown_to

from legation.dossier import TABLES
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


def test_a_public_list_says_how_the_text_and_its_signatories_are_called_and_nothing_else(caged: Any) -> None:
    """Each is released, whoever stands in it: no word on it is marked higher than the dossier, and none is of another column."""
    marking, names = dossier().info.marking, list(circulated_drafts(dossier().files))
    wrong, there = [], 0
    for draft in names:
        caged.client("owner").post(f"{INSIDE}/circulations/{draft}/release", {})
    for entry in PublicList.objects.all():
        for end in ("", "?lang=fr", ".csv", ".csv?lang=fr"):
            text = Client().get(f"/statements/{entry.pk}{end}").content.decode()
            there += "zorvexa" in text
            wrong += [one.place for one in leaked([text], marking, "desk")]
            wrong += [
                one.place
                for one in canaries().values()
                if one.word in text
                and not {part.rsplit("_", 1)[0] if part[-3:] in ("_fr", "_en") else part for part in one.place.split()} & SHOWN
            ]

    assert not wrong, sorted(set(wrong))
    assert there or not PublicList.objects.exists()
