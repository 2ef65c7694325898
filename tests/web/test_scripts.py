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
    if not (STATIC / "vendor" / "htmx.min.js").is_file():
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


def mark(label: str, group: str, *, row: str = "", evidence: tuple[str, ...] = (), parts: tuple[str, ...] = ()) -> dict[str, object]:
    def of(name: str) -> dict[str, str] | None:
        return {"table": "actors", "id": name} if name else None

    inner = [{"label": name, "value": "", "row": of(name), "evidence": ["record"], "group": "", "parts": []} for name in parts]
    return {"label": label, "value": "oui", "row": of(row), "evidence": list(evidence), "group": group, "parts": inner}


FIGURE = (
    '<figure class="figure" id="figure-seats" data-marks="/marks.json" data-row="/rows/TABLE/ROW/row" data-source="/evidence/ROW/read"'
    ' data-group="Groupe" data-all="Tous" data-table="En tableau" data-what="Quoi" data-value="Vote" data-open="Ouvrir la ligne"'
    ' data-sources="Sources" data-close="Fermer"><div class="plate" tabindex="0"><img src="/drawing.svg" alt="still"></div>'
    '<p class="actions"></p></figure>'
)
MARKS = [
    mark("France", "Nord", row="FRA", evidence=("a/b c",)),
    mark("=Kenya", "Sud", row="KEN"),
    mark("Oui, puis non", "Sud", parts=("MEX",)),
]
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Seats" width="300" height="60"><g>'
    + "".join(f'<rect x="{10 + 90 * at}" y="10" width="60" height="40" fill="#1B7F79" data-mark="{at}"/>' for at in range(3))
    + '<text x="20" y="30" data-mark="0">FRA</text></g></svg>'
)


def drawn(site: Site, marks: object = MARKS, drawing: str = DRAWING) -> Page:
    site.answers |= {"/marks.json": json.dumps({"lang": "fr", "marks": marks}), "/drawing.svg?take": drawing, "/drawing.svg": drawing}
    return site.show(FIGURE)


def test_a_mark_says_what_it_is_and_opens_its_row_and_its_sources(site: Site) -> None:
    page = drawn(site)

    page.locator("text[data-mark='0']").hover()
    assert page.locator(".tip").inner_text() == "France\u00a0: oui"
    page.locator("text[data-mark='0']").click()
    card = page.locator(".card.mark")
    assert card.get_by_role("link", name="Ouvrir la ligne").get_attribute("href") == "/rows/actors/FRA/row"
    assert card.get_by_role("link", name="a/b c").get_attribute("href") == "/evidence/a/b%20c/read"
    page.keyboard.press("Escape")
    assert card.is_hidden()
    assert page.evaluate("document.activeElement.dataset.mark") == "0"
    assert (site.said, site.refused) == ([], [])


def test_marks_are_reached_by_arrows_and_one_of_several_rows_names_them(site: Site) -> None:
    page = drawn(site)

    assert page.locator("svg [tabindex='0']").count() == 1
    page.locator("svg [tabindex='0']").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    assert page.locator(".tip").inner_text() == "Oui, puis non\u00a0: oui"
    page.keyboard.press("Enter")
    card = page.locator(".card.mark")
    assert card.get_by_role("link", name="MEX").get_attribute("href") == "/rows/actors/MEX/row"
    assert card.get_by_role("link", name="record").get_attribute("href") == "/evidence/record/read"
    assert card.get_by_role("link", name="Ouvrir la ligne").count() == 0


def test_marks_are_picked_out_by_group_listed_and_taken_along(site: Site) -> None:
    page = drawn(site)

    page.get_by_label("Groupe").select_option("Sud")
    assert page.evaluate("[...document.querySelectorAll('.faint')].map(e => e.dataset.mark)") == ["0", "0"]
    page.get_by_label("Groupe").select_option("")
    assert page.locator(".faint").count() == 0
    page.get_by_text("En tableau").click()
    page.locator("table tbody tr").first.wait_for()  # a fold says late that it was opened
    assert page.locator("table tbody tr").count() == 3
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    rows = Path(taken.value.path()).read_text("utf-8").splitlines()
    assert rows == [
        "label,value,group,table,id,evidence",
        "France,oui,Nord,actors,FRA,a/b c",
        "'=Kenya,oui,Sud,actors,KEN,",
        'MEX,"Oui, puis non",,actors,MEX,record',
    ]


@pytest.mark.parametrize(
    ("marks", "drawing"),
    [
        (MARKS, "<html><p>no drawing</p></html>"),
        (MARKS, DRAWING.replace("<g>", "<g><script>document.title='ran'</script>")),
        (None, DRAWING),
    ],
    ids=["no drawing", "a script", "no marks"],
)
def test_a_figure_that_is_none_stays_an_image_and_runs_nothing(site: Site, marks: object, drawing: str) -> None:
    page = drawn(site, marks, drawing)

    assert (page.locator(".plate img").count(), page.locator(".plate svg").count(), page.title()) == (1, 0, "x")
    assert site.refused == []


def test_a_figure_that_arrives_later_listens_too(site: Site) -> None:
    drawn(site)
    page = site.show('<div id="answer"></div>')

    page.evaluate(
        "(figure) => { document.querySelector('#answer').innerHTML = figure; document.dispatchEvent(new CustomEvent('htmx:load')); }",
        FIGURE,
    )
    page.locator("svg [tabindex='0']").wait_for()
    assert (site.said, site.refused) == ([], [])


def test_words_of_a_mark_are_text(site: Site) -> None:
    page = drawn(site, [mark("<img src=x onerror=alert(1)>", "<b>", row="<i>")], DRAWING)

    page.locator("text[data-mark='0']").click()
    assert page.locator(".tip, .card.mark").locator("img, i, b").count() == 0
    assert "<img src=x" in page.locator(".tip").inner_text()


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_said_quietly_at_the_end_of_a_line_of_a_card_is_broken_where_it_has_no_room(site: Site, width: int) -> None:
    site.page.set_viewport_size({"width": width, "height": 800})
    said = "asked for by the mission in the capital, to be answered before the committee meets again in the autumn"
    long = '<a href="/">République démocratique populaire lao et un nom encore plus long que le plus long des noms</a>'
    page = site.show(f'<main><section class="card"><ul><li>{long}<span class="quiet">{said}</span></li></ul></section></main>')
    box, card = page.locator(".card .quiet").bounding_box(), page.locator(".card").bounding_box()
    before = page.locator(".card a").bounding_box()

    assert box is not None and card is not None and before is not None
    assert box["x"] + box["width"] <= card["x"] + card["width"]
    assert before["x"] + before["width"] <= box["x"] and before["width"] > 60
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    site.page.set_viewport_size({"width": 1280, "height": 720})


def test_a_text_too_long_for_a_field_goes_as_a_file_and_a_short_one_as_it_is(site: Site) -> None:
    page = site.show(
        '<form method="post" enctype="multipart/form-data" action="/sent"><input type="file" id="files" name="files" multiple>'
        '<textarea name="pasted" data-long="files" data-long-name="pasted-2026-01-31.txt"></textarea><button>Lire</button></form>'
    )
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")
    sent = "[...new FormData(document.forms[0])].map(([k, v]) => [k, v.name ?? '', v.size ?? v.length]).filter(([, , n]) => n)"

    page.locator("textarea").fill("France")
    page.get_by_role("button", name="Lire").click()
    assert page.evaluate(sent) == [["pasted", "", 6]]
    page.evaluate("document.querySelector('textarea').value = 'é'.repeat(5_000_000)")
    page.get_by_role("button", name="Lire").click()
    assert page.evaluate(sent) == [["files", "pasted-2026-01-31.txt", 10_000_000]]
    assert site.said == []
