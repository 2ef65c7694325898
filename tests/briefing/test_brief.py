"""What stands on the first two pages of the book, and what its contents lead to."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from legation.briefing.brief import KEY_FINDINGS, SOUND, UNKNOWNS, brief, gather
from legation.briefing.document import Box, Bullets, Contents, Heading, Paragraph, Picture, Reference
from legation.dossier import load
from legation.language import LANGUAGES, say
from legation.questions import Case

QUESTIONS = ("who-can-move", "do-we-have-the-votes", "who-is-in", "is-the-strategy-sound", "what-is-due")


@pytest.fixture(scope="module")
def flagship():
    dossier = load(Path(__file__).parents[2] / "examples/un-ict-2018")
    return Case(dossier=dossier, today=dt.date(2026, 1, 1)).at(dt.date(2019, 12, 26))


@pytest.fixture(scope="module")
def gathered(flagship):
    return gather(flagship, sections=QUESTIONS)


def at_heading(blocks):
    return next(place for place, block in enumerate(blocks) if isinstance(block, Heading))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_one_answers_and_doubts_its_own_sentences_first(flagship, gathered, lang):
    blocks = brief(flagship, gathered, lang).blocks
    first = blocks[: at_heading(blocks)]
    leads = [block.text for block in first if isinstance(block, Paragraph)]
    sees = [block.see for block in first if isinstance(block, Paragraph)]
    (unknown,) = (block for block in first if isinstance(block, Box))
    items = [item.text for block in unknown.blocks if isinstance(block, Bullets) for item in block.items]
    moved, counted, away = (gathered.of(question) for question in QUESTIONS[:3])

    assert len(leads) == KEY_FINDINGS
    assert say(moved.findings[0].message, lang) == leads[0]
    assert sees[0] == (Reference(moved.question),), "where the section is that says more"
    assert [block.figure.id for block in first if isinstance(block, Picture)] == ["tally"], "the vote ahead"
    assert len(items) == UNKNOWNS
    for place, finding in enumerate((moved.findings[0], counted.findings[0])):
        assert say(finding.contrary, lang) in items[place]
    assert items[2] in {say(answer.caveats[-1], lang) for answer in (moved, counted)}
    assert away.missing and say(away.missing[0], lang) not in items, "of a question that page one does not answer"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_two_is_short_and_the_sections_hold_the_rest(flagship, gathered, lang):
    blocks = list(brief(flagship, gathered, lang).blocks)
    cut = next(place for place, block in enumerate(blocks) if isinstance(block, Contents))
    second, annexes = blocks[at_heading(blocks) : cut], blocks[cut:]
    (sound,) = (block for block in second if isinstance(block, Bullets))
    findings = [say(finding.message, lang) for finding in gathered.of("is-the-strategy-sound").findings]

    assert [item.text for item in sound.items] == findings[:SOUND]
    assert set(findings) <= {block.text for block in annexes if isinstance(block, Paragraph)}


def test_sections_stand_by_theme_after_the_contents(flagship, gathered):
    blocks = brief(flagship, gathered, "en").blocks
    after = blocks[next(place for place, block in enumerate(blocks) if isinstance(block, Contents)) :]
    headings = [(block.level, block.text) for block in after if isinstance(block, Heading)]

    assert [text for level, text in headings if level == 1] == ["Votes", "Coalitions", "Strategy"]
    assert [text for level, text in headings if level == 2] == [say(gathered.of(q).title, "en") for q in QUESTIONS]
    (line,) = (block for block in after if isinstance(block, Paragraph) and block.text == "Builds on:" and len(block.see) == 1)
    assert line.see == (Reference("do-we-have-the-votes", named=True),)


@pytest.mark.parametrize("lets", [True, False])
def test_invented_models_stand_apart_where_the_dossier_lets_them_and_nowhere_else(lets):
    dossier = load(Path(__file__).parents[2] / "examples/notpetya-2017")
    info = dataclasses.replace(dossier.info, brief={**dossier.info.brief, "illustrations": lets})
    case = Case(dossier=dataclasses.replace(dossier, info=info), today=dt.date(2026, 1, 1)).at(dt.date(2018, 2, 14))
    gathered = gather(case, sections=("who-would-sign", "how-sure-are-we"))
    headings = [(block.level, block.text) for block in brief(case, gathered, "en").blocks if isinstance(block, Heading)]

    assert gathered.of("how-sure-are-we").is_illustration
    assert ((1, "Invented illustrations") in headings) is lets
    assert ((2, say(gathered.of("how-sure-are-we").title, "en")) in headings) is lets
    assert headings.index((1, "Coalitions")) < len(headings)


def test_a_figure_that_two_answers_share_is_drawn_once():
    dossier = load(Path(__file__).parents[2] / "examples/un-ict-2018")
    case = Case(dossier=dossier, today=dt.date(2026, 1, 1)).at(dt.date(2019, 12, 26))
    both = gather(case, sections=("do-we-have-the-votes", "who-would-call-a-vote"))
    shown = [figure.id for answer in both.answers for figure in answer.figures]
    drawn = [block.figure.id for block in brief(case, both, "fr").blocks if isinstance(block, Picture)]

    assert shown.count("seats") == 2
    assert sorted(drawn) == sorted(set(shown))
