"""A window that remembers what a browser complains of, what it asks of other hosts and how many bytes come; and what axe finds in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from browsing import context_of, launched
from playwright.sync_api import Browser, Page, Request

__all__ = ["AXE", "Watched", "beside", "watched"]

AXE = Path(__file__).parents[2] / "vendor" / "axe.min.js"
SERIOUS = ("serious", "critical")

_AXE = """async (contrast) => {
  const rules = { "color-contrast": { enabled: contrast } };
  const result = await axe.run(document, { iframes: false, resultTypes: ["violations"], rules });
  return result.violations.map((v) => [v.impact, v.id, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160))]);
}"""
_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, .plate"))
  .slice(0, 5).map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""} ${e.textContent.trim().slice(0, 30)}`)"""


@dataclass
class Watched:
    """A page, the place that it belongs to, and what was noticed.

    Attributes
    ----------
    complaints : list of str
        Errors and warnings of the console, a breach of the Content-Security-Policy among them, and exceptions of scripts.
    elsewhere : list of str
        Addresses that were asked of any other host.
    """

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    @property
    def browser(self) -> Browser:
        """Return the browser of the window."""
        browser = self.page.context.browser
        assert browser is not None
        return browser

    def serious(self, *, contrast: bool = True) -> list[list[Any]]:
        """Return what axe-core finds in the page that is serious or critical; whether letters stand out takes half of the time."""
        if not self.page.evaluate("'axe' in window"):
            session = self.page.context.new_cdp_session(self.page)
            session.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})  # the policy of the page forbids a script of ours
            session.detach()
        return [one for one in self.page.evaluate(_AXE, contrast) if one[0] in SERIOUS]

    def wide(self) -> list[str]:
        """Return what makes the page scroll sideways; nothing where it does not."""
        return self.page.evaluate(_WIDE)

    def bytes_of(self, address: str) -> tuple[int, float]:
        """Open an address as a first visit and return the bytes that came over the wire and the time to be usable [s]."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        came: list[float] = []
        session.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
        self.page.goto(address, wait_until="networkidle")
        session.send("Network.setCacheDisabled", {"cacheDisabled": False})
        session.detach()
        usable = self.page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
        return int(sum(came)), float(usable) / 1000

    def on_request(self, request: Request) -> None:
        """Note a request to another host."""
        if not request.url.startswith((self.base, "data:", "blob:", "about:")):
            self.elsewhere.append(urlsplit(request.url).netloc or request.url)


@contextmanager
def watched(chromium: str, base: str, *, width: int = 1440, **options: Any) -> Iterator[Watched]:
    """Open a window on a site; when it closes, nothing may have been complained of or asked elsewhere."""
    with launched(chromium) as browser, beside(browser, base, width=width, **options) as window:
        yield window


@contextmanager
def beside(browser: Browser, base: str, *, width: int = 1440, **options: Any) -> Iterator[Watched]:
    """Open a window of another person in a browser that runs already."""
    context = context_of(browser, viewport={"width": width, "height": 900}, base_url=base, **options)
    page = context.new_page()
    window = Watched(page, base)
    page.on("console", lambda said: window.complaints.append(f"{said.text} on {page.url}") if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: window.complaints.append(str(error)))
    context.on("request", window.on_request)
    try:
        yield window
    finally:
        context.close()
    assert not window.complaints, window.complaints
    assert not window.elsewhere, window.elsewhere
