"""What takes long is made beside a request that reads: a draft, an older revision, parts for a program; and it is made once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from web.samples import objects_of

from legation.dossier import decode, encode
from legation.dossier.tables import csv_sheet
from legation.errors import NotReady
from legation.web import route
from legation.web.access import grant_of, scope_of
from legation.web.api import tokens
from legation.web.api.operations import changes
from legation.web.dossiers import changed_parts, contents, older_revisions, preparation, store
from legation.web.runs import access
from legation.web.site import routing, values
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest
from legation.web.stores.drafts import storage
from legation.web.stores.rows import entries

from .conftest import Site

pytestmark = pytest.mark.django_db
SMALL = "/dossiers/small"


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Hashable]]:
    """Serve as if everything took long, and dossiers were ready; give what would be made beside the requests."""
    asked: list[Hashable] = []

    def never(key: Hashable, make: Callable[[], object]) -> threading.Event:
        assert callable(make)
        asked.append(key)
        return threading.Event()

    monkeypatch.setattr(preparation, "PATIENCE", 0.0)
    monkeypatch.setattr(preparation._OTHERS, "begin", never)
    monkeypatch.setattr(preparation, "is_ready", lambda *_: True)
    monkeypatch.setattr(storage, "LARGE", -1)
    preparation.turn_on()
    yield asked
    preparation.turn_on(on=False)


def _draft(site: Site, purpose: str, role: str = "editor") -> Any:
    account = site.people[role]
    grant = grant_of(account, site.dossier)
    assert grant is not None
    parts = encode(store.seen(store.revision_of(site.dossier), scope_of(grant)))
    inside = (
        PageRequest(HttpRequest(), account, "en", site.dossier, grant) if purpose == "save" else PageRequest(HttpRequest(), account, "en")
    )
    return storage.keep(inside, purpose, parts, base=1)


def _program(site: Site, *scopes: str) -> Client:
    """Return a client that comes with a token of the editor."""
    _, secret = tokens.make(site.people["editor"], "program", scopes, days=7)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_a_draft_that_is_not_in_memory_is_read_beside_and_what_is_sent_is_not_refused(site: Site, waited: list[Hashable]) -> None:
    saved, new = _draft(site, "save"), _draft(site, "new")
    pages = [site.client("editor").get(address) for address in (f"{SMALL}/import/{saved.pk}", f"/dossiers/new/{new.pk}")]

    assert [(page.status_code, page["Retry-After"]) for page in pages] == [(503, "3")] * 2
    assert waited == [("draft", saved.pk, saved.made), ("draft", new.pk, new.made)]
    made = site.client("editor").post(f"/dossiers/new/{new.pk}/make", {"title": "Made", "slug": "made", "marking": "TLP:GREEN"})
    assert (made.status_code, made.url) == (302, "/dossiers/made")
    assert len(waited) == 2


def test_an_older_revision_is_read_beside(site: Site, waited: list[Hashable], monkeypatch: pytest.MonkeyPatch) -> None:
    site.client("editor").post(f"{SMALL}/rows/actors/add", {"id": "ESP", "name": "Spain", "kind": "state", "base": 1})
    older_revisions._PAST.clear()
    assert site.client("editor").get(f"{SMALL}/history/compare?a=1&b=2").status_code == 200
    older_revisions._PAST.clear()
    monkeypatch.setattr(preparation, "LARGE", -1)
    preparation._SIZES.clear()
    routing._CONTENT.clear()

    assert site.client("editor").get(f"{SMALL}/history/compare?a=1&b=2").status_code == 503
    assert [key[0] for key in waited if isinstance(key, tuple)] == ["older"]


def test_an_older_revision_that_is_in_memory_is_not_asked_for_again(
    site: Site, waited: list[Hashable], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.client("editor").post(f"{SMALL}/rows/actors/add", {"id": "ESP", "name": "Spain", "kind": "state", "base": 1})
    monkeypatch.setattr(preparation, "LARGE", -1)
    preparation._SIZES.clear()
    older_revisions._PAST.clear()
    older_revisions._REDACTIONS.clear()
    site.dossier.refresh_from_db()
    head, first = store.revision_of(site.dossier), store.revision_of(site.dossier, 1)
    for role in ("editor", "guest"):
        grant = grant_of(site.people[role], site.dossier)
        assert grant is not None
        assert not older_revisions.is_known(first, head, scope_of(grant))
        older_revisions.seen_at(first, head, scope_of(grant))
        assert older_revisions.is_known(first, head, scope_of(grant))
    routing._CONTENT.clear()

    assert site.client("editor").get(f"{SMALL}/history/compare?a=1&b=2").status_code == 200
    assert waited == []


def test_the_history_of_a_row_is_made_beside_in_one_piece_however_many_revisions_it_takes(
    site: Site, waited: list[Hashable], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor, program = site.client("editor"), _program(site, "read")
    for number in (1, 2, 3):
        editor.post(f"{SMALL}/rows/actors/add", {"id": f"E{number}", "name": f"Actor {number}", "kind": "state", "base": number})
    monkeypatch.setattr(preparation, "LARGE", -1)
    monkeypatch.setattr(older_revisions, "_PAST", Cache(1))
    preparation._SIZES.clear()
    address = f"/api/v1{SMALL}/rows/history?part=actors.csv&table=actors&row="
    for _ in range(2):
        assert program.get(f"{address}E2").status_code == 503
    assert [key[0] for key in waited if isinstance(key, tuple)] == ["row-history"] * 2

    def made(_key: Hashable, make: Callable[[], object]) -> threading.Event:
        make()
        done = threading.Event()
        done.set()
        return done

    monkeypatch.setattr(preparation._OTHERS, "begin", made)
    assert [item["number"] for item in program.get(f"{address}E2").json()["items"]] == [3]
    assert program.get(f"{address}none").status_code == 404
    monkeypatch.setattr(preparation._OTHERS, "begin", lambda *_: pytest.fail("made again"))
    monkeypatch.setattr(older_revisions, "seen_at", lambda *_: pytest.fail("read again"))
    assert program.get(f"{address}E2").status_code == 200
    assert program.get(f"{address}none").status_code == 404


def test_whether_a_run_of_an_older_revision_stays_open_is_seen_beside(
    site: Site, waited: list[Hashable], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = objects_of(site.dossier, site.people["editor"], site.people["contributor"])["runs.*:number"]
    site.client("editor").post(f"{SMALL}/rows/actors/add", {"id": "ESP", "name": "Spain", "kind": "state", "base": 1})
    monkeypatch.setattr(preparation, "LARGE", -1)
    preparation._SIZES.clear()
    access._OPEN.clear()
    pages = [site.client("editor").get(f"{SMALL}/{address}").status_code for address in ("questions", f"runs/{run}")]

    assert pages == [503, 503]
    assert [key[0] for key in waited if isinstance(key, tuple)] == ["runs", "runs"]


def test_the_parts_of_a_small_dossier_are_written_by_the_request(site: Site, waited: list[Hashable]) -> None:
    changes._PARTS.clear()

    assert _program(site, "export").get(f"/api/v1{SMALL}/parts").status_code == 200
    assert waited == []


def test_the_parts_for_a_program_are_written_beside(site: Site, waited: list[Hashable], monkeypatch: pytest.MonkeyPatch) -> None:
    changes._PARTS.clear()
    monkeypatch.setattr(preparation, "LARGE", -1)
    preparation._SIZES.clear()
    answer = _program(site, "export").get(f"/api/v1{SMALL}/parts")

    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert [key[0] for key in waited if isinstance(key, tuple)] == ["parts"]


def test_it_is_made_by_the_request_where_no_server_runs(site: Site) -> None:
    saved = _draft(site, "save")

    assert site.client("editor").get(f"{SMALL}/import/{saved.pk}").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_it_is_made_once_however_many_ask_and_a_fault_is_told_by_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    go = threading.Event()

    def slow() -> None:
        made.append(1)
        go.wait(10)

    monkeypatch.setattr(preparation, "PATIENCE", 0.0)
    preparation.turn_on()
    try:
        for _ in range(5):
            with pytest.raises(NotReady):
                preparation.make_beside("key", slow)
        done = preparation._OTHERS.begin("key", slow)
        assert done is not None
        go.set()
        assert done.wait(10)
        assert made == [1]
        monkeypatch.setattr(preparation, "PATIENCE", 10.0)

        def broken() -> None:
            raise NotReady("broken")

        preparation.make_beside("other", broken)
    finally:
        preparation.turn_on(on=False)


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Serve with everything at work, and all waiting, that there may be at once; give what lets it end."""
    go = threading.Event()
    monkeypatch.setattr(preparation, "PATIENCE", 0.0)
    preparation.turn_on()
    for number in range(preparation._AT_ONCE + preparation._WAITING):
        with pytest.raises(NotReady):
            preparation.make_beside(number, lambda: go.wait(10))
    begun = list(preparation._OTHERS.running.values())
    yield go
    go.set()
    assert all(done.wait(10) for done in begun)
    preparation.turn_on(on=False)


@pytest.mark.django_db(transaction=True)
def test_of_very_many_things_only_some_wait_and_the_others_are_asked_for_again(busy: threading.Event) -> None:
    before = threading.active_count()
    for number in range(100, 300):
        with pytest.raises(NotReady):
            preparation.make_beside(number, lambda: pytest.fail("begun"))

    assert threading.active_count() == before
    assert len(preparation._OTHERS.running) == preparation._AT_ONCE + preparation._WAITING


@pytest.mark.django_db(transaction=True)
def test_a_dossier_is_made_ready_while_other_things_are_made(busy: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    monkeypatch.setattr(preparation, "_prepare_one", made.append)

    assert preparation.prepare_soon(7).wait(10)
    assert made == [7]
    assert not busy.is_set()


def test_where_the_system_gives_no_thread_it_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(preparation, "PATIENCE", 10.0)
    preparation.turn_on()
    try:
        with monkeypatch.context() as without:
            without.setattr(threading.Thread, "start", none)
            with pytest.raises(NotReady):
                preparation.make_beside("key", lambda: pytest.fail("begun"))
            assert not preparation.prepare_soon(7).is_set()
        made: list[int] = []
        preparation.make_beside("key", lambda: made.append(1))
    finally:
        preparation.turn_on(on=False)

    assert made == [1]
    assert not preparation._DOSSIERS.running


def test_of_a_draft_only_what_differs_from_the_revision_in_memory_is_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for cache in (contents._CONTENTS, contents._LATEST):
        cache.clear()  # of another test, whose dossier had the same number
    whole = contents.content(store.revision_of(site.dossier))
    parts = encode(whole)
    parts["actors.csv"] = parts["actors.csv"].replace(b"France", b"Fran\xc3\xa7a")
    fetched: list[str] = []
    reading = csv_sheet.read_csv

    def noted(name: str, *more: Any) -> Any:
        fetched.append(name)
        return reading(name, *more)

    monkeypatch.setattr(changed_parts, "read_csv", noted)
    read = contents.read_like(site.dossier.pk, parts)

    assert fetched == ["actors.csv"]
    assert read == decode(parts)
    assert read.positions is whole.positions


def test_the_rows_of_a_guest_are_listed_before_they_look_for_them(site: Site, see: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    entries._LISTED.clear()
    monkeypatch.setattr(preparation, "LARGE", -1)
    preparation._SIZES.clear()
    preparation.prepare(site.dossier)
    monkeypatch.setattr(entries, "entries_of", lambda *_: pytest.fail("listed by the request"))

    found = see("guest", f"{SMALL}/search?q=France")
    assert found.status_code == 200
    assert b"France" in found.content


def test_the_json_of_a_page_is_written_once_and_a_program_that_may_less_gets_its_own(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing, "_JSON", Cache(10**7, lambda cached: len(cached[0])))
    written: list[object] = []
    to_json = values.to_json

    def noted(page: Any, lang: Any) -> Any:
        written.append(page)
        return to_json(page, lang)

    monkeypatch.setattr(route, "to_json", noted)
    editor = site.client("editor")
    pages = [editor.get(f"{SMALL}/actors.json") for _ in range(2)]

    assert pages[0].content == pages[1].content
    assert pages[0]["ETag"] == pages[1]["ETag"]
    assert len(written) == 1
    assert editor.get(f"{SMALL}/actors.json", headers={"If-None-Match": pages[0]["ETag"]}).status_code == 304
    read, edit = (_program(site, *scopes).get(f"{SMALL}/actors.json").json() for scopes in (("read",), ("read", "edit")))
    assert len(written) == 3
    assert (read["add"], edit["add"]) == ("", pages[0].json()["add"])
