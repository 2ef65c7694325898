"""Six people vote in a room on telephones, by a printed code; the server is killed in the middle, and nothing is lost."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any

import pytest
from browsing import launched, opened, ready
from playwright.sync_api import Browser, Page, expect
from web.browser.watched import Watched, beside
from web.sites import PASSWORD, Server, prepared

pytestmark = pytest.mark.browser

PHONES = [360, 360, 390, 390, 768, 1280]
SEEDS = ["Begin with what is agreed.", "Publish the budget each year.", "Name one contact in each ministry.", "Meet in the regions."]
WORDS = {
    "fr": {
        "sit": "Prendre place",
        "agree": "D’accord",
        "disagree": "Pas d’accord",
        "pass": "Sans avis",
        "done": "Vous avez voté",
        "send": "Envoyer",
    },
    "en": {"sit": "Take a seat", "agree": "Agree", "disagree": "Disagree", "pass": "Pass", "done": "You have voted", "send": "Send"},
}


def _sign_in(page: Page) -> None:
    opened(page, "/account/login/")
    page.locator("input[name=login]").fill("admin@legation.localhost")
    page.locator("input[name=password]").fill(PASSWORD)
    with page.expect_event("load"):
        page.locator("main button.primary").click()
    ready(page)


def _open_room(host: Page) -> str:
    """Open a room by its form; return what the sheet in the hall leads to."""
    opened(host, "/dossiers/small/rooms/new")
    host.locator("[name=title]").fill("Forum on norms")
    host.locator("[name=question]").fill("What should come first?")
    host.locator("[name=seeds]").fill("\n".join(SEEDS))
    host.locator("[name=host]").fill("The desk")
    host.locator("[name=interest]").fill("To hear before it writes")
    host.locator("[name=machine]").fill("The ministry")
    host.locator("[name=law]").fill("French law")
    with host.expect_event("load"):
        host.locator("main button.primary").click()
    ready(host)
    found = re.search(r"/join/[A-Z]{10}/", host.content())
    assert found is not None
    return found[0]


def _vote(page: Page, name: str) -> None:
    """Vote on the statement that is shown, and wait until another is, or none."""
    statement = page.locator("article[data-statement]").get_attribute("data-statement")
    page.locator(f"#live .vote .{name}").click()
    expect(page.locator(f"article[data-statement='{statement}']")).to_have_count(0)


def _swipe(page: Page, by: int) -> None:
    """Draw a finger over the statement that is shown."""
    box = page.locator("article.card").bounding_box()
    assert box is not None
    touch = page.context.new_cdp_session(page)
    at, down = box["x"] + box["width"] / 2 - by / 2, box["y"] + 40
    for step in range(11):
        kind = "touchMove" if step else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at + by * step / 10, "y": down}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def _without_connection(page: Page) -> None:
    """Vote twice without a connection, change the second vote, and write something: all of it arrives later, or stays to be sent."""
    page.context.set_offline(True)
    for name in ("disagree", "pass"):
        _vote(page, name)
    expect(page.locator("#state")).not_to_be_empty()
    page.locator("#undo a").click()
    page.locator("#live .vote .agree").click()
    page.locator("#text").fill("Publish the budget every year.")
    page.locator(".own button").first.click()
    expect(page.locator("#text")).to_have_value("Publish the budget every year.")
    page.context.set_offline(False)
    expect(page.locator("#votes summary")).to_contain_text("3")
    expect(page.locator("#state")).to_be_empty()
    page.locator("#votes summary").click()
    pressed = page.locator("#votes [aria-pressed=true]")
    expect(pressed).to_have_count(3)
    assert sorted(pressed.nth(at).get_attribute("value") for at in range(3)) == ["-1", "0", "1"]  # type: ignore[type-var]


def _checked(window: Watched, pictures: Path, name: str) -> None:
    assert window.wide() == []
    assert window.serious() == []
    window.page.screenshot(path=pictures / f"room-{name}.png", full_page=True)


def _reported(host: Watched, people: Any, door: str, pictures: Path) -> None:
    """Publish the report, answer a statement, propose the whole to the dossier; those who took part read it in their seat and by the code."""
    page = host.page
    page.locator("main a.button.primary").click()
    ready(page)
    _press(page, "form[action$='/publish'] button")
    expect(page.locator("section[aria-labelledby=report] p.row a")).to_have_count(6)
    first = page.locator("main form article").first
    first.locator("select").select_option("yes")
    first.locator("textarea").fill("Written into paragraph 3.")
    _press(page, "form[action$='/answer'] button")
    _checked(host, pictures, "result")
    page.set_viewport_size({"width": 360, "height": 780})
    _checked(host, pictures, "result-360")
    page.set_viewport_size({"width": 1280, "height": 800})
    for at in (0, 5):
        window = people[at][0]
        window.page.reload()
        expect(window.page.locator("main")).to_contain_text("Written into paragraph 3.")
        with window.page.expect_download() as taken:
            window.page.get_by_role("link", name=re.compile("PDF")).click()
        assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
        _checked(window, pictures, f"answered-{PHONES[at]}")
    window = people[1][0]
    window.page.context.clear_cookies()
    window.page.goto(door)
    expect(window.page.locator("main")).to_contain_text("Written into paragraph 3.")
    _checked(window, pictures, "ended-360")
    _press(page, "form[action$='/return'] button")
    _checked(host, pictures, "proposed")
    _press(page, "form[action$='/take'] button")
    opened(page, "/dossiers/small/evidence")
    expect(page.locator("main")).to_contain_text("Forum on norms")


def _press(page: Page, button: str) -> None:
    with page.expect_event("load"):
        page.locator(button).click()
    ready(page)


@contextlib.contextmanager
def _people(browser: Browser, base: str) -> Any:
    with contextlib.ExitStack() as stack:
        yield [
            (
                stack.enter_context(beside(browser, base, width=width, locale=("fr-FR", "en-GB")[at % 2], has_touch=width < 800)),
                ("fr", "en")[at % 2],
            )
            for at, width in enumerate(PHONES)
        ]


@pytest.mark.slow
def test_from_a_printed_code_to_the_end(chromium: str, tmp_path: Path, pictures: Path) -> None:
    pictures.mkdir(parents=True, exist_ok=True)
    with prepared(tmp_path, postgresql=False) as environment, launched(chromium) as browser:
        server = Server(environment)
        base = f"http://127.0.0.1:{server.port}"
        with beside(browser, base, width=1280) as host, _people(browser, base) as people:
            _sign_in(host.page)
            door = _open_room(host.page)
            _checked(host, pictures, "host")
            host.page.goto(f"{host.page.url}/sheet")
            _checked(host, pictures, "sheet")
            host.page.go_back()
            ready(host.page)
            with host.page.expect_event("load"):
                host.page.locator("button[name=phase][value=vote]").click()
            for window, lang in people:
                window.page.goto(door)  # the code scanned
                if lang == "fr":
                    _checked(window, pictures, f"door-{window.page.viewport_size['width']}")
                window.page.get_by_role("button", name=WORDS[lang]["sit"]).click()
                expect(window.page.locator("article[data-statement]")).to_have_count(1)
                _checked(window, pictures, f"seat-{lang}-{window.page.viewport_size['width']}")
            for at, (window, _) in enumerate(people):
                _vote(window.page, ("agree", "disagree", "pass")[at % 3])
            first = people[0][0].page
            first.keyboard.press("1")  # by keyboard alone
            expect(first.locator(".progress")).to_have_text(re.compile(r"2 / 4"))
            first.keyboard.press("0")
            expect(first.locator("#live [aria-pressed=true]")).to_have_count(1)
            first.keyboard.press("3")
            expect(first.locator(".progress")).to_have_text(re.compile(r"2 / 4"))
            _without_connection(people[2][0].page)
            _swipe(people[2][0].page, 200)
            expect(people[2][0].page.locator(".progress")).to_have_text(re.compile(r"4 / 4"))
            people[2][0].page.locator(".own button").first.click()  # it has nearly been said
            expect(people[2][0].page.locator(".near li")).to_have_count(1)
            _checked(people[2][0], pictures, "near")
            first.locator("#text").fill("Let small states speak first in every second session.")
            first.get_by_role("button", name=WORDS["fr"]["send"]).click()
            expect(first.locator(".receipts li")).to_have_count(1)
            _checked(people[0][0], pictures, "receipt")

            port = server.port
            server.kill()
            server.__exit__()
            second = people[1][0].page
            second.locator("#live .vote .agree").click()
            expect(second.locator("#state")).not_to_be_empty()  # it waits in the browser
            for window, _ in people:
                window.complaints.clear()
            server = Server(environment, port=port)
            expect(second.locator(".progress")).to_have_text(re.compile(r"2 / 4"))

            address = host.page.url
            opened(host.page, f"{address}/queue")
            _checked(host, pictures, "queue")
            with host.page.expect_event("load"):
                host.page.keyboard.press("1")
            expect(host.page.locator("#waits .empty")).to_have_count(1)
            opened(host.page, address)
            for window, lang in people:
                page = window.page
                page.reload()
                while page.locator("article[data-statement]").count():
                    _vote(page, "agree")
                expect(page.locator("#live")).to_contain_text(WORDS[lang]["done"])
            host.page.reload()
            _checked(host, pictures, "host-voted")
            expect(host.page.locator("main")).to_contain_text("agree")
            with host.page.expect_event("load"):
                host.page.locator("button[name=phase][value=closed]").click()
            expect(first.locator("[data-phase=closed]")).to_have_count(1)  # told by the stream
            _checked(people[0][0], pictures, "closed")
            _reported(host, people, door, pictures)
            for window in (host, *(one for one, _ in people)):
                window.complaints = [said for said in window.complaints if "ERR_" not in said and "Failed to load resource" not in said]
        server.__exit__()
