"""Uptake equals a plain scan; who was first, before, after and could not is told apart; ties and gaps are said."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from methods.text.plain_scan import scan

from legation.errors import BadValue
from legation.methods.text.uptake import find, phrase, uptake
from legation.methods.text.uptake.period import change

PIECES = ["order", "ordér", "Cyber", "cy\u00adber", "œuvre", "l’", "d'", "of", "the", "rules", "based", "İs", "e\u0301tat", "x_1"]
GAPS = [" ", "  ", "\u00a0", "-", "\u2011", "-\n", ", ", "\n", "' ", "", " - ", "… "]
TEXTS = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), max_size=25).map(lambda pairs: "".join(a + b for a, b in pairs))
WANTED = [
    "order",
    "cyber*",
    "l'ordre",
    "rules based",
    "rules based order",
    "* order",
    "o*r",
    "*r",
    "oeuvre",
    "of|the order",
    "* *",
    "the * of",
    "etat",
    "is",
    "x_1",
]


@settings(deadline=None)
@given(TEXTS)
def test_every_use_is_that_of_a_plain_scan(text: str) -> None:
    uses = find([text], {wanted: phrase(wanted) for wanted in WANTED if wanted != "* *"})

    for wanted, found in uses.items():
        assert list(zip(found.start.tolist(), found.end.tolist(), strict=True)) == scan(text, list(phrase(wanted).forms)), wanted


def test_case_accents_and_typography_do_not_count_and_places_are_those_of_the_original() -> None:
    text = "Un ordre fondé\u00a0sur des «\u202fRÈGLES\u202f», the rules\u2011based one; cœur of cyber\u00adspace and cyber\u00ad\n  space."
    uses = find([text], {"a": phrase("rules based | regles"), "b": phrase("cyberspace"), "c": phrase("coeur")})

    assert [text[a:b] for a, b in zip(uses["a"].start, uses["a"].end, strict=True)] == ["RÈGLES", "rules\u2011based"]
    assert [text[a:b] for a, b in zip(uses["b"].start, uses["b"].end, strict=True)] == ["cyber\u00adspace", "cyber\u00ad\n  space"]
    assert text[uses["c"].start[0] : uses["c"].end[0]] == "cœur"


@pytest.mark.parametrize("form", ["", "*", "* *", "a, b", "(order)", "a | ", "*|* *"])
def test_a_phrase_needs_a_word(form: str) -> None:
    with pytest.raises(BadValue, match="phrase must be"):
        phrase(form)


def test_whole_words_only() -> None:
    assert len(find(["disorder ordering order"], {"o": phrase("order")})["o"]) == 1


SAID = ["open seas", "fish", "Open Seas", "open seas", "bread", "open seas, open seas", None, "fish", "open seas"]
DAYS = ["2018-03-01", "2018-01-01", "2018-03-01", "2018-02-01", "2019-01-01", "2019-06-01", "2019-07-01", "2018-01-02", None]
WHO = ["US", "LATE", "TIE", "EARLY", "NEVER", "LATE", "LATE", "GONE", "NODATE"]


def test_who_was_before_on_the_same_day_after_never_and_could_not() -> None:
    found = uptake(SAID, DAYS, WHO, phrase("open seas"), ours={"US"})

    assert [(a.actor, a.when, a.texts, a.of) for a in found.adopters] == [
        ("EARLY", "before", 1, 1),
        ("TIE", "same-day", 1, 1),
        ("US", "ours", 1, 1),
        ("LATE", "after", 1, 3),
    ]
    assert found.since == "2018-03-01"
    assert [a.actor for a in found.first] == ["EARLY"]
    assert [a.actor for a in found.those("before", "same-day")] == ["EARLY", "TIE"]
    assert found.not_taken_up == ("NEVER",)
    assert found.could_not == ("GONE", "NODATE")
    assert found.cumulative.tolist() == [1, 3, 4]
    assert found.undated == 1
    assert len(found.uses) == 6
    assert found.change.before == 1
    assert (found.change.before_of, found.change.after, found.change.after_of) == (3, 1, 3)


def test_a_day_given_counts_instead_of_our_first_use_and_without_either_nothing_is_before_or_after() -> None:
    assert uptake(SAID, DAYS, WHO, phrase("open seas"), since="2017-01-01").those("after")[0].actor == "EARLY"
    found = uptake(SAID, DAYS, WHO, phrase("open seas"))
    assert {a.when for a in found.adopters} == {"unknown"}
    assert (found.since, found.not_taken_up, found.could_not) == ("", (), ())
    assert np.isnan(found.change.ratio)


@pytest.mark.parametrize("every", ["day", "week", "month", "quarter", "year"])
def test_periods_hold_every_dated_text_once_and_gaps_have_no_share(every: str) -> None:
    found = uptake(SAID, DAYS, WHO, phrase("open seas"), every=every).periods

    assert sum(p.texts for p in found) == 8
    assert sum(p.using for p in found) == 4
    assert all(np.isnan(p.share) == (p.texts == 0) and p.low <= p.high for p in found)
    assert all(str(np.datetime64(a.end) + 1) == b.start for a, b in itertools.pairwise(found))
    for period in found:
        inside = [d for d in DAYS if d and period.start <= d <= period.end]
        assert len(inside) == period.texts


def test_the_change_is_that_of_a_two_by_two_table_and_a_control_that_rises_as_much_shows_no_difference() -> None:
    using = np.array([True] * 3 + [False] * 17 + [True] * 12 + [False] * 8)
    before = np.arange(40) < 20
    found = change(using, before, ~before)

    assert found.ratio == pytest.approx((12.5 * 17.5) / (8.5 * 3.5))
    texts = ["sea fish"] * 3 + ["no"] * 17 + ["sea fish"] * 12 + ["no"] * 8
    days = ["2018-01-01"] * 20 + ["2019-01-01"] * 20
    result = uptake(texts, days, ["A"] * 40, phrase("sea"), since="2018-06-01", controls={"fish": phrase("fish")})
    assert result.beyond[0].ratio == pytest.approx(1)
    assert result.beyond[0].low < 1 < result.beyond[0].high


def test_the_order_of_texts_changes_rows_alone() -> None:
    order = np.random.default_rng(3).permutation(len(SAID))
    one = uptake(SAID, DAYS, WHO, phrase("open seas"), ours={"US"})
    other = uptake([SAID[k] for k in order], [DAYS[k] for k in order], [WHO[k] for k in order], phrase("open seas"), ours={"US"})

    assert [(a.actor, a.day, a.when, a.texts) for a in one.adopters] == [(a.actor, a.day, a.when, a.texts) for a in other.adopters]
    assert one.periods == other.periods


def test_bad_input_is_answered() -> None:
    with pytest.raises(BadValue, match="one for each of 1"):
        uptake(["a"], [], ["X"], phrase("a"))
    with pytest.raises(BadValue, match="ISO dates"):
        uptake(["a"], ["yesterday"], ["X"], phrase("a"))
    with pytest.raises(BadValue, match="since"):
        uptake(["a"], ["2018-01-01"], ["X"], phrase("a"), since="soon")
    with pytest.raises(BadValue, match="every"):
        uptake(["a"], ["2018-01-01"], ["X"], phrase("a"), every="century")
    with pytest.raises(BadValue, match="periods"):
        uptake(["a", "a"], ["0001-01-01", "2018-01-01"], ["X", "X"], phrase("a"), every="day")
    assert uptake([], [], [], phrase("a")).adopters == ()


def test_a_text_made_to_be_slow_is_not() -> None:
    began = time.process_time()
    find(["a " * 5_000 + "- " * 5_000 + "a" * 20_000], {w: phrase(w) for w in ("* b", "a * * b", "*a*b", "a a a b")})
    assert time.process_time() - began < 3
