"""How a person walks through the site in a test: by the words that they read, in either language.

Where ``LEGATION_TEST_PICTURES`` asks for it, a picture of each stop is left in ``build/tutorial``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from browsing import ready
from playwright.sync_api import Locator, Page, expect
from web.browser.watched import Watched

from legation.dossier import heading
from legation.language import LANGUAGES, Lang, Message, say
from legation.web.site.frame import UPKEEP

__all__ = ["Walk"]

_PICTURES = "LEGATION_TEST_PICTURES"
_LEADS = """(found) => {
  const e = found.closest("a[href], button, summary") ?? found;
  const within = "[hx-get], [hx-post]";
  return e.matches("a") ? !e.getAttribute("href").startsWith("#") && !e.matches(within)
    : e.matches("button") && e.type === "submit" && e.form !== null && !e.matches(within) && !e.form.matches(within);
}"""
"""Whether what is pressed leads to another page: a link, or a button that sends a form which no script sends."""


class Walk:
    """A walk in one language. ``read`` are, in each, the words of the site that were pressed, filled or looked for on the way."""

    def __init__(self, window: Watched, lang: Lang, pictures: Path) -> None:
        self.window, self.lang, self.pictures = window, lang, pictures
        self.page: Page = window.page
        self.read: dict[Lang, set[str]] = {one: set() for one in LANGUAGES}
        self.stops: list[str] = []
        if os.environ.get(_PICTURES):
            pictures.mkdir(parents=True, exist_ok=True)
            for old in pictures.glob("*.png"):
                old.unlink()

    def words(self, identifier: str, **values: Any) -> str:
        """Return a sentence of the catalogue; it counts as read."""
        return self.said(Message(identifier, **values))

    def said(self, message: Any) -> str:
        """Return what a message says; it counts as read."""
        for lang, read in self.read.items():
            read.add(say(message, lang))
        return say(message, self.lang)

    def go(self, identifier: str, within: str = "main", **values: Any) -> None:
        """Follow a link, press a button or open a fold by its words."""
        said = self.words(identifier, **values)
        found = self.page.locator(within).locator("a, button, summary").filter(has_text=said)
        exact = found.and_(self.page.get_by_text(said, exact=True))
        wanted = (exact if exact.count() else found).first
        if wanted.evaluate(_LEADS):
            self.follow(wanted)
        else:
            self.hit(wanted)

    def hit(self, found: Locator) -> None:
        """Press something."""
        found.click()

    def follow(self, found: Locator) -> None:
        """Press what leads to another page, and wait until that page listens."""
        with self.page.expect_event("load"):
            self.hit(found)
        self.settled()

    def place(self, name: str) -> None:
        """Open a part of the dossier in the column at the left."""
        if name in UPKEEP and (folded := self.page.locator(".keeping:not([open]) > summary")).count():
            folded.click()
        self.go(f"web.place.{name}", within=".places")

    def dossier(self, title: str) -> None:
        """Go home and open a dossier by its title."""
        self.follow(self.page.locator(".top .name"))
        self.follow(self.page.get_by_role("heading", name=title).get_by_role("link"))

    def field(self, identifier: str, within: str = "main") -> Locator:
        """Return a field by its label."""
        return self.page.locator(within).get_by_label(self.words(identifier)).first

    def cell(self, table: str, column: str, within: str = "main") -> Locator:
        """Return the field of a column of a dossier's table by its label."""
        label = heading(table, column)
        self.said(label)
        for lang, read in self.read.items():
            read.add(say(label, lang)[:1].upper() + say(label, lang)[1:])
        found = self.page.locator(within).locator(f"#f-{column}, [id^='f-'][id$='.{column}']").first
        return self.unfolded(found)

    def unfolded(self, found: Locator) -> Locator:
        """Open the folds in which something stands."""
        while (folded := found.locator("xpath=ancestor::details[not(@open)]/summary")).count():
            self.hit(folded.first)
        return found

    def shows(self, identifier: str, **values: Any) -> None:
        """Look for words on the page."""
        expect(self.page.get_by_text(self.words(identifier, **values)).first).to_be_visible()

    def stop(self, name: str) -> None:
        """Ask axe about where one is, on a desk or on a telephone in turn, and look whether it scrolls sideways on a telephone.

        Where a walk is done in either language, axe is asked on a desk in the one where it is asked on a telephone in the other.
        """
        self.stops.append(name)
        self.settled()
        self.page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")
        if os.environ.get(_PICTURES):
            self.page.screenshot(path=self.pictures / f"{len(self.stops):02}-{name}.png", full_page=True)
        usual = self.page.viewport_size
        on_telephone = len(self.stops) % len(LANGUAGES) == LANGUAGES.index(self.lang)
        found = [] if on_telephone else self.window.serious()
        self.page.set_viewport_size({"width": 360, "height": 800})
        found += (self.window.serious() if on_telephone else []) + self.window.wide()
        self.page.set_viewport_size(usual or {"width": 1440, "height": 900})
        assert not found, (name, found)

    def settled(self) -> None:
        """Wait until the page has loaded and listens."""
        ready(self.page)
