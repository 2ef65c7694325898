"""The house's labels of markings: what a file may say, what no label may name, and what stands on every page and in the file's properties."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
from pathlib import Path

import docx as word
import pytest
from pypdf import PdfReader

from legation.briefing import data, docx, html, pdf
from legation.briefing.brief import brief, gather
from legation.briefing.document import Document, Heading, PageBreak, Paragraph
from legation.briefing.labels import dressing
from legation.briefing.markings.frame import at_least, frame_marking, marked
from legation.briefing.markings.labels import LONGEST, PAPER, VARIABLE, contrast, label_of, labels, read_labels
from legation.briefing.papers.demarche import demarche
from legation.briefing.papers.kit import non_paper
from legation.dossier import MARKINGS, decode
from legation.errors import CannotRead, LegationError, WrongUse
from legation.language import LANGUAGES, say
from legation.methods.text.classified import classified_level
from legation.questions import Case

HOUSE = """
["TLP:AMBER"]
en = "Limited distribution"
fr = "Diffusion limitée"
colour = "#8A1C14"
tlp = true

["TLP:CLEAR"]
en = "Public"
fr = "Public"
place = "bottom"
"""


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Return what sets the labels of a house."""

    def set_to(text: str) -> Path:
        path = tmp_path / f"labels-{len(list(tmp_path.iterdir()))}.toml"
        path.write_text(text, "utf-8")
        monkeypatch.setenv(VARIABLE, str(path))
        return path

    return set_to


def case(settings: str = "", **tables: str) -> Case:
    parts = {"dossier.toml": f'id = "x"\ntitle = "A matter"\n{settings}'.encode()}
    parts |= {f"{name}.csv": text.encode() for name, text in tables.items()}
    return Case(dossier=decode(parts), today=dt.date(2026, 1, 1))


def paper(**more: object) -> Document:
    blocks = (Heading("One"), Paragraph("A sentence."), PageBreak(), Paragraph("Another one."))
    return Document(kind="kit", name="x", lang="en", title="A paper", blocks=blocks, iso_date="2026-01-01", **more)  # type: ignore[arg-type]


def refused(house, text: str) -> str:
    house(text)
    with pytest.raises(LegationError) as told:
        labels()
    assert say(told.value.message, "fr") != say(told.value.message, "en")
    return str(told.value)


# --- what a file may say ------------------------------------------------------------------------------------------------------------------
def test_without_a_file_of_the_house_the_codes_of_tlp_are_printed():
    assert {level: (one.en, one.fr, one.place, one.own) for level, one in labels().items()} == {
        level: (level, level, "both", False) for level in MARKINGS
    }
    assert all(contrast(one.colour, PAPER) >= 4.5 for one in labels().values())


def test_a_house_changes_what_it_names_and_nothing_else(house):
    house(HOUSE)

    amber, clear, red = (label_of(f"TLP:{word}") for word in ("AMBER", "CLEAR", "RED"))
    assert [say(amber.wording, lang) for lang in LANGUAGES] == ["Limited distribution · TLP:AMBER", "Diffusion limitée · TLP:AMBER"]
    assert (say(clear.wording, "en"), clear.place, clear.colour, clear.own) == ("Public", "bottom", "#14213D", True)
    assert (say(red.wording, "fr"), red.own) == ("TLP:RED", False)


def test_the_code_is_not_said_twice(house):
    house('["TLP:RED"]\nen = "TLP:RED for named persons"\nfr = "TLP RED, personnes désignées"\ntlp = true\n')

    assert [say(label_of("TLP:RED").wording, lang) for lang in LANGUAGES] == ["TLP:RED for named persons", "TLP RED, personnes désignées"]


@pytest.mark.parametrize(
    ("text", "place", "allowed"),
    [
        ('["TLP:BLUE"]\nen = "a"\nfr = "a"', "TLP:BLUE: must be", "TLP:CLEAR | TLP:GREEN"),
        ('"TLP:RED" = "x"', "TLP:RED: must be", '["TLP:RED"]'),
        ('["TLP:RED"]\nen = "House"', "TLP:RED, fr: must be", "in English and in French"),
        ('["TLP:RED"]\nen = ""\nfr = "a"', "TLP:RED, en: must be", "one line"),
        ('["TLP:RED"]\nen = "·–·"\nfr = "a"', "TLP:RED, en: must be", "one line"),
        ('["TLP:RED"]\nen = 7\nfr = "a"', "TLP:RED, en: must be", "got 7"),
        ('["TLP:RED"]\nen = "a\\nb"\nfr = "a"', "TLP:RED, en: must be", "one line"),
        ('["TLP:RED"]\nen = "a\\u202Eb"\nfr = "a"', "TLP:RED, en: must be", "one line"),
        (f'["TLP:RED"]\nen = "a"\nfr = "{"x" * 200}"', "TLP:RED, fr: must be", f"1 to {LONGEST} signs"),
        ('["TLP:RED"]\nen = "As TLP:CLEAR"\nfr = "a"', "TLP:RED, en: must be", "no other level than TLP:RED"),
        ('["TLP:AMBER"]\nen = "tlp amber+strict"\nfr = "a"', "TLP:AMBER, en: must be", "no other level than TLP:AMBER"),
        ('["TLP:RED"]\ncolour = "red"', "TLP:RED, colour: must be", "#RRGGBB (got red)"),
        ('["TLP:RED"]\ncolour = "#FFC000"', "TLP:RED, colour: must be", "at least 4.5 to 1 against the page (got #FFC000, 1.6 to 1)"),
        ('["TLP:RED"]\nplace = "left"', "TLP:RED, place: must be", "top | bottom | both (got left)"),
        ('["TLP:RED"]\ntlp = "yes"', "TLP:RED, tlp: must be", "true | false (got yes)"),
        ('["TLP:RED"]\ncolor = "#000000"', "TLP:RED, color: must be", "en | fr | colour | place | tlp (got color)"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_what_must_stand_there_and_what_was_found(house, text, place, allowed):
    told = refused(house, text)

    assert f", {place}" in told
    assert allowed in told
    assert "labels-0.toml" in told
    assert len(told) < 500


def test_a_file_that_is_none_is_told(house, tmp_path, monkeypatch):
    assert "TOML" in refused(house, "not [ toml")
    assert "64 kB" in refused(house, "#" * 70_000)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere.toml"))
    with pytest.raises(CannotRead, match=VARIABLE):
        labels()
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(CannotRead):
        labels()


def test_a_file_alone_has_to_say_everything(tmp_path):
    path = tmp_path / "some.toml"
    path.write_text(HOUSE, "utf-8")

    with pytest.raises(WrongUse, match="TLP:CLEAR, colour"):
        read_labels(path)


# --- classified levels ---------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "label",
    [
        "SECRET",
        "secret",
        "TRÈS SECRET",
        "Tres-Secret",
        "SECRET DE\u0301FENSE",
        "T R È S  S E C R E T",
        "S.E.C.R.E.T.",
        "se-cret",
        "SE\u200bCRET",
        "ＳＥＣＲＥＴ",
        "Secret Défense",
        "Secret-défense – cabinet",
        "Confidentiel",
        "Note confidentielle",
        "Confidentiel Défense",
        "CONFIDENTIAL",
        "Strictly confidential, desk only",
        "TOP SECRET",
        "(Top Secret)",
        "Restricted",
        "UK RESTRICTED",
        "EU Restricted",
        "RESTREINT UE/EU RESTRICTED",
        "NATO RESTRICTED",
        "NATO Diffusion restreinte",
        "R-UE/EU-R",
        "Classified",
        "Classifié",
        "Streng geheim",
        "VS-NfD",
        "VS – Nur für den Dienstgebrauch",
        "Vertraulich",
        "Zeer geheim",
        "SECRETO",
        "Difusión limitada",
        "Segretissimo",
        "Ściśle tajne",
        "Scisle tajne",
        "Přísně tajné",
        "Совершенно секретно",
        "ЦІЛКОМ ТАЄМНО",
        "ΑΚΡΩΣ ΑΠΟΡΡΗΤΟ",
        "ÇOK GİZLİ",
        "سرّي للغاية",
        "סודי ביותר",
        "绝密文件",
        "極秘",
        "대외비",
        "गोपनीय",
    ],
)
def test_a_label_of_a_classified_level_is_refused(house, label):
    told = refused(house, f'["TLP:RED"]\nen = "House"\nfr = {json.dumps(label)}\n')

    assert "TLP:RED, fr: must be a label of no classified level" in told
    assert "not for classified information" in told


@pytest.mark.parametrize(
    "label",
    [
        "Diffusion restreinte",
        "DIFFUSION RESTREINTE – cabinet",
        "Restricted distribution",
        "Accès restreint",
        "Diffusion limitée",
        "Secretariat only",
        "Secrétariat général",
        "Secrétaire d’État",
        "Confidence building",
        "Unclassified",
        "Non classifié",
        "Interne",
        "For official use",
        "Réservé à la direction",
        "سريع",
        "TLP:RED",
    ],
)
def test_a_mention_that_is_no_level_is_taken(house, label):
    house(f'["TLP:RED"]\nen = {json.dumps(label)}\nfr = {json.dumps(label)}\n')

    assert label_of("TLP:RED").fr == label
    assert classified_level(label) == ""


# --- what stands on a paper ----------------------------------------------------------------------------------------------------------------
def printed(document: Document) -> dict[str, list[str]]:
    """Return the text of each page of the PDF without its blanks, the sides of the DOCX, and the HTML page."""
    section = word.Document(io.BytesIO(docx.render(document))).sections[0]
    sides = (section.first_page_header, section.header, section.first_page_footer, section.footer)
    pages = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf.render(document))).pages]
    return {
        "pdf": ["".join(page.split()) for page in pages],
        "docx": ["".join(p.text for p in side.paragraphs) for side in sides],
        "html": [html.render(document).decode()],
    }


@pytest.mark.parametrize(("place", "times", "sides"), [("top", 1, [1, 1, 0, 0]), ("bottom", 1, [0, 0, 1, 1]), ("both", 2, [1, 1, 1, 1])])
def test_the_label_stands_on_every_page_where_the_house_wants_it(house, place, times, sides):
    house(f'["TLP:AMBER"]\nen = "Limited distribution"\nfr = "Diffusion limitée"\ncolour = "#8A1C14"\nplace = "{place}"\n')
    found = printed(paper(**marked("TLP:AMBER", "en")))

    assert [page.count("Limiteddistribution") for page in found["pdf"]] == [times, times]
    assert [side.count("Limited distribution") for side in found["docx"]] == sides
    assert found["html"][0].count('<p class="marking" dir="auto">Limited distribution</p>') == times
    assert found["html"][0].count(html.css_string("Limited distribution")) == times
    assert "TLP" not in "".join(map("".join, found.values()))


def test_the_label_stands_in_the_properties_of_each_file(house):
    house(HOUSE)
    document = dataclasses.replace(paper(), lang="fr", **marked("TLP:AMBER", "fr", "PAP:GREEN"))
    words = "Diffusion limitée · TLP:AMBER PAP:GREEN"

    assert PdfReader(io.BytesIO(pdf.render(document))).metadata["/Keywords"] == words
    assert word.Document(io.BytesIO(docx.render(document))).core_properties.keywords == words
    assert f'<meta name="keywords" content="{words}">' in html.render(document).decode()


def test_the_colour_of_the_house_is_printed(house):
    house(HOUSE)
    document = paper(**marked("TLP:AMBER", "en"))
    page = html.render(document).decode()

    assert f".marking {{ color: #8A1C14; background: {PAPER}; }}" in page
    section = word.Document(io.BytesIO(docx.render(document))).sections[0]
    assert 'w:color w:val="8A1C14"' in section.footer._element.xml
    assert ".marking { color" not in html.render(paper(**marked("TLP:RED", "en"))).decode()


def test_a_colour_that_is_none_reaches_no_style_sheet():
    page = html.render(paper(marking="x", marking_colour="red; } body { display: none }")).decode()

    assert "display: none }" not in page.split(".marking {", 1)[0].split("@page", 1)[-1]
    assert "red; }" not in page
    assert pdf.render(paper(marking="x", marking_colour="red"))[:4] == b"%PDF"


HOSTILE = (
    '<script>alert(1)</script> "quoted" & more',
    '#import "x" $y$ [z] \\ *bold* {{ doc.title }}',
    "توزيع محدود داخل الوزارة",
    "תפוצה מוגבלת",
    "x" * LONGEST,
    "Diffusion limitée aux services du ministère et aux postes",
)


@pytest.mark.parametrize("label", HOSTILE)
def test_markup_letters_from_the_right_and_long_labels_are_words_and_nothing_else(house, label):
    house(f'["TLP:AMBER"]\nen = {json.dumps(label)}\nfr = {json.dumps(label)}\ntlp = true\n')
    found = printed(paper(**marked("TLP:AMBER", "en")))
    expected = f"{label} · TLP:AMBER"

    assert all(side.count(expected) == 1 for side in found["docx"])
    assert "<script" not in found["html"][0]
    assert len(found["pdf"]) == 2, "a long label takes no page"
    if label.isascii() or "é" in label:
        squeezed = "".join(expected.split())
        assert all(page.replace("\u00ad", "").count(squeezed) == 2 for page in found["pdf"])


# --- which marking a paper bears ----------------------------------------------------------------------------------------------------------
CLEAR = 'marking = "TLP:CLEAR"\n'


@pytest.mark.parametrize(
    "kind", ["brief", "tally", "kit-MEX", "note", "handover", "who-can-move", "whom-to-call-first", "a-kind-of-tomorrow"]
)
def test_a_list_of_whom_to_approach_is_amber_whatever_the_dossier_is(kind):
    assert frame_marking(case(CLEAR), kind) == "TLP:AMBER"
    assert frame_marking(case('marking = "TLP:RED"\n'), kind) == "TLP:RED"


@pytest.mark.parametrize("kind", ["explanation-of-vote", "non-paper", "statement", "who-votes-alike", "what-is-due"])
def test_what_lists_nobody_to_approach_bears_the_marking_of_the_dossier(kind):
    assert frame_marking(case(CLEAR), kind) == "TLP:CLEAR"
    assert frame_marking(case(), kind) == "TLP:CLEAR"


def test_the_dossier_opens_such_papers_by_saying_so_and_no_further_than_itself():
    opened = '[brief]\napproach_marking = "TLP:GREEN"\n'

    assert frame_marking(case(CLEAR + opened), "tally") == "TLP:GREEN"
    assert frame_marking(case('marking = "TLP:AMBER+STRICT"\n' + opened), "tally") == "TLP:AMBER+STRICT"
    assert frame_marking(case(CLEAR + '[brief]\napproach_marking = "TLP:RED"\n'), "tally") == "TLP:RED"
    assert frame_marking(case(CLEAR + opened), "non-paper") == "TLP:CLEAR"
    assert frame_marking(case(CLEAR + opened), "tally", least="TLP:RED") == "TLP:RED"


def test_a_note_bears_the_marking_of_the_words_of_the_desk_and_no_list_opens_by_it():
    words = '[brief]\nmarking = "%s"\ndecision = "Approve."\n'

    assert [frame_marking(case(CLEAR + words % "TLP:RED"), kind) for kind in ("note", "tally")] == ["TLP:RED", "TLP:AMBER"]
    assert frame_marking(case(CLEAR + words % "TLP:CLEAR"), "tally") == "TLP:AMBER"


@pytest.mark.parametrize("found", ['"AMBER"', "3", "[1]"])
def test_a_marking_of_the_brief_that_is_none_is_told(found):
    with pytest.raises(LegationError, match=r"brief.approach_marking"):
        case(f"{CLEAR}[brief]\napproach_marking = {found}\n")


VOTES = "id,symbol,title,date,body,issue,stage,known_on\nr1,L.5,A text,2026-05-01,,,plenary,2025-12-01\n"
ACTORS = "id,name,kind,iso3\nFRA,France,state,FRA\nKEN,Kenya,state,KEN\n"


def test_papers_of_a_clear_dossier_bear_it_where_they_list_whom_to_approach():
    clear = case(CLEAR, actors=ACTORS, rollcalls=VOTES)

    assert (demarche(clear, "KEN", "en").marking, non_paper(clear, "en").marking) == ("TLP:AMBER", "TLP:CLEAR")
    assert dressing(clear, "fr", "tally")["level"] == "TLP:AMBER"


def test_a_brief_is_what_its_answers_are():
    clear = case(
        CLEAR, actors=ACTORS, rollcalls=VOTES, issues="id,question_en\ni,Binding?\n", positions="id,actor,issue,value\np,FRA,i,80\n"
    )
    plain, listing = (gather(clear, sections=[name]) for name in ("who-stands-where", "who-is-forgotten"))

    assert brief(clear, plain, "en").marking == "TLP:CLEAR"
    assert brief(clear, listing, "en").marking == ("TLP:AMBER" if listing.answers else "TLP:CLEAR")
    assert json.loads(data.json_answers(plain.answers, "en", "TLP:AMBER"))["marking"] == "TLP:AMBER"
    assert "marking" not in json.loads(data.json_answers(plain.answers, "en"))


def test_a_paper_never_loses_what_it_bears():
    document = at_least(paper(**marked("TLP:AMBER", "en")), "TLP:GREEN", "PAP:RED")

    assert (document.level, document.marking) == ("TLP:AMBER", "TLP:AMBER PAP:RED")
    assert at_least(document, "TLP:RED").marking == "TLP:RED"
