"""The HTML form: one file, nothing fetched, nothing run, heard as well as seen."""

import itertools
import re
from html.parser import HTMLParser

import pytest
from briefing import sample

from legation.briefing import html
from legation.briefing.document import Cell, CitedSource, Document, Heading, PaperTable, Paragraph, Picture, Reference, Slip, Slips
from legation.briefing.layout import pictures as drawing
from legation.briefing.layout import typefaces
from legation.figures import render

VOID = {"meta", "hr", "br", "col", "link", "img", "input"}


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch):
    monkeypatch.setattr(render, "svg", sample.stand_in)


class Page(HTMLParser):
    """A page as a list of its elements, with the text that a reader sees; refuses elements that are not closed in order."""

    def __init__(self, data):
        super().__init__(convert_charrefs=True)
        self.elements, self.stack, self.text, self.styles = [], [], [], []
        self.feed(data.decode("utf-8"))
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert tag == self.stack.pop()

    def handle_data(self, data):
        (self.styles if self.stack and self.stack[-1] == "style" else self.text).append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]

    @property
    def said(self):
        return plain("".join(self.text))


def plain(text):
    """Return text with each kind of space as a space."""
    return " ".join(text.split())


DOCUMENTS = {
    "brief-fr": lambda: sample.brief("fr"),
    "brief-en": lambda: sample.brief("en"),
    "tally-fr": lambda: sample.tally("fr"),
    "hostile": sample.hostile,
}


@pytest.fixture(params=DOCUMENTS)
def document(request):
    return DOCUMENTS[request.param]()


def test_nothing_is_fetched_and_nothing_runs(document):
    page = Page(html.render(document))

    assert not {"script", "iframe", "object", "embed", "link", "img", "base", "form"} & {tag for tag, _ in page.elements}
    for tag, attrs in page.elements:
        assert not [name for name in attrs if name.startswith("on") or name in {"src", "srcset", "action"}]
        if "href" in attrs:
            assert tag == "a", "only a link that a reader follows has an address"
            assert re.match(r"#|https://", attrs["href"])
    style = "".join(page.styles)
    assert "@import" not in style
    assert all(address.startswith("data:font/woff2") for address in re.findall(r"url\(([^)]{1,40})", style))
    assert [{k: v for k, v in m.items() if k == "http-equiv"} for m in page.all("meta") if "http-equiv" in m] == [
        {"http-equiv": "Content-Security-Policy"}
    ]


def test_every_link_inside_leads_somewhere_and_ids_are_unique(document):
    page = Page(html.render(document))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]

    assert sorted(set(ids)) == sorted(ids)
    for attrs in page.all("a"):
        if attrs["href"].startswith("#"):
            assert attrs["href"][1:] in ids
    for reference in re.findall(r"url\(#([^)]+)\)", html.render(document).decode()):
        assert reference in ids


def test_sources_are_linked_there_and_back():
    page = Page(html.render(sample.brief("en")))
    calls = [a for a in page.all("a") if a.get("id", "").startswith("ref-1-")]

    assert len(calls) == 3
    assert {a["href"] for a in calls} == {"#source-1"}
    assert {"#ref-1-1", "#ref-1-2", "#ref-1-3"} <= {a["href"] for a in page.all("a")}
    assert all(a["aria-label"] == "Source 1" for a in calls)


def test_each_source_of_a_run_is_linked_there_and_back():
    sources = tuple(CitedSource(number, f"Act {number}") for number in range(1, 8))
    said = Document(kind="x", name="x", lang="en", title="x", blocks=(Paragraph("Said.", (1, 2, 3, 4, 6, 7, 9)),), sources=sources)
    page = Page(html.render(said))
    calls = [a for a in page.all("a") if a.get("id", "").startswith("ref-")]

    assert [(a["href"], a.get("class")) for a in calls] == [
        ("#source-1", "first"), ("#source-2", "between"), ("#source-3", "between"), ("#source-4", "last"), ("#source-6", None), ("#source-7", None)
    ]  # fmt: skip
    assert {f"#{a['id']}" for a in calls} <= {a["href"] for a in page.all("a")}


def test_the_same_document_gives_the_same_bytes(document):
    assert html.render(document) == html.render(document)


def test_hostile_text_is_shown_as_it_is():
    data = html.render(sample.hostile())
    page = Page(data)

    assert b"<script" not in data
    assert "</style><script>alert(1)</script>" in page.said
    assert "{{ 7*7 }}" in page.said
    assert not re.search("[\x00-\x08\x0b\x1b]", data.decode())
    assert "javascript:" not in "".join(a["href"] for a in page.all("a"))


def test_language_title_and_landmarks():
    for lang in ("fr", "en"):
        page = Page(html.render(sample.brief(lang)))

        assert page.all("html") == [{"lang": lang}]
        assert "skip" in page.all("a")[0]["class"]
        assert page.all("a")[0]["href"] == "#text"
        assert len(page.all("main")) == len(page.all("header")) == len(page.all("footer")) == len(page.all("h1")) == 1
        assert plain(sample.WORDS[lang]["title"]) in page.said
        assert page.said.count(sample.WORDS[lang]["marking"]) == 2
    assert "Le graphique en toutes lettres" in Page(html.render(sample.brief("fr"))).said


def test_figures_have_words_for_those_who_do_not_see_them():
    page = Page(html.render(sample.brief("fr")))
    pictures = page.all("svg")

    assert len(pictures) == 2
    assert all(p["role"] == "img" and p["aria-label"] == sample.WORDS["fr"]["alt"] for p in pictures)
    assert page.said.count(plain(sample.WORDS["fr"]["alt"])) == 2, "and in the details element"


def test_headings_miss_no_level():
    blocks = (Heading("a", 3), Heading("b", 2), Heading("c", 3), Heading("d", 1), Heading("e", 3))
    page = Page(html.render(Document(kind="kit", name="x", lang="en", title="t", blocks=blocks)))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_vote_is_a_letter_a_colour_and_a_word():
    table = PaperTable((Cell("x"), Cell("y")), ((Cell("", tone="yes"), Cell("abstention, sans doute", tone="abstain")),))
    said = Page(html.render(Document(kind="x", name="x", lang="fr", title="t", blocks=(table,)))).said

    assert re.search("Ooui ?A abstention, sans doute", said)


def test_a_short_row_spans_the_rest():
    page = Page(html.render(sample.tally("en", 41)))

    assert [attrs["colspan"] for attrs in page.all("th") if "colspan" in attrs] == ["8", "8"]
    assert all(attrs["scope"] in {"col", "rowgroup"} for attrs in page.all("th"))


def test_marking_and_page_numbers_are_on_printed_pages():
    style = "".join(Page(html.render(sample.tally("fr", 3))).styles)

    assert "size: A4 landscape" in style
    assert "margin: 20mm" in style
    assert "counter(pages)" in style
    assert style.count(html.css_string(sample.WORDS["fr"]["marking"])) == 2


def test_a_number_without_a_source_is_no_link():
    said = Paragraph("Said.", (4,))
    page = Page(html.render(Document(kind="x", name="x", lang="en", title="t", blocks=(said,), sources=(CitedSource(1, "one"),))))

    assert "#source-4" not in {a["href"] for a in page.all("a")}


def test_a_drawing_is_disarmed(monkeypatch):
    nasty = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="10" onload="x()">'
        '<script>x()</script><image href="https://example.org/a.png"/><a xlink:href="https://example.org"><rect id="r" fill="url(#g)" '
        'onclick="x()"/></a><use href="#r"/><rect fill="url(https://example.org/#g)"/><foreignObject/><style>@import "x";</style></svg>'
    )
    monkeypatch.setattr(render, "svg", lambda figure, lang, *, footer="": nasty)
    text = drawing.inline_svg(Picture(sample.figure("nasty")), "en", prefix="f9-", label='a "b"')

    assert not re.search("script|onload|onclick|example|foreign|@import|<image", text)
    assert 'id="f9-r"' in text
    assert 'href="#f9-r"' in text
    assert 'fill="url(#f9-g)"' in text


def test_letters_are_inside_where_the_package_has_them():
    if not typefaces.faces():
        pytest.skip("The documents' letters have not been fetched.")
    style = "".join(Page(html.render(sample.brief("en"))).styles)

    assert {"Inter", "Source Serif 4"} <= set(re.findall(r'@font-face\{font-family:"([^"]+)"', style))


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one, other):
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_colours_have_the_contrast_of_level_aa():
    style = "".join(Page(html.render(sample.brief("en"))).styles)
    schemes = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", schemes[0]))

    for scheme in schemes:
        colours = light | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", scheme))
        colours = {name: c if len(c) == 7 else "#" + "".join(2 * x for x in c[1:]) for name, c in colours.items()}
        for ink, paper in (
            ("ink", "paper"), ("ink", "grey-1"), ("grey-4", "paper"), ("grey-4", "grey-1"), ("grey-5", "paper"), ("seal", "paper"),
            ("on-vote", "yes"), ("on-vote", "no"), ("on-abstain", "abstain-light"),
        ):  # fmt: skip
            assert _contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper, colours[ink], colours[paper])


def test_a_reference_is_a_link_to_its_heading():
    see = (Reference("far"), Reference("nowhere"))
    named = Paragraph("S’appuie sur :", see=(Reference("far", named=True),))
    blocks = (Paragraph("C’est ainsi.", see=see), named, Heading("Plus loin", 1, "far"))
    page = html.render(Document(kind="x", name="x", lang="fr", title="T", blocks=blocks)).decode()

    assert 'C’est ainsi. (voir <a href="#far">Plus loin</a>)' in page
    assert 'S’appuie sur : <a href="#far">Plus loin</a>' in page
    assert "nowhere" not in page


def test_a_slip_draws_the_squares_of_its_code_and_its_address_to_type():
    squares = ("000000", "011010", "010110", "000000")
    slip = Slip("Tallinn", ("Report by noon.",), "https://example.org/posts/open/" + "x" * 30, squares)
    page = html.render(Document(kind="slips", name="x", lang="en", title="T", blocks=(Slips((slip,)),))).decode()

    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", page)
    drawn = [["0"] * 6 for _ in squares]
    for across, down, length, back in runs:
        assert length == back
        drawn[int(down)][int(across) : int(across) + int(length)] = "1" * int(length)
    assert tuple("".join(row) for row in drawn) == squares
    assert "example.org/posts/open/" in page.replace("\n", "")
    assert 'aria-label="https://example.org/posts/open/' in page
