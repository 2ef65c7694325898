"""The lake beside a dossier of the site: for its desk, up to its marking; an answer of yesterday is none on what came since."""

from __future__ import annotations

import pyarrow as pa
import pytest

from legation.lake import Lake
from legation.web.access import AccessScope
from legation.web.dossiers import older_revisions
from legation.web.runs.access import lake_hash, lake_of
from legation.web.runs.computation import submit
from legation.web.runs.files import case_of
from legation.web.runs.worker import Worker

from .test_runs import request_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def lake(site, tmp_path, settings):
    """A lake beside the site's dossier."""
    settings.DATA = tmp_path
    made = Lake(tmp_path / "lakes" / site.dossier.slug)
    made.append("notes", pa.table({"n": [1]}))
    return made


def test_a_dossier_without_a_lake_has_none(site, tmp_path, settings):
    settings.DATA = tmp_path

    assert lake_of(site.dossier, AccessScope("TLP:RED", "owner"), "TLP:CLEAR") is None
    assert lake_hash(site.dossier, AccessScope("TLP:RED", "owner"), "TLP:CLEAR") == ""


def test_a_lake_that_a_first_load_has_begun_is_none_before_anything_is_listed(site, tmp_path, settings):
    settings.DATA = tmp_path
    lake = Lake(tmp_path / "lakes" / site.dossier.slug)
    lake.manifest.secret("accounts")

    assert (lake.path / "manifest.sqlite").is_file()
    assert lake_of(site.dossier, AccessScope("TLP:RED", "owner"), "TLP:CLEAR") is None
    assert lake_hash(site.dossier, AccessScope("TLP:RED", "owner"), "TLP:CLEAR") == ""

    lake.append("notes", pa.table({"n": [1]}))
    assert lake_of(site.dossier, AccessScope("TLP:RED", "owner"), "TLP:CLEAR") is not None


@pytest.mark.parametrize(
    ("scope", "there"),
    [
        (AccessScope("TLP:RED", "owner"), True),
        (AccessScope("TLP:GREEN", "desk"), True),
        (AccessScope("TLP:CLEAR", "desk"), False),
        (AccessScope("TLP:RED", "partner"), False),
        (AccessScope("TLP:RED", "public"), False),
        (AccessScope("TLP:RED", "desk", ("positions",)), False),
    ],
)
def test_it_is_shown_to_the_desk_alone_and_up_to_the_dossiers_marking(site, lake, scope, there):
    assert (lake_of(site.dossier, scope, "TLP:GREEN") is not None) == there


def test_a_run_looks_at_it_and_is_made_anew_when_something_came(site, lake):
    request = request_by(site, "owner")

    first = submit(request, "question", "what-is-due", {})
    same = submit(request, "question", "what-is-due", {})
    lake.append("notes", pa.table({"n": [2]}))
    after = submit(request, "question", "what-is-due", {})

    case = case_of(after)
    assert case.lake is not None
    assert case.lake.names() == ("notes",)
    assert first.pk == same.pk
    assert after.key != first.key
    assert older_revisions.seen_at(request.revision, request.revision, request.scope).hash == case.dossier.hash


def test_an_answer_that_looks_at_the_lake_can_be_watched(site, lake):
    client = site.client("owner")
    asked = client.post("/dossiers/small/questions/who-took-up-our-words/ask", {"us": "FRA", "phrase": "norms"})
    assert asked.status_code == 302, asked.content.decode()[-3000:]
    while Worker(every=60).once():
        pass
    watch = client.get(f"{asked.url}.json").json()["follow"]["watch_href"]

    assert watch == "/dossiers/small/observations#monitors"
    assert f'href="{watch}"' in client.get(asked.url).content.decode().partition("<main")[2]
    assert client.get(watch).status_code == 200


def test_nothing_is_watched_where_there_is_no_lake(site, tmp_path, settings):
    settings.DATA = tmp_path
    client = site.client("owner")
    asked = client.post("/dossiers/small/questions/who-took-up-our-words/ask", {"us": "FRA", "phrase": "norms"})
    while Worker(every=60).once():
        pass

    assert client.get(f"{asked.url}.json").json()["follow"]["watch_href"] == ""
