"""A note on a vote of many members with long names and names written from right to left is a paper like any other."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from benchmarks.notes import assembly

from legation.briefing import docx, html, pdf
from legation.briefing.document import PaperTable
from legation.briefing.notes.annex import PAGES as MOST
from legation.briefing.notes.paper import PAGES, Papers, ask_for_note, papers
from legation.dossier import decode
from legation.questions import Case, ask

MEMBERS, LETTERS = 600, 120
KINDS = ("جمهورية الشمال رقم {} ", "מדינת הדרום מספר {} ", "Confédération {} des provinces de l’intérieur ", "State {} of the sea and ")


def named(at: int) -> str:
    """Return a name of 120 signs, every second one written from right to left."""
    stem = KINDS[at % len(KINDS)].format(at)
    return (stem * LETTERS)[:LETTERS]


@pytest.fixture(scope="module")
def made() -> Papers:
    case = Case(dossier=decode(assembly(MEMBERS, named)), today=dt.date(2026, 1, 1))
    return papers(ask_for_note(case), "fr")


def test_the_note_has_its_pages_and_whom_to_see(made: Papers) -> None:
    assert pdf.page_count(made.note) <= PAGES
    people = next(block for block in made.note.blocks if isinstance(block, PaperTable))
    names = {named(at) for at in range(MEMBERS)}
    assert len(people.rows) >= 3
    assert all(row[0].text.split("\n")[0] in names for row in people.rows)


def test_the_count_says_that_it_looked_at_some_of_so_many() -> None:
    large, small = (
        ask("do-we-have-the-votes", Case(dossier=decode(assembly(members, named)), today=dt.date(2026, 1, 1))).caveats
        for members in (MEMBERS, 40)
    )

    assert any("more than 500 members" in str(one) for one in large)
    assert not any("more than 500 members" in str(one) for one in small)


def test_the_annex_has_its_pages_and_every_answer(made: Papers) -> None:
    assert pdf.page_count(made.annex) <= MOST
    assert len({block.anchor for block in made.annex.blocks if hasattr(block, "anchor")}) >= 4


def test_each_form_says_the_same_names(made: Papers) -> None:
    people = next(block for block in made.note.blocks if isinstance(block, PaperTable))
    names = [row[0].text.split("\n")[0] for row in people.rows]
    page = html.render(made.note).decode()
    with zipfile.ZipFile(io.BytesIO(docx.render(made.note))) as word:
        written = word.read("word/document.xml").decode()

    assert pdf.render(made.note).startswith(b"%PDF-")
    assert all(name in page and name in written for name in names)
