"""A part or a recorded vote as a file of its own: what the person sees, and no more; and it comes back by the import page."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from web.test_import_sources import head, send

from legation.dossier import encode
from legation.web.dossiers import store

pytestmark = pytest.mark.django_db


def test_a_part_is_the_part_that_the_person_sees(site: Any) -> None:
    listed = site.client("owner").get("/dossiers/small/exporting/parts.json").json()["parts"]
    whole = encode(store.content(head(site)))

    assert {part["name"] for part in listed} == set(whole) - {"mandate.toml"}
    for part in listed:
        answer = site.client("owner").get(part["href"])
        assert answer.content == whole[part["name"]] and answer.headers["Content-Disposition"].startswith("attachment")
    assert site.client("owner").get("/dossiers/small/export/part/mandate.toml").status_code == 404
    assert site.client("owner").get("/dossiers/small/export/part/../../x").status_code == 404


@pytest.mark.parametrize("role", ["reader", "guest"])
def test_no_part_holds_what_the_person_does_not_see(site: Any, role: str) -> None:
    listed = site.client(role).get("/dossiers/small/exporting/parts.json").json()["parts"]
    data = b"".join(site.client(role).get(part["href"]).content for part in listed)

    assert listed and b"SECRET" not in data and b"hidden-co" not in data
    assert site.client("anonymous").get("/dossiers/small/export/part/actors.csv").status_code in (302, 403, 404)
    if role == "guest":
        assert site.client(role).get("/dossiers/small/export/part/objectives.csv").status_code == 404


def test_a_vote_goes_out_and_comes_back(site: Any) -> None:
    answer = site.client("owner").get("/dossiers/small/votes/r1/file")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    content = store.content(head(site))

    cast = {vote.actor: vote.vote for vote in content.votes.rows() if vote.rollcall == "r1"}
    assert {row["ms_code"] for row in rows} == {actor for actor, vote in cast.items() if vote != "not_entitled"}
    assert 'href="/dossiers/small/votes/r1/file"' in site.client("owner").get("/dossiers/small/votes/r1/vote").content.decode()
    assert b"hidden-co" not in site.client("reader").get("/dossiers/small/votes/r1/file").content
    assert site.client("owner").get("/dossiers/small/votes/none/file").status_code == 404

    other = store.create(type(content)(info=content.info), site.people["owner"], slug="other")
    sent = site.client("owner").post("/dossiers/other/import/check", {"files": io.BytesIO(answer.content), "base": "1"})
    place = sent.headers["Location"]
    page = site.client("owner").get(f"{place}.json").json()
    assert page["source"] == "undl"
    site.client("owner").post(place.replace("/read", "/take"), {"do": "save", "source": "undl"})
    other.refresh_from_db()
    back = store.content(store.revision_of(other))
    states = {actor: vote for actor, vote in cast.items() if vote in ("yes", "no", "abstain") and len(actor) == 3}
    assert {vote.actor: vote.vote for vote in back.votes.rows()}.items() >= states.items()


def test_a_table_taken_along_comes_back_and_says_nothing_new(site: Any) -> None:
    data = site.client("owner").get("/dossiers/small/export/part/positions.csv").content
    answer = send(site, {"anything.csv": data})
    assert answer.status_code == 302 and not answer.headers["Location"].endswith("/read")
    assert site.client("owner").get(answer.headers["Location"] + ".json").json()["summary"] is None
