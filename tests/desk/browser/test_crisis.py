"""A crisis at a consulate of two, from its area to its situation report, as those who work there use the pages; then rehearsed and scored."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browsing import context_of, launched, ways
from desk.browser import crisis_steps as steps
from desk.browser.desk_walk import DeskWalk
from desk.browser.served_houses import Letters, a_drill, a_house, free_port, letters_taken, served
from playwright.sync_api import Browser, expect
from web.browser.watched import Watched, beside

from legation.language import Lang

pytestmark = [pytest.mark.browser]
ANSWERS = ("safe", "want_out", "need_help", "safe")
FEW = 3
"""Pages of a situation report: whoever reads it at night reads two."""
LINE = {"en": "EXERCISE EXERCISE EXERCISE", "fr": "EXERCICE EXERCICE EXERCICE"}


class People:
    """Who walks: each in a window of their own, which all end together."""

    def __init__(self, browser: Browser, base: str, lang: Lang, width: int, name: str, line: str = "") -> None:
        self.browser, self.stack, self._made = browser, ExitStack(), (browser, base, lang, width, name, line)
        self.walks: list[DeskWalk] = []

    def walk(self, who: str, role: str = "") -> DeskWalk:
        """Return the walk of somebody, signed in as a role."""
        browser, base, lang, width, name, line = self._made
        window: Watched = self.stack.enter_context(beside(browser, base, width=width, locale=lang))
        walk = DeskWalk(window, lang, f"{name}-{lang}-{width}-{who}", line)
        self.walks.append(walk)
        if role:
            walk.sign_in(role)
        return walk

    def __enter__(self) -> People:
        return self

    def __exit__(self, *about: Any) -> None:
        faults = [fault for walk in self.walks for fault in walk.faults]
        self.stack.__exit__(*about)
        assert about[0] is not None or not faults, "\n".join(faults)


@ways("lang, width", ("fr", 1280), ("en", 1280), ("fr", 390))
def test_a_crisis_and_then_its_drill(chromium: str, pdftotext: str, tmp_path: Path, lang: Lang, width: int) -> None:
    with letters_taken() as letters, launched(chromium) as browser:
        front = free_port()
        env = a_house(tmp_path, lang, front=front, letters=letters.port)
        with served(env, "desk", free_port()) as desk, served(env, "front", front), People(browser, desk, lang, width, "crisis") as people:
            _crisis(people, letters)
        drill = a_drill(env, lang)
        with served(drill, "desk", free_port()) as desk, People(browser, desk, lang, width, "drill", LINE[lang]) as people:
            _drill(people)


def _crisis(people: People, letters: Letters) -> None:
    head = people.walk("head", "head")
    head.look("home")
    crisis = steps.declare(head)
    _approve(head)
    first = steps.send_wave(head, crisis, 1)
    assert sum(map(len, letters.contents.values())) == first["messages"] > len(ANSWERS)
    answered = _answer(people, letters)
    steps.until(head, lambda: (roll := _roll(head, crisis))["households"] - roll["households_unaccounted"] >= len(ANSWERS))
    second = steps.send_wave(head, crisis, 2)
    assert second["households"] == first["households"] - len(ANSWERS)
    assert sum(map(len, letters.contents.values())) == first["messages"] + second["messages"]
    assert all(len(letters.contents[one]) == 1 for one in answered)

    steps.warden_with_code(head, people.walk("warden"), crisis)
    sought = _sought(head, crisis)
    steps.take_call(people.walk("hotline", "hotline"), sought)
    steps.decide_call(people.walk("officer", "officer"), crisis, sought)
    steps.embark(head, crisis)
    _read(head, steps.report_papers(head, crisis))
    steps.look_round(head, crisis, more=("house", "assignments", "crises", ""))
    administrator = people.walk("administrator", "administrator")
    administrator.place("assignments")
    administrator.look("assignments")
    for one in ("house", "house/names", "house/front", "house/gateway", "house/language/en", "house/post/karse"):
        administrator.page.goto("/".join([*crisis.split("/", 3)[:3], one]))
        administrator.look(one.replace("/", "-"))
    protection = people.walk("protection", "protection")
    protection.place("openings")
    protection.look("openings")


def _approve(head: DeskWalk) -> None:
    head.place("texts")
    head.look("texts")
    for name in ("wave", "wave-again"):
        for language in ("fr", "en"):
            head.place("texts")
            head.sent(head.page.locator(f"main a[href$='/texts/{name}/{language}']"))
            head.press("desk-crisis.approve")
    head.look("text")


def _answer(people: People, letters: Letters) -> list[str]:
    """Answer some letters by their links, on a telephone."""
    links = letters.links(0)[: len(ANSWERS)]
    context = context_of(people.browser, viewport={"width": 390, "height": 844})  # its empty picture of a front is no fault of the desk
    page = context.new_page()
    for link, status in zip(links, ANSWERS, strict=True):
        page.goto(link)
        page.locator(f"[name=status][value={status}]").check()
        page.locator("[name=covers][value=all]").check()
        with page.expect_navigation():
            page.locator("form button.button").click()
    context.close()
    return [address for address, came in letters.contents.items() if any(link in text for link in links for text in came)]


def _roll(head: DeskWalk, crisis: str) -> dict[str, Any]:
    found: dict[str, Any] = head.page.request.get(f"{crisis}/roll.json").json()
    return found


def _sought(head: DeskWalk, crisis: str) -> str:
    """Return the name of somebody without news at the post of whoever takes calls."""
    return str(next(one["name"] for one in _roll(head, crisis)["entries"] if "Karse" in one["post"]))


def _read(walk: DeskWalk, papers: dict[str, tuple[int, str]], line: str = "") -> None:
    """Read the situation report in both languages: few pages, the number of those without news first, and of a drill that it is one."""
    for lang, (pages, text) in papers.items():
        plain = " ".join(text.split())
        assert pages <= FEW
        assert steps.CRISIS[lang] in plain
        assert {"fr": "sans nouvelles", "en": "without news"}[lang] in plain
        assert {"fr": "Ce que l’on ne sait pas", "en": "What is not known"}[lang] in plain
        assert not re.search(r"\{\w+\}|desk-\w+\.", plain)
        assert plain.count(LINE[lang]) >= (2 * pages if line else 0)
    assert walk.lang in papers


def _drill(people: People) -> None:
    head = people.walk("head", "head")
    head.place("drill")
    head.look("waiting")
    head.page.locator("#speed").select_option("60")
    head.press("desk-drill.start")
    head.look("running")
    head.place("texts")
    crisis = steps.declare(head)
    first = steps.send_wave(head, crisis, 1)
    head.place("drill")
    answers = head.words("desk-drill.answers", count=0)
    expect(head.page.locator("#now")).not_to_contain_text(answers)
    steps.until(head, lambda: _roll(head, crisis)["unaccounted"] < _roll(head, crisis)["people"])
    second = steps.send_wave(head, crisis, 2)
    assert second["households"] < first["households"]

    steps.warden_with_code(head, people.walk("warden"), crisis)
    sought = _sought(head, crisis)
    steps.take_call(people.walk("hotline", "hotline"), sought)
    steps.decide_call(people.walk("officer", "officer"), crisis, sought)
    _read(head, steps.report_papers(head, crisis), LINE[head.lang])
    steps.look_round(head, crisis)
    head.place("drill")
    head.press("desk-drill.close")
    assert head.words("desk-drill.of-a-team") in head.look("score")
    for lang in ("fr", "en"):
        pages, text = head.paper(head.page.locator(f"main a.button[href$='/{lang}']"))
        assert pages <= FEW
        assert text.count(LINE[lang]) >= 2 * pages
