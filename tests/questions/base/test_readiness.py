"""What a dossier can answer, by theme, and what is missing: as asking would say it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import legation as lg
from legation.dossier import TABLES, decode
from legation.dossier.parts.registry import kinds
from legation.errors import NotAvailable
from legation.language import LANGUAGES, Lang, catalogue
from legation.questions import questions
from legation.questions.base.conditions import Condition
from legation.questions.base.registry import ORDER, THEMES, theme_of
from legation.sources.observations.tables import observation_tables

EXAMPLES = Path(__file__).parents[3] / "examples"
TODAY = dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def room() -> lg.OpenDossier:
    return lg.load(EXAMPLES / "brexit-consensus-2017")


def test_each_of_our_questions_has_one_of_the_themes() -> None:
    assert set(ORDER.values()) == set(THEMES)
    assert list(ORDER) == [name for name in questions() if name in ORDER]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_theme_has_a_name(lang: Lang) -> None:
    assert set(catalogue("questions", lang)) >= {f"theme.{theme}" for theme in (*THEMES, "others")}


def test_a_question_names_only_what_there_can_be() -> None:
    there = {*TABLES, *(kind.id for kind in kinds()), "mandate", *(f"lake:{name}" for name in observation_tables())}
    declared = [need for q in questions().values() for need in (*q.needs, *q.also_needs)]
    named = {place for need in declared for place in (need.place if isinstance(need, Condition) else need).split("|")}
    options = {(q.id, need.option) for q in questions().values() for need in q.also_needs if isinstance(need, Condition) and need.option}

    assert named <= {*there, ""}
    assert options <= {(q.id, option.name) for q in questions().values() for option in q.options}


def test_all_questions_stand_under_their_themes_in_order(room: lg.OpenDossier) -> None:
    found = room.questions(today=TODAY)

    assert list(found) == [*THEMES, *(theme for theme in found if theme == "others")]
    assert [one.id for theme in THEMES for one in found[theme]] == [name for theme in THEMES for name in ORDER if ORDER[name] == theme]
    assert all(one.theme == theme == theme_of(one.id) for theme in found for one in found[theme])


def test_what_is_missing_is_what_asking_says(room: lg.OpenDossier) -> None:
    missing = [one for there in room.questions(today=TODAY, lang="fr").values() for one in there if not one.can_be_answered]
    assert len(missing) > 30
    for one in missing:
        with pytest.raises(NotAvailable) as refusal:
            room.ask(one.id, today=TODAY)
        assert one.missing == refusal.value.message.in_language("fr")


@pytest.mark.parametrize("example", ["brexit-consensus-2017", "notpetya-2017", "iana-transition-2014"])
def test_what_can_be_answered_is_answered(example: str) -> None:
    """Of the questions that are quick; where all that is needed is there, a refusal is for another reason than that it is missing."""
    dossier = lg.load(EXAMPLES / example)
    quick = ("who-is-in", "who-is-forgotten", "how-sure-are-we", "what-do-we-say", "what-may-we-do", "what-is-due", "what-changed")
    able = dossier.questions(today=TODAY).can_be_answered
    assert able
    for name in quick:
        if name in able:
            assert dossier.ask(name, today=TODAY).question == name


def test_an_earlier_day_has_less(room: lg.OpenDossier) -> None:
    flagship = lg.load(EXAMPLES / "un-ict-2018")
    late, early = (flagship.questions(today=TODAY, as_of=day).can_be_answered for day in (None, "1990-01-01"))

    assert {"who-can-move", "where-could-it-settle"} <= set(late)
    assert not {"who-can-move", "where-could-it-settle"} & set(early)


def test_our_mandate_is_looked_at_for_questions_on_it() -> None:
    parts = {"dossier.toml": b'id = "d"', "mandate.toml": b'aim_en = "x"\n'}
    found = {one.id: one for there in lg.OpenDossier.of(decode(parts)).questions(today=TODAY).values() for one in there}

    assert not found["what-can-we-live-with"].can_be_answered
    assert found["what-can-we-live-with"].missing


def test_it_shows_itself_escaped_and_short(room: lg.OpenDossier) -> None:
    found = room.questions(today=TODAY)
    text, page = repr(found), found._repr_html_()

    assert all(name in text for name in ORDER)
    assert "Add rows to votes.csv" in text
    assert "<table" in page
    assert len(page) < 20_000
    assert all(f"<code>{name}</code>" in page for name in ORDER)


def test_what_trying_finds_missing_is_known_without_trying() -> None:
    dossier = lg.OpenDossier.of(decode({"dossier.toml": b'id = "d"', "evidence.csv": b"id,title,date\ne,A,2018-11-08\n"}))
    quick, tried = (
        {one.id: one for there in dossier.questions(today=TODAY, tried=tried).values() for one in there} for tried in (False, True)
    )

    assert quick == tried
    assert not quick["what-is-said"].can_be_answered
    assert quick["what-is-said"].missing
