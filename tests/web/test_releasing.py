"""A row that is marked lower than what it cites is seen at its own marking once somebody else than who wrote it confirmed that."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from legation.dossier import encode
from legation.dossier.clearing.release import released, waiting
from legation.dossier.edit import Edit, apply
from legation.errors import CannotWrite, WrongUse
from legation.web.access import TABLE, grant_of, scope_of
from legation.web.api import tokens
from legation.web.api.models import SCOPES
from legation.web.dossiers import older_revisions, store
from legation.web.dossiers.models import Dossier, Grant
from legation.web.dossiers.releases import release

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("who may read is chosen in SQL")]

PLACE = ("positions.csv", "positions", "p9")
ROW = {"id": "p9", "actor": "FRA", "issue": "norms", "value": "55", "evidence": "e2", "author": "desk", "marking": "TLP:GREEN"}
API = "/api/v1/dossiers/small"
WHY = {"function": "head of the desk", "reason": "The press had it"}


@pytest.fixture
def written(site: Any) -> Any:
    """Return the site with a row that the editor wrote: it is marked lower than the interview that it cites."""
    Grant.objects.filter(dossier=site.dossier, account=site.people["editor"]).update(mandate=False)
    put(site, "editor", [Edit("positions", "add", "p9", ROW)])
    return site


def head(site: Any) -> Any:
    return store.revision_of(Dossier.objects.get(pk=site.dossier.pk))


def scope(site: Any, who: str) -> Any:
    return scope_of(grant_of(site.people[who], site.dossier))


def put(site: Any, who: str, edits: list[Edit]) -> None:
    seen = store.seen(head(site), scope(site, who))
    keep(site, who, apply(seen, edits))


def keep(site: Any, who: str, mine: Any) -> None:
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    store.save(dossier, dossier.head, mine, site.people[who], scope(site, who), reason="", owns=who == "owner")


def rewrite(site: Any, who: str, value: float) -> None:
    """Change the row itself, as an import does; a form would add one that supersedes it."""
    seen = store.seen(head(site), scope(site, who))
    rows = tuple(dataclasses.replace(row, value=value) if row.id == "p9" else row for row in seen.positions)
    keep(site, who, dataclasses.replace(seen, positions=rows))


def confirm(site: Any, who: str, **more: Any) -> Any:
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    return release(dossier, PLACE, "TLP:GREEN", **WHY, by=site.people[who], **more)


def shown(site: Any, who: str = "reader") -> set[str]:
    """Return the positions that a person sees."""
    return {row.id for row in store.seen(head(site), scope(site, who)).positions}


def program(site: Any, who: str) -> Client:
    _, secret = tokens.make(site.people[who], "for the test", tuple(SCOPES), days=7, dossiers=None)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def forged(site: Any) -> Any:
    """Return the dossier with a release that nobody gave."""
    whole = store.content(head(site))
    return released(whole, next(waiting(whole)), **WHY, day=dt.date(2026, 1, 1))


def test_a_second_person_shows_a_row_at_its_level_until_it_is_changed(written: Any) -> None:
    assert "p9" not in shown(written)
    saved = confirm(written, "owner")

    assert saved.revision.author == written.people["owner"] and store.read_reason(saved.revision.reason) == WHY["reason"]
    assert "p9" in shown(written)
    [row] = store.content(head(written)).releases
    assert (row.part, row.table, row.row, row.marking, row.function) == (*PLACE, "TLP:GREEN", WHY["function"])
    rewrite(written, "editor", 60)
    assert "p9" not in shown(written)
    rewrite(written, "editor", 55)
    assert "p9" in shown(written)
    put(written, "editor", [Edit("positions", "change", "p9", {"value": "60"})])
    assert "p9" in shown(written) and len(shown(written)) == 3  # what corrects it waits


def test_who_wrote_a_row_does_not_confirm_it(written: Any) -> None:
    with pytest.raises(CannotWrite) as refused:
        confirm(written, "editor", again=True)
    assert refused.value.message.id == "web.release-by-author"
    put(written, "owner", [Edit("actors", "change", "FRA", {"name": "French Republic"})])  # what is beside it makes nobody its author
    with pytest.raises(CannotWrite):
        confirm(written, "editor", again=True)
    assert "p9" not in shown(written)
    rewrite(written, "owner", 60)
    confirm(written, "editor")
    assert "p9" in shown(written)


def test_an_owner_alone_confirms_twice(site: Any) -> None:
    put(site, "owner", [Edit("positions", "add", "p9", ROW)])
    with pytest.raises(CannotWrite) as refused:
        confirm(site, "owner", again=True)
    assert refused.value.message.id == "web.release-by-author"  # an editor sees the row
    Grant.objects.filter(dossier=site.dossier, account=site.people["editor"]).update(marking="TLP:AMBER")
    with pytest.raises(CannotWrite) as refused:
        confirm(site, "owner")
    assert refused.value.message.id == "web.release-again" and "p9" not in shown(site)
    confirm(site, "owner", again=True)
    assert "p9" in shown(site)


@pytest.mark.parametrize("who", ["contributor", "reader", "guest", "administrator"])
def test_a_right_of_its_own(written: Any, who: str) -> None:
    assert TABLE["release"] == {"owner", "editor"}
    with pytest.raises(PermissionDenied):
        confirm(written, who)
    assert program(written, who).get(f"{API}/releases").status_code in (403, 404)
    sent = dict(zip(("part", "table", "row"), PLACE, strict=True)) | WHY | {"marking": "TLP:GREEN"}
    assert program(written, who).post(f"{API}/releases", json.dumps(sent), content_type="application/json").status_code in (403, 404)
    assert not store.content(head(written)).releases


def test_nobody_confirms_what_they_do_not_see(written: Any) -> None:
    rewrite(written, "owner", 60)
    Grant.objects.filter(dossier=written.dossier, account=written.people["editor"]).update(marking="TLP:AMBER")

    assert program(written, "editor").get(f"{API}/releases").json()["items"] == []
    with pytest.raises(WrongUse):
        confirm(written, "editor")


def test_over_the_interface(written: Any) -> None:
    sent = dict(zip(("part", "table", "row"), PLACE, strict=True)) | WHY | {"marking": "TLP:GREEN"}
    listed = program(written, "owner").get(f"{API}/releases").json()["items"]
    assert listed == [{"part": "positions.csv", "table": "positions", "row": "p9", "marking": "TLP:GREEN", "cited": "TLP:RED"}]

    def post(who: str, **changed: Any) -> Any:
        return program(written, who).post(f"{API}/releases", json.dumps(sent | changed), content_type="application/json")

    assert [post("editor").status_code, post("owner", marking="TLP:CLEAR").status_code, post("owner", reason=" ").status_code] == [
        409,
        400,
        400,
    ]
    assert post("owner").status_code == 200 and "p9" in shown(written)
    assert program(written, "owner").get(f"{API}/releases").json()["items"] == []


@pytest.mark.parametrize("who", ["owner", "editor"])
def test_a_save_brings_no_release_and_takes_none(written: Any, who: str) -> None:
    made = forged(written)
    keep(written, who, dataclasses.replace(store.seen(head(written), scope(written, who)), releases=made.releases))
    assert not store.content(head(written)).releases and "p9" not in shown(written)

    confirm(written, "owner")
    keep(written, who, dataclasses.replace(store.seen(head(written), scope(written, who)), releases=()))
    assert store.content(head(written)).releases and "p9" in shown(written)
    before = store.revision_of(Dossier.objects.get(pk=written.dossier.pk), 2)
    keep(written, who, older_revisions.restored(before, head(written), scope(written, who)))
    assert store.content(head(written)).releases


@pytest.mark.parametrize("who", ["owner", "editor"])
def test_no_grid_import_or_part_brings_a_release(written: Any, who: str) -> None:
    part = encode(forged(written))["releases.csv"]
    [row] = csv.DictReader(io.StringIO(part.decode()))
    base = head(written).number
    asker = program(written, who)
    edit = {"table": "releases", "do": "add", "row": row["id"], "values": row}
    body = json.dumps({"edits": [edit], "base": base})
    assert asker.post(f"{API}/edits", body, content_type="application/json").status_code == 400
    page = written.client(who).post("/dossiers/small/merge", {"edits": json.dumps([edit]), "base": base})
    assert page.status_code == 400
    octets = "application/octet-stream"
    asker.put(f"{API}/parts/releases.csv?base={base}", part, content_type=octets)
    asker.put(f"{API}/parts/annexes/x/releases.csv?base={base}", part, content_type=octets)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in encode(store.seen(head(written), scope(written, who))).items():
            archive.writestr(name, data)
        archive.writestr("releases.csv", part)
    for how in ("add", "replace"):
        asker.post(f"{API}/import?form=zip&how={how}&base={base}", packed.getvalue(), content_type=octets)

    whole = store.content(head(written))
    assert not whole.releases and not any("releases" in name for name in head(written).parts) and "p9" not in shown(written)


def test_a_proposal_brings_no_release(written: Any) -> None:
    made = forged(written).releases[0]
    edit = {"table": "releases", "do": "add", "row": made.id, "values": {"id": made.id, "part": made.part}}
    answer = program(written, "contributor").post(
        f"{API}/edits", json.dumps({"edits": [edit], "base": head(written).number}), content_type="application/json"
    )
    assert answer.status_code in (400, 403)


def test_a_new_dossier_begins_without_releases(written: Any) -> None:
    made = store.create(forged(written), written.people["editor"], slug="copy")

    assert not store.content(store.revision_of(made)).releases
    assert [one.place for one in waiting(store.content(store.revision_of(made)))] == [PLACE]
