"""A site with one person for each role and a small dossier that has something to hide; and what runs on PostgreSQL too."""

from __future__ import annotations

import functools
import importlib
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client

from legation.dossier import Dossier as Content
from legation.dossier import decode
from legation.web.access import ROLES
from legation.web.accounts.models import Account, Membership, Organisation
from legation.web.api import tokens
from legation.web.api import tokens as bearer
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant
from legation.web.rooms import limits
from legation.web.stores.audit import trail

collect_ignore = ["dying_loads.py", "dying_workers.py", "site_without_dossiers.py", "site_without_dossiers_urls.py"]
"""Programs that tests start, not tests."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "each_database(why): what is promised may differ between databases; runs on PostgreSQL too")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Where the run is for PostgreSQL read no file in which no test bears the marker: that would take as long as to run some fifty tests."""
    if os.environ.get("LEGATION_TEST_DATABASE") != "postgresql" or not fnmatch(collection_path.name, "test_*.py"):
        return None
    return "each_database" not in collection_path.read_text("utf-8") or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where the run is for PostgreSQL leave out the tests of the site whose promise cannot differ between databases."""
    if os.environ.get("LEGATION_TEST_DATABASE") != "postgresql":
        return
    left_out = [item for item in items if item.nodeid.startswith("tests/web/") and not item.get_closest_marker("each_database")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


_walked: dict[str, int] = {}
"""How many tests of a file are done in a way of :data:`browsing.WAYS`."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Do the tests of a file that ask for ``lang_and_width`` in the two ways in turn; with ``LEGATION_LONG=1`` each in both."""
    if "lang_and_width" in metafunc.fixturenames:
        from browsing import LONG, WAYS

        number = _walked.setdefault(metafunc.module.__name__, 0)
        _walked[metafunc.module.__name__] += 1
        chosen = WAYS if LONG else [WAYS[number % len(WAYS)]]
        metafunc.parametrize("lang_and_width", chosen, ids=[f"{lang}-{width}" for lang, width in chosen])


PARTS: dict[str, str] = {
    "dossier.toml": 'id = "small"\nmarking = "TLP:GREEN"\nlanguages = ["en", "fr"]\ntitle = "A small matter"\ntitle_fr = "Une petite affaire"\n',
    "mandate.toml": 'aim = "SECRET-AIM"\nwalk_away = "SECRET-LIMIT"\n',
    "actors.csv": (
        "id,name,name_fr,kind,iso3,marking\n"
        "FRA,France,France,state,FRA,\nDEU,Germany,Allemagne,state,DEU,\nEST,Estonia,Estonie,state,EST,\n"
        "icann,ICANN,,technical,,\nhidden-co,SECRET-COMPANY,,company,,TLP:RED\n"
    ),
    "groups.csv": "group,actor,start,end\nEU,FRA,1958,\nEU,DEU,1958,\nEU,EST,2004,\n",
    "issues.csv": "id,question,question_fr,low,high,cyberspace,marking\nnorms,Binding norms?,Des normes contraignantes ?,none,treaty,yes,\nsecret-issue,SECRET-ISSUE,,a,b,yes,TLP:RED\n",
    "evidence.csv": (
        "id,kind,title,publisher,date,known_on,quote,reliability,credibility,marking\n"
        "e1,statement,Statement of France,MFA,2018-05-03,2018-05-03,We favour norms,A,2,\n"
        "e2,interview,SECRET-INTERVIEW,,2018-06-01,2018-06-01,SECRET-QUOTE,C,3,TLP:RED\n"
    ),
    "positions.csv": (
        "id,actor,issue,low,value,high,influence,salience,basis,held_from,known_on,evidence,author,marking\n"
        "p1,FRA,norms,50,60,70,70,80,statement,2018-05-03,2018-05-03,e1,desk,\n"
        "p2,DEU,norms,40,55,70,60,60,expert,2018-05-03,2018-05-03,,desk,\n"
        "p3,EST,norms,10,20,30,30,90,expert,2018-06-01,2018-06-01,e2,desk,TLP:RED\n"
        "p4,hidden-co,norms,5,10,15,90,90,expert,2018-06-01,2018-06-01,,desk,\n"
    ),
    "coalitions.csv": "coalition,actor,tier,start,end,marking\nfriends,FRA,core,2018-01-01,,\nfriends,hidden-co,supporter,2018-01-01,,\n",
    "objectives.csv": "id,aim,owner,due\no1,NOT-SHARED-OBJECTIVE,desk,2019-12-31\n",
    "rollcalls.csv": "id,symbol,title,date,stage,on\nr1,A/RES/1,First,2018-12-01,plenary,resolution\nr2,A/RES/2,Second,2019-12-01,plenary,resolution\n",
    "votes.csv": "actor,rollcall,vote\nFRA,r1,yes\nDEU,r1,yes\nEST,r1,no\nFRA,r2,yes\nDEU,r2,abstain\nEST,r2,no\n",
}
GUEST_TABLES = ["actors", "groups", "issues", "positions", "evidence"]


@dataclass
class Site:
    """Who is there. ``people`` holds an account for each role on ``dossier``, and: administrator, member (a stranger to it), other."""

    dossier: Dossier
    people: dict[str, Account] = field(default_factory=dict)

    def client(self, role: str, lang: str = "en") -> Client:
        """Return a browser in which the person of a role has signed in; ``anonymous`` has not."""
        client = Client()
        if role != "anonymous":
            client.force_login(self.people[role], backend="django.contrib.auth.backends.ModelBackend")
        return client


@functools.cache
def small() -> Content:
    """Return the small dossier: one for all tests, since nothing changes a dossier."""
    return decode({name: text.encode() for name, text in PARTS.items()})


@pytest.fixture
def site(db: None) -> Site:
    """Return a site with people and the dossier ``small``."""
    return populated()


def populated() -> Site:
    """Put people and the dossier ``small`` into the database; of what other tests saw nothing waits to be written in its trail."""
    trail.gathered.forget()
    return make_site()


def make_site() -> Site:
    """Make people and the dossier ``small`` in an empty database."""
    made: dict[str, Account] = {}
    for role in (*ROLES, "administrator", "member", "named", "other-owner"):
        made[role] = Account.objects.create_user(
            f"{role}@example.org", name=role.title(), language="en", is_administrator=role == "administrator", is_guest=role == "guest"
        )
    partner = Organisation.objects.create(name="Partner", kind="ngo")
    Membership.objects.create(organisation=partner, account=made["guest"])
    dossier = store.create(small(), made["owner"])
    markings = {"editor": "TLP:RED", "contributor": "TLP:AMBER", "reader": "TLP:GREEN"}
    for role, marking in markings.items():
        Grant.objects.create(dossier=dossier, account=made[role], role=role, marking=marking, by=made["owner"])
    Grant.objects.create(dossier=dossier, account=made["named"], role="reader", marking="TLP:GREEN", mandate=True, by=made["owner"])
    Grant.objects.create(dossier=dossier, organisation=partner, role="guest", marking="TLP:GREEN", tables=GUEST_TABLES, by=made["owner"])
    return Site(dossier, made)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """Start one browser for all tests of a file; each has a context of its own.

    Its driver runs a loop in this thread for as long, which waits while the tests run: Django need not fear that its queries stop one.
    """
    from browsing import launched

    with launched(chromium) as started, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield started


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let programs ask as often as they like: tokens of different tests have the same number; all browsers have one address."""
    monkeypatch.setattr(bearer, "_RATE", tokens.Rate(10**6))
    for limit in (limits.BY_ADDRESS, limits.BY_ROOM, limits.BY_SEAT, limits.LOOKS, limits.WRONG_CODES):
        limit._left.clear()


@pytest.fixture(autouse=True)
def no_trail_is_left(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Take away what a test that is committed wrote into the trail, which Django's emptying of tables leaves alone: the database guards it."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "live_server" in request.fixturenames or "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        guards = importlib.import_module("legation.web.stores.audit.migrations.0001_initial")
        with django_db_blocker.unblock(), connection.schema_editor() as schema:
            guards.unguard(None, schema)
            schema.execute("DELETE FROM audit_entry")
            guards.guard(None, schema)


@pytest.fixture(autouse=True)
def in_turn(request: pytest.FixtureRequest, no_trail_is_left: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Answer a browser one request after the other, and none once the test has ended: the server of the tests has one connection for all.

    It asks for the fixture whose end comes after its own.
    """
    if "live_server" not in request.fixturenames:
        yield
        return
    lock, ended, handle = threading.Lock(), threading.Event(), WSGIHandler.__call__

    def one(handler: WSGIHandler, environ: Any, start: Any) -> Any:
        with lock:
            if not ended.is_set():
                return handle(handler, environ, start)
        start("503 Service Unavailable", [])
        return []

    monkeypatch.setattr(WSGIHandler, "__call__", one)
    yield
    with lock:
        ended.set()


@pytest.fixture
def see(site: Site) -> Callable[..., Any]:
    """Return a function that opens an address as a role."""
    return lambda role, address, **more: site.client(role).get(address, **more)
