"""The grid of positions and the map as a person at a keyboard meets them, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import opened, ready
from playwright.sync_api import Browser, Locator, Page, Route, expect
from web.conftest import Site
from web.test_actors import saved
from web.window import signed_in

from legation.dossier.edit import Edit
from legation.web.forms import row_field

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def window(browser: Browser, live_server: Any, site: Site) -> Iterator[Page]:
    """A page of an editor, with two ties to show; every word of the console is an error."""
    saved(
        site,
        Edit("relations", "add", "", {"source": "FRA", "target": "DEU", "kind": "ally"}),
        Edit("relations", "add", "", {"source": "DEU", "target": "EST", "kind": "reaches"}),
    )
    with signed_in(browser, live_server, site.people["editor"], permissions=("clipboard-read", "clipboard-write")) as page:
        yield page


@pytest.fixture
def reports(site: Site) -> None:
    """Many sources; asked for before the browser."""
    saved(site, *(Edit("evidence", "add", f"s{n}", {"title": f"Report {n}"}) for n in range(15)))


def cell(page: Page, row: int, column: int) -> Any:
    return page.locator(f'#grid td[data-at="{row},{column}"]')


def paste(page: Page, text: str) -> None:
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def test_cells_are_edited_undone_pasted_and_saved_by_keyboard(window: Page) -> None:
    opened(window, "/dossiers/small/positions?issue=norms")
    cell(window, 1, 1).focus()
    window.keyboard.press("6")
    window.keyboard.type("1,5")
    window.keyboard.press("Enter")
    expect(cell(window, 1, 1)).to_have_text("61.5")
    expect(cell(window, 2, 1)).to_be_focused()

    window.keyboard.press("Control+z")
    expect(cell(window, 1, 1)).to_have_text("60")
    window.keyboard.press("Control+y")
    expect(cell(window, 1, 1)).to_have_text("61.5")

    cell(window, 1, 0).focus()
    paste(window, "51\t62\t72,5\n41\t56\t71")
    expect(cell(window, 2, 2)).to_have_text("71")
    expect(cell(window, 1, 2)).to_have_text("72.5")

    cell(window, 1, 5).focus()
    window.keyboard.press("F2")
    window.locator("#grid select").select_option("expert")
    window.keyboard.press("Tab")
    expect(cell(window, 1, 5)).to_have_text("expert judgement")
    expect(cell(window, 1, 6)).to_be_focused()

    window.locator("#grid-reason").fill("Typed by keyboard")
    window.locator("#grid-save").press("Enter")
    expect(window.locator(".notice.success")).to_be_visible()
    page_json = window.request.get("/dossiers/small/positions.json?issue=norms").json()
    found = {row["actor"]: [c["raw"] for c in row["cells"]][:3] for row in page_json["rows"]}
    assert (found["FRA"], found["DEU"]) == (["51", "62", "72.5"], ["41", "56", "71"])


def test_a_wrong_cell_is_marked_at_once_and_nothing_is_saved(window: Page) -> None:
    opened(window, "/dossiers/small/positions?issue=norms")
    cell(window, 1, 1).focus()
    window.keyboard.type("120")
    window.keyboard.press("Enter")
    expect(cell(window, 1, 1)).to_have_attribute("aria-invalid", "true")
    window.locator("#grid-save").click()
    expect(cell(window, 1, 1)).to_be_focused()
    expect(window.locator("#grid-said")).to_contain_text("outside the range")

    window.keyboard.press("Escape")
    window.keyboard.press("Control+z")
    expect(cell(window, 1, 1)).not_to_have_attribute("aria-invalid", "true")
    window.keyboard.press("ArrowRight")
    window.keyboard.type("30")
    window.keyboard.press("Escape")
    expect(cell(window, 1, 2)).to_have_text("70")


def test_the_server_marks_what_the_page_cannot_know(window: Page) -> None:
    opened(window, "/dossiers/small/positions?issue=norms")
    cell(window, 1, 8).focus()
    window.keyboard.type("no-such-source")
    window.keyboard.press("Enter")
    expect(cell(window, 1, 8)).to_have_attribute("aria-invalid", "true")
    assert "No evidence has this id" in (cell(window, 1, 8).get_attribute("title") or "")


def test_what_was_put_right_meanwhile_is_not_marked(window: Page) -> None:
    opened(window, "/dossiers/small/positions?issue=norms")
    waiting: list[Route] = []
    check = f"**{window.locator('#grid-form').get_attribute('data-check')}"
    window.route(check, lambda route: route.continue_() if waiting else waiting.append(route))
    cell(window, 1, 8).focus()
    with window.expect_request(check):
        window.keyboard.type("no-such-source")
        window.keyboard.press("Enter")
    window.keyboard.press("Control+z")
    with window.expect_response(check):
        waiting[0].continue_()
    cell(window, 0, 3).focus()
    window.keyboard.type("77")
    window.keyboard.press("Enter")
    expect(window.locator("#grid-form")).to_have_attribute("data-asked", "answered")
    expect(cell(window, 1, 8)).not_to_have_attribute("aria-invalid", "true")
    expect(window.locator("#grid-said")).not_to_contain_text("No evidence")


def test_fill_down_copies_the_first_row_of_the_selection(window: Page) -> None:
    opened(window, "/dossiers/small/positions?issue=norms")
    cell(window, 0, 3).focus()
    window.keyboard.type("77")
    window.keyboard.press("Enter")
    window.keyboard.press("ArrowUp")
    window.keyboard.press("Shift+ArrowDown")
    window.keyboard.press("Shift+ArrowDown")
    window.keyboard.press("Control+d")
    assert [cell(window, row, 3).inner_text() for row in range(3)] == ["77"] * 3


def test_rows_that_begin_with_names_go_to_their_actors_and_can_be_undone(window: Page) -> None:
    opened(window, "/dossiers/small/positions?issue=norms")
    cell(window, 1, 0).focus()
    paste(window, "Actor\tHigh end of the range\tValue\nAllemagne\t77\t57\nicann\t30\t20,5\nAtlantis\t1\t2")
    expect(window.locator("#grid-said")).to_contain_text("Atlantis")
    texts = lambda actor: window.locator(f'#grid tr[data-actor="{actor}"] td').all_inner_texts()[:3]  # noqa: E731 - read anew each time
    assert texts("DEU") == ["40", "57", "77"]
    assert texts("icann") == ["", "20.5", "30"]
    assert texts("FRA") == ["50", "60", "70"]
    expect(window.locator("#grid-form")).to_have_attribute("data-asked", "answered")
    expect(window.locator("#grid-said")).to_contain_text("Atlantis")

    window.keyboard.press("Control+z")
    assert (texts("DEU"), texts("icann")) == (["40", "55", "70"], ["", "", ""])
    window.keyboard.press("Control+y")
    window.locator("#grid-save").click()
    expect(window.locator(".notice.success")).to_be_visible()
    page_json = window.request.get("/dossiers/small/positions.json?issue=norms").json()
    assert {row["actor"]: row["cells"][1]["raw"] for row in page_json["rows"]} == {
        "EST": "20",
        "FRA": "60",
        "DEU": "57",
        "icann": "20.5",
        "hidden-co": "10",
    }


def test_a_source_is_found_by_words_of_its_title(window: Page) -> None:
    opened(window, "/dossiers/small/positions?issue=norms")
    cell(window, 2, 8).focus()
    window.keyboard.press("Enter")
    window.keyboard.type("france")
    expect(window.locator(".suggest li")).to_have_count(1)
    window.keyboard.press("Enter")
    window.keyboard.type("interv")
    window.keyboard.press("Enter")
    expect(cell(window, 2, 8).locator("input")).to_have_value("e1 e2 ")
    window.keyboard.press("Enter")
    expect(cell(window, 2, 8)).to_have_text("e1 e2")
    expect(window.locator(".suggest")).to_have_count(0)


def chips(window: Page, name: str) -> Locator:
    """Return what is chosen in the picker of a field."""
    return window.locator(f".picker:has(#f-{name}) .chip")


def test_a_form_helps_to_name_sources_and_tells_what_they_are_called(window: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_field, "LISTED", 0)
    opened(window, "/dossiers/small/rows/positions/new")
    window.locator("details:has(#f-evidence) > summary").click()
    field = window.locator("#f-evidence")
    field.press_sequentially("FRANCE stat")
    expect(window.locator(".suggest:visible li")).to_have_count(1)
    expect(window.locator(".suggest:visible li")).to_contain_text("Statement of France")
    field.press("Enter")
    expect(chips(window, "evidence")).to_have_text(["Statement of France×"])
    field.press("ArrowDown")
    expect(window.locator(".suggest:visible li").first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(chips(window, "evidence")).to_have_count(2)
    field.press_sequentially("nothing like it")
    expect(window.locator(".suggest:visible")).to_have_count(0)
    window.locator("#f-actor").press_sequentially("germ")
    expect(window.locator(".suggest:visible li")).to_have_count(1)
    window.keyboard.press("Enter")
    expect(window.locator("input[name=actor]")).to_have_value("DEU")


def test_who_is_in_the_field_before_the_script_has_come_is_helped_all_the_same(window: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_field, "LISTED", 0)
    waiting: list[Route] = []
    window.route("**/js/picker.js", lambda route: waiting.append(route))
    with window.expect_request("**/js/picker.js"):
        window.goto("/dossiers/small/rows/positions/new")
    field = window.locator("#f-actor")
    field.focus()
    waiting[0].continue_()
    ready(window)
    field.press_sequentially("germ")
    expect(window.locator(".suggest:visible li")).to_have_count(1)


def test_suggestions_follow_their_field_when_the_page_is_scrolled(window: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_field, "LISTED", 0)
    window.set_viewport_size({"width": 1440, "height": 360})
    opened(window, "/dossiers/small/rows/positions/new")
    window.locator("details:has(#f-evidence) > summary").click()
    window.locator("#f-actor").press_sequentially("germ")
    listed = window.locator(".suggest:visible")
    expect(listed.locator("li")).to_have_count(1)
    before = listed.bounding_box()
    assert before is not None
    window.evaluate("scrollBy({ top: 20, behavior: 'instant' })")
    assert window.evaluate("scrollY") >= 20, "the page is higher than its window"
    for _ in range(200):  # it follows when the browser says that the page was scrolled
        after = listed.bounding_box()
        if after is not None and before["y"] - after["y"] == 20:
            break
        window.wait_for_timeout(20)
    assert after is not None
    assert before["y"] - after["y"] == 20
    window.keyboard.press("Enter")
    expect(window.locator("input[name=actor]")).to_have_value("DEU")


@pytest.mark.usefixtures("reports")
def test_a_long_list_of_boxes_is_searched(window: Page) -> None:
    opened(window, "/dossiers/small/rows/positions/new")
    window.locator("details:has(input[name=evidence]) > summary").click()
    search = window.get_by_label("Find in the list").last
    search.fill("statement")
    expect(window.locator('input[name="evidence"]:visible')).to_have_count(1)
    window.locator('input[name="evidence"]:visible').check()
    search.fill("REPORT 7")
    expect(window.locator('input[name="evidence"]:visible')).to_have_count(2)


def test_the_map_is_walked_by_arrows_and_searched(window: Page) -> None:
    opened(window, "/dossiers/small/actors/map")
    field = window.locator("#map-q")
    field.fill("germ")
    expect(window.locator("a.node.faint")).to_have_count(2)
    field.press("Enter")
    expect(window.locator('a.node[data-id="DEU"]')).to_be_focused()
    reached = set()
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        window.locator('a.node[data-id="DEU"]').focus()
        window.keyboard.press(key)
        reached.add(window.evaluate("document.activeElement.dataset.id"))
    assert {"FRA", "EST"} <= reached
    window.locator('a.node[data-id="FRA"]').focus()
    window.keyboard.press("Enter")
    expect(window.locator("h1")).to_have_text("France")


def test_the_register_filters_while_typing(window: Page) -> None:
    opened(window, "/dossiers/small/actors")
    window.locator("#actors-q").press_sequentially("germ")
    expect(window.locator("#register tbody tr")).to_have_count(1)
    expect(window.locator("#actors-q")).to_be_focused()
    expect(window.locator("#register tbody th")).to_have_text("Germany")
