"""Words of estimate: the bands of the directive, edges as a setting, both languages in step, and never the word certain."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.language import LANGUAGES, Lang, Message, say
from legation.questions.answer import AnswerTable, TableColumn
from legation.questions.base.estimate_words import band_of, estimate, pairs, scales, word_of

PROBABILITY = st.floats(0, 1)


@pytest.mark.parametrize(
    ("probability", "word"), [(0.50, "roughly even chance"), (0.62, "likely"), (0.90, "very likely"), (0.03, "almost no chance")]
)
def test_published_cases(probability: float, word: str) -> None:
    assert word_of(probability) == word


@pytest.mark.parametrize(
    ("edge", "words"),
    [
        ("upper", ["very unlikely", "unlikely", "roughly even chance", "likely", "very likely", "almost certain"]),
        ("lower", ["almost no chance", "very unlikely", "unlikely", "roughly even chance", "likely", "very likely"]),
    ],
)
def test_a_shared_edge_goes_where_the_setting_says(edge: str, words: list[str]) -> None:
    assert [word_of(p, edge=edge) for p in (0.05, 0.2, 0.45, 0.55, 0.8, 0.95)] == words  # type: ignore[arg-type]


def test_an_edge_that_was_added_up_is_still_the_edge() -> None:
    assert 0.1 + 0.7 < 0.8
    assert word_of(0.1 + 0.7) == "very likely"


@pytest.mark.parametrize("probability", [0, 0.009, 0.991, 1])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_beyond_the_scale_the_number_stands_beside_the_word(probability: float, lang: str) -> None:
    found = estimate(probability)

    assert not found.held
    assert ("1" if probability < 0.5 else "99") in say(found, lang)  # type: ignore[arg-type]
    assert "100" not in say(found, lang)  # type: ignore[arg-type]


def test_in_a_gap_of_the_yardstick_the_number_stands_beside_the_word() -> None:
    assert say(estimate(0.07, "phia"), "en") == "remote chance (7%)"
    assert say(estimate(0.15, "phia"), "en") == "highly unlikely"


@pytest.mark.parametrize(
    ("probability", "word"),
    [(0.005, "exceptionally unlikely"), (0.5, "about as likely as not"), (0.66, "likely"), (0.95, "very likely"), (0.2, "unlikely")],
)
def test_of_nested_bands_the_innermost_is_said(probability: float, word: str) -> None:
    assert word_of(probability, scale="ipcc") == word


@given(PROBABILITY, PROBABILITY, st.sampled_from(sorted(scales())), st.sampled_from(["upper", "lower"]))
def test_a_higher_probability_is_never_a_lower_word(one: float, other: float, scale: str, edge: str) -> None:
    order = [en for en, *_ in pairs(scale)]
    low, high = (word_of(p, scale=scale, edge=edge) for p in sorted((one, other)))  # type: ignore[arg-type]

    assert order.index(low) <= order.index(high)


@given(PROBABILITY, st.sampled_from(sorted(scales())), st.sampled_from([0, 1]))
def test_the_word_gives_back_a_band_around_the_probability(probability: float, scale: str, column: int) -> None:
    found = estimate(probability, scale, column=column)

    for lang in LANGUAGES:
        assert band_of(found.word(lang), scale) == (found.low, found.high)
    assert found.held == (found.low <= found.probability <= found.high)


def test_every_word_has_its_pair_and_means_one_thing_in_its_scale() -> None:
    for name, scale in scales().items():
        assert all(len(band.words["en"]) == len(band.words["fr"]) for band in scale.bands)
        for lang in LANGUAGES:
            words = [word for band in scale.bands for word in band.words[lang]]
            assert len(words) == len(set(words)), name
            assert not {"certain", "impossible"} & set(words)


@pytest.mark.parametrize("value", [-0.1, 1.1, 62, math.nan, math.inf, None, "0.5", True, [0.5]])
def test_what_is_no_probability_is_refused(value: object) -> None:
    with pytest.raises(BadValue, match="0 to 1"):
        word_of(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("more", [{"scale": "none"}, {"scale": None}, {"edge": "middle"}, {"lang": "de"}, {"column": 2}, {"column": True}])
def test_what_is_no_setting_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(BadValue, match="must be"):
        word_of(0.5, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("word", ["possible", "certain", "", None, 3])
def test_a_word_of_no_scale_says_no_probability(word: object) -> None:
    with pytest.raises(BadValue, match="Use one of"):
        band_of(word)  # type: ignore[arg-type]


def test_case_and_apostrophes_do_not_matter() -> None:
    assert band_of("À peu près aussi probable qu\u2019improbable", "ipcc") == (0.33, 0.66)
    assert band_of("  VERY   LIKELY ") == (0.8, 0.95)


def test_of_every_pair_it_is_said_what_its_french_rests_on() -> None:
    for scale in scales().values():
        for band in scale.bands:
            assert band.note.endswith(".") and len(band.words["en"]) == len(band.words["fr"])


@given(probability=PROBABILITY)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_chance_is_written_whole_and_never_as_none_or_all(probability: float, lang: Lang) -> None:
    said = say(Message("answer.chance", chance=probability), lang)
    (number,) = map(int, re.findall(r"\d+", said))

    assert 1 <= number <= 99
    assert abs(number - 100 * probability) <= 1


def test_the_ends_are_said_in_words_and_in_a_drawing_by_a_sign() -> None:
    ends = [say(Message("answer.chance", chance=p), lang) for lang in LANGUAGES for p in (0.0, 0.01, 0.99, 1.0)]
    drawn = [say(Message("figures.posterior.value-range", value=p, low=0.0, high=1.0), "en") for p in (0.001, 0.5, 0.999)]

    assert ends == ["less than 1%", "1%", "99%", "more than 99%", "moins de 1\xa0%", "1\xa0%", "99\xa0%", "plus de 99\xa0%"]
    assert drawn == [f"{value} (< 1% to > 99%)" for value in ("< 1%", "50%", "> 99%")]


def test_a_cell_of_a_table_keeps_the_number_and_shows_it_whole() -> None:
    column = TableColumn("p", Message("vote.yes"), "chance")
    table = AnswerTable(id="t", title=Message("vote.yes"), columns=(column,), rows=((0.934,), (1.0,), (None,)))

    assert [table.cell(row, 0, "en") for row in range(3)] == ["93%", "more than 99%", "—"]
    assert table.rows[0][0] == 0.934


def test_no_sentence_writes_a_value_named_a_chance_as_a_counted_share() -> None:
    named = re.compile(r"\{(?:chance|probability)[a-z_]*:percent")
    places = Path(__file__).parents[3] / "src" / "legation" / "locale"

    assert [path for path in sorted(places.rglob("*.toml")) if named.search(path.read_text("utf-8"))] == []
