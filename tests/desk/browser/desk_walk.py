"""How somebody walks through the desk in a test: by the words that they read; every page is looked at by axe, and for its width."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from browsing import opened, ready
from playwright.sync_api import Locator, Page
from web.browser.watched import AXE, Watched

from legation.language import Lang, Message, say

__all__ = ["DeskWalk", "pages_and_text"]

PASSWORD = "a long sentence for the desk"
_PICTURES = "LEGATION_TEST_PICTURES"
_HEX = re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{6,64}\b")


class DeskWalk:
    """A walk of one person, in one language.

    Parameters
    ----------
    line : str
        What every page says twice where the house is a drill; "" where it is none.
    """

    def __init__(self, window: Watched, lang: Lang, name: str, line: str = "") -> None:
        self.window, self.lang, self.name, self.line = window, lang, name, line
        self.page: Page = window.page
        self.faults: list[str] = []
        self.looks = 0

    def words(self, identifier: str, **values: Any) -> str:
        """Return a sentence of the catalogue."""
        return say(Message(identifier, **values), self.lang)

    def sign_in(self, role: str) -> None:
        """Sign in as the account of a role."""
        opened(self.page, "/account/login/")
        self.page.locator("input[name=login]").fill(f"{role}@example.org")
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.sent(self.page.locator("main button.primary"))

    def sent(self, found: Locator) -> None:
        """Press what leads to another page."""
        with self.page.expect_navigation(wait_until="load"):
            found.click()
        ready(self.page)

    def press(self, identifier: str, **values: Any) -> None:
        """Follow a link or press a button of the page by its words."""
        said = self.words(identifier, **values)
        self.sent(self.page.locator("main").locator("a, button").filter(has_text=re.compile(f"^\\s*{re.escape(said)}\\s*$")).first)

    def place(self, name: str) -> None:
        """Go to a place of the desk by the column at the left, which is folded on a telephone."""
        fold = self.page.locator("nav.side details.fold:not([open]) > summary")
        if fold.is_visible():
            fold.click()
        self.sent(self.page.locator("nav.side a").filter(has_text=self.words(f"desk.place.{name}")).first)

    def goes(self, identifier: str) -> None:
        """Open a page of the crisis on whose page the walk is."""
        self.press(f"desk-crisis.go.{identifier}")

    def look(self, what: str) -> str:
        """Look at a page: axe, its width, its language, whether it shows an id, and in a drill what it says twice; return its text."""
        self.looks += 1
        if os.environ.get(_PICTURES):
            folder = Path(__file__).parents[3] / "build" / "desk"
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(folder / f"{self.name}-{self.looks:02}-{what}.png"), full_page=True)
        text = self.page.locator("body").inner_text()
        found: list[Any] = self.window.wide()
        if AXE.is_file() or os.environ.get("LEGATION_REQUIRE_ALL"):
            found += self.window.serious()
        if self.page.evaluate("document.documentElement.lang") != self.lang:
            found.append("another language")
        found += _HEX.findall(text)
        if self.line and text.count(self.line) != 2:
            found.append(f"{self.line} {text.count(self.line)} times")
        self.faults += [f"{what} {self.page.url}: {one}" for one in found]
        return text

    def paper(self, found: Locator) -> tuple[int, str]:
        """Take a paper along; return how many pages it has, and its text."""
        with self.page.expect_download() as waiting:
            found.click()
        download = waiting.value
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "paper.pdf"
            download.save_as(place)
            if os.environ.get(_PICTURES):
                download.save_as(Path(__file__).parents[3] / "build" / "desk" / f"{self.name}-{download.suggested_filename}")
            return pages_and_text(place)


def pages_and_text(place: Path) -> tuple[int, str]:
    """Return how many pages a PDF has, and its text."""
    text = subprocess.run(["pdftotext", "-layout", str(place), "-"], check=True, capture_output=True, text=True).stdout
    return text.count("\f"), text
