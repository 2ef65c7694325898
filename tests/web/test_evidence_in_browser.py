"""What others made, and the board of a coalition, in a real browser: no script of theirs runs, and pieces are carried by hand and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import opened, ready
from playwright.sync_api import Browser, Page, expect

from .conftest import Site
from .window import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EVENTS = ["onload", "onerror", "onclick", "onmouseover", "onfocus", "onbegin", "onanimationstart"]
RUN = "top.document.title='RUN';fetch('/ran')"
HOSTILE = f"""<!doctype html><html><head><title>Statement</title><base href="//evil.example/"><meta http-equiv="refresh" content="0;url=/ran">
<script>{RUN}</script><script src="/ran"></script><link rel="stylesheet" href="/ran"><style>@import url(/ran); body {{ background: url(/ran) }}</style></head>
<body onload="{RUN}"><h1>Statement of Freedonia</h1><p>We favour norms of behaviour in this matter.</p>
{"".join(f'<img src="/ran" {event}="{RUN}"><input autofocus {event}="{RUN}">' for event in EVENTS)}
<a id="link" href="javascript:{RUN}">link</a><form action="/ran" id="f"><button>send</button></form><script>f.submit()</script>
<iframe src="/ran" srcdoc="<script>{RUN}</script>"></iframe><object data="/ran"></object><embed src="/ran">
<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script><animate onbegin="{RUN}" attributeName="x" dur="1s"/>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="{RUN}"/></foreignObject></svg>
<math><mtext></p><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;"></math>
<noscript><p title="</noscript><img src=x onerror={RUN}>"></noscript><template><script>{RUN}</script></template></body></html>"""
DRAWING = f"""<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="{RUN}"><script>{RUN}</script>
<image href="/ran" width="9" height="9"/><rect width="40" height="40" fill="#123"/></svg>"""


@pytest.fixture
def window(browser: Browser, live_server: Any, site: Site) -> Iterator[Page]:
    """A page of the editor that keeps what it asked for in ``asked``."""
    with signed_in(browser, live_server, site.people["editor"], quiet=False) as page:
        yield page


@pytest.mark.parametrize(("name", "source"), [("page.html", HOSTILE), ("drawing.svg", DRAWING)])
def test_nothing_that_others_wrote_runs_or_loads(window: Page, tmp_path: Path, name: str, source: str) -> None:
    addresses: list[str] = []
    window.on("request", lambda request: addresses.append(request.url))
    (tmp_path / name).write_text(source, "utf-8")
    opened(window, "/dossiers/small/evidence/add")
    window.set_input_files("#add-file", tmp_path / name)
    window.locator("form[action$=upload] button").click()
    window.locator("#f-title").fill("A statement")
    window.locator("form[action$=save] .primary").click()
    shown = window.locator("iframe.foreign, figure img")
    shown.scroll_into_view_if_needed()

    if name == "page.html":
        frame = window.frame_locator("iframe.foreign")
        expect(frame.locator("p").first).to_have_text("We favour norms of behaviour in this matter.")
        expect(frame.locator("script, form, iframe, object, embed, style, link, meta[http-equiv], svg, [onload], [onerror]")).to_have_count(
            0
        )
    else:
        expect(shown).to_have_js_property("complete", True)
        assert shown.evaluate("(image) => image.naturalWidth") > 0
    window.wait_for_load_state("networkidle")  # what would be asked late is seen too
    assert not [url for url in addresses if "/ran" in url or "evil.example" in url]
    assert window.title().startswith("A statement")
    window.goto(shown.get_attribute("src") or "")  # opened by itself, outside of its frame
    window.wait_for_load_state("networkidle")
    assert window.title() != "RUN" and not [url for url in addresses if "/ran" in url or "evil.example" in url]


def test_selected_words_become_the_quotation(window: Page, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The delegation favours new norms. It does not favour a treaty.", "utf-8")
    opened(window, "/dossiers/small/evidence/add")
    window.set_input_files("#add-file", tmp_path / "a.txt")
    window.locator("form[action$=upload] button").click()
    button = window.locator("button[data-from]")
    expect(button).to_be_disabled()
    ready(window)
    text = window.locator("#captured-text")
    text.focus()
    for key in ("x", "Control+Home", *["ArrowRight"] * 4, *["Shift+ArrowRight"] * 10):
        window.keyboard.press(key)
    button.click()

    expect(text).to_have_value("The delegation favours new norms. It does not favour a treaty.")
    expect(window.locator("#f-quote")).to_have_value("delegation")
    expect(window.locator("#f-quote")).to_be_focused()


def test_pieces_are_carried_by_keyboard_by_hand_and_by_their_lists(window: Page) -> None:
    said: list[str] = []
    window.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    opened(window, "/dossiers/small/coalitions/friends/board")
    piece, status = window.locator("#piece-FRA"), window.locator("#board-said")
    place = lambda tier: window.locator(f".tier[data-tier={tier}] #piece-FRA")  # noqa: E731
    piece.focus()
    for key in ("Space", "ArrowRight", "ArrowRight", "Space"):
        window.keyboard.press(key)
    expect(status).to_contain_text("2")
    expect(place("observer")).to_be_focused()
    piece.locator("select").select_option("supporter")
    expect(status).to_contain_text("3")
    expect(place("supporter")).to_be_visible()
    piece.drag_to(window.locator(".tier[data-tier=core] ol"))
    expect(status).to_contain_text("4")
    window.reload()
    expect(place("core")).to_be_visible()
    ready(window)
    window.locator("#add-actor").fill("Estonia")
    window.locator("form.tools .button").last.click()
    expect(window.locator("#piece-EST")).to_be_visible()
    expect(status).to_contain_text("5")
    window.locator("#board-slider").focus()
    window.keyboard.press("Home")
    expect(window.locator("#piece-EST")).to_have_count(0)
    expect(window.locator("#board-slider")).to_be_focused()
    assert said == []
    assert window.request.get("/dossiers/small/coalitions/friends/board.json").json()["base"] == 5
