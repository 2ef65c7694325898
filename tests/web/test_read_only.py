"""Reading goes on where nothing can be written: on a full disk, on one that is only read, while another writes for long."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from web.samples import address_of, expected, made

from legation.web.api import tokens
from legation.web.api.models import SCOPES
from legation.web.site.routing import ROUTES
from legation.web.stores.audit import trail
from legation.web.stores.audit.models import Entry
from legation.web.stores.visits.models import Visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_database("what refuses to write is the database")]
POSTGRESQL = os.environ.get("LEGATION_TEST_DATABASE") == "postgresql"


@contextlib.contextmanager
def only_read() -> Iterator[None]:
    """Let the database refuse every write inside, by itself."""
    on, off = (
        ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off")
        if POSTGRESQL
        else ("PRAGMA query_only = ON", "PRAGMA query_only = OFF")
    )
    with connection.cursor() as cursor:
        cursor.execute(on)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(off)


def test_every_page_and_file_for_reading_answers(site: Any) -> None:
    """Walk all that an owner and an administrator may read, page by page; the first page has no visit yet."""
    said: dict[str, Any] = {}
    samples = {who: made(site, who) for who in ("owner", "administrator")}
    clients = {who: site.client(who) for who in samples}
    Visit.objects.all().delete()
    with only_read():
        with pytest.raises(Exception, match=r"read-?only"), transaction.atomic():
            Visit.objects.create(account=site.people["owner"], dossier=site.dossier, number=1, at="2020-01-01T00:00:00Z")
        for who, client in clients.items():
            client.raise_request_exception = False
            for route in ROUTES.values():
                if route.kind == "action" or expected(route, site, who) != "allowed":
                    continue
                said[f"{who} {route.name}"] = client.get(address_of(route, site, samples[who])).status_code
    broken = {name: status for name, status in said.items() if status >= 500}

    assert not broken, broken
    assert len([status for status in said.values() if status == 200]) > 60


def test_a_file_that_is_taken_meanwhile_is_noted_afterwards(site: Any) -> None:
    client = site.client("owner")
    with only_read():
        assert client.get("/dossiers/small/export/zip").status_code == 200
        assert trail.flush() == 0  # it waits
        assert not Entry.objects.filter(kind="taken").exists()
    trail.flush()
    assert Entry.objects.filter(kind="taken", dossier="small").count() == 1


def test_search_and_lists_find_the_same_without_the_rows_that_a_first_reader_writes(site: Any) -> None:
    address, client = "/dossiers/small/votes.json?q=first", site.client("owner")
    with only_read():
        without = client.get(address).json()
    assert client.get(address).json() == without
    assert "First" in str(without)


def test_an_action_that_cannot_be_saved_says_so_and_what_to_do(site: Any) -> None:
    client = site.client("owner")
    client.raise_request_exception = False
    client.cookies["legation-language"] = "en"
    edits = [{"table": "actors", "do": "add", "row": "x", "values": {"id": "x", "name": "X", "kind": "ngo"}}]
    with only_read():
        answer = client.post("/dossiers/small/merge", {"edits": json.dumps(edits), "reason": "one more"})
    assert answer.status_code == 503
    assert "cannot save anything at this moment; nothing was changed" in answer.content.decode()
    assert "legation doctor" in answer.content.decode()
    head = site.dossier.head
    site.dossier.refresh_from_db()
    assert site.dossier.head == head


def test_a_calendar_is_read_and_its_use_noted_when_it_can_be(site: Any) -> None:
    address = address_of(ROUTES["engagement.calendar"], site, made(site))
    client = site.client("anonymous")
    with only_read():
        assert client.get(address).status_code == 200


def test_a_program_reads_with_its_token(site: Any) -> None:
    token, secret = tokens.make(site.people["owner"], "for the test", tuple(SCOPES), days=7, dossiers=None)
    client, header = site.client("anonymous"), {"authorization": f"Bearer {secret}"}
    with only_read():
        assert client.get("/api/v1/dossiers/small", headers=header).status_code == 200
    token.refresh_from_db()
    assert token.last_used is None
    assert client.get("/api/v1/dossiers/small", headers=header).status_code == 200
    token.refresh_from_db()
    assert token.last_used is not None


# --- signing in ----------------------------------------------------------------------------------------------------------------------------


def sign_in(client: Any, site: Any) -> Any:
    account = site.people["owner"]
    account.set_password("a sentence that is long enough")
    account.save()
    client.raise_request_exception = False
    client.cookies["legation-language"] = "en"
    return client


def test_signing_in_says_that_nothing_can_be_saved_and_never_too_often(site: Any) -> None:
    client = sign_in(site.client("anonymous"), site)
    words = {"login": "owner@example.org", "password": "a sentence that is long enough"}
    cache.clear()
    with only_read():
        assert client.get("/account/login/").status_code == 200
        answer = client.post("/account/login/", words)
    assert answer.status_code == 503
    assert "cannot save anything at this moment" in answer.content.decode()
    assert client.post("/account/login/", words).status_code == 302


def test_a_lock_that_a_dead_request_left_is_waited_for(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many people of one desk sign in at once: the count of their address is locked for a moment, and nobody is refused."""
    cache.clear()
    cache.set("count:lock", True, 2)
    assert cache.add("count:lock", True, 10)

    monkeypatch.setattr("legation.web.serving.attempts.LOCK_SECONDS", 0.5)
    cache.set("count:lock", True, 86_400)  # written before the clock was set back by a day
    assert cache.add("count:lock", True, 10)
    assert not cache.add("other", 1) or not cache.add("other", 2)  # what is no lock is not waited for


def test_attempts_of_before_the_clock_was_set_back_count_no_more(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(site.client("anonymous"), site)
    cache.clear()
    wrong = {"login": "owner@example.org", "password": "wrong"}
    right = {**wrong, "password": "a sentence that is long enough"}
    now = time.time
    with monkeypatch.context() as patch:
        patch.setattr("allauth.core.internal.ratelimit.time.time", lambda: now() + 86_400)
        assert [client.post("/account/login/", wrong).status_code for _ in range(6)][-1] == 429
    assert client.post("/account/login/", right).status_code == 302


def test_a_count_that_cannot_be_written_says_so() -> None:
    cache.clear()
    with only_read(), pytest.raises(Exception, match=r"read-?only"):
        cache.set("count", [1.0])
    with only_read(), pytest.raises(Exception, match=r"read-?only"):
        cache.add("count", 1)
    assert cache.get("count") is None
