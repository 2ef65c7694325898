"""Dossiers of other formats on the site: an older revision is read and written anew whole, a newer one is refused, unknown columns stay."""

from __future__ import annotations

import io

import pytest

from legation.dossier import DossierError, decode, encode
from legation.dossier.edit import Edit, apply
from legation.dossier.files.entries import zip_bytes
from legation.web.access import AccessScope
from legation.web.dossiers import changed_parts, store
from legation.web.dossiers.models import Part, Revision

from .conftest import PARTS, Site

pytestmark = pytest.mark.django_db
DESK = AccessScope("TLP:RED", "desk")


def stored_as(site: Site, **parts: bytes) -> Revision:
    """Put other bytes of some parts in place of those of the newest revision, as another release had stored them."""
    head = store.revision_of(site.dossier)
    changed = {name.replace("_", "."): data for name, data in parts.items()}
    for data in changed.values():
        Part.objects.create(sha256=changed_parts.digest(data), data=data)
    digests = dict(sorted((dict(head.parts) | {name: changed_parts.digest(data) for name, data in changed.items()}).items()))
    Revision.objects.filter(pk=head.pk).update(parts=digests, hash=changed_parts.hash_of_parts(digests))
    store._CONTENTS.clear()
    store._LATEST.clear()
    store._NEWEST.clear()
    return store.revision_of(site.dossier)


def test_a_revision_of_an_older_format_is_read_as_todays_and_the_next_one_is_written_so(site: Site) -> None:
    head = stored_as(site, dossier_toml=PARTS["dossier.toml"].encode())
    before = store.content(head)

    assert (before.info.format, before.stored) == (2, 1)
    mine = apply(before, [Edit("actors", "change", "FRA", {"name": "La France"})])
    saved = store.save(site.dossier, head.number, mine, site.people["owner"], store.EVERYTHING, reason="", owns=True)

    assert saved.revision is not None
    parts = store.parts_of(saved.revision)
    assert parts["dossier.toml"] == PARTS["dossier.toml"].encode() + b"format = 2\n"
    assert saved.revision.hash == decode(parts).hash == mine.hash
    assert {name for name, digest in saved.revision.parts.items() if head.parts.get(name) != digest} == {"dossier.toml", "actors.csv"}
    again = store.save(
        site.dossier,
        saved.revision.number,
        apply(store.content(saved.revision), [Edit("actors", "change", "FRA", {"name": "France"})]),
        site.people["editor"],
        AccessScope("TLP:AMBER", "desk"),
        reason="",
    )
    assert again.revision is not None
    assert decode(store.parts_of(again.revision)).hash == again.revision.hash


def test_what_a_newer_release_made_is_not_taken_in(site: Site) -> None:
    newer = decode({"dossier.toml": b'id = "new"\nformat = 3\n'})

    with pytest.raises(DossierError, match="newer release"):
        store.create(newer, site.people["owner"])
    with pytest.raises(DossierError, match="newer release"):
        store.save(site.dossier, site.dossier.head, newer, site.people["owner"], store.EVERYTHING, reason="", owns=True)

    sent = io.BytesIO(zip_bytes(encode(newer)))
    sent.name = "new.zip"
    answer = site.client("owner").post("/dossiers/new/file", {"files": sent})
    assert answer.status_code == 422
    assert "newer release" in answer.content.decode()


def test_columns_that_are_not_known_stay_when_somebody_saves_who_does_not_see_them(site: Site) -> None:
    whole = store.content(store.revision_of(site.dossier))
    parts = encode(whole)
    header, *rows = parts["actors.csv"].decode().splitlines()
    parts["actors.csv"] = "\n".join([f"{header},orbit", *(f"{row},word{n}" for n, row in enumerate(rows)), ""]).encode()
    parts["visits/one.bin"] = b"\x00\xff"
    first = store.save(site.dossier, site.dossier.head, decode(parts), site.people["owner"], store.EVERYTHING, reason="", owns=True)
    assert first.revision is not None
    assert store.parts_of(first.revision) == parts
    assert first.revision.hash == decode(parts).hash

    site.dossier.refresh_from_db()
    head = store.newest(site.dossier)
    seen = store.seen(head, DESK)
    assert not seen.unknown
    assert "visits/one.bin" not in seen.files
    mine = apply(seen, [Edit("actors", "change", "FRA", {"name": "La France"}), Edit("actors", "remove", "icann")])
    saved = store.save(site.dossier, head.number, mine, site.people["editor"], DESK, reason="")

    assert saved.revision is not None
    found = store.parts_of(saved.revision)
    assert found["visits/one.bin"] == b"\x00\xff"
    lines = dict(line.split(",", 1) for line in found["actors.csv"].decode().splitlines())
    before = dict(line.split(",", 1) for line in parts["actors.csv"].decode().splitlines())
    assert lines["FRA"] == before["FRA"].replace("France", "La France", 1)
    assert {name: line for name, line in lines.items() if name != "FRA"} == {
        n: line for n, line in before.items() if n not in ("FRA", "icann")
    }
