"""The PDF form: pages that are carried into a room, and a file that can be listened to."""

import dataclasses
import io
import re

import pytest
from briefing import sample
from briefing.page_measures import half_empty, measured
from pypdf import PdfReader

from legation.briefing import pdf
from legation.briefing.document import Cell, Document, Heading, PageBreak, PaperTable, Paragraph, Picture, Reference
from legation.briefing.layout import pictures
from legation.figures import render


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch):
    monkeypatch.setattr(render, "svg", sample.stand_in)


def read(document):
    return PdfReader(io.BytesIO(pdf.render(document)))


def read_file(path):
    return " ".join(page.extract_text() for page in PdfReader(path).pages)


def words(text):
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u200b", "").split())


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_the_document_says_is_on_its_pages(lang):
    w = sample.WORDS[lang]
    reader = read(sample.brief(lang))
    text = words(" ".join(page.extract_text() for page in reader.pages))

    for said in (w["title"], w["lead"], w["heading"], w["caption"], w["quote"], w["notice"], *w["fields"]):
        assert words(said)[:50] in text
    assert reader.metadata.title == w["title"]
    assert reader.root_object["/Lang"] == {"fr": "fr-FR", "en": "en-GB"}[lang]


def test_every_page_has_marking_date_version_and_number():
    w = sample.WORDS["fr"]
    reader = read(sample.tally("fr"))
    count = len(reader.pages)

    assert 9 <= count <= 13
    for number, page in enumerate(reader.pages, 1):
        text = words(page.extract_text())
        assert text.count(w["marking"]) == 2, "top and bottom"
        assert f"Page {number} sur {count}" in text
        assert w["date"] in text
        assert w["version"] in text
        assert w["member"] in text, "the heading row stands on each page"
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    assert f"Côte d’Ivoire {192}" in words(reader.pages[-1].extract_text())


def test_a_brief_stands_upright():
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in read(sample.brief("en")).pages} == {(595, 842)}


def test_outline_and_tags():
    reader = read(sample.brief("en"))
    titles = [item.title for item in reader.outline if not isinstance(item, list)]

    assert titles == [sample.WORDS["en"]["next"], sample.WORDS["en"]["unknown"], "Sources"]
    assert reader.root_object["/MarkInfo"]["/Marked"]
    alts = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif hasattr(node, "get"):
            if "/Alt" in node:
                alts.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.root_object["/StructTreeRoot"])
    assert alts.count(sample.WORDS["en"]["alt"]) == 2


@pytest.mark.parametrize("levels", [(1, 2, 3), (2, 2, 3), (3, 1, 3), ()])
def test_the_file_claims_pdf_ua_whatever_heading_comes_first(levels):
    blocks = tuple(Heading(str(n), level) for n, level in enumerate(levels))

    assert b"pdfuaid" in pdf.render(Document(kind="kit", name="x", lang="fr", title="Titre", blocks=blocks))


def test_the_same_document_gives_the_same_bytes():
    for document in (sample.brief("fr"), sample.tally("en", 60), sample.hostile()):
        assert pdf.render(document) == pdf.render(document)


def test_the_date_is_the_documents():
    assert "20181101" in str(read(sample.brief("fr")).metadata["/CreationDate"])


def test_hostile_text_is_shown_as_it_is():
    reader = read(sample.hostile())
    text = words(" ".join(page.extract_text() for page in reader.pages))

    for part in ('#import "x": * `raw` $x^2$', "<label>", "@source-9 // /* = * _ ~ --", "{% raw %}"):
        assert part in text
    assert "/JavaScript" not in str(reader.root_object)
    addresses = [
        str(note.get_object()["/A"]["/URI"])
        for page in reader.pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    ]
    assert all(address.startswith(("https://", "http://", "mailto:")) for address in addresses)


@pytest.mark.parametrize(
    "text", ["#panic()", "\\u{41}", "*bold*", "= no heading", "- no list", "https://no.link", "~", "--", "`", "$", "<a>", "@b"]
)
def test_markup_is_never_read_as_markup(text):
    said = read(Document(kind="x", name="x", lang="en", title="t", blocks=(Paragraph(f"before {text} after"),)))

    assert f"before {text} after" in words(said.pages[0].extract_text())


def test_a_figure_fits_its_page():
    picture = Picture(sample.figure())

    assert pictures.width_on_paper(picture, "fr", landscape=False) == 170
    assert pictures.width_on_paper(picture, "fr", landscape=True) == pytest.approx(640 * 25.4 / 96 * 1.15)


def test_the_smallest_letters_of_a_figure_can_be_read(monkeypatch):
    narrow = Picture(sample.figure(), width=0.3)
    drawn = re.sub(r'font-size="[\d.]+', 'font-size="12', sample.stand_in(narrow.figure, "fr"))
    monkeypatch.setattr(render, "svg", lambda figure, lang, *, footer="": drawn)
    width = pictures.width_on_paper(narrow, "fr", landscape=False)

    assert width * 72 / 25.4 / 640 * 12 == pytest.approx(7)
    monkeypatch.setattr(render, "svg", lambda figure, lang, *, footer="": '<svg viewBox="0 0 640 300"><rect width="9" height="9"/></svg>')
    assert pictures.width_on_paper(Picture(sample.figure(), width=0.3), "fr", landscape=False) == pytest.approx(0.3 * 170)


def test_what_follows_a_figure_stands_before_it_where_its_page_would_be_half_empty(tmp_path, pdftoppm, monkeypatch):
    drawing = sample.stand_in(sample.figure(), "en").replace('height="260" viewBox="0 0 640 260"', 'height="800" viewBox="0 0 640 800"')
    monkeypatch.setattr(render, "svg", lambda figure, lang, *, footer="": drawing)
    long = Paragraph("A sentence of some length that fills a line of the page and a little of the next one, so that it counts. " * 2)
    table = PaperTable((Cell("Row"),), tuple((Cell(f"row {n}"),) for n in range(30)))
    blocks = (Heading("First", 1, "first"), *[long] * 4, tall := Picture(sample.figure(), floats=True), table, Heading("Next", 1, "next"))
    for floats in (True, False):
        placed = tuple(dataclasses.replace(block, floats=floats) if block is tall else block for block in (*blocks, long))
        document = Document(kind="x", name="x", lang="en", title="T", blocks=placed)
        (tmp_path / f"{floats}.pdf").write_bytes(pdf.render(document))

    assert half_empty(measured(tmp_path / "True.pdf", pdftoppm)) == []
    assert half_empty(measured(tmp_path / "False.pdf", pdftoppm)) == [1]
    assert "row 29" in read_file(tmp_path / "True.pdf")


@pytest.mark.parametrize(("lang", "word"), [("en", "see page"), ("fr", "voir page")])
def test_a_reference_gives_the_page_of_its_heading(lang, word):
    see = (Reference("far"), Reference("nowhere"))
    named = Paragraph("Builds on:", see=(Reference("near", named=True), Reference("far", named=True)))
    blocks = (
        Heading("Near by", 1, "near"),
        Paragraph("It is so.", see=see),
        PageBreak(),
        PageBreak(),
        named,
        PageBreak(),
        Heading("Far", 1, "far"),
    )
    reader = read(Document(kind="x", name="x", lang=lang, title="T", blocks=blocks))
    pages = [words(page.extract_text()) for page in reader.pages]

    assert "Far" in pages[2]
    assert f"It is so. ({word} 3)" in pages[0]
    assert "Builds on: Near by (page 1); Far (page 3)" in pages[1]


def test_a_figure_is_drawn_once(monkeypatch):
    drawn = []
    monkeypatch.setattr(
        render, "svg", lambda figure, lang, *, footer="": drawn.append(lang) or sample.stand_in(figure, lang, footer=footer)
    )
    document = sample.brief("fr")
    pdf.render(document)
    pdf.render(document)

    assert len(drawn) == 2, "two figures, each once"
