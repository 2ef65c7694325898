"""Requests that change a dossier wait for their turn, and leave the threads to those who read."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from django.urls import get_resolver

from legation.web.serving import bridge
from legation.web.serving.bridge import Threads
from legation.web.site.page import ROUTES

from .test_bridge import scope


def many(application: Threads, requests: list[dict[str, Any]]) -> list[str]:
    """Send requests at once, each as soon as the one before it has been taken; return their paths in the order of the answers."""
    answered: list[str] = []

    async def one(asked: dict[str, Any]) -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.body" and not message.get("more_body"):
                answered.append(f"{asked['method']} {asked['path']}")

        await application(asked, receive, send)

    async def together() -> None:
        await asyncio.wait_for(asyncio.gather(*map(one, requests)), 10)

    asyncio.run(together())
    return answered


class Saving:
    """A site that saves only once every page has been read: it counts how many save at once."""

    def __init__(self, pages: int) -> None:
        self.pages, self.now, self.most = pages, 0, 0
        self.lock = threading.Lock()
        self.are_read = threading.Event()

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            with self.lock:
                self.now += 1
                self.most = max(self.most, self.now)
            assert self.are_read.wait(5), "no thread was left for those who read"
            with self.lock:
                self.now -= 1
        else:
            with self.lock:
                self.pages -= 1
            if not self.pages:
                self.are_read.set()
        start("200 OK", [])
        return [b"done"]


@pytest.mark.parametrize(("slugs", "at_once"), [(("one",), bridge.IN_ONE_DOSSIER), (("one", "two", "three", "four"), 4)])
def test_those_who_wait_to_save_leave_the_threads_to_those_who_read(slugs: tuple[str, ...], at_once: int) -> None:
    site = Saving(pages=12)
    application = Threads(site, threads=8, limit=1000)
    saves = [scope(f"/dossiers/{slugs[n % len(slugs)]}/merge", "POST") for n in range(20)]

    answered = many(application, [*saves, *(scope(f"/dossiers/one/page-{n}") for n in range(12))])

    assert len(answered) == 32 and {one[:3] for one in answered[:11]} == {"GET"}
    assert site.most == at_once
    assert application.turns._places == {}, "nothing is remembered of dossiers that nobody changes"


def test_a_sign_in_waits_for_nobody_who_saves() -> None:
    site = Saving(pages=1)

    def signing_in(environ: dict[str, Any], start: Any) -> list[bytes]:
        return site({**environ, "REQUEST_METHOD": "POST" if environ["PATH_INFO"].startswith("/dossiers") else "GET"}, start)

    saves = [scope("/dossiers/one/merge", "POST") for _ in range(20)]

    assert many(Threads(signing_in, threads=8, limit=1000), [*saves, scope("/account/login/", "POST")])[:5].count("POST /account/login/")


def test_those_who_make_dossiers_wait_for_no_other_and_leave_threads_to_those_who_read() -> None:
    site = Saving(pages=1)

    answered = many(Threads(site, threads=8, limit=1000), [*(scope("/dossiers/new/file", "POST") for _ in range(10)), scope("/")])

    assert (answered.count("GET /"), len(answered), site.most) == (1, 11, 4)


class Checking:
    """A site that checks files until somebody has saved: it counts how many check at once."""

    def __init__(self) -> None:
        self.now, self.most = 0, 0
        self.lock = threading.Lock()
        self.is_saved = threading.Event()

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        if environ["PATH_INFO"].endswith("/merge"):
            self.is_saved.set()
        else:
            with self.lock:
                self.now += 1
                self.most = max(self.most, self.now)
            assert self.is_saved.wait(5), "who saves waited for who checks"
            with self.lock:
                self.now -= 1
        start("200 OK", [])
        return [b"done"]


@pytest.mark.parametrize("check", ["import/check", "import/recognise", "import/7/choose", "take/check"])
@pytest.mark.parametrize(("slugs", "at_once"), [(("one",), 1), (("one", "two", "three", "four"), 2)])
def test_who_saves_does_not_wait_for_files_that_are_checked(check: str, slugs: tuple[str, ...], at_once: int) -> None:
    site = Checking()
    application = Threads(site, threads=8, limit=1000)
    checks = [scope(f"/dossiers/{slugs[n % len(slugs)]}/{check}", "POST") for n in range(12)]

    answered = many(application, [*checks, scope("/api/v1/dossiers/one/merge", "POST")])

    assert len(answered) == 13
    assert site.most == at_once
    assert application.turns._places == {}


def test_what_has_a_place_of_its_own_is_among_the_addresses_of_the_site() -> None:
    assert get_resolver().url_patterns, "they are declared"
    found = {one for one in (route.path for route in ROUTES.values()) if bridge._CHECK.search("/" + one.replace("<int:draft>", "7"))}

    assert found == {
        "dossiers/<slug:slug>/import/check",
        "dossiers/<slug:slug>/import/<int:draft>/choose",
        "dossiers/<slug:slug>/take/check",
    }
