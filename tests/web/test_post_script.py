"""The script of a post's page when several people use one telephone, or a report waits too long; no site answers but the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import context_of, launched
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "src" / "legation" / "web" / "static"
HOST = "http://desk.example"
AGED = """(hours) => new Promise((done) => {
  const asked = indexedDB.open("legation-post", 1);
  asked.onsuccess = () => {
    const reports = asked.result.transaction("reports", "readwrite").objectStore("reports"), all = reports.getAll();
    all.onsuccess = () => { for (const one of all.result) reports.put({ ...one, kept: Date.now() - hours * 3600000 }); };
    reports.transaction.oncomplete = () => { asked.result.close(); done(); };
  };
})"""
KEYS = """() => new Promise((done) => {
  const asked = indexedDB.open("legation-post", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("reports", { keyPath: "key" });
  asked.onsuccess = () => {
    const all = asked.result.transaction("reports").objectStore("reports").getAllKeys();
    all.onsuccess = () => { asked.result.close(); done(all.result); };
  };
})"""


def post_page(holder: str, key: str) -> str:
    said = "".join(f' data-{name}="{name}"' for name in ("waits", "sent", "out", "unsent", "gone", "lost", "new"))
    return (
        '<!doctype html><html lang="en"><head><title>x</title><script type="module" src="/static/legation/js/post.js"></script></head><body>'
        f'<p id="state" data-post="p" data-holder="{holder}" data-keeps="yes"{said}></p><section id="instruction" data-version="1"></section>'
        f'<form id="report" method="post" action="/report"><input type="hidden" name="csrfmiddlewaretoken" value="{holder}">'
        f'<input name="key" value="{key}"><input name="version" value="1"><input name="at" value=""><input name="reached" value="yes">'
        '<button class="primary">Send</button></form></body></html>'
    )


class Post:
    """What answers in the place of a post.

    ``sent``: the bodies of the reports that came; ``refused``: what those hold that it turns away;
    ``forgets``: whose reports it says that a browser must not keep.
    """

    def __init__(self, page: Page) -> None:
        self.page, self.shown, self.is_there = page, "", True
        self.sent: list[str] = []
        self.refused, self.forgets = "", ""

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path.startswith("/static/"):
            route.fulfill(path=STATIC / path.removeprefix("/static/"))
        elif path == "/report" and self.refused and self.refused in (route.request.post_data or ""):
            headers = {"Legation-Forget": self.forgets} if self.forgets else {}
            route.fulfill(status=404, json={"ok": False}, headers=headers)
        elif path == "/report" and self.is_there:
            self.sent.append(route.request.post_data or "")
            route.fulfill(json={"ok": True, "next": ""})
        elif path == "/":
            route.fulfill(body=self.shown, content_type="text/html")
        else:
            route.abort()

    def show(self, shown: str) -> None:
        self.shown = shown
        self.page.goto(f"{HOST}/")

    def write(self, holder: str, key: str) -> None:
        """Write a report as a holder while nothing can be sent."""
        self.is_there = False
        self.show(post_page(holder, key))
        self.page.locator("button.primary").click()
        expect(self.page.locator("#state")).to_have_text("waits")
        self.page.goto("about:blank")  # it sends nothing any more
        self.is_there = True

    def keys(self) -> Any:
        return self.page.evaluate(KEYS)


@pytest.fixture(scope="module")
def window(chromium: str) -> Iterator[Page]:
    with launched(chromium) as browser:
        yield context_of(browser).new_page()


@pytest.fixture
def post(window: Page) -> Iterator[Post]:
    there = Post(window)
    window.route("**/*", there.answer)
    there.show("<p>nothing</p>")
    window.evaluate("indexedDB.deleteDatabase('legation-post')")
    yield there
    window.goto("about:blank")
    window.unroute_all()


def test_what_one_wrote_is_not_sent_as_another(post: Post) -> None:
    post.write("anna", "a1")
    post.write("bert", "b1")

    post.show(post_page("bert", "b2"))
    expect(post.page.locator("#state")).to_have_text("sent")
    assert len(post.sent) == 1
    assert "b1" in post.sent[0]
    assert post.keys() == ["a1"]

    post.show(post_page("anna", "a2"))
    expect(post.page.locator("#state")).to_have_text("sent")
    assert "a1" in post.sent[-1]
    assert post.keys() == []


def test_a_report_that_is_turned_away_holds_up_none_behind_it(post: Post) -> None:
    """The target of the first one was given to another post meanwhile."""
    post.write("anna", "a1")
    post.write("anna", "a2")
    post.refused = "a1"

    post.show(post_page("anna", "a3"))
    expect(post.page.locator("#state")).to_have_text("out")
    assert [("a2" in one) for one in post.sent] == [True]
    assert post.keys() == ["a1"]


@pytest.mark.parametrize("script", ["post_old", "legation"])
def test_what_waited_too_long_goes_on_every_page(post: Post, script: str) -> None:
    """No page of the post is opened: its link may be revoked, and its round closed."""
    page = f'<!doctype html><title>x</title><script type="module" src="/static/legation/js/{script}.js"></script>'
    post.write("anna", "a1")
    for hours, left in ((71, ["a1"]), (73, [])):
        post.show("<p>nothing</p>")
        post.page.evaluate(AGED, hours)
        post.show(page)
        for _ in range(100):
            if post.keys() == []:
                break
            post.page.wait_for_timeout(20)
        assert post.keys() == left


def test_no_store_is_made_where_nothing_was_kept(post: Post) -> None:
    with post.page.expect_request("**/post_store.js"):
        post.show('<!doctype html><title>x</title><script type="module" src="/static/legation/js/post_old.js"></script>')
    post.page.wait_for_timeout(200)

    assert post.page.evaluate("indexedDB.databases()") == []


def test_whoever_is_let_in_no_more_leaves_nothing_in_the_browser(post: Post) -> None:
    for holder, key in (("anna", "a1"), ("anna", "a2"), ("bert", "b1")):
        post.write(holder, key)
    post.refused = post.forgets = "anna"
    post.show(post_page("anna", "a3"))
    expect(post.page.locator("#state")).to_have_text("gone")
    assert post.keys() == ["b1"]

    post.page.locator("button.primary").click()
    expect(post.page.locator("button.primary")).to_be_enabled()
    assert post.keys() == ["b1"]
    post.show(
        '<!doctype html><title>x</title><h1 data-forget="bert">x</h1><script type="module" src="/static/legation/js/post_gone.js"></script>'
    )
    for _ in range(100):
        if post.keys() == []:
            break
        post.page.wait_for_timeout(20)
    assert post.keys() == []
