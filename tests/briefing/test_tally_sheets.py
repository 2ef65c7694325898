"""The tally sheets of corridor and room: pages, members on a page, who has no vote, and nothing internal in the room."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import io
import re

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from legation.briefing import docx as word
from legation.briefing import html, pdf
from legation.briefing.document import Cell, Columns, Document, PaperTable
from legation.briefing.papers.room_sheet import room_sheet
from legation.briefing.papers.tally import tally_answer, tally_sheet
from legation.dossier import decode
from legation.errors import BadValue, NotAvailable
from legation.language import LANGUAGES, Lang
from legation.questions import Answer, Case

LONG = "Mancomunidad de las islas y territorios " * 3
ARABIC = "المملكة العربية السعودية"
EARLIER = {f"q{year}": f"{year}-03-01" for year in range(2009, 2017)}
DAYS = EARLIER | {"r1": "2017-03-01", "r2": "2018-03-01", "r3": "2019-03-01", "c4": "2019-11-20", "r4": "2020-03-01"}
VOTES = ("yes", "no", "abstain", "yes", "yes")
WIDEST = {"un": 193, "eu": 27, "large": 300}


def name_of(i: int) -> str:
    return {0: LONG.strip()[:120], 1: ARABIC}.get(i, f"State {i:03}")


@functools.cache
def case(members: int, marking: str = "TLP:CLEAR") -> Case:
    """Return a body that voted alike for three years, a committee vote, and a vote ahead: M2 promised, M3 has none, M5 is in no group."""
    numbers = range(members)
    cast = [f"{r},M{i},{VOTES[i % 5]}," for r in DAYS if r != "r4" for i in numbers]
    calls = [
        f"{r},A/X/{r},Salt tax,{day},74,b,{'committee' if r == 'c4' else 'plenary'},{'A/X/c4,M4 M7,2019-12-01,M7,2019-12-12' if r == 'r4' else ',,,,'}"
        for r, day in DAYS.items()
    ]
    groups = [f"all,M{i}" for i in numbers] + [f"{('north', 'south', 'west')[i % 3]},M{i}" for i in numbers if i != 5]
    return Case(
        dossier=decode(
            {
                "dossier.toml": f'id = "x"\ntitle = "Salt"\nmarking = "{marking}"\n[parameters]\nrollcall = "r4"\n'.encode(),
                "actors.csv": (
                    "id,name,name_fr,kind\n"
                    + "".join(f"M{i},{name_of(i)},{'Aland' if i == 26 and numbers.stop == 27 else ''},state\n" for i in numbers)
                    + "P,CONTACT-CANARY,,ngo\n"
                ).encode(),
                "groups.csv": ("group,actor\n" + "\n".join(groups) + "\n").encode(),
                "bodies.toml": b'[[body]]\nid = "b"\nmembers = "all"\n[[body.rule]]\nof = "present_and_voting"\nshare = "1/2"\n',
                "evidence.csv": b"id,title,date\ne,Note of a promise,2020-01-01\n",
                "rollcalls.csv": (
                    "id,symbol,title,date,session,body,stage,draft_symbol,sponsors,known_on,authors,not_entitled_on\n"
                    + "\n".join(calls)
                    + "\n"
                ).encode(),
                "votes.csv": ("rollcall,actor,vote,intent\n" + "\n".join(cast) + "\nr4,M3,not_entitled,\n").encode(),
                "relations.csv": b"source,target,kind\nP,M6,speaks_for\n",
                "engagements.csv": b"id,actor,rollcall,date,answer,words,evidence\ng,M2,r4,2020-01-10,abstain,WORDS-CANARY,e\n",
            }
        ),
        today=dt.date(2020, 1, 15),
    ).at(dt.date(2020, 1, 15))


@functools.cache
def answer(members: int) -> Answer:
    return tally_answer(case(members), rollcall="r4")


@functools.cache
def corridor(members: int, lang: Lang, paper: str = "a4") -> Document:
    return tally_sheet(case(members), answer(members), lang, paper=paper)


@functools.cache
def pages(document_of: str, members: int, lang: Lang) -> PdfReader:
    document = room_sheet(case(members), lang) if document_of == "room" else corridor(members, lang, document_of)
    return PdfReader(io.BytesIO(pdf.render(document)))


def tables(document: Document) -> list[PaperTable]:
    return [table for block in document.blocks if isinstance(block, Columns) for column in block.columns for table in column]  # type: ignore[misc]


def rows(document: Document) -> dict[str, tuple[Cell, ...]]:
    """Return the rows of the members, by name."""
    return {row[0].text: row for table in tables(document) for row in table.rows if len(row) > 1}


def listed(text: str) -> int:
    return len(set(re.findall(r"State \d{3}", text)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_room_sheet_of_193_members_is_one_a4_page(lang: Lang) -> None:
    found = pages("room", 193, lang)

    assert len(found.pages) == 1
    assert [round(side) for side in found.pages[0].mediabox[2:]] == [595, 842]
    assert listed(found.pages[0].extract_text()) == 191
    assert room_sheet(case(193), lang).sheet >= 4.0, "a row that a pen ticks at arm's length [mm]"


def test_27_members_stand_in_higher_rows_and_300_go_on_a_second_page() -> None:
    assert len(pages("room", 27, "en").pages) == 1
    assert room_sheet(case(27), "en").sheet > room_sheet(case(193), "en").sheet
    large = pages("room", 300, "en")
    assert len(large.pages) == 2
    assert sum(listed(page.extract_text()) for page in large.pages) == 298


def test_the_room_sheet_holds_nothing_internal() -> None:
    for lang in LANGUAGES:
        document = room_sheet(case(193), lang)
        said = html.render(document).decode()
        assert document.level == "TLP:CLEAR"
        assert "CANARY" not in said
        assert not re.search(r"\d\s*%", re.sub(r"<style>.*?</style>|style=\"[^\"]*\"", "", said, flags=re.DOTALL)), "no estimate"
        assert document.sources == ()
        (first,) = {len(row) for row in rows(document).values()}
        assert first == 6, "name, last vote, four boxes"


def test_the_room_sheet_bears_the_marking_of_a_stricter_dossier() -> None:
    assert room_sheet(case(27, "TLP:AMBER"), "en").level == "TLP:AMBER"


def test_the_boxes_are_empty_and_the_last_vote_is_the_last_on_the_title() -> None:
    found = rows(room_sheet(case(27), "en"))

    assert [cell.tone for cell in found["State 002"]] == ["", "abstain", "empty", "empty", "empty", "empty"]
    assert [cell.tone for cell in found["State 003"]] == ["grey", "yes", "grey", "grey", "grey", "grey"], "it has no vote"


def test_the_room_sheet_follows_the_board() -> None:
    def names(lang: Lang, board: str = "", order: tuple[str, ...] = ()) -> list[str]:
        of = case(27)
        bodies = (dataclasses.replace(of.dossier.bodies[0], board=board, board_order=order),)
        changed = Case(dossier=dataclasses.replace(of.dossier, bodies=bodies), today=of.today, as_of=of.as_of)
        return [name for name in rows(room_sheet(changed, lang)) if name != "Total"]

    assert names("en", order=("M20", "M9"))[:2] == ["State 020", "State 009"]
    assert names("fr", "fr")[0] == "Aland", "its name in French"
    assert "Aland" not in names("fr", "en"), "the names are those of the board"
    assert names("fr", "en") == names("en", "en")


def test_the_majority_is_in_blanks_and_late_votes_have_lines() -> None:
    said = re.sub(r"<[^>]+>", " ", html.render(room_sheet(case(27), "fr")).decode())

    for words in ("Pour", "Contre", "Majorité requise", "Votes tardifs et rectifications", "Intention déclarée"):
        assert words in said
    assert "26 membres ont le droit de vote" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_of_the_corridor_sheet_on_a4_holds_sixty_members(lang: Lang) -> None:
    found = [listed(page.extract_text()) for page in pages("a4", 193, lang).pages]
    full = [count for count in found if count][:-1]

    assert sum(found) >= 191
    assert full
    assert all(count >= 60 for count in full), found


def test_on_a3_193_members_stand_on_one_page_in_three_blocks() -> None:
    document = corridor(193, "en", "a3")
    page = pages("a3", 193, "en").pages[0]

    assert [round(side) for side in page.mediabox[2:]] == [1191, 842]
    assert listed(page.extract_text()) == 191
    assert [len(block.columns) for block in document.blocks if isinstance(block, Columns)] == [3]


def test_a_line_of_the_corridor_says_what_is_known_of_a_member() -> None:
    found = rows(corridor(27, "en"))
    columns = [cell.text for cell in tables(corridor(27, "en"))[0].head]

    assert columns == ["Member", "a", "b", "c", "C", "Auth.", "Declared", "Estimate", "Who speaks", "Done"]
    promised = found["State 002"]
    assert [cell.tone for cell in promised[1:5]] == ["abstain"] * 4, "three votes on the title, one in committee"
    assert (promised[6].tone, promised[6].text[:8], promised[7].text) == ("abstain", "10.01.20", "")
    assert re.search(r"\[\d+\]$", promised[6].text), "the number of its source"
    assert found["State 006"][8].text == "CONTACT-CANARY"
    assert found["State 006"][7].text.endswith("%")
    assert found["State 006"][9].tone == "empty"
    assert [found[f"State 00{i}"][5].text for i in (4, 6, 7)] == ["co", "", "A"]
    assert found["State 003"][6] == Cell("no vote (list of 12.12.19)", tone="grey")


def test_running_totals_add_up_to_those_who_have_a_vote() -> None:
    feet = [
        row[0].text for table in tables(corridor(193, "en")) for row in table.rows if len(row) == 1 and row[0].text.startswith("So far")
    ]

    assert sum(map(int, re.findall(r"\d+", feet[-1]))) == 192
    assert len(feet) == 4, "three groups, and the member of none"


def test_a_member_of_no_group_and_long_and_arabic_names_are_there() -> None:
    document = corridor(193, "fr")
    said = html.render(document).decode()

    assert "Sans groupe connu (1 membre)" in said
    assert ARABIC in said
    assert "Mancomunidad de las" in said
    assert LONG.strip()[:120] not in said, "cut to its cell"


@pytest.mark.parametrize(("of", "width", "columns"), [("a3", 420, 3), ("a4", 297, 2), ("room", 210, 4)])
def test_the_word_file_has_its_paper_named_styles_and_rows_of_one_height(of: str, width: int, columns: int) -> None:
    document = room_sheet(case(193), "fr") if of == "room" else corridor(193, "fr", of)
    found = docx.Document(io.BytesIO(word.render(document)))
    outer = next(table for table in found.tables if table.rows[0].cells[0].tables)
    inner = outer.rows[0].cells[0].tables[0]

    assert found.sections[0].page_width
    assert round(found.sections[0].page_width.mm) == width
    assert len(outer.columns) == columns
    assert {p.style.name for row in inner.rows[:3] for cell in row.cells for p in cell.paragraphs} == {"Legation Sheet Cell"}
    heights = {
        (row._tr.trPr.find(qn("w:trHeight")).get(qn("w:val")), row._tr.trPr.find(qn("w:trHeight")).get(qn("w:hRule"))) for row in inner.rows
    }
    assert heights == {(str(round(document.sheet * 56.693)), "exact")}


def test_a_template_of_the_desk_leaves_the_sheet_its_margins_and_letters() -> None:
    blank = docx.Document()
    house = io.BytesIO()
    blank.save(house)
    found = docx.Document(io.BytesIO(word.render(room_sheet(case(193), "en"), house.getvalue())))

    assert found.sections[0].left_margin
    assert round(found.sections[0].left_margin.mm) == 9
    assert found.paragraphs[0].style
    assert (found.paragraphs[0].style.name, found.paragraphs[0].style.font.size.pt) == ("Legation Sheet Title", 14)


def test_what_no_sheet_is_made_of_is_said() -> None:
    with pytest.raises(BadValue, match="a5"):
        tally_sheet(case(27), answer(27), "en", paper="a5")
    empty = Case(dossier=decode({"dossier.toml": b'id = "x"', "actors.csv": b"id\nA\n"}), today=dt.date(2020, 1, 1))
    with pytest.raises(NotAvailable):
        room_sheet(empty, "en")
