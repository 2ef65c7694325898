"""A large dossier is made ready beside the requests: whoever comes before is told so, and nothing that is sent is refused."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from legation.dossier import Dossier as Content
from legation.dossier import encode
from legation.web.dossiers import contents, preparation, store
from legation.web.dossiers.models import Dossier

from .conftest import Site


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Serve as if every dossier were large and none were made ready; give those that were asked for."""
    asked: list[int] = []

    def never(dossier: int) -> threading.Event:
        asked.append(dossier)
        return threading.Event()

    monkeypatch.setattr(preparation, "LARGE", 0)
    monkeypatch.setattr(preparation, "PATIENCE", 0.0)
    monkeypatch.setattr(preparation, "prepare_soon", never)
    preparation.turn_on()
    for cache in (contents._CONTENTS, contents._LATEST, contents._SEEN, contents._KNOWN):
        cache.clear()
    yield asked
    preparation.turn_on(on=False)


def test_who_comes_too_early_is_told_and_asked_to_wait_and_nothing_is_read(site: Site, serving: list[int], see: Any) -> None:
    page = see("editor", "/dossiers/small")
    as_json = see("editor", "/dossiers/small/actors.json")
    home = see("editor", "/")

    assert (page.status_code, page["Retry-After"], as_json.status_code) == (503, "3", 503)
    assert b'<meta http-equiv="refresh" content="3">' in page.content
    assert b"<h1>Being made ready</h1><p>This dossier is large" in page.content
    assert "error" in as_json.json()
    assert home.status_code == 200
    assert b"A small matter" in home.content
    assert serving == [site.dossier.pk] * 3
    assert contents._CONTENTS.peek(store.revision_of(site.dossier).hash) is None


def test_what_is_sent_is_not_refused(site: Site, serving: list[int]) -> None:
    sent = site.client("editor").post("/dossiers/small/rows/actors/add", {"id": "ESP", "name": "Spain", "kind": "state", "base": 1})

    assert sent.status_code == 302
    site.dossier.refresh_from_db()
    assert site.dossier.head == 2
    assert serving == []


def test_once_it_is_ready_it_is_shown(site: Site, serving: list[int], see: Any) -> None:
    assert preparation.prepare(site.dossier) == 6

    page = see("editor", "/dossiers/small")

    assert page.status_code == 200
    assert b"http-equiv" not in page.content
    assert serving == []


def test_a_large_dossier_is_made_ready_when_it_was_saved(site: Site, serving: list[int], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        site.client("editor").post("/dossiers/small/rows/actors/add", {"id": "ESP", "name": "Spain", "kind": "state", "base": 1})

    assert serving == [site.dossier.pk]


def test_a_small_dossier_is_read_by_its_first_reader(site: Site, serving: list[int], see: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "LARGE", 10**9)

    assert see("editor", "/dossiers/small").status_code == 200
    assert serving == []


@pytest.mark.django_db(transaction=True)
def test_it_is_made_ready_once_however_many_ask(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    done = threading.Event()

    def slow(dossier: Dossier) -> int:
        made.append(dossier.pk)
        done.wait(10)
        return 1

    monkeypatch.setattr(preparation, "prepare", slow)

    events = {id(preparation.prepare_soon(site.dossier.pk)) for _ in range(5)}
    done.set()
    ready = preparation.prepare_soon(site.dossier.pk)

    assert len(events) == 1
    assert ready.wait(10)
    assert set(made) == {site.dossier.pk}


def test_where_it_cannot_be_made_ready_the_page_says_why(site: Site, serving: list[int], see: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    ended.set()
    monkeypatch.setattr(preparation, "prepare_soon", lambda _: ended)

    assert see("editor", "/dossiers/small").status_code == 200


def test_the_hash_of_what_is_stored_is_that_of_what_is_read(site: Site) -> None:
    revision = store.revision_of(site.dossier)
    whole: Content = contents.content(revision)

    assert whole.hash == revision.hash
    assert whole.sizes == {name: len(data) for name, data in encode(whole).items()}


def test_where_nothing_can_be_written_it_is_shown_without_rows_of_its_own(
    site: Site, serving: list[int], see: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "is_written", lambda *_: False)
    monkeypatch.setattr(preparation, "ensure", lambda *_: False)
    assert see("editor", "/dossiers/small").status_code == 503
    preparation.prepare(site.dossier)

    assert see("editor", "/dossiers/small").status_code == 200
