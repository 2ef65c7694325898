"""How a person goes along the path of a situation: with a finger, with a mouse, or with the keyboard alone; what they press is counted."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browsing import ready
from playwright.sync_api import Locator, expect
from web.browser.conftest import Served
from web.browser.walk import Walk
from web.browser.watched import Watched

from legation.language import Lang, Message
from legation.questions.situations.paths import all_paths

__all__ = ["MANNERS", "Manner", "PathWalk", "walking"]

MOST_TABS = 250
_FOCUSED = "one => one === document.activeElement"


@dataclass(frozen=True, slots=True)
class Manner:
    """In which language, on which width and with what a path is walked."""

    lang: Lang
    width: int
    hand: str

    @property
    def options(self) -> dict[str, Any]:
        """What the browser is told."""
        return {"width": self.width, "locale": self.lang, **({"has_touch": True, "is_mobile": True} if self.hand == "finger" else {})}


MANNERS = {"fr-390": Manner("fr", 390, "finger"), "en-1280": Manner("en", 1280, "mouse"), "keyboard": Manner("en", 1280, "keyboard")}


class PathWalk(Walk):
    """A walk that counts what is pressed and written."""

    pressed = 0
    written = 0
    begun = 0.0

    def hit(self, found: Locator) -> None:
        self.pressed += 1
        super().hit(found)

    def text(self, fr: str, en: str) -> str:
        """Return what is typed in the language of the walk."""
        return fr if self.lang == "fr" else en

    def write(self, found: Locator, text: str) -> None:
        """Write into a field."""
        self.written += 1
        self.unfolded(found).fill(text)

    def choose(self, found: Locator, value: str | int) -> None:
        """Choose from a list, by the value or by the place in it."""
        self.pressed += 1
        self.unfolded(found).select_option(**({"index": value} if isinstance(value, int) else {"value": value}))  # type: ignore[arg-type]

    def tick(self, found: Locator) -> None:
        """Tick a box."""
        if not self.unfolded(found).is_checked():
            self.pressed += 1
            found.check()

    def into_grid(self, row: int, column: str, text: str) -> None:
        """Write into a cell of the grid of positions."""
        self.written += 1
        place = self.grid_place(row, column)
        if self.page.viewport_size and self.page.viewport_size["width"] < 500:
            self.page.locator(place).tap()
            self.page.locator("#grid td input").fill(text)
        else:
            self.page.locator(place).click()
            self.page.keyboard.type(text)
        self.page.locator("#grid td input").press("Enter")

    def grid_place(self, row: int, column: str) -> str:
        """Return the place of a cell of the grid."""
        columns = self.page.locator("#grid thead th[data-col]").evaluate_all("cells => cells.map(cell => cell.dataset.col)")
        return f'#grid td[data-at="{row},{columns.index(column)}"]'

    def wanted(self, entry: str) -> None:
        """Press what the next step wants, by its words."""
        said = self.words("path.add", what=Message(f"path.entry.{entry}"))
        self.follow(self.page.locator(".next-step .doors").get_by_role("link", name=said, exact=True))

    def paper(self, name: str) -> None:
        """Press the paper in which the next step ends."""
        self.follow(self.page.locator(".next-step").get_by_role("link", name=self.words(f"path.paper.{name}"), exact=True))

    def save(self, identifier: str = "page-rows.save", within: str = "main") -> None:
        """Save a form that was opened from the path, and look that one is back there."""
        self.go(identifier, within=within)
        self.arrived()

    def arrived(self) -> None:
        """Look that one is back on the path."""
        expect(self.page.locator("ol.path")).to_be_visible()

    def is_next(self, step: str, situation: str) -> None:
        """Look which step comes next."""
        number = [one.id for one in all_paths()[situation].steps].index(step) + 1
        title = Message(f"path.{situation}.{step}")
        expect(self.page.locator("#next-step")).to_have_text(self.said(Message("path.next", number=number, step=title)))


class KeyedWalk(PathWalk):
    """A walk on which no mouse is moved: everything is reached by Tab."""

    tabs = 0

    def reach(self, found: Locator) -> None:
        """Press Tab until something has the focus; what precedes the work is skipped by its own link."""
        page = self.page
        wanted = found.element_handle()
        if page.evaluate("document.activeElement === document.body") and found.locator("xpath=ancestor::main").count():
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.skip')"):  # else the address leads into the page
                page.keyboard.press("Enter")
                expect(page.locator("#main")).to_be_focused()
        for _ in range(MOST_TABS):
            if wanted.evaluate(_FOCUSED):
                assert found.is_visible(), "the focus is not to be seen"
                return
            page.keyboard.press("Tab")
            self.tabs += 1
        raise AssertionError(f"{found} is not reached by Tab on {page.url}")

    def hit(self, found: Locator) -> None:
        self.pressed += 1
        self.reach(found)
        self.page.keyboard.press("Enter")

    def write(self, found: Locator, text: str) -> None:
        self.written += 1
        self.reach(self.unfolded(found))
        if found.get_attribute("type") == "date":
            year, month, day = text.split("-")
            self.page.keyboard.type(f"{month}{day}{year}")
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(text)
        expect(found).to_have_value(text)

    def choose(self, found: Locator, value: str | int) -> None:
        self.pressed += 1
        self.reach(self.unfolded(found))
        at, to = found.evaluate(
            "(one, value) => [one.selectedIndex, typeof value === 'number' ? value : [...one.options].findIndex((o) => o.value === value)]",
            value,
        )
        for _ in range(abs(to - at)):
            self.page.keyboard.press("ArrowDown" if to > at else "ArrowUp")
        assert found.evaluate("one => one.selectedIndex") == to

    def tick(self, found: Locator) -> None:
        if self.unfolded(found).is_checked():
            return
        self.pressed += 1
        self.reach(found)
        self.page.keyboard.press("Space")
        expect(found).to_be_checked()

    def into_grid(self, row: int, column: str, text: str) -> None:
        self.written += 1
        wanted = self.page.locator(self.grid_place(row, column))
        if not self.page.evaluate("document.activeElement.closest('#grid td')"):
            self.reach(self.page.locator("#grid td[tabindex='0']"))
        here = [int(one) for one in self.page.evaluate("document.activeElement.dataset.at").split(",")]
        there = [int(one) for one in (wanted.get_attribute("data-at") or "").split(",")]
        for at, to, back, on in ((here[0], there[0], "ArrowUp", "ArrowDown"), (here[1], there[1], "ArrowLeft", "ArrowRight")):
            for _ in range(abs(to - at)):
                self.page.keyboard.press(on if to > at else back)
        expect(wanted).to_be_focused()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")


def walking(window: Watched, served: Served, manner: Manner, pictures: Path) -> PathWalk:
    """Return a walk of somebody who has signed in."""
    walk = (KeyedWalk if manner.hand == "keyboard" else PathWalk)(window, manner.lang, pictures)
    walk.page.goto(f"{served.address}/account/login/")
    ready(walk.page)
    walk.page.locator("input[name=login]").fill(served.email)
    walk.page.locator("input[name=password]").fill(served.password)
    walk.page.keyboard.press("Enter")
    expect(walk.page.locator(".top .search, .top details").first).to_be_visible()
    ready(walk.page)
    if walk.page.locator("html").get_attribute("lang") != walk.lang:
        walk.page.evaluate("lang => document.querySelector(`.top button[lang=${lang}]`).click()", walk.lang)
        expect(walk.page.locator(f"html[lang={walk.lang}]")).to_be_attached()
        ready(walk.page)
    walk.begun = time.monotonic()
    return walk
