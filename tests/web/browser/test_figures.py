"""Figures of an answer in a real browser: pointed at, walked by keyboard, opened, filtered, read as a table and taken along.

A member that the reader may not see has no mark, no gap and no count, and neither has evidence: not on the page, not in any file of it.
"""

from __future__ import annotations

import csv
import json
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from browsing import opened
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, Route, expect
from web.browser.watched import AXE, Watched, beside
from web.conftest import PARTS, Site

import legation
from legation.dossier import decode
from legation.language import LANGUAGES
from legation.web.dossiers import store
from legation.web.runs.models import Output, Run
from legation.web.runs.worker import Worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (1280, 390)
ROLES = ("owner", "reader")
CANARIES = ("SECRET", "hidden-co", "e2")
"""What of the hidden rows could be seen: names, an actor's id, that of a source."""
ROWS = {
    "actors.csv": PARTS["actors.csv"] + "KEN,Kenya,Kenya,state,KEN,\nMEX,Mexico,Mexique,state,MEX,\n",
    "groups.csv": PARTS["groups.csv"] + "South,KEN,1963,\nSouth,MEX,1945,\nSouth,hidden-co,1990,\n",
    "rollcalls.csv": (
        "id,symbol,title,date,stage,on,evidence,known_on\nr1,A/RES/1,First,2018-12-01,plenary,resolution,e1,\n"
        "r2,A/RES/2,Second,2019-12-01,plenary,resolution,e1,\nr3,A/RES/3,Third,2035-12-01,plenary,resolution,e1,2018-05-03\n"
    ),
    "votes.csv": PARTS["votes.csv"] + "KEN,r1,yes\nMEX,r1,yes\nhidden-co,r1,no\nKEN,r2,no\nMEX,r2,abstain\nhidden-co,r2,no\n",
    "engagements.csv": (
        "id,date,actor,level,channel,rollcall,answer,evidence\ng1,2018-05-03,FRA,,other,r3,yes,e1\ng2,2018-06-01,EST,,other,r3,no,e2\n"
    ),
}


@pytest.fixture
def small(site: Site) -> Site:
    """Return the site with two groups in its dossier, one of them with a member that no reader sees."""
    whole = decode({name: text.encode() for name, text in {**PARTS, **ROWS}.items()})
    store.save(site.dossier, site.dossier.head, whole, site.people["owner"], store.EVERYTHING, reason="", owns=True)
    site.dossier.refresh_from_db()
    return site


def answered(site: Site, question: str, role: str = "reader", **options: str) -> Run:
    """Ask a question as a role, let it be answered, and return the run."""
    answer = site.client(role).post(f"/dossiers/small/questions/{question}/ask", options)
    assert answer.status_code == 302, answer.content
    worker = Worker(every=60)
    while worker.once():
        pass
    run = Run.objects.get(pk=int(answer["Location"].rpartition("/")[2]))
    assert run.state == "done", run.error
    return run


@contextmanager
def window_on(browser: Browser, live_server: Any, site: Site, width: int, address: str) -> Iterator[Watched]:
    """Open a page of the site as the reader."""
    client = Client()
    client.force_login(site.people["reader"], backend="django.contrib.auth.backends.ModelBackend")
    with beside(browser, live_server.url, width=width) as window:
        cookie = {"name": "legation-session", "value": client.cookies["legation-session"].value, "url": live_server.url}
        window.page.context.add_cookies([cookie])  # type: ignore[list-item]
        opened(window.page, address)
        yield window


@pytest.fixture
def window(lang_and_width: tuple[str, int], browser: Browser, live_server: Any, small: Site) -> Iterator[Watched]:
    """A page with the seats of a vote, on a wide and on a narrow screen."""
    run = answered(small, "do-we-have-the-votes", rollcall="r2")
    with window_on(browser, live_server, small, lang_and_width[1], f"/dossiers/small/runs/{run.pk}") as there:
        yield there


def seats(page: Page) -> Locator:
    """Return the figure of seats once its marks can be pointed at."""
    figure = page.locator("#figure-seats")
    figure.scroll_into_view_if_needed()
    figure.locator("svg [data-mark][role=button]").first.wait_for()
    return figure


def mark(figure: Locator, name: str) -> Locator:
    """Return the element by which a member is reached."""
    return figure.locator(f'svg [role=button][aria-label^="{name}"]')


def test_a_seat_says_whose_it_is_when_it_is_pointed_at(window: Watched) -> None:
    figure = seats(window.page)
    tip = figure.locator(".tip")
    expect(tip).to_be_hidden()

    mark(figure, "Kenya").hover(force=True)  # its letter, which is part of it, lies above
    expect(tip).to_have_text("Kenya: No")
    box, plate = tip.bounding_box(), figure.locator(".plate").bounding_box()
    assert box is not None and plate is not None
    assert plate["x"] - 1 <= box["x"] and box["x"] + box["width"] <= plate["x"] + plate["width"] + 1
    window.page.locator("h1").hover()
    expect(tip).to_be_hidden()


def test_a_pattern_is_part_of_its_seat(window: Watched) -> None:
    figure = seats(window.page)
    found = mark(figure, "Germany").evaluate(
        """(seat) => {
          seat.scrollIntoView({ block: "center" });
          const box = seat.getBoundingClientRect();
          const at = [...Array(100).keys()].map((k) => [box.left + 1 + ((k % 10) * (box.width - 2)) / 9, box.top + 1 + (Math.floor(k / 10) * (box.height - 2)) / 9]);
          return [seat.dataset.mark, ...new Set(at.map(([x, y]) => document.elementFromPoint(x, y)?.dataset.mark))];
        }"""
    )
    assert found == [found[0]] * 2, "the hatching of an abstention hides nothing of the seat"


def test_seats_are_walked_and_opened_by_keyboard(window: Watched) -> None:
    page, figure = window.page, seats(window.page)
    expect(figure.locator("svg [tabindex='0']")).to_have_count(1)
    figure.locator("svg [tabindex='0']").focus()
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    expect(figure.locator(".tip")).to_have_text(first)
    seen = {first}
    for key in ("Home", "ArrowRight", "ArrowRight", "ArrowDown", "End"):
        page.keyboard.press(key)
        seen.add(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert len(seen) >= 4
    ring = page.evaluate("getComputedStyle(document.activeElement).strokeWidth")
    assert float(ring.removesuffix("px")) >= 2, "the focus is to be seen"

    mark(figure, "France").focus()
    page.keyboard.press("Enter")
    card = figure.locator(".card.mark")
    expect(card).to_be_focused()
    expect(card).to_contain_text("France: Yes")
    assert card.locator("a").evaluate_all("(links) => links.map((one) => one.getAttribute('href'))") == [
        "/dossiers/small/evidence/e1/read",
        "/dossiers/small/rows/actors/FRA/row",
    ]
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(mark(figure, "France")).to_be_focused()
    page.keyboard.press("Enter")
    for link in card.locator("a").all():
        answer = page.request.get(str(link.get_attribute("href")))
        assert answer.status == 200


def test_a_source_opens_beside_the_answer_and_stays_until_it_is_closed(window: Watched) -> None:
    page, figure = window.page, seats(window.page)
    here = page.url
    mark(figure, "France").focus()
    page.keyboard.press("Enter")
    link = figure.locator(".card.mark a[data-evidence]")
    link.focus()
    page.keyboard.press("Enter")
    panel = page.locator("aside.source")
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("Statement of France")
    expect(panel.locator("blockquote")).to_contain_text("We favour norms")
    expect(panel.locator("h3 a")).to_have_attribute("href", re.compile("/dossiers/small/evidence/e1/read$"))
    page.mouse.wheel(0, 400)
    expect(panel).to_be_in_viewport()
    assert not window.serious()
    assert not window.wide()

    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(link).to_be_focused()
    expect(figure.locator(".card.mark")).to_be_visible()
    assert page.url == here

    page.locator(".sources summary").first.click()
    page.locator(".sources a[data-evidence]").first.click()
    link.click()
    expect(panel).to_have_count(1)
    expect(page.locator("a[data-evidence][aria-current]")).to_have_count(1)
    panel.get_by_role("button").click()
    expect(panel).to_have_count(0)


def test_a_source_that_comes_after_its_panel_was_closed_is_not_shown(window: Watched) -> None:
    page, figure = window.page, seats(window.page)
    on_the_way: list[Route] = []
    mark(figure, "France").focus()
    page.keyboard.press("Enter")
    link = figure.locator(".card.mark a[data-evidence]")
    link.click()
    panel = page.locator("aside.source")
    expect(panel).to_have_count(1)
    page.route("**/evidence/**", lambda route: on_the_way.append(route))
    with page.expect_request("**/evidence/**"):
        link.click()
    panel.get_by_role("button").click()
    expect(panel).to_have_count(0)
    with page.expect_response("**/evidence/**") as late:
        on_the_way.pop().continue_()
    assert late.value.finished() is None
    page.wait_for_timeout(200)
    expect(panel).to_have_count(0)


def test_a_source_that_is_gone_leads_to_where_its_link_leads(window: Watched) -> None:
    page, figure = window.page, seats(window.page)
    mark(figure, "France").focus()
    page.keyboard.press("Enter")
    page.route("**/evidence/e1/read", lambda route: route.continue_() if route.request.is_navigation_request() else route.fulfill(body=""))
    figure.locator(".card.mark a[data-evidence]").click()
    page.wait_for_url("**/evidence/e1/read")


def test_a_group_is_picked_out(window: Watched) -> None:
    figure = seats(window.page)
    choice = figure.locator(".actions select")
    assert choice.locator("option").all_inner_texts()[1:] == ["EU", "South"]

    choice.select_option("South")
    faint = figure.locator("svg [role=button].faint").evaluate_all("(marks) => marks.map((one) => one.getAttribute('aria-label'))")
    assert sorted(faint) == ["Estonia: No", "France: Yes", "Germany: Abstention"]
    choice.select_option("")
    expect(figure.locator("svg .faint")).to_have_count(0)


def test_a_figure_is_read_as_a_table_and_taken_along(window: Watched, tmp_path: Path) -> None:
    page, figure = window.page, seats(window.page)
    figure.locator("summary").click()
    expect(figure.locator("tbody tr")).to_have_count(5)
    rows = figure.locator("tbody tr").all_inner_texts()
    assert sorted(row.split("\t")[0] for row in rows) == ["Estonia", "France", "Germany", "Kenya", "Mexico"]

    taken = {}
    for form in ("SVG", "PNG", "CSV"):
        with page.expect_download() as download:
            figure.locator(".actions a", has_text=form).click()
        taken[form] = tmp_path / form
        download.value.save_as(taken[form])
        assert download.value.suggested_filename.endswith(f".{form.lower()}")
    assert ET.fromstring(taken["SVG"].read_text("utf-8")).tag.endswith("svg")
    head = taken["PNG"].read_bytes()[:24]
    assert head.startswith(b"\x89PNG") and struct.unpack(">I", head[16:20])[0] >= 1440
    table = list(csv.DictReader(taken["CSV"].read_text("utf-8").splitlines()))
    assert {row["label"]: (row["value"], row["group"], row["table"], row["id"], row["evidence"]) for row in table}["Kenya"] == (
        "No",
        "South",
        "actors",
        "KEN",
        "e1",
    )
    assert len(table) == 5


def test_a_page_with_figures_has_no_serious_fault(window: Watched) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there: make test fetches it.")
    figure = seats(window.page)
    mark(figure, "France").click(force=True)
    expect(figure.locator(".card.mark")).to_be_visible()
    figure.locator("summary").click()
    expect(figure.locator("tbody tr")).to_have_count(5)

    assert not window.serious()
    assert not window.wide()


def test_bars_are_pointed_at_and_opened_as_seats_are(browser: Browser, live_server: Any, small: Site) -> None:
    run = answered(small, "whom-to-call-first", issue="norms", aim="0")
    with window_on(browser, live_server, small, WIDTHS[0], f"/dossiers/small/runs/{run.pk}") as window:
        figure = window.page.locator("#figure-levers")
        figure.scroll_into_view_if_needed()
        bar = mark(figure, "France").first
        bar.wait_for()
        bar.hover(force=True)
        expect(figure.locator(".tip")).to_contain_text("France: ")
        bar.focus()
        window.page.keyboard.press("Enter")
        expect(figure.locator(".card.mark a").first).to_have_attribute("href", "/dossiers/small/evidence/e1/read")
        assert not window.serious()


def test_a_pair_of_a_heat_is_found_by_pointing_and_other_rows_are_veiled(browser: Browser, live_server: Any, small: Site) -> None:
    run = answered(small, "who-votes-alike")
    with window_on(browser, live_server, small, WIDTHS[0], f"/dossiers/small/runs/{run.pk}") as window:
        window.page.locator("details:has(> #figure-heat) > summary").click()
        figure = window.page.locator("#figure-heat")
        figure.scroll_into_view_if_needed()
        pair = mark(figure, "Kenya – France").first
        pair.wait_for()
        pair.hover(force=True)
        expect(figure.locator(".tip")).to_contain_text("Kenya – France: 0.")
        assert figure.locator("svg [aria-label*=SECRET]").count() == 0

        figure.locator(".actions select").select_option("South")
        veiled = mark(figure, "France – Kenya").first
        assert veiled.evaluate("(one) => [getComputedStyle(one).opacity, getComputedStyle(one).fill !== 'rgba(0, 0, 0, 0)']") == [
            "0.8",
            True,
        ]
        assert pair.evaluate("(one) => getComputedStyle(one).opacity") == "1"
        assert not window.serious()


def test_nothing_of_a_hidden_row_is_in_a_figure(small: Site) -> None:
    runs = [answered(small, "do-we-have-the-votes", rollcall=rollcall) for rollcall in ("r2", "r3")]
    runs.append(answered(small, "why-did-the-vote-shift", first="r1", second="r2"))
    runs.append(answered(small, "who-votes-alike"))
    open_run = answered(small, "do-we-have-the-votes", "owner", rollcall="r2")
    looked_at = 0
    for run in runs:
        page = small.client("reader").get(f"/dossiers/small/runs/{run.pk}").content.decode()
        assert "figure" in page
        assert not [word for word in CANARIES[:2] if word in page]
        for lang in LANGUAGES:
            for one in Output.objects.filter(result=run.key, lang=lang):
                answer = small.client("reader", lang).get(f"/dossiers/small/runs/{run.pk}/{lang}/{one.name}")
                if answer.status_code == 200:
                    looked_at += 1
                    text = answer.content.decode("utf-8", "replace")
                    assert not [word for word in CANARIES if f'"{word}"' in text or (word != "e2" and word in text)], one.name
    assert looked_at >= 12

    def marks(run: Run, role: str) -> list[dict[str, Any]]:
        answer = small.client(role).get(f"/dossiers/small/runs/{run.pk}/en/figure-seats.json")
        return json.loads(answer.content)["marks"]

    shown, whole = marks(runs[0], "reader"), marks(open_run, "owner")
    assert [one["label"] for one in whole if one not in shown and one["row"]["id"] == "hidden-co"] == ["SECRET-COMPANY"]
    assert len(shown) == len(whole) - 1 == 5
    drawn = small.client("reader").get(f"/dossiers/small/runs/{runs[0].pk}/en/figure-seats.svg").content.decode()
    words = [element.text for element in ET.fromstring(drawn).iter() if element.tag.endswith("text")]
    assert "N\u00a01" in " ".join(str(word) for word in words)  # of the South, the hidden no is not counted

    ahead = {
        role: {one["row"]["id"]: one for one in marks(answered(small, "do-we-have-the-votes", role, rollcall="r3"), role)} for role in ROLES
    }
    assert ahead["owner"]["EST"]["evidence"] == ["e2"]
    assert ahead["owner"]["EST"]["value"] == "No, declared by the member"
    assert ahead["reader"]["EST"]["evidence"] == []
    assert "declared" not in ahead["reader"]["EST"]["value"]
    assert ahead["reader"]["FRA"]["evidence"] == ["e1"]


def test_the_script_of_figures_is_small() -> None:
    assert (Path(legation.__file__).parent / "web/static/legation/js/figures.js").stat().st_size <= 15_000
