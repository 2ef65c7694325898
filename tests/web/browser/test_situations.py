"""Each situation walked in a browser, from its door to its note or as far as its steps exist; each path in front, on both widths."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from browsing import LONG, ways
from playwright.sync_api import expect
from web.browser.conftest import Served
from web.browser.path_walk import MANNERS, PathWalk, walking
from web.browser.situation_walks import WALKS
from web.browser.test_tutorial import sign_in
from web.browser.walk import Walk
from web.browser.watched import watched

from legation.questions.situations.paths import all_paths

pytestmark = [pytest.mark.browser, pytest.mark.slow]

USUAL = {
    "vote": "fr-390",
    "meeting": "keyboard",
    "incident": "en-1280",
    "negotiation": "fr-390",
    "coalition": "en-1280",
    "debate": "fr-390",
    "consultation": "en-1280",
    "strategy": "fr-390",
}
"""How each situation is walked where not every manner is asked for by ``LEGATION_LONG``."""
EVERY = [(situation, manner) for manner in MANNERS for situation in WALKS]
PATHS = {
    "un-ict-2018": "vote",
    "mission-site-2024": "meeting",
    "notpetya-2017": "incident",
    "iana-transition-2014": "negotiation",
    "death-penalty-moratorium": "coalition",
    "brexit-consensus-2017": "consultation",
}
"""A dossier for the situations that the examples have."""


@pytest.mark.parametrize(("situation", "manner"), EVERY if LONG else USUAL.items())
def test_a_situation_is_walked_to_the_end_of_its_path(served: Served, chromium: str, pictures: Path, situation: str, manner: str) -> None:
    with watched(chromium, served.address, **MANNERS[manner].options) as window:
        walk = walking(window, served, MANNERS[manner], pictures / f"{manner}-{situation}")
        WALKS[situation](walk)
        took = time.monotonic() - walk.begun
        sys.stdout.write(f"{situation:<14} {manner:<9} {walk.pressed:>3} presses {walk.written:>3} fields {took:>4.0f} s\n")


def test_every_situation_is_walked() -> None:
    assert {*WALKS} == {*USUAL} == {*all_paths()}
    assert {*USUAL.values()} == {*MANNERS}


@ways("lang, width", ("en", 1280), ("fr", 390))
def test_each_path_is_in_front_and_leads_back(served: Served, chromium: str, pictures: Path, lang: str, width: int) -> None:
    with watched(chromium, served.address, width=width, locale=lang) as window:
        walk = PathWalk(window, "fr" if lang == "fr" else "en", pictures / f"{lang}-paths")
        sign_in(walk, served)
        for slug, situation in PATHS.items():
            begun = time.monotonic()
            walk.page.goto(f"{served.address}/dossiers/{slug}/situations")
            walk.settled()
            walk.go(f"situation.{situation}")
            walk.arrived()
            walk.stop(f"{situation}-path")
            links = walk.page.locator(".path a, .next-step a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
            dead = [one for one in links if walk.page.request.get(f"{served.address}{one.partition('#')[0]}").status != 200]
            sys.stdout.write(f"{lang} {situation} {width} px: {len(links)} links, {time.monotonic() - begun:.1f} s\n")
            assert links and not dead, dead
        assert not window.complaints


def test_a_step_is_marked_with_the_keyboard_alone(served: Served, chromium: str) -> None:
    with watched(chromium, served.address, width=1280, locale="en") as window:
        walk = Walk(window, "en", Path())
        sign_in(walk, served)
        walk.page.goto(f"{served.address}/dossiers/mission-site-2024/situations/strategy")
        walk.settled()
        fold = walk.page.locator("#step-fora summary")
        fold.focus()
        walk.page.keyboard.press("Enter")
        button = walk.page.locator("#step-fora").get_by_role("button", name=walk.words("path.mark.not_needed"))
        expect(button).to_be_visible()
        for _ in range(20):
            walk.page.keyboard.press("Tab")
            if button.evaluate("one => one === document.activeElement"):
                break
        with walk.page.expect_event("load"):
            walk.page.keyboard.press("Enter")
        walk.settled()
        expect(walk.page.locator("#step-fora .badge")).to_have_text(walk.words("path.state.not_needed"))
