"""A room's votes, and an incident with assessment, response and statement, from an empty dossier to their answers: English desk, French phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from benchmarks.filled import room_votes
from browsing import opened, ways
from playwright.sync_api import expect
from web.browser.conftest import Served
from web.browser.test_tutorial import sign_in
from web.browser.walk import Walk
from web.browser.watched import watched

from legation.language import Lang

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Desk(Walk):
    """A walk in one dossier, at whose stops axe is asked and a picture may be left."""

    here = ""

    def picture(self, name: str) -> None:
        """Ask axe, look whether the page scrolls sideways, and leave a picture where one is asked for."""
        self.settled()
        if os.environ.get("LEGATION_TEST_PICTURES"):
            self.pictures.mkdir(parents=True, exist_ok=True)
            size = self.page.viewport_size or {"width": 0}
            self.page.screenshot(path=self.pictures / f"made-{self.lang}-{size['width']}-{name}.png", full_page=True)
        assert not self.window.wide(), name
        assert not self.window.serious(), name

    def press(self, selector: str) -> None:
        """Press what leads to another page."""
        with self.page.expect_event("load"):
            self.page.locator(selector).first.click()
        self.settled()

    def door(self, question: str) -> None:
        """Open a question and follow the first thing that it needs."""
        opened(self.page, f"{self.here}/questions/{question}")
        self.press("main .notice a[href], main .lacking a[href]")

    def answered(self, question: str) -> None:
        """Ask a question as it proposes itself, and wait for its answer."""
        opened(self.page, f"{self.here}/questions/{question}")
        self.press("main form button.primary")
        expect(self.page.locator("#finding")).to_be_visible()
        self.picture(question)

    def begun(self, question: str, title: str) -> None:
        """Follow the door of a question to a new model, and begin it from its template."""
        self.door(question)
        self.page.locator("#title").fill(title)
        self.page.locator("[name=way][value=template]").check()
        self.press("main form button.primary")


@ways("lang, width", ("fr", 390), ("en", 1280))
def test_a_room_and_an_incident_come_from_nothing_to_their_answers(
    served: Served, chromium: str, pictures: Path, tmp_path: Path, lang: Lang, width: int
) -> None:
    with watched(chromium, served.address, width=width, locale=lang) as window:
        page, walk = window.page, Desk(window, lang, pictures)
        sign_in(walk, served)
        opened(page, "/dossiers/new")
        page.locator("form[action='/dossiers/new/empty'] [name=title]").fill(f"Room and incident {lang}")
        walk.press("form[action='/dossiers/new/empty'] button")
        walk.here = f"/dossiers/room-and-incident-{lang}"

        walk.door("what-the-room-thinks")
        for name, data in room_votes().items():
            (tmp_path / name).write_bytes(data)
        page.locator("#files").set_input_files([tmp_path / name for name in room_votes()])
        walk.press("main form button.primary")
        walk.picture("room-read")
        walk.press("main form button[value=save]")
        walk.answered("what-the-room-thinks")

        opened(page, f"{walk.here}/rows/evidence/new")
        page.locator("[name=title]").fill("Report of the vendor")
        walk.press("main form button.primary")

        walk.begun("how-sure-are-we", "Who did it")
        walk.press("main form.model button[value=save]")
        walk.picture("assessment-faults")
        for _ in range(3):
            walk.press("main .notice.error li a")
            page.locator("[name$=':evidence'][type=checkbox]").first.check()
            walk.press("main form.model button[value=save]")
        expect(page.locator("main .notice.error")).to_have_count(0)
        walk.picture("assessment")
        for question in ("how-sure-are-we", "what-would-prove-us-wrong", "what-can-we-show"):
            walk.answered(question)

        walk.begun("what-may-we-do", "Our response")
        walk.picture("response-form")
        walk.press("main form.model button[value=save]")
        for question in ("what-may-we-do", "which-norm-was-breached", "what-does-naming-cost"):
            walk.answered(question)

        walk.door("what-do-we-say")
        page.locator("#title").fill("Statement")
        walk.press("main form button.primary")
        walk.picture("statement-empty")
        for field, text in (("addressee", "the public"), ("ask", "Help those who restore it."), ("firm", "the operator")):
            for one in ("en", "fr"):
                page.locator(f"[name='statement:{field}_{one}']").fill(text)
        walk.press("main form.model button[value='go:claim']")
        walk.press("main form.model button[value='add:claim']")
        for one in ("en", "fr"):
            page.locator(f"[name='claim.1:text_{one}']").fill("The stations could not be reached.")
        walk.picture("statement-claim")
        walk.press("main form.model button[value=save]")
        walk.answered("what-do-we-say")
        window.complaints[:] = [one for one in window.complaints if "422 (Unprocessable" not in one]  # faults of a form that is shown again
