"""Questions are found by what people type: in either language, with slips, by words that stand in no title."""

from __future__ import annotations

import time

import numpy as np
import pytest
from benchmarks import finding

from legation.errors import WrongUse
from legation.language import LANGUAGES, Lang, say
from legation.questions import find, questions
from legation.questions.base.finder import QuestionIndex, Sentence, folded_words
from legation.questions.base.registry import ORDER, find_questions, nearest_ids, question_index
from legation.questions.question import PURPOSES, Question

LONGEST = 90
"""Signs of what one learns from a question: one line."""


def first(words: str, lang: Lang = "en") -> str:
    return find_questions(words, lang)[0].id


@pytest.mark.parametrize(
    ("words", "lang", "wanted"),
    [
        ("Do we have enough support?", "en", "do-we-have-the-votes"),
        ("Avons-nous les voix ?", "fr", "do-we-have-the-votes"),
        ("avons nous les voix", "en", "do-we-have-the-votes"),
        ("AVONS-NOUS LES VOIX", "fr", "do-we-have-the-votes"),
        ("qui s’associerait à la déclaration", "fr", "who-would-sign"),
        ("who would sign", "fr", "who-would-sign"),
        ("hesitants", "fr", "who-can-move"),
        ("swing vots", "en", "who-can-move"),
        ("red lines of our mandate", "en", "what-can-we-live-with"),
        ("échéances", "fr", "what-is-due"),
        ("echeances de la semaine", "fr", "what-is-due"),
        ("visiteurs de notre site", "fr", "who-reads-us"),
        ("who-can-mve", "en", "who-can-move"),
    ],
)
def test_what_people_type_finds_the_question(words: str, lang: Lang, wanted: str) -> None:
    assert first(words, lang) == wanted


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("question", ORDER)
def test_a_question_is_found_by_its_title(question: str, lang: Lang) -> None:
    assert first(say(find(question).title, lang), lang) == question


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("question", ORDER)
def test_a_question_says_what_one_learns_and_how_people_ask_it(question: str, lang: Lang) -> None:
    declared = find(question)
    assert declared.learns is not None
    said = say(declared.learns, lang)

    assert 20 < len(said) <= LONGEST
    assert said.endswith(".")
    assert said != say(declared.title, lang)
    assert len(set(declared.asked_as(lang))) == len(declared.asked_as(lang)) >= 8
    assert declared.purpose in PURPOSES


def test_no_phrasing_is_that_of_two_questions_and_none_is_of_the_benchmark() -> None:
    asked = [(folded_words(text), name) for name in ORDER for lang in LANGUAGES for text in find(name).asked_as(lang)]
    by_words: dict[tuple[str, ...], set[str]] = {}
    for words, name in asked:
        by_words.setdefault(tuple(words), set()).add(name)
    measured = {tuple(folded_words(one["words"])) for one in finding.phrasings("worked")}

    assert [(words, names) for words, names in by_words.items() if len(names) > 1] == []
    assert not measured & set(by_words)


def test_phrasings_by_others_are_found() -> None:
    found = np.array(finding.ranks(finding.phrasings("worked"), finding.finder))
    plain = np.array(finding.ranks(finding.phrasings("worked"), finding.plain_search))

    assert np.mean(found < 1) >= 0.85
    assert np.mean(found < 3) >= 0.95
    assert np.mean(plain < 1) < np.mean(found < 1) - 0.2


def test_a_phrasing_is_found_by_the_others() -> None:
    found = np.array(finding.left_out())

    assert len(found) > 1000
    assert np.mean(found < 1) > 0.6
    assert np.mean(found < 3) > 0.8


@pytest.mark.parametrize("words", ["", "   ", "?!", "…", "\x00", "🙂"])
def test_nothing_is_found_for_nothing(words: str) -> None:
    assert find_questions(words) == ()


def test_words_that_mean_nothing_here_find_nothing() -> None:
    assert find_questions("xqzw wqzx jjkq") == ()


@pytest.mark.parametrize(
    "words", ["a" * 10_000, "vote " * 2_000, "الاتحاد الروسي", "מי מצביע", "'; DROP TABLE runs; --", "<script>alert(1)</script>"]
)
def test_any_text_is_answered_quickly(words: str) -> None:
    question_index()
    begun = time.process_time()
    found = find_questions(words)

    assert time.process_time() - begun < 1
    assert all(one.id in questions() for one in found)


def test_a_package_may_say_how_its_question_is_asked() -> None:
    own = Question(id="x", needs=(), answer=lambda *given: None, phrasings={"en": ("whither the whale",)})  # type: ignore[arg-type]
    found = QuestionIndex([Sentence("who-can-move", "title", "Who can move?"), Sentence("x", "asked", own.asked_as("en")[0])]).find("whale")

    assert own.asked_as("fr") == ()
    assert [one.id for one in found] == ["x"]


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    assert nearest_ids("who-would-sing", ORDER) == ["who-would-sign"]
    assert nearest_ids("swing-votes", ORDER) == ["who-can-move"]
    with pytest.raises(WrongUse, match="who-can-move"):
        find("swing-votes")
