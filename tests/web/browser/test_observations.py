"""A log and posts from the browser to their answers, and a monitor from its form to its alert: in English at a desk, in French on a phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from browsing import opened, ways
from playwright.sync_api import expect
from web.browser.conftest import Served
from web.browser.walk import Walk
from web.browser.watched import watched

from legation.language import Lang

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GIVEN = Path(__file__).parents[3] / "examples" / "mission-site-2024" / "observations"
POSTS = ("posts.csv", "feed.xml")


class Desk(Walk):
    """A walk at whose stops a picture of the window as it is may be left."""

    def picture(self, name: str) -> None:
        """Ask axe, look whether the page scrolls sideways, and leave a picture where one is asked for."""
        self.settled()
        if os.environ.get("LEGATION_TEST_PICTURES"):
            self.pictures.mkdir(parents=True, exist_ok=True)
            size = self.page.viewport_size or {"width": 0}
            self.page.screenshot(path=self.pictures / f"observations-{self.lang}-{size['width']}-{name}.png", full_page=True)
        assert not self.window.wide(), name
        assert not self.window.serious(), name

    def loaded(self, files: list[Path], kind: str = "") -> None:
        """Load files on the page of observations, and wait until they are in."""
        if kind:
            self.page.locator("#kind").select_option(kind)
        self.page.locator("#files").set_input_files(files)
        with self.page.expect_event("load"):
            self.page.locator("main").get_by_role("button", name=self.words("page-observations.load"), exact=True).click()
        expect(self.page.locator("#load .notice.success")).to_be_visible()

    def answered(self, question: str) -> None:
        """Ask a question, and wait for its answer."""
        opened(self.page, f"{self.here}/questions/{question}")
        with self.page.expect_event("load"):
            self.page.locator("main form button.primary").first.click()
        expect(self.page.locator("#finding")).to_be_visible()

    @property
    def here(self) -> str:
        """The address of the dossier."""
        return "/dossiers/watch-desk-" + self.lang


@ways("lang, width", ("en", 1280), ("fr", 390))
def test_observations_come_to_their_answers_and_a_monitor_to_its_alert(
    served: Served, chromium: str, pictures: Path, lang: Lang, width: int
) -> None:
    with watched(chromium, served.address, width=width, locale=lang) as window:
        page, walk = window.page, Desk(window, lang, pictures)
        opened(page, "/")
        page.locator("input[name=login]").fill(served.email)
        page.locator("input[name=password]").fill(served.password)
        with page.expect_event("load"):
            page.locator("input[name=password]").press("Enter")
        if page.locator("html").get_attribute("lang") != lang:
            with page.expect_event("load"):
                page.locator(f"form[action*=language]:has(input[value={lang}])").evaluate("(form) => form.submit()")
        opened(page, "/dossiers/new")
        page.locator("form[action='/dossiers/new/empty'] [name=title]").fill(f"Watch desk {lang}")
        with page.expect_event("load"):
            page.locator("form[action='/dossiers/new/empty'] button").click()

        opened(page, f"{walk.here}/questions/who-reads-us")
        door = page.locator("main a[href*='/observations?kind=requests']").first
        with page.expect_event("load"):
            door.click()
        expect(page.locator("#kind")).to_have_value("requests")
        walk.picture("empty")
        walk.loaded([GIVEN / "access.log.gz"])
        walk.picture("log")
        opened(page, f"{walk.here}/observations")
        walk.loaded([GIVEN / name for name in POSTS])
        opened(page, f"{walk.here}/observations")
        walk.picture("loaded")
        walk.answered("who-reads-us")
        walk.picture("readers")
        walk.answered("what-is-said")
        walk.picture("said")

        opened(page, f"{walk.here}/observations")
        with page.expect_event("load"):
            page.locator("main").get_by_role("link", name=walk.words("page-observations.new-monitor")).click()
        page.locator("#title").fill("AI")
        with page.expect_event("load"):
            page.locator("main form button.primary").first.click()
        for name, value in (("baseline_from", "2024-01-01"), ("baseline_to", "2024-02-29"), ("bots", "ai")):
            page.locator(f"[name='monitor:{name}']").fill(value)
        page.locator("[name='monitor:what']").select_option("bots")
        walk.picture("monitor")
        with page.expect_event("load"):
            page.locator("main form.model button[value=save]").click()
        opened(page, f"{walk.here}/observations")
        with page.expect_event("load"):
            page.locator("main").get_by_role("button", name=walk.words("page-observations.run-now")).click()
        page.wait_for_function("() => document.querySelector('#monitors + *') !== null")
        for _ in range(60):
            if page.locator("section[aria-labelledby=monitors] .badge.bad").count():
                break
            page.wait_for_timeout(1000)
            opened(page, f"{walk.here}/observations")
        expect(page.locator("section[aria-labelledby=monitors] .badge.bad").first).to_be_visible()
        walk.picture("alert")
        opened(page, "/")
        expect(page.locator("section[aria-labelledby=alerts] a").first).to_be_visible()
        walk.picture("home")
