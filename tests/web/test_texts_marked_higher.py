"""A draft, a negotiation and a room that were marked higher are gone from older revisions too, and no text comes to light by being named."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from legation.web.access import grant_of, scope_of
from legation.web.api import tokens
from legation.web.api.models import SCOPES
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant
from legation.web.dossiers.older_revisions import is_still_seen, restored

pytestmark = pytest.mark.django_db

VERSION = '[[version]]\nid = "v1"\npart = "drafts/text/v1.txt"\ndate = "2018-01-01"\n'
HEADS = {"drafts/text.toml": "draft", "negotiations/talks.toml": "negotiation", "rooms/forum.toml": "room"}


def put(site: Any, marking: str) -> None:
    """Save the three with a marking, as the owner."""
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    whole = store.content(store.revision_of(dossier))
    files = {part: f'[{head}]\ntitle = "SECRET-TITLE"\nmarking = "{marking}"\n'.encode() for part, head in HEADS.items()}
    files["drafts/text.toml"] += VERSION.encode()
    more = {"drafts/text/v1.txt": b"1. SECRET-WORDS\n", "rooms/forum/votes.csv": b"SECRET-VOTES"}
    store.save(
        dossier,
        dossier.head,
        dataclasses.replace(whole, files={**whole.files, **files, **more}),
        site.people["owner"],
        store.EVERYTHING,
        reason="",
    )


def asker(site: Any, role: str) -> Client:
    _, secret = tokens.make(site.people[role], "for the test", tuple(SCOPES), days=7, dossiers=None)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def secret_parts(data: bytes) -> list[str]:
    """Return the parts of an export that hold what is secret."""
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return [name for name in found.namelist() if b"SECRET-" in found.read(name)]


def test_what_was_marked_higher_is_gone_from_older_revisions(site: Any) -> None:
    put(site, "TLP:GREEN")
    address = "/api/v1/dossiers/small/export/zip?revision=2"
    assert len(secret_parts(asker(site, "reader").get(address).content)) == 5
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    scope = scope_of(grant_of(site.people["reader"], dossier))
    given = store.seen(store.revision_of(dossier), scope)
    put(site, "TLP:RED")

    for older in ("", "?revision=2"):
        assert secret_parts(asker(site, "reader").get(f"/api/v1/dossiers/small/export/zip{older}").content) == []
    head = store.revision_of(Dossier.objects.get(pk=site.dossier.pk))
    assert not is_still_seen(given, head, scope)
    assert not set(restored(store.revision_of(dossier, 2), head, scope).files) & {*HEADS, "drafts/text/v1.txt"}


def test_an_editor_brings_no_hidden_text_to_light_by_naming_it(site: Any) -> None:
    put(site, "TLP:RED")
    Grant.objects.filter(dossier=site.dossier, account=site.people["editor"]).update(marking="TLP:AMBER")
    program = asker(site, "editor")
    body = f'[draft]\ntitle = "Mine"\n{VERSION}'
    saved = program.put("/api/v1/dossiers/small/parts/drafts/mine.toml?base=2", body, content_type="application/octet-stream")

    assert saved.status_code == 200
    assert program.get("/api/v1/dossiers/small/parts/drafts/text/v1.txt").status_code == 404


def test_an_edit_from_before_leaves_what_was_marked_higher_as_it_is(site: Any) -> None:
    put(site, "TLP:GREEN")
    Grant.objects.filter(dossier=site.dossier, account=site.people["editor"]).update(marking="TLP:AMBER")
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    scope = scope_of(grant_of(site.people["editor"], dossier))
    begun = store.seen(store.revision_of(dossier), scope)
    put(site, "TLP:RED")
    dossier.refresh_from_db()
    mine = dataclasses.replace(begun, files={**begun.files, "files/new.txt": b"new"})
    made = store.save(dossier, 2, mine, site.people["editor"], scope, reason="")

    assert made.revision is not None and not made.conflicts
    files = store.content(made.revision).files
    assert files["files/new.txt"] == b"new" and b"TLP:RED" in files["drafts/text.toml"] and b"TLP:RED" in files["rooms/forum.toml"]
