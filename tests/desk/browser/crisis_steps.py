"""What the people of a consulate do in a crisis, step by step, as the walks do it; each step says what it saw."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from browsing import PATIENCE, ready
from desk.browser.desk_walk import DeskWalk
from playwright.sync_api import expect

__all__ = ["decide_call", "declare", "embark", "look_round", "report_papers", "send_wave", "take_call", "until", "warden_with_code"]

CRISIS = {"en": "Earthquake of Karse", "fr": "Séisme de Karse"}


def until(walk: DeskWalk, seen: Callable[[], bool]) -> None:
    """Wait for a state that the desk reaches by itself."""
    end = time.monotonic() + PATIENCE / 1000
    while not seen():
        assert time.monotonic() < end, walk.page.url
        walk.page.wait_for_timeout(250)


def declare(walk: DeskWalk) -> str:
    """Prepare a crisis by its circle, and declare it; return its address."""
    page = walk.page
    walk.place("crises")
    walk.look("crises-none")
    walk.sent(page.locator("main .actions a.button").first)
    page.get_by_label(walk.words("desk-crisis.form.kind-geojson"), exact=True).check()
    expect(page.locator("[name=geojson]")).to_be_visible()
    expect(page.locator("[name=longitude]")).to_be_hidden()
    page.get_by_label(walk.words("desk-crisis.form.kind-circle"), exact=True).check()
    expect(page.locator("[name=geojson]")).to_be_hidden()
    walk.look("prepare")
    for name, value in (("longitude", "-28"), ("latitude", "41"), ("radius", "60")):
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=name_en]").fill(CRISIS["en"])
    page.locator("[name=name_fr]").fill(CRISIS["fr"])
    walk.press("desk-crisis.save")
    walk.look("prepared")
    walk.press("desk-crisis.go-on.declared")
    address = page.url
    assert CRISIS[walk.lang] in walk.look("declared")
    walk.press("desk-crisis.change")
    walk.look("edit")
    page.goto(address)
    walk.press("desk-crisis.see-list")
    walk.look("without-place")
    return address


def send_wave(walk: DeskWalk, crisis: str, number: int) -> dict[str, Any]:
    """Press a wave, and see on its page, without touching it, that nothing waits any more; return what the preview said."""
    page = walk.page
    page.goto(crisis)
    walk.press("desk-crisis.prepare-wave")
    plan: dict[str, Any] = page.request.get(f"{page.url}.json").json()
    assert plan["number"] == number
    walk.look(f"wave-{number}-preview")
    walk.sent(page.locator("main form[action$='/waves/press'] button"))  # in a drill answers come in between: another count
    expect(page.locator("#came[hx-get]")).to_have_count(0)
    text = walk.look(f"wave-{number}")
    assert walk.words("desk-waves.state.waiting") not in text
    return plan


def warden_with_code(walk: DeskWalk, other: DeskWalk, crisis: str) -> None:
    """Appoint a volunteer, who opens the list with the code and says that somebody was seen."""
    page = walk.page
    page.goto(crisis)
    walk.goes("wardens")
    walk.look("wardens-none")
    for name, value in (
        ("name", "Jeanne Dubreuil"),
        ("phone", "+33 6 39 98 99 99"),
        ("called", "Karse nord"),
        ("place", "41, -28"),
        ("radius", "25"),
    ):
        page.locator(f"[name={name}]").fill(value)
    walk.press("desk-calls.appoint-button")
    code = page.locator("strong.code").inner_text()
    assert re.search(r"http://127\.0\.0\.1:\d+/\S+", walk.look("warden-code")) is not None
    address = re.search(r"http://127\.0\.0\.1:\d+/[\w/-]+", page.locator("main").inner_text())
    assert address is not None
    other.page.goto(address[0])
    other.look("door")
    other.page.locator("#code").fill(code)
    other.press("desk-calls.open-list")
    other.look("list")
    first = other.page.locator("article").first
    other.sent(first.get_by_role("button", name=other.words("desk-calls.say.seen"), exact=True))
    assert other.words("desk-calls.said.seen") in other.look("list-seen")
    count = walk.paper(page.locator(f"main a.button[href$='lang={walk.lang}']").first)[0]
    assert count >= 1
    page.goto(crisis)
    walk.goes("wardens")
    walk.look("wardens")


def take_call(caller: DeskWalk, name: str) -> None:
    """Take a call of a mother who seeks somebody; the page says that it is recorded, and nothing of the person."""
    page = caller.page
    given, _, family = name.rpartition(" ")
    caller.place("calls")
    caller.look("calls")
    caller.press("desk-calls.take")
    caller.look("call-search")
    page.locator("[name=family]").fill(family)
    page.locator("[name=given]").fill(given)
    caller.press("desk-calls.go-on")
    text = caller.look("call-sheet")
    assert caller.words("desk-roll.status.asked") not in text
    page.locator("[name=caller]").fill("Martine Rey")
    page.locator("[name=tie]").fill({"fr": "mère", "en": "mother"}[caller.lang])
    page.locator("[name=phone]").fill("+33 6 39 98 88 88")
    page.locator("[name=words]").fill("…")
    caller.press("desk-calls.store")
    assert caller.words("desk-calls.recorded") in caller.look("call-recorded")


def decide_call(walk: DeskWalk, crisis: str, name: str) -> None:
    """Decide as an officer that the family is rung back, and say who is meant."""
    page = walk.page
    page.goto(crisis)
    walk.goes("sheets")
    assert walk.words("desk-calls.waiting", count=1) in walk.look("sheets")
    walk.sent(page.locator("main table a").first)
    walk.look("sheet")
    page.locator("[name=linked]").nth(1).check()
    page.locator("#decision").fill(
        {"fr": "La personne souhaite que sa mère le sache.", "en": "The person wishes that her mother knows."}[walk.lang]
    )
    walk.press("desk-calls.decide.ring-back")
    text = walk.look("sheets-decided")
    assert walk.words("desk-calls.waiting", count=0) in text
    assert name in text


def embark(walk: DeskWalk, crisis: str) -> None:
    """Count the seats, note that a household is ready, and print who goes aboard."""
    page = walk.page
    page.goto(crisis)
    walk.goes("manifest")
    page.locator("#seats").fill("12")
    walk.press("desk-roll.count-seats")
    walk.look("manifest-nobody-ready")
    page.locator("[name=ready]").first.check()
    walk.sent(page.get_by_role("button", name=walk.words("desk-roll.note")).first)
    text = walk.look("manifest")
    assert walk.words("desk-roll.go-aboard") in text
    tall = page.evaluate("Math.max(...[...document.querySelectorAll('main tbody tr')].map((row) => row.getBoundingClientRect().height))")
    assert tall < (64 if page.viewport_size and page.viewport_size["width"] > 1000 else 400), tall
    count, text = walk.paper(page.locator("main a.button.primary"))
    assert count == 1
    assert walk.words("desk-roll.manifest") in text


def report_papers(walk: DeskWalk, crisis: str) -> dict[str, tuple[int, str]]:
    """Look at the situation report, and take it along in both languages."""
    page = walk.page
    page.goto(crisis)
    walk.goes("report")
    walk.look("report")
    return {lang: walk.paper(page.locator(f"main a.button[href*='lang={lang}']").first) for lang in ("fr", "en")}


def look_round(walk: DeskWalk, crisis: str, *, more: tuple[str, ...] = ()) -> None:
    """Look at the pages that no step has opened."""
    page = walk.page
    base = page.url.split("/", 3)[:3]
    for what, address in {
        "roll": f"{crisis}/roll",
        "roll-all": f"{crisis}/roll?show=all",
        "partners": f"{crisis}/partners",
        "paper": f"{crisis}/paper",
    }.items():
        page.goto(address)
        walk.look(what)
    page.goto(f"{crisis}/roll?show=all")
    walk.sent(page.locator("main tbody a[href*='/roll/'], main tbody a").last)
    walk.look("person")
    for one in ("people", "people/import", "people/new", "doubles", "other"):
        page.goto(f"{crisis.partition('/crises/')[0]}/{one}")
        walk.look(one.replace("/", "-"))
    for one in ("people", "requests", "retention", *more):
        page.goto("/".join([*base, one]))
        ready(page)
        walk.look(f"place-{one}")
    page.goto(f"{crisis.partition('/crises/')[0]}/people")
    walk.sent(page.locator("main tbody a").first)
    walk.look("people-one")
