"""The Word form: named styles, fields, links, and the desk's own template."""

import io
import re
import zipfile

import docx as word
import pytest
from briefing import sample
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from legation.briefing import docx
from legation.briefing.document import Bullets, Cell, CitedSource, Document, Heading, PageBreak, PaperTable, Paragraph, Picture, Reference
from legation.errors import CannotRead
from legation.figures import render
from legation.language import say

NAMED = (
    "Title", "Heading 1", "Heading 2", "Heading 3", "Legation Lead", "Legation Note", "Legation Table", "Legation Box", "List Bullet",
    "List Number", "Caption",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch):
    monkeypatch.setattr(render, "svg", sample.stand_in)


def read(document, template=None):
    return word.Document(io.BytesIO(docx.render(document, template)))


def source(number):
    return CitedSource(number, f"Act {number}")


def part(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name).decode("utf-8")


def saved(document):
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_the_document_says_is_in_named_styles(lang):
    w = sample.WORDS[lang]
    found = read(sample.brief(lang))
    by_style = {}
    for paragraph in found.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)

    assert by_style["Title"] == [w["title"]]
    assert by_style["Heading 1"] == [w["next"], w["unknown"], "Sources"]
    assert by_style["Legation Lead"][0].startswith(w["lead"])
    assert by_style["Legation Notice"] == [w["notice"]]
    assert len(by_style["Legation Line"]) == 5
    assert by_style["Caption"] == [w["caption"]]
    assert set(NAMED) <= {style.name for style in found.styles}
    assert found.core_properties.title == w["title"]
    assert found.core_properties.created.isoformat()[:10] == "2018-11-01"
    assert {"fr": "fr-FR", "en": "en-GB"}[lang] in part(docx.render(sample.brief(lang)), "word/styles.xml")


def test_every_page_has_marking_date_version_and_number():
    data = docx.render(sample.brief("fr"))
    found = word.Document(io.BytesIO(data))
    section = found.sections[0]

    for footer in (section.footer, section.first_page_footer):
        xml = footer._element.xml
        assert " PAGE " in xml
        assert " NUMPAGES " in xml
        assert sample.WORDS["fr"]["marking"] in xml
        assert sample.WORDS["fr"]["date"] in xml
        assert sample.WORDS["fr"]["version"] in xml
    assert all(sample.WORDS["fr"]["marking"] in header._element.xml for header in (section.header, section.first_page_header))


def test_pages_are_a4_across_for_a_tally_whose_head_stands_on_each():
    found = read(sample.tally("fr"))
    section = found.sections[0]

    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm), round(section.left_margin.mm)) == (297, 210, 20)
    assert len(found.tables[0].rows) == 193 + 5 + 1
    assert found.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert found.tables[0].rows[1].cells[0]._tc is found.tables[0].rows[1].cells[7]._tc, "the name of a group spans the row"


def test_pictures_have_words():
    xml = docx.render(sample.brief("fr"))
    body = part(xml, "word/document.xml")

    assert body.count(f'descr="{sample.WORDS["fr"]["alt"]}"') == 2
    with zipfile.ZipFile(io.BytesIO(xml)) as packed:
        pictures = [packed.read(name) for name in packed.namelist() if name.startswith("word/media/")]
    assert pictures
    assert int.from_bytes(pictures[0][16:20], "big") == 1280, "two points for each of the drawing's"


def test_links_lead_to_bookmarks_and_addresses():
    data = docx.render(sample.brief("en"))
    body = part(data, "word/document.xml")
    marks = re.findall(r'w:bookmarkStart [^>]*w:name="([^"]+)"', body)
    anchors = re.findall(r'w:anchor="([^"]+)"', body)

    assert sorted(set(marks)) == sorted(marks)
    assert set(anchors) <= set(marks)
    assert {"source_1", "ref_1_1", "ref_1_3"} <= set(anchors)
    relations = part(data, "word/_rels/document.xml.rels")
    assert set(re.findall(r'Target="([^"]+)" TargetMode="External"', relations)) == {
        "https://undocs.org/A/73/PV.45", "https://undocs.org/A/RES/73/266",
    }  # fmt: skip


def test_numbers_begin_again_with_each_list():
    steps = Bullets((Paragraph("a"), Paragraph("b")), numbered=True)
    found = read(Document(kind="x", name="x", lang="en", title="t", blocks=(steps, Paragraph("between"), steps)))
    numbers = [p._p.pPr.numPr.numId.val for p in found.paragraphs if p.style.name == "List Number"]

    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def test_the_same_document_gives_the_same_bytes():
    for document in (sample.brief("fr"), sample.tally("en", 60), sample.hostile()):
        data = docx.render(document)
        assert data == docx.render(document)
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert len(packed.namelist()) == len(set(packed.namelist()))


def test_hostile_text_is_text():
    data = docx.render(sample.hostile())
    text = "\n".join(p.text for p in word.Document(io.BytesIO(data)).paragraphs)

    assert '#import "x"' in text
    assert "</style><script>alert(1)</script>" in text
    assert "data:text" not in part(data, "word/_rels/document.xml.rels")
    assert "instrText" not in part(data, "word/document.xml"), "no field but those of the page's foot"


def desk():
    """Return a desk's template: its own Title and letterhead, narrow margins, text that is not ours."""
    template = word.Document()
    template.styles["Title"].font.name = "Marianne"
    template.styles["Heading 1"].font.name = "Marianne"
    template.sections[0].left_margin = word.shared.Mm(33)
    template.sections[0].header.paragraphs[0].text = "Ministère, direction du numérique"
    template.add_paragraph("Texte du modèle")
    return template


def test_the_desks_template_keeps_its_styles_margins_and_letterhead():
    data = docx.render(sample.brief("fr"), saved(desk()))
    found = word.Document(io.BytesIO(data))

    assert found.styles["Title"].font.name == "Marianne"
    assert "Legation Lead" in {style.name for style in found.styles}
    assert found.styles["Legation Lead"].font.name is None, "what is made beside the desk's styles takes their letters"
    assert round(found.sections[0].left_margin.mm) == 33
    header = [p.text for p in found.sections[0].header.paragraphs]
    assert header[0] == "Ministère, direction du numérique"
    assert sample.WORDS["fr"]["marking"] in header[1]
    assert "Texte du modèle" not in [p.text for p in found.paragraphs]


def test_a_dotx_is_a_template_too():
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(desk()))) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"wordprocessingml.document.main", b"wordprocessingml.template.main"))

    assert read(sample.brief("en"), data.getvalue()).styles["Title"].font.name == "Marianne"


@pytest.mark.parametrize("template", [b"", b"PK\x03\x04 not a zip", b"%PDF-1.7"])
def test_what_is_no_template_is_refused_with_a_remedy(template):
    with pytest.raises(CannotRead) as error:
        docx.render(sample.brief("fr"), template)

    assert ".docx" in str(error.value)
    assert "Le modèle Word ne peut pas être lu" in say(error.value.message, "fr")


def test_a_template_without_lists_gets_them():
    template = desk()
    for relation in [r for r in template.part.rels.values() if r.reltype.endswith("/numbering")]:
        del template.part.rels[relation.rId]

    assert read(sample.brief("fr"), saved(template)).part.numbering_part is not None


def test_a_page_begins_with_what_stands_on_it_and_no_empty_page_stands_before():
    table = PaperTable(head=(Cell("a"),), rows=((Cell("b"),),))
    blocks = (Paragraph("One."), PageBreak(), Heading("Two", 1, "two"), PageBreak(), table, PageBreak())
    found = read(Document(kind="x", name="x", lang="en", title="x", blocks=blocks))
    begun = [p.text for p in found.paragraphs if p._p.pPr.find(qn("w:pageBreakBefore")) is not None]

    assert begun == ["Two"]
    assert [p._p.getnext().tag for p in found.paragraphs if p._p.findall(f".//{qn('w:br')}")] == [qn("w:tbl")], (
        "a table cannot say so itself"
    )


def test_sources_that_follow_each_other_are_shown_as_a_run_and_each_is_a_place_to_come_back_to():
    said = Document(
        kind="x", name="x", lang="en", title="x", blocks=(Paragraph("Said.", (1, 2, 3, 4, 6, 7)),), sources=tuple(map(source, range(1, 8)))
    )
    sentence = next(p for p in read(said).paragraphs if p.text.startswith("Said."))

    assert re.sub("[\u2060\u202f\u00a0]", " ", sentence.text).split() == ["Said.", "1", "–", "4", "6", "7"]
    marks = [mark.get(qn("w:name")) for mark in sentence._p.findall(f".//{qn('w:bookmarkStart')}")]
    assert marks == [f"ref_{number}_1" for number in (1, 2, 3, 4, 6, 7)]


def test_a_reference_is_a_link_with_a_field_for_its_page():
    see = (Reference("far-away"), Reference("nowhere"))
    named = Paragraph("Builds on:", see=(Reference("far-away", named=True),))
    document = Document(
        kind="x", name="x", lang="en", title="T", blocks=(Paragraph("It is so.", see=see), named, Heading("Far", 1, "far-away"))
    )
    text = part(docx.render(document), "word/document.xml")

    assert text.count("PAGEREF h_far_away") == 2
    assert text.count('w:anchor="h_far_away"') == 2
    assert 'w:name="h_far_away"' in text
    assert "nowhere" not in text


def test_no_line_is_lower_than_the_picture_that_stands_on_it():
    data = docx.render(Document(kind="x", name="x", lang="en", title="T", blocks=(Picture(sample.figure()),), tight=True))
    styles = {style.name: style for style in word.Document(io.BytesIO(data)).styles}

    assert styles["Legation Picture"].paragraph_format.line_spacing == 1.0
    assert styles["Body Text"].paragraph_format.line_spacing < 1.0
