"""The note on a strategy: two pages, few words on the first, and each piece that is missing named where a reader looks for it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from legation.briefing import html, pdf
from legation.briefing.document import Document, Heading, PageBreak, Paragraph
from legation.briefing.notes.annex import PAGES as MOST
from legation.briefing.notes.fitting import words_of
from legation.briefing.notes.paper import PAGES, Asking, ask_for_note, papers
from legation.briefing.notes.strategy import GAPS, NOTE
from legation.dossier import decode, load
from legation.language import LANGUAGES, Lang, Message, say
from legation.questions import Case
from legation.questions.situations import situation_of

EXAMPLES = Path(__file__).parents[3] / "examples"
TODAY = dt.date(2026, 12, 1)
ROWS = {
    "posture": "id,criterion,level\np,Governance,2\nq,Response,4\nr,Skills,\n",
    "threats": "id,claim_en,claim_fr,holder,kind,likelihood\nt,They hold data.,Ils rançonnent.,the services,criminal_group,likely\n",
    "deterrents": "id,measure_en,measure_fr,kind,by,test_en,test_fr\nd,Complaints.,Plaintes.,criminal_group,prosecution,No case.,Aucune enquête.\n",
    "signposts": "id,title_en,title_fr,threshold,action_en,action_fr,last_useful\ns,Press,Presse,4,We stop.,On arrête.,2027-02-01\n",
    "objectives": "id,aim,due\no,Nobody attacks,2027-03-01\n",
}


def case(**rows: str) -> Case:
    files = {"dossier.toml": b'id = "x"\n[brief]\nnote = "strategy"\n', **{f"{name}.csv": text.encode() for name, text in rows.items()}}
    return Case(dossier=decode(files), today=TODAY)


def text_of(document: Document) -> str:
    return html.render(document).decode()


def first_page(document: Document) -> int:
    """Return the words of the first page with its title and head."""
    end = next((at for at, block in enumerate(document.blocks) if isinstance(block, PageBreak)), len(document.blocks))
    return words_of(Paragraph(document.title)) + sum(words_of(block) for block in document.blocks[:end])


@pytest.fixture(scope="module", params=["iana-transition-2014", "wsis20-2025"])
def example(request: pytest.FixtureRequest) -> Asking:
    return ask_for_note(Case(dossier=load(EXAMPLES / str(request.param)), today=TODAY), kind="strategy")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_example_has_two_pages_of_which_the_first_is_short(example: Asking, lang: Lang) -> None:
    made = papers(example, lang)

    assert pdf.page_count(made.note) == PAGES
    assert pdf.page_count(made.annex) <= MOST
    assert 0.8 * NOTE.words < first_page(made.note) <= NOTE.words
    assert sum(isinstance(block, PageBreak) for block in made.note.blocks) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_missing_is_named(lang: Lang) -> None:
    text = text_of(papers(ask_for_note(case()), lang).note)

    assert all(say(Message(f"note.gap.{part}"), lang) in text for part in GAPS)
    assert say(Message("note.no-aim"), lang) in text


def test_what_is_there_is_not_missing_and_stands_on_the_first_page() -> None:
    made = papers(ask_for_note(case(**ROWS)), "en").note
    text = text_of(made)

    assert [part for part in GAPS if say(Message(f"note.gap.{part}"), "en") in text] == ["futures", "partners", "challenges"]
    for words in (
        "The level is known on 2 of 3 criteria of the posture. Lowest, level 2 of 5: “Governance”.",
        "According to the services: “They hold data.” (likely; no source)",
        "Against criminal groups: “Complaints” (by prosecution). It fails if: “No case”.",
        "“Press” at 4 or above: We stop. Useful until 1 February 2027.",
        "1 March 2027, our aim falls due – Nobody attacks",
    ):
        assert words in text
    assert first_page(made) <= NOTE.words


def test_the_sections_of_the_first_page_stand_in_the_order_of_a_strategy(example: Asking) -> None:
    blocks = papers(example, "en").note.blocks
    end = next(at for at, block in enumerate(blocks) if isinstance(block, PageBreak))

    assert [block.text for block in blocks[:end] if isinstance(block, Heading)] == [
        "Summary",
        "Where we stand",
        "What threatens us",
        "What holds in every future",
        "What we watch, and what that starts",
        "What deters whom",
        "With whom",
        "Next dates",
    ]


def test_the_situation_is_that_of_a_dossier_that_looks_ahead_and_a_paper_may_be_of_another() -> None:
    looks_ahead = Case(dossier=decode({"dossier.toml": b'id = "x"', "threats.csv": ROWS["threats"].encode()}), today=TODAY)

    assert situation_of(looks_ahead).situation.id == "strategy"
    assert ask_for_note(looks_ahead, kind="debate").note.situation == "debate"
    assert "chosen" in say(ask_for_note(looks_ahead, kind="debate").taken.reason, "en")


def test_objections_stand_on_the_second_page_those_without_an_answer_first() -> None:
    rows = "id,claim,role,answer\na,It is too late,the treasury,The day is earlier now.\nb,Nobody measures it,,\n"
    text = text_of(papers(ask_for_note(case(**ROWS, challenges=rows)), "en").note)

    assert text.index("“Nobody measures it”: no answer yet.") < text.index(
        "“It is too late” (the treasury). Our answer: “The day is earlier now”."
    )
    assert say(Message("note.gap.challenges"), "en") not in text
