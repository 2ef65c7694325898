"""The site's own scripts in a browser, under the strictest policy that the site may set: tables, themes, menus, tiers, figures."""

from __future__ import annotations

import json
import mimetypes
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from browsing import context_of, launched, opened
from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "src" / "legation" / "web" / "static"
HOST = "http://desk.example"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'"
SHEETS = "".join(f'<link rel="stylesheet" href="/static/legation/css/{name}.css">' for name in ("base", "frame", "parts", "data"))
NARROW = "\u202f"
SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "description": "Two bars.",
    "data": {"values": [{"a": "x", "b": 2}, {"a": "y", "b": 5}]},
    "transform": [{"calculate": "datum.b * 2", "as": "c"}],
    "mark": {"type": "bar", "color": "#123456"},
    "encoding": {"x": {"field": "a", "type": "nominal"}, "y": {"field": "c", "type": "quantitative"}},
}


@dataclass
class Site:
    """A page, what it was refused, and what it said."""

    page: Page
    answers: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def show(self, body: str, lang: str = "fr") -> Page:
        """Open a page with this body."""
        script = '<script type="module" src="/static/legation/js/legation.js"></script>'
        head = f'<meta charset="utf-8"><title>x</title><link rel="icon" href="/static/legation/icons/legation.svg">{SHEETS}{script}'
        self.answers["/"] = f'<!doctype html><html lang="{lang}" data-theme="light"><head>{head}</head><body>{body}</body></html>'
        opened(self.page, f"{HOST}/")
        return self.page

    def answer(self, route: Route) -> None:
        """Answer from the static folder or from what the test gave; refuse the rest."""
        url = route.request.url
        path = url.removeprefix(HOST)
        file = STATIC / path.removeprefix("/static/")
        headers = {"content-security-policy": POLICY}
        if path in self.answers:
            kind = "text/html" if path == "/" else "application/json"
            route.fulfill(body=self.answers[path], content_type=f"{kind}; charset=utf-8", headers=headers)
        elif path.startswith("/static/") and file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "font/woff2", headers=headers)
        else:
            self.refused.append(url)
            route.abort()


@pytest.fixture(scope="module")
def window(chromium: str) -> Iterator[Page]:
    if not (STATIC / "vendor" / "vega.min.js").is_file():
        sentence = "The scripts of the site are not there: make scripts fetches them."
        if os.environ.get("LEGATION_REQUIRE_ALL"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    with launched(chromium) as browser:
        yield context_of(browser).new_page()


@pytest.fixture
def site(window: Page) -> Iterator[Site]:
    window.context.clear_cookies()
    shown = Site(window)
    window.route("**/*", shown.answer)
    window.on("console", lambda message: shown.said.append(message.text))
    window.on("pageerror", lambda error: shown.said.append(str(error)))
    yield shown
    window.unroute_all()


def table(*rows: tuple[str, str, str]) -> str:
    body = "".join(f'<tr><th scope="row">{a}</th><td class="num">{b}</td><td>{c}</td></tr>' for a, b, c in rows)
    return (
        '<input type="search" id="f" aria-label="f"><output for="f" data-one="{n} ligne sur {all}" data-other="{n} lignes sur {all}"></output>'
        '<table class="table" data-sortable data-filter="#f"><thead><tr><th>Acteur</th><th class="num">Valeur</th><th>Date</th>'
        f"<th data-plain>Note</th></tr></thead><tbody>{body}</tbody></table>"
    )


ROWS = [
    ("Zambie", f"1{NARROW}200,5", '<time datetime="2018-12-05">5 déc. 2018</time>'),
    ("Égypte", "9,75", '<time datetime="2018-11-30">30 nov. 2018</time>'),
    ("Estonie", "\u221212", ""),
    ("cote d’azur", "", '<time datetime="2017-01-02">2 janv. 2017</time>'),
    ("Côte d’Ivoire", "80", '<time datetime="2019-01-01">1 janv. 2019</time>'),
]


def names(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('tbody tr:not([hidden]) th')].map(e => e.textContent)")


def test_text_is_sorted_as_the_language_sorts_it(site: Site) -> None:
    page = site.show(table(*ROWS))

    page.get_by_role("button", name="Acteur").click()

    assert names(page) == ["cote d’azur", "Côte d’Ivoire", "Égypte", "Estonie", "Zambie"]
    order = page.evaluate("[...document.querySelectorAll('thead th')].map(e => e.getAttribute('aria-sort'))")
    assert order == ["ascending", "none", "none", None]
    assert site.said == []


def test_numbers_are_sorted_by_value_largest_first_and_the_empty_stay_last(site: Site) -> None:
    page = site.show(table(*ROWS))

    page.get_by_role("button", name="Valeur").focus()
    page.keyboard.press("Enter")
    assert names(page) == ["Zambie", "Côte d’Ivoire", "Égypte", "Estonie", "cote d’azur"]
    page.keyboard.press("Enter")
    assert names(page) == ["Estonie", "Égypte", "Côte d’Ivoire", "Zambie", "cote d’azur"]


def test_dates_are_sorted_by_their_date_and_english_numbers_as_english(site: Site) -> None:
    page = site.show(table(("a", "1,000", ROWS[0][2]), ("b", "2.5", ROWS[1][2]), ("c", "30", ROWS[3][2])), lang="en")

    page.get_by_role("button", name="Date").click()
    assert names(page) == ["c", "b", "a"]
    page.get_by_role("button", name="Valeur").click()
    assert names(page) == ["a", "c", "b"]


@pytest.mark.parametrize(
    ("typed", "expected", "count"),
    [
        ("cote d'ivoire", ["Côte d’Ivoire"], "1 ligne sur 5"),
        ("EGYP", ["Égypte"], "1 ligne sur 5"),
        ("2018 nov", ["Égypte"], "1 ligne sur 5"),
        ("côte", ["cote d’azur", "Côte d’Ivoire"], "2 lignes sur 5"),
        ("nothing", [], "0 ligne sur 5"),
        ("", [name for name, *_ in ROWS], "5 lignes sur 5"),
    ],
)
def test_a_filter_ignores_case_and_accents_and_says_how_many(site: Site, typed: str, expected: list[str], count: str) -> None:
    page = site.show(table(*ROWS))

    page.locator("#f").fill(typed)

    assert names(page) == expected
    assert page.locator("output").inner_text() == count


def test_a_theme_is_shown_and_remembered_and_no_other_is_taken(site: Site) -> None:
    buttons = "".join(f'<button type="button" name="theme" value="{value}">{value}</button>' for value in ("light", "dark", "odd"))
    page = site.show(buttons)
    ground = "getComputedStyle(document.body).backgroundColor"

    light = page.evaluate(ground)
    page.get_by_role("button", name="dark").click()
    page.get_by_role("button", name="odd").click()

    assert (light, page.evaluate(ground)) == ("rgb(251, 250, 247)", "rgb(15, 21, 34)")
    assert [(cookie["name"], cookie["value"], cookie["sameSite"]) for cookie in page.context.cookies()] == [("theme", "dark", "Lax")]
    assert page.get_by_role("button", name="dark").get_attribute("aria-pressed") == "true"


def test_a_theme_inside_a_form_goes_to_the_server(site: Site) -> None:
    page = site.show(
        '<form method="post" action="/theme"><input name="token" value="t"><button name="theme" value="dark">dark</button></form>'
    )
    site.answers["/theme"] = "{}"

    with page.expect_request(f"{HOST}/theme") as sent:
        page.get_by_role("button", name="dark").click()

    assert (sent.value.method, page.url) == ("POST", f"{HOST}/")
    assert all(part in (sent.value.post_data or "") for part in ('name="token"', 'name="theme"', "dark"))
    assert page.context.cookies() == []
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_menu_closes_and_gives_the_focus_back(site: Site) -> None:
    items = '<ul><li><a href="#a">One</a></li><li><a href="#b">Two</a></li></ul>'
    page = site.show(f'<p>text</p><details class="menu"><summary>Menu</summary>{items}</details>')
    is_open = "document.querySelector('details').open"
    focused = "document.activeElement.textContent"

    page.locator("summary").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "Two"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "One"
    page.keyboard.press("Escape")
    assert (page.evaluate(is_open), page.evaluate(focused)) == (False, "Menu")
    page.locator("summary").click()
    assert page.evaluate(is_open)
    page.locator("p").click()
    assert not page.evaluate(is_open)


BOARD = '<div class="tiers">{}</div>'.format(
    "".join(
        f'<section class="tier" data-tier="{tier}"><h2>{tier} <span class="count">{len(pieces)}</span></h2><ol>'
        + "".join(
            f'<li class="piece" tabindex="0" draggable="true" data-id="{piece}"><span>{piece}</span><select aria-label="{piece}">'
            + "".join(
                f'<option value="{value}"{" selected" if value == tier else ""}>{value}</option>' for value in ("core", "near", "far")
            )
            + "</select></li>"
            for piece in pieces
        )
        + "</ol></section>"
        for tier, pieces in (("core", ["fra", "est"]), ("near", ["bra"]), ("far", []))
    )
)


def board(page: Page) -> dict[str, list[str]]:
    return page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.tier')].map(t => [t.dataset.tier, [...t.querySelectorAll('.piece')].map(p => p.dataset.id)]))"
    )


LISTEN = "window.sent = []; document.addEventListener('change', e => sent.push([e.target.getAttribute('aria-label'), e.target.value]))"


def test_a_piece_is_carried_by_keyboard_and_brought_back(site: Site) -> None:
    page = site.show(BOARD)
    page.evaluate(LISTEN)

    page.locator("[data-id=fra]").focus()
    for key in ("Space", "ArrowRight", "ArrowRight", "ArrowRight", "Escape"):
        page.keyboard.press(key)
    assert board(page) == {"core": ["fra", "est"], "near": ["bra"], "far": []}
    for key in ("Space", "ArrowRight", "ArrowRight", "Space"):
        page.keyboard.press(key)

    assert board(page) == {"core": ["est"], "near": ["bra"], "far": ["fra"]}
    assert page.evaluate("sent") == [["fra", "far"]]
    assert page.evaluate("[...document.querySelectorAll('.count')].map(e => e.textContent)") == ["1", "1", "1"]


def test_a_piece_is_dragged(site: Site) -> None:
    page = site.show(BOARD)
    page.evaluate(LISTEN)

    page.drag_and_drop("[data-id=est] span", "[data-tier=near] h2")

    assert board(page) == {"core": ["fra"], "near": ["bra", "est"], "far": []}
    assert page.evaluate("sent") == [["est", "near"]]


FIGURE = (
    '<figure class="figure" data-spec-url="/spec.json"><div class="plate"><img src="/static/legation/icons/legation.svg" alt="still"></div>'
    '<p class="notice error" data-failure hidden>failed</p><button class="button" data-interact hidden>Interact</button></figure>'
)


def test_vega_draws_under_the_policy(site: Site) -> None:
    site.answers["/spec.json"] = json.dumps(SPEC)
    page = site.show(FIGURE)

    page.get_by_role("button", name="Interact").click()
    page.locator(".plate canvas").wait_for()
    page.locator("[data-interact]").wait_for(state="detached")

    drawn = page.evaluate(
        "(() => { const c = document.querySelector('canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        " let n = 0; for (let i = 0; i < d.length; i += 4) n += d[i] === 0x12 && d[i + 1] === 0x34 && d[i + 2] === 0x56; return n; })()"
    )
    assert drawn > 500
    assert page.locator(".plate img").count() == 0
    assert page.get_by_role("img", name="Two bars.").count() == 1
    assert (site.said, site.refused) == ([], [])


@pytest.mark.parametrize(
    "spec",
    [
        "not JSON",
        json.dumps({**SPEC, "data": {"url": "http://elsewhere.example/rows.json"}}),
        json.dumps({**SPEC, "transform": [{"calculate": "constructor.constructor('return 1')()", "as": "c"}]}),
    ],
    ids=["no specification", "foreign data", "code"],
)
def test_a_figure_loads_nothing_foreign_and_runs_no_code(site: Site, spec: str) -> None:
    site.answers["/spec.json"] = spec
    page = site.show(FIGURE)

    page.get_by_role("button", name="Interact").click()
    page.locator("[data-failure]").wait_for()

    assert site.refused == []
    assert not any("unsafe-eval" in said for said in site.said)
    assert (page.locator(".plate canvas").count(), page.locator(".plate img").count()) == (0, 1)
    assert page.get_by_role("button", name="Interact").is_enabled()
