"""What is written of an answer is read back as an answer that says the same, in each language and form; and nothing else is ever made."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import pickle
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from answered import NAMES, answers_on, forms_on
from hypothesis import given
from questions.answer_forms import forms_of

from legation.dossier import When, Wording
from legation.figures.figure import Figure, Named
from legation.language import LANGUAGES, Language, Message, say
from legation.questions import Answer
from legation.questions.base import answer_data
from legation.questions.base.answer_data import TYPES, NotPlain, decode_answer, encode_answer

TITLE = Message("what-is-due.title")


def carrying(*caveats: Any) -> Answer:
    return Answer(question="what-is-due", title=TITLE, caveats=tuple(Message("answer.value", value=value) for value in caveats))


@pytest.mark.slow
@pytest.mark.parametrize("example", NAMES)
def test_every_answer_on_the_examples_is_the_same(example: str) -> None:
    read_back = {answer.question: answer for answer in answers_on(example)}
    for question, forms in forms_on(example):
        assert forms_of(read_back[question]) == forms, question
    assert read_back


WORDS = st.text(max_size=8)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS | st.dates().map(lambda day: day)
SPOKEN = (
    st.builds(Wording, WORDS, WORDS, WORDS)
    | st.dates().map(lambda day: When(day.isoformat()))
    | st.builds(Language, WORDS)
    | st.builds(Named, WORDS, WORDS)
)
VALUES = st.recursive(
    PLAIN | SPOKEN,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(WORDS, inner, max_size=3)
        | st.builds(lambda value: Message("answer.value", value=value), inner)
    ),
    max_leaves=12,
)


@given(st.lists(VALUES, max_size=4))
def test_values_come_back_as_what_they_were(values: list[Any]) -> None:
    answer = carrying(*values)
    again = decode_answer(encode_answer(answer))

    assert again == answer
    assert [typed(caveat) for caveat in again.caveats] == [typed(caveat) for caveat in answer.caveats]


def typed(value: Any) -> Any:
    """The types of a value and of what is in it: 1, 1.0 and True are equal, and so are a list and its copy."""
    if isinstance(value, Message):
        return {name: typed(item) for name, item in value.values.items()}
    if isinstance(value, dict):
        return {name: typed(item) for name, item in value.items()}
    inner = [typed(item) for item in value] if isinstance(value, (list, tuple)) else []
    return type(value).__name__, inner


def test_numbers_keep_every_digit_and_what_is_not_known_stays_so() -> None:
    values = (0.1 + 0.2, 5e-324, -0.0, 10**30, np.float64(0.9341317365269461), np.int64(7))
    again = [caveat.values["value"] for caveat in decode_answer(encode_answer(carrying(*values))).caveats]
    (unknown,) = decode_answer(encode_answer(carrying(math.nan))).caveats

    assert [repr(value) for value in again] == [repr(value.item() if hasattr(value, "item") else value) for value in values]
    assert math.isnan(unknown.values["value"])


@dataclasses.dataclass(frozen=True)
class Told:
    """What a package of somebody else may put into a sentence."""

    en: str
    fr: str

    def in_language(self, lang: str) -> str:
        return self.fr if lang == "fr" else self.en


class Silent:
    """What nobody can say or write."""


def test_what_is_only_known_to_be_spoken_is_its_words() -> None:
    (caveat,) = decode_answer(encode_answer(carrying(Told("the sea", "la mer")))).caveats

    assert [say(caveat, lang) for lang in ("en", "fr")] == ["the sea", "la mer"]
    assert type(caveat.values["value"]) is Wording


@pytest.mark.parametrize("value", [Silent(), np.bool_(True), np.float32(0.1), {1, 2}, b"bytes", dt.datetime(2019, 1, 1)])  # noqa: DTZ001
def test_what_would_come_back_as_something_else_is_refused(value: object) -> None:
    with pytest.raises(NotPlain):
        encode_answer(carrying(value))


def test_an_answer_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = carrying("word" * 1000)
    monkeypatch.setattr(answer_data, "LARGEST", len(encode_answer(answer)) - 1)

    with pytest.raises(NotPlain):
        encode_answer(answer)


def test_a_figure_is_its_specification_in_each_language() -> None:
    spec = {
        "mark": "bar",
        "title": Message("language.yes"),
        "data": {"values": [{"x": 0.5, "who": Named("FRA", "France"), "no": math.nan}]},
    }
    answer = dataclasses.replace(carrying(), figures=(Figure(id="bars", title=TITLE, subtitle=TITLE, alt=TITLE, spec=spec),))
    (figure,) = decode_answer(encode_answer(answer)).figures

    assert [figure.specification(lang) for lang in LANGUAGES] == [answer.figures[0].specification(lang) for lang in LANGUAGES]


HEAD = '{"Answer":{"question":"q","title":'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'"answer"',
        b"\xff\xfe",
        HEAD.encode(),
        b'{"Answer":{}}',
        b'{"Answer":{"question":"q","title":"t","unknown":1}}',
        b'{"Answer":[1,2]}',
        b'{"Message":["a.b",{}]}',
        f'{HEAD}{{"os.system":"true"}}}}}}'.encode(),
        f'{HEAD}{{"Path":"/etc/passwd"}}}}}}'.encode(),
        f'{HEAD}{{"Message":["a",[]]}}}}}}'.encode(),
        f'{HEAD}{{"Message":["a",{{}}],"Named":{{}}}}}}}}'.encode(),
        f'{HEAD}{{"date":"soon"}}}}}}'.encode(),
        f'{HEAD}{{"When":{{"text":"soon"}}}}}}}}'.encode(),
        b'{"list":' * 100_000 + b"0" + b"}" * 100_000,
        pickle.dumps(TITLE),
    ],
)
def test_what_is_no_answer_is_refused(data: bytes) -> None:
    with pytest.raises(NotPlain):
        decode_answer(data)


def test_nothing_but_records_is_made_of_data() -> None:
    ours = {kind.__module__.partition(".")[0] for kind in TYPES.values()}

    assert ours == {"legation"}
    assert all(dataclasses.is_dataclass(kind) or kind is Message for kind in TYPES.values())
