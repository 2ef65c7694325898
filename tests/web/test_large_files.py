"""A file of a large dossier is made in the background: who asks waits on a page, comes back to the file, and gets their own."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable, Hashable, Iterator
from typing import Any

import pytest
from django.test import Client

from legation.web.api import tokens
from legation.web.dossiers import preparation
from legation.web.site import large_files
from legation.web.site.cache import Cache
from legation.web.stores.audit import trail
from legation.web.stores.audit.models import Entry
from legation.web.stores.people.models import Person

from .conftest import Site

pytestmark = pytest.mark.django_db
SMALL = "/dossiers/small"
Waiting = dict[Hashable, Callable[[], object]]


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Waiting]:
    """Serve as if every dossier were large and ready; give what is to be made in the background, which a test does itself."""
    asked: Waiting = {}

    def begun(key: Hashable, make: Callable[[], object]) -> threading.Event:
        asked[key] = make
        return threading.Event()

    monkeypatch.setattr(preparation, "PATIENCE", 0.0)
    monkeypatch.setattr(preparation._OTHERS, "begin", begun)
    monkeypatch.setattr(preparation, "is_ready", lambda *_: True)
    monkeypatch.setattr(preparation, "LARGE", -1)
    preparation._SIZES.clear()
    large_files._FILES.clear()
    preparation.turn_on()
    yield asked
    preparation.turn_on(on=False)
    preparation._SIZES.clear()
    large_files._FILES.clear()


def _made(waiting: Waiting) -> None:
    while waiting:
        waiting.popitem()[1]()


def _small(site: Site, role: str, address: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return an answer as of a small dossier."""
    with monkeypatch.context() as small:
        small.setattr(large_files, "is_large", lambda *_: False)
        return site.client(role).get(address)


@pytest.mark.parametrize("address", ["export/zip", "export/json", "export/xlsx", "engagement/handover/roles/zip"])
def test_who_asks_waits_on_a_page_that_comes_back_to_the_file(
    site: Site, waiting: Waiting, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    address = f"{SMALL}/{address}"
    for _ in range(2):
        page = site.client("editor").get(address)
        assert (page.status_code, page["Retry-After"], page["Content-Type"]) == (503, "3", "text/html; charset=utf-8")
        assert "Content-Disposition" not in page
        assert b'<meta http-equiv="refresh" content="3">' in page.content
        assert b"The download begins by itself" in page.content
        assert f'href="{SMALL}"'.encode() in page.content
        assert len(waiting) == 1
    _made(waiting)
    file, small = site.client("editor").get(address), _small(site, "editor", address, monkeypatch)

    assert file.status_code == 200
    assert file["Content-Disposition"].startswith("attachment")
    assert file.content == small.content
    assert {**file.headers, "X-Request-Id": ""} == {**small.headers, "X-Request-Id": ""}
    assert site.client("editor").get(address).content == file.content
    assert not waiting


def test_each_gets_what_they_may_see_and_nobody_a_file_of_another(site: Site, waiting: Waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = [f"{SMALL}/export/json{more}" for more in ("", "?mandate=yes")]
    files: dict[tuple[str, str], bytes] = {}
    for role in ("owner", "editor", "reader", "guest"):
        for address in addresses:
            assert site.client(role).get(address).status_code == 503, "nothing that was made for another is there"
            _made(waiting)
            files[role, address] = site.client(role).get(address).content

    assert {key: _small(site, *key, monkeypatch).content for key in files} == files
    assert b"SECRET-AIM" in files["owner", addresses[1]]
    assert not any(b"SECRET" in data for (role, _), data in files.items() if role in ("reader", "guest"))
    _ = [client.get(f"{SMALL}/engagement/handover/roles/zip") for client in (site.client("reader"), site.client("guest"))]
    assert not waiting, "who may not hand over has nothing made"


def test_an_older_revision_and_a_new_one_are_other_files(site: Site, waiting: Waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    client, first = site.client("editor"), f"{SMALL}/export/json?revision=1"
    client.get(first)
    _made(waiting)
    before = client.get(first).content
    client.post(f"{SMALL}/rows/actors/add", {"id": "ESP", "name": "Spain", "kind": "state", "base": 1})

    assert client.get(f"{SMALL}/export/json").status_code == 503
    assert client.get(first).status_code == 503, "what an older revision shows depends on what the newest hides"
    _made(waiting)
    assert b"Spain" in client.get(f"{SMALL}/export/json").content
    assert client.get(first).content == before == _small(site, "editor", first, monkeypatch).content


def test_a_program_is_told_to_wait(site: Site, waiting: Waiting) -> None:
    _, secret = tokens.make(site.people["editor"], "program", ("export",), days=7)
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    answer = program.get(f"/api/v1{SMALL}/export/json")

    assert (answer.status_code, answer["Retry-After"], answer["Content-Type"]) == (503, "3", "application/json")
    _made(waiting)
    assert program.get(f"/api/v1{SMALL}/export/json").json()["parts"]["actors.csv"]["kind"] == "actors"


def test_a_file_that_names_persons_is_handed_over_once_and_noted_then(site: Site, waiting: Waiting) -> None:
    later = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=90)
    known = Person.objects.create(
        dossier=site.dossier, name="NAMED-PERSON", actor="FRA", basis="public_role", source="Blue book", retain_until=later
    )
    trail.gathered.forget()
    client, address = site.client("editor"), f"{SMALL}/engagement/handover/people/html"

    def taken() -> int:
        trail.flush()
        return Entry.objects.filter(route="engagement.handover", kind="taken", object=f"person={known.key}").count()

    assert client.get(address).status_code == 503
    assert taken() == 0
    _made(waiting)
    assert b"NAMED-PERSON" in client.get(address).content
    assert (taken(), len(large_files._FILES)) == (1, 0)
    client.get(address)
    _made(waiting)
    known.delete()
    assert client.get(address).status_code == 503
    _made(waiting)
    assert b"NAMED-PERSON" not in client.get(address).content


def test_a_file_larger_than_the_bound_is_there_for_who_waits_for_it(site: Site, waiting: Waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_files, "_FILES", Cache(50, lambda data: min(len(data), 50)))
    for form in ("json", "zip"):
        site.client("editor").get(f"{SMALL}/export/{form}")
        _made(waiting)
        assert site.client("editor").get(f"{SMALL}/export/{form}").status_code == 200
    assert len(large_files._FILES) == 1
    assert not waiting
    assert re.fullmatch(r"\d+", site.client("editor").get(f"{SMALL}/export/zip")["Content-Length"])
