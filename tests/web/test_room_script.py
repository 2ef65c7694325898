"""The script of a seat when what answers is not the room: nothing that somebody voted or wrote is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import context_of, launched
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "src" / "legation" / "web" / "static"
HOST = "http://desk.example"
SEAT = "/rooms/r/seat/"
TEXT = "Publish the budget each year."


def _vote(name: str) -> str:
    return (
        f'<article class="card" data-statement="{name}"><p id="words" tabindex="-1">{name}</p><form method="post" action="{SEAT}write" class="vote">'
        '<input type="hidden" name="kind" value="voted"><button class="agree" name="value" value="1">Agree</button></form></article>'
    )


def _seat(own: bool = True, receipts: str = "", text: str = "", seat: str = "") -> str:
    form = f'<form class="own" method="post" action="{SEAT}write"><input name="kind" type="hidden" value="stated">'
    form += f'<textarea id="text" name="text">{text}</textarea><button>Send</button></form>'
    return (
        '<!doctype html><html lang="en"><head><title>x</title><script type="module" src="/static/legation/js/room.js"></script></head><body><main>'
        '<input type="hidden" name="csrfmiddlewaretoken" value="t">'
        f'<div id="live" data-room="r" data-seat="{seat}" data-phase="{"vote" if own else "second"}" data-said="No connection." data-words="Not sent yet.">'
        f'<p class="progress"><progress max="2" value="0"></progress> <span>0 / 2</span></p>{_vote("one")}<p id="undo" data-agree="You agree:"></p>'
        f'<div id="ahead" hidden><template data-statement="two">{_vote("two")}</template><template data-done><p data-done>Done</p></template></div></div>'
        f'<p id="state"></p><div id="own">{form if own else ""}</div><div id="receipts">{receipts}</div><div id="votes"></div>'
        f'<form id="leave" method="post" action="{SEAT}write"><input type="hidden" name="kind" value="erased"><button>Leave</button></form>'
        "</main></body></html>"
    )


class Room:
    """What answers in the place of a room; ``loads``: how often the page of the seat was asked for as a page."""

    def __init__(self, page: Page) -> None:
        self.page, self.seat, self.loads = page, _seat(), 0
        self.entries: list[tuple[int, Any]] = []
        self.write = (200, _seat())
        self.sent: list[str] = []

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST).partition("?")[0]
        if path.startswith("/static/"):
            route.fulfill(path=STATIC / path.removeprefix("/static/"))
        elif path == SEAT:
            self.loads += route.request.is_navigation_request()
            route.fulfill(body=self.seat, content_type="text/html")
        elif path == f"{SEAT}entries":
            self.sent += [one["key"] for one in json.loads(route.request.post_data or "")["drafts"]]
            status, body = self.entries.pop(0) if self.entries else (500, "")
            if body is None:
                body = {"written": [{"key": self.sent[-1], "number": 7, "hash": "h"}]}
            kind = "text/html" if isinstance(body, str) else "application/json"
            route.fulfill(status=status, body=body if isinstance(body, str) else json.dumps(body), content_type=kind)
        elif path == f"{SEAT}write":
            route.fulfill(status=self.write[0], body=self.write[1], content_type="text/html")
        else:
            route.abort()

    def show(self) -> None:
        self.page.goto(f"{HOST}{SEAT}")

    def waits(self) -> int:
        return int(self.page.evaluate("JSON.parse(localStorage.getItem('room-r') ?? '[]').length"))

    def words(self) -> Any:
        return self.page.evaluate("localStorage.getItem('room-r-words')")


@pytest.fixture(scope="module")
def window(chromium: str) -> Iterator[Page]:
    with launched(chromium) as browser:
        yield context_of(browser).new_page()


@pytest.fixture
def room(window: Page) -> Iterator[Room]:
    there = Room(window)
    window.route("**/*", there.answer)
    there.show()
    there.loads = 0
    yield there
    window.evaluate("localStorage.clear(); sessionStorage.clear()")
    window.goto("about:blank")
    window.unroute_all()


@pytest.mark.parametrize(
    "answer", [(200, "<h1>Welcome to the hotel</h1>"), (200, {"ok": True}), (404, {"ok": False}), (413, "<h1>No</h1>")]
)
def test_a_vote_that_something_else_answers_waits(room: Room, answer: tuple[int, Any]) -> None:
    room.entries = [answer]
    room.page.locator("#live .agree").click()
    expect(room.page.locator("#state")).to_have_text("No connection.")
    assert room.waits() == 1
    room.entries = [(200, None)]
    room.page.evaluate("dispatchEvent(new Event('online'))")
    expect(room.page.locator("#state")).to_be_empty()
    assert (room.waits(), len(set(room.sent))) == (0, 1)


@pytest.mark.parametrize("status", [401, 403])
def test_a_vote_from_a_page_that_is_not_known_any_more_is_sent_from_a_new_one(room: Room, status: int) -> None:
    room.entries = [(status, {"ok": False}), (200, None)]
    room.page.locator("#live .agree").click()
    room.page.wait_for_function("localStorage.getItem('room-r') === null")
    assert (room.loads, len(set(room.sent))) == (1, 1)
    room.entries = [(status, {"ok": False})] * 9
    with room.page.expect_event("load"):
        room.page.locator("#live .agree").click()
    expect(room.page.locator("#state")).to_have_text("No connection.")
    assert (room.loads, room.waits()) == (2, 1), "it is not loaded for ever"


def test_of_several_votes_only_those_that_were_answered_go(room: Room) -> None:
    drafts = [{"kind": "voted", "data": {"statement": "one", "value": 1}, "key": key} for key in ("a", "b")]
    room.page.evaluate("(drafts) => localStorage.setItem('room-r', JSON.stringify(drafts))", drafts)
    room.entries = [(200, {"written": [{"key": "a", "number": 7, "hash": "h"}]}), (500, "")]
    room.page.evaluate("dispatchEvent(new Event('online'))")
    expect(room.page.locator("#state")).to_have_text("No connection.")
    assert room.sent == ["a", "b", "b"]
    assert room.waits() == 1


@pytest.mark.parametrize(
    "answer", [(403, "<h1>No</h1>"), (413, "<h1>No</h1>"), (200, "<h1>Welcome to the hotel</h1>"), (409, _seat(own=False))]
)
def test_words_that_were_not_taken_stay(room: Room, answer: tuple[int, str]) -> None:
    room.write = answer
    room.page.locator("#text").fill(TEXT)
    with room.page.expect_response(f"{HOST}{SEAT}write"):
        room.page.locator(".own button").click()
    room.page.wait_for_timeout(100)
    expect(room.page.locator("#text")).to_have_value(TEXT)
    assert room.words() == TEXT


def test_words_half_written_are_there_again_and_gone_once_they_are_taken(room: Room) -> None:
    room.page.locator("#text").fill(TEXT)
    room.show()
    expect(room.page.locator("#text")).to_have_value(TEXT)
    room.write = (200, _seat(receipts="<ul class='receipts'><li>Received</li></ul>"))
    room.page.locator(".own button").click()
    expect(room.page.locator("#receipts")).to_have_text("Received")
    expect(room.page.locator("#text")).to_have_value("")
    assert room.words() is None


def test_words_stay_on_the_screen_when_the_phase_changes(room: Room) -> None:
    room.page.locator("#text").fill(TEXT)
    room.seat, room.entries = _seat(own=False), [(200, None)]
    room.page.locator("#live .agree").click()
    expect(room.page.locator("#live")).to_have_attribute("data-phase", "second")
    expect(room.page.locator("#text")).to_have_value(TEXT)


def test_whoever_leaves_leaves_nothing_in_the_browser(room: Room) -> None:
    room.page.locator("#text").fill(TEXT)
    room.page.locator("#live .agree").click()
    expect(room.page.locator("#state")).to_have_text("No connection.")
    room.write = (200, "<h1>You have left</h1>")
    room.page.locator("#leave button").click()
    expect(room.page.locator("h1")).to_have_text("You have left")
    assert room.page.evaluate("localStorage.length") == 0


def test_whoever_takes_another_seat_in_the_same_browser_sends_nothing_that_was_left_there(room: Room) -> None:
    room.seat = _seat(seat="a1")
    room.show()
    room.page.locator("#text").fill(TEXT)
    room.page.locator("#live .agree").click()
    expect(room.page.locator("#state")).to_have_text("No connection.")
    room.show()
    expect(room.page.locator("#state")).to_have_text("No connection.")
    assert (room.waits(), room.words()) == (1, TEXT), "the same seat finds it"
    sent = len(room.sent)
    room.seat = _seat(seat="b2")
    room.show()
    expect(room.page.locator("#text")).to_have_value("")
    room.page.evaluate("dispatchEvent(new Event('online'))")
    assert (room.waits(), room.words(), room.sent[sent:]) == (0, None, [])


def test_the_page_of_whoever_has_left_leaves_nothing_in_the_browser(room: Room) -> None:
    room.page.evaluate(
        "for (const name of ['room-r', 'draft-r', 'draft-r-writing', 'mandate-r', 'mandate-other']) localStorage.setItem(name, 'x')"
    )
    room.seat = '<script type="module" src="/static/legation/js/room_left.js"></script><main><h1 data-left="r">You have left</h1></main>'
    room.show()
    room.page.wait_for_function("localStorage.length === 1")
    assert room.page.evaluate("localStorage.getItem('mandate-other')") == "x", "of another room"
