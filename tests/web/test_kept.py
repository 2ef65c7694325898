"""What is kept is shown only as long as a page made anew would be the same, and to those alone for whom it would be."""

from __future__ import annotations

import datetime as dt
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from legation.dossier.edit import Edit, apply
from legation.web.access import effective_grant, scope_of
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant, Proposal
from legation.web.runs.models import Run
from legation.web.serving.warm import warm
from legation.web.site import routing
from legation.web.site.cache import Cache
from legation.web.site.page import case_at
from legation.web.stores.captures.models import Taken

from .conftest import Site

TODAY = dt.datetime.now(dt.UTC).date()
ROLES = ("editor", "reader", "guest")
OWN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def test_what_weighs_too_much_makes_room_for_what_came_last() -> None:
    cache: Cache[str] = Cache(10, len)
    for word in ("four", "five5", "four"):
        cache.put(word, word)
    assert (len(cache), cache.peek("four")) == (2, "four")

    cache.put("six666", "six666")
    assert (cache.peek("five5"), cache.peek("four"), cache.peek("six666")) == (None, "four", "six666")
    cache.put("four", "four-and-more")
    assert len(cache) == 0, "what weighs more than all may is not kept"


def test_what_several_ask_for_at_once_is_made_once() -> None:
    cache: Cache[int] = Cache(4)
    made: list[int] = []
    gate = threading.Barrier(6)

    def make() -> int:
        made.append(1)
        time.sleep(0.05)
        return len(made)

    def ask(_number: int) -> int:
        gate.wait(10)
        return cache.get("key", make)

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(ask, range(6))) == [1] * 6
    assert made == [1]


def test_what_fails_is_not_kept_and_can_be_tried_again() -> None:
    cache: Cache[int] = Cache(4)
    with pytest.raises(ZeroDivisionError):
        cache.get("key", lambda: 1 // 0)

    assert cache.get("key", lambda: 7) == 7


def run_done(site: Site) -> None:
    for run in Run.objects.all():
        run.state, run.finished = "done", timezone.now()
        run.save()


def run_of(site: Site, role: str, kind: str, question: str = "") -> None:
    Run.objects.create(
        dossier=site.dossier,
        owner=site.people[role],
        revision=1,
        kind=kind,
        question=question,
        today=TODAY,
        lang="en",
        key="k",
        marking="TLP:GREEN",
        audience="partner" if role == "guest" else "desk",
        tables=None,
    )


def saved(site: Site) -> None:
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    whole = store.content(store.revision_of(dossier))
    due = (TODAY + dt.timedelta(days=3)).isoformat()
    edits = [Edit("actors", "change", "FRA", {"name": "Gallia"}), Edit("objectives", "add", "", {"aim": "Soon", "due": due})]
    new = apply(whole, edits, author="x", day=TODAY)
    store.save(dossier, dossier.head, new, site.people["owner"], store.EVERYTHING, reason="For the test", owns=True)


EVENTS: dict[str, Callable[[Site], Any]] = {
    "nothing": lambda site: None,
    "a question is asked": lambda site: [run_of(site, role, "question", "who-votes-alike") for role in ("reader", "owner")],
    "papers are asked for": lambda site: [run_of(site, role, "brief") for role in ("editor", "owner")],
    "the runs end": run_done,
    "somebody is called otherwise": lambda site: Account.objects.filter(pk=site.people["owner"].pk).update(name="Renamed"),
    "rows are proposed": lambda site: Proposal.objects.create(
        dossier=site.dossier, base=1, edits=[{}], author=site.people["contributor"], reason="One row"
    ),
    "a proposal is taken": lambda site: Proposal.objects.update(state="taken"),
    "a file is taken": lambda site: Taken.objects.create(dossier=site.dossier, sha256="0" * 64, header={}),
    "a revision is saved": saved,
    "less may be seen": lambda site: Grant.objects.filter(account=site.people["editor"]).update(marking="TLP:GREEN", role="reader"),
    "the dossier is closed": lambda site: Dossier.objects.update(closed=True),
}


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., bytes]]:
    """Return a function that gives a page as it is made where nothing is kept."""

    def made(client: Any, address: str) -> bytes:
        with monkeypatch.context() as patch:
            patch.setattr(routing, "_CONTENT", Cache(0))
            return shown(client, address)

    return made


def shown(client: Any, address: str) -> bytes:
    answer = client.get(address)
    return b"%d " % answer.status_code + OWN.sub(b"", answer.content)


def pages() -> list[str]:
    """Return the address of each page that is cached and needs nothing but the dossier, and one of each that is cached of rows."""
    get_resolver().url_patterns  # noqa: B018 - declares the routes
    cached = [one for one in routing.ROUTES.values() if one.cached]
    plain = ["/" + one.path.replace("<slug:slug>", "small") for one in cached]
    ones = ["actors/FRA/history", "issues/norms/stand", "evidence/e1/read", "questions/who-votes-alike", "rows/actors/FRA/row"]
    return [address for address in plain if "<" not in address] + [f"/dossiers/small/{one}" for one in ones]


@pytest.mark.django_db
def test_a_kept_page_is_the_page_that_would_be_made_now(site: Site, anew: Callable[..., bytes]) -> None:
    """After every event each page is asked for by the editor, whose view changes the most, and by one of the others, page by page in turn."""
    clients = {role: site.client(role) for role in ROLES}
    addresses = pages()
    assert len(addresses) > 25
    for event, happen in EVENTS.items():
        happen(site)
        for number, address in enumerate(addresses):
            for role in ("editor", ("reader", "guest")[number % 2]):
                client = clients[role]
                assert shown(client, address) == anew(client, address), (event, role, address)  # what was kept before the event


@pytest.mark.django_db
def test_home_is_kept_for_those_who_have_the_same_before_them(site: Site) -> None:
    texts = {role: shown(site.client(role), "/").decode() for role in ("owner", "guest", "member")}

    assert "A small matter" in texts["owner"]
    assert "A small matter" not in texts["member"]
    assert "<summary>Owner" in texts["owner"] or ">Owner<" in texts["owner"]
    assert ">Owner<" not in texts["guest"]
    assert "Owner · Guest" in texts["guest"], "by whom it was shared with the guest"


@pytest.mark.django_db
def test_after_warming_up_a_dossier_is_read_from_memory(site: Site) -> None:
    assert warm() >= 5

    with CaptureQueriesContext(connection) as queries:
        dossier = site.dossier
        dossier.refresh_from_db()
        for grant in Grant.objects.select_related("account", "dossier"):
            case_at(store.newest(dossier), scope_of(effective_grant(grant)), TODAY)
    assert not [query for query in queries.captured_queries if "dossiers_part" in query["sql"] or "dossiers_revision" in query["sql"]]
