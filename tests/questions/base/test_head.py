"""The head of every answer on every example: one sentence, short, with the one number that stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from answered import NAMES, answers_on

from legation.language import LANGUAGES, Lang, Message, catalogue, say
from legation.questions import Answer, find, questions
from legation.questions.answer import Finding
from legation.questions.base.head import AnswerHead, NumberInSentence, head_of, in_short
from legation.questions.base.judgements import judgements
from legation.questions.base.registry import is_question
from legation.web.pages.answers.follow import PAPERS

LONGEST = 340
"""Signs of the sentence at the head: three hundred, and the long names of five functions."""


@pytest.fixture(scope="module", params=NAMES)
def heads(request: pytest.FixtureRequest) -> list[tuple[Answer, AnswerHead]]:
    return [*_heads(str(request.param))]


def _heads(example: str) -> Iterator[tuple[Answer, AnswerHead]]:
    for answer in answers_on(example):
        head = head_of(find(answer.question), answer)
        assert head is not None, answer.question
        yield answer, head


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_head_of_every_answer_is_one_short_sentence(heads: list[tuple[Answer, AnswerHead]], lang: Lang) -> None:
    said = {answer.question: say(head.sentence, lang) for answer, head in heads}

    assert {question: text for question, text in said.items() if not 20 < len(text) <= LONGEST or "[" in text[:1]} == {}


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_number_of_the_head_stands_in_its_sentence(heads: list[tuple[Answer, AnswerHead]], lang: Lang) -> None:
    apart = {
        answer.question: say(head.number, lang)
        for answer, head in heads
        if head.number and say(head.number, lang) not in say(head.sentence, lang)
    }

    assert apart == {}


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_number_of_the_head_is_that_of_the_whole_finding(heads: list[tuple[Answer, AnswerHead]], lang: Lang) -> None:
    """What the short sentence leaves out it does not change: its number, and the ends of its range, stand in the long one."""
    apart = {}
    for answer, head in heads:
        whole = say(head.finding.message, lang)
        ends = [say(head.range.values[end], lang) for end in ("low", "high")] if head.range else []
        numbers = [say(head.number, lang)] if head.number else []
        apart[answer.question] = [number for number in (*numbers, *ends) if number not in whole]

    assert {question: numbers for question, numbers in apart.items() if numbers} == {}


@pytest.mark.slow
def test_no_head_is_a_remark_on_the_method_where_the_question_has_an_answer(heads: list[tuple[Answer, AnswerHead]]) -> None:
    """The first finding is not always the answer: the aim that was taken, the texts that were read, the people who took part."""
    chosen = {answer.question: head.finding.id for answer, head in heads}
    remarks = {"whom-to-call-first": "aim", "what-is-said": "held", "what-the-room-thinks": "people"}
    others = {
        answer.question
        for answer, head in heads
        if remarks.get(answer.question) == chosen[answer.question]
        and len({finding.id for finding in answer.findings} & {"by-chance", "by-effect", "voice", "groups", "next"}) > 0
    }

    assert others == set()


def test_every_question_declares_what_heads_it_by_names_that_are_there() -> None:
    for question in questions().values():
        assert all(head.judgement in ("", *judgements()) for head in question.heads), question.id
        assert all(is_question(name) or name in PAPERS for name in question.follows), question.id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_short_sentence_writes_only_what_it_is_given(lang: Lang) -> None:
    """A value that no long sentence of its area writes would be one that nobody gives it; ``brief`` is given beside ``change``, ``taken`` beside ``state``."""
    for area in {question.id for question in questions().values()} | {"calls"}:
        entries = catalogue(area, lang)
        for key in (key for key in entries if key.startswith("in-short.")):
            long = Message(f"{area}.{key.removeprefix('in-short.')}", count=2).names(lang)
            assert Message(f"{area}.{key}", count=2).names(lang) <= long | {"brief", "taken"}, (area, key)


def test_a_finding_that_nothing_declares_heads_by_being_the_first() -> None:
    findings = (
        Finding(id="one", message=Message("answer.value", value="First.")),
        Finding(id="two", message=Message("answer.value", value="2")),
    )
    head = head_of(find("what-is-due"), Answer(question="what-is-due", title=Message("what-is-due.title"), findings=findings))

    assert head is not None
    assert (head.finding.id, head.number, head.ground) == ("one", None, "counted")
    assert head_of(find("what-is-due"), Answer(question="what-is-due", title=Message("what-is-due.title"))) is None


def test_a_number_that_the_sentence_does_not_write_is_none_of_the_head() -> None:
    none = Finding(
        id="forgotten", message=Message("who-is-forgotten.not-weighed", count=0, actors=(), days=180, of=0, never=0, as_of="2020")
    )
    head = head_of(find("who-is-forgotten"), Answer(question="who-is-forgotten", title=Message("who-is-forgotten.title"), findings=(none,)))

    assert head is not None
    assert head.number is None


def test_a_number_is_written_without_its_noun() -> None:
    message = Message("language.example", count=1, share=0.5)

    assert NumberInSentence(message, "share").in_language("fr") == "50\u00a0%"
    assert in_short(message) is message


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_head_says_something_internal_or_counts_nothing(heads: list[tuple[Answer, AnswerHead]], lang: Lang) -> None:
    """Who reads this line alone knows no number of a state of a model, and learns nothing from a count of zero."""
    internal = re.compile(r"\b(state|état) \d|trade-\d|\bnorm-\w\b")
    said = {answer.question: (say(head.sentence, lang), say(head.number, lang) if head.number else "") for answer, head in heads}

    assert {question: text for question, (text, number) in said.items() if internal.search(text) or number == "0"} == {}


@pytest.mark.slow
def test_what_changed_heads_with_what_changed() -> None:
    by_example = {name: {answer.question: head for answer, head in _heads(name)} for name in ("un-ict-2018", "notpetya-2017")}
    moved, newest = (by_example[name]["what-changed"] for name in by_example)

    assert "the Netherlands" in say(moved.sentence, "en")
    assert "from 15 to 50 of 100" in say(moved.sentence, "en")
    assert moved.finding.evidence
    assert say(newest.sentence, "en") == "The newest vote: A/RES/72/262, 24 December 2017: 24 yes, 76 no, 44 abstentions."


@pytest.mark.slow
def test_an_answer_on_naming_speaks_of_what_the_desk_recorded_and_of_its_day() -> None:
    found = {answer.question: head for answer, head in _heads("notpetya-2017")}

    assert say(found["what-does-naming-cost"].sentence, "en").startswith("By 14 February 2018 the desk has recorded 6 costs")
    assert say(found["which-norm-was-breached"].sentence, "en").startswith("On 14 February 2018 the record touches 3 of the 11 norms")
